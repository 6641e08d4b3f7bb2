"""What a campaign set out to reach, and what a Thunderclap needed."""

from __future__ import annotations

import pandas as pd

from dashboard import queries
from dashboard.remembered import Version, remembered, version
from metrics import Selection
from metrics.analyses import listings


def target(metric: str, where: Selection) -> pd.Series | None:
    """What a campaign set out to reach, as it stands today, where the selection is one whole campaign; parts of it have
    no target."""
    if where.names != ("campaign",) or len(where.values("campaign")) != 1 or where.start or where.end:
        return None
    rows = _targets(where.values("campaign"), version())
    rows = rows[rows["metric"] == metric]
    return rows.iloc[0] if len(rows) == 1 else None


def thunderclap_goal(where: Selection) -> int | None:
    """How many supporters a Thunderclap needed: the campaign's target, else the Thunderclap's own goal, where just one
    is looked at."""
    if (found := target("thunderclap_supporters", where)) is not None:
        return int(found["target"])
    if set(where.names) - {"campaign"} or where.start or where.end:
        return None
    goals = queries.thunderclaps(where)["goal"]
    return int(goals.iloc[0]) if len(goals) == 1 and goals.notna().all() else None


@remembered(100)
def _targets(campaigns: tuple[str, ...], _version: Version) -> pd.DataFrame:
    return listings.targets(campaigns)
