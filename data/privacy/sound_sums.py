"""Decide for which contributor types a measured sum may be shown.

The sum of a protected contributor type is *sound* if it has enough accounts, of which no two hold nearly all. A sum that
is not is hidden, and so are sums of others from which it could be derived.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.privacy.voices import LEAST, PROTECTED, Codes, Flags

LEAST_OTHERS: Final = 50
"""The minimum number of others' items with a known value beside the sum of a protected contributor type."""
MOST_OF_TWO: Final = 0.9
"""The maximum share of a protected sum that its two largest accounts may hold."""
LEAST_OF_PART: Final = 3
"""The minimum number of items in a sum that can be derived. Of two items, whoever knows one can derive the other, and
the counts of one post are public."""
Known = tuple[NDArray[np.float64], Codes]
"""A measure row by row: amounts (rows,) in its unit, and numbers of items with a known value (rows,)."""


class Spoken(NamedTuple):
    """The part of a measured sum that comes from one contributor type."""

    amount: float
    """The sum, in units of the measure."""
    items: int
    """Items with a known value."""
    accounts: int
    """Accounts with a known value."""
    of_two: float
    """The sum of the two largest accounts, in units of the measure."""


def may_tell_sum(
    spoken: Mapping[str, Spoken],
    least: int = LEAST,
    sound: Collection[str] | None = None,
    by_account_type: Mapping[str, Mapping[str, Spoken]] | None = None,
) -> list[str]:
    """Decide for which contributor types a measured sum may be shown.

    The sum of a protected contributor type must have enough accounts, of which no two hold nearly all, and enough items
    of others beside it. All hidden sums together can be derived by subtracting the shown ones from the total, and the
    total of each account type is shown too. So the smallest sums of others are hidden as well if only one sum is
    hidden, or while the hidden sums of an account type have too few accounts.

    Args:
        spoken: The parts of the sum by contributor type.
        least: The minimum number of accounts.
        sound: The protected contributor types with enough accounts, if already known.
        by_account_type: The parts by account type and contributor type, if the sum is shown by account type.

    Returns:
        The contributor types whose sum may be shown, sorted.
    """
    rests = {voice for voice, part in spoken.items() if _rests_on_enough(part, least)} if sound is None else set(sound)
    if sum(part.items for voice, part in spoken.items() if voice not in PROTECTED) < LEAST_OTHERS:
        rests = set()
    hidden = [voice for voice in spoken if voice in PROTECTED and voice not in rests]
    alone = len(hidden) == 1
    for parts in (by_account_type or {"": spoken}).values():
        if alone or any(parts[voice].items for voice in hidden if voice in parts and voice in PROTECTED):
            _hide_beside(hidden, parts, least)
    return sorted(spoken.keys() - set(hidden))


def _hide_beside(hidden: list[str], parts: Mapping[str, Spoken], least: int) -> None:
    """Hide the smallest sums of others while hidden sums could be derived.

    It ends when several sums are hidden that together have enough accounts.

    Args:
        hidden: The hidden contributor types; it is extended in place.
        parts: The parts of the sum by contributor type.
        least: The minimum number of accounts.
    """
    others = sorted((voice for voice in parts if voice not in hidden), key=lambda voice: parts[voice].amount)
    for other in [voice for voice in others if parts[voice].amount > 0] or others:
        together = [parts[voice] for voice in hidden if voice in parts]
        if len(together) > 1 and _rests_on_enough(_added(together), least):
            return
        hidden.append(other)


def sound_contexts(
    accounts: Codes, contexts: Sequence[Flags], sums: Sequence[Known], left: Sequence[Known] = (), least: int = LEAST
) -> list[int]:
    """Decide in which contexts protected sums have enough accounts.

    Contexts are decided one after the other. In each sum no two accounts may hold nearly all. The same must hold for
    every difference between contexts unless it has no items: all data less a campaign is a sum too.

    Args:
        accounts: int64 array (rows,), the code of the account of each row.
        contexts: For each context a bool array (rows,) of the rows in it.
        sums: The measures that are all shown or all hidden: for each the amounts (rows,) in its unit, and the numbers
            of items with a known value (rows,).
        left: Measures in the same form that can be derived as differences of shown ones.
        least: The minimum number of accounts.

    Returns:
        The indices of the contexts in which the sums may be shown, ascending.
    """
    sound: list[int] = []
    apart = np.zeros(len(accounts), np.int64)
    for place, inside in enumerate(contexts):
        finer, _ = pd.factorize(apart * 2 + inside)
        within = np.logical_or.reduce([inside, *(contexts[each] for each in sound)])
        if any(known[inside].any() for _, known in sums) and all(
            _all_sound(accounts[within], finer[within], amounts[within], known[within], least)
            for amounts, known in (*sums, *left)
        ):
            sound.append(place)
            apart = finer.astype(np.int64)
    return sound


def _added(rows: Sequence[Spoken]) -> Spoken:
    """Add up the parts of several contributor types.

    The largest accounts of two types are taken as different accounts.
    """
    two = sum(sorted(row.of_two for row in rows)[-2:])
    return Spoken(
        sum(row.amount for row in rows), sum(row.items for row in rows), sum(row.accounts for row in rows), two
    )


def _rests_on_enough(row: Spoken, least: int) -> bool:
    """Return whether a sum has enough accounts.

    No two of them may hold nearly all.
    """
    return row.accounts >= least and row.of_two <= MOST_OF_TWO * row.amount


def _all_sound(accounts: Codes, apart: Codes, amounts: NDArray[np.float64], known: Codes, least: int) -> bool:
    """Return whether every part of a sum has enough accounts.

    No two accounts may hold nearly all of a part. Parts without a known value are ignored.

    Args:
        accounts: int64 array (rows,), codes of accounts.
        apart: int64 array (rows,), codes of parts.
        amounts: float64 array (rows,), in units of the measure.
        known: int64 array (rows,), numbers of items with a known value; rows with 0 are ignored.
        least: The minimum number of accounts.
    """
    said = known > 0
    if not said.any():
        return True
    keys, at = np.unique(apart[said] * (accounts.max() + 1) + accounts[said], return_inverse=True)
    each, part = np.bincount(at, amounts[said]), keys // (accounts.max() + 1)
    order = np.lexsort((-np.abs(each), part))
    starts = np.flatnonzero(np.diff(part, prepend=-1))
    if np.diff(starts, append=len(part)).min() < max(least, 2):
        return False
    sizes = np.abs(each[order])
    return bool((sizes[starts] + sizes[starts + 1] <= MOST_OF_TWO * np.add.reduceat(each, starts)).all())
