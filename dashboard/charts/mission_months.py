"""A mission's posts by month, beside the median of the missions of its kind."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure
from dashboard.charts.over_time import FEW, time_axis
from dashboard.i18n import _, month, number
from metrics.definitions.catalogue import METRICS

_BAR: Final = 22 * 86_400_000
"""Width of the bar of a month, in milliseconds."""

_HALF: Final = pd.Timedelta(days=16)


def mission_months(frame: pd.DataFrame, name: str, *, look: Look = LIGHT) -> Chart:
    """Draw one bar for each month, and a short line at the median.

    Args:
        frame: The frame of metrics.analyses.mission_profile.by_month.
        name: The name of the mission.
        look: The colours.
    """
    if frame.empty or not frame["posts"].any():
        return nothing(look)
    posts = METRICS["posts"]
    made = figure(look, 270)
    made.add_bar(
        x=frame["month"],
        y=frame["posts"],
        width=[_BAR] * len(frame),
        marker={"color": look.accent, "line": {"width": 0}},
        text=[number(value) for value in frame["posts"]],
        textposition="outside",
        textfont={"color": look.ink, "size": 12},
        cliponaxis=False,
        hovertext=[
            f"<b>{as_drawn(month(at))}</b><br>{counted(value, posts)}<br>{_median(middle)}"
            for at, value, middle in zip(frame["month"], frame["posts"], frame["median"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.add_scatter(
        x=frame["month"],
        y=frame["median"],
        mode="markers",
        marker={"symbol": "line-ew", "size": 36, "line": {"width": 3, "color": look.hues[1]}},
        hoverinfo="skip",
    )
    time_axis(made, frame["month"].iloc[0], frame["month"].iloc[-1], look)
    made.update_xaxes(range=[frame["month"].iloc[0] - _HALF, frame["month"].iloc[-1] + _HALF])
    highest = float(max(frame["posts"].max(), frame["median"].max()))
    made.update_yaxes(rangemode="tozero", range=[0, highest * 1.14], tickformat=",", nticks=5, showline=False)
    if highest < FEW:
        made.update_yaxes(dtick=1)
    return Chart(made, _title(frame), _sentences(frame, name))


def _title(frame: pd.DataFrame) -> str:
    top = frame[frame["posts"] == frame["posts"].max()]
    value = counted(top["posts"].iloc[0], METRICS["posts"])
    if len(top) > 1:
        return _("{n} months share first place with {value} each").format(n=number(len(top)), value=value)
    title = _("{month} has the most: {value}").format(month=month(top["month"].iloc[0]), value=value)
    return title[:1].upper() + title[1:]


def _sentences(frame: pd.DataFrame, name: str) -> list[str]:
    above = int((frame["posts"].astype("Float64") > frame["median"]).sum())
    return [
        fitting(
            _("Bars: posts of {name}. Lines: the median of the missions of its kind that took part.").format(name=name),
            _("Bars: its posts. Lines: the median of the missions of its kind that took part."),
            longest=140,
        ),
        _("Months above the median: {n} of {all}.").format(n=number(above), all=number(len(frame))),
    ]


def _median(value: float) -> str:
    return _("Median: {value}").format(value=number(value, 0 if float(value).is_integer() else 1))
