"""From potential reach to engagement: five numbers with different meanings, each on its own row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.interval_rows import Track, tracks
from dashboard.charts.base.phrases import assumed, nothing
from dashboard.charts.base.theme import LIGHT, Look
from dashboard.i18n import _, ngettext, number, percent
from metrics.answers import attached
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import METRICS

if TYPE_CHECKING:
    from metrics import Metric

LOWER, UPPER, MODELLED = "unique_reach_lower", "unique_reach_upper", "unique_reach_modelled"
POTENTIAL = ("potential_reach_lower", "potential_reach_upper")
LADDER = (
    "potential_reach",
    *POTENTIAL,
    "gross_reach",
    LOWER,
    UPPER,
    "unique_reach_upper_all_posts",
    MODELLED,
    "engagement",
)
"""The metrics of the ladder, from what could have been to what was done."""


def ladder(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw one row for each metric, each with its own unit, on a common logarithmic scale.

    Args:
        frame: One row with the metrics of `LADDER`. A metric without a value says why and what to do.
        labels: Names of platforms and dimensions.
        look: The colours.
    """
    row = frame.iloc[0]
    if row[list(LADDER)].isna().all():
        return nothing(look)
    stages = [
        _potential(frame),
        _point(frame, "gross_reach", _("an account counts once for each post that reached it"), "square", 1),
        _interval(frame),
        _point(frame, MODELLED, _modelled_note(frame, labels), "diamond", 0),
        _point(frame, "engagement", _("reactions, comments and shares"), "triangle-up", 2),
    ]
    headings = {0: _("Exposure (outputs)"), len(stages) - 1: _("Response (out-takes)")}
    stages = [replace(amec_stage, heading=headings.get(place, "")) for place, amec_stage in enumerate(stages)]
    foot = _("Assumptions: {assumptions}. Each grid line is ten times the one before. Rows have different units.")
    made = tracks(stages, look, foot.format(assumptions=assumed(frame, labels)))
    return Chart(made, _title(frame), series_breaks.with_breaks(frame, *_summary(frame)))


def meanings(frame: pd.DataFrame) -> Iterator[str]:
    """Yield for each metric its number, its meaning and what it is not, with words marked as bold or italic.

    Args:
        frame: One row with the metrics of `LADDER`.
    """
    template = _("**{metric}: {value}.** {meaning} *What it is not:* {is_not}")
    for metric in map(METRICS.__getitem__, LADDER):
        yield template.format(
            metric=_(metric.label),
            value=valued(metric, frame),
            meaning=_(metric.description),
            is_not=in_labels(_(metric.is_not), "*{label}*"),
        )


def valued(metric: Metric, frame: pd.DataFrame) -> str:
    """Return the number of a metric with its unit, or why there is none.

    Args:
        metric: One of `LADDER`.
        frame: One row with its number.
    """
    value = frame[metric.name].iloc[0]
    return f"{number(value)} {_(metric.unit)}" if pd.notna(value) else _missing(metric.name)


def in_labels(text: str, marked: str) -> str:
    """Return a text with the labels of metrics instead of their names in the terminal.

    Args:
        text: What a metric is not.
        marked: How a label is set off, with its place: `*{label}*`.
    """
    names = sorted((name for name in LADDER if "_" in name), key=len, reverse=True)
    return re.sub("|".join(names), lambda found: marked.format(label=_(METRICS[found[0]].label)), text)


def ranged(low: Any, high: Any) -> str:
    """Return a range for a sentence."""
    if low == high:
        return number(low)
    return _("{low} to {high}").format(low=number(low), high=number(high))


def between(low: Any, high: Any) -> list[str]:
    """Return a range in words, one line for each end."""
    if pd.isna(low) or pd.isna(high):
        return [_("not reported")]
    if low == high:
        return [number(low)]
    return [_("low end {n}").format(n=number(low)), _("high end {n}").format(n=number(high))]


def _point(frame: pd.DataFrame, name: str, note: str, symbol: str, hue: int) -> Track:
    metric, value = METRICS[name], frame[name].iloc[0]
    known = None if pd.isna(value) else float(value)
    values = [number(value)] if known is not None else [_missing(name)]
    return Track(
        _(metric.label),
        values,
        _(metric.unit) if known is not None else "",
        note,
        known,
        known,
        symbol=symbol,
        hue=hue,
        hover=_hover(metric, ", ".join(values)),
    )


def _potential(frame: pd.DataFrame) -> Track:
    """Return the row of the followers of all authors, with the range of different accounts."""
    point = _point(frame, "potential_reach", _("if every follower of every author saw a post"), "circle-open", 5)
    low, high = (frame[name].iloc[0] for name in POTENTIAL)
    if point.low is None or pd.isna(low) or pd.isna(high):
        return point
    note = _("{note}; {low} to {high} different accounts").format(note=point.note, low=number(low), high=number(high))
    return replace(point, note=note, low=float(low), high=float(high))


def _interval(frame: pd.DataFrame) -> Track:
    low, high = (None if pd.isna(frame[name].iloc[0]) else float(frame[name].iloc[0]) for name in (LOWER, UPPER))
    values = between(low, high) if low is not None else [_missing(LOWER)]
    return Track(
        _("Unique reach"),
        values,
        _(METRICS[LOWER].unit) if low is not None else "",
        _("different accounts, each counted once"),
        low,
        high,
        hover=_hover(METRICS[LOWER], ", ".join(values)),
    )


def _hover(metric: Metric, value: str) -> str:
    return f"<b>{_(metric.label)}</b><br>{value} {_(metric.unit)}"


def _missing(name: str) -> str:
    return _("no estimate") if name == MODELLED else _("not reported")


def _modelled_note(frame: pd.DataFrame, labels: Labels) -> str:
    """Return what the estimate is based on, or what is missing for one."""
    if pd.notna(frame[MODELLED].iloc[0]):
        return _("an estimate based on the assumptions")
    if pd.isna(frame[LOWER].iloc[0]):
        return _("reach is not reported here")
    if not attached(frame).assumed.platforms:
        return _("enter an audience size for one platform")
    return _("needs one platform, followers and an audience size")


def _title(frame: pd.DataFrame) -> str:
    low, high = (frame[name].iloc[0] for name in (LOWER, UPPER))
    if pd.isna(low) or pd.isna(high):
        return _("Reach is not reported for these posts")
    if low == high:
        return ngettext(
            "{n} account reached (posts that report reach)", "{n} accounts reached (posts that report reach)", int(low)
        ).format(n=number(low))
    ends = {"low": number(low), "high": number(high)}
    return fitting(
        _("{low} to {high} accounts reached (posts that report reach)").format(**ends),
        _("{low} to {high} accounts reached").format(**ends),
    )


def _summary(frame: pd.DataFrame) -> Iterator[str]:
    about = attached(frame)
    count, share = about.n.get("gross_reach"), about.coverage.get("gross_reach")
    if count is not None and share is not None:
        template = ngettext(
            "{n} post reports reach ({share} of all).", "{n} posts report reach ({share} of all).", count
        )
        yield template.format(n=number(count), share=percent(share))
    low, high, estimate = (frame[name].iloc[0] for name in (LOWER, UPPER, MODELLED))
    if pd.isna(low) or low == high:
        return
    yield _("Low end: the largest audience includes all others.")
    yield _at_most(about.assumed)
    if pd.notna(estimate):
        yield _("Estimate: {n}.").format(n=number(estimate))


def _at_most(assumptions: Assumptions) -> str:
    if assumptions.overlap == "chance" and assumptions.universe:
        return _("High end: audiences overlap only by chance.")
    if assumptions.universe:
        return _("High end: no account saw two posts, up to the audience size.")
    return _("High end: no account saw two posts.")
