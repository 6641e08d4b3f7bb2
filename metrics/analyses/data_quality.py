"""Quality checks: what a reader should know before trusting a number. Each check is one entry in `CHECKS`.

A check of posts is a condition on `post_latest`; other checks have a statement of their own. No check changes data:
wrong counts are kept and reported.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from sqlglot import exp, parse_one

from common.messages import Quantity
from metrics.analyses.listings import LISTED, Where, filter_of, rows_of
from metrics.api import as_selection, ask
from metrics.compiler.expressions import columns, dimension_expression
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.model import Selection, TranslatableText, UnknownName, VoicesNotShown
from metrics.disclosure import voices

SETTLED_AFTER: Final = 14
"""Days after which counts of a post hardly move: a post captured last before that is not settled."""
GAP: Final = 60
"""Days between two captures of a post beyond which its course in between is not known."""

_NOT_ERASED: Final = "NOT starts_with(post_id, 'withdrawn:')"
"""Of an erased post nobody can say more than is known, so what could be added is not asked of it."""
_OF_POST = "c.platform = post_latest.platform AND c.post_id = post_latest.post_id"


@dataclass(frozen=True)
class Check:
    """One quality check.

    Attributes:
        posts: The SQL condition of the posts to count, among posts that meet `among`.
        sql: For checks of something else, a statement that returns `found` and `among`; parameters are $start and $end.
        sentence: The result in words, with {found}, {among} and {share}.
        of_one: The same where one is found, if its verb or noun is then another.
        advice: What to do.
    """

    name: str
    label: str
    sentence: str
    advice: str
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


def _unknown(dimension: str, label: str, advice: str) -> Check:
    return Check(
        f"{dimension}_unknown",
        label,
        "{share} of posts ({found} of {among}) have no known " + label.lower() + ".",
        advice,
        posts=f"{dimension} = 'unknown'",
        among=_NOT_ERASED,
    )


def _without(column: str, label: str) -> Check:
    return Check(
        f"{column}_missing",
        label,
        "{share} of posts ({found} of {among}) have no " + label.lower() + ".",
        "Figures based on it cover the other posts only; the coverage is shown with each figure.",
        posts=f"{column} IS NULL",
    )


CHECKS: Final = {
    check.name: check
    for check in (
        _unknown(
            "contributor_type",
            "Contributor type",
            "Classify the accounts with most posts first, in the contributor directory.",
        ),
        _unknown("mission", "Mission", "Add the mission to the contributor directory or to the contribution sheet."),
        _unknown("country", "Country or area", "Add it to the contributor directory or to the contribution sheet."),
        _unknown("language", "Language", "Add it to the contribution sheet."),
        _without("impressions", "Impressions"),
        _without("reach", "Reported reach"),
        _without("followers", "Followers"),
        _without("engagement", "Engagement"),
        Check(
            "falling_counts",
            "Counts that went down",
            "{found} of {among} posts have a count that fell between two snapshots.",
            "Platforms remove fake or deleted counts. Compare the snapshots, and undo an import that is wrong.",
            posts=f"EXISTS (SELECT 1 FROM post_counts c WHERE {_OF_POST} AND c.falling)",
            of_one="{found} post of {among} has a count that fell between two snapshots.",
        ),
        Check(
            "reach_above_displays",
            "Reach above impressions",
            "{found} of {among} posts report more accounts reached than impressions.",
            "One of the two was counted in another way or at another time. Check the exported file.",
            posts="reach > coalesce(impressions, views)",
            among="reach IS NOT NULL AND coalesce(impressions, views) IS NOT NULL",
            of_one="{found} post of {among} reports more accounts reached than impressions.",
        ),
        Check(
            "negative_counts",
            "Negative counts",
            "{found} of {among} posts have a count below zero.",
            "Check the exported file.",
            posts="least(impressions, views, reach, reactions, comments, shares, clicks, saves, video_views) < 0",
            of_one="{found} post of {among} has a count below zero.",
        ),
        Check(
            "not_settled",
            "Counts collected early",
            f"{{share}} of posts with counts ({{found}} of {{among}}) have their last snapshot within {SETTLED_AFTER} days of posting.",
            "Their counts may still grow. Export again.",
            posts=f"captured_at < posted_at + INTERVAL {SETTLED_AFTER} DAY",
            among="captured_at IS NOT NULL",
        ),
        Check(
            "capture_gaps",
            "Gaps between snapshots",
            f"{{found}} of {{among}} posts have more than {GAP} days between two snapshots.",
            "For days within the gap, counts are older than the date suggests.",
            posts=f"""EXISTS (SELECT 1 FROM post_counts c WHERE {_OF_POST} AND c.known_from > TIMESTAMP '1000-01-01'
                AND c.known_until > c.known_from + INTERVAL {GAP} DAY)""",
            among="captured_at IS NOT NULL",
            of_one=f"{{found}} post of {{among}} has more than {GAP} days between two snapshots.",
        ),
        Check(
            "without_campaign",
            "Posts without a campaign",
            "{found} of {among} posts belong to no campaign.",
            "Add the hashtag to the campaign sheet, or choose the campaign at import.",
            posts="len(campaigns) = 0",
            among=_NOT_ERASED,
            of_one="{found} post of {among} belongs to no campaign.",
        ),
        Check(
            "silent_days",
            "Days without posts",
            "{found} of {among} days between the first and the last post have none.",
            "Either nothing was posted or a file is missing. Compare with the list of imports.",
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
            sql="""
                SELECT (SELECT count(*) FROM rejects WHERE resolved_by IS NULL AND accepted) AS found,
                    (SELECT coalesce(sum(rows_read - rejected), 0)::BIGINT FROM imports WHERE undone_at IS NULL) AS among
            """,
            of_one="{found} accepted row of {among} has a cell that could not be read. Its value is unknown.",
        ),
    )
}


def check(where: Where = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Run the quality checks.

    Args:
        where: The selection.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each check: check, label, found, among (both counts of items), sentence and advice. `found` is 0 if
        there is no problem. Checks about contributor types are left out where these may not be shown.
    """
    chosen = as_selection(where, warehouse)
    condition, params = filter_of("posts", chosen)
    voices.check_list(chosen)
    may_tell = _may_tell_voices(chosen, warehouse)
    on_posts = [c for c in CHECKS.values() if c.posts and (may_tell or not c.tells & set(voices.VOICES))]
    counted = ", ".join(
        f"count(*) FILTER ({c.among} AND coalesce({c.posts}, false)) AS {c.name}, count(*) FILTER ({c.among}) AS among_{c.name}"
        for c in on_posts
    )
    found = rows_of(f"SELECT {counted or 'count(*)'} FROM post_latest WHERE {condition}", params, warehouse).iloc[0]
    results = {c.name: (int(found[c.name]), int(found[f"among_{c.name}"])) for c in on_posts}
    for other in (c for c in CHECKS.values() if c.sql):
        period = {
            name: value for name, value in (("start", chosen.start), ("end", chosen.end)) if f"${name}" in other.sql
        }
        row = rows_of(other.sql, period, warehouse).iloc[0]
        results[other.name] = (int(row["found"]), int(row["among"]))
    return pd.DataFrame([_row(c, *results[c.name]) for c in CHECKS.values() if c.name in results])


def newest_change(*, warehouse: Path | None = None) -> dt.date:
    """Return the day of the newest change in how platforms count that is known here."""
    newest: dt.date = (
        rows_of("SELECT max(day)::TIMESTAMP AS day FROM platform_changes", {}, warehouse)["day"].iloc[0].date()
    )
    return newest


def posts_behind(
    name: str, where: Where = None, *, limit: int = 200, warehouse: Path | None = None
) -> tuple[pd.DataFrame, int]:
    """List the posts behind the result of a check, newest first.

    Args:
        name: The check.
        where: The selection.
        limit: The most posts to list.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The posts that may be listed, one row each, and the number of further posts.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type, or the check is about them.
    """
    found = CHECKS.get(name)
    if found is None or not found.posts:
        raise UnknownName(TranslatableText("check on posts"), name, [c.name for c in CHECKS.values() if c.posts])
    chosen = as_selection(where, warehouse)
    voices.check_list(Selection({**dict(chosen.where), **dict.fromkeys(found.tells, "unknown")}))
    condition, params = filter_of("posts", chosen)
    meant = f"FROM post_latest WHERE {condition} AND {found.among} AND coalesce({found.posts}, false)"
    listed = rows_of(
        "SELECT platform, post_id, posted_at, account_type, impressions, views, reach, reactions, comments, shares,"
        f" captured_at {meant} AND {LISTED} ORDER BY posted_at DESC, platform, post_id LIMIT $limit",
        params | {"limit": limit},
        warehouse,
    )
    total = int(rows_of(f"SELECT count(*) AS posts {meant}", params, warehouse)["posts"].iloc[0])
    return listed, total - len(listed)


def _may_tell_voices(chosen: Selection, warehouse: Path | None) -> bool:
    """Return whether contributor types may be shown for a selection."""
    try:
        ask("posts", "contributor_type", chosen, warehouse=warehouse)
    except VoicesNotShown:
        return False
    return True


def result_text(asked: Check, found: int, among: int) -> TranslatableText:
    """Return the result of a check in words."""
    if not among:
        return TranslatableText("No data to check.")
    if not found:
        return TranslatableText("No problem found ({among} checked).", among=among)
    sentence = asked.of_one if found == 1 and asked.of_one else asked.sentence
    code = f"{asked.name}.of_one" if sentence == asked.of_one else asked.name
    return TranslatableText(sentence, code, found=found, among=among, share=Quantity(found / among, "share"))


def _row(asked: Check, found: int, among: int) -> dict[str, Any]:
    words = {"sentence": result_text(asked, found, among), "advice": asked.advice}
    return {"check": asked.name, "label": asked.label, "found": found, "among": among, **words}
