"""What is known of one mission, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.remembered import as_known, as_of_today
from metrics import Selection
from metrics.analyses import mission_profile

Day = dt.date | None
"""The day looked back to; `as_known` adds it."""


@as_of_today(300)
def mission(code: str) -> mission_profile.Mission | None:
    """Return a mission of the reference list; None if it is not in the list."""
    return mission_profile.mission(code)


@as_known(300)
def beside_median(as_of: Day, code: str, where: Selection) -> pd.DataFrame:
    """Return the numbers of a mission beside the median.

    Returns:
        The frame of `beside_median` in metrics.analyses.mission_profile.
    """
    return mission_profile.beside_median(code, where, as_of)


@as_known(300)
def months(as_of: Day, code: str, where: Selection) -> pd.DataFrame:
    """Return the posts of a mission by month beside the median.

    Returns:
        The frame of `by_month` in metrics.analyses.mission_profile.
    """
    return mission_profile.by_month(code, where, as_of)


@as_of_today(300)
def photos(code: str, where: Selection) -> mission_profile.Photos:
    """Return the photos of a mission in the vote."""
    return mission_profile.photos(code, where)


@as_known(300)
def shares(as_of: Day, code: str, where: Selection) -> list[mission_profile.Share]:
    """Return the shares of a mission's posts from which it can learn."""
    return mission_profile.shares(code, where, as_of)


@as_known(300)
def formats(as_of: Day, code: str, where: Selection) -> mission_profile.Formats | None:
    """Return the media types of a mission with the highest and the lowest known rate."""
    return mission_profile.best_format(code, where, as_of)
