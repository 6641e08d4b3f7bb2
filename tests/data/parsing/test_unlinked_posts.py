"""Posts of a report without links: each row is a post of its own, and the same report again speaks of the same
posts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.editing.purge import purge
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.store.warehouse import Warehouse

HEADER = ["Date", "Time", "Network", "Content Type", "Post", "Impressions", "Engagements", "Reactions", "Comments"]
ROWS = [
    ["01/15/2024", "3:04 pm", "Instagram", "Photo", "A school", "100", "9", "8", "1"],
    ["01/15/2024", "3:04 pm", "Facebook", "Photo", "A school", "50", "4", "4", "0"],
    ["01/15/2024", "3:04 pm", "Facebook", "Photo", "A school", "60", "5", "4", "1"],
    ["01/15/2024", "3:05 pm", "Facebook", "Photo", "A school", "70", "6", "5", "1"],
    ["01/16/2024", "9:00 am", "Facebook", "Text", "", "10", "0", "0", "0"],
    ["01/16/2024", "9:00 am", "Facebook", "Text", "", "20", "1", "1", "0"],
]


def take(
    warehouse: Warehouse, folder: Path, rows: list[list[str]], name: str = "report.csv", header: list[str] = HEADER
) -> Receipt:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    (receipt,) = import_files([folder / name], warehouse)
    assert receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected
    return receipt


def numbers(warehouse: Warehouse) -> tuple[int, int, int]:
    with warehouse.read() as con:
        return con.execute("SELECT count(*), sum(impressions), sum(reactions) FROM posts").fetchall()[0]


def test_each_row_is_a_post_and_the_receipt_says_how_they_are_identified(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(warehouse, tmp_path, ROWS)
    assert (receipt.format, receipt.rows_read, receipt.accepted, receipt.totals["posts"]) == ("sprout_posts", 6, 6, 6)
    assert (
        "6 posts have no link. They are identified by network, minute, text and their place among equal rows."
        in receipt.notes
    )
    assert numbers(warehouse) == (6, 310, 22)


@pytest.mark.long
def test_the_same_report_again_and_one_of_a_longer_period_change_nothing_but_what_is_new(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    take(warehouse, tmp_path, ROWS)
    assert take(warehouse, tmp_path, ROWS, "again.csv").duplicates == 6
    assert numbers(warehouse) == (6, 310, 22)
    new = ["01/14/2024", "8:00 am", "X", "Text", "Before", "1", "0", "0", "0"]
    receipt = take(warehouse, tmp_path, [new, *ROWS], "longer.csv")
    assert (receipt.accepted, receipt.duplicates) == (1, 6)
    assert numbers(warehouse) == (7, 311, 22)


def test_later_counts_are_those_of_the_same_posts(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, ROWS, "report 2024-02-01.csv")
    later = [[*row[:5], str(int(row[5]) * 2), *row[6:]] for row in ROWS]
    take(warehouse, tmp_path, later, "report 2024-03-01.csv")
    assert numbers(warehouse) == (6, 620, 22)


def test_a_row_with_a_link_keeps_it_as_its_identity(warehouse: Warehouse, tmp_path: Path) -> None:
    links = ["https://www.facebook.com/page/posts/7", ""]
    rows = [[*row, link] for row, link in zip(ROWS[1:3], links, strict=True)]
    receipt = take(warehouse, tmp_path, rows, header=[*HEADER, "Link"])
    assert (
        "1 post has no link. It is identified by network, minute, text and its place among equal rows." in receipt.notes
    )
    with warehouse.read() as con:
        ids = [post for (post,) in con.execute("SELECT post_id FROM posts").fetchall()]
    assert len(ids) == 2
    assert "7" in ids


@pytest.mark.long
@pytest.mark.parametrize("order", [1, -1])
def test_a_corrected_row_is_the_post_that_it_was(warehouse: Warehouse, tmp_path: Path, order: int) -> None:
    """A cell that could not be read is corrected on its own post; a rejected row becomes one beside those it is equal
    to."""
    rows = [[*row] for row in ROWS[1:3]] + [
        ["01/15/2024", "3:04 pm", "Facebook", "Photo", "A school", "many", "1", "1", "0"]
    ]
    rows += [["sometime", "3:04 pm", "Facebook", "Photo", "A school", "9", "1", "1", "0"]]
    receipt = take(warehouse, tmp_path, rows[::order])
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (3, 1, 1)
    assert numbers(warehouse) == (3, 110, 9)
    write_rejects(warehouse, 1, tmp_path / "to correct.csv")
    text = (tmp_path / "to correct.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "to correct.csv").write_text(
        text.replace(",many,", ",30,").replace("sometime", "01/15/2024"), encoding="utf-8"
    )
    (receipt,) = import_files([tmp_path / "to correct.csv"], warehouse)
    assert (receipt.accepted, receipt.rejected) == (2, 0)
    assert numbers(warehouse) == (4, 149, 10)
    (tmp_path / "to correct.csv").rename(tmp_path / "corrected again.csv")
    (receipt,) = import_files([tmp_path / "corrected again.csv"], warehouse)
    assert (receipt.accepted, receipt.duplicates) == (0, 2)
    assert numbers(warehouse) == (4, 149, 10)


@pytest.mark.long
def test_such_a_post_can_be_erased_and_does_not_come_back(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, [ROWS[0], ROWS[3]])
    with warehouse.read() as con:
        (post,) = con.execute("SELECT platform || '/' || post_id FROM posts WHERE platform = 'instagram'").fetchall()[0]
    assert purge(post, warehouse).kind == "post"
    take(warehouse, tmp_path, [ROWS[0], ROWS[3]], "again.csv")
    with warehouse.read() as con:
        assert con.execute("SELECT platform, text FROM posts ORDER BY 1").fetchall() == [
            ("facebook", "A school"),
            ("instagram", None),
        ]
