"""Bounds on the size of a union of overlapping audiences, from what is known of each audience and of overlaps.

The unit is whatever is counted, usually accounts. Nothing is estimated here. The sharp bounds are those of Wang et al.
(2023), arXiv 2309.16774: a linear programme over the atoms of a Venn diagram. SciPy is imported where it is used,
because loading it takes longer than everything else that the terminal needs to start.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

LARGEST: Final = 12
"""So many groups can be solved exactly: each further one doubles the number of atoms."""


class ReachError(ValueError):
    """Numbers from which no reach can be computed; the message says why and what to give instead."""


class Contradiction(ReachError):
    """Facts that cannot all hold. `facts` are those that clash: without any one of them, the others could hold."""

    def __init__(self, facts: Iterable[str]) -> None:
        self.facts = tuple(facts)
        super().__init__(
            f"These facts contradict each other: {'; '.join(self.facts)}. Correct one of them, or leave it out."
        )


class Bounds(NamedTuple):
    """The lowest and the highest possible number. The data do not show where between them the true number lies."""

    lower: float
    upper: float


Known = float | Bounds
"""A number that is known, or the bounds it lies within."""


class Fact(NamedTuple):
    """A known sum of atoms, with its bounds and its name in words."""

    text: str
    atoms: NDArray[np.bool_]
    known: Bounds


def at_least(number: float) -> Bounds:
    """Return bounds for a number that is known only to be this large or larger."""
    return Bounds(number, math.inf)


def at_most(number: float) -> Bounds:
    """Return bounds for a number that is known only to be this large or smaller, such as the reach of a whole page."""
    return Bounds(0, number)


def missing(impressions: float | None = None, *, least: float = 1) -> Bounds:
    """Return bounds for the unknown reach of a post: at least one account, at most one for each impression.

    Args:
        impressions: Impressions of the post; None if unknown, and then there is no upper bound.
        least: The lower bound; 0 if it is not certain that anybody saw the post.

    Returns:
        The bounds, in accounts.
    """
    return Bounds(
        min(least, math.inf if impressions is None else impressions), math.inf if impressions is None else impressions
    )


def sharp_bounds(
    reaches: Mapping[str, Known],
    unions: Mapping[Sequence[str], Known] | None = None,
    overlaps: Mapping[Sequence[str], Known] | None = None,
    universe: float | None = None,
) -> Bounds:
    """Return the narrowest bounds on the union of all groups that follow from the facts.

    Source: Wang et al. (2023), arXiv 2309.16774.

    Args:
        reaches: The size of each group by its name, in accounts. Inexact facts are `at_least`, `at_most` or `missing`.
        unions: How many accounts are in at least one of several groups.
        overlaps: How many accounts are in all of several groups.
        universe: The audience size: accounts that can be in any group.

    Returns:
        The bounds on the union, in accounts; infinite where nothing limits it.

    Raises:
        Contradiction: Facts clash; it names them.
        ReachError: There are more than 12 groups, or a fact about a group that has no reach.
    """
    facts = _facts(reaches, unions or {}, overlaps or {}, universe)
    everyone = np.ones(2 ** len(reaches) - 1)
    # Solved in shares of the largest number, because the solver's tolerance is absolute.
    scale = max((abs(side) for fact in facts for side in fact.known if math.isfinite(side)), default=1) or 1
    least = _solve(everyone, facts, scale)
    if least.status == _INFEASIBLE:
        raise Contradiction(fact.text for fact in _clashing(facts, scale))
    most = _solve(-everyone, facts, scale)
    # Within the solver's tolerance: 9900.000000000002 accounts would look like an error.
    return Bounds(round(scale * least.fun, 6), math.inf if most.status == _UNBOUNDED else round(-scale * most.fun, 6))


def hunter_worsley(reaches: ArrayLike, overlaps: ArrayLike) -> float:
    """Return the upper bound on a union from pairwise overlaps: all reaches less the heaviest tree of overlaps.

    Sources: Hunter (1976), Worsley (1982).

    Args:
        reaches: The size of each audience in accounts, shape (n,).
        overlaps: Symmetric matrix of the overlaps of two, shape (n, n), NaN where unknown. The diagonal is ignored.

    Returns:
        The upper bound in accounts.

    Raises:
        ReachError: An overlap is larger than one of its two audiences.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    each, shared = _overlapping(reaches, overlaps)
    # Unknown overlaps may be nothing, and nothing is no edge. The heaviest tree is the lightest of the negatives.
    tree = minimum_spanning_tree(csr_array(-np.triu(np.nan_to_num(shared, nan=0.0), 1)))
    return float(each.sum() + tree.sum())


def dawson_sankoff(reaches: ArrayLike, overlaps: ArrayLike) -> float:
    """Return the lower bound on a union from pairwise overlaps.

    Source: Dawson and Sankoff (1967).

    Args:
        reaches: The size of each audience in accounts, shape (n,).
        overlaps: Symmetric matrix of the overlaps of two, shape (n, n), NaN where unknown.

    Returns:
        The lower bound in accounts.
    """
    each, shared = _overlapping(reaches, overlaps)
    # Unknown overlaps may be as large as the smaller audience.
    pairs = np.where(np.isnan(shared), np.minimum.outer(each, each), shared)
    once, twice = each.sum(), np.triu(pairs, 1).sum()
    if not once:
        return 0.0
    k = 1 + math.floor(2 * twice / once)
    return float(2 * once / (k + 1) - 2 * twice / (k * (k + 1)))


def overlapping_bounds(reaches: ArrayLike, overlaps: ArrayLike, universe: float | None = None) -> Bounds:
    """Return bounds on a union of any number of audiences from pairwise overlaps.

    They are wider than the sharp ones, but fast to compute.

    Args:
        reaches: The size of each audience in accounts, shape (n,).
        overlaps: Symmetric matrix of the overlaps of two, shape (n, n), NaN where unknown.
        universe: The audience size in accounts, if known.

    Returns:
        The bounds in accounts.

    Raises:
        Contradiction: The audiences overlap too little to fit into the audience size.
    """
    lower = max(dawson_sankoff(reaches, overlaps), float(np.max(np.asarray(reaches, float))))
    upper = min(hunter_worsley(reaches, overlaps), math.inf if universe is None else universe)
    if lower > upper * (1 + 1e-9):
        raise Contradiction([f"reaches and overlaps make ≥ {_number(lower)}", f"universe ≤ {_number(upper)}"])
    return Bounds(min(lower, upper), upper)


_INFEASIBLE, _UNBOUNDED = 2, 3  # how linprog says it


def _facts(
    reaches: Mapping[str, Known],
    unions: Mapping[Sequence[str], Known],
    overlaps: Mapping[Sequence[str], Known],
    universe: float | None,
) -> list[Fact]:
    """Return every fact as a sum of atoms.

    An atom is the set of groups to which some accounts belong, as the bits of a number.
    """
    if not 0 < len(reaches) <= LARGEST:
        raise ReachError(
            f"Between 1 and {LARGEST} groups can be solved, not {len(reaches)}: take bounds or overlapping_bounds."
        )
    atoms = np.arange(1, 2 ** len(reaches))
    bits = {name: 1 << place for place, name in enumerate(reaches)}
    strangers = [name for names in (*unions, *overlaps) for name in names if name not in bits]
    if strangers:
        raise ReachError(f"There is no group {strangers[0]!r}: give its reach, if need be as missing().")
    masks = {names: sum({bits[name] for name in names}) for names in (*unions, *overlaps)}
    return [
        *(_fact(name, atoms & bits[name] > 0, known) for name, known in reaches.items()),
        *(_fact(" or ".join(names), atoms & masks[names] > 0, known) for names, known in unions.items()),
        *(_fact(" and ".join(names), atoms & masks[names] == masks[names], known) for names, known in overlaps.items()),
        *([] if universe is None else [_fact("universe", atoms > 0, at_most(universe))]),
    ]


def _fact(name: str, atoms: NDArray[np.bool_], known: Known) -> Fact:
    found = Bounds(*known) if isinstance(known, tuple) else Bounds(known, known)
    if not 0 <= found.lower < math.inf or math.isnan(found.upper):
        raise ReachError(
            f"{name}: a number of accounts is zero or more, not {found.lower}. Give what is not known as missing()."
        )
    return Fact(f"{name} {_range_text(found)}", atoms, found)


def _solve(cost: NDArray[np.float64], facts: Sequence[Fact], scale: float) -> OptimizeResult:
    """Return the solution with the lowest cost, with all numbers as shares of `scale`."""
    from scipy.optimize import linprog

    table = np.array([fact.atoms for fact in facts], float)
    least, most = (np.array([fact.known[side] for fact in facts]) / scale for side in (0, 1))
    exact = least == most
    above, below = (least > 0) & ~exact, np.isfinite(most) & ~exact
    return linprog(
        cost,
        A_ub=np.vstack([table[below], -table[above]]),
        b_ub=np.concatenate([most[below], -least[above]]),
        A_eq=table[exact],
        b_eq=least[exact],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )


def _clashing(facts: Sequence[Fact], scale: float) -> list[Fact]:
    """Return a minimal set of facts that clash: each is left out in turn, and stays out if the rest still clash.

    From the last to the first, so that plain reaches are named rather than unions and overlaps where either would do.
    """
    left = list(facts)
    for fact in reversed(facts):
        rest = [other for other in left if other is not fact]
        if rest and _solve(np.zeros(len(fact.atoms)), rest, scale).status == _INFEASIBLE:
            left = rest
    return left


def _overlapping(reaches: ArrayLike, overlaps: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    each, given = np.asarray(reaches, float), np.asarray(overlaps, float)
    if each.ndim != 1 or not each.size or given.shape != (each.size, each.size):
        raise ReachError(
            f"For {each.size} reaches the overlaps are a table of {each.size} by {each.size}, NaN where one is not known."
        )
    if not (each >= 0).all():
        raise ReachError("Each reach is zero or more accounts: leave out groups whose reach is not known.")
    shared = np.fmax(given, given.T)
    wrong = np.triu((np.fmin(given, given.T) < 0) | (shared > np.minimum.outer(each, each)) | (given < shared), 1)
    if wrong.any():
        one, other = np.argwhere(wrong)[0]
        raise ReachError(
            f"The overlap of groups {one} and {other} must be one number, from 0 to the smaller of the two reaches."
        )
    return each, shared


def _range_text(known: Bounds) -> str:
    if known.lower == known.upper:
        return f"= {_number(known.lower)}"
    if math.isinf(known.upper):
        return f"≥ {_number(known.lower)}"
    return f"from {_number(known.lower)} to {_number(known.upper)}" if known.lower else f"≤ {_number(known.upper)}"


def _number(value: float) -> str:
    return f"{value:,.12g}"
