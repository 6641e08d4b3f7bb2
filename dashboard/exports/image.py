"""Images of charts: always light, with the title, the source and a note on synthetic data in the image."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.theme import LIGHT
from dashboard.exports import raster
from dashboard.exports.provenance import Provenance
from dashboard.exports.svg import Drawing, document, drawing, height_of
from dashboard.exports.svg.elements import element, filled, stroked
from dashboard.exports.svg.text import ABOVE, MIDDLE, Text, drawn, lines_of, text
from dashboard.i18n import _

LEAST: Final = 600.0
"""The height of an image in the pixels by which it is laid out: smaller than it is drawn, so that its text can be read
from the back of a meeting room."""
EDGE: Final = 28.0
TITLE: Final = 20.0
SMALL: Final = 10.5
GAP: Final = 14.0
"""Between title, chart and source."""
MARK: Final = 24.0
"""Height of the mark of numbers that are made up or not protected."""
BESIDE: Final = 0.3
"""The share of the width that it has at most beside the title."""
TITLE_LINES: Final = 3
SOURCE_LINES: Final = 3


@dataclass(frozen=True)
class Shape:
    """How wide and how high an image is, in pixels of the PNG."""

    name: str
    width: int
    height: int


SLIDE: Final = Shape("slide", 3200, 1800)
"""16:9, for screens of double density."""
SQUARE: Final = Shape("square", 2160, 2160)
"""For posts, in double the size that networks show."""


def picture(chart: Chart, provenance: Provenance, *, shape: Shape = SLIDE, title: str = "") -> str:
    """Return a chart as an SVG with its title above it and its source below it.

    Args:
        chart: A chart in the light look.
        provenance: Where its numbers come from.
        shape: How wide it is for its height.
        title: The title; that of the chart if none is given.
    """
    heading = title.strip() or chart.title
    height, mark = max(LEAST, height_of(chart.figure)), _mark(provenance)
    for _round in range(3):  # how many lines title and source take depends on the width, and the height on them
        width = height * shape.width / shape.height
        beside = mark.width + 3 * GAP if mark else 0
        start = EDGE
        if beside > BESIDE * width:  # no room for the title on its left: it stands below
            beside, start = 0, EDGE + MARK + GAP
        above = _above(heading, width - 2 * EDGE - beside)
        below = _below(provenance, width - 2 * EDGE)
        top, bottom = start + above.height + GAP, GAP + below.height + EDGE / 2
        height = max(LEAST, height_of(chart.figure) + top + bottom)
    inner = drawing(chart.figure, width - 2 * EDGE, height - top - bottom)
    content = (
        element("rect", width=width, height=height, **filled(LIGHT.paper))
        + drawn(above, EDGE, start + ABOVE * TITLE, LIGHT.ink)
        + element("g", inner.content, transform=f"translate({EDGE:.0f} {top:.2f})")
        + drawn(below, EDGE, height - bottom + GAP + ABOVE * SMALL, LIGHT.muted)
        + (_marked(mark, width - EDGE) if mark else "")
    )
    whole = Drawing(content, inner.definitions, inner.prefix)
    return document(whole, width, height, title=heading, description=chart.summary)


def as_png(made: str, shape: Shape) -> bytes:
    """Return an image as PNG.

    Args:
        made: The image as SVG.
        shape: Its shape, which says how many pixels it has.
    """
    return raster.png(made, shape.width / raster.width_of(made))


def as_svg(made: str) -> bytes:
    """Return an image as a file that has its font with it, so that it looks alike where the font is not installed.

    Args:
        made: The image as SVG.
    """
    head, end, rest = made.partition(">")
    return (head + end + element("style", _faces()) + rest).encode()


@cache
def _faces() -> str:
    """Return the fonts of the project as a style sheet that needs nothing else."""
    faces = {"open-sans-latin.woff2": "U+0000-00FF,U+2000-206F,U+20AC,U+2122,U+2212", "open-sans-latin-ext.woff2": ""}
    return "".join(
        '@font-face{font-family:"Open Sans";font-weight:300 800;'
        + (f"unicode-range:{letters};" if letters else "")
        + f"src:url(data:font/woff2;base64,{b64encode((raster.FONTS / name).read_bytes()).decode()}) "
        + 'format("woff2")}'
        for name, letters in reversed(faces.items())
    )


def _above(heading: str, width: float) -> Text:
    """Return the title in bold lines."""
    lines = lines_of(heading, width, TITLE, bold=True, most=TITLE_LINES)
    return text(f"<b>{'<br>'.join(escape(line, quote=False) for line in lines)}</b>", TITLE)


def _below(provenance: Provenance, width: float) -> Text:
    """Return what stands below the chart: that it is internal, its source, that it is synthetic, what is hidden."""
    source = _("Source: campaign data, {line}").format(line=provenance.line())
    notes = [provenance.internal_note(), source, provenance.synthetic_note(), provenance.hidden_note()]
    lines = [line for note in notes if note for line in lines_of(note, width, SMALL, most=SOURCE_LINES)]
    return text("<br>".join(escape(line, quote=False) for line in lines), SMALL)


def _mark(provenance: Provenance) -> Text | None:
    """Return the mark of numbers that are not protected or made up; None if they are neither."""
    marks = [
        _("INTERNAL: NOT PROTECTED") if provenance.is_internal else "",
        _("SYNTHETIC") if provenance.is_synthetic else "",
    ]
    return text(" · ".join(filter(None, marks)), 12) if any(marks) else None


def _marked(mark: Text, right: float) -> str:
    """Return a mark in a frame, at the upper right."""
    width = mark.width + GAP
    box = element(
        "rect", x=right - width, y=EDGE, width=width, height=MARK, **filled("#FDF1DD"), **stroked("#C77F12", 1)
    )
    return box + drawn(mark, right - width / 2, EDGE + MARK / 2 + MIDDLE * mark.size, "#7A4A00", "middle")
