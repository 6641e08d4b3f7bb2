"""Reach by platform: between which bounds for posts whose reach is known, and for all posts.

What a post reached whose reach nobody reported is not nothing. It reached at most one account for each of its displays; where displays
are not known either, nothing but a declared universe bounds it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from metrics.assumptions import Assumptions
from metrics.catalogue import METRICS
from metrics.listings import Where
from metrics.measuring import measure
from metrics.model import Kind, Metric

KNOWN: Final = "posts_with_reach"
SHOWN: Final = "posts_with_displays_only"
SILENT: Final = "posts_with_neither"
MOST: Final = "upper_of_all_posts"

_DISPLAYS: Final = "displays_without_reach"
_COUNTS: Final = (
    Metric(KNOWN, "Posts with a reach", "count(*) filter (where reach is not null)", Kind.COUNT, "posts", "Posts whose reach is known."),
    Metric(
        SHOWN, "Posts with displays only", "count(*) filter (where reach is null and impressions is not null)", Kind.COUNT, "posts",
        "Posts whose displays are known, and whose reach is not.",
    ),
    Metric(
        SILENT, "Posts with neither", "count(*) filter (where reach is null and impressions is null)", Kind.COUNT, "posts",
        "Posts of which neither reach nor displays are known.",
    ),
    Metric(
        _DISPLAYS, "Displays without reach", "sum(impressions) filter (where reach is null)", Kind.COUNT, "displays",
        "Displays of posts whose reach is not known.",
    ),
)  # fmt: skip


def by_platform(
    where: Where = None, as_of: date | None = None, assumptions: Assumptions | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """One row a platform: posts, the bounds of unique reach (NA where no reach is known), how many posts rest on what, and
    `upper_of_all_posts`, the most accounts that posts of unknown reach can have reached as well: NA where nothing bounds it.

    `attrs` are those of `measure`. Raises a MeasureError as it does.
    """
    declared = assumptions or Assumptions()
    bounds = [METRICS[name] for name in ("posts", "unique_reach_lower", "unique_reach_upper", "unique_reach_modelled")]
    frame = measure([*bounds, *_COUNTS], "platform", where, as_of, assumptions=declared, warehouse=warehouse)
    added = frame["unique_reach_upper"].fillna(0) + frame[_DISPLAYS].fillna(0)
    universes = frame["platform"].map(declared.platforms).astype(float).to_numpy()
    within = np.fmin(universes, np.nan if declared.together is None else declared.together)
    known = added.where(frame[SILENT] == 0).to_numpy(float, na_value=np.nan)
    most = pd.Series(pd.array(np.fmin(known, within), dtype="Float64"), index=frame.index).astype("Int64")
    return frame.assign(**{MOST: most.mask(frame["posts"].isna())}).drop(columns=_DISPLAYS)


def most_together(frame: pd.DataFrame) -> int | None:
    """The most accounts that all posts of all platforms can have reached; None where nothing bounds it."""
    together: int | None = frame.attrs["assumed"].together
    each = frame[MOST]
    return together if each.isna().any() or each.empty else int(each.sum()) if together is None else min(int(each.sum()), together)
