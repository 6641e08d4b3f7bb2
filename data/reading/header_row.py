"""The header row of a table in an unknown format. Only column names are quoted; other rows may contain texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 40
_WORDS = 6
MOST = 8
"""Names that help."""
_NO_NAME = re.compile(r"[\d@\n!?…]|://|www\.", re.I)
"""What stands in numbers, dates, links, handles and sentences."""
_DATA = re.compile(r"\d|://|@")


def shown(names: Sequence[str], most: int = MOST) -> str:
    """Return the names that can be quoted, at most `most`, with an ellipsis for the others."""
    short = [name.strip() for name in names if is_name(name)][:most]
    return ", ".join([*short, *(["…"] if len(short) < len(names) else [])])


def is_name(cell: str) -> bool:
    """Return whether a cell is as short and plain as the name of a column."""
    cell = cell.strip()
    return 0 < len(cell) <= _LONGEST and len(cell.split()) <= _WORDS and not _NO_NAME.search(cell)


def names_in(head: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns in their order; empty if no row is a header.

    A row is a header if its cells are different names, the rows above it are notes, and below at least one name there
    are only numbers, dates or links.

    Args:
        head: The first rows of the file.
    """
    for place, row in enumerate(head):
        names = [cell.strip() for cell in row if cell.strip()]
        below = head[place + 1 :]
        if names and all(map(is_name, names)) and len(set(names)) == len(names):
            if any(_holds_data(column, below) for column, cell in enumerate(row) if cell.strip()):
                return names
        elif len(names) > 1:
            return []
    return []


def _holds_data(column: int, rows: Sequence[Sequence[str]]) -> bool:
    cells = [row[column] for row in rows if len(row) > column and row[column].strip()]
    return bool(cells) and all(map(_DATA.search, cells))
