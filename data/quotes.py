"""A quote left open runs the lines below it into one cell. They are told apart again, so that only the broken line is a reject."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

import duckdb

from data.rows import first_row
from data.sentences import Say
from data.tables import UNREADABLE, TextTable

_FEWEST = 4
"""Columns a table must have for a line to look like a record of it."""


def run_together(places: Iterable[int], width: int, delimiter: str) -> str:
    """SQL over the lines of a file: whether one of these cells holds a line that looks like a whole record."""
    record = f"'\\n([^\\n]*{re.escape(delimiter)}){{{width - 1}}}'"
    return " OR ".join(f"(contains(c{i}, chr(10)) AND regexp_matches(c{i}, {record}))" for i in places) or "false"


def are_open(con: duckdb.DuckDBPyConnection, table: TextTable, width: int) -> bool:
    """Whether lines of the table just judged have run together, and can be told apart."""
    if table.quoted_by_us or width < _FEWEST:
        return False
    return bool(first_row(con.execute("SELECT 1 FROM judged WHERE reason = $reason LIMIT 1", {"reason": str(Say.RUN_TOGETHER)})))


def mend(table: TextTable, header_row: int, width: int) -> None:
    """Rewrite the table's file: a line with an open quote becomes a row that says so, in two columns after the others."""
    target = table.path.with_suffix(".mended")
    with table.path.open(encoding="utf-8", newline="\n") as source, target.open("w", encoding="utf-8", newline="") as out:
        for place, (text, broken) in enumerate(_records(source, table.delimiter, width)):
            if broken:
                out.write(table.delimiter * width + _row((Say.LEFT_OPEN, text.rstrip("\n")), table.delimiter))
            elif place == header_row:
                out.write(text.rstrip("\n") + table.delimiter + _row(UNREADABLE, table.delimiter))
            else:
                out.write(text)
    target.replace(table.path)


def _records(lines: io.TextIOBase, delimiter: str, width: int) -> Iterator[tuple[str, bool]]:
    """The records of a file, blank lines left out, and whether a quote in them is left open.

    A quote is left open when a line that follows is a whole record by itself, or when the file ends.
    """
    held: list[str] = []
    for line in lines:
        even = line.count('"') % 2 == 0
        if not held and line == "\n":
            continue
        if held and even and _fields(line, delimiter) == width:
            yield "".join(held), True
            held = []
        held.append(line)
        if even == (len(held) == 1):  # one even line, or the odd line that closes what an odd line opened
            yield "".join(held), False
            held = []
    if held:
        yield "".join(held), True


def _fields(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _row(cells: tuple[str, str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()
