"""Judging the rows of a file in a draft: they are read, typed, pseudonymized, and compared with known rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from common.messages import TranslatableText
from common.rows import first_row
from data.formats.date_order import Order
from data.formats.detect import Recognised
from data.formats.model import Format
from data.importing import accepted_rows, row_notes
from data.messages import Message
from data.parsing import clock_changes, columns, dates, judged_lines
from data.parsing.date_orders import Known
from data.privacy import erasure, pseudonyms
from data.reading import open_quotes, text
from data.reading.text_table import UNREADABLE, write_rows
from data.store import threads

SPARE = 256
"""Fields a row may have beyond its header before its tail is cut."""
_DAY_IN_NAME = {"file_name": r"(\d{4}-\d{2}-\d{2})\D*$", "pattern": "%Y-%m-%d"}


@dataclass(frozen=True)
class Judged:
    """A file whose rows are in the temporary table `parsed_rows`: typed, pseudonymized, with reasons."""

    plan: columns.Plan
    lines: judged_lines.Kinds
    captured_at: dt.datetime | None
    """When the counts were read from the platform; rows may know better."""
    captured_basis: TranslatableText | None
    notes: list[TranslatableText]
    unread: int
    """How many cells could not be read in rows that are accepted."""


@dataclass(frozen=True)
class Capture:
    """When a file's counts were collected, as far as it is known before its rows are read.

    It was chosen at import, or is that of the import whose rows the file corrects.
    """

    chosen: dt.datetime | None = None
    origin: dt.datetime | None = None


def read(
    con: duckdb.DuckDBPyConnection,
    table: text.TextTable,
    found: Recognised,
    timezone: str,
    captured: Capture,
    known: Known,
) -> columns.Plan:
    """Make the temporary table `lines` and the view `parsed_rows` of a table: its lines, and its rows, judged.

    Args:
        con: A draft's connection.
        table: The table of text.
        found: Its format and header.
        timezone: The time zone of times without an offset.
        captured: When the counts were collected, if known.
        known: What is known about the dates in the file.

    Returns:
        How they were judged.

    Raises:
        Unreadable: The table cannot be read; the message says what to do.
    """
    width = max(place for place, name in enumerate(found.header, 1) if name.strip())
    if width > text.MAX_COLUMNS:
        raise text.Unreadable(Message.WIDE.format(file=table.name, n=width))
    found = replace(found, header=found.header[:width])
    moment = captured.chosen or captured.origin or _named(table.name, found.format)
    known = replace(known, captured=moment.date() if moment else None)
    return _judged_strictly(con, table, found, timezone, known) or _judged_leniently(con, table, found, timezone, known)


def judge(
    con: duckdb.DuckDBPyConnection,
    file: str,
    fmt: Format,
    plan: columns.Plan,
    captured: Capture,
    campaign: str | None,
    secret: bytes,
) -> Judged:
    """Make the temporary tables `erased_rows`, `withheld_rejects`, `repeated_rows` and `known_rows` of `parsed_rows`.

    Args:
        con: A draft's connection, which has `lines` and `parsed_rows`.
        file: The name of the file.
        fmt: Its format.
        plan: How its rows were judged.
        captured: When the counts were collected, if known.
        campaign: The campaign for rows without one.
        secret: The key of the pseudonyms.

    Raises:
        Unreadable: The table cannot be imported; the message says what to do.
    """
    unlinked = judged_lines.unlinked_posts(con, plan)
    lines = judged_lines.kinds(con, plan)
    if rounded := row_notes.rounded_ids(con, lines):
        raise text.Unreadable(Message.ROUNDED_IDS.format(file=file, n=rounded))
    explained = (Message.EXPLAINS if lines.explanations == 1 else Message.EXPLAIN).format(n=lines.explanations)
    unread = row_notes.unread(con) if lines.unread else {}
    notes = [
        *plan.notes,
        *row_notes.other_networks(con, file, plan),
        *([explained] if lines.explanations else []),
        *row_notes.summaries(con, plan, lines.sums),
        *(row_notes.elsewhere(con, plan) if lines.elsewhere else []),
        *unlinked,
        *row_notes.names_not_kept(con, plan),
        *unread,
    ]
    pseudonyms.collect(con, "parsed_rows", accepted_rows.handles(plan.table), secret)
    captured_at, basis = _captured(file, fmt, lines.newest, captured)
    if plan.table.name == "posts" and not (captured_at or plan.taken.keys() & {"posted_at", "captured_at"}):
        raise text.Unreadable(Message.NO_CAPTURE.format(file=file))
    accepted_rows.fill(con, plan, captured_at, campaign)
    notes += erasure.meet(con, plan.table, secret)
    accepted_rows.mark_duplicates(con, plan.table)
    return Judged(plan, lines, captured_at, basis, notes, sum(unread.values()))


def _judged_strictly(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str, known: Known
) -> columns.Plan | None:
    """Read and judge a table in which nothing is out of place, which is fast; None where something is."""
    width = len(found.header)
    threads.use(con, small=table.path.stat().st_size <= judged_lines.SMALL)
    try:
        return _judged(con, table, found, width, timezone, known)
    except (duckdb.InvalidInputException, duckdb.NotImplementedException, duckdb.ConversionException):
        return None


def _judged_leniently(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str, known: Known
) -> columns.Plan:
    """Read and judge a table with corrected quotation marks, as far as possible.

    It is read one column wider than its header, or else as wide as rows may be.
    """
    if not table.quoted_by_us and not open_quotes.are_sound(table, len(found.header)):
        open_quotes.mend(table, found.header_row, len(found.header), _records(con, table, found, timezone))
        found = replace(found, header=[*found.header, *UNREADABLE])
    width = len(found.header)
    for read in (width + 1, width + SPARE):
        plan = _judged(con, table, found, read, timezone, known)
        if not first_row(con.execute("SELECT 1 FROM lines WHERE longer LIMIT 1")):
            break
    return plan


def _judged(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, read: int, timezone: str, known: Known
) -> columns.Plan:
    """Judge the rows of a table, of which so many columns are read: strictly if these are the ones of its header."""
    width, size = len(found.header), table.path.stat().st_size
    source = text.source(table, read, strict=read == width)
    with judged_lines.planned_briefly(con, size):
        written = columns.how_dates_are_written(con, table.name, found, source, known)
    plan = columns.plan(found, width, read, timezone, written)
    judged_lines.judge(con, plan, source, size)
    if not plan.local_time or timezone == "UTC":
        return plan
    return replace(plan, notes=[*plan.notes, *clock_changes.notes(con, source, plan.local_time, timezone)])


def _records(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str
) -> open_quotes.Records:
    """Return a function that says which rows are records: those without an error, in either order of dates."""
    tried = replace(table, path=table.path.with_suffix(".tried"), delimiter=",")

    def records(rows: Sequence[Sequence[str]]) -> list[bool]:
        if not rows:
            return []
        write_rows(tried.path, rows)
        return judged_lines.records(
            con, _judged(con, tried, found, len(found.header), timezone, Known(chosen=Order.DAY_FIRST))
        )

    return records


# -- when its counts were read


def _captured(
    name: str, fmt: Format, newest: dt.datetime | None, known: Capture
) -> tuple[dt.datetime | None, TranslatableText | None]:
    """Return when the file's counts were collected, and how that is known.

    It was chosen at import, or is that of the import whose rows the file corrects, or in the file name, or no earlier
    than the newest post. An export cannot be older than a post in it, whatever its name says.
    """
    if known.chosen:
        return known.chosen, Message.CHOSEN.format()
    if known.origin:
        return known.origin, Message.BY_ORIGIN.format()
    named = _named(name, fmt)
    if named and (not newest or named >= newest):
        return named, Message.BY_NAME.format()
    if newest:
        return min(newest, dates.now()), Message.BY_NEWEST.format()
    return None, None


def _named(name: str, fmt: Format) -> dt.datetime | None:
    """Return the date of the counts in the file's name; a future date is not one."""
    named = _day_in(Path(name.partition(" › ")[0]).stem, fmt.captured or _DAY_IN_NAME)
    return min(named, dates.now()) if named and named.date() <= dates.today() + dt.timedelta(days=1) else None


def _day_in(name: str, rule: dict[str, str]) -> dt.datetime | None:
    found = re.search(rule["file_name"], name)
    try:
        return dt.datetime.strptime(found.group(1), rule["pattern"]) if found else None
    except ValueError:
        return None
