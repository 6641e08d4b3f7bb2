"""Times that a change of clocks makes uncertain: hours that occur twice, and hours that are skipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
from data.messages import Message

_NEAR = dt.timedelta(hours=3)
"""How far from a change, in UTC, the times are that it can make uncertain."""


@dataclass(frozen=True)
class Change:
    """A change of clocks: its moment in UTC, and the local times that occur twice or never."""

    moment: dt.datetime
    start: dt.datetime
    end: dt.datetime
    twice: bool


def notes(con: duckdb.DuckDBPyConnection, source: str, local_time: str, timezone: str) -> list[TranslatableText]:
    """Return notes on the times in `parsed_rows` that occur twice or never in their time zone.

    The file is read again only if a post is near a change.

    Args:
        con: A draft's connection.
        source: SQL that reads the lines of the file.
        local_time: SQL of the time as written.
        timezone: The time zone of times without an offset.
    """
    (first, last) = single_row(
        con.execute("SELECT min(posted_at), max(posted_at) FROM parsed_rows WHERE reasons IS NULL")
    )
    near = list(_changes(ZoneInfo(timezone), first, last)) if first else []
    moments = " OR ".join(f"posted_at BETWEEN '{each.moment - _NEAR}' AND '{each.moment + _NEAR}'" for each in near)
    if not moments or not single_row(con.execute(f"SELECT count(*) FROM parsed_rows WHERE {moments}"))[0]:
        return []
    counts = ", ".join(
        f"count(*) FILTER ({' OR '.join(_within(each) for each in near if each.twice == twice) or 'false'})"
        for twice in (True, False)
    )
    twice, never = single_row(con.execute(f"SELECT {counts} FROM (SELECT {local_time} AS written FROM {source})"))
    found = ((twice, Message.TWICE_AN_HOUR), (never, Message.SKIPPED_HOUR))
    return [sentence.format(n=number, zone=timezone) for number, sentence in found if number]


def _within(change: Change) -> str:
    return f"(written >= TIMESTAMP '{change.start}' AND written < TIMESTAMP '{change.end}')"


def _changes(zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> Iterator[Change]:
    """Yield the changes of clocks in a time zone between two moments in UTC, with a day before and after."""
    day, end = (
        first.replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(days=1),
        last + dt.timedelta(days=2),
    )
    while day < end:
        if _offset(zone, day) != _offset(zone, day + dt.timedelta(days=1)):
            minutes = range(0, 24 * 60, 15)  # clocks change at quarters of an hour
            moment = next(
                m
                for minute in minutes
                if _offset(zone, m := day + dt.timedelta(minutes=minute + 15)) != _offset(zone, day)
            )
            before, after = moment + _offset(zone, day), moment + _offset(zone, moment)
            yield Change(moment, min(before, after), max(before, after), after < before)
        day += dt.timedelta(days=1)


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset() or dt.timedelta()
