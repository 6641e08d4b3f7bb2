"""Words that several charts need: a value with its noun, what is assumed, and what is said where nothing can be
drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import i18n
from dashboard.charts.base.chart import Chart, Labels
from dashboard.charts.base.theme import Look, figure
from dashboard.i18n import _, number, shown
from metrics.answers import attached

if TYPE_CHECKING:
    from metrics import Metric


def counted(value: Any, metric: Metric) -> str:
    """A value with its noun, in the form the count asks for: `3,013 posts`; after its label, where the metric has
    none."""
    if metric.noun:
        return i18n.counted(value, metric.noun)
    return f"{_(metric.label)}: {shown(value, metric.format)}"


def nothing(look: Look) -> Chart:
    """A chart of nothing, which says so."""
    return Chart(figure(look, 120), _("No data to show"), _("No data match these filters."), empty=True)


def assumed(frame: pd.DataFrame, labels: Labels) -> str:
    """What the numbers of a frame assume, in the reader's language; `labels` has the names of platforms and
    dimensions."""
    return attached(frame).assumed.text(_, labels, number)


def beside(conflicting: bool) -> str:
    """What stands above published figures of one group that give different numbers."""
    return _("These figures contradict each other") if conflicting else _("These figures are not comparable")
