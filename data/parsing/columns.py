"""Text becomes typed rows: set-based SQL made from a format, in which every failure is a message.

It reads lines of text (text.py) and makes the temporary view `parsed_rows`: one row for each row of the file, with its
place, the columns of the table, `reasons` (NULL if accepted), `unread` (one message for each unreadable cell of an
accepted row, message_sql.py), the row's original `cells` if it has either, and the cells that no column used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from common.messages import TranslatableText
from common.sql import literal
from data import schema, vocabularies
from data.formats.catalogue import count_names
from data.formats.date_order import Order
from data.formats.detect import Recognised
from data.formats.model import Column, Format, fold
from data.formats.written_columns import INTERNAL_COLUMN, REASON_COLUMN, REJECT_COLUMN
from data.messages import Message
from data.parsing import dates, post_urls, row_signs, whole_rows
from data.parsing.cell_sql import Reading, cell
from data.parsing.date_orders import Evidence, Known, Written, decide
from data.parsing.personal_columns import personal_part, without_names
from data.parsing.values import reading, text_of
from data.reading.header_row import shown
from data.reading.text_table import UNREADABLE


@dataclass(frozen=True)
class Plan:
    """The reading of one file: the source of each column, and the SQL that judges its rows."""

    table: schema.Table
    sql: str
    """A statement in which `{source}` stands for the lines of the file."""
    joins: bool
    """Whether values are looked up in reference lists, which puts the rows out of order."""
    given: dict[str, str]
    """Canonical columns that are the same in every row: SQL of their value. They are not written: a wide table is
    written by one thread."""
    header_row: int
    taken: dict[str, str]
    """Canonical column -> header name of the column it comes from."""
    unused: list[str]
    """Header names of the columns that nothing takes."""
    notes: list[TranslatableText]
    header: list[str]
    supposed: dict[str, str]
    """Of columns that rows may leave open: what the format supposes of them."""
    dates: dict[str, Written]
    """Canonical column -> how its dates are written."""
    local_time: str
    """SQL of when a post was made by the clock of the file's zone; empty where times have an offset, or there are
    none."""
    identity: tuple[str, ...]
    """What identifies a post that has no id."""
    corrects: bool
    """Whether a column says which rejected rows the rows correct."""
    followers_at_posting: bool
    """Whether followers are those when it was posted, and not those when the counts were read."""


def how_dates_are_written(
    con: duckdb.DuckDBPyConnection, file: str, found: Recognised, source: str, known: Known
) -> dict[str, Written]:
    """Return how the dates of each column of days or times are written in a file.

    Raises:
        Undecided: The file does not show the order of day and month.
    """
    fmt, table, places = found.format, schema.TABLES[found.format.table], _places(found.names)
    written = {}
    for name, column in fmt.columns.items():
        indexes = _indexes(column, places)
        if indexes and table.columns[name] in ("TIMESTAMP", "DATE"):
            text, evidence = text_of(name, fmt, indexes, places), _evidence(name, found, places, known)
            written[name] = decide(con, file, found.header[indexes[0]], source, text, evidence)
    return written


def _evidence(name: str, found: Recognised, places: dict[str, int], known: Known) -> Evidence:
    fmt, column = found.format, found.format.columns[name]
    ids = [fmt.columns[other].sources for other in ("url", "post_id") if name == "posted_at" and other in fmt.columns]
    cells = {
        places[fold(source)]: None
        for sources in (*ids, (column.moment_in,))
        for source in sources
        if fold(source) in places
    }
    table = schema.TABLES[fmt.table]
    happened = table.happened(name)
    return Evidence(
        chosen=known.chosen,
        origin=known.origin.get(name, {}),
        said=Order(fmt.dates) if fmt.dates else dates.said_order(column.patterns),
        stated=dates.year_first(column.patterns) if table.columns[name] == "TIMESTAMP" else (),
        moments=[moment for place in cells for moment in post_urls.moments(cell(place))],
        captured=known.captured if happened else None,
        today=dates.today() if happened else None,
    )


def plan(found: Recognised, width: int, columns: int, timezone: str, written: Mapping[str, Written]) -> Plan:
    """Return the plan for a table in a known format.

    Args:
        found: The format and the header of the table.
        width: How many columns have a name.
        columns: How many columns are read.
        timezone: The time zone of times without an offset.
        written: How the dates of each column are written.
    """
    fmt = found.format
    table = schema.TABLES[fmt.table]
    places = _places(found.names)
    sources = {name: _indexes(column, places) for name, column in fmt.columns.items()}
    readings = {
        name: reading(
            name,
            fmt,
            indexes,
            found.header[indexes[0]],
            table.columns[name],
            timezone,
            places,
            written.get(name, Written()),
        )
        for name, indexes in sources.items()
        if indexes
    }
    if fmt.identity and "post_id" not in readings:
        readings["post_id"] = Reading("NULL::VARCHAR", "NULL::VARCHAR")
    if table.name == "posts" and "posted_at" in readings:
        readings["day_only"] = dates.day_only(
            "posted_at", fmt.columns["posted_at"], written.get("posted_at", Written())
        )
    ours = {places.get(fold(name), -1) for name in (REASON_COLUMN, REJECT_COLUMN, INTERNAL_COLUMN, *UNREADABLE)}
    used = {index for indexes in sources.values() for index in indexes} | ours
    untaken = [i for i in range(width) if i not in used]
    personal = {i: part for i in untaken if (part := _personal_part(found, i))}
    unused = [i for i in untaken if i not in personal]
    essential = table.essential | {name for name, column in fmt.columns.items() if column.needed or column.essential}
    problems = [
        *(whole_rows.missing(name, found.header[sources[name][0]]) for name in readings if name in _needed(fmt, table)),
        *(reading.problem for name, reading in readings.items() if name in essential),
        *whole_rows.only(fmt, places),
    ]
    of_cells = [
        reading.problem for name, reading in readings.items() if name not in essential and reading.problem != "NULL"
    ]
    # A name each, for what is asked first whether there is one and then which.
    named = {f"p_{i}": problem for i, problem in enumerate([*problems, *of_cells])}
    wrong, unread = (
        ", ".join(list(named)[: len(problems)]),
        ", ".join(list(named)[len(problems) :] or ["NULL::VARCHAR"]),
    )
    seldom_empty = min((sources[name][0] for name in _needed(fmt, table) if sources.get(name)), default=0)
    signs = row_signs.columns(fmt)
    kept = [i for i in range(width) if i not in untaken or fold(found.names[i]) in signs]
    correctable = [i for i in range(width) if i in kept or i not in personal]
    structure = whole_rows.structure(found, width, columns)
    joins = [r.join for r in readings.values() if r.join]
    settles = _settles(places)
    texts = ", ".join(f"{r.text} AS t_{name}" for name, r in readings.items())
    middles = "".join(f", {r.middle} AS m_{name}" for name, r in readings.items() if r.middle)
    values = ", ".join(f"{r.value} AS v_{name}" for name, r in readings.items())
    # One inside the other, so that nothing is worked out twice; a common table expression that is not inlined would put
    # rows out of order.
    sql = f"""
        CREATE OR REPLACE TEMP TABLE lines AS
        SELECT {"".join(f"v_{name} AS {name}, " for name in readings)} reasons, unread,
            CASE WHEN reasons IS NOT NULL THEN {_cells(width, columns, correctable)}
                WHEN unread IS NOT NULL THEN {_cells(width, width, kept)} END AS cells,
            untaken AS extra, {settles} AS settles,
            {whole_rows.blank(columns, seldom_empty)} AS blank,
            {whole_rows.sums_up(fmt, places)} AS sums_up, {whole_rows.note(fmt, places)} OR {whole_rows.sums_up(fmt, places)} AS explains,
            {whole_rows.elsewhere(fmt, places)} AS elsewhere
            {f", c{width} IS NOT NULL AS longer" if columns > width else ""} {", place" if joins else ""}
        FROM (
            SELECT *, CASE WHEN reasons IS NULL AND coalesce({unread}) IS NOT NULL
                THEN list_filter([{unread}], lambda message: message IS NOT NULL) END AS unread
            FROM (
                SELECT *, CASE WHEN broken IS NOT NULL THEN [broken] WHEN coalesce({wrong}) IS NOT NULL
                    THEN list_filter([{wrong}, {unread}], lambda message: message IS NOT NULL) END AS reasons
                FROM (
                    SELECT *{"".join(f", {problem} AS {name}" for name, problem in named.items())}
                    FROM (
                        SELECT worked.*, {values}
                        FROM (
                            SELECT *{middles}
                            FROM (SELECT *, {structure} AS broken, {_joined(unused)} AS untaken, {texts} FROM {{source}})
                        ) AS worked
                        {" ".join(joins)}
                    )
                )
            )
        )
    """
    return Plan(
        table=table,
        sql=sql,
        joins=bool(joins),
        given={name: _given(name, kind, fmt) for name, kind in table.columns.items() if name not in readings},
        header_row=found.header_row,
        taken={name: found.header[indexes[0]] for name, indexes in sources.items() if indexes},
        unused=[found.header[i] for i in unused],
        notes=[
            *_twice(found),
            *_left_out(list(dict.fromkeys(personal.values()))),
            *_counts_left({found.names[i]: found.header[i] for i in unused}, fmt, readings),
            *_untold(fmt, places),
            *_unseen(fmt, sources),
        ],
        header=found.header,
        supposed=_supposed(fmt, sources),
        dates=dict(written),
        local_time=dates.local_time(
            readings["posted_at"].text, fmt.columns["posted_at"], written.get("posted_at", Written())
        )
        if table.name == "posts" and "posted_at" in readings
        else "",
        identity=fmt.identity,
        corrects=fold(REJECT_COLUMN) in places,
        followers_at_posting="followers" in fmt.columns and fmt.columns["followers"].at_posting,
    )


def _settles(places: dict[str, int]) -> str:
    """Return SQL of `IMPORT/ROW`, the rejected row that a line corrects.

    It is spelled out in the sheet, where it would otherwise become a date.
    """
    if fold(REJECT_COLUMN) not in places:
        return "NULL::VARCHAR"
    return f"regexp_replace(trim(c{places[fold(REJECT_COLUMN)]}), '^import (\\d+) row (\\d+)$', '\\1/\\2')"


# -- which columns


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return the place of each folded name; the first for a name that occurs twice."""
    return {fold(name): index for index, name in reversed(list(enumerate(header))) if name.strip()}


def _indexes(column: Column, places: dict[str, int]) -> list[int]:
    """Return the places of the source columns of a column."""
    return [places[fold(source)] for source in _sources(column, places) if fold(source) in places]


def _twice(found: Recognised) -> list[TranslatableText]:
    wanted = {fold(source) for column in found.format.columns.values() for source in column.sources}
    titles = dict(reversed(list(zip(found.names, found.header, strict=True))))
    twice = [title for name, title in titles.items() if name in wanted and found.names.count(name) > 1]
    return [Message.TWICE.format(title=title) for title in reversed(twice)]


def _personal_part(found: Recognised, place: int) -> str:
    """Return how much of the name of a column says that it describes somebody, in any language; else it is empty."""
    said, own = found.header[place], found.format.own
    return personal_part(said, own=own) or (said if personal_part(found.names[place], own=own) else "")


def _left_out(personal: list[str]) -> list[TranslatableText]:
    return [Message.NOT_KEPT.format(columns=shown(personal, len(personal)))] if personal else []


def _counts_left(unused: Mapping[str, str], fmt: Format, taken: Collection[str]) -> list[TranslatableText]:
    """Return a note on columns that other formats read as a count that nothing in this file is read as."""
    if fmt.table != "posts":
        return []
    left = [
        title for name, title in unused.items() if (counts := count_names().get(fold(name))) and not counts & set(taken)
    ]
    return [Message.COUNTS_LEFT.format(columns=shown(left, len(left)))] if left else []


def _untold(fmt: Format, places: dict[str, int]) -> list[TranslatableText]:
    return [
        Message.UNTOLD.format(
            columns=" / ".join(columns), choices=tuple(count.replace("_", " ").capitalize() for count in counts)
        )
        for columns, counts in row_signs.untold(fmt, places)
    ]


def _unseen(fmt: Format, sources: Mapping[str, Sequence[int]]) -> list[TranslatableText]:
    return [
        Message.UNSEEN.format(
            columns=" / ".join(_told_by(column)), choices=(vocabularies.CHOICES[name].get(column.absent, "Unknown"),)
        )
        for name, column in fmt.columns.items()
        if column.absent and not sources[name]
    ]


def _sources(column: Column, places: Mapping[str, int]) -> Sequence[str]:
    """Return the names of the source columns of a column."""
    return [sign.column for sign in row_signs.gone_by(column.signs, places)] or column.sources


def _told_by(column: Column) -> list[str]:
    return [*column.sources, *dict.fromkeys(sign.column for group in column.signs for sign in group)]


def _supposed(fmt: Format, sources: Mapping[str, Sequence[int]]) -> dict[str, str]:
    codes = {
        name: column.otherwise if sources[name] else column.absent for name, column in fmt.columns.items()
    } | fmt.constants
    return {name: code for name, code in codes.items() if name in schema.SUPPOSED and code not in ("", "unknown")}


def _needed(fmt: Format, table: schema.Table) -> set[str]:
    needed = {name for name, column in fmt.columns.items() if column.needed} | set(table.key) | {"posted_at"}
    return needed - {"as_of"} - ({"post_id"} if fmt.identity else set())


def _given(name: str, kind: str, fmt: Format) -> str:
    return literal(fmt.constants[name]) if name in fmt.constants and name not in schema.SUPPOSED else f"NULL::{kind}"


def _cells(width: int, columns: int, kept: Sequence[int]) -> str:
    """Return SQL of the cells as a list: those under the header that are `kept`, and further ones that a row has."""
    under = ", ".join(f"c{i}" if i in kept else "NULL" for i in range(width))
    beyond = ", ".join(f"c{i}" for i in range(width, columns))
    return f"list_concat([{under}]::VARCHAR[], list_filter([{beyond}]::VARCHAR[], lambda x: x IS NOT NULL))"


def _joined(places: Sequence[int]) -> str:
    """Return SQL of the cells as one text with U+001F between them, which is much smaller and faster than a list."""
    return without_names(f"concat({', chr(31), '.join(f'c{i}' for i in places)})") if places else "NULL::VARCHAR"
