"""What a mission did beside the others, in one sentence."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.i18n import _, ngettext, number
from metrics.analyses.mission_profile import Mission

MEDIANS: Final = ("country", "regional")
"""Kinds of which there are several, so that they have a median."""
CLOSE: Final = 0.05
"""How near to the median a number is called equal to it."""


def answer(mission: Mission, name: str, beside: pd.DataFrame) -> str:
    """Return how many posts a mission has, beside the median of its kind.

    Args:
        mission: The mission.
        name: Its name.
        beside: The frame of `mission_profile.beside_median`, indexed by metric.
    """
    value, median = beside["value"]["posts"], beside["median"]["posts"]
    if pd.isna(value):
        return _("{name} has no post in these data").format(name=name)
    posts = ngettext("{name}: {n} post", "{name}: {n} posts", int(value)).format(name=name, n=number(value))
    if mission.kind not in MEDIANS or not median:
        return posts
    times = float(value) / float(median)
    if abs(times - 1) < CLOSE:
        return _("{posts}, about as many as the median {kind}").format(posts=posts, kind=kind(mission))
    return _("{posts}, {times} times the median {kind}").format(
        posts=posts, times=number(times, 1 if times >= 0.1 else 2), kind=kind(mission)
    )


def kind(mission: Mission) -> str:
    """Return the kind of a mission as sentences have it."""
    kinds = {"country": _("country mission"), "regional": _("regional office")}
    return kinds.get(mission.kind, _("Headquarters"))


def middle(value: float) -> str:
    """Return a median, which can lie between two whole numbers."""
    return number(value, 0 if float(value).is_integer() else 1)
