"""Intervals for shares, counts and rates over clustered posts.

A share has Wilson's interval and a count Garwood's exact one, both for 95%. For a rate over posts neither fits, because
posts of one author resemble each other and few authors can have most of the posts. Its interval is computed over
authors; benchmarks/intervals.py measures its coverage.
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
    """Return Wilson's interval for a share of independent trials, such as 7 of 120.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Args:
        hits: Number of successes.
        of: Number of trials.

    Returns:
        The low and the high end of the 95% interval.

    Raises:
        ValueError: There are more hits than trials.
    """
    from scipy.stats import norm

    if not 0 <= hits <= of or not of:
        raise ValueError(f"{hits} of {of} is no share.")
    z = float(norm.ppf((1 + SURE) / 2))
    middle, weight = (hits + z * z / 2) / (of + z * z), z / (of + z * z)
    half = weight * float(np.sqrt(hits * (of - hits) / of + z * z / 4))
    return (max(middle - half, 0.0) if hits else 0.0), (min(middle + half, 1.0) if hits < of else 1.0)


def count(events: int) -> Interval:
    """Return Garwood's exact interval for the mean behind a count of independent events.

    Source: Garwood (1936), Fiducial limits for the Poisson distribution.

    Args:
        events: The count.

    Returns:
        The low and the high end of the 95% interval.

    Raises:
        ValueError: The count is negative.
    """
    from scipy.stats import chi2

    if events < 0:
        raise ValueError(f"{events} is no count.")
    tail = (1 - SURE) / 2
    return float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0, float(chi2.ppf(1 - tail, 2 * events + 2)) / 2


def effective(weights: ArrayLike) -> float:
    """Return the effective number of authors: how many equal authors would give the same precision.

    Source: Kish (1965), Survey sampling: (sum of weights)² / sum of squared weights.

    Args:
        weights: The denominator of the rate for each author, shape (authors,), none below zero.

    Returns:
        The effective number; 0 without authors.
    """
    each = np.asarray(weights, dtype=float)
    squared = float((each**2).sum())
    return float(each.sum()) ** 2 / squared if squared else 0.0


def rate_by_author(tops: ArrayLike, bottoms: ArrayLike) -> Interval | None:
    """Return the interval of sum(tops) / sum(bottoms), computed over authors.

    The variance is that of the jackknife: leave out one author after the other. Deviations are relative to the rate,
    and the interval divides and multiplies it, so that it is never below zero. It is widened by Student's t. The
    degrees of freedom are those of the deviations (Satterthwaite), because few authors can cause most of the variance:
    (sum of squared deviations)² / sum of their squares, less one.

    Args:
        tops: The numerator for each author, shape (authors,).
        bottoms: The denominator for each author, in the same order.

    Returns:
        The low and the high end; None with fewer than `ENOUGH` effective authors or without any engagement.
    """
    top, bottom = np.asarray(tops, dtype=float), np.asarray(bottoms, dtype=float)
    if effective(bottom) < ENOUGH or not top.any():
        return None
    rate = top.sum() / bottom.sum()
    squares = ((top - rate * bottom) / (bottom.sum() - bottom) / rate) ** 2
    return rate_by_deviations(float(rate), top.size, float(squares.sum()), float((squares**2).sum()))


def rate_by_deviations(rate: float, authors: int, squares: float, fourths: float) -> Interval:
    """Return the interval of a rate from sums over authors, as `rate_by_author` does from each author.

    Args:
        rate: The rate, above zero.
        authors: How many authors it has.
        squares: The sum over authors of the squared deviation, relative to the rate: (top - rate · bottom) / (sum of
            bottoms - bottom) / rate.
        fourths: The sum of the squares of these squares.

    Returns:
        The low and the high end.
    """
    from scipy.stats import t

    if not squares:
        return rate, rate
    spread = np.sqrt((authors - 1) / authors * squares)
    freedom = max(squares**2 / fourths - 1, 1.0)
    factor = np.exp(t.ppf((1 + SURE) / 2, freedom) * spread)
    return float(rate / factor), float(rate * factor)


def ratio_of_rates(
    tops: ArrayLike, bottoms: ArrayLike, other_tops: ArrayLike, other_bottoms: ArrayLike
) -> Interval | None:
    """Return the interval of one rate divided by another, computed over the authors of both.

    As `rate_by_author`: an author who has posts behind both rates is left out of both at once.

    Args:
        tops: The numerator of the first rate for each author, shape (authors,).
        bottoms: Its denominator, in the same order; 0 for authors who have no part in it.
        other_tops: The numerator of the second rate, in the same order.
        other_bottoms: Its denominator.

    Returns:
        The low and the high end; None if either has fewer than `ENOUGH` effective authors or no engagement.
    """
    from scipy.stats import t

    top, bottom, other_top, other_bottom = (
        np.asarray(each, dtype=float) for each in (tops, bottoms, other_tops, other_bottoms)
    )
    if min(effective(bottom), effective(other_bottom)) < ENOUGH or not top.any() or not other_top.any():
        return None
    rate, other = top.sum() / bottom.sum(), other_top.sum() / other_bottom.sum()
    deviations = (top - rate * bottom) / (bottom.sum() - bottom) / rate
    deviations -= (other_top - other * other_bottom) / (other_bottom.sum() - other_bottom) / other
    squares = deviations**2
    if not squares.any():
        return float(rate / other), float(rate / other)
    spread = np.sqrt((top.size - 1) / top.size * squares.sum())
    freedom = max(squares.sum() ** 2 / (squares**2).sum() - 1, 1.0)
    factor = np.exp(t.ppf((1 + SURE) / 2, freedom) * spread)
    return float(rate / other / factor), float(rate / other * factor)
