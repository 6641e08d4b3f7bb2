"""Tables for the internal view only. They are not protected, and no other page, file or command shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached
from metrics.api import as_selection, data_version
from metrics.definitions.catalogue import METRICS
from metrics.definitions.fact_tables import DAILY

_POSTS: Final = METRICS["posts"]


def missions_by_contributor_type(where: Where = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the posts of each mission by contributor type, in full and without protection.

    Args:
        where: Which posts are counted. Contributor types may be among its dimensions.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        A frame with mission, contributor_type and posts, one row for each combination that occurs. Its answer is marked
        as internal, so that every page and file that shows it says that it is not protected.
    """
    chosen = as_selection(where, warehouse)
    condition, params = filter_of("posts", chosen, table=DAILY)
    frame = rows_of(
        f"SELECT mission, contributor_type, sum(items)::BIGINT AS posts FROM daily WHERE {condition} GROUP BY ALL ORDER BY ALL",
        params,
        warehouse,
    )
    made_up = rows_of(f"SELECT DISTINCT is_synthetic FROM daily WHERE {condition}", params, warehouse)[
        "is_synthetic"
    ].tolist()
    metadata = replace(
        attached(frame),
        is_internal=True,
        by=("mission", "contributor_type"),
        labels={_POSTS.name: _POSTS.label},
        definitions={_POSTS.name: _POSTS.description},
        kinds={_POSTS.name: _POSTS.kind},
        filters=chosen.text(),
        data_version=data_version(warehouse=warehouse),
        synthetic={(True,): "yes", (False,): "no", (): "none"}.get(tuple(made_up), "part"),
    )
    return attach(frame, metadata)
