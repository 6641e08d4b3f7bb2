"""Posts a day before and after a launch by day of the week: a plain comparison where there is no baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from metrics.analyses.event_study import BEFORE, SIGN_UPS, Around

WEEKS: Final = 4
"""The most weeks that are compared on each side."""
WEEK: Final = 7
"""Days of a week: whole weeks are compared, so that each side has every weekday equally often."""


@dataclass(frozen=True, eq=False)
class Weeks:
    """A count a day before and after a launch, without automatic posts.

    Attributes:
        weeks: How many whole weeks each side has.
        before: The mean of a day in these weeks, up to the first sign-up.
        after: The mean of a day in these weeks, from the day after the launch on.
        on_the_day: The count of the day of the launch; None if it is unknown.
        has_sign_ups: Whether days of sign-ups lie between the two and are left out.
        by_weekday: One row for each weekday: weekday (1 Monday to 7 Sunday), before and after (means of a day).
    """

    weeks: int
    before: float
    after: float
    on_the_day: int | None
    has_sign_ups: bool
    by_weekday: pd.DataFrame

    @property
    def higher(self) -> int:
        """On how many weekdays the mean after the launch is higher."""
        return int((self.by_weekday["after"] > self.by_weekday["before"]).sum())


def weeks_around(around: Around) -> Weeks | None:
    """Compare the whole weeks before and after a launch.

    Args:
        around: The days around the launch.

    Returns:
        The two means, by weekday too; None if a whole week of known days is missing on either side.
    """
    days = around.days.dropna(subset=around.metric)
    at = days["day"].dt.date
    before, after = days[days["part"] == BEFORE], days[at > around.day]
    weeks = min(WEEKS, len(before) // WEEK, len(after) // WEEK)
    if not weeks:
        return None
    sides = {"before": before.tail(weeks * WEEK), "after": after.head(weeks * WEEK)}
    values = {name: side[around.metric].astype(float) for name, side in sides.items()}
    by_weekday = pd.DataFrame(
        {name: values[name].groupby(side["day"].dt.isocalendar().day).mean() for name, side in sides.items()}
    )
    here = days.loc[at == around.day, around.metric]
    return Weeks(
        weeks,
        float(values["before"].mean()),
        float(values["after"].mean()),
        int(here.iloc[0]) if len(here) else None,
        bool((days["part"] == SIGN_UPS).any()),
        by_weekday.rename_axis("weekday").reset_index(),
    )
