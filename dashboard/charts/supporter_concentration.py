"""Concentration of social reach: how few supporters make up half of it."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, figure, wrapped
from dashboard.i18n import _, ngettext, percent, shown
from metrics import METRICS


def concentration(frame: pd.DataFrame, *, look: Look = LIGHT) -> Chart:
    """Draw the cumulative share of friends and followers, largest supporter first, with a line for equal supporters.

    Args:
        frame: One row for each supporter: rank (from 1), connections, share, cumulative_share; no identities.
        look: The colours.
    """
    if frame.empty or not frame["connections"].sum():
        return nothing(look)
    rows = frame.sort_values("rank")
    people, shares = len(rows), rows["cumulative_share"].astype(float).tolist()
    largest = half(rows) or people
    x = [0.0, *(rank / people for rank in range(1, people + 1))]
    made = figure(look, 430)
    made.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": look.hues[5], "width": 1.5, "dash": "dot"}, hoverinfo="skip"
    )
    made.add_scatter(
        x=x,
        y=[0.0, *shares],
        mode="lines",
        line={"color": look.accent, "width": 3},
        fill="tozeroy",
        fillcolor=look.fill,
        hovertext=[
            "",
            *(_("{n} largest: {share}").format(n=shown(n), share=percent(s)) for n, s in enumerate(shares, 1)),
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.add_scatter(
        x=[largest / people],
        y=[shares[largest - 1]],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 11, "symbol": "diamond", "color": look.hues[1], "line": {"width": 1, "color": look.paper}},
    )
    who = counted(largest, METRICS["thunderclap_supporters"])
    made.add_annotation(
        x=largest / people,
        y=shares[largest - 1],
        text=_("<b>{who}</b><br>make up half").format(who=who),
        showarrow=False,
        xanchor="left",
        yanchor="top",
        align="left",
        xshift=10,
        yshift=4,
        font={"color": look.ink, "size": 13},
    )
    made.add_annotation(
        x=0.99,
        y=0.5,
        text=wrapped(_("if all had the same number"), 16, lines=3),
        showarrow=False,
        xanchor="right",
        yanchor="top",
        align="right",
        font={"color": look.muted, "size": 12},
    )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    texts = [percent(tick) for tick in ticks]
    made.update_xaxes(
        tickvals=ticks,
        ticktext=texts,
        range=[-0.01, 1.02],
        title={"text": _("Supporters, largest first"), "font": {"size": 12}},
    )
    made.update_yaxes(
        tickvals=ticks,
        ticktext=texts,
        range=[0, 1.04],
        title={"text": _("Share of friends and followers"), "font": {"size": 12}},
    )
    title = ngettext(
        "{n} supporter of {people} makes up half of the social reach",
        "{n} of {people} supporters make up half of the social reach",
        largest,
    ).format(n=shown(largest), people=shown(people))
    summary = _(
        "The largest supporter has {first} of all friends and followers; the smaller half of supporters has {rest}."
    ).format(first=percent(shares[0]), rest=percent(1 - shares[max(people // 2 - 1, 0)]))
    return Chart(made, title, [summary])


def half(frame: pd.DataFrame) -> int | None:
    """Return the fewest supporters who together have half of all friends and followers.

    Args:
        frame: What `concentration` draws.

    Returns:
        Their number; None if there are no friends and followers.
    """
    enough = frame.loc[frame["cumulative_share"] >= 0.5, "rank"]
    return int(enough.min()) if len(enough) else None
