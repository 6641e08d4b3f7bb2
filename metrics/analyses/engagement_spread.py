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
from metrics.definitions.model import MeasureError, Selection, TranslatableText
from metrics.disclosure import voices

ENOUGH: Final = 20
"""The fewest posts of which a median and a top tenth are given: of fewer, the top tenth would be one post."""
_TOGETHER: Final = ("", "platform", "media_type")
"""What a page shows side by side: of these one statement reads the posts once."""


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
    found = ranked(by, chosen, as_of, warehouse)
    known = found["n_posts"] >= ENOUGH
    found = found.assign(median=found["median"].where(known), top_tenth=found["top_tenth"].where(known))
    found = found.rename(columns={"value": by or "value"})
    found = found if by else found.drop(columns="value")
    made = replace(attached(asked), formats={"mean": "ratio", "median": "count", "top_tenth": "count"})
    return attach(found, with_queries(made, attached(found)), ["mean"])


def ranked(by: str, chosen: Selection, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    """Return the mean, the median and the top tenth of the engagement of posts, of however few.

    Ranks are whole numbers, so every database finds the same median, and posts with equal engagement are counted
    first, so ten million posts need not be sorted.

    Args:
        by: The dimension; empty for all posts in one row.
        chosen: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each value, most posts first: value, n_posts, mean, median (of an even number of posts the lower of
        the two in the middle) and top_tenth.
    """
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    dimensions = {name: find_dimension(name).sql for name in (_TOGETHER if by in _TOGETHER else (by,)) if name}
    columns = "".join(f"{sql} AS of_{name}, " for name, sql in dimensions.items())
    each = {"": "''"} if by in _TOGETHER else {}
    each |= {name: f"of_{name}" for name in dimensions}
    counted = " UNION ALL ".join(
        f"SELECT '{name}' AS dimension, {value} AS value, engagement, sum(posts) AS posts FROM counted GROUP BY ALL"
        for name, value in each.items()
    )
    found = rows_of(
        f"""
        WITH counted AS MATERIALIZED (
            SELECT {columns}engagement, count(*) AS posts FROM {table.name} WHERE {condition} AND engagement IS NOT NULL GROUP BY ALL
        ),
        ranked AS (
            SELECT *, sum(posts) OVER (PARTITION BY dimension, value ORDER BY engagement) AS up_to,
                sum(posts) OVER (PARTITION BY dimension, value) AS all_posts
            FROM ({counted})
        )
        SELECT dimension, value, any_value(all_posts)::BIGINT AS n_posts, sum(posts * engagement) / any_value(all_posts) AS mean,
            min(engagement) FILTER (2 * up_to >= all_posts) AS median, min(engagement) FILTER (10 * up_to > 9 * all_posts) AS top_tenth
        FROM ranked GROUP BY dimension, value ORDER BY dimension, n_posts DESC, value
        """,
        params,
        warehouse,
    )
    return found[found["dimension"] == by].drop(columns="dimension").reset_index(drop=True)
