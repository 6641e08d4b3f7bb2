"""Text from outside as messages repeat it: shortened, and without characters that control a terminal."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 80
_COMMANDS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters that move the cursor, change colours or turn the direction of what follows."""


def shortened(text: str) -> str:
    """Return a text, cut to the length that a sentence has room for."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(value: object) -> str:
    """Return a text in quotation marks, or another value as Python writes it, short enough for a sentence.

    Characters that are not letters are escaped.
    """
    return repr(shortened(value)) if isinstance(value, str) else shortened(repr(value))


def printable(text: str) -> str:
    """Return a text with a replacement character for each character that controls a terminal."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)
