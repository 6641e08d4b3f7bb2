"""Places for the names of events above a chart over time, so that no two overlap, on a phone either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.charts.base.theme import isolated, wrapped
from dashboard.i18n import day

NARROW: Final = 290
"""Width in pixels of the plot on a phone: labels that have room there have it everywhere."""
LETTER: Final = 5.9
"""Mean width in pixels of a letter of a label."""
LANES: Final = 3
LINES: Final = 3
"""The most lines of a name; French and Spanish names are longer."""
LABELS: Final = 5
_TAIL: Final = re.compile(r"\s*(?: / |[:;(]).*$")


@dataclass(frozen=True)
class Flag:
    """A named event or series break: its time, its row above the plot (0 is the lowest), and the side of its text."""

    at: pd.Timestamp
    text: str
    when: str
    lane: int
    right: bool
    broken: bool = False


def flags(events: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> list[Flag]:
    """Return flags for as many events as fit, the first rows before the others.

    Args:
        events: One row for each event: day, at, event, and `broken` for series breaks.
        start: The start of the axis.
        end: The end of the axis.
    """
    broken = events["broken"].eq(True) if "broken" in events else pd.Series(False, index=events.index)
    span = max((end - start).days, 1)
    placed: list[tuple[int, float, float, float]] = []  # lane, left, right, foot
    found: list[Flag] = []
    for when, at, name, is_break in zip(events["day"], events["at"], events["event"], broken, strict=True):
        text, date = wrapped(_TAIL.sub("", name) or name, 16, LINES), day(when, "d MMM")
        width = LETTER * max(len(line) for line in [*text.split("<br>"), date]) + 6
        foot = (at - start).days / span * NARROW
        right = foot < NARROW / 2
        left, edge = (foot, foot + width) if right else (foot - width, foot)
        lane = next((lane for lane in range(LANES) if _free(lane, left, edge, foot, placed)), None)
        if lane is not None and len(found) < LABELS:
            placed.append((lane, left, edge, foot))
            found.append(Flag(at, isolated(text), date, lane, right, bool(is_break)))
    return found


def _free(lane: int, left: float, right: float, foot: float, placed: list[tuple[int, float, float, float]]) -> bool:
    """Return whether a label and its line down to the plot meet no other label and no other line."""
    for other, other_left, other_right, other_foot in placed:
        if other == lane and left < other_right and other_left < right:
            return False
        if other < lane and other_left <= foot <= other_right:
            return False
        if other > lane and left <= other_foot <= right:
            return False
        if abs(other_foot - foot) < 1:
            return False
    return True
