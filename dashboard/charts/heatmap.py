"""Two dimensions crossed: which mission works with whom; hidden cells are drawn as hidden, not as empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import breaks
from dashboard.charts.model import Chart, Labels, hidden, hidden_note
from dashboard.charts.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.charts.words import counted, nothing
from dashboard.locale import _, ngettext, shown

if TYPE_CHECKING:
    from metrics import Metric

_NARROW = 18
"""Letters on a line: so wide that `Regional Office` fits, so narrow that cells have room on a phone."""


def heatmap(
    frame: pd.DataFrame, rows: str, columns: str, metric: Metric, row_labels: Labels, column_labels: Labels,
    *, look: Look = LIGHT, limit: int = 20,
) -> Chart:  # fmt: skip
    """Cells shaded by value and written out; hidden cells are hatched.

    The `limit` rows with the largest sums, or the largest cells where the metric does not add up, are drawn: the table holds the rest.
    """
    if frame.empty:
        return nothing(look)
    down, across = _heaviest(frame, rows, metric)[:limit], _heaviest(frame, columns, metric)
    here = frame[frame[rows].isin(down)]
    cells = here.pivot(index=rows, columns=columns, values=metric.name).reindex(index=down, columns=across).astype("Float64")
    made = figure(look, 90 + 34 * len(down))
    _shade(made, cells, down, across, metric, row_labels, column_labels, look)
    concealed = frame[hidden(frame, metric.name) & frame[rows].isin(down)]
    _hatch(made, concealed, rows, columns, down, across, look)
    names = [wrapped(column_labels.get(code, code), 11) for code in across]
    made.update_xaxes(
        tickvals=list(range(len(across))), ticktext=names, side="top", range=[-0.5, len(across) - 0.5], showline=False,
        tickfont={"size": 11, "color": look.ink}, autotickangles=[0, -40, -90],
    )  # fmt: skip
    made.update_yaxes(
        tickvals=list(range(len(down))), ticktext=[f"{_row_name(row_labels.get(code, code))} " for code in down],
        range=[len(down) - 0.5, -0.5], showgrid=False, showline=False, tickfont={"size": 11.5, "color": look.ink},
    )  # fmt: skip
    title, summary = _finding(frame, rows, columns, metric, row_labels, column_labels)
    return Chart(made, title, breaks.told(frame, summary))


def _heaviest(frame: pd.DataFrame, by: str, metric: Metric) -> list[str]:
    """The values of a dimension, those with most first, unknown last."""
    cells = frame.groupby(by)[metric.name]
    weight = (cells.sum(min_count=0) if metric.kind.adds else cells.max()).sort_values(ascending=False)
    return sorted(weight.index, key=lambda code: code == "unknown")  # a stable sort


def _row_name(label: str) -> str:
    """A label on two lines of like length, so that what tells names apart, which often comes last, is never cut off."""
    return isolated(wrapped(label, max(_NARROW, len(label) // 2 + 3)))


def _shade(
    made: go.Figure,
    cells: pd.DataFrame,
    down: list[str],
    across: list[str],
    metric: Metric,
    row_labels: Labels,
    column_labels: Labels,
    look: Look,
) -> None:
    values = [[None if pd.isna(v) or v == 0 else float(v) for v in row] for row in cells.to_numpy()]
    steps = len(look.ramp) - 1
    made.add_heatmap(
        z=values, x=list(range(cells.shape[1])), y=list(range(cells.shape[0])), xgap=2, ygap=2, showscale=False, zmin=0,
        colorscale=[[i / steps, colour] for i, colour in enumerate(look.ramp)],
        text=[["" if v is None else shown(v, metric.format) for v in row] for row in values], texttemplate="%{text}",
        textfont={"size": 12},
        hovertext=[
            [
                f"<b>{as_drawn(row_labels.get(r, r))}</b><br>{as_drawn(column_labels.get(c, c))}<br>{counted(v, metric)}"
                for c, v in row.items()
            ]
            for r, row in zip(down, (dict(zip(across, row, strict=True)) for row in values), strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>", hoverongaps=False,
    )  # fmt: skip


def _hatch(made: go.Figure, concealed: pd.DataFrame, rows: str, columns: str, down: list[str], across: list[str], look: Look) -> None:
    if concealed.empty:
        return
    places = [(across.index(c), down.index(r)) for r, c in zip(concealed[rows], concealed[columns], strict=True)]
    made.add_bar(  # a heatmap has no pattern, a bar has
        x=[x for x, _y in places], y=[0.92] * len(places), base=[y - 0.46 for _x, y in places], width=0.96,
        marker={
            "color": "rgba(0,0,0,0)", "line": {"width": 0},
            "pattern": {"shape": "/", "size": 7, "solidity": 0.22, "fgcolor": look.quiet, "fillmode": "replace"},
        },
        hovertext=[_("hidden for privacy")] * len(places), hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _finding(frame: pd.DataFrame, rows: str, columns: str, metric: Metric, row_labels: Labels, column_labels: Labels) -> tuple[str, str]:
    named = frame[(frame[rows] != "unknown") & (frame[columns] != "unknown") & frame[metric.name].notna()]
    concealed = int(hidden(frame, metric.name).sum())
    title = _(metric.label)
    if not named.empty:
        top = named.sort_values(metric.name, ascending=False).iloc[0]
        largest = (named[metric.name] == top[metric.name]).sum() == 1 and not concealed  # a hidden one may be larger
        beyond = frame[metric.name].max() > top[metric.name]  # one of which the row or the column is unknown
    sentences = []
    if not named.empty and largest:
        told = _("{row} × {column} is the largest known combination") if beyond else _("{row} × {column} is the largest combination")
        title = told.format(
            row=row_labels.get(top[rows], top[rows]), column=column_labels.get(top[columns], top[columns])
        )
        sentences = [_("{value} there.").format(value=counted(top[metric.name], metric))]
    if concealed:
        told = ngettext("{n} combination is hatched.", "{n} combinations are hatched.", concealed).format(n=shown(concealed))
        sentences.append(f"{told} {hidden_note(frame, metric.name)}.")
    return title, " ".join(sentences) or _("No combination can be shown.")
