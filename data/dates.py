"""How moments and days are read: SQL that makes a moment in UTC, or a day, of a cell, and says what is wrong where it cannot."""

from __future__ import annotations

import datetime as dt

from data import links
from data.cell_sql import Reading, cell, quote, quoting
from data.recognise import Column, fold
from data.sentences import Say

_ABOUT_A_DAY = 40
"""Most hours between the start of a day, in whatever zone a tool has it, and a moment of that day."""
_MOMENT = dt.datetime(2014, 8, 19, 14, 5, tzinfo=dt.UTC)


def time(name: str, text: str, column: Column, title: str, timezone: str, places: dict[str, int]) -> Reading:
    """A moment in UTC, by the format's patterns; where several read it differently it is not guessed.

    Where a tool writes the day only, or no year, the post's id may hold the moment: it is taken if the two agree.
    """
    patterns = column.patterns or ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
    problem = _unread_time(name, title, _MOMENT.strftime(patterns[0]))
    t = f"t_{name}"
    for word, offset in column.zones.items():
        t = f"regexp_replace({t}, ' {word}$', ' {offset}')"
    if len(patterns) == 1 and not column.moment_in:
        return Reading(text, _moment(t, patterns[0], timezone), problem)
    readings = ", ".join(_moment(t, pattern, timezone) for pattern in patterns)
    middle = f"list_distinct(list_filter([{readings}], lambda x: x > TIMESTAMP '1990-01-01'))"  # `%Y` reads 14 as the year 14
    value = f"CASE WHEN array_length(m_{name}) = 1 THEN m_{name}[1] END"
    if fold(column.moment_in) in places:
        exact = links.moment(cell(places[fold(column.moment_in)]))
        value = f"CASE WHEN abs(date_diff('hour', {value}, {exact})) > {_ABOUT_A_DAY} THEN {value} ELSE coalesce({exact}, {value}) END"
    return Reading(text, value, problem, middle=middle)


def _moment(t: str, pattern: str, timezone: str) -> str:
    """The UTC moment, or NULL. Times without an offset are in `timezone`."""
    if "%z" in pattern:
        spelled = f"CASE WHEN ends_with({t}, 'Z') THEN regexp_replace({t}, 'Z$', '+00:00') ELSE {t} END"
        return f"make_timestamp(epoch_us(try_strptime({spelled}, {quote(pattern)})))"  # `AT TIME ZONE` takes three times as long
    parsed = f"try_strptime({t}, {quote(pattern)})"
    return parsed if timezone == "UTC" else f"({parsed} AT TIME ZONE {quote(timezone)}) AT TIME ZONE 'UTC'"


def day(name: str, text: str, title: str) -> Reading:
    """A day; of a moment, its day."""
    t = f"t_{name}"
    value = f"try_strptime(regexp_extract({t}, '^(\\d{{4}}-\\d{{1,2}}-\\d{{1,2}})([ T]\\d{{1,2}}:.*)?$', 1), '%Y-%m-%d')::DATE"
    return Reading(text, value, _unread_time(name, title, f"{_MOMENT:%Y-%m-%d}"))


def _unread_time(name: str, title: str, example: str) -> str:
    t = f"t_{name}"
    either = f"regexp_matches({t}, '^(0?[1-9]|1[0-2])[/.](0?[1-9]|1[0-2])[/.]')"
    return (
        f"CASE WHEN {t} IS NOT NULL AND v_{name} IS NULL THEN CASE "
        f"WHEN {either} THEN {quoting(Say.TWO_DATES, title, t, example=example)} "
        f"ELSE {quoting(Say.NOT_READ, title, t, example=example)} END END"
    )
