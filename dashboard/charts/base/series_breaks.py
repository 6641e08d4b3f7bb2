"""Series breaks: days on which a platform changed how it counts, drawn as lines."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import Look
from dashboard.i18n import _, said
from metrics.answers import attached
from metrics.definitions.model import SeriesBreak


def of(frame: pd.DataFrame) -> tuple[SeriesBreak, ...]:
    """Return the series breaks within a measured frame.

    Args:
        frame: A measured frame.
    """
    return attached(frame).breaks


def with_breaks(frame: pd.DataFrame, *sentences: str) -> list[str]:
    """Return the sentences of a chart, and one for each change in how a platform counts.

    Args:
        frame: A measured frame.
        sentences: The other sentences.
    """
    return [*sentences, *(said(each.sentence) for each in of(frame))]


def as_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the series breaks as events for the flags above a chart over time.

    Args:
        frame: A measured frame.

    Returns:
        One row for each break: day, at, event, broken.
    """
    days = pd.to_datetime([each.day for each in of(frame)])
    names = [_("New counting, {platform}").format(platform=each.name) for each in of(frame)]
    return pd.DataFrame({"day": days, "at": days, "event": names, "broken": True})


def draw(made: Figure, frame: pd.DataFrame, look: Look, *, step: pd.Timedelta, top: float = 1) -> None:
    """Draw a dashed line before the first step that is counted in the new way.

    Args:
        made: The figure.
        frame: A measured frame.
        look: The colours.
        step: The length of a step.
        top: The height of the line, as a share of the plot.
    """
    for each in of(frame):
        x = pd.Timestamp(each.day) - step / 2
        made.add_shape(type="line", x0=x, x1=x, y0=0, y1=top, yref="paper", line=line(look))


def line(look: Look) -> dict[str, Any]:
    """Return the style of a series break: dashed, and stronger than an event."""
    return {"color": look.hues[1], "width": 2, "dash": "dash"}


def label(made: Figure, frame: pd.DataFrame, look: Look) -> None:
    """Write the names of the series breaks at the top of a plot without flags.

    Args:
        made: The figure.
        frame: A measured frame.
        look: The colours.
    """
    for each in of(frame):
        made.add_annotation(
            x=pd.Timestamp(each.day),
            y=1,
            yref="paper",
            text=_("New counting,<br>{platform}").format(platform=each.name),
            showarrow=False,
            xanchor="right",
            yanchor="top",
            align="right",
            font={"size": 11, "color": look.ink},
            bgcolor=look.paper,
        )
