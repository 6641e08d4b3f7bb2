"""Open quotation marks, which merge the following lines into one cell. The lines are separated again.

Only the line with the open quotation mark is then rejected. If the quotation marks of a file are correct, nothing is
separated, however much a line of a text looks like a record.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from data.messages import Message
from data.reading.text_table import MAX_LINE, UNREADABLE, TextTable

_AHEAD = 100
"""Lines below an open quote among which the next record is looked for."""
_LONGEST = 2**20
"""Characters of a record that is tried."""
_TRIED = 1_000
"""Lines that are tried at a time."""

Records = Callable[[Sequence[Sequence[str]]], Sequence[bool]]
"""Says of rows which are records by themselves: whose id and date, and whatever else the format needs, can be read."""


def are_sound(table: TextTable, width: int) -> bool:
    """Return whether every quotation mark is closed before a delimiter or line end.

    A row with more fields than columns must not span several lines either.

    Args:
        table: The table.
        width: The number of columns of its header.
    """
    csv.field_size_limit(MAX_LINE)
    with table.path.open(encoding="utf-8", newline="\n") as file:
        rows = csv.reader(file, delimiter=table.delimiter, strict=True)
        try:
            return not any(len(row) > width and any("\n" in field for field in row) for row in rows)
        except csv.Error:
            return False


def mend(table: TextTable, header_row: int, width: int, records: Records) -> None:
    """Rewrite the table's file with correct quotation marks and without blank lines.

    A line with an open quotation mark becomes a row that says so in two further columns. A quotation mark inside a
    quoted text is doubled.

    Args:
        table: The table, whose quotation marks are not correct.
        header_row: The place of its header, from 0.
        width: The number of columns of its header.
        records: Whether a line is a record or part of a text.
    """
    target = table.path.with_suffix(".mended")
    with (
        table.path.open(encoding="utf-8", newline="\n") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        write = csv.writer(out, delimiter=table.delimiter, lineterminator="\n").writerow
        lines = _Lines(source)
        for place, row in enumerate(islice(filter(None, csv.reader(lines, delimiter=table.delimiter)), header_row + 1)):
            write([*row[:width], *UNREADABLE] if place == header_row else row)
        lines.take(len(lines.held))
        for piece in _pieces(lines, table.delimiter, width, records):
            if isinstance(piece, str):
                out.write(piece)
            else:
                write(piece)
    target.replace(table.path)


class _Lines(Iterator[str]):
    """The lines of a file. Those read but not taken are `held`: some can be taken, others are read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._next: deque[str] = deque()
        self.held: list[str] = []
        self.ended = False

    def __next__(self) -> str:
        line = self._next.popleft() if self._next else next(self._lines, "")
        if not line:
            self.ended = True
            raise StopIteration
        self.held.append(line)
        return line

    def ahead(self, count: int) -> list[str]:
        """Return some lines from the first held one on, or as many as there are."""
        self._next.extend(islice(self._lines, max(0, count - len(self.held) - len(self._next))))
        return [*self.held[:count], *islice(self._next, max(0, count - len(self.held)))]

    def take(self, count: int) -> None:
        """Take some lines, first of those held and then of those ahead."""
        for _ in range(count - len(self.held)):
            self._next.popleft()
        self._next.extendleft(reversed(self.held[count:]))
        self.held, self.ended = [], False


def _pieces(lines: _Lines, delimiter: str, width: int, records: Records) -> Iterator[str | list[str]]:
    """Yield the records of a file unchanged or, if a quotation mark is out of place, as rows."""
    tried = _Tried(lines, delimiter, width, records)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _unsound(lines, tried)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        else:
            count = len(lines.held)
            if count > 1 and tried.runs_together(row):
                yield _unsound(lines, tried)
                continue
            text = "".join(lines.held)
            tried.take(count)
            if row:
                yield text


def _unsound(lines: _Lines, tried: _Tried) -> list[str]:
    """Take the row, or the part of one, with which the held lines begin; the lines below it are read again."""
    delimiter, width, first = tried.delimiter, tried.width, lines.held[0]
    count, ended = len(lines.held), lines.ended
    if count == 1 and not ended:
        row = _with_quotes_inside(first, delimiter, width)
        if first.count('"') % 2 == 0:
            row = row or next(csv.reader([first], delimiter=delimiter))
        if row:
            tried.take(1)
            return row
    count = tried.first_record() or min(count, _AHEAD)
    text = "".join(lines.ahead(count))
    tried.take(count)
    return _with_quotes_inside(text, delimiter, width) or [*[""] * width, str(Message.LEFT_OPEN), text.rstrip("\n")]


class _Tried:
    """Which of the lines ahead are records by themselves, tried many at a time."""

    def __init__(self, lines: _Lines, delimiter: str, width: int, records: Records) -> None:
        self.delimiter, self.width = delimiter, width
        self._lines, self._records = lines, records
        self._known: deque[tuple[bool, bool]] = deque()
        """Of the lines from the first that is held on: whether the record that begins there is one, or else the line
        alone."""

    def first_record(self) -> int:
        """Return the place of the first line after the first that is a record; 0 without one."""
        self._try()
        return next((place for place, verdicts in enumerate(islice(self._known, _AHEAD)) if place and any(verdicts)), 0)

    def runs_together(self, row: Sequence[str]) -> bool:
        """Return whether the held lines together are not a record, but one of them is."""
        lines = self._lines.held
        if len(row) == self.width and not any(line.count(self.delimiter) >= self.width - 1 for line in lines[1:]):
            return False
        return 0 < self.first_record() < len(lines) and not self._known[0][0]

    def _try(self) -> None:
        if len(self._known) < _AHEAD:
            ahead = self._lines.ahead(_TRIED)
            new = range(len(self._known), len(ahead))
            rows = [
                row for place in new for row in _beginning(ahead[place : place + _AHEAD], self.delimiter, self.width)
            ]
            verdicts = iter(self._records([row for row in rows if row]))
            each = [bool(row) and next(verdicts) for row in rows]
            self._known.extend(zip(each[::2], each[1::2], strict=True))

    def take(self, count: int) -> None:
        """Take some lines."""
        self._lines.take(count)
        for _ in range(min(count, len(self._known))):
            self._known.popleft()


def _beginning(lines: Sequence[str], delimiter: str, width: int) -> tuple[list[str], list[str]]:
    """Return the fields of the record that begins with the first line, or of that line alone if quotes are wrong.

    In a line with an open quotation mark, fields before it are counted from the left and fields after its text from the
    right.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        whole = next(reader, [])
    except csv.Error:
        whole = []
    alone: list[str] = []
    if not whole or reader.line_num > 1:
        line = lines[0].rstrip("\n")
        alone = _with_quotes_inside(line, delimiter, width) or next(csv.reader([line], delimiter=delimiter), [])
        behind = width - len(alone)
        if alone and 0 < behind <= alone[-1].count(delimiter):
            alone = [*alone[:-1], *alone[-1].rsplit(delimiter, behind)]
    return _padded(whole, width), _padded(alone, width)


def _padded(row: list[str], width: int) -> list[str]:
    """Return the row with as many fields as there are columns; None if it cannot be a record."""
    return row + [""] * (width - len(row)) if 2 <= len(row) <= width and sum(map(len, row)) < _LONGEST else []


def _with_quotes_inside(text: str, delimiter: str, width: int) -> list[str]:
    """Return the fields of a record if a quotation mark closes a text only before a delimiter or at the end.

    Empty if there are not as many fields as columns.
    """
    text, row, place = text.rstrip("\n"), list[str](), 0
    field = _field(delimiter)
    while place <= len(text) and len(row) < width and (found := field.match(text, place)):
        quoted, bare = found.groups()
        row.append(bare if quoted is None else quoted.replace('""', '"'))
        place = found.end() + len(delimiter)
    return row if len(row) == width and place > len(text) else []


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    # What a look-ahead found is never gone back into, so that a long text costs its length only. Possessive quantifiers
    # say the same, but lose letters in Python 3.11 before 3.11.5.
    return re.compile(rf'(?:"(?=((?:""|[^"]+|"(?!{d}|\Z))*))\1"|(?=((?!")[^{d}\n]*))\2)(?={d}|\Z)')
