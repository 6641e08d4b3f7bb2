"""The order of day and month: decided once for each column and layout, from all cells and then from other evidence.

The evidence is used in this order: the order of the import whose rows a file corrects; cells that can be read in one
way only; IDs that contain the time; the same layout with another time of day; the choice at import; no post is later
than the day of the counts or of the import; rows in chronological order; the format. If nothing decides, the file is
refused with a message that says what to choose. The order is never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import duckdb

from common.messages import TranslatableText
from common.sql import literal
from data.formats.date_order import Order
from data.messages import Message
from data.parsing import date_layouts
from data.parsing.date_layouts import Found, Layout
from data.reading.text_table import Unreadable

ABOUT_A_DAY: Final = 40
"""Most hours between a moment and a time of the same day, in whatever zone it is written."""
_AGAINST: Final = 9
"""How many times more ids must agree with one order than with the other."""
_STEPS: Final = 3
"""Changes from row to row from which on it is hardly chance that all go the same way: one in twelve orders of four rows
does."""

_COLUMNS: Final = ("day_first", "month_first")
"""The columns of `dates_both_ways`, in the order of `Order`."""


class Undecided(Unreadable):
    """The order of day and month cannot be decided; the message says what to choose."""


@dataclass(frozen=True)
class Known:
    """What is known about dates before a file is read.

    This is the choice at import, the orders by column of the import whose rows the file corrects, and the day of the
    counts.
    """

    chosen: Order | None = None
    origin: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    captured: dt.date | None = None


@dataclass(frozen=True)
class Evidence:
    """Evidence about a column besides its cells."""

    chosen: Order | None = None
    """What the person who imports says."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """The orders of the import whose rows the file mends: `Layout.pattern()` -> order."""
    said: Order | None = None
    """What the format says of the tool that writes it."""
    stated: Sequence[str] = ()
    """Patterns of the format by which moments are read that begin with the year."""
    moments: Sequence[str] = ()
    """SQL of the moments that ids and links of a row may hold."""
    captured: dt.date | None = None
    """The day the counts were read."""
    today: dt.date | None = None
    """The day of import, for columns whose days have happened."""


@dataclass(frozen=True)
class Decided:
    """A layout with the order in which it is read and the reason; no order if nothing decides."""

    found: Found
    order: Order | None = None
    basis: Message | None = None

    @property
    def layout(self) -> Layout:
        """The layout."""
        return self.found.layout

    @property
    def is_open(self) -> bool:
        """Whether the order still has to be decided."""
        return not self.order and not self.layout.year_first

    def by(self, order: Order | None, basis: Message) -> Decided:
        """Return the same layout, decided by an order if there is one."""
        return replace(self, order=order, basis=basis) if order else self


@dataclass(frozen=True)
class Written:
    """How the dates of one column are written: its layouts, the most frequent first."""

    title: str = ""
    layouts: tuple[Decided, ...] = ()

    @property
    def left_open(self) -> list[Decided]:
        """The layouts whose order nothing decides."""
        return [each for each in self.layouts if each.is_open]

    @property
    def orders(self) -> dict[str, str]:
        """The decided orders, as `Evidence.origin` takes them."""
        return {each.layout.pattern(): str(each.order) for each in self.layouts if each.order and each.basis}

    @property
    def sentences(self) -> list[TranslatableText]:
        """Notes for the import summary: one for each order and how it was decided."""
        examples: dict[tuple[Order, Message], str] = {}
        for each in self.layouts:
            if each.order and each.basis:
                examples.setdefault((each.order, each.basis), each.layout.example(each.order))
        sentences = {Order.DAY_FIRST: Message.DAY_FIRST, Order.MONTH_FIRST: Message.MONTH_FIRST}
        return [
            sentences[order].format(title=self.title, example=day, reason=why) for (order, why), day in examples.items()
        ]


def decide(con: duckdb.DuckDBPyConnection, file: str, title: str, source: str, text: str, known: Evidence) -> Written:
    """Return how the dates of a column are written, each layout with its order.

    Args:
        con: A draft's connection.
        file: The name of the file.
        title: The name of the column.
        source: SQL that reads the lines of the file.
        text: SQL of the column's text over these lines.
        known: Evidence besides the cells.

    Raises:
        Undecided: Nothing decides how at least half of the column is read.
    """
    found, cells = date_layouts.survey(con, source, text, known.stated)
    decided = [_by_cells(Decided(each), known) for each in found]
    if any(each.is_open for each in decided):

        def read_both_ways(layout: Layout) -> None:
            con.execute(_both_ways(layout, source, text, known.moments))

        decided = [_by_ids(con, each, read_both_ways) if each.is_open and known.moments else each for each in decided]
        decided = [_by_likeness(each, decided) if each.is_open else each for each in decided]
        decided = [_by_the_rest(con, each, read_both_ways, known) if each.is_open else each for each in decided]
        con.execute("DROP TABLE IF EXISTS dates_both_ways")
    written = Written(title, tuple(decided))
    left_open = sum(each.found.either for each in written.left_open)
    if left_open and 2 * left_open >= cells:
        raise Undecided(Message.UNDECIDED.format(file=file, title=title))
    return written


def _by_cells(each: Decided, known: Evidence) -> Decided:
    """Decide as in the import whose rows the file corrects, or else by the cells that only one order can read."""
    found, layout = each.found, each.layout
    if layout.year_first:
        return each
    alike = {order for pattern, order in known.origin.items() if pattern.startswith(layout.day_pattern())}
    before = known.origin.get(layout.pattern()) or (alike.pop() if len(alike) == 1 else None)
    if before:
        return each.by(Order(before), Message.BY_ORIGIN)
    if found.day_first_only == found.month_first_only:
        open_ = found.either or found.day_first_only
        return (
            each if open_ else replace(each, order=Order.DAY_FIRST)
        )  # such as 05/05/2014: both orders give the same day
    return each.by(
        Order.DAY_FIRST if found.day_first_only > found.month_first_only else Order.MONTH_FIRST, Message.BY_CELLS
    )


def _by_ids(con: duckdb.DuckDBPyConnection, each: Decided, read_both_ways: Callable[[Layout], None]) -> Decided:
    """Decide by the times in IDs, if they agree with one order only."""
    read_both_ways(each.layout)
    near = ", ".join(
        f"list_bool_or(list_transform(moments, lambda m: abs(date_diff('hour', m, {column})) <= {ABOUT_A_DAY})) IS TRUE AS near_{column}"
        for column in _COLUMNS
    )
    ((by_day, by_month),) = con.execute(
        f"""
        SELECT count(*) FILTER (near_day_first AND NOT near_month_first), count(*) FILTER (near_month_first AND NOT near_day_first)
        FROM (SELECT {near} FROM dates_both_ways)
        """
    ).fetchall()
    if max(by_day, by_month) <= _AGAINST * min(by_day, by_month):
        return each
    return each.by(Order.DAY_FIRST if by_day > by_month else Order.MONTH_FIRST, Message.BY_IDS)


def _by_likeness(each: Decided, decided: Sequence[Decided]) -> Decided:
    """Decide as for the same layout with another time of day, or none."""
    orders = {
        other.order for other in decided if other.basis and other.layout.day_pattern() == each.layout.day_pattern()
    }
    return each.by(orders.pop(), Message.BY_LIKENESS) if len(orders) == 1 else each


def _by_the_rest(
    con: duckdb.DuckDBPyConnection, each: Decided, read_both_ways: Callable[[Layout], None], known: Evidence
) -> Decided:
    """Decide by the choice at import, the latest possible day, the order of the rows, and the format."""
    if known.chosen:
        return each.by(known.chosen, Message.CHOSEN)
    read_both_ways(each.layout)
    for latest, basis in ((known.today, Message.BY_TODAY), (known.captured, Message.BY_CAPTURE)):
        if latest and (order := _not_later(con, latest)):
            return each.by(order, basis)
    if order := _in_order_of_time(con):
        return each.by(order, Message.BY_ROWS)
    return each.by(known.said, Message.BY_TOOL)


def _both_ways(layout: Layout, source: str, text: str, moments: Sequence[str]) -> str:
    """Return SQL that makes the temporary table `dates_both_ways`.

    It has one row for each cell in a layout, in the order of the file, with the times in the IDs of its row.
    """
    day_first, month_first = (f"try_strptime(t, {literal(layout.pattern(order))})::TIMESTAMP" for order in Order)
    # The year 14 is what a layout of four digits makes of two.
    return f"""
        CREATE OR REPLACE TEMP TABLE dates_both_ways AS
        SELECT * FROM (
            SELECT {day_first} AS day_first, {month_first} AS month_first, moments
            FROM (SELECT {text} AS t, [{", ".join(moments)}]::TIMESTAMP[] AS moments FROM {source})
        ) WHERE coalesce(day_first, month_first) > TIMESTAMP '1900-01-01'
    """


def _not_later(con: duckdb.DuckDBPyConnection, latest: dt.date) -> Order | None:
    """Return the order in which no cell is later than a day, if the other order has later ones.

    A time zone may be a day ahead.
    """
    end = dt.datetime.combine(latest, dt.time()) + dt.timedelta(days=2)
    later = ", ".join(f"count(*) FILTER ({column} >= $end)" for column in _COLUMNS)
    ((by_day, by_month),) = con.execute(f"SELECT {later} FROM dates_both_ways", {"end": end}).fetchall()
    return None if bool(by_day) == bool(by_month) else Order.MONTH_FIRST if by_day else Order.DAY_FIRST


def _in_order_of_time(con: duckdb.DuckDBPyConnection) -> Order | None:
    """Return the order in which the rows only rise or only fall, if they do not in the other."""
    steps = ", ".join(
        f"count(*) FILTER ({column} > {column}_above), count(*) FILTER ({column} < {column}_above)"
        for column in _COLUMNS
    )
    above = ", ".join(f"lag({column}) OVER (ORDER BY rowid) AS {column}_above" for column in _COLUMNS)
    ((*by_day, rising, falling),) = con.execute(
        f"SELECT {steps} FROM (SELECT *, {above} FROM dates_both_ways)"
    ).fetchall()
    by_month = (rising, falling)
    for order, these, those in ((Order.DAY_FIRST, by_day, by_month), (Order.MONTH_FIRST, by_month, by_day)):
        if min(these) == 0 and max(these) >= _STEPS and min(those) > 0:
            return order
    return None
