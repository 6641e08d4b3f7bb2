"""Tables as they are laid out: one of one row and many columns stands upright."""

from __future__ import annotations

from dashboard.i18n import speaking
from dashboard.reports.files.grids import grid
from dashboard.reports.model import Column, Table

COLUMNS = (Column("day", "Day", "day"), Column("posts", "Posts", "count"), Column("a", "A", "count"), Column("b", "B"))


def of(rows: int, columns: int) -> Table:
    texts = tuple(tuple(f"{row}{column}" for column in range(columns)) for row in range(rows))
    return Table("t", "T", COLUMNS[:columns], texts, texts, tuple(map(str, range(rows))))


def test_a_table_of_one_row_and_many_columns_stands_upright() -> None:
    laid = grid(of(1, 4))
    assert laid.head == ("Item", "Value")
    assert laid.rows == (("Day", "00"), ("Posts", "01"), ("A", "02"), ("B", "03"))
    assert laid.is_number == (False, True)
    with speaking("fr"):
        assert grid(of(1, 4)).head == ("Rubrique", "Valeur")


def test_other_tables_stay_as_they_are() -> None:
    for rows, columns in ((1, 3), (2, 4), (0, 4)):
        laid = grid(of(rows, columns))
        assert laid.head == tuple(column.title for column in COLUMNS[:columns])
        assert len(laid.rows) == rows
        assert laid.is_number == (False, True, True, False)[:columns]
