"""Words that several charts need: a value with its noun, what is assumed, and what is said where nothing can be
drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import i18n
from dashboard.charts.base.chart import LONGEST_CAPTION, Chart, Labels, fitting
from dashboard.charts.base.theme import Look, figure
from dashboard.i18n import _, listed, number, percent, shown
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
    return Chart(figure(look, 120), _("No data to show"), [_("No data match these filters.")], empty=True)


def assumed(frame: pd.DataFrame, labels: Labels) -> str:
    """What the numbers of a frame assume, in the reader's language; `labels` has the names of platforms and
    dimensions."""
    return attached(frame).assumed.text(_, labels, number)


def most_listed(template: str, parts: Sequence[str], **values: str) -> str:
    """Return a sentence with a list of values, as many of the first four as a caption has room for.

    Args:
        template: The sentence in the reader's language, with a gap called `parts`.
        parts: Values with their names, the most important first.
        values: What fills the other gaps.
    """
    fewer = range(min(4, len(parts)), 0, -1)
    return fitting(*(template.format(parts=listed(parts[:n]), **values) for n in fewer), longest=LONGEST_CAPTION)


def unknown_share(share: float | None) -> list[str]:
    """Return a sentence with the share of what is unknown; none where that is nothing or rounds to nothing."""
    return [_("Unknown: {share}.").format(share=percent(share))] if share and percent(share) != percent(0) else []


def beside(conflicting: bool) -> str:
    """What stands above published figures of one group that give different numbers."""
    return _("These figures contradict each other") if conflicting else _("These figures are not comparable")
