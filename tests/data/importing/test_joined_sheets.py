"""A Facebook Insights workbook has likes, comments and shares on sheets of their own: they belong to the posts of the
first sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from data.importing import file_reading
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from tests.support.earlier import change

KEY = ["Post ID", "Permalink", "Post Message", "Type", "Countries", "Languages", "Posted", "Audience Targeting"]
STORIES, PEOPLE = "Lifetime Post Stories by act...", "Lifetime Talking About This(..."
Rows = list[list[object]]


def post(number: int) -> list[object]:
    return [
        f"7_{number}",
        f"https://www.facebook.com/a/posts/{number}",
        f"text {number}",
        "Photo",
        "",
        "en",
        "08/19/2014 07:05:00 AM",
        "",
    ]


METRICS: Rows = [
    [*KEY, "Lifetime Post Total Reach", "Lifetime Post Total Impressions"],
    [*[""] * 8, "Lifetime: The total number of people. (Unique Users)", "Lifetime: impressions"],
    *([*post(n), 100 * n, 200 * n] for n in (1, 2, 3)),
]
STORY_ROWS: Rows = [
    [*KEY, "Description", "share", "like", "comment", "answer"],
    [*post(3), "", 33, 31, 32, ""],
    [*post(1), "Lifetime: The number of stories created", 3, 1000, 2, ""],
    [*post(1), "", 9, 9, 9, ""],
    [*post(9), "", 5, 5, 5, ""],
]
PEOPLE_ROWS: Rows = [
    [*KEY, "Description", "share", "like", "comment"],
    [*post(1), "", 2, 900, 1],
    [*post(2), "", 2, 800, 1],
]


def take(warehouse: Warehouse, path: Path, sheets: dict[str, Rows]) -> Receipt:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
    (receipt,) = import_files([path], warehouse)
    return receipt


def counts(warehouse: Warehouse) -> list[tuple[object, ...]]:
    with warehouse.read() as con:
        return con.execute(
            "SELECT post_id, reach, reactions, comments, shares FROM post_latest ORDER BY post_id"
        ).fetchall()


def test_counts_on_another_sheet_belong_to_their_posts(warehouse: Warehouse, tmp_path: Path) -> None:
    sheets = {
        "Key Metrics": METRICS,
        PEOPLE: PEOPLE_ROWS,
        STORIES: STORY_ROWS,
        "Lifetime Negative Feedback": [["Post ID"], ["7_1"]],
    }
    receipt = take(warehouse, tmp_path / "Facebook Insights Data Export (Post Level) - 2014-10-01.xlsx", sheets)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (3, 3, 0)
    assert counts(warehouse) == [("1", 100, 1000, 2, 3), ("2", 200, 800, None, None), ("3", 300, 31, 32, 33)]
    assert f"Read together, post by post, from the sheets “Key Metrics”, “{PEOPLE}”, “{STORIES}”." in receipt.notes
    assert "Left out: the sheets “Lifetime Negative Feedback”." in receipt.notes


def test_sheets_of_other_workbooks_stay_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    receipt = take(
        warehouse, tmp_path / "2014-10-01.xlsx", {"Key Metrics": METRICS, "Lifetime": STORY_ROWS, "Other": PEOPLE_ROWS}
    )
    assert [row[2] for row in counts(warehouse)] == [None] * 3
    assert receipt.notes[0] == "Read from the sheet “Key Metrics”; left out: “Lifetime”, “Other”."


@pytest.mark.long
def test_a_workbook_of_which_less_was_read_before_is_read_again(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier releases took the first sheet alone; importing the workbook again adds what the other sheets say, and
    that can be undone."""
    rows = [*METRICS, [*post(4)[:6], "soon", "", 400, 800]]
    sheets, path = (
        {"Key Metrics": rows, STORIES: STORY_ROWS},
        tmp_path / "Facebook Insights Data Export (Post Level) - 2014-10-01.xlsx",
    )
    with monkeypatch.context() as earlier:
        earlier.setattr(file_reading, "read_together", lambda _, table, found: (table, found))
        first = take(warehouse, path, sheets)
    alone = counts(warehouse)
    assert (first.accepted, first.rejected, [row[2] for row in alone]) == (3, 1, [None] * 3)

    (again,) = import_files([path], warehouse)
    assert (again.rows_read, again.accepted, again.duplicates, again.rejected) == (4, 2, 1, 1)
    assert f"Read together, post by post, from the sheets “Key Metrics”, “{STORIES}”." in again.notes
    assert again.notes[-1].startswith("This file was already imported (import 1). It was read again")
    assert counts(warehouse) == [("1", 100, 1000, 2, 3), ("2", 200, None, None, None), ("3", 300, 31, 32, 33)]
    assert warehouse.rejects()["import_id"].tolist() == [again.import_id], "one row to correct, not two"

    (known,) = import_files([path], warehouse)
    assert known.notes[-1].startswith("This file was already imported on ")
    undo(int(again.import_id or 0), warehouse)
    assert counts(warehouse) == alone
    assert warehouse.rejects()["import_id"].tolist() == [first.import_id]


def test_a_workbook_of_which_an_early_release_noted_no_sheet_is_known(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "Facebook Insights Data Export (Post Level) - 2014-10-01.xlsx"
    take(warehouse, path, {"Key Metrics": METRICS, STORIES: STORY_ROWS})
    change(warehouse, "UPDATE imports SET sheet = ''")
    (known,) = import_files([path], warehouse)
    assert known.notes[-1].startswith("This file was already imported on ")


@pytest.mark.long
def test_what_was_corrected_stays_settled_when_its_file_is_read_again(warehouse: Warehouse, tmp_path: Path) -> None:
    sheet, mended = tmp_path / "votes.csv", tmp_path / "mended.csv"
    sheet.write_text("Photo,Day,Votes\n1,19/08/2014,5\n2,soon,7\n3,late,9\n", encoding="utf-8")
    import_files([sheet], warehouse)
    write_rejects(warehouse, 1, mended)
    text = mended.read_text(encoding="utf-8").splitlines(keepends=True)
    mended.write_text(
        "".join(line.replace("soon", "2014-08-20") for line in text if "late" not in line), encoding="utf-8"
    )
    import_files([mended], warehouse)
    (again,) = import_files([sheet], warehouse, dates="month-first")
    assert (again.import_id, again.duplicates, again.rejected) == (3, 1, 2)
    assert warehouse.rejects()[["import_id", "row_number"]].to_numpy().tolist() == [[3, 4]]
