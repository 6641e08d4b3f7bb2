"""Figures with Plotly's own checks of every value, and its attributes to look at."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.figure import Figure


def checked(made: Chart | Figure) -> go.Figure:
    """Return a figure as Plotly makes it, which raises for each value that plotly.js does not know."""
    figure = made.figure if isinstance(made, Chart) else made
    return go.Figure(figure.as_dict())
