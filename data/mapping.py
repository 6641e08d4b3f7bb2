"""Text becomes typed canonical rows: set-based SQL made from a format, in which every failure is a sentence.

The temporary table `raw` (readers.py) goes in; the temporary table `judged` comes out: one row a row of the file, with the
canonical columns, `reason` (NULL where nothing is wrong), and the cells that no canonical column took.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data import quotes, schema
from data.cells import Reading, quote, reading
from data.recognise import REASON_COLUMN, REJECT_COLUMN, Format, Recognised, fold
from data.tables import UNREADABLE

PERSONAL = re.compile(
    r"(^|[._ ])(user[._]|user$|username|author|sender|handle|bio$|gender$|age$|avatar|(screen|full|real|account)[ _]?name)", re.I
)
"""Names of columns that describe people: what no canonical column takes of them is not kept."""
SMALL = 20_000
"""Rows up to which optimising the long statement costs more than running it."""


@dataclass(frozen=True)
class Plan:
    """How one file is read: which of its columns each canonical column takes, and the SQL that judges its rows."""

    table: schema.Table
    sql: str
    cells: str
    """SQL of a row's cells as they came, over `raw`."""
    settles: str | None
    """SQL of the cell that names the rejected row a mended row settles, over `raw`; None where the file is none of rejects."""
    taken: dict[str, str]
    """Canonical column -> header name of the column it comes from."""
    unused: list[str]
    """Header names of the columns that nothing takes."""
    notes: list[str]
    header: list[str]


def plan(found: Recognised, width: int, columns: int, timezone: str, *, quoted_by_us: bool, delimiter: str) -> Plan:
    """The plan for a table that was recognised; `width` columns have a header, `columns` are in `raw`."""
    fmt = found.format
    table = schema.TABLES[fmt.table]
    places = _places(found.names)
    sources = {name: [places[fold(s)] for s in column.sources if fold(s) in places] for name, column in fmt.columns.items()}
    readings = {
        name: reading(name, fmt, indexes, found.header[indexes[0]], table.columns[name], timezone, places)
        for name, indexes in sources.items()
        if indexes
    }
    ours = {places.get(fold(name), -1) for name in (REASON_COLUMN, REJECT_COLUMN, *UNREADABLE)}
    used = {index for indexes in sources.values() for index in indexes} | ours
    untaken = [i for i in range(width) if i not in used]
    personal = [i for i in untaken if PERSONAL.search(found.header[i])]
    unused = [i for i in untaken if i not in personal]
    problems = [
        *(_missing(name, found.header[sources[name][0]]) for name in readings if name in _needed(fmt, table)),
        *(reading.problem for reading in readings.values()),
        *_only(fmt, places),
    ]
    structure = _structure(found, width, columns, delimiter, quoted_by_us=quoted_by_us)
    sql = f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        WITH cleaned AS (
            SELECT *, {", ".join(f"{r.text} AS t_{name}" for name, r in readings.items())}
            FROM raw WHERE NOT ({_note(fmt, places)})
        ),
        worked AS (SELECT *{"".join(f", {r.middle} AS m_{name}" for name, r in readings.items() if r.middle)} FROM cleaned),
        typed AS (
            SELECT worked.*, {", ".join(f"{r.value} AS v_{name}" for name, r in readings.items())}
            FROM worked {" ".join(r.join for r in readings.values())}
        )
        SELECT n AS row_number, {", ".join(_column(name, kind, fmt, readings) for name, kind in table.columns.items())},
            coalesce({structure}, nullif(concat_ws('; ', {", ".join(problems)}), '')) AS reason,
            {_joined(unused)} AS extra
        FROM typed
    """
    return Plan(
        table=table,
        sql=sql,
        cells=_cells(width, columns),
        settles=f"c{places[fold(REJECT_COLUMN)]}" if fold(REJECT_COLUMN) in places else None,
        taken={name: found.header[indexes[0]] for name, indexes in sources.items() if indexes},
        unused=[found.header[i] for i in unused],
        notes=[*_twice(found), *_left_out([found.header[i] for i in personal])],
        header=found.header,
    )


def judge(con: duckdb.DuckDBPyConnection, plan_: Plan) -> int:
    """Make `judged`; returns how many rows of the file were notes (explanations of columns), which are no rows."""
    (rows,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    planning = rows > SMALL
    con.execute(f"PRAGMA {'enable' if planning else 'disable'}_optimizer")
    try:
        con.execute(plan_.sql)
    finally:
        con.execute("PRAGMA enable_optimizer")
    (judged,) = con.execute("SELECT count(*) FROM judged").fetchone() or (0,)
    return int(rows - judged)


# -- which columns


def _places(header: Sequence[str]) -> dict[str, int]:
    """Folded name -> place; of a name that stands twice, the first."""
    return {fold(name): index for index, name in reversed(list(enumerate(header))) if name.strip()}


def _twice(found: Recognised) -> list[str]:
    wanted = {fold(source) for column in found.format.columns.values() for source in column.sources}
    titles = dict(reversed(list(zip(found.names, found.header, strict=True))))
    twice = [title for name, title in titles.items() if name in wanted and found.names.count(name) > 1]
    return [f"The column “{title}” stands twice; the first was taken." for title in reversed(twice)]


def _left_out(personal: list[str]) -> list[str]:
    return [f"Not kept, because they describe people: {', '.join(personal)}."] if personal else []


def _needed(fmt: Format, table: schema.Table) -> set[str]:
    needed = {name for name, column in fmt.columns.items() if column.needed} | set(table.key) | {"posted_at"}
    return needed - {"as_of"}


def _column(name: str, kind: str, fmt: Format, readings: dict[str, Reading]) -> str:
    if name in readings:
        return f"v_{name} AS {name}"
    if name in fmt.constants:
        return f"{quote(fmt.constants[name])} AS {name}"
    return f"NULL::{kind} AS {name}"


def _cells(width: int, columns: int) -> str:
    """The cells as a list: those under the header, and beyond it those that a row has."""
    under, beyond = (", ".join(f"c{i}" for i in places) for places in (range(width), range(width, columns)))
    return f"list_concat([{under}]::VARCHAR[], list_filter([{beyond}]::VARCHAR[], lambda x: x IS NOT NULL))"


def _joined(places: Sequence[int]) -> str:
    """The cells in one text, with U+001F between them: far smaller and quicker to keep than a list."""
    return " || chr(31) || ".join(f"coalesce(c{i}, '')" for i in places) or "NULL"


# -- whole rows


def _structure(found: Recognised, width: int, columns: int, delimiter: str, *, quoted_by_us: bool) -> str:
    """Rows that are no record: the header again, more fields than the header, lines run together by an open quote."""
    required = {fold(name) for name in found.format.requires}
    first = [(i, found.header[i]) for i, name in enumerate(found.names) if name in required]
    header_again = " AND ".join(f"lower(trim(c{i})) = {quote(fold(name))}" for i, name in first)
    fields = " + ".join(f"(c{i} IS NOT NULL)::INTEGER" for i in range(columns))
    overfull = " OR ".join(f"coalesce(c{i}, '') <> ''" for i in range(width, columns))
    cases = [
        *(f"WHEN c{i} <> '' THEN c{i}" for i, name in enumerate(found.names) if name == fold(UNREADABLE[0])),
        f"WHEN {header_again} THEN 'The row repeats the header: delete it.'",
        f"WHEN {overfull} THEN (({fields})::VARCHAR || ' fields under a header of {width} columns: a delimiter or quote is out of place.')",
    ]
    if not quoted_by_us and width > 1:
        together = "A quote is left open, so that several lines run together: close it and import them again."
        cases.append(f"WHEN {quotes.run_together(width, delimiter)} THEN {quote(together)}")
    return f"CASE {' '.join(cases)} END"


def _note(fmt: Format, places: dict[str, int]) -> str:
    if not fmt.note_row or fold(fmt.note_row["column"]) not in places:
        return "false"
    return f"coalesce(regexp_matches(c{places[fold(fmt.note_row['column'])]}, {quote(fmt.note_row['like'])}), false)"


def _only(fmt: Format, places: dict[str, int]) -> list[str]:
    if not fmt.only or fold(fmt.only["column"]) not in places:
        return []
    cell = f"trim(c{places[fold(fmt.only['column'])]})"
    return [f"CASE WHEN NOT regexp_matches({cell}, {quote(fmt.only['like'])}) THEN {quote(fmt.only['else'])} END"]


def _missing(name: str, title: str) -> str:
    return f"CASE WHEN t_{name} IS NULL THEN {quote(title + ' is missing')} END"
