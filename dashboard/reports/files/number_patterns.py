"""What the pattern of a number makes of it: spreadsheets can show another number than the one that stands in a cell."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_WRITES: Final = re.compile(r'"[^"]*\w[^"]*"|\\\w|[1-9]')
"""What writes a digit or a text of its own."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')
_CONDITION: Final = re.compile(r"\[[^\]]*\]")
_DIVIDES: Final = re.compile(r"[0#?](,+)(?![0#?,])")
_DAY: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_BUILT_IN: Final = {9: "0%", 10: "0.00%", **dict.fromkeys((*range(14, 23), *range(45, 48)), "d")}
"""Patterns that every program knows by their numbers, as far as they show another number."""


def effect(pattern: str) -> str:
    """Return what a pattern makes of a number: empty if it shows the number as it is.

    Args:
        pattern: The pattern, such as `#,##0`.
    """
    rest = _CONDITION.sub("", pattern)
    if _WRITES.search(rest):
        return pattern
    bare = _LITERAL.sub("", rest)
    first = bare.partition(";")[0]
    if not first.strip():
        return "hidden" if bare else ""
    if first.strip().lower() in ("general", "standard", "@"):
        return ""
    if _DAY.search(first):
        return "day"
    divides = _DIVIDES.search(first)
    return "%" * first.count("%") + (divides[1] if divides else "")


def of_styles(styles: etree._Element) -> dict[str, str]:
    """Return what the styles of a workbook make of numbers, by the number of the style; those left out make nothing.

    Args:
        styles: The part with the styles.
    """
    patterns = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    out = {}
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        known = style.get("numFmtId", "0")
        pattern = patterns.get(known) or _BUILT_IN.get(int(known) if known.isascii() and known.isdecimal() else 0, "")
        if said := effect(pattern):
            out[str(number)] = said
    return out
