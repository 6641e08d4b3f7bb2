"""Engagement rates with intervals: which format or language has a clearly higher rate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from metrics.analyses import listings
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.compiler.expressions import find, find_dimension
from metrics.definitions.catalogue import METRICS
from metrics.definitions.fact_tables import POST_HISTORY, POST_LATEST
from metrics.definitions.model import MeasureError, Selection, TranslatableText
from metrics.disclosure import voices
from metrics.statistics import intervals

RATES: Final = tuple(name for name in METRICS if name.startswith("engagement_rate_"))


def with_intervals(
    rate: str, by: str, where: Selection | None = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Measure a rate by one dimension, with intervals over authors.

    Args:
        rate: The name of the rate.
        by: The dimension.
        where: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each value with a known rate: the value, the rate, n_posts (those that the rate is based on),
        authors, effective_authors (Kish), lower_share and upper_share. There is no interval with fewer than twenty
        effective authors. The frame has the answer of the rate.

    Raises:
        MeasureError: The dimension is the contributor type, or a post can have several of its values.
    """
    dimension = find_dimension(by)
    if find(rate).name not in RATES or dimension.many or by in voices.VOICES:
        raise MeasureError(
            TranslatableText(
                "{metric} by {dimension} has no interval.",
                metric=METRICS[rate].label,
                dimension=dimension.label.lower(),
            )
        )
    where = as_selection(where, warehouse)
    frame = ask([rate], [by], where, as_of, warehouse=warehouse)
    metadata = attached(frame)
    frame = frame.dropna(subset=[rate]).reset_index(drop=True)
    by_value = _over_authors(rate, by, where, as_of, warehouse).set_index("value").to_dict("index")
    sums = [by_value[value] for value in frame[by]]
    frame["n_posts"], frame["authors"] = [each["posts"] for each in sums], [each["authors"] for each in sums]
    frame["effective_authors"] = [round(each["effective"], 1) for each in sums]
    found = [_interval(each) for each in sums]
    for place, name in enumerate(("lower_share", "upper_share")):
        frame[name] = pd.array([each[place] if each else None for each in found], dtype="Float64")
    return attach(frame, metadata)


def clearly_highest(frame: pd.DataFrame, by: str, rate: str) -> pd.Series | None:
    """Return the row whose interval lies above all other intervals.

    Args:
        frame: The frame of `with_intervals`.
        by: Its dimension.
        rate: Its rate.

    Returns:
        The row; None if there is none, or only one known value has an interval.
    """
    ranked = comparable(frame, by).sort_values(rate, ascending=False)
    if len(ranked) < 2 or ranked["lower_share"].iloc[0] <= ranked["upper_share"].iloc[1:].max():
        return None
    return ranked.iloc[0]


def comparable(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows that can be compared: those of a known value, with an interval.

    Args:
        frame: The frame of `with_intervals`.
        by: Its dimension.

    Returns:
        Those rows, with the same columns.
    """
    dimension = find_dimension(by)
    return frame[frame["lower_share"].notna() & ~frame[by].isin([dimension.unknown, dimension.rest])]


def _interval(sums: dict[Any, Any]) -> intervals.Interval | None:
    """Return the interval of a rate, none of few authors or without engagement, from a row of `_over_authors`."""
    if sums["effective"] < intervals.ENOUGH or not sums["tops"]:
        return None
    return intervals.rate_by_deviations(
        sums["tops"] / sums["bottoms"], sums["authors"], sums["squares"], sums["fourths"]
    )


def _over_authors(rate: str, by: str, where: Selection, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    """Return what the interval of a rate needs of its authors, added up in the database: there can be millions.

    Returns:
        One row for each value: value, posts, authors, effective (Kish), tops, bottoms (sums of the numerator and the
        denominator), squares and fourths (`intervals.rate_by_deviations`; missing where nothing can be left out).
    """
    table = POST_HISTORY if as_of else POST_LATEST
    condition, params = listings.filter_of("posts", where, as_of, table)
    top, bottom = METRICS[rate].sql.split(" / ")
    posts = top.replace(")", "_items)")  # the posts that know both
    return listings.rows_of(
        f"""
        WITH each AS (
            SELECT {find_dimension(by).sql} AS value, coalesce(contributor, 'unknown') AS author, {posts} AS posts, {top} AS top,
                {bottom} AS bottom
            FROM {table.name} WHERE {condition} GROUP BY ALL HAVING bottom IS NOT NULL
        ),
        every AS (
            SELECT value, sum(posts)::BIGINT AS posts, count(*) AS authors, sum(top)::DOUBLE AS tops, sum(bottom)::DOUBLE AS bottoms,
                sum(bottom::DOUBLE * bottom) AS squared, tops / nullif(bottoms, 0) AS rate
            FROM each GROUP BY value
        ),
        deviating AS (
            SELECT value, ((top - rate * bottom) / nullif(bottoms - bottom, 0) / nullif(rate, 0)) ** 2 AS square
            FROM each JOIN every USING (value)
        )
        SELECT value, posts, authors, coalesce(bottoms ** 2 / nullif(squared, 0), 0) AS effective, tops, bottoms, squares, fourths
        FROM every JOIN (SELECT value, sum(square) AS squares, sum(square ** 2) AS fourths FROM deviating GROUP BY value) USING (value)
        ORDER BY value
        """,
        params,
        warehouse,
    )
