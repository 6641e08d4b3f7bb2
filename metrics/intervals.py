"""Between what and what, with 95 % confidence, when numbers are small or come in clusters: numbers in, numbers out.

A share has Wilson's interval, a count Garwood's exact one. A rate over posts has neither: posts of one author resemble each other, so its
interval comes from drawing authors anew, not posts.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

SURE: Final = 0.95
DRAWS: Final = 2000
SEED: Final = 1

Interval = tuple[float, float]


def share(hits: int, of: int) -> Interval:
    """Wilson's interval for a share of independent trials, such as 7 of 120. Raises ValueError where there are more hits than trials."""
    from scipy.stats import norm

    if not 0 <= hits <= of or not of:
        raise ValueError(f"{hits} of {of} is no share.")
    z = float(norm.ppf((1 + SURE) / 2))
    middle, weight = (hits + z * z / 2) / (of + z * z), z / (of + z * z)
    half = weight * float(np.sqrt(hits * (of - hits) / of + z * z / 4))
    return (max(middle - half, 0.0) if hits else 0.0), (min(middle + half, 1.0) if hits < of else 1.0)


def count(events: int) -> Interval:
    """Garwood's exact interval for the mean behind a count of independent events. Raises ValueError for a negative count."""
    from scipy.stats import chi2

    if events < 0:
        raise ValueError(f"{events} is no count.")
    tail = (1 - SURE) / 2
    return float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0, float(chi2.ppf(1 - tail, 2 * events + 2)) / 2


def rate_by_author(tops: ArrayLike, bottoms: ArrayLike, seed: int = SEED) -> Interval | None:
    """The interval of sum(tops) / sum(bottoms), with one number an author in each: authors are drawn anew, with all that is theirs.

    None where a draw can leave nothing to divide by, so that there is no telling.
    """
    top, bottom = np.asarray(tops, dtype=float), np.asarray(bottoms, dtype=float)
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, top.size, top.size) for _draw in range(DRAWS)) if top.size else iter(())
    sums = np.array([(top[authors].sum(), bottom[authors].sum()) for authors in drawn]).reshape(-1, 2)
    if not sums.size or not sums[:, 1].all():
        return None
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [(1 - SURE) / 2, (1 + SURE) / 2])
    return float(low), float(high)
