"""Phrases of several charts: a value with its noun, assumptions, and what is said if nothing can be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import i18n
from dashboard.charts.base.chart import LONGEST_CAPTION, Chart, Labels, fitting
from dashboard.charts.base.theme import Look, figure
from dashboard.i18n import _, listed, number, percent, shown
from metrics.answers import attached

if TYPE_CHECKING:
    from metrics import Metric

MOST_LISTED: Final = 4
"""Values that a sentence lists at most."""


def counted(value: Any, metric: Metric) -> str:
    """Return a value with its noun, such as `3,013 posts`, or after its label if the metric has no noun."""
    if metric.noun:
        return i18n.counted(value, metric.noun)
    return _("{name}: {value}").format(name=_(metric.label), value=shown(value, metric.format))


def nothing(look: Look) -> Chart:
    """Return a chart that says that no data match."""
    return Chart(figure(look, 120), _("No data to show"), [_("No data match these filters.")], empty=True)


def assumed(frame: pd.DataFrame, labels: Labels) -> str:
    """Return the assumptions behind the numbers of a frame, in the reader's language.

    Args:
        frame: A measured frame.
        labels: Names of platforms and dimensions.
    """
    return attached(frame).assumed.text(_, labels, number)


def most_listed(template: str, parts: Sequence[str], **values: str) -> str:
    """Return a sentence with a list of values, as many of the first ones as a caption has room for.

    Args:
        template: The sentence in the reader's language, with a gap called `parts`.
        parts: Values with their names, the most important first.
        values: What fills the other gaps.
    """
    fewer = range(min(MOST_LISTED, len(parts)), 0, -1)
    return fitting(*(template.format(parts=listed(parts[:n]), **values) for n in fewer), longest=LONGEST_CAPTION)


def unknown_share(share: float | None) -> list[str]:
    """Return a sentence with the share of what is unknown; none where that is nothing or rounds to nothing."""
    return [_("Unknown: {share}.").format(share=percent(share))] if share and percent(share) != percent(0) else []


def beside(conflicting: bool) -> str:
    """Return the heading above published figures of one group that give different numbers."""
    return _("These figures contradict each other") if conflicting else _("These figures are not comparable")
