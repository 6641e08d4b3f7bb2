"""Agreement of a published number with a computed one, at the precision with which it was published.

The precision is that of the digits written: in 4,400 the first two. So “over 4,400” agrees with 4,437 but not with
9,000, which would be true but misleading.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

QUALIFIERS: Final = ("exact", "over", "at_least", "about", "at_most", "under")


def precision(value: float) -> float:
    """Return the value of the last significant digit: 100 for 4,400, 1 for 230, 0.001 for 0.047."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return 10.0 ** int(exponent)


def room(value: float) -> float:
    """Return how far a number may lie from a published one and still agree with it.

    Args:
        value: The published number.

    Returns:
        The value of its last digit, at most a tenth of the number, and at least 1 for whole numbers.
    """
    near = min(precision(value), abs(value) / 10)
    return max(near, 1.0) if float(value).is_integer() else near


def agrees(value: float, qualifier: str, number: float, *, whole: bool = True) -> bool:
    """Return whether a computed number agrees with a published one.

    “Exactly” means the same number where whole things are counted, and otherwise the number rounded as it was
    published. “Over” and “under” allow `room` on their own side only, “about” on both sides.

    Args:
        value: The published number.
        qualifier: Code of the word before it, such as `over`.
        number: The computed number.
        whole: Whether whole things are counted.

    Raises:
        ValueError: The qualifier does not exist.
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
    """Return how far a published number lies above the computed one, as a share of the computed one.

    Args:
        value: The published number.
        number: The computed number.

    Returns:
        The share, negative if the published number is lower; None if the computed number is 0.
    """
    return value / number - 1 if number else None


def contradict(one: tuple[float, str], other: tuple[float, str]) -> bool:
    """Return whether two published numbers, each with its qualifier, differ so much that neither agrees.

    Args:
        one: A number and the code of its qualifier.
        other: The other number and its qualifier.
    """
    (value, qualifier), (second, other_qualifier) = one, other
    return value != second and not (agrees(value, qualifier, second) or agrees(second, other_qualifier, value))
