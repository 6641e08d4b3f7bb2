"""How audiences responded: which posts had more engagement than others."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.engagement_rates import rates
from dashboard.charts.engagement_spread import spread
from dashboard.i18n import _, listed
from dashboard.reports.model import Block, Style, Text
from dashboard.reports.sections.people import breakdown
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import engagement as wording
from metrics import METRICS, MeasureError
from metrics.analyses import engagement_rates, engagement_spread

RATE: Final = "engagement_rate_by_followers"
BY: Final = ("media_type", "platform", "language")
COMPARED: Final = ("media_type", "platform")
"""The dimensions that the finding compares."""


def engagement(source: Source) -> Found | None:
    """Return what had more engagement: rates with intervals, and the spread of posts."""
    frames = {by: frame for by in BY if (frame := _rates(by, source)) is not None}
    known = {by: frame for by, frame in frames.items() if frame["lower_share"].notna().any()}
    blocks = [
        *(_drawn(by, frame, source) for by, frame in known.items()),
        _left_out([by for by in frames if by not in known], source),
        _spread(source),
        breakdown(source, "platform", "engagement"),
    ]
    shown = [block for block in blocks if block]
    compared = [(by, frames[by]) for by in COMPARED if by in frames]
    return (wording.answer(compared, RATE, source.names), shown) if shown else None


def _rates(by: str, source: Source) -> pd.DataFrame | None:
    try:
        frame = engagement_rates.with_intervals(RATE, by, source.where, source.as_of, warehouse=source.warehouse)
    except MeasureError:
        return None
    return None if frame.empty or frame[RATE].isna().all() else frame


def _drawn(by: str, frame: pd.DataFrame, source: Source) -> Block | None:
    source.asked |= {RATE: None}
    topic = _("{metric} by {dimension}").format(metric=_(METRICS[RATE].label), dimension=source.phrase(by))
    key = f"rate-by-{by}".replace("_", "-")
    rows = frame.reset_index(drop=True).assign(_vague=frame["lower_share"].isna().to_numpy())
    places = rows.sort_values(["_vague", RATE], ascending=[True, False]).index
    table = source.table(key, topic, frame).in_order([*places])
    return source.figure(key, topic, frame, lambda: rates(frame, by, METRICS[RATE], source.names(by)), table=table)


def _left_out(dimensions: list[str], source: Source) -> Text | None:
    """Return by what rates are not drawn, because none of them has an interval: such a chart compares nothing."""
    if not dimensions:
        return None
    named = listed(map(source.phrase, dimensions))
    template = _("{metric} is not compared by {dimensions}: no row has twenty effective authors.")
    return Text("not-compared", (template.format(metric=_(METRICS[RATE].label), dimensions=named),), Style.NOTE)


def _spread(source: Source) -> Block | None:
    try:
        frame = engagement_spread.by_dimension("platform", source.where, source.as_of, warehouse=source.warehouse)
    except MeasureError:
        return None
    return source.figure(
        "spread-by-platform",
        _("Engagement of a usual post"),
        frame,
        lambda: spread(frame, "platform", source.names("platform")),
    )
