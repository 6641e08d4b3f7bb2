"""Concentration: how few accounts make up a sum of followers."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import TYPE_CHECKING, Final

import pandas as pd

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.phrases import most_listed
from dashboard.charts.base.theme import LIGHT, Look, figure, wrapped
from dashboard.i18n import _, ngettext, number, percent

if TYPE_CHECKING:
    from metrics import Metric

FEW: Final = 10
"""So many accounts at least are named in the title."""

Steps = Sequence[tuple[int, float]]


def largest_accounts(frame: pd.DataFrame, metric: Metric, *, look: Look = LIGHT) -> Chart:
    """Draw the share of a sum that the largest accounts have, with a dotted line for equal accounts.

    Args:
        frame: accounts (how many, from the largest) and cumulative_share; the last row is all accounts.
        metric: The sum.
        look: The colours.
    """
    if frame.empty:
        untold = _("Not enough accounts to show concentration")
        return Chart(
            figure(look, 120), untold, [_("Hidden for privacy: a single number could be worked out.")], empty=True
        )
    steps = [(int(n), float(share)) for n, share in zip(frame["accounts"], frame["cumulative_share"], strict=True)]
    every = steps[-1][0]
    made = figure(look, 330)
    equal = sorted({round(every ** (place / 40)) for place in range(41)})
    made.add_scatter(
        x=equal,
        y=[n / every for n in equal],
        mode="lines",
        line={"color": look.hues[5], "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    made.add_scatter(
        x=[n for n, _share in steps],
        y=[share for _n, share in steps],
        mode="lines+markers",
        cliponaxis=False,
        line={"color": look.accent, "width": 3},
        marker={"size": 8, "color": look.accent},
        hovertext=[_largest(n, share) for n, share in steps],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.add_annotation(
        x=log10(every),
        y=0.01,
        text=wrapped(_("if all had the same number"), 10, 3),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        align="right",
        font={"color": look.muted, "size": 12},
    )
    ticks = [10**power for power in range(int(log10(every)) + 1)]
    made.update_xaxes(
        type="log",
        range=[-0.08, log10(every) + 0.05],
        tickvals=ticks,
        ticktext=[number(tick) for tick in ticks],
        title={"text": _("Accounts, largest first"), "font": {"size": 12}},
    )
    levels = [0, 0.25, 0.5, 0.75, 1]
    made.update_yaxes(tickvals=levels, ticktext=[percent(level) for level in levels], range=[0, 1.05])
    return Chart(made, _title(steps), _summary(steps, metric))


def _title(steps: Steps) -> str:
    every = steps[-1][0]
    n, share = next(step for step in steps if step[0] >= min(FEW, every))
    return _("{share} comes from the {n} largest of {every} accounts").format(
        n=number(n), every=number(every), share=percent(share)
    )


def _summary(steps: Steps, metric: Metric) -> list[str]:
    parts = [_largest(n, share) for n, share in steps[:-1]]
    shares = [most_listed(_("Share of {metric}: {parts}."), parts, metric=_(metric.label))] if parts else []
    return [*shares, _(metric.kind.meaning)]


def _largest(n: int, share: float) -> str:
    return ngettext("the largest alone {share}", "the {n} largest {share}", n).format(n=number(n), share=percent(share))
