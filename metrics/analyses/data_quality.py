"""The results of the quality checks: what a reader should know before trusting a number.

No check changes data: wrong counts are kept and reported. The checks are in `quality_checks`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from common.messages import Quantity
from metrics.analyses.listings import LISTED, Where, filter_of, rows_of
from metrics.analyses.quality_checks import CHECKS, Check, Severity
from metrics.api import as_selection, ask
from metrics.definitions.model import Selection, TranslatableText, UnknownName, VoicesNotShown
from metrics.disclosure import voices


def check(where: Where = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Run the quality checks.

    Args:
        where: The selection.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each check: check, label, found, among (both counts of items), severity (high, medium or low; empty
        if there is no problem), sentence, effect (on which number, in which direction) and advice. `found` is 0 if there
        is no problem. Checks about contributor types are left out where these may not be shown. The most serious come
        first, those without a problem last.
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
    rows: list[dict[str, Any]] = [_row(c, *results[c.name]) for c in CHECKS.values() if c.name in results]
    rows.sort(key=_place)
    return pd.DataFrame(rows)


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
    words = {"sentence": result_text(asked, found, among), "effect": asked.effect, "advice": asked.advice}
    severity = asked.severity(found, among).value if found else ""
    return {"check": asked.name, "label": asked.label, "found": found, "among": among, "severity": severity, **words}


def _place(row: dict[str, Any]) -> tuple[bool, int, float]:
    """Return where a result stands: problems first, by their severity and by the share that they concern."""
    if not row["found"]:
        return True, 0, 0
    return False, Severity(row["severity"]).rank, -row["found"] / row["among"]
