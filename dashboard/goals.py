"""Targets of campaigns and goals of Thunderclaps."""

from __future__ import annotations

import pandas as pd

from dashboard import analyses
from dashboard.remembered import Version, remembered, version
from metrics import Selection
from metrics.analyses import listings


def target(metric: str, where: Selection) -> pd.Series | None:
    """Return the target of a campaign, as it is today, if the selection is one whole campaign.

    Args:
        metric: The metric.
        where: The selection.

    Returns:
        campaign, metric, target, starts, due and note; None for parts of a campaign, which have no target.
    """
    if where.names != ("campaign",) or len(where.values("campaign")) != 1 or where.start or where.end:
        return None
    rows = _targets(where.values("campaign"), version())
    rows = rows[rows["metric"] == metric]
    return rows.iloc[0] if len(rows) == 1 else None


def thunderclap_goal(where: Selection) -> int | None:
    """Return how many supporters a Thunderclap needs: the campaign's target, or the goal of the only Thunderclap."""
    if (found := target("thunderclap_supporters", where)) is not None:
        return int(found["target"])
    if set(where.names) - {"campaign"} or where.start or where.end:
        return None
    goals = analyses.thunderclaps(where)["goal"]
    return int(goals.iloc[0]) if len(goals) == 1 and goals.notna().all() else None


@remembered(100)
def _targets(campaigns: tuple[str, ...], _version: Version) -> pd.DataFrame:
    return listings.targets(campaigns)
