"""Whatever is wrong with a file or a row, it gets a sentence, and everything else in the file still goes in."""

from __future__ import annotations

import zipfile
from itertools import product
from pathlib import Path

import pytest

from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def line(post: int | str, text: str = "hello", impressions: str = "10", time: str = "2021-01-30 12:56 +0000") -> str:
    return f'{post},https://twitter.com/a/status/{post},"{text}",{time},{impressions},1,1,1,0\n'


def take(warehouse: Warehouse, tmp_path: Path, content: str | bytes, name: str = "export.csv") -> Receipt:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (receipt,) = import_files([path], warehouse)
    return receipt


def reasons(warehouse: Warehouse) -> list[str]:
    return list(warehouse.rejects().reason)


@pytest.mark.parametrize(
    ("bad", "reason"),
    first(
        2,
        [
            (line("6.49E+17"), "was rounded, so the ID is lost"),
            (line("1355500244381949952.0"), "was rounded, so the ID is lost"),
            (line("abc"), "not an ID of this platform"),
            (line(""), "Tweet id is missing"),
            (line(9, time="07/08/2014"), "could be two dates"),
            (line(9, time="31/31/2014 10:00"), "cannot be read"),
            (line(9, time=""), "time is missing"),
            (HEADER, "repeats the column names"),
            (line(9).strip() + ",one,two\n", "11 values for 9 columns"),
            (line(9).strip() + ",x" * 400 + "\n", "values for 9 columns"),
        ],
    ),
)
def test_a_bad_row_is_kept_with_its_reason_and_the_others_go_in(
    warehouse: Warehouse, tmp_path: Path, bad: str, reason: str
) -> None:
    receipt = take(warehouse, tmp_path, HEADER + line(1) + bad + line(2))
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3, 2, 1)
    (said,) = reasons(warehouse)
    assert reason in said
    (raw,) = warehouse.rejects().raw
    assert list(raw)[:9] == next(iter(__import__("csv").reader([bad])))[:9]


@pytest.mark.parametrize(
    ("written", "read"),
    first(
        2, [("10", 10), ("215.0", 215), ('"1,234"', 1234), ("-5", -5), ("-", None), ("", None), ("N/A", None), ("0", 0)]
    ),
)
def test_a_count_is_what_was_written_and_missing_is_not_zero(
    warehouse: Warehouse, tmp_path: Path, written: str, read: int | None
) -> None:
    take(warehouse, tmp_path, HEADER + line(1, impressions=written))
    with warehouse.read() as con:
        assert con.execute("SELECT impressions FROM post_latest").fetchall() == [(read,)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    first(
        4,
        [
            ("", "is empty"),
            ("\n\n  \n", "contains no rows|not in a known format"),
            ("foo,bar\n1,2\n", "export.csv is not in a known format. Its columns are: foo, bar"),
            (
                (HEADER + line(1)).replace("impressions,", ""),
                r"The closest is “X \(Twitter\) Analytics, one row for each post”; missing columns: impressions",
            ),
            (b"PK\x03\x04 no archive at all", "damaged archive"),
            (b"\xd0\xcf\x11\xe0 old", "cannot be opened as a workbook"),
            (
                "Date,Tweets published,impressions,engagements\n2021-01-01,9,6703,262\n",
                "account’s totals by day, not posts",
            ),
            ("Page total likes;Type;Lifetime Post Total Reach\n1;Photo;3\n", "is not in a known format"),
        ],
    ),
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    warehouse: Warehouse, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    import re

    receipt = take(warehouse, tmp_path, content)
    assert receipt.error
    assert re.search(sentence, receipt.error)
    assert receipt.rows_read == 0
    assert warehouse.version == 0, "nothing was imported, so nothing was published"


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
ENDS = ("\n", "\r\n", "\r")


@pytest.mark.parametrize(
    ("encoding", "end"),
    first(
        3,
        sorted(
            product(ENCODINGS, ENDS),
            key=lambda pair: pair not in [("utf-8", "\r"), ("utf-16", "\n"), ("cp1252", "\r\n")],
        ),
    ),
)
def test_any_encoding_and_line_end_gives_the_same_text(
    warehouse: Warehouse, tmp_path: Path, encoding: str, end: str
) -> None:
    text = "Les réfugiés à l'école, señor"
    take(warehouse, tmp_path, (HEADER + line(1, text) + line(2)).replace("\n", end).encode(encoding))
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts WHERE post_id = '1'").fetchall() == [(text,)]
        assert con.execute("SELECT count(*) FROM posts").fetchall() == [(2,)]


def test_a_few_broken_bytes_do_not_turn_the_file_into_mojibake(warehouse: Warehouse, tmp_path: Path) -> None:
    content = (
        (HEADER + line(1, "réfugiés à l'école, été, après") + line(2, "BROKEN")).encode().replace(b"BROKEN", b"\xff")
    )
    receipt = take(warehouse, tmp_path, content)
    assert receipt.notes == ("1 character could not be read as utf-8 and was replaced by \N{REPLACEMENT CHARACTER}.",)
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts WHERE post_id = '1'").fetchall() == [
            ("réfugiés à l'école, été, après",)
        ]


@pytest.mark.parametrize("delimiter", first(2, [",", ";", "\t", "|"]))
def test_the_delimiter_is_found_and_notes_above_the_header_are_skipped(
    warehouse: Warehouse, tmp_path: Path, delimiter: str
) -> None:
    table = HEADER + "1,https://twitter.com/a/status/1,hello,2021-01-30 12:56 +0000,10,1,1,1,0\n"
    receipt = take(warehouse, tmp_path, "My export\n\n" + table.replace(",", delimiter))
    assert (receipt.accepted, receipt.rejected) == (1, 0)


def test_ragged_rows_short_of_trailing_fields_go_in(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(
        warehouse, tmp_path, HEADER + line(1) + "2,https://twitter.com/a/status/2,short,2021-01-30 12:56 +0000,7\n"
    )
    assert (receipt.accepted, receipt.totals["impressions"]) == (2, 17)


def test_a_row_twice_is_a_duplicate_and_a_revised_count_is_not(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, HEADER + line(1) + line(1) + line(1, impressions="12"))
    assert (receipt.rows_read, receipt.accepted, receipt.duplicates) == (3, 2, 1)
    assert receipt.totals["posts"] == 1
    with warehouse.read() as con:
        assert con.execute("SELECT impressions FROM post_latest").fetchall() == [(12,)]


def test_a_falling_counter_is_kept_and_flagged(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, HEADER + line(1, impressions="50"), "x_20210101_20210201_en.csv")
    take(warehouse, tmp_path, HEADER + line(1, impressions="40"), "x_20210101_20210301_en.csv")
    with warehouse.read() as con:
        assert con.execute("SELECT impressions FROM post_latest").fetchall() == [(40,)]
        assert con.execute("SELECT impressions FROM post_counts WHERE falling").fetchall() == [(40,)]


def test_an_open_quote_costs_its_own_line_only(warehouse: Warehouse, tmp_path: Path) -> None:
    multiline = line(5, "two\nlines, with commas")
    receipt = take(
        warehouse, tmp_path, HEADER + line(1) + '2,"open,x\n' + line(3) + multiline + line(4) + '6,"open at the end\n'
    )
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (6, 4, 2)
    assert all("A quotation mark is not closed in this line" in reason for reason in reasons(warehouse))
    assert [list(raw)[-1] for raw in warehouse.rejects().raw] == ['2,"open,x', '6,"open at the end']
    with warehouse.read() as con:
        assert con.execute("SELECT text FROM posts WHERE post_id = '5'").fetchall() == [("two\nlines, with commas",)]


def test_ids_beyond_the_precision_of_floats_stay_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, HEADER + line(9007199254740992) + line(9007199254740993) + line(""))
    with warehouse.read() as con:
        assert con.execute("SELECT post_id FROM posts ORDER BY 1").fetchall() == [
            ("9007199254740992",),
            ("9007199254740993",),
        ]


def test_na_is_namibia(warehouse: Warehouse, tmp_path: Path) -> None:
    sheet = "Platform,Post ID,Posted at,Contributor type,Country\nTwitter,1,2014-08-19 10:00,Donor,NA\n"
    take(warehouse, tmp_path, sheet)
    with warehouse.read() as con:
        assert con.execute("SELECT country FROM posts").fetchall() == [("NAM",)]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    first(
        2,
        [
            ("Contributor type", "Martian", "Contributor type: “Martian” is not allowed. Use one of: IOM mission"),
            ("Platform", "7", "Platform: “7” is not the name of a network"),
            ("Country", "Atlantis", "is not in the list of countries and areas"),
            ("Mission", "RO-XYZ", "is not in the list of missions"),
            ("Posted on behalf", "perhaps", "must be yes or no"),
        ],
    ),
)
def test_a_word_outside_its_list_is_told(
    warehouse: Warehouse, tmp_path: Path, column: str, cell: str, reason: str
) -> None:
    row = {
        "Platform": "Twitter",
        "Post ID": "1",
        "Posted at": "2014-08-19 10:00",
        "Contributor type": "Donor",
        column: cell,
    }
    take(warehouse, tmp_path, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    assert reason in reasons(warehouse)[0]


def test_times_without_a_zone_are_read_in_the_zone_that_the_receipt_names(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Post ID,Page ID,Publish time,Permalink,Post type,Date,Reach\n"
    winter, summer = (
        "1,9,01/15/2025 10:00,https://f.example.org/1,Photos,Lifetime,5\n",
        "2,9,07/15/2025 10:00,https://f.example.org/2,Photos,Lifetime,5\n",
    )
    receipt = take(warehouse, tmp_path, header + winter + summer)
    assert (receipt.timezone, receipt.timezone_basis) == ("America/Los_Angeles", "the format's")
    with warehouse.read() as con:
        assert [str(t) for (t,) in con.execute("SELECT posted_at FROM posts ORDER BY post_id").fetchall()] == [
            "2025-01-15 18:00:00",
            "2025-07-15 17:00:00",
        ]


def test_one_day_counts_are_not_read_as_lifetime(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Post ID,Page ID,Publish time,Permalink,Post type,Date,Reach\n"
    take(warehouse, tmp_path, header + "1,9,01/15/2025 10:00,https://f.example.org/1,Photos,01/16/2025,5\n")
    assert "not the post’s lifetime" in reasons(warehouse)[0]


@pytest.mark.parametrize(
    ("members", "sentence"),
    first(
        2,
        [
            ({"a.csv": b"x"}, "an archive, not a workbook"),
            (
                {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
                "Save it as .xlsx or .csv",
            ),
            ({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}, "contains macros"),
            ({"xl/worksheets/sheet1.xml": b"0" * 300_000_000}, "unpacks to"),
            ({"xl/workbook.xml": b"not xml"}, "cannot be opened as a workbook"),
        ],
    ),
)
def test_hostile_archives_are_refused(
    warehouse: Warehouse, tmp_path: Path, members: dict[str, bytes], sentence: str
) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    (receipt,) = import_files([path], warehouse)
    assert receipt.error
    assert sentence in receipt.error


def test_ten_thousand_columns_are_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, HEADER.strip() + "," + ",".join(f"c{i}" for i in range(10_000)) + "\n")
    assert receipt.error
    assert "more than any export" in receipt.error


def test_handles_are_kept_as_pseudonyms_only(warehouse: Warehouse, tmp_path: Path) -> None:
    row = "Twitter,{},2014-08-19 10:00,Migrant,{}\n"
    sheet = (
        "Platform,Post ID,Posted at,Contributor type,Account\n"
        + row.format(1, "Secret_Handle")
        + row.format(2, "@secret_handle")
    )
    take(warehouse, tmp_path, sheet)
    with warehouse.read() as con:
        assert con.execute("SELECT count(DISTINCT account) FROM posts").fetchall() == [(1,)]
    for path in warehouse.directory.iterdir():
        assert b"ecret_" not in path.read_bytes(), path


def test_what_describes_people_is_not_kept_and_the_receipt_says_so(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Platform,Post ID,Posted at,Contributor type,Author name,Bio,Our note\n"
    sheet = header + "Twitter,1,2014-08-19 10:00,Donor,Jane Roe,My whole life,kept\n"
    receipt = take(warehouse, tmp_path, sheet)
    assert receipt.notes == ("Not stored, because they contain personal data: Author name, Bio.",)
    with warehouse.read() as con:
        assert con.execute("SELECT extra FROM landing.posts").fetchall() == [("kept",)]
    for path in warehouse.directory.iterdir():
        assert b"Jane Roe" not in path.read_bytes()
        assert b"whole life" not in path.read_bytes()


def test_a_count_that_a_format_does_not_read_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    export = tmp_path / "Content.csv"
    export.write_text(
        "Video title,Video link,Post time,Total views,Likes,Saves,Watched full video\n"
        "A clip,https://www.tiktok.com/@iom/video/7412345678901234567,2024-09-08 19:05:00,90,8,7,38%\n",
        encoding="utf-8",
    )
    (receipt,) = import_files([export], warehouse)
    assert receipt.notes == ("Kept with the rows, but not read: Saves. Other formats read such columns as counts.",)
    with warehouse.read() as con:
        assert con.execute("SELECT views, reactions, saves FROM posts").fetchall() == [(90, 8, None)]
