"""The quality checks: what each finds, how much it matters, and what it does to which number. One entry in `CHECKS` each.

A check of posts is a condition on `post_latest`; other checks have a statement of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from sqlglot import exp, parse_one

from metrics.compiler.expressions import columns, dimension_expression
from metrics.definitions.catalogue import DIMENSIONS
from metrics.disclosure import voices

SETTLED_AFTER: Final = 14
"""Days after which counts of a post hardly move: a post captured last before that is not settled."""
GAP: Final = 60
"""Days between two captures of a post beyond which its course in between is not known."""

_NOT_ERASED: Final = "NOT starts_with(post_id, 'withdrawn:')"
"""Of an erased post nobody can say more than is known, so what could be added is not asked of it."""
_OF_POST = "c.platform = post_latest.platform AND c.post_id = post_latest.post_id"


class Severity(Enum):
    """How much a result matters, the most serious first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> str:
        """What it is called."""
        return {"high": "Serious", "medium": "Take care", "low": "Good to know"}[self.value]

    @property
    def meaning(self) -> str:
        """What it means for a number."""
        return {
            "high": "Numbers can be wrong, or are based on fewer than half of the items: say it with every number.",
            "medium": "Numbers are somewhat too low, or leave part of the items out.",
            "low": "Numbers hardly change.",
        }[self.value]

    @property
    def rank(self) -> int:
        """Its place, the most serious first."""
        return list(Severity).index(self)


class Harm(Enum):
    """What a result does to numbers, with the shares from which it is serious or needs care."""

    WRONG = (0.01, 0.0)
    """Values contradict each other or are not comparable."""
    INCOMPLETE = (0.5, 0.05)
    """Something is left out."""

    def severity(self, share: float) -> Severity:
        """Return the severity where a share of the items is concerned."""
        serious, careful = self.value
        return Severity.HIGH if share >= serious else Severity.MEDIUM if share >= careful else Severity.LOW


@dataclass(frozen=True)
class Check:
    """One quality check.

    Attributes:
        posts: The SQL condition of the posts to count, among posts that meet `among`.
        sql: For checks of something else, a statement that returns `found` and `among`; parameters are $start and $end.
        sentence: The result in words, with {found}, {among} and {share}.
        of_one: The same where one is found, if its verb or noun is then another.
        advice: What to do.
        harm: What it does to numbers.
        effect: Which numbers it changes and in which direction, in words.
        affects: The metrics of these numbers.
    """

    name: str
    label: str
    sentence: str
    advice: str
    harm: Harm
    effect: str
    affects: tuple[str, ...]
    posts: str = ""
    among: str = "true"
    sql: str = ""
    of_one: str = ""

    @property
    def tells(self) -> frozenset[str]:
        """The dimensions that the result reveals something about: all whose columns the condition reads."""
        if not self.posts:
            return frozenset()
        read = {
            node.name for node in parse_one(f"({self.among}) AND ({self.posts})", read="duckdb").find_all(exp.Column)
        }
        return frozenset(name for name in DIMENSIONS if columns(dimension_expression(name)) & read)

    @property
    def has_list(self) -> bool:
        """Whether the posts behind the result may be listed, as far as each of them may be shown."""
        return bool(self.posts) and not self.tells & set(voices.VOICES)

    def severity(self, found: int, among: int) -> Severity:
        """Return how much a result matters.

        Args:
            found: How many items the check found.
            among: Of how many.
        """
        return self.harm.severity(found / among if among else 0)


def _unknown(dimension: str, label: str, advice: str, effect: str, affects: tuple[str, ...]) -> Check:
    return Check(
        f"{dimension}_unknown",
        label,
        "{share} of posts ({found} of {among}) have no known " + label.lower() + ".",
        advice,
        Harm.INCOMPLETE,
        effect,
        affects,
        posts=f"{dimension} = 'unknown'",
        among=_NOT_ERASED,
    )


def _without(column: str, label: str, effect: str, affects: tuple[str, ...]) -> Check:
    return Check(
        f"{column}_missing",
        label,
        "{share} of posts ({found} of {among}) have no " + label.lower() + ".",
        "Quote these numbers with their coverage, which stands with each of them.",
        Harm.INCOMPLETE,
        effect,
        affects,
        posts=f"{column} IS NULL",
    )


CHECKS: Final = {
    check.name: check
    for check in (
        _unknown(
            "contributor_type",
            "Contributor type",
            "Classify the accounts with most posts first, in the contributor directory.",
            "Numbers by contributor type are too low: the rest stands under “Unknown”. Totals do not change.",
            ("posts", "contributors"),
        ),
        _unknown(
            "mission",
            "Mission",
            "Add the mission to the contributor directory or to the contribution sheet.",
            "Numbers by mission and missions taking part can be too low. Totals do not change.",
            ("missions", "country_coverage"),
        ),
        _unknown(
            "country",
            "Country or area",
            "Add it to the contributor directory or to the contribution sheet.",
            "Numbers by country or area can be too low. Totals do not change.",
            ("countries",),
        ),
        _unknown(
            "language",
            "Language",
            "Add it to the contribution sheet.",
            "Numbers by language are too low. Totals do not change.",
            ("posts",),
        ),
        _without(
            "impressions",
            "Impressions",
            "Impressions are too low. Rates by impressions cover the other posts only.",
            ("impressions", "engagement_rate_by_impressions", "virality"),
        ),
        _without(
            "reach",
            "Reported reach",
            "Gross reach is too low. The range of unique reach covers the other posts only.",
            ("gross_reach", "unique_reach_lower", "unique_reach_upper"),
        ),
        _without(
            "followers",
            "Followers",
            "Potential reach is too low. Rates by followers cover the other posts only.",
            ("potential_reach", "potential_impressions", "engagement_rate_by_followers"),
        ),
        _without(
            "engagement",
            "Engagement",
            "Engagement is too low. Rates cover the other posts only.",
            ("engagement", "engagement_per_post"),
        ),
        Check(
            "falling_counts",
            "Counts that went down",
            "{found} of {among} posts have a count that fell between two snapshots.",
            "Platforms remove fake or deleted counts. Compare the snapshots, and undo an import that is wrong.",
            Harm.INCOMPLETE,
            "The last count is taken, so sums can be lower than those published earlier.",
            ("engagement", "impressions", "gross_reach"),
            posts=f"falling OR EXISTS (SELECT 1 FROM earlier_counts c WHERE {_OF_POST} AND c.falling)",
            of_one="{found} post of {among} has a count that fell between two snapshots.",
        ),
        Check(
            "reach_above_displays",
            "Reach above impressions",
            "{found} of {among} posts report more accounts reached than impressions.",
            "One of the two was counted in another way or at another time. Check the exported file.",
            Harm.WRONG,
            "Frequency is too low, and reach can be too high.",
            ("frequency", "gross_reach", "unique_reach_upper"),
            posts="reach > coalesce(impressions, views)",
            among="reach IS NOT NULL AND coalesce(impressions, views) IS NOT NULL",
            of_one="{found} post of {among} reports more accounts reached than impressions.",
        ),
        Check(
            "negative_counts",
            "Negative counts",
            "{found} of {among} posts have a count below zero.",
            "Check the exported file.",
            Harm.WRONG,
            "Sums with these counts are too low.",
            ("engagement", "impressions"),
            posts="least(impressions, views, reach, reactions, comments, shares, clicks, saves, video_views) < 0",
            of_one="{found} post of {among} has a count below zero.",
        ),
        Check(
            "not_settled",
            "Counts collected early",
            f"{{share}} of posts with counts ({{found}} of {{among}}) have their last snapshot within {SETTLED_AFTER} days of posting.",
            "Their counts may still grow. Export again.",
            Harm.INCOMPLETE,
            "Engagement, impressions and reach of these posts are too low.",
            ("engagement", "impressions", "gross_reach"),
            posts=f"captured_at < posted_at + INTERVAL {SETTLED_AFTER} DAY",
            among="captured_at IS NOT NULL",
        ),
        Check(
            "capture_gaps",
            "Gaps between snapshots",
            f"{{found}} of {{among}} posts have more than {GAP} days between two snapshots.",
            "Export more often. For days in the gap quote the latest numbers.",
            Harm.INCOMPLETE,
            "Numbers with “Data as of” a day in the gap are too low. The latest numbers do not change.",
            ("engagement", "impressions"),
            posts=f"""EXISTS (SELECT 1 FROM earlier_counts c WHERE {_OF_POST}
                AND c.known_until > c.known_from + INTERVAL {GAP} DAY)""",
            among="captured_at IS NOT NULL",
            of_one=f"{{found}} post of {{among}} has more than {GAP} days between two snapshots.",
        ),
        Check(
            "without_campaign",
            "Posts without a campaign",
            "{found} of {among} posts belong to no campaign.",
            "Add the hashtag to the campaign sheet, or choose the campaign at import.",
            Harm.INCOMPLETE,
            "Numbers of a campaign are too low if these posts belong to it.",
            ("posts", "share_of_voice"),
            posts="len(campaigns) = 0",
            among=_NOT_ERASED,
            of_one="{found} post of {among} belongs to no campaign.",
        ),
        Check(
            "silent_days",
            "Days without posts",
            "{found} of {among} days between the first and the last post have none.",
            "Either nothing was posted or a file is missing. Compare with the list of imports.",
            Harm.INCOMPLETE,
            "If a file is missing, posts are too low, and so is the baseline of events.",
            ("posts", "engagement"),
            sql="""
                WITH days AS (SELECT DISTINCT day FROM daily WHERE ($start IS NULL OR day >= $start) AND ($end IS NULL OR day <= $end))
                SELECT coalesce(max(day) - min(day) + 1 - count(*), 0) AS found, coalesce(max(day) - min(day) + 1, 0) AS among FROM days
            """,
            of_one="{found} day of {among} between the first and the last post has none.",
        ),
        Check(
            "definition_changes",
            "Changes in how platforms count",
            "{found} of {among} known changes in how a platform counts fall within the period.",
            "Compare only before or only after the change. Views are not impressions.",
            Harm.WRONG,
            "Before and after are not comparable: a rise or fall can come from the change alone.",
            ("impressions", "views", "gross_reach"),
            sql="""
                SELECT count(*) FILTER (EXISTS (SELECT 1 FROM daily d WHERE d.platform = c.platform AND d.day < c.day
                        AND ($start IS NULL OR d.day >= $start))
                    AND EXISTS (SELECT 1 FROM daily d WHERE d.platform = c.platform AND d.day >= c.day
                        AND ($end IS NULL OR d.day <= $end))) AS found, count(*) AS among
                FROM platform_changes c
            """,
            of_one="{found} known change of {among} in how a platform counts falls within the period.",
        ),
        Check(
            "counts_without_post",
            "Counts without a post",
            "{found} of {among} posts with counts have no other data.",
            "They are not counted until you import a file that contains the posts.",
            Harm.INCOMPLETE,
            "Posts and engagement are too low.",
            ("posts", "engagement"),
            sql="""
                SELECT count(*) FILTER (NOT known) AS found, count(*) AS among
                FROM (SELECT platform, post_id, bool_or(posted_at IS NOT NULL) AS known FROM landing.posts GROUP BY ALL)
            """,
            of_one="{found} post of {among} with counts has no other data.",
        ),
        Check(
            "rejected_rows",
            "Rejected rows",
            "{found} of {among} imported rows are rejected and not yet corrected.",
            "Download them in the internal view, correct them and import them again.",
            Harm.INCOMPLETE,
            "Posts, and everything measured on them, are too low.",
            ("posts", "engagement"),
            sql="""
                SELECT (SELECT count(*) FROM rejects WHERE resolved_by IS NULL AND NOT coalesce(accepted, false)) AS found,
                    (SELECT coalesce(sum(rows_read), 0)::BIGINT FROM imports WHERE undone_at IS NULL) AS among
            """,
            of_one="{found} imported row of {among} is rejected and not yet corrected.",
        ),
        Check(
            "unreadable_cells",
            "Unreadable cells",
            "{found} of {among} accepted rows have a cell that could not be read. Its value is unknown.",
            "Download them in the internal view, correct the cells and import them again.",
            Harm.INCOMPLETE,
            "Sums of the columns with these cells are too low.",
            ("engagement", "impressions"),
            sql="""
                SELECT (SELECT count(*) FROM rejects WHERE resolved_by IS NULL AND accepted) AS found,
                    (SELECT coalesce(sum(rows_read - rejected), 0)::BIGINT FROM imports WHERE undone_at IS NULL) AS among
            """,
            of_one="{found} accepted row of {among} has a cell that could not be read. Its value is unknown.",
        ),
    )
}
