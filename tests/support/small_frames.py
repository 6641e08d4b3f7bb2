"""Small frames made by hand, and what is drawn of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.base import chart
from metrics import METRICS
from tests.support.figures import checked

POSTS, IMPRESSIONS = METRICS["posts"], METRICS["impressions"]
NO_EVENTS = pd.DataFrame({"day": [], "event": []})
NAMES = {"twitter": "Twitter / X", "facebook": "Facebook", "unknown": "Unknown"}


def by_platform(**posts: Any) -> pd.DataFrame:
    """Return posts by platform."""
    return pd.DataFrame({"platform": list(posts), "posts": pd.array(list(posts.values()), dtype="Int64")})


def by_day(name: str, **values: float) -> pd.DataFrame:
    """Return a metric by days of August 2014, named `d1` and so on."""
    return pd.DataFrame({"day": pd.to_datetime([f"2014-08-{key[1:]}" for key in values]), name: list(values.values())})


def trace(chart: chart.Chart, kind: str, place: int = 0) -> Any:
    """Return what a chart draws, by its kind and place."""
    return [each for each in checked(chart).data if each.type == kind][place]


def texts(chart: chart.Chart) -> str:
    """Return all that is written within a chart."""
    return " ".join(str(note.text) for note in checked(chart).layout.annotations)


def crossed() -> pd.DataFrame:
    """Return posts by mission and account type."""
    return pd.DataFrame(
        {"mission": ["KEN", "KEN", "SOM"], "account_type": ["person", "office", "person"], "posts": [34, 5, 12]}
    )
