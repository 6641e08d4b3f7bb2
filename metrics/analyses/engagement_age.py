"""How engagement grows with the age of posts, from snapshots of the same posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.compiler.planner import shape_of
from metrics.definitions.fact_tables import POST_HISTORY
from metrics.definitions.model import Selection
from metrics.disclosure import voices

AGES: Final = (1, 6, 24, 72, 168, 336, 720)
"""Hours after publication at which posts are compared: an hour to thirty days."""
NEAR: Final = 1.25
"""A snapshot belongs to an age if it is at most this many times older or younger."""
ENOUGH: Final = 20
"""The fewest posts that are compared at an age."""


def by_age(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Return which share of their later engagement the posts of each platform had at each age.

    Each share compares the same posts at two ages: this one, and the last at which the platform has snapshots of most of them.
    Posts of which only the day is known have no age.

    Args:
        where: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each platform and age: platform, age_hours, n_posts, mean (engagement of a post at that age),
        of_last_share. Platforms with fewer than two ages of `ENOUGH` posts are left out. The frame has the answer of
        the engagement.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    asked = ask(["engagement"], ["platform"], chosen, as_of, warehouse=warehouse)
    condition, params = _of_all_snapshots(chosen, as_of)
    found = rows_of(
        f"""
        WITH counts AS (
            SELECT platform, post_id, engagement, epoch(known_from - posted_at) / 3600 AS hours FROM {POST_HISTORY.name}
            WHERE {condition} AND engagement IS NOT NULL AND hour IS NOT NULL AND known_from > posted_at
        ),
        snapshots AS (
            SELECT platform, post_id, age_hours, arg_min(engagement, (abs(hours - age_hours), hours)) AS engagement
            FROM counts JOIN (SELECT unnest($ages::BIGINT[]) AS age_hours) ON hours BETWEEN age_hours / $near AND age_hours * $near
            GROUP BY ALL
        ),
        sizes AS (
            SELECT platform, age_hours, 2 * count(*) >= max(count(*)) OVER (PARTITION BY platform) AS is_usual
            FROM snapshots GROUP BY platform, age_hours HAVING count(*) >= $enough
        ),
        later AS (
            SELECT platform, post_id, age_hours AS last_age, engagement AS last_engagement FROM snapshots
            SEMI JOIN (SELECT platform, max(age_hours) AS age_hours FROM sizes WHERE is_usual GROUP BY platform) USING (platform, age_hours)
        )
        SELECT platform, age_hours, count(*) AS n_posts, sum(engagement) / count(*) AS mean,
            sum(engagement) / nullif(sum(last_engagement), 0) AS of_last_share
        FROM snapshots JOIN later USING (platform, post_id) WHERE age_hours <= last_age
        GROUP BY ALL HAVING count(*) >= $enough ORDER BY platform, age_hours
        """,
        params | {"ages": list(AGES), "near": NEAR, "enough": ENOUGH},
        warehouse,
    )
    found = found[found.groupby("platform")["age_hours"].transform("size") > 1].reset_index(drop=True)
    made = replace(attached(asked), by=("platform", "age_hours"), formats={"mean": "ratio"})
    return attach(found, with_queries(made, attached(found)), ["of_last_share"])


def _of_all_snapshots(chosen: Selection, as_of: date | None) -> tuple[str, dict[str, Any]]:
    """Return a selection as a condition on all snapshots up to a day, not only the last one, with its parameters."""
    condition, params = filter_of("posts", chosen)
    if as_of is None:
        return condition, params
    params["until"] = shape_of(chosen, (), as_of)[1]["until"]
    return f"{condition} AND known_from < $until::TIMESTAMP", params
