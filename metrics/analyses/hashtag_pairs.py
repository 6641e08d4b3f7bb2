"""Hashtags used together: in how many posts each pair of hashtags stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.definitions.fact_tables import single_posts
from metrics.disclosure import voices

FEWEST: Final = 2
"""The fewest posts of a pair: in a single post nothing is used together regularly."""
MOST: Final = 50
"""The most pairs that are returned."""


def pairs(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the posts that have two hashtags together, for each pair of hashtags.

    Args:
        where: The selection.
        as_of: Only posts up to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each pair with at least `FEWEST` posts, at most `MOST`, most posts first: hashtag and other (the
        first by letters comes first), posts, and of_rarer_share (the part of the posts with the rarer of the two that
        have both). A post with three hashtags counts in three pairs. The answer is that of the posts.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    counts = ask(["posts"], (), chosen, as_of, warehouse=warehouse)
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    found = rows_of(
        f"""
        WITH lists AS (
            SELECT list_sort(list_distinct(hashtags)) AS tags, count(*) AS posts FROM {table.name} WHERE {condition} GROUP BY tags
        ),
        single AS (SELECT unnest(tags) AS tag, posts FROM lists),
        every AS (SELECT tag, sum(posts) AS posts FROM single GROUP BY tag),
        firsts AS (SELECT tags, posts, unnest(tags) AS hashtag FROM lists WHERE len(tags) > 1),
        paired AS (SELECT hashtag, unnest(list_filter(tags, lambda tag: tag > hashtag)) AS other, posts FROM firsts),
        summed AS (SELECT hashtag, other, sum(posts)::BIGINT AS posts FROM paired GROUP BY ALL HAVING sum(posts) >= $fewest)
        SELECT s.hashtag, s.other, s.posts, s.posts / least(a.posts, b.posts) AS of_rarer_share
        FROM summed s JOIN every a ON a.tag = s.hashtag JOIN every b ON b.tag = s.other
        ORDER BY s.posts DESC, s.hashtag, s.other LIMIT $most
        """,
        params | {"fewest": FEWEST, "most": MOST},
        warehouse,
    )
    return attach(found, attached(counts))
