"""Engagement of a typical post beside the mean, which a few posts raise far above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.compiler.expressions import find_dimension
from metrics.definitions.fact_tables import single_posts
from metrics.definitions.model import MeasureError, TranslatableText
from metrics.disclosure import voices

ENOUGH: Final = 20
"""The fewest posts of which a median and a top tenth are given: of fewer, the top tenth would be one post."""
RANKED: Final = """
    SELECT value, engagement, posts, sum(posts) OVER (PARTITION BY value ORDER BY engagement) AS up_to,
        sum(posts) OVER (PARTITION BY value) AS all_posts
    FROM (SELECT {value} AS value, engagement, count(*) AS posts FROM {table} WHERE {condition} AND engagement IS NOT NULL GROUP BY ALL)
"""
"""How many posts of each value have at most this engagement. Ranks are whole numbers, so every database finds the same
median, and counts of equal posts are few, so ten million posts need not be sorted."""
MEDIAN: Final = "min(engagement) FILTER (2 * up_to >= all_posts)"
"""The median in `RANKED`: of an even number of posts the lower of the two in the middle."""


def by_dimension(
    by: str = "", where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Return the mean, the median and the top tenth of the engagement of posts.

    Args:
        by: The dimension; empty for all posts in one row.
        where: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each value, most posts first: the value, n_posts (those that report engagement), mean, median (the
        lower one of two) and top_tenth (what one post in ten has at least), both missing with fewer than `ENOUGH`
        posts. The frame has the answer of the engagement.

    Raises:
        MeasureError: A post can have several values of the dimension.
        VoicesNotShown: The dimension or a filter is the contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    if by and (find_dimension(by).many or by in voices.VOICES):
        raise MeasureError(
            TranslatableText(
                "The median engagement is not available by {dimension}.", dimension=find_dimension(by).label.lower()
            )
        )
    asked = ask(["engagement"], [by] if by else [], chosen, as_of, warehouse=warehouse)
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    ranked = RANKED.format(value=find_dimension(by).sql if by else "''", table=table.name, condition=condition)
    found = rows_of(
        f"""
        SELECT value AS "{by or "value"}", any_value(all_posts)::BIGINT AS n_posts, sum(posts * engagement) / any_value(all_posts) AS mean,
            CASE WHEN any_value(all_posts) >= $enough THEN {MEDIAN} END AS median,
            CASE WHEN any_value(all_posts) >= $enough THEN min(engagement) FILTER (10 * up_to > 9 * all_posts) END AS top_tenth
        FROM ({ranked}) GROUP BY value ORDER BY n_posts DESC, value
        """,
        params | {"enough": ENOUGH},
        warehouse,
    )
    found = found if by else found.drop(columns="value")
    made = replace(attached(asked), formats={"mean": "ratio", "median": "count", "top_tenth": "count"})
    return attach(found, with_queries(made, attached(found)), ["mean"])
