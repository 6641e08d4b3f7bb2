"""The numbers of a chart for native charts of Office files, in the order in which the chart draws them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.bars import ordered
from dashboard.charts.base.chart import Labels
from dashboard.i18n import _, day
from dashboard.reports.model import Plot
from metrics.definitions.catalogue import DIMENSIONS, METRICS

MOST: Final = 12
"""The most bars of a chart, as on pages."""


def of_bars(frame: pd.DataFrame, by: str, metric: str, names: Labels) -> Plot | None:
    """Return the bars that `charts.bars` draws; None if there are none.

    Args:
        frame: One row for each value of `by`.
        by: The dimension.
        metric: The metric.
        names: The names of the values by code.
    """
    rows = ordered(frame, by, metric)
    rows = rows[(rows[by] != DIMENSIONS[by].rest) & rows[metric].notna()].head(MOST)
    if rows.empty:
        return None
    return Plot(
        "bar",
        tuple(names.get(code, code) for code in rows[by]),
        ((_(METRICS[metric].label), tuple(map(float, rows[metric]))),),
        METRICS[metric].format,
    )


def of_days(frame: pd.DataFrame, columns: dict[str, str], *, kind: str = "column", by: str = "day") -> Plot | None:
    """Return numbers over time; None if there are none.

    Args:
        frame: One row for each day, week or month, in their order.
        columns: The name of each series by its column.
        kind: column or line.
        by: The column with the day, week or month.
    """
    if frame.empty:
        return None
    pattern = "MMM" if by == "month" else "d MMM"
    if frame[by].dt.year.nunique() > 1:
        pattern += " y"
    series = tuple(
        (name, tuple(None if pd.isna(value) else float(value) for value in frame[column]))
        for column, name in columns.items()
    )
    return Plot("line" if kind == "line" else "column", tuple(day(at, pattern) for at in frame[by]), series)
