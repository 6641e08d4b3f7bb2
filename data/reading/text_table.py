"""The result of every reader: a table of text, not yet interpreted, or the message why there is none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from common.messages import TranslatableText

XLSX: Final = b"PK\x03\x04"
XLS: Final = b"\xd0\xcf\x11\xe0"
SPREADSHEET_ML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
"""How a workbook of each kind begins; SpreadsheetML names its schema within its first bytes."""
MAX_UNPACKED = 1 * 2**30
"""Most bytes that a workbook, or a table written from one, may hold."""
MAX_COLUMNS = 2_000
MAX_LINE = 32 * 2**20
HEAD_ROWS = 40
EXACT = 10**15
"""Excel keeps fifteen digits: a longer whole number in a numeric cell has been rounded."""
UNREADABLE = ("Why the line was not read", "The line")
"""Columns that a reader adds: where the first holds a sentence, the row is a piece of the file, in the second, that is
no record."""


class Unreadable(ValueError):
    """The file cannot be read as a table; the message says why and what to do."""


@dataclass(frozen=True)
class TextTable:
    """A table of text in a UTF-8 file, not yet interpreted: its place, its delimiter and its first rows."""

    name: str
    """The file's name, and the sheet's where several sheets of a workbook are read."""
    path: Path
    delimiter: str
    encoding: str
    head: list[list[str]]
    """The first rows, blank lines left out: somewhere among them is the header."""
    sheet: str = ""
    quoted_by_us: bool = False
    others: tuple[TextTable, ...] = ()
    """The other sheets of its workbook that no format fits."""
    notes: list[TranslatableText] = field(default_factory=list)


Fits = Callable[[list[list[str]]], bool]
"""Whether some format recognises a header in these first rows."""


def plain(text: str) -> str:
    r"""Return the text with `\n` line ends and without NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def number_text(value: float) -> str:
    """Return a number as text: a whole number without a point, and a rounded ID in a form that shows it."""
    if abs(value) >= EXACT:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else repr(value)


def write_rows(target: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as comma-separated UTF-8."""
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def read_head(lines: Iterable[str], delimiter: str = ",") -> list[list[str]]:
    """Return the first rows that are not blank; empty if the text is not a table."""
    csv.field_size_limit(MAX_LINE)
    rows = (row for row in csv.reader(lines, delimiter=delimiter) if row)
    try:
        return list(islice(rows, HEAD_ROWS))
    except csv.Error:
        return []
