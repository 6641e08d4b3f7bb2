"""Charts over time: a metric by day, week or month with events, and progress towards a target."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, fitting, must_add
from dashboard.charts.base.event_labels import LINES, Flag, flags
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure
from dashboard.charts.base.time_steps import STEPS
from dashboard.i18n import _, day, percent, shown

if TYPE_CHECKING:
    from metrics import Metric

TICKS: Final = 7
"""As many as have room on a phone, side by side."""
_BETWEEN_EVENTS: Final = " · |; "
"""What stands between the names of several events on one day."""
BAR: Final = 0.85 * 86_400_000
"""Width of the bar of a day, in milliseconds; left to itself, a single bar is one wide, which nobody sees."""
FEW: Final = 5
"""Counts so small that an axis left to itself has halves."""
LANE: Final = 58
"""Height of one row of event labels of two lines and a date, in pixels."""
EDGE: Final = pd.Timedelta(hours=18)
"""What the axis of days has before the first one and after the last."""
LINE: Final = 15
"""What a label of three lines needs more."""


def over_time(
    frame: pd.DataFrame, metric: Metric, events: pd.DataFrame, *, grain: str = "day", look: Look = LIGHT
) -> Chart:
    """Draw one bar for each day, week or month; bars with an event are dark, and the tallest of them are named.

    If the metric counts posts, a day without any is 0; for any other metric it is a gap.

    Args:
        frame: `day`, `week` or `month`, and the metric.
        metric: The metric.
        events: One row for each event: day, event.
        grain: `day`, `week` or `month`.
        look: The colours.
    """
    rows = regular(frame, grain, metric)
    if rows.empty or not rows[metric.name].notna().any():
        return nothing(look)
    marked = attach(events, rows, grain, metric.name)
    named = pd.concat([series_breaks.as_events(frame), _worth_naming(marked, rows[metric.name])], ignore_index=True)
    labelled = flags(named, rows.index[0], rows.index[-1])
    lanes = max((flag.lane for flag in labelled), default=-1) + 1
    above = _lane(labelled) * lanes
    made = figure(look, 270 + above)
    happened = marked.groupby("at")["event"].agg(" · ".join) if not marked.empty else pd.Series(dtype=str)
    made.add_bar(
        x=rows.index,
        y=rows[metric.name].astype("Float64"),
        width=[BAR * STEPS[grain].days] * len(rows),
        marker={
            "color": [look.accent if at in happened.index else look.quiet for at in rows.index],
            "line": {"width": 0},
        },
        hovertext=[_hover(at, value, metric, grain, happened) for at, value in rows[metric.name].items()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    step = pd.Timedelta(days=STEPS[grain].days)
    series_breaks.draw(made, frame, look, step=step, top=1 - above / (270 + above))
    _draw(made, labelled, lanes, look, step)
    time_axis(made, rows.index[0], rows.index[-1], look, edge=max(EDGE, step / 2))
    made.update_yaxes(
        rangemode="tozero", tickformat=",", nticks=5, domain=[0, 1 - above / (270 + above)], showline=False
    )
    if metric.format == "count" and rows[metric.name].max() < FEW:
        made.update_yaxes(dtick=1)
    title, summary = _finding(rows, metric, happened, grain)
    return Chart(made, title, series_breaks.with_breaks(frame, *summary))


def regular(frame: pd.DataFrame, grain: str, metric: Metric) -> pd.DataFrame:
    """Return the metric at every step between the first and the last in the data.

    Args:
        frame: One row for each step that has any.
        grain: `day`, `week` or `month`.
        metric: The metric.

    Returns:
        One row for each step, indexed by it; posts are 0 without a row, other metrics missing.
    """
    rows = frame.dropna(subset=[grain]).set_index(grain)[[metric.name]].sort_index()
    if rows.empty:
        return rows
    rows = rows.reindex(pd.date_range(rows.index.min(), rows.index.max(), freq=STEPS[grain].frequency, name=grain))
    return rows.fillna(0) if metric.name == "posts" else rows


def attach(events: pd.DataFrame, rows: pd.DataFrame, grain: str, value: str) -> pd.DataFrame:
    """Return the events in the range with their step and its value, the highest value first.

    Args:
        events: One row for each event: day, event.
        rows: What `regular` returned.
        grain: `day`, `week` or `month`.
        value: The column of the metric.

    Returns:
        The events with `at` (the step) and `value`.
    """
    if events.empty:
        return events.assign(at=pd.Series(dtype="datetime64[ns]"), value=pd.Series(dtype=float))
    days = pd.to_datetime(events["day"])
    found = events.assign(day=days, at=STEPS[grain].first(days))
    found = found[found["at"].isin(rows.index)]
    return found.assign(value=rows[value].reindex(found["at"]).fillna(0).astype(float).to_numpy()).sort_values(
        "value", ascending=False
    )


def _worth_naming(marked: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """Return the events on days with at least twice the median."""
    return marked[marked["value"] >= max(1.0, 2 * float(values.median()))]


def time_axis(
    made: Figure,
    start: pd.Timestamp,
    end: pd.Timestamp,
    look: Look,
    until: pd.Timestamp | None = None,
    edge: pd.Timedelta = EDGE,
    most: int = TICKS,
) -> None:
    """Set ticks in the reader's language, months for long periods and days for short ones.

    Args:
        made: The figure.
        start: The first step.
        end: The last step.
        look: The colours.
        until: The end of the axis, if it is later.
        edge: What the axis has before the first step and after the last, for half a bar.
        most: The most ticks.
    """
    span = (end - start).days
    ticks = (
        pd.date_range(start, end, freq="MS")
        if span > 62
        else pd.date_range(start, end, periods=min(span + 1, 5)).normalize().unique()
    )
    ticks = ticks[:: -(-len(ticks) // most)]
    form = "MMM" if span > 62 else "d MMM"
    new_year = [i == 0 or tick.year != ticks[i - 1].year for i, tick in enumerate(ticks)]
    texts = [
        f"{day(tick, form)}<br>{tick.year}" if new else day(tick, form)
        for tick, new in zip(ticks, new_year, strict=True)
    ]
    made.update_xaxes(
        type="date",
        tickvals=list(ticks),
        ticktext=texts,
        ticks="outside",
        ticklen=4,
        tickcolor=look.grid,
        showline=True,
        range=[start - edge, (until or end) + edge],
    )


def pacing(
    frame: pd.DataFrame, metric: Metric, target: int, starts: dt.date, due: dt.date, *, look: Look = LIGHT
) -> Chart:
    """Draw the running total, and a straight line to the target.

    Args:
        frame: One row for each day: day and the metric.
        metric: The metric.
        target: The target.
        starts: The first day of the campaign.
        due: The day of the target.
        look: The colours.

    Raises:
        KindError: The metric cannot be added up over days.
    """
    must_add(metric)
    rows = regular(frame, "day", metric)
    if rows.empty:
        return nothing(look)
    running = rows[metric.name].fillna(0).cumsum()
    reached, last = int(running.iloc[-1]), running.index[-1]
    begin, finish = pd.Timestamp(starts), pd.Timestamp(due)
    made = figure(look, 270)
    made.add_scatter(
        x=[begin, finish],
        y=[0, target],
        mode="lines",
        line={"color": look.hues[5], "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )
    made.add_scatter(
        x=running.index,
        y=running,
        mode="lines",
        line={"color": look.accent, "width": 3},
        fill="tozeroy",
        fillcolor=look.fill,
        hovertext=[f"<b>{day(at)}</b><br>{counted(value, metric)}" for at, value in running.items()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    _end(made, last, reached, f"<b>{shown(reached)}</b>", look.accent, look)
    made.add_annotation(  # beside the line rather than at its end, where the running total arrives
        x=begin + 0.6 * (finish - begin),
        y=0.6 * target,
        text=_("Target {n}").format(n=shown(target)),
        showarrow=False,
        xanchor="left",
        yanchor="top",
        xshift=4,
        yshift=-2,
        font={"size": 13, "color": look.muted},
    )
    series_breaks.draw(made, frame, look, step=pd.Timedelta(days=1))
    series_breaks.label(made, frame, look)
    time_axis(made, min(begin, running.index[0]), max(finish, last), look)
    made.update_yaxes(
        rangemode="tozero", tickformat=",", nticks=5, showline=False, range=[0, max(target, reached) * 1.12]
    )
    title, summary = _pace(reached, target, last, begin, finish, metric)
    return Chart(made, title, series_breaks.with_breaks(frame, *summary))


def _pace(
    reached: int, target: int, last: pd.Timestamp, begin: pd.Timestamp, finish: pd.Timestamp, metric: Metric
) -> tuple[str, list[str]]:
    expected = target * min(max((last - begin).days + 1, 0) / max((finish - begin).days + 1, 1), 1)
    title = _("{share} of the target reached").format(share=percent(reached / target)) if target else _(metric.label)
    verdict = _("Ahead of schedule") if reached >= expected else _("Behind schedule")
    summary = _("{value} by {day}; target {target} by {due}. {verdict}: a steady pace gives {expected}.").format(
        value=counted(reached, metric),
        day=day(last),
        target=shown(target),
        due=day(finish),
        verdict=verdict,
        expected=shown(expected),
    )
    return title, [summary]


def _end(made: Figure, x: Any, y: float, text: str, colour: str, look: Look) -> None:
    made.add_scatter(x=[x], y=[y], mode="markers", marker={"size": 9, "color": colour}, hoverinfo="skip")
    made.add_annotation(
        x=x,
        y=y,
        text=text,
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        xshift=-8,
        yshift=4,
        font={"size": 13, "color": look.ink},
    )


def _lane(labelled: list[Flag]) -> int:
    """Return the height of one row of event labels, in pixels: that of the longest."""
    return LANE + LINE * any(flag.text.count("<br>") == LINES - 1 for flag in labelled)


def _draw(made: Figure, labelled: list[Flag], lanes: int, look: Look, step: pd.Timedelta) -> None:
    lane = _lane(labelled)
    height = 270 + lane * lanes
    for flag in labelled:
        top = 1 - lane * (lanes - flag.lane - 1) / height
        x = flag.at - step / 2 if flag.broken else flag.at
        made.add_shape(
            type="line",
            x0=x,
            x1=x,
            y0=0,
            y1=top,
            yref="paper",
            layer="below",
            line=series_breaks.line(look) if flag.broken else {"color": look.muted, "width": 1, "dash": "dot"},
        )
        made.add_annotation(
            x=x,
            y=top,
            yref="paper",
            text=f"{flag.text}<br><span style='color:{look.muted}'>{flag.when}</span>",
            showarrow=False,
            xanchor="left" if flag.right else "right",
            yanchor="top",
            xshift=3 if flag.right else -3,
            align="left" if flag.right else "right",
            font={"size": 11, "color": look.ink},
        )


def _hover(at: Any, value: Any, metric: Metric, grain: str, happened: pd.Series) -> str:
    when = day(at, "full") if grain == "day" else STEPS[grain].named(at)
    event = f"<br>{as_drawn(happened[at])}" if at in happened.index else ""
    said = counted(value, metric) if pd.notna(value) else _("not reported")
    return f"<b>{when}</b><br>{said}{event}"


def _finding(rows: pd.DataFrame, metric: Metric, happened: pd.Series, grain: str) -> tuple[str, list[str]]:
    values, step = rows[metric.name], STEPS[grain]
    peak: Any = values.astype("Float64").fillna(-1).idxmax()
    if len(rows) == 1:
        return _("{name}: {value}").format(name=step.named(peak), value=counted(values[peak], metric)), [
            str(happened.get(peak, ""))
        ]
    event, equal = happened.get(peak), int((values == values[peak]).sum())
    title = step.shared() if equal > 1 else step.peaked_at() if event else step.peaked()
    ends = day if grain == "week" else step.inside
    summary = step.summary().format(
        peak=counted(values[peak], metric),
        median=shown(values.median()),
        first=ends(rows.index[0]),
        last=ends(rows.index[-1]),
    )
    named = {
        "metric": _(metric.label),
        "when": step.inside(peak),
        "month": step.inside(peak),
        "n": shown(equal),
        "value": shown(values[peak]),
    }
    first = re.split(_BETWEEN_EVENTS, str(event))[0]  # of several on one day
    titled = fitting(*(title.format(event=each, **named) for each in (event, first)), step.peaked().format(**named))
    without_room = (
        [_("{name}: {value}").format(name=step.named(peak), value=event) + "."]
        if event and str(event) not in titled and equal == 1
        else []
    )
    return titled, [summary, *without_room]
