"""The steps of a chart over time: days, weeks and months, how each is counted, and how sentences name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.i18n import _, day, month


@dataclass(frozen=True)
class Step:
    """One length of time, and the texts that name one.

    Attributes:
        frequency: The offset alias of pandas for its first days.
        days: The fewest days in one.
        first: Returns the first day of the step of each day.
        named: Returns its name, as a heading.
        inside: Returns its name within a sentence.
        peaked: Returns the title where one has most, with `metric`, and `when` or `month`.
        peaked_at: Returns the same with `event`.
        shared: Returns the title where several have most, with `metric`, `n` and `value`.
        summary: Returns what the busiest and a typical one have, with `peak`, `median`, `first` and `last`.
    """

    frequency: str
    days: int
    first: Callable[[pd.Series], pd.Series]
    named: Callable[[Any], str]
    inside: Callable[[Any], str]
    peaked: Callable[[], str]
    peaked_at: Callable[[], str]
    shared: Callable[[], str]
    summary: Callable[[], str]


STEPS: Final = {
    "day": Step(
        "D",
        1,
        lambda days: days,
        day,
        day,
        lambda: _("{metric} peaked on {when}"),
        lambda: _("{metric} peaked on {when}: {event}"),
        lambda: _("{metric} peaked on {n} days with {value} each"),
        lambda: _("{peak} on the busiest day; {median} on a typical (median) day. {first} to {last}."),
    ),
    "week": Step(
        "W-MON",
        7,
        lambda days: days - pd.to_timedelta(days.dt.day_of_week, unit="D"),
        lambda at: _("Week of {day}").format(day=day(at)),
        lambda at: _("the week of {day}").format(day=day(at)),
        lambda: _("{metric} peaked in {when}"),
        lambda: _("{metric} peaked in {when}: {event}"),
        lambda: _("{metric} peaked in {n} weeks with {value} each"),
        lambda: _("{peak} in the busiest week; {median} in a typical (median) week. {first} to {last}."),
    ),
    "month": Step(
        "MS",
        28,
        lambda days: days.dt.to_period("M").dt.start_time,
        lambda at: month(at)[:1].upper() + month(at)[1:],
        month,
        lambda: _("{metric} peaked in {month}"),
        lambda: _("{metric} peaked in {month}: {event}"),
        lambda: _("{metric} peaked in {n} months with {value} each"),
        lambda: _("{peak} in the busiest month; {median} in a typical (median) month. {first} to {last}."),
    ),
}
