"""The change of a number against the period before, for its tile."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard import analyses, queries
from dashboard.i18n import said
from dashboard.wording import change
from metrics import Selection
from metrics.analyses.comparison import Before

_TOGETHER: Final = ("posts", "contributors", "missions", "engagement")
"""The metrics of tiles that have a change, asked for together."""


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
    together = _TOGETHER if metric in _TOGETHER else (metric,)
    now, before = (queries.numbers(together, side)[metric] for side in (found.now, found.before))
    return change.line(now, before)


def of_reach(where: Selection) -> str:
    """Return how the range of reach compares with that of the period before; empty if there is none.

    Args:
        where: The selection.
    """
    found = analyses.period_before(where)
    if not isinstance(found, Before):
        return ""
    now, before = (pd.Series(queries.numbers(tuple(change.REACH), side)) for side in (found.now, found.before))
    return change.of_reach(now, before)
