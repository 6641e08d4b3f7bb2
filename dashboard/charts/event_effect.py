"""An event compared with its baseline: posts by day, the expected number, and automatic posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted
from dashboard.charts.base.theme import LIGHT, Look, figure, isolated, wrapped
from dashboard.charts.over_time import BAR, time_axis
from dashboard.i18n import _, day, ngettext, number, period, said
from metrics.analyses.event_study import AFTER, BEFORE, SIGN_UPS, WINDOW
from metrics.statistics.event_effect import NotEstimable, Uplift

if TYPE_CHECKING:
    from metrics import Metric
    from metrics.analyses.event_study import Around

DRAWN: Final = pd.Timedelta(days=56)
"""The days that are drawn before a window. The model reads all there are, and the table has them, with those after."""
_HALF_A_DAY: Final = pd.Timedelta(hours=12)
_PATTERN: Final = {"size": 6, "solidity": 0.35, "fillmode": "overlay"}


def above_baseline(around: Around, metric: Metric, *, look: Look = LIGHT) -> Chart:
    """Draw one bar for each day: sign-up days hatched, the window with its expected number, automatic posts on top.

    Args:
        around: The event and its days.
        metric: The metric.
        look: The colours.
    """
    first, last = pd.Timestamp(around.day), pd.Timestamp(around.last)
    days = around.days
    drawn = days[(days["day"] >= first - DRAWN) & (days["day"] <= last)]
    title, summary = _title(around, metric), series_breaks.with_breaks(days, *_summary(around, metric))
    if drawn.empty:
        return Chart(figure(look, 120), title, summary, empty=True)
    made = figure(look, 360, barmode="stack")
    _bars(made, drawn, metric, look)
    _automatic(made, drawn, metric, look)
    _expected(made, drawn, metric, look)
    automatic = drawn["automatic"].where(drawn["part"] == WINDOW, 0)
    top = 1.3 * float(
        pd.concat([drawn[metric.name].fillna(0) + automatic.fillna(0), drawn["upper"].dropna()]).astype(float).max()
    )
    made.add_vrect(x0=first - _HALF_A_DAY, x1=last + _HALF_A_DAY, fillcolor=look.fill, line={"width": 0}, layer="below")
    made.add_annotation(
        x=last + _HALF_A_DAY,
        y=1,
        yref="paper",
        text=isolated(wrapped(around.event, 26)),
        xanchor="right",
        yanchor="top",
        align="right",
        showarrow=False,
        font={"size": 12, "color": look.ink},
    )
    series_breaks.draw(made, days, look, step=pd.Timedelta(days=1))
    time_axis(made, drawn["day"].iloc[0], drawn["day"].iloc[-1], look)
    made.update_yaxes(range=[0, top or 1], tickformat=",", nticks=5, showline=False)
    return Chart(made, title, summary)


def parts() -> dict[str, str]:
    """Return the names of the parts of the days around an event."""
    return {
        BEFORE: _("before the event"),
        SIGN_UPS: _("sign-up day, not in the baseline"),
        WINDOW: _("counted day"),
        AFTER: _("after the counted days"),
    }


def beside(around: Around) -> Iterator[str]:
    """Yield what to know about a difference: its baseline, the earlier windows, the ratio, and what it is not."""
    found = around.found
    if isinstance(found, NotEstimable):
        return
    yield _("Baseline: {days} days before the event, without sign-up days.").format(days=number(found.days_before))
    yield _placebos(found)
    yield _ratio(found)
    if found.disputed:
        yield _("The two models disagree. Do not quote one alone.")
    if found.observance:
        yield _("People post on {observance} with or without a campaign.").format(observance=found.observance)
    yield _(
        "“Above baseline” does not mean “caused by the event”: it includes anything else that happened on these days."
    )


def _title(around: Around, metric: Metric) -> str:
    when, found = period(around.day, around.last), around.found
    if isinstance(found, NotEstimable):
        return _("{metric}: no comparison with baseline possible, {when}").format(metric=_(metric.label), when=when)
    if not found.stands_out:
        return _("{metric}: no clear difference from baseline, {when}").format(metric=_(metric.label), when=when)
    named = {"count": counted(abs(round(found.uplift)), metric), "when": when}
    if found.uplift < 0:
        return _("{count} below baseline, {when}").format(**named)
    shorter = _("{count} above baseline, {when}").format(**named)
    if found.observance:
        return fitting(
            _("{count} above baseline on {observance}, {when}").format(observance=found.observance, **named), shorter
        )
    return shorter


def _summary(around: Around, metric: Metric) -> Iterator[str]:
    """Yield the observed and the expected number, or the reason why none is expected, and what is not counted."""
    found = around.found
    if isinstance(found, NotEstimable):
        yield said(found.reason)
    else:
        template = _("{observed}; {expected} expected. Above baseline: {uplift} (95% interval: {low} to {high}).")
        if found.observance:
            template = _(
                "{observed}; {expected} expected. Above baseline on {observance}: {uplift} (95% interval: {low} to "
                "{high})."
            )
        if not found.stands_out:
            template = _(
                "{observed}; {expected} expected. The difference is {low} to {high} (95% interval), so there may be "
                "none."
            )
        low, high = found.interval
        yield template.format(
            observed=counted(found.observed, metric),
            expected=number(found.expected),
            uplift=number(round(found.uplift)),
            low=number(low),
            high=number(high),
            observance=found.observance,
        )
    if around.automatic and metric.name == "posts":
        posts = ngettext(
            "The Thunderclap’s own {n} post is not counted.",
            "The Thunderclap’s own {n} posts are not counted.",
            around.automatic,
        )
        yield posts.format(n=number(around.automatic))
    elif around.automatic:
        yield _("Not counted, because the Thunderclap’s own posts received it: {n}.").format(n=number(around.automatic))


def _placebos(found: Uplift) -> str:
    if found.placebos is None:
        return _("Check: no earlier period of this length has enough days before it.")
    far = ngettext(
        "Check: {n} earlier period of this length, of {windows}, was at least as far from expected (p = {p}).",
        "Check: {n} of {windows} earlier periods of this length were at least as far from expected (p = {p}).",
        found.placebos.as_far,
    )
    if not found.placebos.as_far:
        far = ngettext(
            "Check: the {windows} earlier period of this length was not as far from expected (p = {p}).",
            "Check: none of {windows} earlier periods of this length was as far from expected (p = {p}).",
            found.placebos.windows,
        )
    far = far.format(
        windows=number(found.placebos.windows),
        n=number(found.placebos.as_far),
        p=number(found.placebos.p, 3 if found.placebos.p < 0.1 else 2),
    )
    if found.placebos.interval is None:
        return far
    low, high = found.placebos.interval
    return (
        far
        + " "
        + _("Judged by these periods, the difference is {low} to {high}.").format(low=number(low), high=number(high))
    )


def _ratio(found: Uplift) -> str:
    rate = found.rate
    if rate is None:
        return _("No ratio, because one day of the week had none before the event.")
    template = _(
        "Ratio: {ratio} times the {expected} expected from weekdays and trend (95% interval: {low} to {high})."
    )
    if rate.interval[1] == float("inf"):
        template = _(
            "Ratio: {ratio} times the {expected} expected from weekdays and trend (95% interval: {low} or more)."
        )
    low, high = (number(end, 1) if end != float("inf") else "" for end in rate.interval)
    return template.format(ratio=number(rate.ratio, 1), expected=number(rate.expected), low=low, high=high)


def _bars(made: Figure, drawn: pd.DataFrame, metric: Metric, look: Look) -> None:
    named = parts()
    hatched = drawn["part"] == SIGN_UPS
    made.add_bar(
        x=drawn["day"],
        y=drawn[metric.name].astype("Float64"),
        width=[BAR] * len(drawn),
        marker={
            "color": [look.accent if part == WINDOW else look.quiet for part in drawn["part"]],
            "line": {"width": 0},
            "pattern": {"shape": ["/" if each else "" for each in hatched], **_PATTERN, "fgcolor": look.paper},
        },
        hovertext=[
            f"<b>{day(at, 'full')}</b><br>{_said(value, metric)}<br>{named[part]}"
            for at, value, part in zip(drawn["day"], drawn[metric.name], drawn["part"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    if hatched.any():
        left_out = drawn[hatched]
        early = left_out["day"].iloc[0] < drawn["day"].mean()
        made.add_annotation(
            x=left_out["day"].iloc[0 if early else -1],
            y=left_out[metric.name].fillna(0).max(),
            text=_("sign-up days: not in the baseline"),
            xanchor="left" if early else "right",
            yanchor="bottom",
            yshift=2,
            showarrow=False,
            font={"size": 12, "color": look.ink},
        )


def _said(value: Any, metric: Metric) -> str:
    return counted(value, metric) if pd.notna(value) else _("not reported")


def _automatic(made: Figure, drawn: pd.DataFrame, metric: Metric, look: Look) -> None:
    """Draw automatic posts in the window on top of the others, dotted and with their number."""
    some = drawn[(drawn["part"] == WINDOW) & (drawn["automatic"].fillna(0) > 0)]
    if some.empty:
        return
    said_of = [
        ngettext("{n} automatic", "{n} automatic", int(value)).format(n=number(value)) for value in some["automatic"]
    ]
    made.add_bar(
        x=some["day"],
        y=some["automatic"].astype("Float64"),
        width=[BAR] * len(some),
        hovertext=said_of,
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": look.hues[2],
            "line": {"width": 0},
            "pattern": {"shape": ".", **_PATTERN, "fgcolor": look.paper},
        },
    )
    for at, value, text in zip(some["day"], some["automatic"], said_of, strict=True):
        made.add_annotation(
            x=at,
            y=value / 2 + some.set_index("day")[metric.name].fillna(0)[at],
            text=text,
            showarrow=False,
            xanchor="right",
            xshift=-8,
            font={"size": 12, "color": look.ink},
        )


def _expected(made: Figure, drawn: pd.DataFrame, metric: Metric, look: Look) -> None:
    """Draw the expected number of each day in the window as a step, with the band of the 95% interval."""
    path = drawn.dropna(subset=["expected"])
    if path.empty:
        return
    sides = [at + by for at in path["day"] for by in (-_HALF_A_DAY, _HALF_A_DAY)]
    level, low, high = (path[name].astype(float).repeat(2) for name in ("expected", "lower", "upper"))
    thin = {"color": look.hues[1], "width": 1, "dash": "dot"}
    made.add_scatter(x=sides, y=high, mode="lines", line=thin, hoverinfo="skip")
    made.add_scatter(
        x=sides, y=low, mode="lines", line=thin, fill="tonexty", fillcolor=_faint(look.hues[1]), hoverinfo="skip"
    )
    hover = [
        _("expected: {n} ({low} to {high})").format(
            n=number(row.expected, 1), low=number(row.lower, 1), high=number(row.upper, 1)
        )
        for row in path.itertuples()
    ]
    made.add_scatter(
        x=sides,
        y=level,
        mode="lines",
        line={"color": look.hues[1], "width": 3},
        hovertext=[each for each in hover for _side in (0, 1)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.add_annotation(
        x=sides[0],
        y=high.iloc[0],
        text=_("expected"),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        xshift=-4,
        font={"size": 12, "color": look.ink},
    )


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},.22)"
