"""The change of a number against the period before, in a line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.i18n import _, number, percent

REACH = ("unique_reach_lower", "unique_reach_upper")
"""The ends of the range of reach."""


def line(now: Any, before: Any) -> str:
    """Return the change of a metric that counts; empty if one of the numbers is unknown.

    Args:
        now: Its value in the period.
        before: Its value in the period before.
    """
    if pd.isna(now) or pd.isna(before):
        return ""
    if now == before:
        return _("no change: {now} in both periods").format(now=number(now))
    values = {"now": number(now), "before": number(before)}
    if not before:
        return (
            _("▲ {now}, before {before}").format(**values)
            if now > before
            else _("▼ {now}, before {before}").format(**values)
        )
    values["share"] = percent(abs(now / before - 1))
    return (
        _("▲ {share}: {now}, before {before}").format(**values)
        if now > before
        else _("▼ {share}: {now}, before {before}").format(**values)
    )


def of_reach(now: pd.Series, before: pd.Series) -> str:
    """Return how a range of reach compares with that of the period before; empty if one of them is unknown.

    Args:
        now: The ends of the range by metric, as `REACH` names them.
        before: Those of the period before.
    """
    ends = [(now[name], before[name]) for name in REACH]
    if any(pd.isna(each) for pair in ends for each in pair):
        return ""
    (low, low_before), (high, high_before) = ends
    values = {
        "now": _("{low} to {high}").format(low=number(low), high=number(high)),
        "before": _("{low} to {high}").format(low=number(low_before), high=number(high_before)),
    }
    if low <= high_before and low_before <= high:
        return _("no clear change, the ranges overlap: {now}, before {before}").format(**values)
    return (
        _("▲ {now}, before {before}").format(**values)
        if low > high_before
        else _("▼ {now}, before {before}").format(**values)
    )
