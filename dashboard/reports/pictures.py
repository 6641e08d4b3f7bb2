"""Charts of a report as pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from dashboard.charts.base.figure import Figure as Drawing
from dashboard.charts.base.theme import LIGHT
from dashboard.exports.raster import png
from dashboard.exports.svg import svg
from dashboard.i18n import _
from dashboard.reports.brand import Brand, BrandError
from dashboard.reports.model import Figure

_LOGO: Final = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("/" + sys.inputs.name, height: 96pt)
"""
_LOGO_PIXELS: Final = 144
"""Pixels of a logo for each inch: 192 in height."""


def svg_of(figure: Figure, width: float, height: float | None = None) -> str:
    """Return a chart as one `svg` element, with its finding and its sentences for screen readers.

    Args:
        figure: The chart.
        width: Its width in pixels.
        height: Its height; that of the chart if none is given.
    """
    return _svg(figure, figure.chart.figure, width, height)


def png_of(figure: Figure, width: float, height: float | None = None, scale: float = 2.0) -> bytes:
    """Return a chart as a PNG on white: programs show what is transparent on the ground of their own.

    Args:
        figure: The chart.
        width: Its width in pixels of a screen.
        height: Its height; that of the chart if none is given.
        scale: How many pixels of the picture one of a screen becomes.
    """
    drawn = Drawing(figure.chart.figure.layout)
    drawn.data = figure.chart.figure.data
    drawn.update_layout(paper_bgcolor=LIGHT.paper)
    return png(_svg(figure, drawn, width, height), scale)


def _svg(figure: Figure, drawn: Drawing, width: float, height: float | None) -> str:
    if height is None and drawn.layout.get("yaxis", {}).get("scaleanchor"):
        # A map is as high as its width allows, and its legend.
        height = min(float(drawn.layout["height"]), width * 0.6 + 70)
    return svg(drawn, width=width, height=height, title=figure.title, description=figure.chart.summary)


def logo_of(brand: Brand) -> bytes | None:
    """Return the logo of the organisation as a PNG, without what its file says of who made it; None without one.

    Args:
        brand: How the organisation wants reports to look.

    Raises:
        BrandError: The file is no picture.
    """
    if brand.logo is None:
        return None
    try:
        return _drawn_logo(brand.logo, brand.logo.stat().st_mtime_ns)
    except (OSError, RuntimeError, TypeError) as error:
        raise BrandError(
            _("The logo {file} cannot be read. Save it again as PNG or SVG.").format(file=brand.logo.name)
        ) from error


@lru_cache(maxsize=4)
def _drawn_logo(file: Path, _changed: int) -> bytes:
    drawn = typst.compile(  # type: ignore[call-overload]  # its types want the page and the folder of one kind
        _LOGO, root=str(file.parent.resolve()), format="png", ppi=_LOGO_PIXELS, sys_inputs={"name": file.name}
    )
    if not isinstance(drawn, bytes):
        raise TypeError
    return drawn
