"""What somebody wrote, as a message repeats it: cut where it is longer than anybody reads."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 80


def shortened(text: str) -> str:
    """Return a text with no more letters than a sentence has room for."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(value: object) -> str:
    """Return a text in quotes, or what Python calls another value, short enough for a sentence; what is no letter is spelled out."""
    return repr(shortened(value)) if isinstance(value, str) else shortened(repr(value))
