"""Tables as they are laid out: one with few rows and many columns stands upright, so that it fits a page and a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.i18n import _
from dashboard.reports.model import Form, Table, Value

WIDEST: Final = 3
"""Columns up to which a table of one row stays as it is."""
WIDE: Final = 6
"""Columns up to which a table of few rows stays as it is."""
FEW: Final = 4
"""The most rows that stand beside each other as columns."""


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        text: What is written.
        value: The number or day behind it; None where there is no answer or it is hidden.
        form: How the number is written.
    """

    text: str
    value: Value
    form: Form


@dataclass(frozen=True)
class Grid:
    """A table as it is laid out.

    Attributes:
        head: What stands above each column.
        cells: The rows; the first cell of each says what it is about.
        is_number: For each column whether it stands on the right.
    """

    head: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    is_number: tuple[bool, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts of the rows."""
        return tuple(tuple(cell.text for cell in row) for row in self.cells)


def grid(table: Table) -> Grid:
    """Return a table as it is laid out.

    Args:
        table: The table.
    """
    forms = [column.form for column in table.columns]
    cells = tuple(tuple(map(Cell, texts, values, forms)) for texts, values in zip(table.texts, table.rows, strict=True))
    titles = tuple(column.title for column in table.columns)
    if len(cells) == 1 and len(titles) > WIDEST:
        named = tuple(Cell(title, title, "text") for title in titles)
        return Grid((_("Item"), _("Value")), tuple(zip(named, cells[0], strict=True)), (False, True))
    if 1 < len(cells) <= FEW and len(titles) > WIDE:
        named = tuple(Cell(title, title, "text") for title in titles[1:])
        columns = zip(*(row[1:] for row in cells), strict=True)
        rows = tuple((name, *column) for name, column in zip(named, columns, strict=True))
        return Grid((titles[0], *(row[0].text for row in cells)), rows, (False, *[True] * len(cells)))
    return Grid(titles, cells, tuple(column.is_number for column in table.columns))
