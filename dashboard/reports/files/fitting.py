"""How much room a text needs on a slide, guessed from the widths of its letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Final

from dashboard.reports.files.texts import printable

LEADING: Final = 1.2
"""The height of a line as a multiple of the size of its letters."""
_PADDING: Final = 18.0
"""The room left and right of a text in a cell, in points, and a little more."""
_NARROW: Final = frozenset("iljtfrI.,:;'’|!()[]·-–/ \u00a0\u202f")
_WIDE: Final = frozenset("mwMW@%—")


def clean(text: str) -> str:
    """Return a text in one line, without what Office files cannot hold.

    Args:
        text: The text, which may come from outside.
    """
    return " ".join(re.split(r"[ \t\r\n]+", printable(text).strip()))  # spaces that keep a number together stay


def shortened(text: str, longest: int) -> str:
    """Return a text that is cut with an ellipsis where it is too long.

    Args:
        text: The text.
        longest: The characters it may have.
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter of a text belongs to a script that runs to the left."""
    first = next((kind for each in text if (kind := unicodedata.bidirectional(each)) in ("L", "R", "AL")), "L")
    return first != "L"


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in points.

    Args:
        text: The text.
        size: The size of its letters in points.
    """
    return size * sum(map(_share, text))


def lines(text: str, size: float, room: float) -> int:
    """Return about how many lines a text needs.

    Args:
        text: The text.
        size: The size of its letters in points.
        room: The width of a line in points.
    """
    count, filled = 1, 0.0
    for word in text.split(" "):
        wide = width(word, size)
        if filled and filled + width(" ", size) + wide > room:
            count, filled = count + 1, 0.0
        elif filled:
            filled += width(" ", size)
        if wide > room:  # a word that is broken
            count += int(wide // room)
            wide %= room
        filled += wide
    return count


def height(text: str, size: float, room: float) -> float:
    """Return about how high a text is, in points.

    Args:
        text: The text.
        size: The size of its letters in points.
        room: The width of a line in points.
    """
    return lines(text, size, room) * size * LEADING


def fitting_size(text: str, sizes: Sequence[float], room: float, high: float) -> float:
    """Return the first of several sizes in which a text fits, or else the last.

    Args:
        text: The text.
        sizes: The sizes in points, the largest first.
        room: The width in points.
        high: The height in points.
    """
    return next((size for size in sizes if height(text, size, room) <= high), sizes[-1])


def column_widths(rows: Sequence[Sequence[str]], sizes: Sequence[float], room: float) -> list[float]:
    """Return how wide each column of a table is, in points: as its texts need, and at least as its longest word.

    Args:
        rows: The texts, titles first.
        sizes: The size of the letters of each column in points.
        room: The width that the table may have in points.
    """
    least, wanted = [], []
    for size, column in zip(sizes, zip(*rows, strict=True), strict=True):
        words = max((width(word, size) for text in column for word in text.split(" ")), default=0.0)
        least.append(min(words, room / 4) + _PADDING)
        wanted.append(min(max(width(text, size) for text in column), room * 0.6) + _PADDING)
    if sum(wanted) <= room:
        return [each * min(1.4, room / sum(wanted)) for each in wanted]
    if sum(least) >= room:
        return [each * room / sum(least) for each in least]
    share = (room - sum(least)) / max(sum(wanted) - sum(least), 1.0)
    return [small + (large - small) * share for small, large in zip(least, wanted, strict=True)]


def divided(heights: Sequence[float], room: float) -> list[int]:
    """Return how many of several things to put on each page, so that all pages are about equally full.

    Args:
        heights: The height of each thing.
        room: The height of a page; a thing that is higher has a page of its own.
    """
    for pages in range(max(1, ceil(sum(heights) / room)), len(heights) + 1):
        counts = _filled(heights, room, pages)
        if len(counts) <= pages:
            return counts
    return [1] * len(heights)


def _filled(heights: Sequence[float], room: float, pages: int) -> list[int]:
    counts: list[int] = []
    while (place := sum(counts)) < len(heights):
        share = sum(heights[place:]) / max(1, pages - len(counts))
        taken, filled = 0, 0.0
        for high in heights[place:]:
            if taken and (filled + high > room or filled + high / 2 > share):
                break
            taken, filled = taken + 1, filled + high
        counts.append(taken)
    return counts


@lru_cache(maxsize=4096)
def _share(letter: str) -> float:
    """Return the width of a letter as a share of its size, as wide as in Calibri or a little wider."""
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    if letter in _NARROW:
        return 0.27
    if letter in _WIDE:
        return 0.82
    if letter.isupper():
        return 0.62
    return 0.0 if unicodedata.combining(letter) else 0.5
