"""Fact tables: the tables of the warehouse from which metrics are computed, with grain, dimensions and measures.

`data/store/sql` creates these tables; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metrics.definitions.model import Noun


@dataclass(frozen=True)
class Table:
    """One table or view. In a `rollup` the measures are sums, so only sums and its dimensions can be read."""

    name: str
    dimensions: frozenset[str]
    measures: frozenset[str]
    rollup: bool = False
    singles: tuple[str, str] | None = None
    """A column that can only be counted, because it names values of several rows alone, and the one that counts those
    of a single row."""

    @property
    def columns(self) -> frozenset[str]:
        """The names of all columns."""
        return self.dimensions | self.measures


@dataclass(frozen=True)
class FactTable:
    """Items of one kind, in one or more tables that give equal results, the smallest first.

    Attributes:
        noun: What the items are called in a sentence.
        counted: The same with a number.
        units: The SQL that counts the items.
        only: A condition that always applies, which decides which items may be counted; empty means all.
        history: The table for data as of an earlier day.
        made_of: The fact table whose items are first reduced to one row for each combination of `per`.
        per: The columns of that reduction.
        reduced: Its measures, as pairs of name and SQL.
    """

    name: str
    noun: str
    counted: Noun
    relations: tuple[Table, ...]
    units: str
    only: str
    history: Table | None = None
    made_of: str = ""
    per: tuple[str, ...] = ()
    reduced: tuple[tuple[str, str], ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POST = _words(
    "day weekday campaigns platform mission mission_kind region country contributor_type account_type own_account"
    " language media_type post_kind theme thematic_area is_synthetic"
)
_POST_DETAIL = _POST | _words("hour hashtags contributor account post_id posted_at")
_COUNTED = _words(
    "items impressions views reach reactions comments shares clicks saves video_views engagement followers"
)
_POST_MEASURES = _COUNTED | _words(
    "engagement_with_impressions impressions_with_engagement engagement_with_reach reach_with_engagement"
    " engagement_with_followers followers_with_engagement shares_with_impressions impressions_with_shares"
    " impressions_with_reach reach_with_impressions"
    " impressions_items views_items reach_items reactions_items comments_items shares_items clicks_items saves_items video_views_items"
    " engagement_items followers_items engagement_with_impressions_items engagement_with_reach_items engagement_with_followers_items"
    " shares_with_impressions_items impressions_with_reach_items"
)
_PLACE = _words("day campaigns mission mission_kind region country is_synthetic")

_PUBLISHER = _POST - _words("day weekday language media_type post_kind theme thematic_area")
PUBLISHER_TOTAL: Final = Table("publisher_total", _PUBLISHER, _POST_MEASURES, rollup=True)
PUBLISHER_DAY: Final = Table("publisher_day", _PUBLISHER | _words("day weekday"), _POST_MEASURES, rollup=True)
DAILY: Final = Table("daily", _POST, _POST_MEASURES, rollup=True)
CONTRIBUTOR_TOTAL: Final = Table(
    "contributor_total",
    _PUBLISHER | {"contributor"},
    _words("items"),
    rollup=True,
    singles=("contributor", "single_contributors"),
)
CONTRIBUTOR_DAY: Final = Table("contributor_day", _POST | {"contributor"}, _words("items"), rollup=True)
_CONTRIBUTION = (_PLACE - {"day"}) | _words("platform contributor_type account_type own_account item_kind")
CONTRIBUTION_TOTAL: Final = Table("contribution_total", _CONTRIBUTION, _words("items"), rollup=True)
CONTRIBUTION_DAY: Final = Table("contribution_day", _CONTRIBUTION | _words("day weekday"), _words("items"), rollup=True)
POST_DETAILS: Final = Table("post_details", _POST_DETAIL, _COUNTED)
POST_LATEST: Final = Table("post_latest", _POST_DETAIL, _POST_MEASURES)
POST_HISTORY: Final = Table("post_history", _POST_DETAIL | _words("known_from known_until"), _POST_MEASURES)


def single_posts(*, is_looked_back: bool) -> Table:
    """Return the table of posts one by one.

    Args:
        is_looked_back: Whether the counts of an earlier day are asked for, which only the table with their history has.
    """
    return POST_HISTORY if is_looked_back else POST_DETAILS


_ALL = (
    FactTable(
        "posts",
        "posts",
        Noun("{n} post", "{n} posts"),
        (PUBLISHER_TOTAL, PUBLISHER_DAY, DAILY, CONTRIBUTOR_TOTAL, CONTRIBUTOR_DAY, POST_DETAILS, POST_LATEST),
        "sum(items)",
        "",
        history=POST_HISTORY,
    ),
    FactTable(
        "authors",
        "authors of posts",
        Noun("{n} author of posts", "{n} authors of posts"),
        (POST_DETAILS, POST_LATEST),
        "count(*)",
        "",
        history=POST_HISTORY,
        made_of="posts",
        per=("platform", "account"),
        # Followers at the author's first and last post; of posts in one second the lowest and the highest, so that
        # order never matters.
        reduced=(
            ("followers", "arg_min(followers, (posted_at, followers)) filter (where followers is not null)"),
            ("last_followers", "arg_max(followers, (posted_at, followers)) filter (where followers is not null)"),
        ),
    ),
    FactTable(
        "contributions",
        "contributions",
        Noun("{n} contribution", "{n} contributions"),
        (CONTRIBUTION_TOTAL, CONTRIBUTION_DAY),
        "sum(items)",
        "",
    ),
    FactTable(
        "supporters",
        "Thunderclap sign-ups",
        Noun("{n} Thunderclap sign-up", "{n} Thunderclap sign-ups"),
        (
            Table(
                "supporter_facts",
                _words(
                    "day weekday campaigns platform region country contributor_type account_type own_account thunderclap"
                    " contributor counted is_synthetic"
                ),
                _words("supporters connections"),
            ),
        ),
        "sum(supporters)",
        "counted",
    ),
    FactTable(
        "votes",
        "votes for photos",
        Noun("{n} vote for a photo", "{n} votes for photos"),
        (Table("vote_facts", _PLACE | _words("weekday contributor_type photo"), _words("votes")),),
        "sum(votes)",
        "",
    ),
    FactTable(
        "stories",
        "stories",
        Noun("{n} story", "{n} stories"),
        (Table("story_facts", _PLACE | _words("weekday story state council publishable"), frozenset()),),
        "count(*)",
        "publishable",
    ),
)
FACT_TABLES: Final = {base.name: base for base in _ALL}
