"""Reach by platform: the range for posts that report reach, and the most accounts of all posts.

The reach of a post that does not report it is not zero. It is at most one account for each impression; without
impressions, only an audience size limits it.
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
    """Measure the range of reach on each platform.

    Args:
        where: The selection.
        as_of: Use data as of the end of this day.
        assumptions: Audience sizes and the overlap assumption.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each platform: posts, the ends of unique reach (accounts, NA without reported reach), the numbers of
        posts with reach, with impressions only and with neither, and the most accounts of all posts (NA without a
        limit). The frame has the answer of `measure`.

    Raises:
        MeasureError: As for `measure`.
    """
    named = ("posts", "unique_reach_lower", "unique_reach_upper", "unique_reach_modelled", MOST, KNOWN)
    asked = [*(METRICS[name] for name in named), *_COUNTS]
    return ask(asked, "platform", as_selection(where, warehouse), as_of, assumptions=assumptions, warehouse=warehouse)


def most_together(frame: pd.DataFrame) -> int | None:
    """Return the most accounts that all posts on all platforms can have reached.

    Args:
        frame: What `by_platform` returned.

    Returns:
        The number of accounts; None without a limit.
    """
    together = attached(frame).assumed.together
    each = frame[MOST]
    return (
        together
        if each.isna().any() or each.empty
        else int(each.sum())
        if together is None
        else min(int(each.sum()), together)
    )
