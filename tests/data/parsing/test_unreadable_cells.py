"""A cell that cannot be read never costs its row, unless the row says something else, or protects somebody less,
without it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cli import main
from data.editing.purge import purge
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.importing.rejects import write_rejects
from data.importing.undo import undo
from data.schema import TABLES, Table
from data.store.warehouse import Warehouse
from metrics.analyses import data_quality
from tests.support.examples import first

ROW = {
    "Platform": "Twitter",
    "Post ID": "501702184017428480",
    "Posted at": "2014-08-19 14:05",
    "Text": "a school",
    "Account": "office",
    "Contributor type": "IOM mission",
    "Basis": "recorded",
    "Posted on behalf": "no",
    "Mission": "KEN",
    "Country": "KEN",
    "Media": "Photo",
    "Kind": "Original",
    "Deleted at": "",
    "Consent": "consent-1",
    "Followers": "900",
    "Captured at": "2014-09-02",
    "Impressions": "5200",
    "Reactions": "38",
    "Comments": "4",
    "Shares": "62",
    "Author name": "Ana",
    "Campaign": "water",
}


def take(warehouse: Warehouse, folder: Path, *rows: dict[str, str], name: str = "sheet.csv") -> Receipt:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(rows[0]), *(row.values() for row in rows)])
    (receipt,) = import_files([folder / name], warehouse)
    assert receipt.rows_read == receipt.accepted + receipt.duplicates + receipt.rejected
    return receipt


def found(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with warehouse.read() as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("title", "cell", "column", "left", "note"),
    first(
        2,
        [
            ("Account", "7.00E+14", "account", None, "Account: “…” was rounded, so the ID is lost"),
            ("Impressions", "abc", "impressions", None, "Impressions: “…” is not a whole number."),
            ("Impressions", "10.5", "impressions", None, "Impressions: “…” is not a whole number."),
            ("Impressions", "1.234", "impressions", None, "Impressions: “…” is ambiguous (thousands or decimals?)"),
            ("Reactions", "1.2E+05", "reactions", None, "Reactions: “…” is not a whole number."),
            ("Shares", "status", "shares", None, "Shares: “…” is not a whole number."),
            ("Country", "Atlantis", "country", "unknown", "Country: “…” is not in the list of countries and areas"),
            ("Mission", "RO-XYZ", "mission", "unknown", "Mission: “…” is not in the list of missions"),
            (
                "Contributor type",
                "Martian",
                "contributor_type",
                "unknown",
                "Contributor type: “…” is not allowed. Use one of: IOM mission",
            ),
            ("Followers", "many", "followers", None, "Followers: “…” is not a whole number."),
        ],
    ),
)
def test_a_cell_that_cannot_be_read_is_unknown(
    warehouse: Warehouse, tmp_path: Path, title: str, cell: str, column: str, left: object, note: str
) -> None:
    receipt = take(warehouse, tmp_path, ROW | {title: cell})
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (1, 0, 1)
    (message,) = (note for note in receipt.notes if "could not be read" in note)
    assert message.startswith(f"1 cell could not be read and is unknown. {note}")
    assert cell not in message, "what stands in a file is in no note"
    assert found(warehouse, f"SELECT {column}, text FROM posts") == [(left, "a school")]
    (listed,) = warehouse.rejects().itertuples()
    assert (listed.row_number, listed.accepted) == (2, True)
    assert f"“{cell}”" in listed.reason


def test_the_receipt_counts_cells_by_column_and_reason(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = [ROW | {"Post ID": str(n), "Shares": cell} for n, cell in enumerate(("few", "some”; more", "1.234", "7"), 1)]
    rows[3] |= {"Comments": "none", "Mission": "XYZ"}
    receipt = take(warehouse, tmp_path, *rows)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected, receipt.unread_cells) == (4, 4, 0, 5)
    assert [note for note in receipt.notes if "could not be read" in note] == [
        "2 cells could not be read and are unknown. Shares: “…” is not a whole number.",
        "1 cell could not be read and is unknown. Comments: “…” is not a whole number.",
        "1 cell could not be read and is unknown. Mission: “…” is not in the list of missions.",
        "1 cell could not be read and is unknown. Shares: “…” is ambiguous (thousands or decimals?). Write it without a point.",
    ]
    assert len(warehouse.rejects()) == 4, "a row with two such cells is one to correct"


@pytest.mark.parametrize(
    ("title", "cell"),
    first(
        2,
        [
            ("Post ID", "5.01702E+17"),
            ("Posted at", "soon"),
            ("Platform", "7"),
            ("Posted on behalf", "perhaps"),
            ("Deleted at", "soon"),
            ("Consent", "1.2E+10"),
            ("Captured at", "soon"),
        ],
    ),
)
def test_a_row_is_rejected_where_what_it_cannot_do_without_is_not_read(
    warehouse: Warehouse, tmp_path: Path, title: str, cell: str
) -> None:
    receipt = take(warehouse, tmp_path, ROW | {title: cell, "Shares": "few"})
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (0, 1, 0)
    (listed,) = warehouse.rejects().itertuples()
    assert not listed.accepted
    assert cell in listed.reason
    assert "Shares: “few” is not a whole number" in listed.reason, (
        "all that is wrong with a row can be corrected at once"
    )


PROTECTING = {
    "withdrawn",
    "expires",
    "given",
    "risk_review",
    "minor",
    "guardian_consent",
    "consent",
    "deleted_at",
    "posted_on_behalf",
    "opted_out",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_protects_somebody_is_never_taken_for_unknown(table: Table) -> None:
    assert PROTECTING & table.columns.keys() <= table.essential
    assert set(table.key) <= table.essential
    assert table.essential <= table.columns.keys()


@pytest.mark.long
def test_a_corrected_cell_settles_and_undo_opens_it_again(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, tmp_path, ROW | {"Shares": "few", "Mission": "XYZ"}, name="sheet 2014-09-02.csv")
    sheet = tmp_path / "to correct.csv"
    assert write_rejects(warehouse, 1, sheet) == 1
    text = sheet.read_text(encoding="utf-8-sig")
    assert "Ana" not in text, "what describes people and is not read is not kept"
    assert "a school" in text, "what is read is"
    sheet.write_text(text.replace(",few,", ",62,").replace(",XYZ,", ",KEN,"), encoding="utf-8")
    (receipt,) = import_files([sheet], warehouse)
    assert (receipt.accepted, receipt.rejected, receipt.unread_cells) == (1, 0, 0)
    assert len(warehouse.rejects()) == 0
    whole = "SELECT count(*), sum(shares), sum(impressions), any_value(mission), any_value(campaigns) FROM posts"
    assert found(warehouse, whole) == [(1, 62, 5200, "KEN", ["water"])]
    undo(2, warehouse)
    assert found(warehouse, whole) == [(1, None, 5200, "unknown", ["water"])]
    assert warehouse.rejects().import_id.tolist() == [1]
    undo(1, warehouse)
    assert len(warehouse.rejects()) == 0


def test_a_corrected_cell_of_a_sheet_that_is_resolved_row_by_row(warehouse: Warehouse, tmp_path: Path) -> None:
    """Of photos the last row of a key stands, so the corrected one must be whole."""
    row = {
        "Photo": "p1",
        "Campaign": "water",
        "Submitted": "2014-10-02",
        "Short-listed": "perhaps",
        "Title": "A well",
        "Mission": "KEN",
    }
    take(warehouse, tmp_path, row)
    write_rejects(warehouse, 1, tmp_path / "to correct.csv")
    text = (tmp_path / "to correct.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "to correct.csv").write_text(text.replace(",perhaps,", ",yes,"), encoding="utf-8")
    import_files([tmp_path / "to correct.csv"], warehouse)
    assert found(warehouse, "SELECT photo, campaign, submitted::VARCHAR, title, mission, shortlisted FROM photos") == [
        ("p1", "water", "2014-10-02", "A well", "KEN", True)
    ]


@pytest.mark.long
def test_what_is_withdrawn_leaves_no_cell_behind(warehouse: Warehouse, tmp_path: Path) -> None:
    row = ROW | {"Shares": "a few quokkas", "Text": "wombats at noon", "Account": "zq_walker"}
    take(warehouse, tmp_path, row)
    purge("twitter/501702184017428480", warehouse)
    take(warehouse, tmp_path, row | {"Comments": "quokkas"}, name="again.csv")
    (first, second) = found(warehouse, "SELECT reason, raw, named, accepted FROM rejects ORDER BY import_id")
    assert first == ("Shares: “…” is not a whole number", [], None, True)
    assert second[1:] == ([], None, True)
    kept = b"".join(path.read_bytes() for path in warehouse.directory.rglob("*") if path.is_file())
    for word in (b"quokkas", b"wombats", b"zq_walker", b"501702184017428480"):
        assert word not in kept


def test_unreadable_cells_are_told_apart_from_rejected_rows(
    warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    take(warehouse, tmp_path, ROW | {"Shares": "few"}, ROW | {"Post ID": ""}, ROW | {"Post ID": "9"})
    checks = data_quality.check(warehouse=warehouse.directory).set_index("check")
    assert checks.loc["rejected_rows", ["found", "among"]].tolist() == [1, 3]
    assert checks.loc["unreadable_cells", ["found", "among"]].tolist() == [1, 2]
    at = ["--warehouse", str(warehouse.directory)]
    assert main(["rejects", "1", *at]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "import 1 · sheet.csv · row 2 · accepted, but a cell is unknown · Shares: “few” is not a whole number",
        "import 1 · sheet.csv · row 3 · rejected · Post ID is missing",
    ]
    assert main(["import", str(sheet), "--format", "contribution_sheet", *at]) == 1
    assert main(["rejects", "--output", str(tmp_path / "all.csv"), *at]) == 0
    header, *rows = csv.reader((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row[header.index("Accepted")] for row in rows] == ["yes", "no"]
