"""The sheets of a workbook that no format fits: their first rows, one alone or two read together by a column of both."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.formats.model import fold
from data.importing.joined_sheets import LEFT_OUT
from data.reading.text import read_tables


@dataclass(frozen=True)
class Sheet:
    """The first rows of a sheet, or of a file that has no sheets.

    Args:
        name: Its name; empty where the file has no sheets.
        rows: Its first rows, the header and notes above it among them.
    """

    name: str
    rows: list[list[str]]

    @property
    def header_row(self) -> int:
        """Return the place of the row that is most likely the header: notes above it are narrower."""
        return max(range(len(self.rows)), key=lambda place: sum(bool(cell.strip()) for cell in self.rows[place]))


def sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, or the one table of another file.

    Raises:
        Unreadable: The file cannot be read; the message says what to do.
    """
    with tempfile.TemporaryDirectory(prefix="draft-", dir=path.parent) as scratch:
        first = read_tables(path, Path(scratch), lambda _head: False)[0]
        return [Sheet(table.sheet, table.head) for table in (first, *first.others)]


def widest(found: Sequence[Sheet]) -> Sheet:
    """Return the sheet whose header has the most names, the first of several: sheets of notes are narrower."""
    return max(found, key=lambda sheet: sum(bool(cell.strip()) for cell in sheet.rows[sheet.header_row]))


def keys(header: Sequence[str], other: Sheet) -> list[str]:
    """Return the columns of a header that another sheet has too, by which rows of both may belong together."""
    theirs = {fold(name) for name in other.rows[other.header_row]}
    return [name for name in dict.fromkeys(header) if name.strip() and fold(name) in theirs]


def together(
    header: Sequence[str], rows: Sequence[Sequence[str]], other: Sheet, key: str
) -> tuple[list[str], list[list[str]]]:
    """Return a header and first rows with the columns of another sheet, named `SHEET - COLUMN`, as the import reads them.

    Args:
        header: The columns of the first sheet.
        rows: Its first rows below them.
        other: The other sheet.
        key: A column of both, by which their rows belong together.
    """
    names, below = other.rows[other.header_row], other.rows[other.header_row + 1 :]
    known = {fold(name) for name in header} | LEFT_OUT
    places = [place for place, name in enumerate(names) if name.strip() and fold(name) not in known]
    theirs, ours = [fold(name) for name in names].index(fold(key)), header.index(key)
    found: dict[str, Sequence[str]] = {}
    for row in below:
        found.setdefault(_cell(row, theirs), row)
    joined = [
        [*(_cell(row, at) for at in range(len(header))), *(_cell(found.get(_cell(row, ours), ()), at) for at in places)]
        for row in rows
    ]
    return [*header, *(f"{other.name} - {names[place]}" for place in places)], joined


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
