"""What a campaign came to, in one sentence."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.base.phrases import counted
from dashboard.i18n import _, listed, number, said
from metrics.answers import attached
from metrics.caveats import contributors
from metrics.definitions.catalogue import METRICS

ALSO: Final = ("contributors", "missions", "engagement")
"""What is counted beside posts."""


def answer(title: str, posts: int, target: int | None) -> str:
    """Return the answer in one sentence: the target where there is one, else what came in.

    Args:
        title: What the posts are of, such as the campaign.
        posts: The number of posts.
        target: The target of a whole campaign; None if there is none.
    """
    if target is None:
        return _("{title}: {posts}").format(title=title, posts=counted(posts, METRICS["posts"]))
    values = {"title": title, "posts": counted(posts, METRICS["posts"]), "target": number(target)}
    if posts > target:
        return _("{title} passed its target: {posts} against {target}").format(**values)
    if posts == target:
        return _("{title} reached its target: {posts}").format(**values)
    return _("{title} has {posts}; its target is {target}").format(**values)


def lead(counts: pd.Series) -> str:
    """Return what else was counted; empty if nothing was.

    Args:
        counts: The numbers by metric: contributors, missions, engagement.
    """
    parts = [counted(counts[name], METRICS[name]) for name in ALSO if pd.notna(counts[name]) and counts[name]]
    return _("Also counted: {parts}.").format(parts=listed(parts)) if parts else ""


def taking_part(found: pd.DataFrame) -> str:
    """Return how many country missions and regional offices took part, of all; empty if the list is narrowed to one kind.

    Args:
        found: The frame of metrics.analyses.participation.missions.
    """
    listed_ones = found[found["is_listed"]]
    kinds = [listed_ones[listed_ones["kind"] == kind]["posts"] > 0 for kind in ("country", "regional")]
    if min(map(len, kinds)) < 2 or not any(map(any, kinds)):
        return ""
    countries, offices = kinds
    return _("{n} of {all} country missions, {offices} of {all_offices} regional offices").format(
        n=number(countries.sum()),
        all=number(len(countries)),
        offices=number(offices.sum()),
        all_offices=number(len(offices)),
    )


def persons(frame: pd.DataFrame) -> str:
    """Return who the contributors are: people, offices and organizations, and how many there are at least.

    Args:
        frame: The measured contributors, one row.
    """
    found = attached(frame).contributors
    who = listed(map(said, contributors.parts(found[0]))) if found else ""
    if not who:
        return _("people, offices and organizations")
    least = found[0]["at_least"]
    return who if least is None else _("{contributors}; at least {low}").format(contributors=who, low=number(least))
