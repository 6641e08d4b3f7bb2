"""The headline numbers, and what happened when."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts import over_time as charts
from dashboard.i18n import MISSING, _, number, percent, said, shown
from dashboard.reports import plots
from dashboard.reports.model import Block, Style, Text, Tile, Tiles
from dashboard.reports.source import Source
from dashboard.wording import change, events, overview
from metrics import METRICS, MeasureError
from metrics.analyses import event_study, findings, listings
from metrics.analyses.comparison import Before

HEADLINES: Final = ("posts", "contributors", "missions", "engagement")
RANGE: Final = (*change.REACH, "posts_that_report_reach", "posts")
LONG: Final = 120
"""Days from which posts are drawn by week."""
RANKED: Final = 10
"""Event days that are listed."""
Found = tuple[str, list[Block]]
"""The finding of a section, and what stands in it."""


def headline(source: Source) -> Found | None:
    """Return the headline numbers against their targets and the period before, and what stands out."""
    frame = source.ask(HEADLINES)
    posts = int(frame["posts"].iloc[0])
    if not posts:
        return None
    finding = overview.answer(source.title, posts, source.target("posts"))
    tiles = [*(_tile(name, source) for name in HEADLINES), _reach(source), *_thunderclap(source)]
    compared = source.compared
    standing_out = findings.findings(source.where, source.as_of, warehouse=source.warehouse)
    blocks: list[Block] = [
        Tiles("numbers", tuple(tiles)),
        Text("compared", (said(compared.sentence if isinstance(compared, Before) else compared),), Style.NOTE),
    ]
    if standing_out:
        sentences = tuple(f"{said(each.sentence)} {said(each.detail)}" for each in standing_out)
        blocks.append(Text("findings", sentences, Style.LIST, _("What stands out")))
    return finding, blocks


def over_time(source: Source) -> Found | None:
    """Return the posts by day or week with the events, and the days of events."""
    days = source.days
    if days is None:
        return None
    grain = "week" if (days[1] - days[0]).days > LONG else "day"
    frame = source.ask(["posts"], [grain])
    listed = source.in_own_words(listings.events(source.where, source.as_of, warehouse=source.warehouse))
    posts = METRICS["posts"]
    drawn = charts.regular(frame, grain, posts).reset_index()
    figure = source.figure(
        "posts-over-time",
        _("{metric} over time").format(metric=_(posts.label)),
        frame,
        lambda: charts.over_time(frame, posts, listed, grain=grain),
        plot=plots.of_days(drawn, {"posts": _(posts.label)}, by=grain),
    )
    if figure is None:
        return None
    blocks: list[Block] = [figure]
    finding = figure.title
    ranked = event_days(source)
    if ranked is not None:
        finding = events.answer(ranked)
        blocks.append(
            source.table(
                "event-days",
                _("Days of events, those furthest above a typical day first"),
                ranked.head(RANKED) if ranked["automatic"].any() else ranked.head(RANKED).drop(columns="automatic"),
                [_("A typical day is the median of the same day of the week. It is no proof of an effect.")],
            )
        )
    return finding, blocks


def event_days(source: Source) -> pd.DataFrame | None:
    """Return the days of events beside typical days; None if there are none.

    Args:
        source: Gives the answers.

    Returns:
        The frame of `event_study.event_days`.
    """
    try:
        ranked = event_study.event_days(source.where, source.as_of, warehouse=source.warehouse)
    except MeasureError:
        return None
    return None if ranked.empty else source.in_own_words(ranked)


def _tile(name: str, source: Source) -> Tile:
    metric, frame = METRICS[name], source.ask([name], (), source.narrowed(name))
    value, target, note = frame[name].iloc[0], source.target(name), ""
    if pd.isna(value):
        return Tile(name, _(metric.label), MISSING, note=_("not reported"))
    if target:
        note = _("{share} of the target of {target}").format(share=percent(value / target), target=number(target))
    elif name == "contributors":
        note = overview.persons(frame)
    return Tile(name, _(metric.label), shown(value, metric.format), int(value), note, _change(name, source))


def _change(name: str, source: Source) -> str:
    if source.before is None:
        return ""
    now, before = (source.ask([name], (), side)[name].iloc[0] for side in (source.before.now, source.before.before))
    return change.line(now, before)


def _reach(source: Source) -> Tile:
    row = source.ask(RANGE).iloc[0]
    if pd.isna(row["unique_reach_upper"]):
        return Tile("unique_reach", _("Unique reach"), MISSING, note=_("not reported"))
    since = ""
    if source.before is not None:
        now, before = (source.ask(change.REACH, (), side).iloc[0] for side in (source.before.now, source.before.before))
        since = change.of_reach(now, before)
    return Tile(
        "unique_reach",
        _("Unique reach"),
        _("{low} to {high}").format(low=number(row["unique_reach_lower"]), high=number(row["unique_reach_upper"])),
        note=_("accounts; posts that report it: {share}").format(
            share=percent(row["posts_that_report_reach"] / row["posts"])
        ),
        change=since,
    )


def _thunderclap(source: Source) -> list[Tile]:
    metric = METRICS["thunderclap_social_reach"]
    if not source.is_about("campaign"):
        return []
    value = source.ask([metric.name])[metric.name].iloc[0]
    if pd.isna(value) or not value:
        return []
    note = _("potential, not de-duplicated")
    return [Tile(metric.name, _(metric.label), number(value), int(value), note)]
