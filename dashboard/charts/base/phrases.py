"""Words that several charts need: a value with its noun, what is assumed, and what is said where nothing can be
drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.charts.base.chart import Chart, Labels
from dashboard.charts.base.theme import Look, figure
from dashboard.i18n import _, ngettext, number, shown
from metrics.answers import attached

if TYPE_CHECKING:
    from metrics import Metric


def counted(value: Any, metric: Metric) -> str:
    """A value with its noun, in the form the count asks for: `3,013 posts`; other metrics as `Label: value`."""
    text = _nouns(0 if pd.isna(value) else int(value)).get(metric.name)
    return text.format(n=shown(value)) if text else f"{_(metric.label)}: {shown(value, metric.format)}"


def has_noun(metric: Metric) -> bool:
    """Whether there is a noun for what a metric counts."""
    return metric.name in _nouns(1)


def _nouns(n: int) -> dict[str, str]:
    return {
        "posts": ngettext("{n} post", "{n} posts", n),
        "contributions": ngettext("{n} contribution", "{n} contributions", n),
        "contributors": ngettext("{n} contributor", "{n} contributors", n),
        "thunderclap_supporters": ngettext("{n} supporter", "{n} supporters", n),
        "thunderclap_social_reach": ngettext("{n} friend or follower", "{n} friends and followers", n),
        "photo_votes": ngettext("{n} vote", "{n} votes", n),
    }


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
