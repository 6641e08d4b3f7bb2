"""Where a file and its rows are nearly right: what is taken, what is not, and that nothing disappears on the way."""

from __future__ import annotations

import datetime as dt
import os
import sys
import zipfile
from pathlib import Path

import pytest

from data.editing import custom_formats, saved_formats
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.importing.undo import undo
from data.privacy import pseudonyms
from data.store.warehouse import Warehouse, WarehouseError
from tests.support.examples import first

POSTS = "Platform,Post ID,Posted at,Contributor type,Impressions,Reactions,Comments,Shares\n"
COUNTS = "Platform,Post ID,Captured at,Impressions\n"
CONSENTS = "Consent,Given,Withdrawn,Scope,Risk review\n"
Rows = list[tuple[object, ...]]


def rows(warehouse: Warehouse, sql: str) -> Rows:
    with warehouse.read() as con:
        return con.execute(sql).fetchall()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def post(number: object, impressions: object = 1) -> str:
    return f"Twitter,{number},2014-07-01 10:00,Donor,{impressions},1,1,1\n"


# -- default deny


@pytest.mark.parametrize(
    "row", first(1, ["c1,2014-01-01,,dashboard,failed", "c1,2014-01-01,,press,passed", "c1,2014-01-01,,,passed"])
)
@pytest.mark.parametrize("later", [True, False])
def test_a_consent_on_which_two_sheets_disagree_does_not_hold(
    tmp_path: Path, warehouse: Warehouse, row: str, later: bool
) -> None:
    sheets = [
        write(tmp_path / "a" / "consents.csv", CONSENTS + "c1,2014-01-01,,dashboard,passed\n"),
        write(tmp_path / "b" / "consents.csv", CONSENTS + row + "\n"),
    ]
    for sheet in sheets if later else reversed(sheets):
        import_files([sheet], warehouse)
    assert rows(warehouse, "SELECT * FROM consents_that_hold") == []


def test_a_consent_is_as_the_newest_sheet_says(tmp_path: Path, warehouse: Warehouse) -> None:
    passed = write(tmp_path / "consents_2014-03-01.csv", CONSENTS + "c1,2014-01-01,,dashboard,passed\n")
    pending = write(tmp_path / "consents_2014-02-01.csv", CONSENTS + "c1,2014-01-01,,dashboard,pending\n")
    import_files([passed, pending], warehouse)
    assert rows(warehouse, "SELECT consent FROM consents_that_hold") == [("c1",)]


def test_half_a_key_is_no_key(tmp_path: Path, warehouse: Warehouse) -> None:
    warehouse.directory.mkdir(parents=True, exist_ok=True)
    (warehouse.directory / pseudonyms.KEY_FILE).write_bytes(b"")  # type: ignore[attr-defined]
    with pytest.raises(WarehouseError, match="contains no key"):
        import_files([write(tmp_path / "s.csv", POSTS + post(1))], warehouse)


# -- values


def test_a_count_that_cannot_be_is_unknown(tmp_path: Path, warehouse: Warehouse) -> None:
    text = COUNTS + "Twitter,1,2014-08-01,9223372036854775807\nTwitter,2,2014-08-01,999999999999\n"
    (receipt,) = import_files([write(tmp_path / "counts.csv", text)], warehouse)
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (2, 0, 1)
    (receipt,) = import_files([write(tmp_path / "posts.csv", POSTS + post(1) + post(2))], warehouse)
    assert receipt.accepted == 2


def test_paired_ids_keep_the_part_that_is_the_post(tmp_path: Path, warehouse: Warehouse) -> None:
    when = "2014-07-01 10:00,Donor,1,1,1,1\n"
    text = (
        POSTS
        + f"Instagram,2345678901234567890_1234567,{when}Instagram,2345678901234567891_1234567,{when}Facebook,11_22,{when}"
    )
    import_files([write(tmp_path / "s.csv", text)], warehouse)
    found = rows(warehouse, "SELECT post_id FROM posts ORDER BY ALL")
    assert found == [("22",), ("2345678901234567890",), ("2345678901234567891",)]


def test_an_id_written_with_a_point_is_the_same_id(tmp_path: Path, warehouse: Warehouse) -> None:
    import_files([write(tmp_path / "s.csv", POSTS + post("123456789012345.0") + post("123456789012345"))], warehouse)
    assert rows(warehouse, "SELECT post_id FROM posts") == [("123456789012345",)]


@pytest.mark.parametrize(
    ("day", "read"),
    first(
        2,
        [
            ("2014-08-19", dt.date(2014, 8, 19)),
            ("2014-08-19 14:05", dt.date(2014, 8, 19)),
            ("14-08-19", None),
            ("2014-08-191", None),
            ("2014-08-19 2015-01-01", None),
        ],
    ),
)
def test_a_day_is_a_whole_day(tmp_path: Path, warehouse: Warehouse, day: str, read: dt.date | None) -> None:
    import_files([write(tmp_path / "s.csv", CONSENTS + f"c1,{day},,dashboard,passed\n")], warehouse)
    assert rows(warehouse, "SELECT given FROM consents") == ([(read,)] if read else [])
    assert len(rows(warehouse, "SELECT * FROM rejects")) == (0 if read else 1)


def test_a_campaign_is_called_the_same_in_a_sheet_and_at_import(tmp_path: Path, warehouse: Warehouse) -> None:
    campaigns = write(tmp_path / "c.csv", "Campaign,Name,Hashtags\nMigrant-Héroes,Heroes,#mh\n")
    import_files([campaigns], warehouse)
    import_files([write(tmp_path / "s.csv", POSTS + post(1))], warehouse, campaign="#Migrant-Héroes")
    assert rows(warehouse, "SELECT campaign FROM post_campaigns") == rows(warehouse, "SELECT campaign FROM campaigns")


def test_texts_are_read_in_the_encoding_that_fits_the_whole_file(tmp_path: Path, warehouse: Warehouse) -> None:
    start = (POSTS.rstrip("\n") + ",Text\n").encode() + b"".join(
        post(i).rstrip("\n").encode() + b"," + b"a" * 900 + b"\n" for i in range(5_000)
    )
    end = (
        b"".join(post(i).rstrip("\n").encode() + ",día\n".encode() for i in range(5_000, 5_100))
        + post(6_000).rstrip("\n").encode()
        + b",d\xeda\n"
    )
    path = tmp_path / "s.csv"
    path.write_bytes(start + end)
    import_files([path], warehouse)
    assert rows(warehouse, "SELECT count(*) FROM posts WHERE text = 'día'") == [(100,)]


X = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def test_a_rounded_id_is_taken_from_the_link(tmp_path: Path, warehouse: Warehouse) -> None:
    ids = [
        ("815271067749060000", "815271067749060609"),
        ("8.15E+17", "815271067749060612"),
        ("815271067749060613", "815271067749060613"),
    ]
    text = X + "".join(
        f"{rounded},https://x.com/u/status/{exact},a,2016-12-31 18:59 +0000,1,1,1,1,1\n" for rounded, exact in ids
    )
    import_files([write(tmp_path / "x.csv", text + "8.15E+17,,a,2016-12-31 18:59 +0000,1,1,1,1,1\n")], warehouse)
    assert rows(warehouse, "SELECT post_id FROM posts ORDER BY ALL") == [
        (exact,) for _, exact in sorted(ids, key=lambda pair: pair[1])
    ]
    assert len(rows(warehouse, "SELECT * FROM rejects")) == 1


@pytest.mark.parametrize(("end", "taken"), [("00", False), ("01", True)])
def test_a_file_of_rounded_ids_is_refused(tmp_path: Path, warehouse: Warehouse, end: str, taken: bool) -> None:
    text = POSTS + "".join(post(f"8152710677490{i:03}{'00' if i else end}") for i in range(6))
    (receipt,) = import_files([write(tmp_path / "s.csv", text)], warehouse)
    assert (receipt.error is None) == taken, receipt


# -- nothing disappears


def test_an_open_quote_below_a_line_of_spaces_costs_its_own_line(tmp_path: Path, warehouse: Warehouse) -> None:
    broken = 'Twitter,4,2014-07-01 10:00,"Donor,1,1,1,1\n'
    text = "  \n" + POSTS + post(1) + post(2) + post(3) + broken + post(5) + post(6)
    (receipt,) = import_files([write(tmp_path / "s.csv", text)], warehouse)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (6, 5, 1)


@pytest.mark.parametrize("line", first(2, ["{}", '{"data": "text"}', '{"data": null}', '{"data": ["text"]}']))
def test_a_line_of_json_without_a_record_is_a_reject(tmp_path: Path, warehouse: Warehouse, line: str) -> None:
    tweet = '{"data": [{"id": "501702184017428480", "text": "a", "created_at": "2014-08-19T12:00:00.000Z", "author_id": "1", "public_metrics": {"like_count": 1, "retweet_count": 1, "reply_count": 0, "quote_count": 0}}]}'  # noqa: E501
    (receipt,) = import_files([write(tmp_path / "t.jsonl", f"{tweet}\n{line}\n")], warehouse)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (2, 1, 1)


# -- the same, in any order and again


def test_the_same_counts_read_on_two_days_are_known_since_the_first(tmp_path: Path, warehouse: Warehouse) -> None:
    files = [write(tmp_path / f"s_2014-{month}-01.csv", POSTS + post(1, 5)) for month in ("10", "09")]
    import_files(files, warehouse)
    assert rows(warehouse, "SELECT first_captured_at FROM posts") == [(dt.datetime(2014, 9, 1),)]


@pytest.mark.long
def test_a_mended_row_is_what_it_would_have_been(tmp_path: Path, warehouse: Warehouse) -> None:
    text = POSTS + post(1, "6O") + post(2, 60)
    (receipt,) = import_files(
        [write(tmp_path / "synthetic_s_2014-09-01.csv", text)], warehouse, timezone="Europe/Zurich", campaign="heroes"
    )
    sheet = tmp_path / "mend.csv"
    write_rejects(warehouse, receipt.import_id, sheet)
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("6O", "60"), encoding="utf-8")
    (mended,) = import_files([sheet], warehouse)
    assert (mended.captured_basis, mended.accepted) == ("the import being corrected", 1)
    (one, other) = rows(
        warehouse, "SELECT posted_at, impressions, captured_at, campaigns, is_synthetic FROM posts ORDER BY post_id"
    )
    assert one == other
    assert rows(warehouse, "SELECT count(*) FROM rejects WHERE resolved_by IS NULL") == [(0,)]
    undo(int(mended.import_id or 0), warehouse)
    assert rows(warehouse, "SELECT count(*) FROM rejects WHERE resolved_by IS NULL") == [(1,)]


def test_a_sheet_of_another_kind_settles_nothing(tmp_path: Path, warehouse: Warehouse) -> None:
    (receipt,) = import_files([write(tmp_path / "s.csv", POSTS + post(1, "6O"))], warehouse)
    other = "Rejected row," + CONSENTS + f"import {receipt.import_id} row 2,c1,2014-01-01,,dashboard,passed\n"
    import_files([write(tmp_path / "c.csv", other)], warehouse)
    assert rows(warehouse, "SELECT count(*) FROM rejects WHERE resolved_by IS NULL") == [(1,)]


def test_a_directory_is_as_of_the_day_in_its_name(tmp_path: Path, warehouse: Warehouse) -> None:
    directory = "Platform,Account,Account type,Contributor type\ntwitter,office,Organisation,Donor\n"
    import_files([write(tmp_path / "directory_2014-06-19.csv", directory)], warehouse)
    assert rows(warehouse, "SELECT as_of FROM accounts") == [(dt.datetime(2014, 6, 19),)]


# -- a file that cannot be read holds nothing up


def damaged(path: Path, method: int) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("s.csv", POSTS + "".join(post(i) for i in range(500)))
    content = bytearray(path.read_bytes())
    for place in range(60, 120):
        content[place] ^= 0xFF
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("method", first(1, [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
def test_a_damaged_archive_is_refused_alone(tmp_path: Path, warehouse: Warehouse, method: int) -> None:
    good = write(tmp_path / "s.csv", POSTS + post(1))
    bad, fine = import_files([damaged(tmp_path / "a.zip", method), good], warehouse)
    assert bad.error == "a.zip is a damaged archive. Pack it again."
    assert fine.accepted == 1


@pytest.mark.parametrize("name", first(2, ["a/..", "..", "コンテンツ" * 40 + ".csv", "a\\..\\..\\b.csv"]))
def test_names_in_an_archive_are_cut_to_what_can_be_written(tmp_path: Path, warehouse: Warehouse, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, POSTS + post(1))
    (receipt,) = import_files([path], warehouse)
    assert receipt.accepted == 1


@pytest.mark.parametrize("encoding", first(1, ["bogus", "utf-7", "shift_jis"]))
def test_a_spreadsheet_in_an_unknown_encoding_is_refused_alone(
    tmp_path: Path, warehouse: Warehouse, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    bad, fine = import_files([write(tmp_path / "s.xls", text), write(tmp_path / "s.csv", POSTS + post(1))], warehouse)
    assert bad.error
    assert fine.accepted == 1


def test_a_cell_at_the_far_end_of_a_sheet_is_refused_before_it_fills_the_memory(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "s.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        cells = (
            '<row r="1"><c r="A1" t="n"><v>1</v></c></row><row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>'
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    (receipt,) = import_files([path], warehouse)
    assert "too large for a table" in (receipt.error or "")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_a_file_name_that_is_no_text_is_written_down_as_far_as_it_is(tmp_path: Path, warehouse: Warehouse) -> None:
    path = write(tmp_path / os.fsdecode(b"caf\xe9.csv"), POSTS + post(1))
    (receipt,) = import_files([path], warehouse)
    assert (receipt.file, receipt.accepted) == ("caf\N{REPLACEMENT CHARACTER}.csv", 1)


def test_a_format_of_odd_headers_and_a_long_name_can_be_kept(tmp_path: Path, warehouse: Warehouse) -> None:
    header = ["Li\x7fnk", "When"]
    fmt = custom_formats.propose("n" * 300, header, {"url": header[0], "posted_at": "When"}, platform="facebook")
    saved_formats.save(fmt, warehouse)
    table = write(tmp_path / "odd.csv", "Li\x7fnk,When\nhttps://www.facebook.com/a/posts/12345,2014-08-19\n")
    (receipt,) = import_files([table], warehouse)
    assert receipt.accepted == 1
