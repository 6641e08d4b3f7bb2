"""How many accounts saw the posts, and the Thunderclap."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import cumulative, reach_by_platform, reach_ladder, supporter_concentration
from dashboard.i18n import _, ngettext, number, percent, phrase
from dashboard.reports import plots
from dashboard.reports.model import Block, Column, Plot, Style, Table, Text
from dashboard.reports.sections.people import breakdown
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import reach as wording
from metrics import DIMENSIONS, METRICS, Assumptions, Metric
from metrics.analyses import listings
from metrics.analyses import reach_by_platform as by_platform


def reach(source: Source) -> Found | None:
    """Return the range of unique reach, and what it must not be confused with."""
    frame = source.ask(reach_ladder.LADDER)
    if frame[list(reach_ladder.LADDER)].isna().all(axis=None):
        return None
    named = source.names("platform") | {name: phrase(each) for name, each in DIMENSIONS.items()}
    platforms = by_platform.by_platform(source.where, source.as_of, Assumptions(), warehouse=source.warehouse)
    silent = wording.lead(source.ask(["gross_reach"], ["platform"]), source.names("platform"))
    blocks: list[Block | None] = [
        source.figure(
            "ladder-of-reach", _("From potential reach to engagement"), frame, lambda: reach_ladder.ladder(frame, named)
        ),
        source.figure(
            "reach-by-platform",
            _("Unique reach by platform"),
            platforms,
            lambda: reach_by_platform.platforms(platforms, frame, named),
        ),
        Text("silent", (silent,), Style.NOTE) if silent else None,
        _confusions(frame),
    ]
    return wording.answer(frame), [block for block in blocks if block]


def _confusions(frame: pd.DataFrame) -> Table:
    """Return what each number of the ladder must not be taken for; its meaning stands in the definitions."""
    metrics = [METRICS[name] for name in reach_ladder.LADDER]
    texts = tuple(
        (_(metric.label), reach_ladder.valued(metric, frame), reach_ladder.in_labels(_(metric.is_not), _("“{label}”")))
        for metric in metrics
    )
    return Table(
        "meanings",
        _("Each of these numbers means something else, and none is a number of people"),
        (Column("metric", _("Metric")), Column("value", _("Value")), Column("is_not", _("What it is not"))),
        texts,
        texts,
        tuple(metric.name for metric in metrics),
    )


def thunderclap(source: Source) -> Found | None:
    """Return who joined the Thunderclap, and how concentrated its social reach is."""
    if not source.is_about("campaign"):
        return None
    counted = source.ask(["thunderclap_supporters", "thunderclap_social_reach"]).iloc[0]
    supporters, social_reach = counted["thunderclap_supporters"], counted["thunderclap_social_reach"]
    if pd.isna(supporters) or not supporters:
        return None
    asked, by_day = METRICS["thunderclap_supporters"], source.ask(["thunderclap_supporters"], ["day"])
    rows = listings.thunderclaps(source.campaign, source.as_of, warehouse=source.warehouse)
    goal = source.target("thunderclap_supporters")
    if goal is None and len(rows) == 1 and rows["goal"].notna().all():
        goal = int(rows["goal"].iloc[0])
    shares = listings.concentration(source.where, source.as_of, warehouse=source.warehouse)
    blocks: list[Block | None] = [
        Text("concentrated", _concentrated(shares, social_reach), Style.LEAD),
        source.figure(
            "supporters-over-time",
            _("Supporters against the goal"),
            by_day,
            lambda: cumulative.supporters(by_day, asked, goal),
            plot=_curve(by_day, asked, goal),
        ),
        breakdown(source, "platform", "thunderclap_supporters"),
        breakdown(source, "contributor_type", "thunderclap_supporters"),
    ]
    template = ngettext(
        "{n} supporter joined the Thunderclap", "{n} supporters joined the Thunderclap", int(supporters)
    )
    finding = template.format(n=number(supporters))
    if goal:
        finding = _("{finding}: {share} of the goal of {goal}").format(
            finding=finding, share=percent(supporters / goal), goal=number(goal)
        )
    return finding, [block for block in blocks if block]


def _curve(by_day: pd.DataFrame, asked: Metric, goal: int | None) -> Plot | None:
    """Return how supporters added up, with the goal as a line of its own."""
    rows = by_day.dropna(subset="day").sort_values("day")
    rows = rows.assign(**{asked.name: rows[asked.name].cumsum()}, goal=goal)
    lines = {asked.name: _(asked.label)} | ({"goal": _("Goal")} if goal else {})
    return plots.of_days(rows, lines, kind="line")


def _concentrated(shares: pd.DataFrame, social_reach: object) -> tuple[str, ...]:
    if pd.isna(social_reach):  # type: ignore[call-overload]
        return (_("The friends and followers of the supporters are not known."),)
    sentences = [
        _("Their friends and followers add up to {n}. This is potential, not de-duplicated.").format(
            n=number(social_reach)
        )
    ]
    if half := supporter_concentration.half(shares):
        template = ngettext(
            "{n} supporter of {all} has half of them.", "{n} supporters of {all} have half of them.", half
        )
        sentences.append(template.format(n=number(half), all=number(len(shares))))
    return tuple(sentences)
