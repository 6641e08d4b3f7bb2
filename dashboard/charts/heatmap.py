"""A heatmap of two dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.charts.bars import UNKNOWN
from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import LONGEST_TITLE, Chart, Labels
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.i18n import _, ngettext, shown

if TYPE_CHECKING:
    from metrics import Metric

_NARROW = 18
"""Letters on a line: so wide that `Regional Office` fits, so narrow that cells have room on a phone."""


def heatmap(
    frame: pd.DataFrame,
    rows: str,
    columns: str,
    metric: Metric,
    row_labels: Labels,
    column_labels: Labels,
    *,
    look: Look = LIGHT,
    limit: int = 20,
) -> Chart:
    """Draw cells shaded by value and with their numbers; an empty cell has none.

    Args:
        frame: One row for each combination: both dimensions and the metric.
        rows: The dimension of the rows.
        columns: The dimension of the columns.
        metric: The metric.
        row_labels: Names of the rows by code.
        column_labels: Names of the columns by code.
        look: The colours.
        limit: The most rows: those with the largest sums, or largest cells if the metric cannot be added up.
    """
    if frame.empty:
        return nothing(look)
    every, across = heaviest(frame, rows, metric), heaviest(frame, columns, metric)
    down = every[:limit]
    here = frame[frame[rows].isin(down)]
    cells = (
        here.pivot(index=rows, columns=columns, values=metric.name)
        .reindex(index=down, columns=across)
        .astype("Float64")
    )
    made = figure(look, 90 + 34 * len(down))
    _shade(made, cells, down, across, metric, row_labels, column_labels, look)
    names = [wrapped(column_labels.get(code, code), 11) for code in across]
    made.update_xaxes(
        tickvals=list(range(len(across))),
        ticktext=names,
        side="top",
        range=[-0.5, len(across) - 0.5],
        showline=False,
        tickfont={"size": 11, "color": look.ink},
        autotickangles=[0, -40, -90],
    )
    made.update_yaxes(
        tickvals=list(range(len(down))),
        ticktext=[f"{_row_name(row_labels.get(code, code))} " for code in down],
        range=[len(down) - 0.5, -0.5],
        showgrid=False,
        showline=False,
        tickfont={"size": 11.5, "color": look.ink},
    )
    title, summary = _finding(frame, rows, columns, metric, row_labels, column_labels)
    if more := len(every) - len(down):
        summary.append(
            ngettext("{n} more row in the table.", "{n} more rows in the table.", more).format(n=shown(more))
        )
    unrecorded = bool((frame[rows].isin(UNKNOWN) & frame[columns].isin(UNKNOWN)).all())
    return Chart(
        made,
        _("Not recorded in these data") if unrecorded else title,
        series_breaks.with_breaks(frame, *summary),
        unrecorded=unrecorded,
    )


def heaviest(frame: pd.DataFrame, by: str, metric: Metric) -> list[str]:
    """Return the values of a dimension, those with most first and unknown last.

    Args:
        frame: One row for each combination of dimensions.
        by: The dimension.
        metric: The metric.
    """
    cells = frame.groupby(by)[metric.name]
    weight = (cells.sum(min_count=0) if metric.kind.adds else cells.max()).sort_values(ascending=False)
    return sorted(weight.index, key=lambda code: code == "unknown")  # a stable sort


def _row_name(label: str) -> str:
    """Return a label on two lines of similar length, so that its end, which often distinguishes it, is not cut off."""
    return isolated(wrapped(label, max(_NARROW, len(label) // 2 + 3)))


def _shade(
    made: Figure,
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
        z=values,
        x=list(range(cells.shape[1])),
        y=list(range(cells.shape[0])),
        xgap=2,
        ygap=2,
        showscale=False,
        zmin=0,
        colorscale=[[i / steps, colour] for i, colour in enumerate(look.ramp)],
        text=[["" if v is None else shown(v, metric.format) for v in row] for row in values],
        texttemplate="%{text}",
        textfont={"size": 12},
        hovertext=[
            [
                f"<b>{as_drawn(row_labels.get(r, r))}</b><br>{as_drawn(column_labels.get(c, c))}<br>{counted(v, metric)}"
                for c, v in row.items()
            ]
            for r, row in zip(down, (dict(zip(across, row, strict=True)) for row in values), strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
    )


def _finding(
    frame: pd.DataFrame, rows: str, columns: str, metric: Metric, row_labels: Labels, column_labels: Labels
) -> tuple[str, list[str]]:
    named = frame[~frame[rows].isin(UNKNOWN) & ~frame[columns].isin(UNKNOWN) & frame[metric.name].notna()]
    if named.empty:
        return _(metric.label), []
    top = named.sort_values(metric.name, ascending=False).iloc[0]
    if (named[metric.name] == top[metric.name]).sum() > 1:
        return _(metric.label), []
    beyond = frame[metric.name].max() > top[metric.name]  # one of which the row or the column is unknown
    title = _("Largest known combination: {row}, {column}") if beyond else _("Largest combination: {row}, {column}")
    row, column = row_labels.get(top[rows], top[rows]), column_labels.get(top[columns], top[columns])
    value = counted(top[metric.name], metric)
    titled = title.format(row=row, column=column)
    if len(titled) <= LONGEST_TITLE:
        return titled, [_("It has {value}.").format(value=value)]
    return _("{value} in the largest combination").format(value=value), [title.format(row=row, column=column) + "."]
