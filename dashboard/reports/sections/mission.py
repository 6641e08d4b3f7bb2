"""One mission: its numbers beside the median mission, its months, who published, and its events."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.charts.mission_months import mission_months
from dashboard.i18n import MISSING, _, number, said, shown
from dashboard.reports import plots
from dashboard.reports.model import Block, Quotation, Quotations, Style, Text, Tile, Tiles
from dashboard.reports.sections.people import breakdown
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import advice as advising
from dashboard.wording import mission as wording
from metrics import METRICS
from metrics.analyses import mission_profile, quotable


def profile(source: Source) -> Found | None:
    """Return the numbers of the one mission that the report is about."""
    codes = source.where.values("mission")
    if len(codes) != 1:
        return None
    mission = mission_profile.mission(codes[0], warehouse=source.warehouse)
    if mission is None:
        return None
    name = source.names("mission").get(mission.code, mission.code)
    beside = mission_profile.beside_median(mission.code, source.where, source.as_of, warehouse=source.warehouse)
    source.asked |= dict.fromkeys(beside["metric"])
    by_metric = beside.set_index("metric")
    finding = wording.answer(mission, name, by_metric)
    if pd.isna(by_metric["value"]["posts"]):
        note = _(
            "No post means no post in these data with these filters. It does not mean that the mission did nothing."
        )
        return finding, [Text("none", (note,), Style.NOTE)]
    months = mission_profile.by_month(mission.code, source.where, source.as_of, warehouse=source.warehouse)
    posts = _(METRICS["posts"].label)
    blocks: list[Block | None] = [
        Tiles("numbers", tuple(_tile(row, mission) for row in beside.to_dict("records"))),
        _quote(source),
        *_advice(mission.code, int(by_metric["value"]["posts"]), source),
        source.figure(
            "months",
            _("Posts by month"),
            months,
            lambda: mission_months(months, name),
            plot=plots.of_days(months, {"posts": posts, "median": _("Median")}, by="month"),
        ),
        breakdown(source, "account_type"),
        breakdown(source, "platform"),
    ]
    return finding, [block for block in blocks if block]


def _quote(source: Source) -> Block | None:
    """Return what may be quoted of the mission's posts; the other numbers stand under “What you may say”."""
    found = quotable.quote("posts", source.where, source.as_of, warehouse=source.warehouse)
    if found is None or found.sentence is None:
        return None
    quoted = Quotation(
        found.metric,
        _("What you may say"),
        said(found.sentence),
        tuple(map(said, found.say_with)),
        said(found.do_not_say) if found.do_not_say else "",
    )
    return Quotations("quote", (quoted,))


def _advice(code: str, posts: int, source: Source) -> list[Block]:
    """Return what the mission can do next, or why nothing is advised."""
    shares = mission_profile.shares(code, source.where, source.as_of, warehouse=source.warehouse)
    formats = mission_profile.best_format(code, source.where, source.as_of, warehouse=source.warehouse)
    given = advising.advice(shares, formats, source.names("media_type"))
    lines = tuple(f"{title} {text}" for title, text in given) or (advising.finding(given, shares, formats, posts),)
    return [
        Text("next", lines, Style.LIST, _("What to do next")),
        Text("next-note", (advising.conditions(),), Style.NOTE),
    ]


def _tile(row: Mapping[Hashable, Any], mission: mission_profile.Mission) -> Tile:
    metric = METRICS[str(row["metric"])]
    notes = []
    if mission.kind in wording.MEDIANS and pd.notna(row["median"]):
        median = shown(row["median"], "ratio") if metric.format == "ratio" else wording.middle(row["median"])
        notes.append(_("Median: {value}").format(value=median))
        if pd.notna(row["place"]):
            notes.append(_("place {place} of {n}").format(place=number(row["place"]), n=number(row["missions"])))
    value = row["value"]
    if pd.isna(value):
        return Tile(metric.name, _(metric.label), MISSING, note=_("not reported"))
    return Tile(metric.name, _(metric.label), shown(value, metric.format), _plain(value), " · ".join(notes))


def _plain(value: Any) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
