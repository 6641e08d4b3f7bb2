"""Hide sums until no protected sum can be derived from the shown ones.

Sums that are shown can be subtracted from each other. All known facts form one system of linear equations: the shown
sums by contributor type, of all data or one campaign; the total of each account type in every part of the data
(campaigns divide the data into parts by the campaigns that an item is of); engagement as the sum of reactions, comments
and shares; and a measure restricted to items that have another one as a part of its total. No sum is negative. A sum
can be derived if all solutions of the system nearly agree on it; linear programming finds its lowest and highest
solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.privacy import sound_sums, voices

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

_NEARLY: Final = 1 - sound_sums.MOST_OF_TWO
"""The error, as a share of a sum, below which the sum counts as derived. It is the part of a sum that its two largest
accounts may not hold."""
_LARGEST: Final = 1e6
"""The amount to which larger amounts are scaled, so that the tolerance of the solver stays small beside the smallest
amount."""

_MOST_PARTS: Final = 24
"""The maximum number of parts of the data for which the equations are solved."""
_USED: Final = 1e-6
"""The multiplier above which a shown sum counts as one from which another is derived."""
NOT_ASKED: Final = -1
"""The group of measures that cannot be queried: the rest of a whole beside a part of it."""
Allowed = set[tuple[int, int, int]]
"""Sums that may be shown, each as the indices of its context, measure and contributor type in `Sums`."""


class Sums(NamedTuple):
    """Measures that depend on each other, and the equations between them.

    The axes of arrays are measure, contributor type (`voices`), account type and part of the data.
    """

    voices: Sequence[str]
    """The contributor types."""
    contexts: NDArray[np.bool_]
    """Bool array (contexts, parts): which parts a context has. The first is all data, the others are campaigns."""
    amounts: NDArray[np.float64]
    """float64 array (measures, contributor types, account types, parts): sums, in units of the measure."""
    items: NDArray[np.float64]
    """float64 array of the same shape: numbers of items with a known value."""
    occurs: NDArray[np.bool_]
    """Bool array (contributor types, account types): whether there are items of both."""
    rules: Sequence[tuple[int, Sequence[int]]]
    """Measures that are the sum of others: the index of the sum, and the indices of its parts."""
    groups: Sequence[int]
    """The group of each measure: measures of one group are all shown or all hidden. NOT_ASKED if it has none."""


class _Aim(NamedTuple):
    """A sum that must not be derivable."""

    measure: int
    voice: int
    account_types: tuple[int, ...]
    parts: tuple[int, ...]


class _Found(NamedTuple):
    """The result of a search, up to the first sum that can be derived from shown ones."""

    settled: set[_Aim]
    """The sums that cannot be derived, and those that can be derived from public totals alone."""
    follows: _Aim | None = None
    """The first sum that can be derived from shown ones; None if there is none."""
    by: Sequence[tuple[int, int, int]] = ()
    """The shown sums from which it is derived."""


def without_derivable(sums: Sums, allowed: Allowed) -> Allowed:
    """Hide sums until no protected sum can be derived.

    Sums of other contributor types are hidden before protected ones, and small sums before large ones. What can be
    derived from the totals of account types alone is public whatever is hidden, so nothing is hidden for it.

    Args:
        sums: The measures, with arrays as `Sums` describes.
        allowed: The sums to be shown; it is not changed.

    Returns:
        The sums that may be shown, a subset of `allowed`.
    """
    if not _aims(sums, allowed):
        return allowed
    sums, allowed = _in_few_parts(sums, allowed)
    settled = set[_Aim]()
    while allowed:
        open_aims = [aim for aim in _aims(sums, allowed) if aim not in settled and not _is_public(sums, aim)]
        found = _search(sums, allowed, open_aims)
        settled |= found.settled  # a sum that cannot be derived cannot be derived from fewer sums either
        if found.follows is None:
            break
        allowed -= _smallest(sums, allowed, found.by)
    return allowed


def _in_few_parts(sums: Sums, allowed: Allowed) -> tuple[Sums, Allowed]:
    """Leave out the smallest campaigns until there are few enough parts.

    Nothing is shown for them.

    Args:
        sums: The measures.
        allowed: The sums to be shown.

    Returns:
        The measures with fewer contexts and parts, and the sums of the remaining contexts.
    """
    number = len(sums.contexts)
    while len(np.unique(sums.contexts[:number], axis=1).T) > _MOST_PARTS:
        number -= 1
    contexts, part = np.unique(sums.contexts[:number], axis=1, return_inverse=True)
    gathered = np.arange(contexts.shape[1]) == part.reshape(-1, 1)
    fewer = sums._replace(contexts=contexts, amounts=sums.amounts @ gathered, items=sums.items @ gathered)
    return fewer, {each for each in allowed if each[0] < number}


def _aims(sums: Sums, allowed: Allowed) -> list[_Aim]:
    """List the sums of protected contributor types that must not be derivable.

    These are hidden sums and the rest of all data without their context, and sums of too few items in a context,
    outside it or in one part of the data, over all account types or for one.
    """
    every = tuple(range(sums.items.shape[2]))
    scopes: list[tuple[int | None, NDArray[np.bool_]]] = [
        (place, part) for place, inside in enumerate(sums.contexts) for part in (inside, ~inside)
    ]
    scopes += [(None, part) for part in np.eye(sums.items.shape[3], dtype=bool)]
    spoken = [place for place, voice in enumerate(sums.voices) if voice in voices.PROTECTED]
    asked = [place for place, group in enumerate(sums.groups) if group != NOT_ASKED]
    found = dict[_Aim, None]()
    for measure, voice, (context, inside) in product(asked, spoken, scopes):
        items = sums.items[measure, voice][:, inside].sum(axis=1)
        parts = tuple(np.flatnonzero(inside).tolist())
        is_hidden = (
            context is not None
            and (context, measure, voice) not in allowed
            and sums.items[measure, voice][:, sums.contexts[context]].any()
        )
        if items.any() and (is_hidden or items.sum() < sound_sums.LEAST_OF_PART):
            found[_Aim(measure, voice, every, parts)] = None
        for account_type in np.flatnonzero((items > 0) & (items < sound_sums.LEAST_OF_PART)).tolist():
            found[_Aim(measure, voice, (account_type,), parts)] = None
    return list(found)


def _is_public(sums: Sums, aim: _Aim) -> bool:
    """Return whether the totals of account types alone leave no room for another value of a sum.

    This needs no solution. In small data it is so of most sums, and of every sum of an account type with one
    contributor type.
    """
    shared = sums.occurs[aim.voice] & (sums.occurs.sum(axis=0) > 1)
    types = [place for place in aim.account_types if shared[place]]
    amounts = np.abs(sums.amounts[aim.measure])
    less = amounts[aim.voice][np.ix_(types, aim.parts)].sum()
    more = amounts[:, types][:, :, aim.parts].sum() - less
    return bool(max(less, more) < _far(amounts[aim.voice][np.ix_(aim.account_types, aim.parts)].sum()))


def _search(sums: Sums, allowed: Allowed, aims: Sequence[_Aim]) -> _Found:
    """Search for a sum that can be derived from shown ones, or from public totals if none is shown.

    A solution that differs enough from the true value of a sum shows that it cannot be derived; one solution often does
    so for many sums.

    Args:
        sums: The measures.
        allowed: The sums to be shown.
        aims: The sums that must not be derivable.

    Returns:
        The sums that need no further search, and the first that can be derived, with the shown sums it is derived from.
    """
    if not aims:
        return _Found(set())
    from scipy.optimize import linprog

    scale = min(1.0, _LARGEST / max(1.0, np.abs(sums.amounts).max()))
    kept = np.broadcast_to(sums.occurs[None, :, :, None], sums.amounts.shape)
    rules, amounts = _equations(sums, allowed)[:, kept.ravel()], np.abs(sums.amounts[kept]) * scale
    bounds = np.column_stack([-amounts, np.full(len(amounts), np.inf)])
    weights = np.array([_cells(sums, aim)[kept] for aim in aims], float)
    far = scale * _far(weights @ amounts / scale)
    left = np.ones(len(aims), bool)

    def solved(objective: NDArray[np.float64]) -> OptimizeResult:
        found = linprog(-objective, A_eq=rules, b_eq=np.zeros(rules.shape[0]), bounds=bounds)
        if found.x is not None:
            left[np.abs(weights @ found.x) >= far] = False
        return found

    number = len(aims) + 1
    while 1 < left.sum() < number:
        number = left.sum()
        for sign in (1, -1):
            solved(sign * (weights[left] / far[left, None]).sum(axis=0))
    for place, aim in enumerate(aims):
        ways = [solved(sign * weights[place]) for sign in (1, -1) if left[place]]
        if left[place] and allowed and _search(sums, set(), [aim]).follows:
            left[place] = False
        if left[place]:
            used = np.sum([np.abs(way.eqlin.marginals) for way in ways if way.x is not None], axis=0)
            of_allowed = np.broadcast_to(used, rules.shape[0])[: len(allowed)]
            by = [each for each, weight in zip(sorted(allowed), of_allowed, strict=True) if weight > _USED]
            return _Found(
                {each for each, still in zip(aims, left, strict=True) if not still}, aim, by or sorted(allowed)
            )
    return _Found(set(aims))


def _far(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far a solution has to be from a sum to show that the sum cannot be derived."""
    return np.maximum(1, _NEARLY * amounts) * (1 - 1e-6)


def _cells(sums: Sums, aim: _Aim) -> NDArray[np.bool_]:
    """Return which cells a sum adds up.

    Returns:
        Bool array with the shape of `Sums.amounts`.
    """
    found = np.zeros(sums.amounts.shape, bool)
    found[aim.measure, aim.voice][np.ix_(aim.account_types, aim.parts)] = True
    return found


def _equations(sums: Sums, allowed: Allowed) -> csr_array:
    """Return the equations that all solutions meet.

    Solutions are deviations from the true amounts, so that every right side is 0.

    Returns:
        Sparse float64 array (equations, cells of `Sums.amounts` in C order). The first rows are the shown sums in
        sorted order, then the totals by measure, account type and part, then the rules.
    """
    from scipy.sparse import csr_array, vstack

    shape, number = sums.amounts.shape, sums.amounts.size
    places = np.arange(number).reshape(shape)
    measures, _, types, parts = shape
    published = np.broadcast_to(np.arange(measures * types * parts).reshape(measures, 1, types, parts), shape)
    spoken = [
        (row, at)
        for row, (context, measure, voice) in enumerate(sorted(allowed))
        for at in places[measure, voice][:, sums.contexts[context]].ravel()
    ]
    row, at = np.array(spoken, int).reshape(-1, 2).T
    rows = [
        csr_array((np.ones(len(at)), (row, at)), shape=(len(allowed), number)),
        csr_array((np.ones(number), (published.ravel(), places.ravel())), shape=(measures * types * parts, number)),
    ]
    for whole, of in sums.rules:
        each = places[whole].ravel()
        size = len(each)
        at = np.concatenate([each, *(places[part].ravel() for part in of)])
        signs = np.repeat([1.0, *[-1.0] * len(of)], size)
        rows.append(csr_array((signs, (np.tile(np.arange(size), 1 + len(of)), at)), shape=(size, number)))
    return csr_array(vstack(rows, format="csr"))


def _smallest(sums: Sums, allowed: Allowed, among: Sequence[tuple[int, int, int]]) -> Allowed:
    """Return the smallest of some shown sums, with those of its group.

    Sums of other contributor types come before protected ones.

    Args:
        sums: The measures.
        allowed: The sums to be shown.
        among: The sums to choose from, in `allowed`.
    """

    def order(each: tuple[int, int, int]) -> tuple[bool, float]:
        context, measure, voice = each
        amount = sums.amounts[measure, voice][:, sums.contexts[context]].sum()
        return sums.voices[voice] in voices.PROTECTED, float(amount)

    context, measure, voice = min(among, key=order)
    return {
        each for each in allowed if (each[0], sums.groups[each[1]], each[2]) == (context, sums.groups[measure], voice)
    }
