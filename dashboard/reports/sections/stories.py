"""The stories: from which countries they may be published, their routes, and what the others wait for."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.stories_map import stories_map
from dashboard.charts.story_routes import story_routes
from dashboard.i18n import _, number
from dashboard.i18n.names import sort_key
from dashboard.reports.model import Block, Column, Figure, Style, Table, Text
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import stories as wording
from metrics.analyses import story_coverage


def stories(source: Source) -> Found | None:
    """Return from which countries stories may be published, which are missing, and what waits for whom."""
    where, as_of, warehouse = source.narrowed("stories"), source.as_of, source.warehouse
    found = story_coverage.countries(where, as_of, warehouse=warehouse)
    stages = story_coverage.steps(source.campaign, as_of, warehouse=warehouse)
    if stages.empty or not (source.is_whole or found["stories"].any()):
        return None  # the steps are those of the whole campaign: they say nothing of a part without a story
    source.asked |= {"stories": None}
    blocks: list[Block | None] = [_steps(stages, is_narrow=not source.is_whole)]
    if found["stories"].any():
        routes = story_coverage.routes(where, as_of, warehouse=warehouse)
        blocks += [_map(found, source), _routes(routes, source), _missing(found, source)]
    return wording.answer(found), [block for block in blocks if block]


def _steps(stages: pd.DataFrame, *, is_narrow: bool) -> Table:
    """Return how many stories reached each step from nomination to publication."""
    steps = [*wording.steps(stages)]
    return Table(
        "steps",
        _("From nomination to publication"),
        (Column("step", _("Step")), Column("stories", _("Stories"), "count"), Column("note", _("Note"))),
        tuple((step.title, step.stories, step.note) for step in steps),
        tuple(
            (step.title, _("not recorded") if step.stories is None else number(step.stories), step.note)
            for step in steps
        ),
        tuple(step.key for step in steps),
        (wording.still_waiting(stages) + ".", *([wording.of_whole_campaign()] if is_narrow else [])),
    )


def _map(found: pd.DataFrame, source: Source) -> Figure | None:
    title, named = _("Countries with a story"), source.names("country")
    places = found.loc[found["stories"] > 0, ["country", "stories"]]
    return source.figure(
        "stories-map",
        title,
        source.ask(["stories"], ["country"], source.narrowed("stories")),
        lambda: stories_map(found, named),
        table=source.table("stories-map", title, places),
        is_map=True,
    )


def _routes(routes: pd.DataFrame, source: Source) -> Figure | None:
    named = source.names("country")
    topic = _("From origin to host country")
    return source.figure("story-routes", topic, routes, lambda: story_routes(routes, named))


def _missing(found: pd.DataFrame, source: Source) -> Block | None:
    missing = found[found["is_listed"] & (found["stories"] == 0)]
    if missing.empty:
        return None
    named, regions = source.names("country"), source.names("region")
    lines = [
        _("{region} ({n}): {names}.").format(
            region=regions.get(str(region), str(region)),
            n=number(len(rows)),
            names=", ".join(sorted((named.get(code, code) for code in rows["country"]), key=sort_key)),
        )
        for region, rows in sorted(missing.groupby("region"), key=lambda pair: -len(pair[1]))
    ]
    return Text("missing", tuple(lines), Style.LIST, _("Countries with a mission and without a story"))
