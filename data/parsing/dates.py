"""SQL that reads a cell as a time in UTC or as a day, and says what is wrong if it cannot."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from common.sql import literal
from data import schema
from data.formats.date_order import Order
from data.formats.model import Column, fold
from data.messages import Message
from data.parsing import post_urls
from data.parsing.cell_sql import Reading, cell, quoting
from data.parsing.date_layouts import Layout
from data.parsing.date_orders import ABOUT_A_DAY, Written

_UNIX: Final = "%s"
"""The pattern of seconds, or milliseconds, since 1970."""
_ORDERED: Final = re.compile(r"%d([/.-])%m\1%[yY]|%m([/.-])%d\2%[yY]")
"""How a pattern begins whose order of day and month is decided from the cells."""
_MOMENT: Final = dt.datetime(2014, 8, 19, 14, 5, tzinfo=dt.UTC)
_EARLIEST: Final = dt.date(1990, 1, 1)
_AHEAD: Final = 20
"""Years that a plan may lie ahead."""


def now() -> dt.datetime:
    """Return the time of import, in UTC."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def today() -> dt.date:
    """Return the day of import, in UTC."""
    return now().date()


def said_order(patterns: Iterable[str]) -> Order | None:
    """Return the order that a format states; None if it states both or neither."""
    begins = {found.group()[:2] for pattern in patterns if (found := _ORDERED.match(pattern))}
    return None if len(begins) != 1 else Order.DAY_FIRST if begins == {"%d"} else Order.MONTH_FIRST


def year_first(patterns: Iterable[str]) -> list[str]:
    """Return the patterns of a format that begin with the year, which do not show the order of day and month."""
    return [pattern for pattern in patterns if pattern.startswith("%Y-%m-%d")]


def time(
    name: str,
    text: str,
    column: Column,
    title: str,
    timezone: str,
    places: dict[str, int],
    written: Written,
    table: schema.Table,
) -> Reading:
    """Return the reading of a time in UTC, by the layouts of the column and the patterns of its format.

    If a tool writes only the day, or no year, the time in the post's ID is used if the two agree.

    Args:
        name: The column of the table.
        text: SQL of the cell's text.
        column: Its entry in the format.
        title: The name of the column in the file.
        timezone: The time zone of times without an offset.
        places: The number of each column of the file, by its folded name.
        written: How the dates of the column are written.
        table: The table.
    """
    patterns = column.patterns or ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
    t = f"t_{name}"
    readings = [_moment(_zoned(t, column, pattern), pattern, timezone) for pattern in _patterns(written, patterns)]
    both = [[_moment(t, each.layout.pattern(order), timezone) for order in Order] for each in written.left_open]
    parsed = _first([*readings, *(_same(*each) for each in both)])
    if fold(column.moment_in) in places:
        exact = post_urls.moment(cell(places[fold(column.moment_in)]))
        parsed = f"CASE WHEN abs(date_diff('hour', {parsed}, {exact})) > {ABOUT_A_DAY} THEN {parsed} ELSE coalesce({exact}, {parsed}) END"
    return Reading(
        text, _bounded(name, table), _problem(name, title, written, table, _MOMENT.strftime(patterns[0])), middle=parsed
    )


def day(name: str, text: str, title: str, written: Written, table: schema.Table) -> Reading:
    """Return the reading of a day; of a time, its day as written."""

    def read(layout: Layout, order: Order) -> str:
        part = f"regexp_extract(t_{name}, '^({layout.day_part})((,? |T)[0-9]{{1,2}}[:.].*)?$', 1)"
        return f"try_strptime({part}, {literal(layout.day_pattern(order))})::DATE"

    readings = [read(each.layout, each.order or Order.DAY_FIRST) for each in written.layouts if not each.is_open]
    parsed = _first(
        [
            *dict.fromkeys(readings),
            *(_same(*(read(each.layout, order) for order in Order)) for each in written.left_open),
        ]
    )
    return Reading(
        text,
        _bounded(name, table),
        _problem(name, title, written, table, f"{_MOMENT:%Y-%m-%d}"),
        middle=f"{parsed}::DATE",
    )


def day_only(name: str, column: Column, written: Written) -> Reading:
    """Return the reading of whether a time is only a day: true or NULL.

    A time has a colon or a point, or an ID that contains it.
    """
    patterns = _patterns(written, column.patterns or ("%Y-%m-%d",))
    if all(_has_time(pattern) for pattern in patterns):
        return Reading("NULL::VARCHAR", "NULL::BOOLEAN")
    timed = [f"regexp_matches(t_{name}, '[0-9]:[0-9]')"] if any(":" in pattern for pattern in patterns) else []
    timed += [f"v_{name} <> date_trunc('day', v_{name})"]
    return Reading("NULL::VARCHAR", f"CASE WHEN v_{name} IS NOT NULL AND NOT ({' OR '.join(timed)}) THEN true END")


def local_time(text: str, column: Column, written: Written) -> str:
    """Return SQL of a time without an offset, as written; empty if a column has no such times."""
    patterns = [
        p for p in _patterns(written, column.patterns or ("%Y-%m-%d",)) if _has_time(p) and p != _UNIX and "%z" not in p
    ]
    return _first(f"try_strptime({text}, {literal(pattern)})::TIMESTAMP" for pattern in patterns) if patterns else ""


def _has_time(pattern: str) -> bool:
    return "%H" in pattern or "%I" in pattern or pattern == _UNIX


def _patterns(written: Written, stated: Iterable[str]) -> list[str]:
    """Return the layouts found, two-digit years first because `%Y` would read them too, then those of the format."""
    found = [each for each in written.layouts if not each.is_open]
    found.sort(key=lambda each: each.layout.year_digits)
    patterns = [each.layout.pattern(each.order or Order.DAY_FIRST) for each in found]
    return list(dict.fromkeys([*patterns, *(pattern for pattern in stated if not _ORDERED.match(pattern))]))


def _zoned(t: str, column: Column, pattern: str) -> str:
    """Return SQL of the text with an offset instead of the name of its time zone, if the pattern reads one."""
    for word, offset in column.zones.items() if "%z" in pattern else ():
        t = f"regexp_replace({t}, ' {word}$', ' {offset}')"
    return t


def _moment(t: str, pattern: str, timezone: str) -> str:
    """Return SQL of the time in UTC, or NULL. Times without an offset are in `timezone`; a day stays that day."""
    if pattern == _UNIX:
        seconds = f"CASE WHEN regexp_full_match({t}, '[0-9]{{9,10}}([.][0-9]*)?') THEN split_part({t}, '.', 1)"
        return f"make_timestamp({seconds} WHEN regexp_full_match({t}, '[0-9]{{12,13}}') THEN left({t}, -3) END::BIGINT * 1000000)"
    if "%z" in pattern:
        spelled = f"CASE WHEN ends_with({t}, 'Z') THEN regexp_replace({t}, 'Z$', '+00:00') ELSE {t} END"
        return f"make_timestamp(epoch_us(try_strptime({spelled}, {literal(pattern)})))"  # `AT TIME ZONE` takes three times as long
    parsed = f"try_strptime({t}, {literal(pattern)})"
    return (
        f"({parsed} AT TIME ZONE {literal(timezone)}) AT TIME ZONE 'UTC'"
        if _has_time(pattern) and timezone != "UTC"
        else parsed
    )


def _first(readings: Iterable[str]) -> str:
    """Return SQL of the first reading that is not NULL."""
    return f"coalesce({', '.join(readings)}, NULL)" if (readings := list(readings)) else "NULL::TIMESTAMP"


def _same(one: str, other: str) -> str:
    """Return SQL of what is the same in both orders, such as 5 May."""
    return f"CASE WHEN {one} = {other} THEN {one} END"


# -- days that nobody can have meant


def _latest(name: str, table: schema.Table) -> dt.date | None:
    """Return the first day that is too late: two days from now for the past, because a time zone may be a day ahead.

    For a plan it is years ahead.
    """
    if name in table.endless:
        return None
    return dt.date(today().year + _AHEAD + 1, 1, 1) if name in table.planned else today() + dt.timedelta(days=2)


def _bounded(name: str, table: schema.Table) -> str:
    latest = _latest(name, table)
    before = f" AND m_{name} < DATE '{latest}'" if latest else ""
    return f"CASE WHEN m_{name} >= DATE '{_EARLIEST}'{before} THEN m_{name} END"


def _problem(name: str, title: str, written: Written, table: schema.Table, example: str) -> str:
    """Return SQL of what is wrong with a text that is not a value."""
    t = f"t_{name}"
    late = Message.FAR_AHEAD if name in table.planned else Message.FUTURE
    against = {Order.DAY_FIRST: Message.NOT_DAY_FIRST, Order.MONTH_FIRST: Message.NOT_MONTH_FIRST}
    cases = [
        (f"m_{name} < DATE '{_EARLIEST}'", Message.LONG_AGO),
        (f"m_{name} IS NOT NULL", late),
        *(
            (f"try_strptime({t}, {literal(each.layout.pattern(each.order.other))}) IS NOT NULL", against[each.order])
            for each in written.layouts
            if each.order
        ),
        (f"regexp_matches({t}, '^(0?[1-9]|1[0-2])[/.-](0?[1-9]|1[0-2])[/.-]')", Message.TWO_DATES),
    ]
    branches = " ".join(
        f"WHEN {condition} THEN {quoting(sentence, title, t, example=example)}" for condition, sentence in cases
    )
    otherwise = quoting(Message.NOT_READ, title, t, example=example)
    return f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN CASE {branches} ELSE {otherwise} END END"
