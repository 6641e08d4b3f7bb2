"""The growth of a Thunderclap: its supporters against the goal, and its social reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, fitting, known, must_add
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, figure
from dashboard.charts.over_time import time_axis
from dashboard.i18n import _, day, percent, shown

if TYPE_CHECKING:
    from metrics import Metric


def supporters(frame: pd.DataFrame, metric: Metric, goal: int | None, *, look: Look = LIGHT) -> Chart:
    """Draw supporters by day of sign-up, added up, with the goal as a line and the day it was reached.

    Args:
        frame: One row for each day: day and the metric.
        metric: The number of supporters.
        goal: The goal; None without one.
        look: The colours.

    Raises:
        KindError: The metric cannot be added up over days.
    """
    running = _running(frame, metric)
    if running.empty:
        return nothing(look)
    made, reached = _steps(running, frame, metric, look), int(running.iloc[-1])
    first = running[running >= goal].index.min() if goal else pd.NaT
    if goal:
        made.add_hline(y=goal, line={"color": look.hues[1], "width": 1.5, "dash": "dash"})
        made.add_annotation(
            x=0,
            xref="paper",
            y=goal,
            text=_("Goal {n}").format(n=shown(goal)),
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"color": look.ink, "size": 13},
        )
    if pd.notna(first):
        made.add_scatter(
            x=[first],
            y=[running[first]],
            mode="markers",
            hoverinfo="skip",
            marker={"size": 11, "color": look.hues[1], "symbol": "diamond", "line": {"width": 1, "color": look.paper}},
        )
    made.update_yaxes(range=[0, max(reached, goal or 0) * 1.14])
    joined = counted(reached, metric)
    if not goal:
        title = joined
    elif pd.notna(first):
        title = fitting(
            _("{supporters}; goal of {goal} reached on {day}").format(
                supporters=joined, goal=shown(goal), day=day(first)
            ),
            _("{supporters}; goal of {goal} reached").format(supporters=joined, goal=shown(goal)),
        )
    else:
        title = _("{supporters} of the {goal} needed").format(supporters=joined, goal=shown(goal))
    busiest = _busiest(frame, metric)
    summary = _signed_up(running)
    if busiest and len(running) > 1:
        template = _("Sign-ups from {first} to {last}; the busiest day was {day} with {n}.")
        summary = template.format(first=day(running.index[0]), last=day(running.index[-1]), **busiest)
    return Chart(made, title, series_breaks.with_breaks(frame, summary))


def social_reach(frame: pd.DataFrame, metric: Metric, *, look: Look = LIGHT) -> Chart:
    """Draw the friends and followers of everyone who had signed up by each day: potential, not de-duplicated.

    Args:
        frame: One row for each day: day and the metric.
        metric: The social reach.
        look: The colours.

    Raises:
        KindError: The metric cannot be added up over days.
    """
    running = _running(frame, metric)
    if running.empty:
        return nothing(look)
    made = _steps(running, frame, metric, look)
    made.update_yaxes(range=[0, running.iloc[-1] * 1.14])
    busiest = _busiest(frame, metric)
    share = frame[metric.name].max() / running.iloc[-1] if running.iloc[-1] else float("nan")
    title = _("{reach}: potential, not de-duplicated").format(reach=counted(running.iloc[-1], metric))
    summary = _signed_up(running)
    if busiest and len(running) > 1:
        summary = _("Biggest one-day rise: {n} on {day} ({share} of the total).").format(
            **busiest, share=percent(share)
        )
    return Chart(made, title, series_breaks.with_breaks(frame, summary))


def _signed_up(running: pd.Series) -> str:
    """Return the days of sign-ups in words."""
    first, last = (day(running.index[place]) for place in (0, -1))
    if len(running) == 1:
        return _("Sign-ups on {day}.").format(day=first)
    return _("Sign-ups from {first} to {last}.").format(first=first, last=last)


def _running(frame: pd.DataFrame, metric: Metric) -> pd.Series:
    """Return the running sum on every day from the first to the last sign-up."""
    must_add(metric)
    days = known(frame.dropna(subset=["day"]), metric.name).set_index("day")[metric.name].astype(float).sort_index()
    if days.empty:
        return days
    every_day = pd.date_range(days.index.min(), days.index.max(), freq="D")
    return days.reindex(every_day).fillna(0).cumsum()


def _held(running: pd.Series) -> pd.Series:
    """Return the running sum continued to the end of the last day, so that the last step can be seen."""
    held: pd.Series = pd.concat([running, running.iloc[-1:].set_axis(running.index[-1:] + pd.Timedelta(days=1))])
    return held


def _steps(running: pd.Series, frame: pd.DataFrame, metric: Metric, look: Look) -> Figure:
    made, held = figure(look, 280), _held(running)
    said = [f"<b>{day(at)}</b><br>{counted(value, metric)}" for at, value in running.items()]
    made.add_scatter(
        x=held.index,
        y=held,
        mode="lines",
        line={"color": look.accent, "width": 3, "shape": "hv"},
        fill="tozeroy",
        fillcolor=look.fill,
        hovertext=[*said, said[-1]],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.add_annotation(
        x=held.index[-1],
        y=held.iloc[-1],
        text=f"<b>{shown(running.iloc[-1])}</b>",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        yshift=2,
        font={"color": look.ink, "size": 14},
    )
    series_breaks.draw(made, frame, look, step=pd.Timedelta(days=1))
    series_breaks.label(made, frame, look)
    time_axis(made, running.index[0], running.index[-1], look, until=held.index[-1])
    made.update_yaxes(tickformat=",", nticks=5, showline=False)
    return made


def _busiest(frame: pd.DataFrame, metric: Metric) -> dict[str, str]:
    """Return the day with most sign-ups and their number; empty if several have as many."""
    rows = known(frame, metric.name)
    top = rows[rows[metric.name] == rows[metric.name].max()]
    return {"day": day(top["day"].iloc[0]), "n": shown(top[metric.name].iloc[0])} if len(top) == 1 else {}
