"""What is known of audiences that overlap, and how many accounts they can hold together at the least and at the most.

Numbers in, numbers out. The unit is whatever is counted, usually accounts; nothing is estimated here. The sharp bounds
are those of Wang et al. (2023), arXiv 2309.16774: a linear programme over the atoms of a Venn diagram. SciPy is
imported where it is used: it takes longer than all else that the terminal needs to start.
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
    """Numbers that no reach can be worked out from; the message says why and what to give instead."""


class Contradiction(ReachError):
    """Facts that cannot all hold. `facts` are the ones that clash: without any one of them, the others could hold."""

    def __init__(self, facts: Iterable[str]) -> None:
        self.facts = tuple(facts)
        super().__init__(
            f"These facts contradict each other: {'; '.join(self.facts)}. Correct one of them, or leave it out."
        )


class Bounds(NamedTuple):
    """The least and the most there can be. Nothing says where in between the truth lies."""

    lower: float
    upper: float


Known = float | Bounds
"""A number that is known, or the bounds it lies within."""


class Fact(NamedTuple):
    """What is known of a sum of atoms, in words and as bounds."""

    text: str
    atoms: NDArray[np.bool_]
    known: Bounds


def at_least(number: float) -> Bounds:
    """Known to be no less."""
    return Bounds(number, math.inf)


def at_most(number: float) -> Bounds:
    """Known to be no more, such as the reach of a whole page for the posts on it."""
    return Bounds(0, number)


def missing(impressions: float | None = None, *, least: float = 1) -> Bounds:
    """The reach of a post of which it is not known: at least one account saw it (0 if even that is open), at most one
    each display."""
    return Bounds(
        min(least, math.inf if impressions is None else impressions), math.inf if impressions is None else impressions
    )


def sharp_bounds(
    reaches: Mapping[str, Known],
    unions: Mapping[Sequence[str], Known] | None = None,
    overlaps: Mapping[Sequence[str], Known] | None = None,
    universe: float | None = None,
) -> Bounds:
    """The narrowest interval that holds the union of all groups, whatever else is true of them.

    `reaches` names the groups; `unions` says how many are in any of several groups, `overlaps` how many are in all of
    them. What is not known exactly is `at_least`, `at_most` or `missing`. The upper end is infinite where nothing
    bounds it. Raises Contradiction with the facts that clash, and ReachError for more than 12 groups or a fact about a
    group that has no reach.
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
    """The most there can be in the union, from overlaps of two: all reaches, less the heaviest tree of overlaps.

    `overlaps` is a symmetric table of numbers, NaN where one is not known; its diagonal is ignored. Hunter (1976),
    Worsley (1982). Raises ReachError where an overlap is larger than one of the two audiences.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    each, shared = _overlapping(reaches, overlaps)
    # Unknown overlaps may be nothing, and nothing is no edge. The heaviest tree is the lightest of the negatives.
    tree = minimum_spanning_tree(csr_array(-np.triu(np.nan_to_num(shared, nan=0.0), 1)))
    return float(each.sum() + tree.sum())


def dawson_sankoff(reaches: ArrayLike, overlaps: ArrayLike) -> float:
    """The least there can be in the union, from overlaps of two. `overlaps` as for `hunter_worsley`. Dawson and Sankoff
    (1967)."""
    each, shared = _overlapping(reaches, overlaps)
    # Unknown overlaps may be as large as the smaller audience.
    pairs = np.where(np.isnan(shared), np.minimum.outer(each, each), shared)
    once, twice = each.sum(), np.triu(pairs, 1).sum()
    if not once:
        return 0.0
    k = 1 + math.floor(2 * twice / once)
    return float(2 * once / (k + 1) - 2 * twice / (k * (k + 1)))


def overlapping_bounds(reaches: ArrayLike, overlaps: ArrayLike, universe: float | None = None) -> Bounds:
    """Bounds for any number of audiences of which overlaps of two are known: wider than the sharp ones, and fast.

    `overlaps` as for `hunter_worsley`. Raises Contradiction where the audiences overlap too little to fit into the
    universe.
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
    """Every fact as a sum of atoms. An atom is the set of groups that some accounts are in, written as the bits of a
    number."""
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
    return Fact(f"{name} {_told(found)}", atoms, found)


def _solve(cost: NDArray[np.float64], facts: Sequence[Fact], scale: float) -> OptimizeResult:
    """The solution that costs least, with every number in shares of `scale`."""
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
    """A set of facts that clash, none of which can be spared: each is left out in turn, and stays out if the rest still
    clash.

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


def _told(known: Bounds) -> str:
    if known.lower == known.upper:
        return f"= {_number(known.lower)}"
    if math.isinf(known.upper):
        return f"≥ {_number(known.lower)}"
    return f"from {_number(known.lower)} to {_number(known.upper)}" if known.lower else f"≤ {_number(known.upper)}"


def _number(value: float) -> str:
    return f"{value:,.12g}"
