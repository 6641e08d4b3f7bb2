"""Which tables of contributor types may be told: decided once a data version, at import; metrics only read what was
decided.

Who published a post everybody sees on the network. Whose voice it is only the warehouse says, so voices are told in a
few whole tables: of all data and of the largest campaigns, each alone, by month and by platform.

A *stratum* is all that the told tables do not tell apart, within one account type. A table is told if in every stratum
the posts of others are at least `least`, and at least as many as any one mission or country with a protected voice
there has posts in all. Then all posts of that place could be others': exchange the voices of its protected posts with
those of others elsewhere in the stratum, and every told number stays the same. Rows for which that fails are merged
with a neighbour until it holds; where one row is left, the table is not told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROTECTED: Final = ("migrant", "crisis_affected")
"""That a voice is unknown says something of the records and not of a person: unknown voices are cover, and are never
listed."""
LEAST: Final = 10
"""The least number of others' posts in a stratum, and of people who make a crowd. It may be raised, never lowered."""
LEAST_OTHERS: Final = 50
"""The least number of others' items with a known value beside the sum of a protected voice."""
MOST_OF_TWO: Final = 0.9
"""The most of a protected voice's sum that its two largest accounts may hold."""
LEAST_OF_PART: Final = 3
"""The least number of items behind what follows of a told sum: who knows one of two knows the other, and what one post
has everybody can look up."""
CAMPAIGNS: Final = 8
"""Campaigns that have tables of their own: the largest."""
PLACES: Final = ("mission", "country")
ROWS: Final = ("month", "platform")
ALONE: Final = ""
"""The table without rows; also the context of all data."""
_NOWHERE: Final = ("unknown", "")
"""A place that is not known is none where anybody could be found."""
_OFFICE: Final = "office"

Row = tuple[str, ...]
"""The values of months or platforms that are shown together."""
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
Known = tuple[NDArray[np.float64], Codes]
"""A measure row by row: the amounts, and how many items they are known of."""


class Table(NamedTuple):
    """What names a table of voices: a campaign, or `ALONE` for all data; and what its rows are, or `ALONE`."""

    campaign: str
    row: str


class _Places(NamedTuple):
    """The cells' places of one level, told apart by account type: a code for each cell, and of which codes anybody
    could be found there."""

    codes: Codes
    exposable: Flags


def decide(
    cube: pd.DataFrame, campaigns: Sequence[str], least: int = LEAST, rows_of: Sequence[str] = ROWS
) -> dict[Table, list[Row]]:
    """Decide which tables of voices are told, and which of their rows are shown together.

    Args:
        cube: One row a cell of items that agree in all of account_type, mission, country, `rows_of`, campaigns (a whole
            number whose bit n says whether they are of the campaign in place n) and, where there is such a column, in
            what else everybody knows of them (`alike`), with `protected` and `free`, the items of protected voices and
            of others; `cover`, the free items that can be exchanged, each counted in one cell only; and `crowd`, the
            people behind that protected voice of the cell's places that has fewest in the cell.
        campaigns: The campaigns that get tables of their own, the largest first.
        least: The least number of others' items in a stratum.
        rows_of: What tables may have as rows.

    Returns:
        The rows of each told table. A table that is not in it is not told.
    """
    contexts = {ALONE: np.ones(len(cube), bool)}
    contexts |= {name: (cube["campaigns"].to_numpy(np.int64) >> place) & 1 == 1 for place, name in enumerate(campaigns)}
    if not cube["protected"].any():  # there is nobody to be found
        return {
            Table(each, name): _rows(cube, name, inside)
            for each, inside in contexts.items()
            for name in (ALONE, *rows_of)
        }
    told: dict[Table, list[Row]] = {}
    strata = np.zeros(len(cube), np.int64)
    for name in ("account_type", *({"alike"} & set(cube))):
        strata = _finer(strata, pd.factorize(cube[name])[0].astype(np.int64))
    places = [_places(cube, level) for level in PLACES]
    for campaign, inside in contexts.items():
        for name in (ALONE, *rows_of):
            if name and Table(campaign, ALONE) not in told:
                continue
            rows = _rows(cube, name, inside)
            if name and len(rows) == 1:  # it is the table without rows over again
                told[Table(campaign, name)] = rows
                continue
            while rows and (len(rows) > 1 or not name):
                numbers = _numbers(cube, name, inside, rows)
                finer = _finer(strata, numbers)
                pointing = _pointing(cube, finer, places, least)
                if not pointing.any():
                    strata, told[Table(campaign, name)] = finer, rows
                    break
                failing = sorted(set(numbers[pointing].tolist()) - {-1})
                rows = (
                    _merged(rows, _sizes(cube, name, inside), failing, ordered=name == "month")
                    if name and failing
                    else []
                )
    return told


class Spoken(NamedTuple):
    """The part of a measured sum that rests on one contributor type."""

    amount: float
    items: int
    """Items with a known value."""
    accounts: int
    """Accounts with a known value."""
    of_two: float
    """What the two largest accounts hold."""


def may_tell_sum(
    spoken: Mapping[str, Spoken],
    least: int = LEAST,
    sound: Collection[str] | None = None,
    by_account_type: Mapping[str, Mapping[str, Spoken]] | None = None,
) -> list[str]:
    """Decide of which contributor types a measured sum may be told.

    That of a protected voice must rest on enough accounts, of which no two hold nearly all, and on enough items of
    others. What is not told could be had together, by taking all that is told from the whole, and the whole of each
    account type is told too. So the smallest others are not told either, where one voice alone is not, and as long as
    too few accounts of an account type stand behind what is not.

    Args:
        spoken: The parts of the sum by contributor type.
        least: The least number of accounts.
        sound: The protected voices that rest on enough, where that was found out already.
        by_account_type: The parts by account type, where the sum is told by account type.
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
    """Hide the smallest others too until what is hidden is several sums that rest together on enough."""
    others = sorted((voice for voice in parts if voice not in hidden), key=lambda voice: parts[voice].amount)
    for other in [voice for voice in others if parts[voice].amount > 0] or others:
        together = [parts[voice] for voice in hidden if voice in parts]
        if len(together) > 1 and _rests_on_enough(_added(together), least):
            return
        hidden.append(other)


def sound_contexts(
    accounts: Codes, contexts: Sequence[Flags], sums: Sequence[Known], left: Sequence[Known] = (), least: int = LEAST
) -> list[int]:
    """Decide in which contexts, one after the other, sums of a protected voice rest on enough accounts, of which no two
    hold nearly all.

    The same must hold of whatever the contexts leave of each other, or nothing may be left: the sum of all data less
    that of a campaign is a sum too.

    Args:
        accounts: Who speaks, a code a row.
        contexts: For each context, which rows are in it.
        sums: Those that are told all or none: for each the amounts, and how many of them are known.
        left: Sums that could be had by taking told ones from each other.
        least: The least number of accounts.
    """
    told: list[int] = []
    apart = np.zeros(len(accounts), np.int64)
    for place, inside in enumerate(contexts):
        finer, _ = pd.factorize(apart * 2 + inside)
        within = np.logical_or.reduce([inside, *(contexts[each] for each in told)])
        if any(known[inside].any() for _, known in sums) and all(
            _all_sound(accounts[within], finer[within], amounts[within], known[within], least)
            for amounts, known in (*sums, *left)
        ):
            told.append(place)
            apart = finer.astype(np.int64)
    return told


# -- whether a table points at anybody


def _places(cube: pd.DataFrame, level: str) -> _Places:
    codes, names = pd.factorize(pd.MultiIndex.from_frame(cube[["account_type", level]]))
    known = np.array([place not in _NOWHERE for _, place in names], bool)
    if cube[level].nunique() == 1:  # there is one place only, and everybody knows which office posts there
        known &= np.array([account_type != _OFFICE for account_type, _ in names], bool)
    return _Places(codes.astype(np.int64), known)


def _pointing(cube: pd.DataFrame, strata: Codes, levels: Sequence[_Places], least: int) -> Flags:
    """Per cell, whether its stratum would point at a place: whether the others in it are too few to be exchanged
    with."""
    protected, free, cover, crowd = (cube[name].to_numpy(np.int64) for name in ("protected", "free", "cover", "crowd"))
    covered = np.bincount(strata, cover)
    found = np.zeros(len(cube), bool)
    for places in levels:
        cells, at = np.unique(strata * (places.codes.max(initial=0) + 1) + places.codes, return_inverse=True)
        people = np.zeros(len(cells), np.int64)
        np.maximum.at(people, at, crowd)
        needs = (np.bincount(at, protected) > 0) & (people < least)
        stratum, place = np.divmod(cells, places.codes.max(initial=0) + 1)
        needs &= places.exposable[place]
        largest = np.zeros(len(covered))
        np.maximum.at(largest, stratum, np.where(needs, np.bincount(at, protected + free), 0))
        found |= ((largest > 0) & (covered < np.maximum(largest, least)))[strata]
    return found


def _finer(strata: Codes, numbers: Codes) -> Codes:
    codes, _ = pd.factorize(strata * (numbers.max(initial=-1) + 2) + numbers + 1)
    found: Codes = codes.astype(np.int64)
    return found


# -- sums


def _added(rows: Sequence[Spoken]) -> Spoken:
    """Sums together, as if the largest accounts of two contributor types could be different ones."""
    two = sum(sorted(row.of_two for row in rows)[-2:])
    return Spoken(
        sum(row.amount for row in rows), sum(row.items for row in rows), sum(row.accounts for row in rows), two
    )


def _rests_on_enough(row: Spoken, least: int) -> bool:
    """Whether a sum rests on enough accounts, of which no two hold nearly all."""
    return row.accounts >= least and row.of_two <= MOST_OF_TWO * row.amount


def _all_sound(accounts: Codes, apart: Codes, amounts: NDArray[np.float64], known: Codes, least: int) -> bool:
    """Whether each part of a sum rests on enough accounts, of which no two hold nearly all; parts of which nothing is
    known apart."""
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


# -- rows


def _sizes(cube: pd.DataFrame, name: str, inside: Flags) -> pd.Series:
    """Items by value of a row dimension, for the cells inside."""
    items = cube["protected"] + cube["free"]
    return items[inside].groupby(cube.loc[inside, name]).sum()


def _rows(cube: pd.DataFrame, name: str, inside: Flags) -> list[Row]:
    """A row a value: months in their order, platforms by size; one row where there is nothing."""
    if not name or not inside.any():
        return [(ALONE,)] if name else [()]
    sizes = _sizes(cube, name, inside)
    return [(value,) for value in (sorted(sizes.index) if name == "month" else sizes.sort_values(kind="stable").index)]


def _numbers(cube: pd.DataFrame, name: str, inside: Flags, rows: Sequence[Row]) -> Codes:
    """Per cell, the number of the row it is in; -1 outside."""
    places = {value: number for number, row in enumerate(rows) for value in row}
    numbers = cube[name].map(places).fillna(-1).to_numpy(np.int64) if name else np.zeros(len(cube), np.int64)
    found: Codes = np.where(inside, numbers, -1)
    return found


def _merged(rows: list[Row], sizes: pd.Series, failing: Sequence[int], *, ordered: bool) -> list[Row]:
    """The smallest failing row together with a neighbour: of months the smaller one beside it, of platforms the next
    larger."""
    weights = [sizes.reindex(row).sum() for row in rows]
    place = min(failing, key=lambda number: weights[number])
    before, after = place - 1, place + 1
    takes_next = before < 0 or (after < len(rows) and (not ordered or weights[after] <= weights[before]))
    low = place if takes_next else before
    return [*rows[:low], rows[low] + rows[low + 1], *rows[low + 2 :]]
