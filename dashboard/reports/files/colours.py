"""Colours of files: those of the light look, with the organisation's own where it can be read."""

from __future__ import annotations

from typing import Final

from dashboard.charts.base.theme import LIGHT
from dashboard.reports.brand import Brand

WARNING: Final = "#7A4A00"
"""The colour of what must be known, such as that data are made up."""
CARD: Final = "#F3F6FB"
"""Behind a headline number or a sentence that may be quoted."""
_ENOUGH: Final = 4.5
"""The contrast that WCAG asks for text."""


def title_colour(brand: Brand) -> str:
    """Return the colour of titles: that of the organisation, or ink where it is too light to be read on white."""
    return brand.colour if _contrast(brand.colour, "#FFFFFF") >= _ENOUGH else LIGHT.ink


def on(colour: str) -> str:
    """Return white or ink, whichever is read better on a colour."""
    return "#FFFFFF" if _contrast(colour, "#FFFFFF") >= _contrast(colour, LIGHT.ink) else LIGHT.ink


def series_colours(brand: Brand) -> tuple[str, ...]:
    """Return the colours of the series of a native chart, that of the organisation first where it is dark enough."""
    return (title_colour(brand) if brand.colour != LIGHT.hues[0] else LIGHT.hues[0], *LIGHT.hues[1:])


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
