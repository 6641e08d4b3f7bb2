"""A figure as plotly.js reads it, made of plain values.

Plotly's own figures check every value each time one is made, which takes most of the time of a page. Charts are drawn
from a few functions here, so their tests check them instead, with Plotly's own checks (`tests/support/figures.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

import numpy as np
import pandas as pd


class Figure:
    """A figure: traces and a layout, in plotly.js's own words and in values that JSON can hold.

    Args:
        layout: The layout.
    """

    def __init__(self, layout: Mapping[str, Any]) -> None:
        self.data: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = _plain(layout)

    def add(self, kind: str, **trace: Any) -> None:
        """Add a trace.

        Args:
            kind: Its type in plotly.js, such as `bar`.
            trace: Its attributes.
        """
        self.data.append({"type": kind, **_plain(trace)})

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self.add("bar", **trace)

    def add_scatter(self, **trace: Any) -> None:
        """Add a line or dots."""
        self.add("scatter", **trace)

    def add_heatmap(self, **trace: Any) -> None:
        """Add a heatmap."""
        self.add("heatmap", **trace)

    def add_shape(self, **shape: Any) -> None:
        """Add a shape, such as a line."""
        self.layout.setdefault("shapes", []).append(_plain(shape))

    def add_hline(self, y: float, **shape: Any) -> None:
        """Add a horizontal line across the whole width."""
        self.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, **shape)

    def add_vline(self, x: Any, **shape: Any) -> None:
        """Add a vertical line across the whole height."""
        self.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="y domain", **shape)

    def add_vrect(self, x0: Any, x1: Any, **shape: Any) -> None:
        """Add a rectangle across the whole height."""
        self.add_shape(type="rect", x0=x0, x1=x1, y0=0, y1=1, yref="y domain", **shape)

    def add_annotation(self, **note: Any) -> None:
        """Add a text."""
        self.layout.setdefault("annotations", []).append(_plain(note))

    def update_xaxes(self, **axis: Any) -> None:
        """Change the horizontal axis."""
        self.update_layout(xaxis=axis)

    def update_yaxes(self, **axis: Any) -> None:
        """Change the vertical axis."""
        self.update_layout(yaxis=axis)

    def update_layout(self, **layout: Any) -> None:
        """Change the layout; what is not named in a part of it stays."""
        _merge(self.layout, _plain(layout))

    def copy(self) -> Figure:
        """Return a figure that can be changed without this one."""
        other = Figure({})
        other.data, other.layout = deepcopy(self.data), deepcopy(self.layout)
        return other

    def as_dict(self) -> dict[str, Any]:
        """Return the traces and the layout."""
        return {"data": self.data, "layout": self.layout}

    def _repr_mimebundle_(self, *_asked: Any, **_named: Any) -> Any:
        """Show the figure in a notebook, with Plotly's checks."""
        import plotly.graph_objects as go

        return go.Figure(self.as_dict())._repr_mimebundle_()


def _merge(into: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


_IN_JSON: Final = frozenset({str, int, float, bool, type(None)})
"""Types of values that JSON can hold as they are, but for a number that is none."""


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: days and moments as texts, and null where there is none."""
    if isinstance(value, str | int | float) and not isinstance(value, np.generic):
        return None if value != value else value
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, pd.Series | pd.Index | np.ndarray):
        return _plain_list(value.tolist())
    if isinstance(value, list | tuple):
        return _plain_list(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        return _plain(value.item())
    return value.isoformat()


def _plain_list(values: list[Any] | tuple[Any, ...]) -> list[Any]:
    """Return values as JSON holds them; long lists, as outlines of countries, hold but numbers or texts."""
    if set(map(type, values)) <= _IN_JSON:
        return [None if value != value else value for value in values]
    return [_plain(each) for each in values]
