"""Does a published number agree with a number that was worked out? Numbers in, numbers out.

A published number is meant as precisely as it was written: of the digits of 4,400 the first two were meant. So “over
4,400” stands for 4,437 and not for 9,000: that would be no lie, and yet tell a reader nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

QUALIFIERS: Final = ("exact", "over", "at_least", "about", "at_most", "under")


def precision(value: float) -> float:
    """What the last digit that was written counts: 100 for 4,400, 1 for 230, 0.001 for 0.047."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return 10.0 ** int(exponent)


def room(value: float) -> float:
    """How far a number may lie from a published one and still be meant by it: its last digit, at most a tenth, at least
    one thing."""
    near = min(precision(value), abs(value) / 10)
    return max(near, 1.0) if float(value).is_integer() else near


def agrees(value: float, qualifier: str, number: float, *, whole: bool = True) -> bool:
    """Whether `number` is what was published as `qualifier` `value`.

    “Exactly” means the very number where whole things are counted, otherwise the number rounded as it was published.
    “Over” and “under” leave `room` on their own side only, “about” on both. Raises ValueError for another qualifier.
    """
    low, high = {
        "exact": (value, value) if whole else (value - precision(value) / 2, value + precision(value) / 2),
        "over": (value, value + room(value)),
        "at_least": (value, value + room(value)),
        "about": (value - room(value), value + room(value)),
        "at_most": (value - room(value), value),
        "under": (value - room(value), value),
    }.get(qualifier, (None, None))
    if low is None or high is None:
        raise ValueError(f"{qualifier!r} is no qualifier: say one of {', '.join(QUALIFIERS)}.")
    return low <= number <= high and not (number == value and qualifier in ("over", "under"))


def off_by(value: float, number: float) -> float | None:
    """How far a published number lies above (below: negative) the one worked out, as a share of it; None where that is
    nothing."""
    return value / number - 1 if number else None


def contradict(one: tuple[float, str], other: tuple[float, str]) -> bool:
    """Whether two published numbers, each with its qualifier, cannot speak of the same thing: neither agrees with the
    other."""
    (value, qualifier), (second, other_qualifier) = one, other
    return value != second and not (agrees(value, qualifier, second) or agrees(second, other_qualifier, value))
