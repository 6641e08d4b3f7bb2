"""Charts of a report as pictures."""

from __future__ import annotations

from dashboard.exports.raster import png
from dashboard.exports.svg import svg
from dashboard.reports.model import Figure


def svg_of(figure: Figure, width: float, height: float | None = None) -> str:
    """Return a chart as one `svg` element, with its finding and its sentences for screen readers.

    Args:
        figure: The chart.
        width: Its width in pixels.
        height: Its height; that of the chart if none is given.
    """
    drawn = figure.chart.figure
    if height is None and drawn.layout.get("yaxis", {}).get("scaleanchor"):
        height = min(
            float(drawn.layout["height"]), width * 0.6 + 70
        )  # a map is as high as its width allows, and its legend
    return svg(drawn, width=width, height=height, title=figure.title, description=figure.chart.summary)


def png_of(figure: Figure, width: float, height: float | None = None, scale: float = 2.0) -> bytes:
    """Return a chart as a PNG.

    Args:
        figure: The chart.
        width: Its width in pixels of a screen.
        height: Its height; that of the chart if none is given.
        scale: How many pixels of the picture one of a screen becomes.
    """
    return png(svg_of(figure, width, height), scale)
