"""Between what and what, when numbers are small or come in clusters: numbers in, numbers out.

A share has Wilson's interval, a count Garwood's exact one (95 %). A rate over posts has neither: posts of one author
resemble each other, and few authors can have most of the posts, so its interval is that of authors. What it covers was
measured: benchmarks/intervals.py.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

SURE: Final = 0.95
COVERED: Final = 0.9
"""In how many cases `rate_by_author` holds the true rate at least, as measured in benchmarks/intervals.py; 95 % is what
it aims at."""
ENOUGH: Final = 20
"""The fewest effective authors that an interval is worked out from; of fewer no method was found to keep what it
says."""

Interval = tuple[float, float]


def share(hits: int, of: int) -> Interval:
    """Wilson's interval for a share of independent trials, such as 7 of 120. Raises ValueError where there are more
    hits than trials."""
    from scipy.stats import norm

    if not 0 <= hits <= of or not of:
        raise ValueError(f"{hits} of {of} is no share.")
    z = float(norm.ppf((1 + SURE) / 2))
    middle, weight = (hits + z * z / 2) / (of + z * z), z / (of + z * z)
    half = weight * float(np.sqrt(hits * (of - hits) / of + z * z / 4))
    return (max(middle - half, 0.0) if hits else 0.0), (min(middle + half, 1.0) if hits < of else 1.0)


def count(events: int) -> Interval:
    """Garwood's exact interval for the mean behind a count of independent events. Raises ValueError for a negative
    count."""
    from scipy.stats import chi2

    if events < 0:
        raise ValueError(f"{events} is no count.")
    tail = (1 - SURE) / 2
    return float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0, float(chi2.ppf(1 - tail, 2 * events + 2)) / 2


def effective(weights: ArrayLike) -> float:
    """How many equal authors would tell as much as these (Kish): (sum of weights)² / sum of squared weights; 0 for
    none.

    Args:
        weights: what a rate is divided by, one number an author, none below zero.
    """
    each = np.asarray(weights, dtype=float)
    squared = float((each**2).sum())
    return float(each.sum()) ** 2 / squared if squared else 0.0


def rate_by_author(tops: ArrayLike, bottoms: ArrayLike) -> Interval | None:
    """The interval of sum(tops) / sum(bottoms), each author taken with all that is theirs.

    The spread is what leaving out one author after the other changes, as a share of the rate, so that the interval is
    never below zero. It is widened by Student's t. Its degrees of freedom are not those of the authors but of their
    deviations (Satterthwaite), because few authors can make most of the spread: (sum of squared deviations)² / sum of
    their squares, less one.

    Args:
        tops: what is divided, one number an author.
        bottoms: what it is divided by, in the same order.

    Returns:
        The two ends, or None where there are fewer than `ENOUGH` effective authors, or nobody engaged, so that there is
        no telling.
    """
    from scipy.stats import t

    top, bottom = np.asarray(tops, dtype=float), np.asarray(bottoms, dtype=float)
    if effective(bottom) < ENOUGH or not top.any():
        return None
    rate = top.sum() / bottom.sum()
    squares = ((top - rate * bottom) / (bottom.sum() - bottom) / rate) ** 2
    if not squares.any():
        return float(rate), float(rate)
    spread = np.sqrt((top.size - 1) / top.size * squares.sum())
    freedom = max(squares.sum() ** 2 / (squares**2).sum() - 1, 1.0)
    factor = np.exp(t.ppf((1 + SURE) / 2, freedom) * spread)
    return float(rate / factor), float(rate * factor)
