"""A refusal quotes no row of a file, and nothing outside of a folder is read through a link in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from cli import main
from common.messages import StoreMessage
from data.importing import judging, watch
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.reading.header_row import names_in
from data.store.warehouse import Warehouse

POSTS = "Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-07-01 10:00,Donor\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def take(warehouse: Warehouse, path: Path) -> Receipt:
    (receipt,) = import_files([path], warehouse)
    return receipt


# -- what a refusal quotes

HEADERLESS = {
    "sentences": '"Her own zebra, about her way here",zebra0,0\n"Her own zebra, again",zebra1,1\n',
    "handles": "@zebra,hello\n@zebra,again\n",
    "links": "https://x.com/zebra,hello\nhttps://x.com/zebra,again\n",
    "words only": "zebra,home\nzebra,away\nzebra,there\n",
    "a name and numbers": "Zebra Roe,2014-07-01,5\nZebra Roe,2014-07-02,6\n",
    "one line": "zebra,home,away\n",
    "a text of several lines": '1,"she said\nzebra, and so on\n",5\n2,"zebra",6\n',
    "words below numbers": "1,zebra,2\nzebra,home,way\n3,4,5\n",
    "another system's file": "zebra:x:0:0:zebra:/root:/bin/bash\nzebra:x:1:1:zebra:/usr/sbin:/sbin/nologin\n",
    "json": '[["zebra", "home"], ["zebra", "away"]]',
}


@pytest.mark.parametrize("text", HEADERLESS.values(), ids=HEADERLESS)
def test_a_row_that_is_no_header_is_not_quoted(tmp_path: Path, warehouse: Warehouse, text: str) -> None:
    receipt = take(warehouse, write(tmp_path / "tweets.csv", text))
    assert receipt.error
    assert "zebra" not in json.dumps(receipt.as_dict()).lower()


def test_a_workbook_without_a_header_is_not_quoted(tmp_path: Path, warehouse: Warehouse) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "tweets.xlsx")) as book:
        page = book.add_worksheet()
        for row in range(3):
            page.write_row(row, 0, ["Her own zebra", f"zebra{row}", row])
    receipt = take(warehouse, tmp_path / "tweets.xlsx")
    assert "no row has the column names" in (receipt.error or "")
    assert "zebra" not in (receipt.error or "")


def test_nothing_of_a_refused_file_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "tweets.csv", HEADERLESS["sentences"])
    for how in ([], ["--json"]):
        assert main(["import", str(path), "--warehouse", str(tmp_path / "w"), *how]) == 3
        printed = capfd.readouterr()
        assert "zebra" not in printed.out + printed.err
        assert "no row has the column names" in printed.err


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("foo,bar\n1,2\n", "foo, bar"),
        ("My export\n\nWhen,What was said\n2014-07-01,zebra\n", "When, What was said"),
        ("Zahl,Ñandú,Δοκιμή\n1,zebra,zebra\n", "Zahl, Ñandú, Δοκιμή"),
        (",".join("abcdefghijk") + "\n" + ",".join("12345678901") + "\n", "a, b, c, d, e, f, g, h, …"),
    ],
)
def test_the_names_of_columns_are_shown(tmp_path: Path, warehouse: Warehouse, text: str, names: str) -> None:
    receipt = take(warehouse, write(tmp_path / "table.csv", text))
    assert f"Its columns are: {names}. " in (receipt.error or "")
    assert "zebra" not in (receipt.error or "")


def test_a_header_without_rows_is_not_taken_for_one() -> None:
    assert names_in([["Jane Roe", "hello"]]) == []


def test_what_the_database_says_of_a_line_is_not_passed_on(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise duckdb.ConversionException("Could not convert string 'zebra' to INT64")

    monkeypatch.setattr(judging, "judge", fail)
    receipt = take(warehouse, write(tmp_path / "s.csv", POSTS))
    assert "its lines are broken" in (receipt.error or "")
    assert "zebra" not in (receipt.error or "")


def test_a_sentence_in_a_header_is_not_noted(tmp_path: Path, warehouse: Warehouse) -> None:
    text = POSTS.replace("type", "type,Author name,Handle of the zebra: call 555 01 01").replace("Donor", "Donor,a,b")
    receipt = take(warehouse, write(tmp_path / "s.csv", text))
    assert receipt.accepted == 1
    assert receipt.notes == ("Not stored, because they contain personal data: Author name, ….",)


# -- links


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one export, and links to a file and a folder outside."""
    write(tmp_path / "outside" / "secret.csv", "zebra,home,1\n")
    made = tmp_path / "exports"
    write(made / "s.csv", POSTS)
    (made / "link.csv").symlink_to(tmp_path / "outside" / "secret.csv")
    (made / "more").symlink_to(tmp_path / "outside")
    return made


def test_links_out_of_a_folder_are_left_out_with_a_note(folder: Path, warehouse: Warehouse) -> None:
    receipts = import_files([folder], warehouse)
    found = [(receipt.file, receipt.accepted, receipt.error) for receipt in receipts]
    assert found == [("link.csv", 0, None), ("more", 0, None), ("s.csv", 1, None)]
    assert all("a link to a place outside the folder" in note for receipt in receipts[:2] for note in receipt.notes)
    assert "zebra" not in json.dumps([receipt.as_dict() for receipt in receipts])


def test_a_chain_of_links_is_followed_to_its_end(folder: Path, warehouse: Warehouse) -> None:
    (folder / "chain.csv").symlink_to(folder / "link.csv")
    (folder / "sub").mkdir()
    (folder / "sub" / "up.csv").symlink_to(Path("..") / ".." / "outside" / "secret.csv")
    left_out = {receipt.file for receipt in import_files([folder], warehouse) if receipt.left_out}
    assert left_out == {"link.csv", "chain.csv", "more", "up.csv"}


def test_links_within_a_folder_are_files_of_it(folder: Path, warehouse: Warehouse) -> None:
    for link in ("link.csv", "more"):
        (folder / link).unlink()
    (folder / "same.csv").symlink_to(folder / "s.csv")
    (folder / "again").symlink_to(folder)
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (folder / "nowhere.csv").symlink_to(folder / "gone.csv")
    receipts = import_files([folder], warehouse)
    assert [(receipt.file, receipt.accepted, receipt.duplicates) for receipt in receipts] == [
        ("s.csv", 1, 0),
        ("same.csv", 0, 1),
    ]


def test_a_folder_that_is_a_link_itself_is_the_one_that_was_named(
    folder: Path, tmp_path: Path, warehouse: Warehouse
) -> None:
    (tmp_path / "short").symlink_to(folder)
    assert sum(receipt.accepted for receipt in import_files([tmp_path / "short"], warehouse)) == 1


def test_a_link_in_a_watched_folder_is_noted_once(folder: Path, warehouse: Warehouse) -> None:
    looks = iter(range(6))
    receipts = list(watch.watch(folder, warehouse, pause=0, stop=lambda: next(looks) == 5))
    assert sorted(receipt.file for receipt in receipts) == ["link.csv", "more", "s.csv"]


@pytest.mark.parametrize(("with_export", "status"), [(True, 0), (False, 3)])
def test_the_terminal_says_what_was_left_out(
    folder: Path, tmp_path: Path, with_export: bool, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    if not with_export:
        (folder / "s.csv").unlink()
    assert main(["import", str(folder), "--warehouse", str(tmp_path / "w")]) == status
    printed = capfd.readouterr()
    assert "link.csv: left out.\n  link.csv is a link to a place outside the folder" in printed.out
    assert "zebra" not in printed.out + printed.err


def test_a_refusal_names_its_file_once_with_the_archive_that_it_is_in(warehouse: Warehouse, tmp_path: Path) -> None:
    files = {"notes.txt": "nothing here", "odd.csv": "Nr,When\n1,2\n", "empty.csv": ""}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in files:
            archive.write(tmp_path / name, name)
    receipts = import_files([*(tmp_path / name for name in files), tmp_path / "all.zip"], warehouse)
    for receipt in receipts:
        assert str(receipt.refusal).startswith(f"{receipt.file} ")
        assert str(receipt.refusal).count(receipt.file.rpartition(" › ")[2]) == 1
    assert sum(" › " in receipt.file for receipt in receipts) == len(files)
    other = Receipt("a.csv, b.csv", error=StoreMessage.NO_DATA.format())
    assert str(other.refusal) == f"a.csv, b.csv: {StoreMessage.NO_DATA}"
    assert Receipt("a.csv").refusal is None


def test_a_refusal_names_no_column_that_no_file_has(tmp_path: Path, warehouse: Warehouse) -> None:
    """What a list lies in is known under names of our own."""
    text = json.dumps([{"id": 1, "type": "message", "date": "2025-03-02T18:40:00", "text": "x"}])
    receipt = take(warehouse, write(tmp_path / "messages.json", text))
    assert "Its columns are: id, type, date, text." in str(receipt.error)
    assert "of." not in str(receipt.error)
