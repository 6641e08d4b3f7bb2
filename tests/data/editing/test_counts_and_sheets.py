"""Tables of counts are mapped to the posts that they count, and two sheets of a workbook are read together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cli import main
from data.editing import custom_formats, saved_formats, workbook_sheets
from data.formats.model import NotRecognised
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.conftest import Imported

POSTS = (
    "Platform,Post ID,Link,Posted at,Contributor type\n"
    "Twitter,101,https://x.com/a/status/101,2024-05-01 10:00,Public\n"
    "Twitter,102,https://x.com/a/status/102,2024-05-02 10:00,Public\n"
)
COUNTS = (
    "Adresse,Am,Gesehen,Gefällt\nhttps://x.com/a/status/101,31.05.2024,1000,7\n"
    "https://x.com/a/status/102,31.05.2024,500,x\nhttps://x.com/a/status/999,31.05.2024,1,1\n"
)
BY_LINK = {"url": "Adresse", "captured_at": "Am", "impressions": "Gesehen", "reactions": "Gefällt"}


@pytest.fixture
def filled(imported: Imported) -> Warehouse:
    warehouse = imported({"posts.csv": POSTS})
    assert warehouse.imports()["accepted"].tolist() == [2]
    return warehouse


def counts_of(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.read() as con:
        return con.execute("SELECT post_id, impressions, reactions FROM posts ORDER BY post_id").fetchall()


@pytest.mark.long
def test_counts_are_keyed_by_the_link_of_posts_that_exist(tmp_path: Path, filled: Warehouse) -> None:
    table = tmp_path / "zahlen.csv"
    table.write_text(COUNTS, encoding="utf-8")
    header = workbook_sheets.sheets(table)[0].rows[0]
    fmt = custom_formats.propose("Zahlen", header, BY_LINK, counts=True)
    tried = custom_formats.preview(table, fmt, filled)
    assert (tried.receipt.error, tried.receipt.accepted, tried.receipt.rejected, tried.known) == (None, 3, 0, 2)
    saved_formats.save(fmt, filled)
    assert saved_formats.saved(filled)[fmt.name] == fmt
    (receipt,) = import_files([table], filled)
    assert (receipt.format, receipt.accepted, receipt.unread_cells) == ("zahlen", 3, 1)
    assert counts_of(filled) == [("101", 1000, 7), ("102", 500, None)]
    with filled.read() as con:
        assert con.execute("SELECT DISTINCT captured_at::DATE FROM posts").fetchall() == [(dt.date(2024, 5, 31),)]


@pytest.mark.long
def test_counts_say_when_they_were_collected(tmp_path: Path, filled: Warehouse) -> None:
    header = ["Nummer", "Gesehen"]
    fmt = custom_formats.propose(
        "Zahlen", header, {"post_id": "Nummer", "impressions": "Gesehen"}, platform="twitter", counts=True
    )
    saved_formats.save(fmt, filled)
    rows = "Nummer,Gesehen\n101,1000\n"
    for name in ("counts.csv", "counts_2024-05-31.csv"):
        (tmp_path / name).write_text(rows, encoding="utf-8")
    (refused,) = import_files([tmp_path / "counts.csv"], filled)
    assert str(refused.error) == (
        "counts.csv contains counts of posts, but not the date they were collected. "
        "Give the date at import, or at the end of the file name, as in counts_2024-05-31.csv."
    )
    assert custom_formats.preview(tmp_path / "counts.csv", fmt, filled, dt.date(2024, 5, 30)).receipt.accepted == 1
    (receipt,) = import_files([tmp_path / "counts_2024-05-31.csv"], filled)
    assert (receipt.error, receipt.accepted, receipt.captured_at) == (None, 1, "2024-05-31 00:00:00")
    assert counts_of(filled)[0] == ("101", 1000, None)


@pytest.mark.parametrize(
    ("mapping", "platform", "lacks"),
    [
        ({"impressions": "Gesehen"}, "twitter", "the post’s ID or its link"),
        ({"post_id": "Nummer"}, "twitter", "at least one count"),
        ({"post_id": "Nummer", "impressions": "Gesehen"}, None, "the platform"),
    ],
)
def test_counts_need_a_key_a_platform_and_a_count(mapping: dict[str, str], platform: str | None, lacks: str) -> None:
    with pytest.raises(NotRecognised, match=f"^Choose a column for: {lacks}.$"):
        custom_formats.propose("Zahlen", ["Nummer", "Gesehen"], mapping, platform=platform, counts=True)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Read me").write_row(0, 0, ["Made by hand"])
        posts = book.add_worksheet("Our posts")
        posts.write_row(0, 0, ["Nummer", "Wann", "Was"])
        numbers = book.add_worksheet("Our numbers")
        numbers.write_row(0, 0, ["Gesehen", "Nummer", "Geteilt"])
        for number in (101, 102, 103):
            posts.write_row(number - 100, 0, [str(number), f"2024-05-0{number - 100} 10:00", "words"])
        for place, number in enumerate((103, 101), 1):
            numbers.write_row(place, 0, [number * 10, str(number), 2])
    return path


def test_two_sheets_are_read_together_by_a_column_of_both(workbook: Path, warehouse: Warehouse) -> None:
    assert [sheet.name for sheet in workbook_sheets.sheets(workbook)] == ["Read me", "Our posts", "Our numbers"]
    _, posts, numbers = workbook_sheets.sheets(workbook)
    assert workbook_sheets.keys(posts.rows[0], numbers) == ["Nummer"]
    header, rows = workbook_sheets.together(posts.rows[0], posts.rows[1:], numbers, "Nummer")
    assert header == ["Nummer", "Wann", "Was", "Our numbers - Gesehen", "Our numbers - Geteilt"]
    assert rows[:2] == [["101", "2024-05-01 10:00", "words", "1010", "2"], ["102", "2024-05-02 10:00", "words", "", ""]]
    mapping = {"post_id": "Nummer", "posted_at": "Wann", "text": "Was", "impressions": "Our numbers - Gesehen"}
    fmt = custom_formats.propose("Report", header, mapping, platform="facebook", beside=numbers.name, key="Nummer")
    assert fmt.requires == ("Nummer", "Wann", "Was")
    saved_formats.save(fmt, warehouse)
    assert saved_formats.saved(warehouse)[fmt.name] == fmt
    (receipt,) = import_files([workbook], warehouse)
    assert (receipt.error, receipt.accepted, receipt.totals["impressions"]) == (None, 3, 2040)
    assert counts_of(warehouse) == [("101", 1010, None), ("102", None, None), ("103", 1030, None)]


def test_the_terminal_maps_counts_and_sheets_and_tries_a_format(
    workbook: Path, tmp_path: Path, filled: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(filled.directory)]
    counts = ["--counts", "--platform", "twitter", "--captured", "2024-05-31"]
    columns = ["--column", "post_id=Nummer", "--column", "impressions=Gesehen"]
    chosen = ["--sheet", "Our numbers", *counts, *columns, "--save", "numbers"]
    assert main(["map", str(workbook), *chosen, *at]) == 0
    printed = capsys.readouterr()
    assert 'requires = ["Nummer", "Gesehen"' in printed.out
    assert "Rows of posts that are imported: 1." in printed.err
    before = filled.version
    assert main(["formats", "--try", "numbers", str(workbook), "--captured", "2024-05-31", *at]) == 0
    printed = capsys.readouterr()
    assert "2 rows" in printed.out
    assert "1030" in printed.out
    assert printed.err == "Nothing was imported.\n"
    assert main(["formats", "--try", "numbers", str(tmp_path / "posts.csv"), *at]) == 3
    assert filled.version == before
    together = ["--sheet", "Our posts", "--with", "Our numbers", "--key", "Nummer", "--platform", "facebook"]
    mapped = ["--column", "post_id=Nummer", "--column", "posted_at=Wann", "--column", "shares=Our numbers - Geteilt"]
    assert main(["map", str(workbook), *together, *mapped, *at]) == 0
    assert 'beside = ["Our numbers"]' in capsys.readouterr().out
    for wrong in (["--sheet", "None"], ["--sheet", "Our posts", "--with", "Our numbers", "--key", "Was"]):
        assert main(["map", str(workbook), *wrong, *at]) == 2
    assert main(["formats", "--try", "nothing", str(workbook), *at]) == 2
    assert "Saved formats are: numbers." in capsys.readouterr().err
