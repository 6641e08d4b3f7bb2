"""Reach by platform: between which bounds for posts that report reach, and at most how many accounts for all posts.

What a post reached whose reach nobody reported is not nothing. It reached at most one account for each of its
impressions; where these are not known either, nothing but a declared universe bounds it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where
from metrics.answers import attached
from metrics.api import as_selection, ask
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import Kind, Metric

KNOWN: Final = "posts_that_report_reach"
SHOWN: Final = "posts_with_displays_only"
SILENT: Final = "posts_with_neither"
MOST: Final = "unique_reach_upper_all_posts"

_COUNTS: Final = (
    Metric(
        SHOWN,
        "Posts with impressions only",
        "count(*) filter (where reach is null and impressions is not null)",
        Kind.COUNT,
        "posts",
        "Posts whose displays are known, and whose reach is not.",
    ),
    Metric(
        SILENT,
        "Posts with neither",
        "count(*) filter (where reach is null and impressions is null)",
        Kind.COUNT,
        "posts",
        "Posts of which neither reach nor displays are known.",
    ),
)


def by_platform(
    where: Where = None,
    as_of: date | None = None,
    assumptions: Assumptions | None = None,
    *,
    warehouse: Path | None = None,
) -> pd.DataFrame:
    """One row a platform: posts, the bounds of unique reach (NA where no reach is known), how many posts rest on what,
    and the most accounts that all posts can have reached: NA where nothing bounds it.

    It carries the answer of `measure`. Raises a MeasureError as it does.
    """
    named = ("posts", "unique_reach_lower", "unique_reach_upper", "unique_reach_modelled", MOST, KNOWN)
    asked = [*(METRICS[name] for name in named), *_COUNTS]
    return ask(asked, "platform", as_selection(where, warehouse), as_of, assumptions=assumptions, warehouse=warehouse)


def most_together(frame: pd.DataFrame) -> int | None:
    """The most accounts that all posts of all platforms can have reached; None where nothing bounds it."""
    together = attached(frame).assumed.together
    each = frame[MOST]
    return (
        together
        if each.isna().any() or each.empty
        else int(each.sum())
        if together is None
        else min(int(each.sum()), together)
    )
