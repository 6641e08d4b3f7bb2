"""Series breaks: days on which a platform changed what it counts, drawn as lines, so that nobody reads across them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.base.theme import Look
from dashboard.i18n import _, said
from metrics.answers import attached
from metrics.definitions.model import SeriesBreak


def of(frame: pd.DataFrame) -> tuple[SeriesBreak, ...]:
    """The breaks that a measured frame says lie within it."""
    return attached(frame).breaks


def told(frame: pd.DataFrame, *sentences: str) -> list[str]:
    """Return the sentences of a chart, and one for each change in how a platform counts."""
    return [*sentences, *(said(each.sentence) for each in of(frame))]


def as_events(frame: pd.DataFrame) -> pd.DataFrame:
    """The breaks as events that can be named above a chart over time."""
    days = pd.to_datetime([each.day for each in of(frame)])
    names = [_("New counting, {platform}").format(platform=each.name) for each in of(frame)]
    return pd.DataFrame({"day": days, "at": days, "event": names, "broken": True})


def draw(made: go.Figure, frame: pd.DataFrame, look: Look, *, step: pd.Timedelta, top: float = 1) -> None:
    """A dashed line before the first step that is counted anew, as high as the plot."""
    for each in of(frame):
        x = pd.Timestamp(each.day) - step / 2
        made.add_shape(type="line", x0=x, x1=x, y0=0, y1=top, yref="paper", line=line(look))


def line(look: Look) -> dict[str, Any]:
    """What tells a break from an event: dashes, and a stronger line."""
    return {"color": look.hues[1], "width": 2, "dash": "dash"}


def label(made: go.Figure, frame: pd.DataFrame, look: Look) -> None:
    """The names of the breaks at the top of a plot that has no room above it."""
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
