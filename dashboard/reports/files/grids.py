"""Tables as they are laid out: a table of one row stands upright, so that it fits a page and a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.i18n import _
from dashboard.reports.model import Table

WIDEST: Final = 3
"""Columns up to which a table of one row stays as it is."""


@dataclass(frozen=True)
class Grid:
    """The texts of a table.

    Attributes:
        head: What stands above each column.
        rows: The rows; the first cell of each says what it is about.
        is_number: For each column whether it stands on the right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_number: tuple[bool, ...]


def grid(table: Table) -> Grid:
    """Return a table as it is laid out.

    Args:
        table: The table.
    """
    titles = tuple(column.title for column in table.columns)
    if len(table.texts) == 1 and len(titles) > WIDEST:
        return Grid((_("Number"), _("Value")), tuple(zip(titles, table.texts[0], strict=True)), (False, True))
    return Grid(titles, table.texts, tuple(column.is_number for column in table.columns))
