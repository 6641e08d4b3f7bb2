"""Different accounts reached: certain bounds, and estimates by models whose assumptions are named.

Reach is what a platform reports for single posts, in accounts, not people. The universe is the audience size: the
accounts that could be reached. A person enters it; nothing here assumes one. Unknown numbers are left out and are never
zero. Why sums of reach count accounts more than once: Media Rating Council, Social Media Measurement Guidelines (2015),
and Wang et al. (2023), arXiv 2309.16774.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.statistics.overlap_bounds import (
    Bounds,
    Contradiction,
    ReachError,
    at_least,
    at_most,
    dawson_sankoff,
    hunter_worsley,
    missing,
    overlapping_bounds,
    sharp_bounds,
)

__all__ = [
    "Author",
    "Bounds",
    "Contradiction",
    "Inflation",
    "Nested",
    "ReachError",
    "across",
    "at_least",
    "at_most",
    "bounds",
    "chance_cap",
    "contacts",
    "dawson_sankoff",
    "goerg",
    "goerg_ceiling",
    "hunter_worsley",
    "independent",
    "independent_each",
    "inflation",
    "missing",
    "nested",
    "overlapping_bounds",
    "pools_each",
    "sharp_bounds",
]

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


class Author(NamedTuple):
    """An account that published posts.

    Attributes:
        followers: Its followers; None if unknown.
        reaches: The reach of each of its posts, in accounts.
        reported: The different accounts that these posts reached together, if the platform reports it.
    """

    followers: float | None
    reaches: Sequence[float]
    reported: float | None = None


class Nested(NamedTuple):
    """Accounts reached by each author, and accounts reached by all of them together."""

    levels: Numbers
    total: float


class Inflation(NamedTuple):
    """How many times a published figure is the high end and the low end; None where an end is 0."""

    by_upper: float | None
    by_lower: float | None


def bounds(reaches: ArrayLike, universe: float | None = None, impressions_only: ArrayLike = ()) -> Bounds:
    """Return the bounds on different accounts without any assumption: one audience includes all, or none overlap.

    Args:
        reaches: Reported reach of each post in accounts, shape (posts,).
        universe: The audience size in accounts, if entered.
        impressions_only: Impressions of posts without reported reach. Each reached at least one account and at most one
            for each impression.

    Returns:
        The low and the high end, in accounts.

    Raises:
        ReachError: Nothing is known, or the audience size is smaller than the largest reach.
    """
    seen = _known(impressions_only, "impressions")
    known = _reaches(reaches, universe, may_be_empty=seen.size > 0)
    lower = max(known.max(initial=0), float((seen >= 1).any()))
    return Bounds(float(lower), float(min(known.sum() + seen.sum(), math.inf if universe is None else universe)))


def across(platforms: Iterable[Bounds], universe: float | None = None) -> Bounds:
    """Return bounds over several platforms from the bounds of each.

    It is unknown which accounts on different platforms belong to the same people.

    Args:
        platforms: The bounds of each platform, in accounts.
        universe: The audience size of all platforms together, if entered.
    """
    each = list(platforms)
    if not each:
        raise ReachError("Give the bounds of at least one platform.")
    lower, upper = max(one.lower for one in each), sum(one.upper for one in each)
    if universe is not None and lower > universe:
        raise _too_small(universe, lower)
    return Bounds(lower, upper if universe is None else min(upper, universe))


def independent(reaches: ArrayLike, universe: float) -> float:
    """Return the accounts reached if seeing one post is independent of seeing another: N(1 - prod(1 - r/N)).

    The result is usually too high, because people who follow one page often follow similar pages. So it is also the
    upper bound under the assumption that audiences overlap at least as much as by chance. Source: Sainsbury's formula.

    Args:
        reaches: Reach of each post in accounts, shape (posts,).
        universe: The audience size N in accounts.

    Raises:
        ReachError: As for `bounds`.
    """
    known = _reaches(reaches, universe)
    return float(independent_each(known, np.array([universe], float), np.array([0]))[0])


def independent_each(reaches: Numbers, universes: Numbers, starts: Places) -> Numbers:
    """Compute `independent` for many groups at once.

    Args:
        reaches: Reach of all posts in accounts, group after group, shape (posts,).
        universes: The audience size of each group, shape (groups,).
        starts: The index at which each group starts, shape (groups,).

    Returns:
        Accounts reached by each group, shape (groups,).
    """
    sizes = np.diff(starts, append=reaches.size)
    universe = np.repeat(universes, sizes)
    shares = np.divide(reaches, universe, out=np.zeros_like(reaches), where=universe > 0)
    with np.errstate(divide="ignore"):  # whoever reaches everybody leaves nobody out: the logarithm of nothing
        missed = np.add.reduceat(np.log1p(-shares), starts)
    union = universes * -np.expm1(missed)  # small shares would be lost in 1 - prod(1 - r/N)
    # The last digit is rounded; an estimate outside its bounds would look like an error.
    return np.clip(union, np.maximum.reduceat(reaches, starts), np.minimum(np.add.reduceat(reaches, starts), universes))


def chance_cap(strata: Iterable[tuple[ArrayLike, float]]) -> float:
    """Return the upper bound if audiences overlap at least as much as by chance within each stratum.

    Audiences in different languages or countries overlap less than by chance, so there the assumption may be made only
    within each.

    Args:
        strata: Pairs of reaches (shape (posts,), in accounts) and audience size.

    Returns:
        The sum of the upper bounds of all strata, in accounts.
    """
    return math.fsum(independent(reaches, universe) for reaches, universe in strata)


def contacts(reaches: ArrayLike, universe: float, most: int | None = None) -> Numbers:
    """Return how many accounts are expected to see exactly 0, 1, 2, … of the posts if audiences overlap by chance.

    Args:
        reaches: Reach of each post in accounts, shape (posts,).
        universe: The audience size in accounts.
        most: The largest number of contacts in the result; by default the number of posts. Accounts with more contacts
            are then left out, and thousands of posts are computed quickly.

    Returns:
        Expected accounts by number of contacts, shape (most + 1,).

    Raises:
        ReachError: As for `bounds`.
    """
    shares = _reaches(reaches, universe) / universe
    limit = shares.size if most is None else min(most, shares.size)
    # Each post is a polynomial, missed + seen·x; in the product of all, x^k has the share with k contacts. Multiplied
    # two by two.
    factors = np.stack([1 - shares, shares], axis=1)[:, : limit + 1]
    while len(factors) > 1:
        if len(factors) % 2:
            factors = np.vstack([factors, np.eye(1, factors.shape[1])])
        factors = _products(factors[::2], factors[1::2], limit + 1)
    expected: Numbers = universe * factors[0]
    return expected


def nested(authors: Iterable[Author | tuple[float | None, Sequence[float]]], universe: float) -> Nested:
    """Estimate the accounts reached on one platform: chance among the posts of an author, then among authors.

    An author's audience is the number of followers, or the largest reach if that is larger or followers are unknown. A
    number that the platform reports for all posts of an author replaces the model. Label the result as modelled.

    Args:
        authors: Each author, or a pair of followers and the reach of each post.
        universe: The audience size in accounts.

    Returns:
        Accounts reached by each author and by all together.

    Raises:
        ReachError: An author has no reach, the platform's number does not fit the posts, or as for `bounds`.
    """
    every = [Author(*author) for author in authors]
    each = [_reaches(author.reaches, universe) for author in every]
    if not each:
        raise ReachError("Give at least one author with the reach of at least one post.")
    reaches, starts = np.concatenate(each), np.cumsum([0, *(one.size for one in each[:-1])])
    followers = np.array([np.nan if author.followers is None else author.followers for author in every], float)
    levels = independent_each(reaches, pools_each(followers, reaches, starts, universe), starts)
    for place, author in enumerate(every):
        if author.reported is not None:
            lower, upper = bounds(each[place], universe)
            if not lower <= author.reported <= upper:
                problem = f"{author.reported:,.12g} cannot be the reach of posts that reached {lower:,.12g} to {upper:,.12g} together."
                raise ReachError(f"{problem} If it counts other posts as well, leave it out.")
            levels[place] = author.reported
    return Nested(levels, independent(levels, universe))


def pools_each(followers: Numbers, reaches: Numbers, starts: Places, universes: ArrayLike) -> Numbers:
    """Return the audience from which the posts of each author are seen: followers or the largest reach.

    Args:
        followers: Followers of each author, shape (authors,), NaN if unknown.
        reaches: Reach of all posts in accounts, author after author, shape (posts,).
        starts: The index at which each author starts, shape (authors,).
        universes: The audience size of each author's platform, shape (authors,).

    Returns:
        Accounts in each audience, at most the audience size, shape (authors,).
    """
    pools: Numbers = np.minimum(np.fmax(followers, np.maximum.reduceat(reaches, starts)), np.asarray(universes, float))
    return pools


def inflation(claim: float, possible: Bounds) -> Inflation:
    """Divide a published figure by both ends of a range. Above 1 for the high end, it exceeds what is possible."""
    by_upper, by_lower = (claim / end if end else None for end in (possible.upper, possible.lower))
    return Inflation(by_upper, by_lower)


def goerg(impressions: ArrayLike, known: tuple[float, float], times: int = 1) -> Numbers:
    """Return the accounts that other numbers of impressions would reach, on a curve through one known point.

    One point does not prove a curve, so this is only for “what if” questions. Source: Goerg (2014), Estimating reach
    curves from one data point.

    Args:
        impressions: Numbers of impressions, shape (n,).
        known: A known pair of impressions and reach.
        times: Count accounts reached at least this often.

    Returns:
        Accounts reached, shape (n,).

    Raises:
        ReachError: The curve is not defined for this point.
    """
    ceiling = goerg_ceiling(known)
    shown = _known(impressions, "impressions")
    return ceiling * (shown / (shown + ceiling)) ** times


def goerg_ceiling(known: tuple[float, float]) -> float:
    """Return the accounts that Goerg's curve reaches with unlimited impressions: I·R / (I - R)."""
    impressions, reach = known
    if not 0 < reach < impressions:
        raise ReachError(
            f"{impressions:,.12g} impressions on {reach:,.12g} accounts fix no curve: "
            "where nobody saw anything twice, nothing says when it would level off."
        )
    return impressions * reach / (impressions - reach)


def _products(one: Numbers, other: Numbers, width: int) -> Numbers:
    """Multiply polynomials row by row, up to `width` coefficients."""
    made = np.zeros((len(one), min(one.shape[1] + other.shape[1] - 1, width)))
    for power in range(min(one.shape[1], made.shape[1])):
        reached = made[:, power : power + other.shape[1]]
        reached += one[:, power, None] * other[:, : reached.shape[1]]
    return made


def _reaches(values: ArrayLike, universe: float | None, may_be_empty: bool = False) -> Numbers:
    known = _known(values, "reach")
    if not known.size and not may_be_empty:
        raise ReachError(
            "Give the reach of at least one post: where none is known, nothing is known of the reach of all."
        )
    if universe is not None and not 0 < universe < math.inf:
        raise ReachError(f"A universe is a number of accounts, not {universe:,.12g}.")
    if universe is not None and universe < known.max(initial=0):
        raise _too_small(universe, known.max())
    return known


def _known(values: ArrayLike, what: str) -> Numbers:
    known = np.atleast_1d(np.asarray(values, float))
    if np.isnan(known).any():
        unknown = f"The {what} of {np.isnan(known).sum()} out of {known.size} posts is not known"
        raise ReachError(f"{unknown}: leave them out, for missing is not zero.")
    if (known < 0).any() or np.isinf(known).any():
        raise ReachError(f"The {what} of a post is a number from zero up.")
    return known


def _too_small(universe: float, reach: float) -> ReachError:
    problem = f"The universe, {universe:,.12g} accounts, is smaller than the largest reach, {reach:,.12g}."
    return ReachError(f"{problem} Declare at least that many.")
