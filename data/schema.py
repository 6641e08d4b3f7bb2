"""The tables of the data: their columns, their grain and their keys.

Every accepted row is first *landed*: stored with its import in `landing.<table>`. Everything else is derived from the
landed rows of all imports that are not undone, by rules that look at content and never at the order of arrival. So the
order of imports changes no number, and any import can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from common import published_figure

DESCRIBES_ACCOUNT: Final = ("account_type", "contributor_type", "mission", "country", "language", "person")
"""What the contributor directory says of an account, in words."""
NAMES_ACCOUNT: Final = ("public_name", "profile")
"""What it says of the organisation's own accounts alone."""
INSTITUTIONS: Final = ("office", "organisation")
"""The account types of which an account can be the organisation's own."""
OTHER_ACCOUNTS: Final = "all other accounts"
"""The one value of every account that is not the organisation's own."""
OTHER_THEMES: Final = "other"
"""The area of work of every theme that the reference list does not know."""
TRANSLATED_TO: Final = ("fr", "es")
"""The languages in which sheets can say their texts besides the one in which they are written."""
NO_LONGER_KNOWN: Final = "unknown"
"""Written in the directory, it takes back what was known; it lands as an empty text, while a blank cell, which says
nothing, is NULL."""
SUPPOSED: Final = ("media_type", "post_kind")
"""Columns of posts of which a format may suppose what its rows do not say: that fills gaps, and never stands against
what was recorded."""
COUNTS: Final = ("impressions", "views", "reach", "reactions", "comments", "shares", "clicks", "saves", "video_views")
"""Cumulative counters of a post, each as its platform states it; missing is NULL, never zero."""
DIMENSIONS: Final = {
    "day": "DATE",
    "weekday": "INTEGER",
    "campaigns": "VARCHAR[]",
    "platform": "VARCHAR",
    "mission": "VARCHAR",
    "mission_kind": "VARCHAR",
    "region": "VARCHAR",
    "country": "VARCHAR",
    "contributor_type": "VARCHAR",
    "account_type": "VARCHAR",
    "own_account": "VARCHAR",
    "language": "VARCHAR",
    "media_type": "VARCHAR",
    "post_kind": "VARCHAR",
    "theme": "VARCHAR",
    "thematic_area": "VARCHAR",
    "is_synthetic": "BOOLEAN",
}
"""What the rollups keep apart."""
_SUMMED = (*COUNTS, "engagement", "followers")
_TOGETHER = (
    ("engagement", "impressions"),
    ("engagement", "reach"),
    ("engagement", "followers"),
    ("shares", "impressions"),
    ("impressions", "reach"),
)
"""Measures that ratios divide by each other: a ratio divides sums over the same posts, so both only where both are
known."""


@dataclass(frozen=True)
class Table:
    """A table as imports land it.

    Attributes:
        key: The identity of a row: two imports with the same key describe the same thing.
        by_column: Whether each column takes its value from any import that has one (data/store/sql); otherwise the row
            of the last snapshot is used.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: dict[str, str]
    by_column: bool = False
    planned: tuple[str, ...] = ()
    """Days that may lie ahead; all others have happened."""
    endless: tuple[str, ...] = ()
    """Days that may lie ahead without end, such as 9999-12-31 for what does not expire."""
    must_be_read: tuple[str, ...] = ()
    """Columns beside the key without which a row says something else or protects somebody less: one that cannot be read
    rejects the row, one that is blank does not. Any other cell that cannot be read is unknown."""

    @property
    def essential(self) -> frozenset[str]:
        """The columns of which an unreadable cell rejects its row."""
        return frozenset((*self.key, *self.must_be_read))

    def happened(self, column: str) -> bool:
        """Return whether the days of a column cannot be later than the day of import."""
        return column not in (*self.planned, *self.endless)


def _translated(*columns: str) -> dict[str, str]:
    """Return the columns in which a sheet can say the texts of others in another language."""
    return {f"{column}_{language}": "VARCHAR" for column in columns for language in TRANSLATED_TO}


_POST_COUNTS = dict.fromkeys(COUNTS, "BIGINT")

TABLES: Final = {
    table.name: table
    for table in (
        Table(
            "posts",
            "one row a post; an import may know its text, its counts at a moment, or whose voice it is",
            ("platform", "post_id"),
            {
                "platform": "VARCHAR",
                "post_id": "VARCHAR",
                "account": "VARCHAR",
                "posted_at": "TIMESTAMP",
                "text": "VARCHAR",
                "url": "VARCHAR",
                "language": "VARCHAR",
                "country": "VARCHAR",
                "media_type": "VARCHAR",
                "post_kind": "VARCHAR",
                "contributor_type": "VARCHAR",
                "contributor_basis": "VARCHAR",
                "posted_on_behalf": "BOOLEAN",
                "mission": "VARCHAR",
                "theme": "VARCHAR",
                "campaign": "VARCHAR",
                "deleted_at": "TIMESTAMP",
                "consent": "VARCHAR",
                "followers": "BIGINT",
                "captured_at": "TIMESTAMP",
                **_POST_COUNTS,
                "day_only": "BOOLEAN",  # true where the file tells the day it was posted and no time
            },
            by_column=True,
            must_be_read=("posted_at", "posted_on_behalf", "deleted_at", "consent"),
        ),
        Table(
            "accounts",
            "one row an account and moment it was described",
            ("platform", "account", "as_of"),
            {
                "platform": "VARCHAR",
                "account": "VARCHAR",
                "as_of": "TIMESTAMP",
                "account_type": "VARCHAR",
                "contributor_type": "VARCHAR",
                "mission": "VARCHAR",
                "country": "VARCHAR",
                "language": "VARCHAR",
                "followers": "BIGINT",
                "person": "VARCHAR",
                "own": "BOOLEAN",
                "public_name": "VARCHAR",
                "profile": "VARCHAR",
            },
            by_column=True,
            must_be_read=(*DESCRIBES_ACCOUNT, "own"),
        ),
        Table(
            "campaigns",
            "one row a campaign",
            ("campaign",),
            {
                "campaign": "VARCHAR",
                "name": "VARCHAR",
                "hashtags": "VARCHAR",
                "starts": "DATE",
                "ends": "DATE",
                "description": "VARCHAR",
            },
            planned=("starts", "ends"),
            must_be_read=("starts", "ends"),
        ),
        Table(
            "events",
            "one row an event",
            ("day", "event"),
            {"day": "DATE", "event": "VARCHAR", "kind": "VARCHAR", "source": "VARCHAR", **_translated("event")},
            planned=("day",),
        ),
        Table(
            "targets",
            "one row a campaign and metric",
            ("campaign", "metric"),
            {
                "campaign": "VARCHAR",
                "metric": "VARCHAR",
                "target": "BIGINT",
                "starts": "DATE",
                "due": "DATE",
                "note": "VARCHAR",
                **_translated("note"),
            },
            planned=("starts", "due"),
            must_be_read=("target", "starts", "due"),
        ),
        Table(
            "thunderclaps",
            "one row a Thunderclap, as its organiser's summary states it",
            ("thunderclap",),
            {
                "thunderclap": "VARCHAR",
                "campaign": "VARCHAR",
                "title": "VARCHAR",
                "goal": "BIGINT",
                "supporters": "BIGINT",
                "social_reach": "BIGINT",
                "launched_at": "TIMESTAMP",
                "platform": "VARCHAR",
            },
            planned=("launched_at",),
            must_be_read=("launched_at",),
        ),
        Table(
            "supporters",
            "one row a supporter of a Thunderclap on a network",
            ("thunderclap", "platform", "supporter"),
            {
                "thunderclap": "VARCHAR",
                "platform": "VARCHAR",
                "supporter": "VARCHAR",
                "signed_up": "DATE",
                "connections": "BIGINT",
                "country": "VARCHAR",
                "supporter_type": "VARCHAR",
                "opted_out": "BOOLEAN",
            },
            must_be_read=("signed_up", "opted_out"),
        ),
        Table(
            "photos",
            "one row a photo entered",
            ("photo",),
            {
                "photo": "VARCHAR",
                "campaign": "VARCHAR",
                "mission": "VARCHAR",
                "country": "VARCHAR",
                "submitted": "DATE",
                "contributor_type": "VARCHAR",
                "title": "VARCHAR",
                "shortlisted": "BOOLEAN",
                "consent": "VARCHAR",
                "documented": "BOOLEAN",
            },
            must_be_read=("submitted", "consent"),
        ),
        Table(
            "photo_votes",
            "one row a photo and day: votes cast that day",
            ("photo", "day"),
            {"photo": "VARCHAR", "day": "DATE", "votes": "BIGINT"},
            must_be_read=("votes",),
        ),
        Table(
            "stories",
            "one row a nominated story",
            ("story",),
            {
                "story": "VARCHAR",
                "campaign": "VARCHAR",
                "nominated": "DATE",
                "mission": "VARCHAR",
                "country": "VARCHAR",
                "contribution_to": "VARCHAR",
                "state": "VARCHAR",
                "council": "BOOLEAN",
                "consent": "VARCHAR",
                "origin": "VARCHAR",
                "transit": "VARCHAR",
                "host": "VARCHAR",
                "theme": "VARCHAR",
                "languages": "VARCHAR",
                "story_link": "VARCHAR",
                "story_month": "VARCHAR",
            },
            must_be_read=("nominated", "consent"),
        ),
        Table(
            "consents",
            "one row a consent",
            ("consent",),
            {
                "consent": "VARCHAR",
                "given": "DATE",
                "withdrawn": "DATE",
                "expires": "DATE",
                "scope": "VARCHAR",
                "risk_review": "VARCHAR",
                "minor": "BOOLEAN",
                "guardian_consent": "BOOLEAN",
            },
            endless=("withdrawn", "expires"),  # a withdrawal holds, whatever day is written
            must_be_read=("given", "withdrawn", "expires", "scope", "risk_review", "minor", "guardian_consent"),
        ),
        Table(
            "claims",
            "one row a published figure, with the question to the data that gives it again",
            ("claim",),
            published_figure.COLUMNS | _translated("what_it_is", "scope", "note", "unit_as_published"),
            planned=("starts", "ends"),
            must_be_read=(
                "metric",
                "value",
                "qualifier",
                "filters",
                "starts",
                "ends",
                "known_on",
                "universe",
                "overlap",
            ),
        ),
    )
}


def _together() -> dict[str, str]:
    """Return SQL for measures that are known together, and for how many posts have both."""
    found = {}
    for one, other in _TOGETHER:
        found[f"{one}_with_{other}"] = f"CASE WHEN {other} IS NOT NULL THEN {one} END"
        found[f"{other}_with_{one}"] = f"CASE WHEN {one} IS NOT NULL THEN {other} END"
        found[f"{one}_with_{other}_items"] = f"({one} IS NOT NULL AND {other} IS NOT NULL)::BIGINT"
    return found


def rests_on(measure: str) -> str:
    """Return the measure that counts the posts on which another one is based."""
    if measure.endswith("items"):
        return ""
    pairs = {f"{b}_with_{a}": f"{a}_with_{b}_items" for a, b in _TOGETHER}
    return pairs.get(measure, f"{measure}_items")


_ITEMS = {f"{measure}_items": f"({measure} IS NOT NULL)::BIGINT" for measure in _SUMMED}
MEASURES: Final = ("items", *_SUMMED, *_together(), *_ITEMS)
"""What the rollups add up; `…_items` counts the posts that a sum rests on."""


def measure_sql() -> dict[str, str]:
    """Return SQL for each measure of a post that is not a column of it.

    These are measures known together, and whether a post has one.
    """
    return _together() | _ITEMS
