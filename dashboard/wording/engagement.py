"""Which posts had more engagement, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from dashboard.charts.base.chart import Labels
from dashboard.i18n import _, percent, phrase
from metrics.analyses.engagement_rates import clearly_highest, comparable
from metrics.definitions.catalogue import DIMENSIONS


def answer(compared: Iterable[tuple[str, pd.DataFrame]], rate: str, names: Callable[[str], Labels]) -> str:
    """Return what has a clearly higher engagement rate than all others, or that nothing has.

    Args:
        compared: Dimensions, each with the frame of `engagement_rates.with_intervals`.
        rate: The rate.
        names: Gives the names of a dimension's values by code.
    """
    can_be_compared = False
    for by, frame in compared:
        can_be_compared |= len(comparable(frame, by)) > 1
        top = clearly_highest(frame, by, rate)
        if top is not None:
            return _("{name} has a clearly higher engagement rate than any other {dimension}: {value}").format(
                name=names(by).get(top[by], top[by]), dimension=phrase(DIMENSIONS[by]), value=percent(top[rate])
            )
    if can_be_compared:
        return _("No format or platform has a clearly higher engagement rate")
    return _("Too few authors to say which format or platform has a higher engagement rate")
