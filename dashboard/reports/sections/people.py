"""Who contributed, from where, and whose voices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.charts.bars import UNKNOWN, bars, ordered
from dashboard.charts.missions_map import missions_map
from dashboard.i18n import _, number, percent, phrase
from dashboard.i18n.names import sort_key
from dashboard.reports import plots
from dashboard.reports.model import Block, Figure, Style, Text
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from metrics import DIMENSIONS, METRICS, MeasureError
from metrics.analyses import participation

NUMBERS: Final = ("posts", "contributors", "engagement")
LISTED: Final = ("mission", "posts", *participation.PUBLISHERS, "engagement", "first_day", "last_day")


def missions(source: Source) -> Found | None:
    """Return which missions took part, and which are silent."""
    if "mission" in source.where.names:
        return None
    found = participation.missions(source.where, source.as_of, warehouse=source.warehouse)
    active = found[found["posts"] > 0]
    if active.empty:
        return None
    named = source.names("mission")
    frame = source.ask(["posts"], ["mission"])
    blocks: list[Block | None] = [
        source.figure(
            "map",
            _("Missions that took part"),
            frame,
            lambda: missions_map(found, named),
            table=source.table(
                "map", _("Missions that took part"), active[["mission", "posts", "engagement", "first_day", "last_day"]]
            ),
            is_map=True,
        ),
        breakdown(source, "mission"),
        *_silent(found, source),
    ]
    return _taking_part(found), [block for block in blocks if block]


def _taking_part(found: pd.DataFrame) -> str:
    every = found[found["is_listed"]]
    countries, offices = (every[every["kind"] == kind] for kind in (participation.COUNTRY, participation.REGIONAL))
    return _("{n} of {all} country missions and {offices} of {all_offices} regional offices took part").format(
        n=number((countries["posts"] > 0).sum()),
        all=number(len(countries)),
        offices=number((offices["posts"] > 0).sum()),
        all_offices=number(len(offices)),
    )


def _silent(found: pd.DataFrame, source: Source) -> list[Block]:
    """Return the country missions without a post, by region."""
    silent = found[(found["kind"] == participation.COUNTRY) & found["is_listed"] & (found["posts"] == 0)]
    named, regions = source.names("mission"), source.names("region")
    lines = []
    for region, rows in sorted(silent.groupby("region"), key=lambda pair: -len(pair[1])):
        missing = sorted((named.get(code, code) for code in rows["mission"]), key=sort_key)
        lines.append(
            _("{region} ({n}): {names}.").format(
                region=regions.get(str(region), str(region)), n=number(len(missing)), names=", ".join(missing)
            )
        )
    if not lines:
        return []
    note = _("No post means no post in these data with these filters. It does not mean that the mission did nothing.")
    return [
        Text("silent", tuple(lines), Style.LIST, _("Country missions without a post")),
        Text("silent-note", (note,), Style.NOTE),
    ]


def voices(source: Source) -> Found | None:
    """Return whose voices they are, where contributor types may be shown, and who published."""
    types = breakdown(source, "contributor_type")
    publishers = breakdown(source, "account_type")
    blocks: list[Block] = [block for block in (types, publishers) if block]
    if not blocks:
        return None
    if types is None:
        text = _(
            "Contributor types (migrants, staff, partners …) are counted for the whole campaign, by month and by platform. "
            "For a selection this narrow you see who published instead."
        )
        blocks.append(Text("why", (text,), Style.NOTE))
    return _most(blocks), blocks


def platforms(source: Source) -> Found | None:
    """Return on which platforms and in which languages it was posted."""
    blocks: list[Block] = [block for block in (breakdown(source, "platform"), breakdown(source, "language")) if block]
    return (_most(blocks), blocks) if blocks else None


def _most(blocks: Sequence[Block]) -> str:
    """Return who has most posts by each dimension; the titles of the charts where that is not one of them."""
    figures = [block for block in blocks if isinstance(block, Figure)]
    leaders = [leader for figure in figures if (leader := _leader(figure))]
    if len(figures) == 1 or len(leaders) < len(figures):
        return "; ".join(figure.title for figure in figures)
    return _("Most posts: {leaders}").format(leaders=", ".join(leaders))


def _leader(figure: Figure) -> str | None:
    """Return the first row of a chart's table with its share; None if it is not known, not alone or not the largest."""
    counts = [row[1] for row in figure.table.rows]
    known = [float(count) for count in counts if isinstance(count, int | float)]
    if len(known) < len(counts) or figure.table.row_keys[0] in UNKNOWN or known.count(max(known)) > 1:
        return None
    dimension = phrase(DIMENSIONS[figure.table.columns[0].key])
    share = percent(max(known) / sum(known))
    return _("{name} ({share}) by {dimension}").format(name=figure.table.texts[0][0], share=share, dimension=dimension)


def breakdown(source: Source, dimension: str, metric: str = "posts") -> Figure | None:
    """Return bars of a metric by a dimension; None if it may not be shown or nothing is known.

    Args:
        source: Gives the answers.
        dimension: The dimension.
        metric: The metric.
    """
    try:
        frame = source.ask([metric], [dimension])
    except MeasureError:
        return None
    asked = METRICS[metric]
    if frame[metric].isna().all() or set(frame[dimension]) <= {"unknown", "none"}:
        return None
    named = source.names_of(frame, dimension)
    topic = _("{metric} by {dimension}").format(metric=_(asked.label), dimension=source.phrase(dimension))
    key = f"{metric}-by-{dimension}".replace("_", "-")
    places = frame.index.get_indexer(ordered(frame, dimension, metric).index)
    return source.figure(
        key,
        topic,
        frame,
        lambda: bars(frame, dimension, asked, named),
        table=source.table(key, topic, frame).in_order(places.tolist()),
        plot=plots.of_bars(frame, dimension, metric, named),
    )
