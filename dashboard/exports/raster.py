"""An SVG as PNG: drawn by typst, in this process, with the fonts of the project. Nothing is loaded."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from unicodedata import category

import typst

from dashboard.exports.svg.text import has

FONTS: Final = Path(__file__).parents[2] / "static" / "fonts"
POINTS: Final = 72
"""What typst counts on an inch: with as many pixels, one of the SVG is one of the picture."""
FRAME: Final = "□"
"""Stands for a letter that no font has."""
_PROBE: Final = 'xmlns="http://www.w3.org/2000/svg" width="60" height="60" font-family="Open Sans"'
_SIZE: Final = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_PAGE: Final = b"""
#set page(width: eval(sys.inputs.width), height: eval(sys.inputs.height), margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)
"""


def png(svg: str, scale: float = 2.0) -> bytes:
    """Draw an SVG as a picture of pixels.

    Args:
        svg: The SVG, as `dashboard.exports.svg` draws it: with its width and its height in pixels.
        scale: How many pixels of the picture one of the SVG becomes in each direction.

    Returns:
        The PNG. What the SVG leaves free is transparent.

    Raises:
        ValueError: The SVG does not say how wide and how high it is.
    """
    return _drawn(legible(svg), scale)


def _drawn(svg: str, scale: float) -> bytes:
    width, height = _size(svg)
    inputs = {"svg": svg, "width": f"{width}pt", "height": f"{height}pt"}
    drawn = typst.compile(_PAGE, format="png", ppi=POINTS * scale, font_paths=_fonts(), sys_inputs=inputs)
    if not isinstance(drawn, bytes):
        raise ValueError("The SVG does not fit on one page.")
    return drawn


def legible(svg: str) -> str:
    """Return an SVG with a frame for each letter that no font on this machine has; it would be left out unseen.

    Args:
        svg: The SVG, before typst sets it, as a picture or in a document.
    """
    missing = [letter for letter in set(svg) if not has(letter) and not _can_be_drawn(letter)]
    return svg.translate(dict.fromkeys(map(ord, missing), FRAME)) if missing else svg


def width_of(svg: str) -> float:
    """Return how wide an SVG is, in pixels.

    Args:
        svg: The SVG.

    Raises:
        ValueError: It does not say so.
    """
    return _size(svg)[0]


@lru_cache(maxsize=4096)
def _can_be_drawn(letter: str) -> bool:
    """Return whether a letter leaves a trace, or is none by itself."""
    if category(letter)[0] in "MZ" or category(letter) in ("Cc", "Cf", "Cs"):
        return True
    blank, tried = (
        _drawn(f'<svg {_PROBE}><text x="20" y="40" font-size="20">{each}</text></svg>', 1) for each in " " + letter
    )
    return blank != tried


def _size(svg: str) -> tuple[float, float]:
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError("The SVG does not say how wide and how high it is.")
    return float(found[1]), float(found[2])


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the project, then those of the system, for letters of other scripts."""
    return typst.Fonts(include_system_fonts=True, font_paths=[FONTS])
