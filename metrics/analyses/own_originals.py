"""Contributing against only sharing: which missions' offices publish posts of their own, and which only share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from metrics.analyses.listings import Where
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.disclosure import voices

Part = Literal["originals", "shared", "by_others"]
PARTS: Final[tuple[Part, ...]] = ("originals", "shared", "by_others")
"""Original posts of the office; its shared posts, replies and automatic posts; posts of everybody else."""
OFFICE: Final = "office"
ORIGINAL: Final = "original"
_UNKNOWN: Final = "unknown"


def own_originals(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the posts of each mission by whether its office wrote them, shared them, or others published them.

    Only posts of accounts of the type `office` are the office's own: what staff, partners and the public publish for a
    mission is theirs.

    Args:
        where: The selection.
        as_of: Only posts up to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each mission with a post: mission, posts, a column for each of `PARTS` (together they are the posts),
        and standing: `originals` (the office has at least one original post), `shared` (it has posts, and none is
        original), `by_others` (it has none). Most original posts first. The answer is that of the posts.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    frame = ask(["posts"], ["mission", "account_type", "post_kind"], chosen, as_of, warehouse=warehouse)
    known = frame[frame["mission"] != _UNKNOWN]
    of_office, original = known["account_type"] == OFFICE, known["post_kind"] == ORIGINAL
    part = pd.Series("by_others", index=known.index).mask(of_office, "shared").mask(of_office & original, "originals")
    counts = (
        known.assign(part=part)
        .pivot_table(index="mission", columns="part", values="posts", aggfunc="sum")
        .reindex(columns=list(PARTS))
        .fillna(0)
        .astype("Int64")
    )
    standing = pd.Series("by_others", index=counts.index).mask(counts["shared"] > 0, "shared")
    found = counts.assign(
        posts=counts.sum(axis="columns"), standing=standing.mask(counts["originals"] > 0, "originals")
    )
    columns = ["mission", "posts", *PARTS, "standing"]
    ordered = found.reset_index().sort_values(["originals", "posts", "mission"], ascending=[False, False, True])
    return attach(ordered[columns].reset_index(drop=True), attached(frame))
