"""Layouts of numeric dates: which ones a column has, and how many cells each order of day and month can read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from common.sql import literal
from data.formats.date_order import Order

_TIME: Final = re.compile(
    r"(?P<space>,? |T)0{1,2}(?P<colon>[:.])00(?P<seconds>(?P=colon)00)?(?P<fraction>\.0{1,6})?"
    r"(?P<letters>[ \u00a0\u202f]?AA)?(?P<offset> ?(?:Z|[+-]00(?::?00)?))?"
)
"""What may follow a date, with 0 for each digit and A for each letter of AM and PM."""
_SHAPE: Final = "'123456789APMapm', '000000000AAAAAA'"
_IN_DIGITS: Final = "'^([0-9]{1,4})([/.-])([0-9]{1,2})([/.-])([0-9]{1,4})$'"
_YEAR_LAST: Final = "length(p.c) = 4 OR length(p.c) = 2 AND p.s <> '-'"
"""14-08-19 is more often the short form of 2014-08-19 than of a day in 2019, so it is read as neither."""
_LONGEST: Final = 40
"""Characters of a date with its time; what is longer is none."""
_MOST: Final = 40
_EXAMPLE: Final = dt.datetime(2014, 12, 31, 14, 5, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Layout:
    """The layout of a numeric date: the separator, the number of digits of the year, and what follows."""

    separator: str
    year_digits: int
    year_first: bool = False
    time: str = ""
    """The time of day, as `strptime` reads it; empty where the day stands alone."""

    def pattern(self, order: Order = Order.DAY_FIRST) -> str:
        """Return the `strptime` pattern; if the year comes first there is only one order."""
        return self.day_pattern(order) + self.time

    def day_pattern(self, order: Order = Order.DAY_FIRST) -> str:
        """Return the `strptime` pattern of the date without its time."""
        year = "%Y" if self.year_digits == 4 else "%y"
        parts = (
            (year, "%m", "%d")
            if self.year_first
            else ("%d", "%m", year)
            if order is Order.DAY_FIRST
            else ("%m", "%d", year)
        )
        return self.separator.join(parts)

    def example(self, order: Order) -> str:
        """Return the last day of a year in this layout, which shows the order."""
        return _EXAMPLE.strftime(self.day_pattern(order))

    @property
    def day_part(self) -> str:
        """A regular expression for the date without its time."""
        between, year = re.escape(self.separator), f"[0-9]{{{self.year_digits}}}"
        parts = (year, "[0-9]{1,2}", "[0-9]{1,2}") if self.year_first else ("[0-9]{1,2}", "[0-9]{1,2}", year)
        return between.join(parts)


@dataclass(frozen=True)
class Found:
    """A layout of a column, with the number of cells that one order alone can read, or that both read differently."""

    layout: Layout
    cells: int
    day_first_only: int = 0
    month_first_only: int = 0
    either: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.layout,
            self.cells + other.cells,
            self.day_first_only + other.day_first_only,
            self.month_first_only + other.month_first_only,
            self.either + other.either,
        )


def survey(
    con: duckdb.DuckDBPyConnection, source: str, text: str, stated: Sequence[str] = ()
) -> tuple[list[Found], int]:
    """Return the layouts of a column, the most frequent first, and how many of its cells have a value.

    Cells are first counted by their day, so that a large file is read once and everything else is done for each day.

    Args:
        con: A draft's connection.
        source: SQL that reads the lines of the file.
        text: SQL of the column's text over these lines.
        stated: Patterns that begin with the year and are tried on each cell anyway: their layout does not matter, and
            reading them costs less than finding it.
    """
    known = (
        " OR ".join(f"coalesce(try_strptime(t, {literal(pattern)}) >= '1990-01-01', false)" for pattern in stated)
        or "false"
    )
    rows = con.execute(
        f"""
        WITH days AS (
            SELECT word, CASE WHEN word IS NOT NULL THEN translate(substr(t, length(word) + 1), {_SHAPE}) END AS rest, count(*) AS cells
            FROM (
                SELECT t, CASE WHEN NOT ({known}) THEN split_part(replace(t, 'T', ' '), ' ', 1) END AS word
                FROM (SELECT {text} AS t FROM {source}) WHERE length(t) <= {_LONGEST}
            ) GROUP BY ALL
        ),
        parts AS (
            SELECT cells, CASE WHEN ends_with(word, ',') THEN ',' ELSE '' END || rest AS rest,
                regexp_extract(rtrim(word, ','), {_IN_DIGITS}, ['a', 's', 'b', 'z', 'c']) AS p
            FROM days
        ),
        dates AS (
            SELECT cells, rest, p.s AS separator, p.a AS a, p.b AS b, p.c AS c, length(p.a) = 4 AS year_first,
                CASE WHEN year_first THEN 4 ELSE length(p.c) END AS digits
            FROM parts
            WHERE p.s = p.z AND CASE WHEN length(p.a) = 4 THEN length(p.c) <= 2 WHEN length(p.a) <= 2 THEN {_YEAR_LAST} ELSE false END
        ),
        read AS (
            SELECT cells, rest, separator, digits, year_first,
                CASE WHEN digits = 2 THEN CASE WHEN c < '69' THEN '20' || c ELSE '19' || c END ELSE c END AS year,
                CASE WHEN year_first THEN try_cast(concat_ws('-', a, b, c) AS DATE) END AS only_day,
                CASE WHEN NOT year_first THEN try_cast(concat_ws('-', year, b, a) AS DATE) END AS day_first,
                CASE WHEN NOT year_first THEN try_cast(concat_ws('-', year, a, b) AS DATE) END AS month_first
            FROM dates
        )
        SELECT separator, digits, year_first, rest, sum(cells)::BIGINT,
            {_cells_where("month_first IS NULL")}, {_cells_where("day_first IS NULL")}, {_cells_where("day_first <> month_first")},
            (SELECT sum(cells)::BIGINT FROM days)
        FROM read WHERE coalesce(only_day, day_first, month_first) IS NOT NULL GROUP BY ALL ORDER BY sum(cells) DESC LIMIT {_MOST}
        """
    ).fetchall()
    found = [
        Found(
            Layout(separator, digits, year_first, time), cells, *(0, 0, 0) if year_first else (by_day, by_month, either)
        )
        for separator, digits, year_first, rest, cells, by_day, by_month, either, _ in rows
        if (time := _time_pattern(rest)) is not None
    ]
    return _merged(found), rows[0][-1] if rows else 0


def _cells_where(condition: str) -> str:
    return f"coalesce(sum(cells) FILTER ({condition}), 0)::BIGINT"


def _merged(found: Iterable[Found]) -> list[Found]:
    """Return one entry for each layout; hours of one digit and of two are the same layout."""
    merged: dict[Layout, Found] = {}
    for each in found:
        merged[each.layout] = merged[each.layout] + each if each.layout in merged else each
    return sorted(merged.values(), key=lambda each: -each.cells)


def _time_pattern(rest: str) -> str | None:
    """Return the `strptime` pattern of what follows a date; None if it is not a time."""
    if not rest:
        return ""
    found = _TIME.fullmatch(rest)
    if not found:
        return None
    half = found["letters"] or ""
    clock = f"{'%I' if half else '%H'}{found['colon']}%M" + (f"{found['colon']}%S" if found["seconds"] else "")
    fraction = ".%f" if found["fraction"] else ""
    offset = f"{' ' if found['offset'].startswith(' ') else ''}%z" if found["offset"] else ""
    return found["space"] + clock + fraction + (half[:-2] + "%p" if half else "") + offset
