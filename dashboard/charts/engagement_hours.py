"""At which weekday and hour posts had more engagement than usual."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, figure
from dashboard.i18n import _, counted, day, percent
from metrics.analyses.engagement_hours import stands_out
from metrics.definitions.fact_tables import FACT_TABLES

MONDAY = date(2014, 8, 18)
"""Any Monday, to name the days of the week in the reader's language."""
WEEK, DAY = range(1, 8), range(24)


def hours(frame: pd.DataFrame, zone: str, *, look: Look = LIGHT) -> Chart:
    """Draw a cell for each weekday and hour, shaded by the share of posts above the median of their platform.

    Args:
        frame: The frame of metrics.analyses.engagement_hours.
        zone: Its time zone.
        look: The colours.
    """
    if frame["above_share"].isna().all():
        return nothing(look)
    cells = frame.pivot(index="hour", columns="weekday", values="above_share").reindex(index=DAY, columns=WEEK)
    posts = frame.pivot(index="hour", columns="weekday", values="n_posts").reindex(index=DAY, columns=WEEK).fillna(0)
    values = [[None if pd.isna(each) else float(each) for each in row] for row in cells.to_numpy()]
    steps = len(look.ramp) - 1
    made = figure(look, 50 + 22 * len(DAY))
    made.add_heatmap(
        z=values,
        x=list(range(7)),
        y=list(DAY),
        xgap=2,
        ygap=2,
        showscale=False,
        zmin=0,
        colorscale=[[place / steps, colour] for place, colour in enumerate(look.ramp)],
        text=[["" if value is None else percent(value) for value in row] for row in values],
        texttemplate="%{text}",
        textfont={"size": 11},
        hovertext=[
            [
                f"<b>{_moment(weekday, hour)}</b><br>{counted(posts.loc[hour, weekday], FACT_TABLES['posts'].counted)}"
                for weekday in WEEK
            ]
            for hour in DAY
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
    )
    made.update_xaxes(
        side="top",
        showline=False,
        tickvals=list(range(7)),
        ticktext=[_weekday(each, "EEE") for each in WEEK],
        tickfont={"size": 12, "color": look.ink},
    )
    made.update_yaxes(
        range=[23.5, -0.5],
        showgrid=False,
        showline=False,
        tickvals=list(range(0, 24, 3)),
        ticktext=[f"{hour:02}:00 " for hour in range(0, 24, 3)],
        tickfont={"size": 12, "color": look.ink},
    )
    return Chart(made, _title(frame), _summary(frame, zone))


def _title(frame: pd.DataFrame) -> str:
    known = frame.dropna(subset="above_share").sort_values("above_share", ascending=False)
    top = known.iloc[0]
    neutral = _("Weekday and hour of posts with more engagement")
    if (known["above_share"] == top["above_share"]).sum() > 1:
        return neutral
    if not stands_out(frame):
        return _("No hour is clearly better than the others")
    return fitting(
        _("Highest share: {moment}, {share}").format(
            moment=_moment(int(top["weekday"]), int(top["hour"])), share=percent(top["above_share"])
        ),
        neutral,
    )


def _summary(frame: pd.DataFrame, zone: str) -> list[str]:
    return [
        _("Share of posts with more engagement than the median post of their platform. Time zone: {zone}.").format(
            zone=zone
        ),
        _("Hours with fewer than ten posts are empty."),
        _("Based on {posts}.").format(posts=counted(frame["n_posts"].sum(), FACT_TABLES["posts"].counted)),
        _("Among so many hours the highest share is partly chance. Compare neighbouring hours before you plan by it."),
    ]


def _moment(weekday: int, hour: int) -> str:
    return _("{weekday}, {hour}").format(weekday=_weekday(weekday, "EEEE"), hour=f"{hour:02}:00")


def _weekday(weekday: int, form: str) -> str:
    return day(MONDAY + timedelta(days=weekday - 1), form)
