"""Elements of SVG as text: escaped, with short numbers, and colours that every reader of SVG knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Final

_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Characters that XML forbids, that nobody sees, or that turn the direction of what stands around them."""
_NUMBERS: Final = re.compile(r"rgba?\(([^)]*)\)")


def number(value: float) -> str:
    """Return a number with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """Return a text without control characters and without marks that turn the direction of others."""
    return _DROPPED.sub("", text)


def element(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """Return an element.

    Args:
        name: Its name.
        content: What stands in it, as SVG.
        attributes: Its attributes, with `_` for `-`; those of None are left out.
    """
    inside = "".join(
        f' {key.replace("_", "-")}="{_escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{inside}>{content}</{name}>" if content else f"<{name}{inside}/>"


def written(text: str) -> str:
    """Return a text as it stands between tags."""
    return escape(clean(text), quote=False)


@lru_cache(maxsize=256)
def colour(value: str) -> tuple[str, float | None]:
    """Return a colour as #RRGGBB or a name, and its opacity if it is not opaque.

    Args:
        value: A colour as CSS writes it.
    """
    if value == "transparent":
        return "none", None
    found = _NUMBERS.fullmatch(value)
    if found is None:
        return value, None
    red, green, blue, *alpha = (float(part) for part in found[1].split(","))
    opacity = alpha[0] if alpha else 1.0
    code = f"#{round(red):02X}{round(green):02X}{round(blue):02X}"
    return ("none", None) if opacity == 0 else (code, None if opacity == 1 else opacity)


def filled(value: str | None) -> dict[str, str | float | None]:
    """Return the attributes that fill with a colour, or with nothing."""
    code, opacity = colour(value) if value else ("none", None)
    return {"fill": code, "fill_opacity": opacity}


def stroked(value: str | None, width: float, dash: str | None = None) -> dict[str, str | float | None]:
    """Return the attributes of a line; none if it has no width.

    Args:
        value: Its colour.
        width: Its width.
        dash: `solid`, `dot`, `dash`, `dashdot`, `longdash`, or lengths in pixels.
    """
    if not value or not width:
        return {}
    code, opacity = colour(value)
    return {"stroke": code, "stroke_opacity": opacity, "stroke_width": width, "stroke_dasharray": _dashes(dash, width)}


def _dashes(dash: str | None, width: float) -> str | None:
    if dash is None or dash == "solid":
        return None
    unit = max(width, 3)
    if dash in DASHES:
        return " ".join(number(part * unit) for part in DASHES[dash])
    return " ".join(number(float(part.removesuffix("px"))) for part in dash.split(","))


DASHES: Final[Mapping[str, tuple[int, ...]]] = {
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}
"""Lengths of drawn parts and gaps, in widths of the line."""


def _escaped(text: str) -> str:
    return escape(clean(text))
