"""How many accounts saw the posts, in one sentence."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import reach_ladder
from dashboard.charts.base.chart import Labels
from dashboard.i18n import _, listed, ngettext, number, percent
from metrics.answers import attached


def answer(frame: pd.DataFrame) -> str:
    """Return by how many accounts posts were seen, and how many posts do not report it.

    Args:
        frame: The measured `reach_ladder.LADDER`, one row.
    """
    low, high = (frame[name].iloc[0] for name in (reach_ladder.LOWER, reach_ladder.UPPER))
    if pd.isna(low) or pd.isna(high):
        return _("Reach is not reported for these posts")
    if low == high:
        seen = ngettext(
            "Posts that report reach were seen by {n} account", "Posts that report reach were seen by {n} accounts", low
        ).format(n=number(low))
    else:
        seen = _("Posts that report reach were seen by {low} to {high} accounts").format(
            low=number(low), high=number(high)
        )
    silent = 1 - (attached(frame).coverage.get("gross_reach") or 0)
    if not silent or percent(silent) == percent(0):
        return seen
    return _("{answer}; {share} of posts do not report it").format(answer=seen, share=percent(silent))


def lead(found: pd.DataFrame, names: Labels) -> str:
    """Return the platforms that do not report reach; empty if all do.

    Args:
        found: The measured gross_reach by platform.
        names: The names of platforms by code.
    """
    silent = found.loc[found["gross_reach"].isna(), "platform"]
    if silent.empty:
        return ""
    return _("Reach not reported (this is not zero): {platforms}.").format(
        platforms=listed(sorted(names.get(code, code) for code in silent))
    )
