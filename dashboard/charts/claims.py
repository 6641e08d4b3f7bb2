"""Published figures compared with the data: the difference of each from the published number."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10, sqrt
from typing import Any, Final

import pandas as pd

from dashboard.charts.base import phrases
from dashboard.charts.base.chart import Chart
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.i18n import _, ngettext, percent, said, shown
from metrics.analyses import claim_wording
from metrics.analyses.claim_wording import State

ROW: Final = 44
"""Height of a figure's row, in pixels."""
FAR: Final = 2.0
"""What lies further from the published number than this many times is drawn at the edge, with an arrow."""
_PLOT: Final = 0.68
"""Share of the width on which is drawn; beside it stand the numbers."""

Row = Mapping[Any, Any]


def claims(ledger: pd.DataFrame, qualifiers: Mapping[str, str], *, look: Look = LIGHT) -> Chart:
    """Draw one row for each figure: a dot for the number in the data, a bar for a range, and the published line.

    Args:
        ledger: The ledger of published figures. Figures of a group with different numbers are placed together.
        qualifiers: The word of each qualifier by its code.
        look: The colours.
    """
    rows = _compared(ledger)
    if not rows:
        return nothing(look)
    places = _places(rows)
    made = figure(look, round(ROW * (places[-1] + 1.2)) + 34)
    _bands(made, rows, places, look)
    for x, colour in ((1 / FAR, look.grid), (FAR, look.grid), (1, look.ink)):
        made.add_shape(
            type="line", x0=x, x1=x, y0=-0.6, y1=places[-1] + 0.55, line={"color": colour, "width": 1.5}, layer="below"
        )
    for place, row in zip(places, rows, strict=True):
        _mark(made, place, row, look)
    _axes(made, [_label(row, qualifiers) for row in rows], places, look)
    return Chart(made, *_finding(ledger))


def _compared(ledger: pd.DataFrame) -> list[Row]:
    """Return the figures with a number to compare with, those of a group with different numbers first."""
    comparable = ledger[(ledger["derived"].fillna(ledger["lower"]) > 0) & (ledger["value"] > 0)]
    groups = comparable["conflict_group"].where(comparable["conflicting"] | comparable["not_comparable"])
    return list(
        comparable.assign(_group=groups).sort_values(["_group", "claim"], na_position="last").to_dict("records")
    )


def _places(rows: list[Row]) -> list[float]:
    """Return the place of each row, with room for a heading above the figures of one group."""
    places, at, before = [], -1.0, ""
    for row in rows:
        group: str = "" if pd.isna(row["_group"]) else str(row["_group"])
        at += 1 + (0.5 if group and group != before else 0.2 if before and not group else 0)
        places.append(at)
        before = group
    return places


def _bands(made: Figure, rows: list[Row], places: list[float], look: Look) -> None:
    """Draw a tint behind figures of one group with different numbers, and a heading above them."""
    groups: dict[Any, list[float]] = {}
    for row, place in zip(rows, places, strict=True):
        if pd.notna(row["_group"]):
            groups.setdefault(row["_group"], []).append(place)
    conflicting = {row["_group"] for row in rows if row["conflicting"]}
    for group, inside in groups.items():
        top, bottom = inside[0] - 0.9, inside[-1] + 0.48
        made.add_shape(
            type="rect",
            xref="paper",
            x0=0,
            x1=1,
            y0=top,
            y1=bottom,
            fillcolor=look.fill,
            line={"width": 0},
            layer="below",
        )
        made.add_annotation(
            x=1,
            xref="paper",
            y=top,
            text=phrases.beside(group in conflicting),
            showarrow=False,
            xanchor="right",
            yanchor="top",
            xshift=4,
            font={"size": 12, "color": look.ink},
        )


def _mark(made: Figure, place: float, row: Row, look: Look) -> None:
    """Draw the number in the data as a share of the published one; shape and colour show whether it is near enough."""
    colour = {State.REPRODUCED: look.accent, State.OFF: look.hues[1]}.get(row["state"], look.unknown)
    bounded = bool(pd.notna(row["lower"]))
    ends = [
        float(end) / row["value"]
        for end in ((row["lower"], row["upper"]) if bounded else (row["value"], row["derived"]))
    ]
    low, high = (min(max(end, 1 / FAR), FAR) for end in ends)
    symbols = ["triangle-left" if ends[0] < low else "line-ns", "triangle-right" if ends[1] > high else "line-ns"]
    made.add_scatter(
        x=[low, high],
        y=[place, place],
        mode="lines+markers" if bounded else "lines",
        hoverinfo="skip",
        cliponaxis=False,
        line={"color": colour, "width": 5 if bounded else 2.5},
        marker={"symbol": symbols, "size": 13, "color": colour, "line": {"width": 2, "color": colour}},
    )
    if not bounded:
        arrow = "triangle-left" if ends[1] < high else "triangle-right" if ends[1] > high else ""
        symbol = arrow or ("circle" if row["state"] == State.REPRODUCED else "diamond")
        made.add_scatter(
            x=[high],
            y=[place],
            mode="markers",
            hoverinfo="skip",
            cliponaxis=False,
            marker={"size": 14, "symbol": symbol, "color": colour, "line": {"width": 1.5, "color": look.paper}},
        )
    hover = f"<b>{as_drawn(row['claim'])}</b><br>{wrapped(said(claim_wording.reason_text(row)), 48, lines=4)}"
    made.add_scatter(  # the whole bar can be pointed at
        x=[sqrt(low * high) if bounded else high],
        y=[place],
        mode="markers",
        marker={"size": 26, "opacity": 0},
        hovertext=[hover],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    text = claim_wording.derived(row, shown).replace("–", "–<br>") if bounded else claim_wording.derived(row, shown)
    made.add_annotation(
        x=1,
        xref="paper",
        y=place,
        text=f"<b>{text}</b>",
        showarrow=False,
        xanchor="right",
        align="right",
        font={"size": 12, "color": look.ink},
    )


def _label(row: Row, qualifiers: Mapping[str, str]) -> str:
    return isolated(wrapped(claim_wording.published(row, qualifiers, shown), 21).replace("<br>", "  <br>")) + "  "


def _axes(made: Figure, labels: list[str], places: list[float], look: Look) -> None:
    ticks = {1 / FAR: _("half"), 1.0: _("the same"), FAR: _("twice")}
    made.update_xaxes(
        type="log",
        domain=[0, _PLOT],
        range=[-log10(FAR) * 1.12, log10(FAR) * 1.12],
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        showline=True,
        ticks="outside",
        ticklen=4,
        tickcolor=look.grid,
    )
    made.update_yaxes(
        range=[places[-1] + 0.55, -1.1],
        showgrid=False,
        showline=False,
        ticks="",
        tickvals=places,
        ticktext=labels,
        tickfont={"color": look.ink, "size": 12},
    )
    for x, text, shift in ((0, _("Published"), -8), (1, _("In the data"), 0)):
        made.add_annotation(
            x=x,
            xref="paper",
            y=-1.1,
            text=text,
            showarrow=False,
            xanchor="right",
            yanchor="top",
            xshift=shift,
            font={"size": 12, "color": look.muted},
        )


def finding(ledger: pd.DataFrame) -> str:
    """Return how many published figures match the data; of a sample that was made to agree it says so instead.

    Args:
        ledger: The ledger of published figures.
    """
    good = int((ledger["state"] == State.REPRODUCED).sum())
    title = ngettext(
        "{n} published figure of {all} matches the data", "{n} of {all} published figures match the data", good
    )
    if any(claim_wording.made_to_agree(row) for row in ledger.to_dict("records")):
        title = _("The sample was made to agree with {n} of {all} figures")
    return title.format(n=shown(good), all=shown(len(ledger)))


def _finding(ledger: pd.DataFrame) -> tuple[str, list[str]]:
    states = ledger["state"].value_counts()
    off, none = (int(states.get(state, 0)) for state in (State.OFF, State.UNREPRODUCED))
    sentences = [_("Dot: in the data. Bar: lowest and highest number the data allow. Line: as published.")]
    if off:
        template = ngettext("{n} figure differs by {share}.", "{n} figures differ, by up to {share}.", off)
        sentences.append(template.format(n=shown(off), share=percent(ledger["off_by"].abs().max())))
    if none:
        template = ngettext("{n} figure cannot be confirmed.", "{n} figures cannot be confirmed.", none)
        sentences.append(template.format(n=shown(none)))
    return finding(ledger), sentences
