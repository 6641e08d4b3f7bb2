"""Changes since a day: posts published later, counts with another value, and counts added."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attached
from metrics.api import as_selection
from metrics.compiler.planner import Question, shape_of
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import needed_day
from metrics.disclosure import voices

COUNTS: Final = ("impressions", "views", "reach", "reactions", "comments", "shares", "clicks", "saves", "video_views")


class Revisions(NamedTuple):
    """Differences between a day and today in a selection. A count is one number of one post."""

    posted: int
    """Posts published since."""
    revised: int
    """Counts known on that day that have another value today."""
    posts: int
    """Posts that those belong to."""
    learned: int
    """Counts of posts published by that day that were not known then and are today."""


def on_posts(frame: pd.DataFrame) -> bool:
    """Return whether the numbers of an answer are counted on posts, so that changes to posts explain them.

    Args:
        frame: What `measure` returned.
    """
    return any(METRICS[name].base in ("posts", "authors") for name in attached(frame).metrics if name in METRICS)


def since(as_of: date, where: Where = None, *, warehouse: Path | None = None) -> Revisions | None:
    """Count what changed since the end of a day.

    Args:
        as_of: The day.
        where: The selection.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The differences; None if the selection has a filter by contributor type.
    """
    chosen, as_of = as_selection(where, warehouse), needed_day(as_of)
    if voices.tells(Question((), (), chosen)):
        return None
    condition, params = filter_of("posts", chosen)
    _, days = shape_of(chosen, (), as_of)
    revised = " + ".join(f"coalesce((now.{count} <> before.{count})::INTEGER, 0)" for count in COUNTS)
    learned = " + ".join(f"(now.{count} IS NOT NULL AND before.{count} IS NULL)::INTEGER" for count in COUNTS)
    found = rows_of(
        f"""
        WITH now AS (SELECT * FROM post_details WHERE {condition} AND (posted_at >= $until OR captured_at >= $until)),
        changed AS (
            SELECT now.posted_at >= $until AS later, {revised} AS revised, {learned} AS learned
            FROM now LEFT JOIN post_counts before ON before.platform = now.platform AND before.post_id = now.post_id
                AND before.known_from < $until AND (before.known_until IS NULL OR before.known_until >= $until)
        )
        SELECT count(*) FILTER (later) AS posted, coalesce(sum(revised) FILTER (NOT later), 0) AS revised,
            count(*) FILTER (NOT later AND revised > 0) AS posts, coalesce(sum(learned) FILTER (NOT later), 0) AS learned
        FROM changed
        """,
        params | {"until": days["until"]},
        warehouse,
    ).iloc[0]
    return Revisions(*(int(found[name]) for name in Revisions._fields))
