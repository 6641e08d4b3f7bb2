"""The change of a number against the period before, for its tile."""

from __future__ import annotations

import pandas as pd

from dashboard import analyses, queries
from dashboard.i18n import _, number, percent, said
from metrics import METRICS, Selection
from metrics.analyses.comparison import Before


def explained(where: Selection) -> str:
    """Return what is compared with what, or why nothing can be compared.

    Args:
        where: The selection.
    """
    found = analyses.period_before(where)
    return said(found.sentence if isinstance(found, Before) else found)


def line(metric: str, where: Selection) -> str:
    """Return the change of a metric in a line; empty if there is no period before to compare with.

    Args:
        metric: A metric that counts.
        where: The selection.
    """
    found = analyses.period_before(where)
    if not isinstance(found, Before):
        return ""
    now, before = (queries.ask([metric], (), side)[metric].iloc[0] for side in (found.now, found.before))
    if pd.isna(now) or pd.isna(before):
        return ""
    if now == before:
        return _("no change: {now} in both periods").format(now=number(now))
    values = {"now": number(now), "before": number(before)}
    if not before or not METRICS[metric].kind.adds:
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


def of_reach(where: Selection) -> str:
    """Return how the range of reach compares with that of the period before; empty if there is none.

    Args:
        where: The selection.
    """
    found = analyses.period_before(where)
    if not isinstance(found, Before):
        return ""
    ends = ["unique_reach_lower", "unique_reach_upper"]
    now, before = (queries.ask(ends, (), side)[ends].iloc[0] for side in (found.now, found.before))
    if now.isna().any() or before.isna().any():
        return ""
    values = {
        name: _("{low} to {high}").format(low=number(ends.iloc[0]), high=number(ends.iloc[1]))
        for name, ends in (("now", now), ("before", before))
    }
    if now.iloc[0] <= before.iloc[1] and before.iloc[0] <= now.iloc[1]:
        return _("no clear change, the ranges overlap: {now}, before {before}").format(**values)
    return (
        _("▲ {now}, before {before}").format(**values)
        if now.iloc[0] > before.iloc[1]
        else _("▼ {now}, before {before}").format(**values)
    )
