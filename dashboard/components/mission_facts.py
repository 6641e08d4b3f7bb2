"""What is known of one mission, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.queries import known_on
from dashboard.remembered import Version, remembered, version
from metrics import Selection
from metrics.analyses import mission_profile


def mission(code: str) -> mission_profile.Mission | None:
    """Return a mission of the reference list; None if it is not in the list."""
    return _mission(code, version())


@remembered(300)
def _mission(code: str, _version: Version) -> mission_profile.Mission | None:
    return mission_profile.mission(code)


def beside_median(code: str, where: Selection) -> pd.DataFrame:
    """Return the numbers of a mission beside the median.

    Returns:
        The frame of `beside_median` in metrics.analyses.mission_profile.
    """
    found: pd.DataFrame = _of_mission("beside_median", code, where, known_on(), version())
    return found


def months(code: str, where: Selection) -> pd.DataFrame:
    """Return the posts of a mission by month beside the median.

    Returns:
        The frame of `by_month` in metrics.analyses.mission_profile.
    """
    found: pd.DataFrame = _of_mission("by_month", code, where, known_on(), version())
    return found


def photos(code: str, where: Selection) -> mission_profile.Photos:
    """Return the photos of a mission in the vote, as of today."""
    found: mission_profile.Photos = _of_mission("photos", code, where, None, version())
    return found


def shares(code: str, where: Selection) -> list[mission_profile.Share]:
    """Return the shares of a mission's posts from which it can learn."""
    found: list[mission_profile.Share] = _of_mission("shares", code, where, known_on(), version())
    return found


def formats(code: str, where: Selection) -> mission_profile.Formats | None:
    """Return the media types of a mission with the highest and the lowest known rate."""
    found: mission_profile.Formats | None = _of_mission("best_format", code, where, known_on(), version())
    return found


@remembered(1000)
def _of_mission(part: str, code: str, where: Selection, as_of: dt.date | None, _version: Version) -> Any:
    """Return what a function of metrics.analyses.mission_profile says of a mission."""
    return getattr(mission_profile, part)(code, where, *filter(None, [as_of]))
