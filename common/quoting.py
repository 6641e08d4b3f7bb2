"""What somebody wrote, as a message repeats it: cut where it is longer than anybody reads, and without what commands a
terminal."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 80
_COMMANDS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters that move the cursor, change colours or turn the direction of what follows."""


def shortened(text: str) -> str:
    """Return a text with no more letters than a sentence has room for."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(value: object) -> str:
    """Return a text in quotes, or what Python calls another value, short enough for a sentence; what is no letter is
    spelled out."""
    return repr(shortened(value)) if isinstance(value, str) else shortened(repr(value))


def printable(text: str) -> str:
    """Return a text without letters that command a terminal, each replaced by a sign that one was there."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)
