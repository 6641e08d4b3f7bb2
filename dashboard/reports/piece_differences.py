"""Where two readings of a file differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from dashboard.reports.checked import Alteration
from dashboard.reports.files.contents import Piece

MOST_ALIGNED: Final = 1_500
"""Pieces that are aligned with each other; of more, only which are there, and whether they stand in another order."""
MOST_REPEATED: Final = 20
"""Pieces with the same text, for each piece, among which the right one is looked for."""


def alterations(written: Sequence[Piece], found: Sequence[Piece]) -> Iterator[Alteration]:
    """Yield where the pieces of a file are not those that were written; nothing only if each is the same.

    Args:
        written: What was written, in order.
        found: What stands there.
    """
    start = 0
    while start < min(len(written), len(found)) and written[start].text == found[start].text:
        start += 1
    end = 0
    while end < min(len(written), len(found)) - start and written[-1 - end].text == found[-1 - end].text:
        end += 1
    before, after = written[start : len(written) - end], found[start : len(found) - end]
    if _is_mostly_same(before, after):
        yield from _in_place(before, after)
    elif _can_be_aligned(before, after):
        yield from _aligned(before, after)
    else:
        by_count = [*_by_count(before, after)]
        yield from by_count or _in_place(before, after)  # the same pieces in another order


def other_pictures(written: Sequence[Piece], found: Sequence[Piece]) -> tuple[str, ...]:
    """Return the places of pictures that are not those that were written there, and of those that are missing.

    Args:
        written: The pictures that were written, in order.
        found: Those that stand there.
    """
    return tuple(each.place for each in alterations(written, found))


def _is_mostly_same(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Return whether as many pieces stand there, most of them at their place, so that none moved."""
    same = sum(one.text == other.text for one, other in zip(before, after, strict=False))
    return len(before) == len(after) and (2 * same >= len(before) or len(before) <= 1)


def _can_be_aligned(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    counts, others = Counter(each.text for each in before), Counter(each.text for each in after)
    most = max(len(before), len(after))
    return most <= MOST_ALIGNED and sum(n * others[text] for text, n in counts.items()) <= MOST_REPEATED * most


def _aligned(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Alteration]:
    matcher = SequenceMatcher(None, [each.text for each in before], [each.text for each in after], autojunk=False)
    for tag, one, one_end, other, other_end in matcher.get_opcodes():
        if tag != "equal":
            yield from _in_place(before[one:one_end], after[other:other_end])


def _in_place(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Alteration]:
    for place in range(max(len(before), len(after))):
        one = before[place] if place < len(before) else None
        other = after[place] if place < len(after) else None
        if one is None or other is None or one.text != other.text:
            where = (other or one).place  # type: ignore[union-attr]
            yield Alteration(where, one.text if one else "", other.text if other else "")


def _by_count(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Alteration]:
    """Yield what only one of two long sequences has."""
    more, fewer = Counter(each.text for each in before), Counter(each.text for each in after)
    missing, added = more - fewer, fewer - more
    for each in before:
        if missing[each.text]:
            missing[each.text] -= 1
            yield Alteration(each.place, each.text, "")
    for each in after:
        if added[each.text]:
            added[each.text] -= 1
            yield Alteration(each.place, "", each.text)
