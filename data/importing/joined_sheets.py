"""Workbooks in which several sheets have one row for each post, joined by the post's ID."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import duckdb

from common.messages import TranslatableText
from common.sql import literal
from data.formats.detect import Recognised
from data.formats.model import fold
from data.messages import Message
from data.reading.text import source
from data.reading.text_table import TextTable, read_head

LEFT_OUT: Final = frozenset({"description"})
"""Columns that further sheets repeat about the same post."""


def read_together(con: duckdb.DuckDBPyConnection, table: TextTable, found: Recognised) -> tuple[TextTable, Recognised]:
    """Return the table with the columns of the other sheets that its format names.

    Each column is named after its sheet, such as `Stories - like`. If a post is on another sheet several times, its
    first row is used.
    """
    beside, key = found.format.beside, [fold(name) for name in found.format.beside_key]
    others = [
        (title, other, row)
        for other in table.others
        for title in beside
        if _is_called(other, title)
        for row in [_header_row(other, key)]
        if row is not None
    ]
    if not others:
        return table, found
    width = max(map(len, table.head))
    con.execute(f"CREATE OR REPLACE TEMP TABLE sheet_rows AS SELECT * FROM {source(table, width, strict=False)}")
    columns, joins = [f"sheet_rows.c{place}" for place in range(width)], []
    for place, (title, other, row) in enumerate(others):
        _read(
            con,
            f"other_rows{place}",
            other,
            row,
            {name: f"{title} - {name}" for name in other.head[row] if fold(name) not in key},
        )
        theirs = [fold(name) for name in other.head[row]]
        on = " AND ".join(
            f"trim(sheet_rows.c{[fold(name) for name in found.header].index(name)}) = trim(other_rows{place}.c{theirs.index(name)})"
            for name in key
        )
        first = ", ".join(f"c{theirs.index(name)}" for name in key)
        rows = f"SELECT DISTINCT ON ({first}) * FROM (SELECT *, rowid AS place FROM other_rows{place}) WHERE c{theirs.index(key[0])} <> ''"
        joins.append(f"LEFT JOIN ({rows} ORDER BY {first}, place) AS other_rows{place} ON {on}")
        known = {fold(name) for name in found.header} | LEFT_OUT
        columns += [f"other_rows{place}.c{index}" for index, name in enumerate(theirs) if name and name not in known]
    target = table.path.with_suffix(".together")
    query = f"SELECT {', '.join(columns)} FROM sheet_rows {' '.join(joins)} ORDER BY sheet_rows.rowid"
    con.execute(
        f"COPY ({query}) TO {literal(str(target))} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"')"
    )
    for name in ("sheet_rows", *(f"other_rows{place}" for place in range(len(others)))):
        con.execute(f"DROP TABLE {name}")
    with target.open(encoding="utf-8", newline="") as file:
        head = read_head(file)
    table = replace(table, path=target, head=head, notes=_notes(table, [other for _, other, _ in others]))
    return table, replace(found, header=list(head[found.header_row]))


def _read(con: duckdb.DuckDBPyConnection, name: str, other: TextTable, header_row: int, names: dict[str, str]) -> None:
    """Make a temporary table `name` of a sheet, one row a row of it, in whose header the columns have other names."""
    width = max(map(len, other.head))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {source(other, width, strict=False)}")
    own = [
        f"c{place} = {literal(names[cell])}"
        for place, cell in enumerate(other.head[header_row])
        if cell.strip() and cell in names
    ]
    if own:
        con.execute(f"UPDATE {name} SET {', '.join(own)} WHERE rowid = {header_row}")


def _is_called(other: TextTable, title: str) -> bool:
    """Return whether a sheet has a title, of which Excel keeps at most 31 characters."""
    name, whole = (re.sub(r"\s", "", fold(text)) for text in (other.sheet, title))
    cut = name.removesuffix("...").removesuffix("…")
    return bool(cut) and (name == whole or (len(other.sheet) >= 28 and whole.startswith(cut)))


def _header_row(other: TextTable, key: Sequence[str]) -> int | None:
    return next((place for place, row in enumerate(other.head) if set(key) <= {fold(cell) for cell in row}), None)


def _notes(table: TextTable, taken: Sequence[TextTable]) -> list[TranslatableText]:
    names = ", ".join(f"“{sheet.sheet}”" for sheet in (table, *taken))
    rest = ", ".join(f"“{sheet.sheet}”" for sheet in table.others if sheet not in taken)
    return [Message.SHEETS_TOGETHER.format(sheets=names), *([Message.SHEETS_LEFT.format(sheets=rest)] if rest else [])]
