"""The scope of a page: one campaign or all posts, and their days."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from dashboard import queries
from dashboard.i18n import _, language
from dashboard.i18n.names import sort_key
from dashboard.remembered import Version, remembered, version
from metrics import DIMENSIONS, Selection

ALL: Final = "all"
"""Stands in the address for all posts, of every campaign and of none."""
NONE: Final = DIMENSIONS["campaign"].unknown
HOLDINGS: Final = ("posts", "contributions", "photo_votes")
"""Metrics that count between them everything a campaign holds."""


def campaigns() -> list[str]:
    """Return the campaigns to choose from by name, and last the posts without one."""
    return _campaigns(language(), version())


@remembered(20)
def _campaigns(_spoken: str, _version: Version) -> list[str]:
    named = queries.names("campaign")
    held = {code for metric in HOLDINGS for code in queries.latest([metric], ["campaign"])["campaign"]}
    codes = {*named, *held} - {ALL} - ({NONE} - held)
    return sorted(codes, key=lambda code: (code == NONE, sort_key(str(named.get(code, code)))))


def of_itself() -> str | None:
    """Return the campaign of pages until another is chosen: the only one with posts; None for all posts."""
    found = with_posts()
    return found[0] if len(found) == 1 else None


def with_posts() -> list[str]:
    """Return the campaigns that have posts."""
    return [str(code) for code in queries.latest(["posts"], ["campaign"])["campaign"] if code != NONE]


def without_campaign(where: Selection) -> int:
    """Return how many posts have no campaign; 0 if the selection is about them."""
    if NONE in where.values("campaign"):
        return 0
    posts = queries.ask(["posts"], ["campaign"]).set_index("campaign")["posts"]
    return int(posts.get(NONE, 0))


def title(where: Selection) -> str:
    """Return the campaign of a selection by name, or “All posts”."""
    named = queries.names("campaign")
    return " · ".join(str(named.get(code, code)) for code in where.values("campaign")) or _("All posts")


def days(campaign: str | None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a campaign, or of all data; today without data."""
    return _days(campaign, version())


@remembered(100)
def _days(campaign: str | None, _version: Version) -> tuple[dt.date, dt.date]:
    held = pd.concat(
        [queries.latest([metric], ["campaign", "day"])[["campaign", "day"]] for metric in HOLDINGS]
    ).dropna(subset="day")
    if campaign:
        held = held[held["campaign"] == campaign]
    return (held["day"].min().date(), held["day"].max().date()) if len(held) else (dt.date.today(), dt.date.today())
