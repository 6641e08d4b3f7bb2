"""Sentences of data, which says and keeps everything in English: a text is recognised by the template it was made from."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from common.messages import StoreMessage
from data.formats.detect import own_messages
from data.messages import Message

BETWEEN: Final = "; "
"""What stands between the reasons of one row."""
NUMBERS: Final = ("n", "most")
"""The gaps that hold numbers."""
_LONGEST: Final = 2_000
_MOST: Final = 50
"""Signs of a text, and places where it may be parted, above which it is not tried: no sentence has as many, but foreign text may."""
_GAP: Final = re.compile(r"\{(\w+)\}")

Filled = tuple[str, dict[str, str]]
"""A template, and by name what fills its gaps."""


def recognised(text: str) -> list[Filled]:
    """The sentences that a text is made of, in their order; none where a part of it is not from data."""
    ends = [*(found.start() for found in re.finditer(BETWEEN, text)), len(text)]
    if len(text) > _LONGEST or len(ends) > _MOST:
        return []

    @cache  # a cell that is quoted may hold what stands between sentences
    def after(start: int) -> list[Filled]:
        for end in (end for end in ends if end > start):
            if one := _one(text[start:end]):
                if end == len(text):
                    return [one]
                if others := after(end + len(BETWEEN)):
                    return [one, *others]
        return []

    return after(0)


def _one(text: str) -> Filled | None:
    matches = ((template, pattern.fullmatch(text)) for template, pattern in _patterns().items())
    return next(((template, found.groupdict()) for template, found in matches if found), None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The templates with the pattern of each: those that say most themselves first, because theirs may fit others' gaps."""
    said = [*map(str, Message), *map(str, StoreMessage), *own_messages().values()]
    templates = sorted(said, key=lambda template: len(_GAP.sub("", template)), reverse=True)
    return {template: _pattern(template) for template in templates}


def _pattern(template: str) -> re.Pattern[str]:
    parts = _GAP.split(template)
    for place in range(1, len(parts), 2):
        parts[place] = rf"(?P<{parts[place]}>{r'[0-9][0-9,]*' if parts[place] in NUMBERS else '.*?'})"
    parts[::2] = map(re.escape, parts[::2])
    return re.compile("".join(parts), re.DOTALL)
