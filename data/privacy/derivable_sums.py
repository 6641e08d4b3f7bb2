"""Which sums of protected voices follow from those that are told, and what is hidden too so that none does.

Whoever takes told sums from each other solves equations. Here all of them stand together: a sum told by contributor
type, of all data or a campaign; the whole of each account type, in every part of the data that campaigns make; that
engagement is reactions, comments and shares; that a measure known together with another is a part of the whole; and
that nothing is less than zero. A sum follows if every solution gives nearly the same number for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.privacy import voices

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

_NEARLY: Final = 1 - voices.MOST_OF_TWO
"""A sum is known as soon as it is known to a tenth, as that of two accounts of which nobody else holds more."""
_LARGEST: Final = 1e6
"""What larger amounts are scaled to, so that the solver's tolerance stays small beside the least amount."""

_MOST_PARTS: Final = 24
"""Into how many parts campaigns may divide the data where all equations are solved."""
_USED: Final = 1e-6
"""A told sum with a larger multiplier is one of those that another follows from."""
NOT_ASKED: Final = -1
"""The group of measures that nobody can ask for, as the rest of one that is known together with another."""
Told = set[tuple[int, int, int]]
"""The sums that are told, each by the places of its context, measure and voice."""


class Sums(NamedTuple):
    """Measures that are bound to each other. Arrays have the axes measure, voice, account type, part of the data."""

    voices: Sequence[str]
    contexts: NDArray[np.bool_]
    """For each context which parts it has. The first is all data."""
    amounts: NDArray[np.float64]
    items: NDArray[np.float64]
    """Items with a known value."""
    occurs: NDArray[np.bool_]
    """Which account types a voice has at all."""
    rules: Sequence[tuple[int, Sequence[int]]]
    """Measures that are the sum of others."""
    groups: Sequence[int]
    """For each measure its group, of which all are told or none; NOT_ASKED if it has none."""


class _Aim(NamedTuple):
    """A sum that must not follow."""

    measure: int
    voice: int
    account_types: tuple[int, ...]
    parts: tuple[int, ...]


class _Found(NamedTuple):
    """What was found out of sums, up to the first that follows."""

    free: set[_Aim]
    """Those that do not follow."""
    follows: _Aim | None = None
    by: Sequence[tuple[int, int, int]] = ()
    """The told sums that it follows from."""


def without_derivable(sums: Sums, told: Told) -> Told:
    """Hide told sums, small ones of others first, until no sum of a protected voice follows that must not.

    What follows from the numbers of account types alone is known whatever is hidden.

    Args:
        sums: what the sums are made of.
        told: those that would be told.

    Returns:
        Those that may be told.
    """
    if not _aims(sums, told):
        return told
    sums, told = _in_few_parts(sums, told)
    settled = set[_Aim]()
    while True:
        found = _search(sums, told, [aim for aim in _aims(sums, told) if aim not in settled])
        settled |= found.free  # what does not follow from more does not follow from less
        if found.follows is None:
            return told
        if _search(sums, set(), [found.follows]).follows:
            settled.add(found.follows)
        else:
            told -= _smallest(sums, told, found.by)


def _in_few_parts(sums: Sums, told: Told) -> tuple[Sums, Told]:
    """Without the smallest campaigns where campaigns overlap in so many ways that looking would take long: nothing is
    told of them, so that parts which they alone tell apart are one."""
    number = len(sums.contexts)
    while len(np.unique(sums.contexts[:number], axis=1).T) > _MOST_PARTS:
        number -= 1
    contexts, part = np.unique(sums.contexts[:number], axis=1, return_inverse=True)
    gathered = np.arange(contexts.shape[1]) == part.reshape(-1, 1)
    fewer = sums._replace(contexts=contexts, amounts=sums.amounts @ gathered, items=sums.items @ gathered)
    return fewer, {each for each in told if each[0] < number}


def _aims(sums: Sums, told: Told) -> list[_Aim]:
    """Sums of protected voices that are hidden, what all data have without them, and what rests on few items in a
    context, outside it or in one part, of all account types or one."""
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
            and (context, measure, voice) not in told
            and sums.items[measure, voice][:, sums.contexts[context]].any()
        )
        if items.any() and (is_hidden or items.sum() < voices.LEAST_OF_PART):
            found[_Aim(measure, voice, every, parts)] = None
        for account_type in np.flatnonzero((items > 0) & (items < voices.LEAST_OF_PART)).tolist():
            found[_Aim(measure, voice, (account_type,), parts)] = None
    return list(found)


def _search(sums: Sums, told: Told, aims: Sequence[_Aim]) -> _Found:
    """Look for a sum that follows. One solution that is far enough from the truth clears many of them at once."""
    if not aims:
        return _Found(set())
    from scipy.optimize import linprog

    scale = min(1.0, _LARGEST / max(1.0, np.abs(sums.amounts).max()))
    kept = np.broadcast_to(sums.occurs[None, :, :, None], sums.amounts.shape)
    rules, amounts = _equations(sums, told)[:, kept.ravel()], np.abs(sums.amounts[kept]) * scale
    bounds = np.column_stack([-amounts, np.full(len(amounts), np.inf)])
    weights = np.array([_cells(sums, aim)[kept] for aim in aims], float)
    far = np.maximum(scale, _NEARLY * (weights @ amounts)) * (1 - 1e-6)
    left = np.ones(len(aims), bool)

    def solved(objective: NDArray[np.float64]) -> OptimizeResult:
        found = linprog(-objective, A_eq=rules, b_eq=np.zeros(rules.shape[0]), bounds=bounds)
        if found.x is not None:
            left[np.abs(weights @ found.x) >= far] = False
        return found

    number = len(aims) + 1
    while left.sum() < number and left.any():
        number = left.sum()
        for sign in (1, -1):
            solved(sign * (weights[left] / far[left, None]).sum(axis=0))
    for place, aim in enumerate(aims):
        ways = [solved(sign * weights[place]) for sign in (1, -1) if left[place]]
        if left[place]:
            used = np.sum([np.abs(way.eqlin.marginals) for way in ways if way.x is not None], axis=0)
            of_told = np.broadcast_to(used, rules.shape[0])[: len(told)]
            by = [each for each, weight in zip(sorted(told), of_told, strict=True) if weight > _USED]
            return _Found({each for each, still in zip(aims, left, strict=True) if not still}, aim, by or sorted(told))
    return _Found(set(aims))


def _cells(sums: Sums, aim: _Aim) -> NDArray[np.bool_]:
    found = np.zeros(sums.amounts.shape, bool)
    found[aim.measure, aim.voice][np.ix_(aim.account_types, aim.parts)] = True
    return found


def _equations(sums: Sums, told: Told) -> csr_array:
    """What all solutions have in common, as rows over all amounts: first the told sums in their order."""
    from scipy.sparse import csr_array, vstack

    shape, number = sums.amounts.shape, sums.amounts.size
    places = np.arange(number).reshape(shape)
    measures, _, types, parts = shape
    published = np.broadcast_to(np.arange(measures * types * parts).reshape(measures, 1, types, parts), shape)
    spoken = [
        (row, at)
        for row, (context, measure, voice) in enumerate(sorted(told))
        for at in places[measure, voice][:, sums.contexts[context]].ravel()
    ]
    row, at = np.array(spoken, int).reshape(-1, 2).T
    rows = [
        csr_array((np.ones(len(at)), (row, at)), shape=(len(told), number)),
        csr_array((np.ones(number), (published.ravel(), places.ravel())), shape=(measures * types * parts, number)),
    ]
    for whole, of in sums.rules:
        each = places[whole].ravel()
        size = len(each)
        at = np.concatenate([each, *(places[part].ravel() for part in of)])
        signs = np.repeat([1.0, *[-1.0] * len(of)], size)
        rows.append(csr_array((signs, (np.tile(np.arange(size), 1 + len(of)), at)), shape=(size, number)))
    return csr_array(vstack(rows, format="csr"))


def _smallest(sums: Sums, told: Told, among: Sequence[tuple[int, int, int]]) -> Told:
    """The smallest of some told sums, of others if there is one, with all that are told like it or not at all."""

    def order(each: tuple[int, int, int]) -> tuple[bool, float]:
        context, measure, voice = each
        amount = sums.amounts[measure, voice][:, sums.contexts[context]].sum()
        return sums.voices[voice] in voices.PROTECTED, float(amount)

    context, measure, voice = min(among, key=order)
    return {each for each in told if (each[0], sums.groups[each[1]], each[2]) == (context, sums.groups[measure], voice)}
