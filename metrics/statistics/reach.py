"""How many different accounts? Between which bounds for certain, and how many by a model whose assumptions are named.

Numbers in, numbers out. Reaches are those that a platform reports for single posts: accounts, not people. A universe is
the number of accounts there are to be reached; a person declares it, nothing here assumes one. What is not known is
left out, never given as zero. Bounds come before estimates: the Media Rating Council (Social Media Measurement
Guidelines, 2015) and Wang et al. (2023, arXiv 2309.16774) say why reach that is added up counts accounts again.
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
    """An account that published: its followers (None if not known), the reach of each of its posts, and, where the
    platform states it for just these posts, the number of different accounts they reached together."""

    followers: float | None
    reaches: Sequence[float]
    reported: float | None = None


class Nested(NamedTuple):
    """Accounts that each author reached, and accounts reached by all of them together."""

    levels: Numbers
    total: float


class Inflation(NamedTuple):
    """How many times a claim is what there can have been at most, and at least; None where that is nothing."""

    by_upper: float | None
    by_lower: float | None


def bounds(reaches: ArrayLike, universe: float | None = None, impressions_only: ArrayLike = ()) -> Bounds:
    """The least and the most different accounts, without any assumption: all audiences within the largest, or none
    shared.

    `impressions_only` are the impressions of posts whose reach is not known: each reached at least one account, and at
    most one for each display. Raises ReachError where nothing is known, or where the universe is smaller than the
    largest reach.
    """
    seen = _known(impressions_only, "impressions")
    known = _reaches(reaches, universe, may_be_empty=seen.size > 0)
    lower = max(known.max(initial=0), float((seen >= 1).any()))
    return Bounds(float(lower), float(min(known.sum() + seen.sum(), math.inf if universe is None else universe)))


def across(platforms: Iterable[Bounds], universe: float | None = None) -> Bounds:
    """Bounds over several platforms from the bounds of each: nobody knows how many accounts on one belong to people on
    another.

    `universe` holds the accounts of all platforms together.
    """
    each = list(platforms)
    if not each:
        raise ReachError("Give the bounds of at least one platform.")
    lower, upper = max(one.lower for one in each), sum(one.upper for one in each)
    if universe is not None and lower > universe:
        raise _too_small(universe, lower)
    return Bounds(lower, upper if universe is None else min(upper, universe))


def independent(reaches: ArrayLike, universe: float) -> float:
    """The accounts reached if seeing one post said nothing about seeing another (Sainsbury's formula): N(1 - prod(1 -
    r/N)).

    It leans upward, because followers of one page tend to follow its like; so it is also the upper bound under the
    assumption that audiences overlap at least as much as by chance. Raises ReachError as `bounds` does.
    """
    known = _reaches(reaches, universe)
    return float(independent_each(known, np.array([universe], float), np.array([0]))[0])


def independent_each(reaches: Numbers, universes: Numbers, starts: Places) -> Numbers:
    """`independent` for many groups at once: group i is `reaches` from `starts[i]` to the next start, within
    `universes[i]`."""
    sizes = np.diff(starts, append=reaches.size)
    universe = np.repeat(universes, sizes)
    shares = np.divide(reaches, universe, out=np.zeros_like(reaches), where=universe > 0)
    with np.errstate(divide="ignore"):  # whoever reaches everybody leaves nobody out: the logarithm of nothing
        missed = np.add.reduceat(np.log1p(-shares), starts)
    union = universes * -np.expm1(missed)  # small shares would be lost in 1 - prod(1 - r/N)
    # The last digit is rounded; an estimate outside its bounds would look like an error.
    return np.clip(union, np.maximum.reduceat(reaches, starts), np.minimum(np.add.reduceat(reaches, starts), universes))


def chance_cap(strata: Iterable[tuple[ArrayLike, float]]) -> float:
    """The most accounts, if within each stratum audiences overlap at least as much as by chance. Strata are (reaches,
    universe).

    Audiences in different languages or countries overlap less than by chance: there the assumption may only be made
    within each.
    """
    return math.fsum(independent(reaches, universe) for reaches, universe in strata)


def contacts(reaches: ArrayLike, universe: float, most: int | None = None) -> Numbers:
    """How many accounts can be expected to see exactly 0, 1, 2, … of the posts, if seeing one said nothing about seeing
    another.

    Entry k is the number of accounts with k contacts, up to `most` (default: as many as there are posts). With `most`,
    accounts with more contacts are in no entry, and thousands of posts take no longer than their number asks for.
    Raises ReachError as `bounds` does.
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
    """A point estimate for one platform, to be labelled as modelled: an author's posts draw on that author's audience,
    authors on all.

    An author's audience is as large as the followers, or as the largest reach if that is more, or not known. Within it,
    and then between authors, seeing one says nothing about seeing another. What the platform states for an author
    replaces the model. Raises ReachError where an author has no reach, where the platform's figure does not fit the
    posts, or as `bounds` does.
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
                told = f"{author.reported:,.12g} cannot be the reach of posts that reached {lower:,.12g} to {upper:,.12g} together."
                raise ReachError(f"{told} If it counts other posts as well, leave it out.")
            levels[place] = author.reported
    return Nested(levels, independent(levels, universe))


def pools_each(followers: Numbers, reaches: Numbers, starts: Places, universes: ArrayLike) -> Numbers:
    """The audience that each author's posts draw on: followers (NaN if not known) or the largest reach, within the
    universe."""
    pools: Numbers = np.minimum(np.fmax(followers, np.maximum.reduceat(reaches, starts)), np.asarray(universes, float))
    return pools


def inflation(claim: float, possible: Bounds) -> Inflation:
    """A published figure over both ends of the interval. Above 1 by the upper end it claims more than there can have
    been."""
    by_upper, by_lower = (claim / end if end else None for end in (possible.upper, possible.lower))
    return Inflation(by_upper, by_lower)


def goerg(impressions: ArrayLike, known: tuple[float, float], times: int = 1) -> Numbers:
    """What if there had been other `impressions`: accounts reached at least `times`, on a curve through one known
    (impressions, reach).

    For asking "what if" only: one point proves no curve. Goerg (2014), Estimating reach curves from one data point.
    Raises ReachError where the curve is not defined.
    """
    ceiling = goerg_ceiling(known)
    shown = _known(impressions, "impressions")
    return ceiling * (shown / (shown + ceiling)) ** times


def goerg_ceiling(known: tuple[float, float]) -> float:
    """The accounts that Goerg's curve would reach with impressions without end: I·R / (I - R)."""
    impressions, reach = known
    if not 0 < reach < impressions:
        raise ReachError(
            f"{impressions:,.12g} impressions on {reach:,.12g} accounts fix no curve: "
            "where nobody saw anything twice, nothing says when it would level off."
        )
    return impressions * reach / (impressions - reach)


def _products(one: Numbers, other: Numbers, width: int) -> Numbers:
    """Polynomials times polynomials, row by row, up to `width` coefficients."""
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
    told = f"The universe, {universe:,.12g} accounts, is smaller than the largest reach, {reach:,.12g}."
    return ReachError(f"{told} Declare at least that many.")
