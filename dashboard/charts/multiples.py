"""Small bars: one row for each value of a dimension, side by side for months or platforms, on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pandas as pd

from dashboard.charts.bars import UNKNOWN
from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, Labels, fitting, must_add
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.phrases import counted, most_listed, nothing, unknown_share
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure, isolated, wrapped
from dashboard.charts.heatmap import heaviest
from dashboard.i18n import _, day, listed, month, shown
from metrics.answers import attached
from metrics.disclosure.combined_rows import TOGETHER

if TYPE_CHECKING:
    from metrics import Metric

ROW: Final = 80
"""Height of a row in pixels: its name, the numbers, and the bars."""
TALL: Final = 0.46
"""The part of it that the highest bar takes up."""


def multiples(
    frame: pd.DataFrame,
    rows: str,
    columns: str,
    metric: Metric,
    row_labels: Labels,
    column_labels: Labels,
    *,
    look: Look = LIGHT,
) -> Chart:
    """Draw one row of bars for each value of `rows`, those with most first and unknown last and grey.

    Args:
        frame: One row for each combination: both dimensions and the metric.
        rows: The dimension of the rows.
        columns: Months, or a dimension with few values.
        metric: The metric.
        row_labels: Names of the rows by code.
        column_labels: Names of the columns by code.
        look: The colours.

    Raises:
        KindError: The metric cannot be added up.
    """
    must_add(metric)
    if frame.empty:
        return nothing(look)
    cells = _cells(frame, rows, columns, metric)
    made = figure(look, 46 + ROW * len(cells), bargap=0.25, barmode="overlay")
    _bars(made, cells, metric, row_labels, column_labels, look)
    _names(made, cells, metric, row_labels, look)
    names = (
        _short_months(list(cells.columns))
        if columns == "month"
        else [_column_name(code, column_labels) for code in cells.columns]
    )
    ticks = [isolated(wrapped(name, 12, 3)) for name in names]
    made.update_xaxes(
        tickvals=list(range(cells.shape[1])),
        ticktext=ticks,
        range=[-0.5, cells.shape[1] - 0.5],
        tickangle=0,
        tickfont={"size": 11, "color": look.ink},
    )
    made.update_yaxes(visible=False, range=[0, len(cells) + 0.06])
    return Chart(
        made,
        _title(cells, columns, row_labels),
        series_breaks.with_breaks(frame, *_summary(frame, cells, metric, rows, row_labels)),
    )


def _cells(frame: pd.DataFrame, rows: str, columns: str, metric: Metric) -> pd.DataFrame:
    """Return rows and columns in the order in which they are drawn; combinations without a row are 0."""
    codes = (
        frame[columns].dt.strftime("%Y-%m-%d")
        if pd.api.types.is_datetime64_any_dtype(frame[columns])
        else frame[columns].astype(str)
    )
    named = frame.assign(**{columns: codes})
    across = sorted(codes.unique()) if columns == "month" else heaviest(named, columns, metric)
    cells = named.pivot(index=rows, columns=columns, values=metric.name).reindex(
        index=heaviest(named, rows, metric), columns=across
    )
    return cells.astype("Float64").fillna(0)


def _bars(
    made: Figure, cells: pd.DataFrame, metric: Metric, row_labels: Labels, column_labels: Labels, look: Look
) -> None:
    highest = float(cells.to_numpy().max()) or 1.0
    for place, (code, values) in enumerate(_rows(cells)):
        name = as_drawn(row_labels.get(code, code))
        made.add_bar(
            x=list(range(len(values))),
            y=[TALL * float(value) / highest for value in values],
            base=len(cells) - 1 - place,
            marker={"color": look.unknown if code in UNKNOWN else look.accent, "cornerradius": 2},
            text=[shown(value, metric.format) for value in values],
            textposition="outside",
            textfont={"size": 11, "color": look.ink},
            cliponaxis=False,
            constraintext="none",
            hovertext=[
                f"<b>{name}</b><br>{as_drawn(_column_name(column, column_labels))}<br>{counted(value, metric)}"
                for column, value in values.items()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )


def _names(made: Figure, cells: pd.DataFrame, metric: Metric, row_labels: Labels, look: Look) -> None:
    """Draw the name and sum above each row, and a line below it on which the bars stand."""
    for place, (code, values) in enumerate(_rows(cells)):
        foot, name = len(cells) - 1 - place, isolated(as_drawn(row_labels.get(code, code)))
        made.add_annotation(
            x=0,
            xref="paper",
            y=foot + 0.93,
            text=f"<b>{name}</b>  {counted(values.sum(), metric)}",
            xanchor="left",
            yanchor="top",
            showarrow=False,
            font={"size": 12.5, "color": look.ink},
        )
        made.add_shape(type="line", x0=0, x1=1, xref="paper", y0=foot, y1=foot, line={"color": look.grid, "width": 1})


def _rows(cells: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    return ((str(code), values) for code, values in cells.iterrows())


def _column_name(code: object, labels: Labels) -> str:
    """Return the name of a column; a month without one is written in words."""
    text = str(code)
    if text in labels:
        return labels[text]
    found = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    return text if pd.isna(found) else month(found)


def _short_months(codes: list[str]) -> list[str]:
    """Return months as short as a phone needs, with each year only once."""
    days = [[pd.Timestamp(each) for each in code.split(TOGETHER) if each] for code in codes]
    years = ["", *(f"{each[-1].year}" if each else "" for each in days)]
    return [
        " ".join([listed(day(one, "LLL") for one in each), *([year] if year != before else [])])
        if each
        else _("Unknown")
        for each, before, year in zip(days, years, years[1:], strict=False)
    ]


def _title(cells: pd.DataFrame, columns: str, labels: Labels) -> str:
    """Return who has the most, and in how many columns nobody else has as many, if these are most of them."""
    known = cells[~cells.index.isin(UNKNOWN)]
    if known.empty:
        return _("Not recorded in these data")
    first, sums = str(known.index[0]), known.sum(axis="columns")
    if len(known) > 1 and sums.iloc[0] == sums.iloc[1]:
        return _("{n} share first place").format(n=shown((sums == sums.iloc[0]).sum()))
    name, all_of = labels.get(first, first), known.shape[1]
    often = sum(known.iloc[0] > known.iloc[1:].max()) if len(known) > 1 else all_of
    shorter = _("{name} has the most").format(name=name)
    if all_of == 1 or 2 * often <= all_of:
        return shorter
    if often == all_of:
        template = (
            _("{name} has the most in every month")
            if columns == "month"
            else _("{name} has the most on every platform")
        )
        return fitting(template.format(name=name), shorter)
    template = (
        _("{name} has the most in {n} of {all} months")
        if columns == "month"
        else _("{name} has the most on {n} of {all} platforms")
    )
    return fitting(template.format(name=name, n=shown(often), all=shown(all_of)), shorter)


def _summary(frame: pd.DataFrame, cells: pd.DataFrame, metric: Metric, rows: str, labels: Labels) -> list[str]:
    sums = cells.sum(axis="columns")
    named = sums[~sums.index.isin(UNKNOWN)].head(4)
    parts = [
        f"{labels.get(code, code)} {shown(value, metric.format)}"
        for code, value in zip(map(str, named.index), named, strict=True)
    ]
    sentences = [most_listed(_("{metric}: {parts}."), parts, metric=_(metric.label))] if parts else []
    return [*sentences, *unknown_share(attached(frame).unknown.get(rows))]
