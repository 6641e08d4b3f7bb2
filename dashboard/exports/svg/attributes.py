"""Which attributes of a figure are drawn in a file, and which matter on a screen only; any other is refused.

What is not known here could change what is read, so nothing is left out in silence: a chart that uses a new attribute
needs a line here, and what draws it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dashboard.exports.svg.lines import HORIZONTAL, VERTICAL
from dashboard.exports.svg.symbols import SYMBOLS

_FONT: Final = {"color", "size", "family"}
_LINE: Final = {"color", "width", "dash"}
_DASH: Final = {"solid", "dot", "dash", "dashdot", "longdash", "longdashdot"}
_PATTERN: Final = {"shape", "fgcolor", "bgcolor", "size", "solidity", "fillmode"}

SCREEN: Final = {
    "trace": {
        *("customdata", "hoverinfo", "hovertemplate", "hovertext", "hoveron", "hoverongaps", "selected", "unselected"),
        "uid",
    },
    "layout": {"clickmode", "dragmode", "hoverlabel", "hovermode", "template", "autosize", "uirevision"},
    "axis": {"fixedrange"},
}
"""What does something only where one points, selects or zooms."""

TRACES: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "bar": {
        "": {"type", "x", "y", "base", "width", "orientation", "text", "textposition", "constraintext", "opacity"}
        | {"cliponaxis", "name", "showlegend"},
        "marker": {"color", "cornerradius", "opacity"},
        "marker.line": {"color", "width"},
        "marker.pattern": _PATTERN,
        "textfont": _FONT,
    },
    "scatter": {
        "": {"type", "x", "y", "mode", "fill", "fillcolor", "opacity", "cliponaxis", "name", "text", "showlegend"}
        | {"textposition"},
        "textfont": _FONT,
        "line": _LINE | {"shape"},
        "marker": {"color", "size", "symbol", "opacity"},
        "marker.line": {"color", "width"},
        "fillpattern": _PATTERN,
    },
    "heatmap": {
        "": {"type", "x", "y", "z", "xgap", "ygap", "showscale", "zmin", "zmax", "colorscale", "text", "texttemplate"},
        "textfont": _FONT,
    },
}
_AXIS: Final[Mapping[str, set[str]]] = {
    "": {"type", "range", "autorange", "rangemode", "domain", "visible", "side", "automargin", "constrain"}
    | {"constraintoward", "scaleanchor", "tickvals", "ticktext", "tickformat", "dtick", "nticks", "tickangle"}
    | {"autotickangles", "ticks", "ticklen", "tickcolor", "showgrid", "gridcolor", "showline", "linecolor"}
    | {"zeroline", "showticklabels"},
    "tickfont": _FONT,
    "title": {"text"},
    "title.font": _FONT,
}
_LAYOUT: Final[Mapping[str, set[str]]] = {
    "": {"width", "height", "paper_bgcolor", "plot_bgcolor", "separators", "colorway", "showlegend", "bargap"}
    | {"barmode"},
    "margin": {"l", "r", "t", "b"},
    "font": _FONT,
    "title": {"text", "x", "y", "xanchor", "yanchor"},
    "title.font": _FONT,
    "legend": {"orientation", "x", "y"},
    "shape": {"type", "x0", "x1", "y0", "y1", "xref", "yref", "layer", "fillcolor"},
    "shape.line": _LINE,
    "annotation": {"text", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "align", "showarrow"}
    | {"bgcolor", "bordercolor", "borderwidth", "borderpad"},
    "annotation.font": _FONT,
}
VALUES: Final[Mapping[str, set[Any]]] = {
    "bar.orientation": {"h", "v"},
    "bar.textposition": {"outside", "inside", "auto", "none"},
    "bar.constraintext": {"none", "inside", "outside", "both"},
    "bar.marker.pattern.shape": {"", "/", "\\", "x", "-", "|", "+", "."},
    "bar.marker.pattern.fillmode": {"overlay", "replace"},
    "scatter.mode": {"lines", "markers", "lines+markers", "text", "markers+text", "lines+text", "lines+markers+text"},
    "scatter.fill": {"none", "tozeroy", "tonexty", "toself"},
    "scatter.line.shape": {"linear", "hv"},
    "scatter.marker.symbol": set(SYMBOLS),
    "scatter.textposition": {f"{down} {across}" for down in VERTICAL for across in HORIZONTAL},
    "scatter.fillpattern.shape": {"", "/", "\\", "x", "-", "|", "+", "."},
    "scatter.fillpattern.fillmode": {"overlay", "replace"},
    "heatmap.texttemplate": {"%{text}"},
    "heatmap.showscale": {False},
    "axis.type": {"linear", "log", "date", "category"},
    "axis.autorange": {True, "reversed"},
    "axis.rangemode": {"normal", "tozero"},
    "axis.side": {"left", "right", "top", "bottom"},
    "axis.ticks": {"", "outside"},
    "axis.tickformat": {"", ",", ",d", "d", ".0%", ".1%", ",.0f", ",.1f", ",.2f"},
    "axis.zeroline": {False},
    "axis.scaleanchor": {"x", "y"},
    "axis.constrain": {"domain"},
    "axis.constraintoward": {"top", "middle", "bottom", "left", "center", "right"},
    "layout.barmode": {"group", "stack", "overlay"},
    "layout.legend.orientation": {"h"},
    "layout.shape.type": {"line", "rect"},
    "layout.shape.layer": {"below", "above"},
    "layout.shape.xref": {"x", "paper", "x domain"},
    "layout.shape.yref": {"y", "paper", "y domain"},
    "layout.annotation.xref": {"x", "paper", "x domain"},
    "layout.annotation.yref": {"y", "paper", "y domain"},
    "layout.annotation.showarrow": {False},
    "layout.annotation.align": {"left", "center", "right"},
}
"""Attributes of which only some values are drawn."""


class UnknownAttribute(ValueError):
    """A figure has an attribute, or a value of one, that would be missing in a drawn file."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"A file cannot draw {', '.join(names)}. Add it to dashboard/exports/svg/attributes.py.")
        self.names = names


def check(data: list[dict[str, Any]], layout: Mapping[str, Any]) -> None:
    """Check that all of a figure can be drawn.

    Args:
        data: Its traces.
        layout: Its layout.

    Raises:
        UnknownAttribute: Something cannot.
    """
    if found := sorted(set(unknown(data, layout))):
        raise UnknownAttribute(found)


def unknown(data: list[dict[str, Any]], layout: Mapping[str, Any]) -> Iterator[str]:
    """Yield the name of each attribute of a figure that is neither drawn nor for screens only.

    Args:
        data: Its traces.
        layout: Its layout.
    """
    for trace in data:
        kind = str(trace.get("type"))
        if kind in TRACES:
            yield from _of_part(trace, kind, "", TRACES[kind], SCREEN["trace"])
        else:
            yield kind
    for name, value in layout.items():
        if name in ("xaxis", "yaxis"):
            yield from _of_part(value, "axis", "", _AXIS, SCREEN["axis"])
        elif name in ("shapes", "annotations"):
            for each in value:
                yield from _of_part(each, "layout", name.removesuffix("s"), _LAYOUT, set())
        elif name not in SCREEN["layout"]:
            yield from _of_part({name: value}, "layout", "", _LAYOUT, set())


def _of_part(
    part: Mapping[str, Any], kind: str, path: str, drawn: Mapping[str, set[str]], screen: set[str]
) -> Iterator[str]:
    for name, value in part.items():
        below = f"{path}.{name}" if path else name
        if name in screen and not path:
            continue
        if isinstance(value, Mapping) and below in drawn:
            yield from _of_part(value, kind, below, drawn, screen)
        elif name not in drawn.get(path, ()):
            yield f"{kind}.{below}"
        elif f"{kind}.{below}" in VALUES:
            yield from _of_values(f"{kind}.{below}", value)


def _of_values(name: str, value: Any) -> Iterator[str]:
    for each in set(value) if isinstance(value, list) else (value,):
        if each is not None and each not in VALUES[name]:
            yield f"{name} = {each!r}"
