"""Decide which tables of contributor types may be shown.

The decision is made once for each data version, at import; metrics only read it. A *voice* is the contributor type of
an item. Who published a post is public on the platform, but only the warehouse records its voice. So contributor types
are shown in a few complete tables: of all data and of the largest campaigns, each alone, by month and by platform.

A *stratum* is a set of items that the shown tables do not distinguish, within one account type. A table may be shown if
every stratum has at least `least` items of other contributor types, and at least as many as any one mission or country
with a protected item there has items in total. Then all items of that place could be others': the voices of its
protected items can be exchanged with those of others elsewhere in the stratum, and every shown number stays the same.
Places with at least `least` people of each protected contributor type are exempt. Rows that do not meet this condition
are merged with a neighbour until they do. If one row is left, the table is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROTECTED: Final = ("migrant", "crisis_affected")
"""The contributor types that are protected. An unknown contributor type describes the records and not a person, so such
items count as those of others; they are never listed."""
LEAST: Final = 10
"""The minimum number of others' items in a stratum, of accounts in a sum, and of people in a group. It may be raised,
never lowered."""
LEAST_OTHERS: Final = 50
"""The minimum number of others' items with a known value beside the sum of a protected contributor type."""
MOST_OF_TWO: Final = 0.9
"""The maximum share of a protected sum that its two largest accounts may hold."""
LEAST_OF_PART: Final = 3
"""The minimum number of items in a sum that can be derived. Of two items, whoever knows one can derive the other, and
the counts of one post are public."""
CAMPAIGNS: Final = 8
"""The number of campaigns that have tables of their own, the largest first."""
PLACES: Final = ("mission", "country")
ROWS: Final = ("month", "platform")
ALONE: Final = ""
"""The name of the table without rows, and of the context of all data."""
_NOWHERE: Final = ("unknown", "")
"""Codes of places that are not known, at which nobody can be identified."""
_OFFICE: Final = "office"

Row = tuple[str, ...]
"""The values of months or platforms that one row combines."""
Flags = NDArray[np.bool_]
"""Bool array, one value for each cell or row."""
Codes = NDArray[np.int64]
"""int64 array, one code for each cell or row."""
Known = tuple[NDArray[np.float64], Codes]
"""A measure row by row: amounts (rows,) in its unit, and numbers of items with a known value (rows,)."""


class Table(NamedTuple):
    """The campaign and the row dimension of a table; `ALONE` for all data, and for no rows."""

    campaign: str
    row: str


class _Places(NamedTuple):
    """The places of cells at one level (mission or country), distinguished by account type.

    Attributes:
        codes: int64 array (cells,), the code of the place of each cell.
        exposable: Bool array (places,), whether a person could be identified at the place of each code.
    """

    codes: Codes
    exposable: Flags


def decide(
    cube: pd.DataFrame, campaigns: Sequence[str], least: int = LEAST, rows_of: Sequence[str] = ROWS
) -> dict[Table, list[Row]]:
    """Decide which tables of contributor types may be shown, row by row.

    Rows that may not be shown alone are combined.

    Args:
        cube: One row for each cell of items that agree in account_type, mission, country, `rows_of`, campaigns (a whole
            number whose bit n says whether they are of the campaign at place n) and, if there is such a column, in
            other public facts (`alike`). Whole-number columns: `protected` and `free`, the items of protected
            contributor types and of others; `cover`, the free items that can be exchanged, each counted in one cell
            only; `crowd`, the number of people of the protected contributor type with the fewest people in the cell. If
            no item is protected, only `rows_of`, campaigns, `protected` and `free` are read.
        campaigns: The campaigns that get tables of their own, the largest first.
        least: The minimum number of others' items in a stratum.
        rows_of: The dimensions that tables may have as rows.

    Returns:
        The rows of each table that may be shown; other tables may not be shown.
    """
    contexts = {ALONE: np.ones(len(cube), bool)}
    contexts |= {name: (cube["campaigns"].to_numpy(np.int64) >> place) & 1 == 1 for place, name in enumerate(campaigns)}
    if not cube["protected"].any():  # there is nobody to identify
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
            if name and len(rows) == 1:  # it equals the table without rows
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


# -- whether a table could identify a person


def _places(cube: pd.DataFrame, level: str) -> _Places:
    """Return the places of cells at one level.

    At a place that is not known nobody can be identified, nor can an office where the data have one place only.

    Args:
        cube: The cells, as `decide` takes them.
        level: `mission` or `country`.
    """
    codes, names = pd.factorize(pd.MultiIndex.from_frame(cube[["account_type", level]]))
    known = np.array([place not in _NOWHERE for _, place in names], bool)
    if cube[level].nunique() == 1:  # the only place: which office posts there is public
        known &= np.array([account_type != _OFFICE for account_type, _ in names], bool)
    return _Places(codes.astype(np.int64), known)


def _pointing(cube: pd.DataFrame, strata: Codes, levels: Sequence[_Places], least: int) -> Flags:
    """Return which cells are in a stratum with too few items of others.

    The voices of such a stratum cannot be exchanged. Places with enough people of each protected contributor type are
    exempt.

    Args:
        cube: The cells, as `decide` takes them.
        strata: int64 array (cells,), the code of the stratum of each cell.
        levels: The places of cells at each level.
        least: The minimum number of others' items in a stratum.

    Returns:
        Bool array (cells,).
    """
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
    """Divide strata by the rows of a further table.

    Args:
        strata: int64 array (cells,), codes of strata.
        numbers: int64 array (cells,), numbers of rows; -1 outside the table.

    Returns:
        int64 array (cells,), codes from 0.
    """
    codes, _ = pd.factorize(strata * (numbers.max(initial=-1) + 2) + numbers + 1)
    found: Codes = codes.astype(np.int64)
    return found


# -- sums


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


# -- rows


def _sizes(cube: pd.DataFrame, name: str, inside: Flags) -> pd.Series:
    """Count items by value of a row dimension, in the cells inside a context.

    Args:
        cube: The cells, as `decide` takes them.
        name: The row dimension.
        inside: Bool array (cells,), the cells to count.

    Returns:
        Numbers of items, indexed by value.
    """
    items = cube["protected"] + cube["free"]
    return items[inside].groupby(cube.loc[inside, name]).sum()


def _rows(cube: pd.DataFrame, name: str, inside: Flags) -> list[Row]:
    """Return one row for each value of a dimension.

    Months are in order, platforms by size from the smallest.

    Args:
        cube: The cells, as `decide` takes them.
        name: The row dimension; empty for none.
        inside: Bool array (cells,), the cells of the context.

    Returns:
        The rows; one row if there is no dimension or no cell.
    """
    if not name or not inside.any():
        return [(ALONE,)] if name else [()]
    sizes = _sizes(cube, name, inside)
    return [(value,) for value in (sorted(sizes.index) if name == "month" else sizes.sort_values(kind="stable").index)]


def _numbers(cube: pd.DataFrame, name: str, inside: Flags, rows: Sequence[Row]) -> Codes:
    """Return the number of the row of each cell.

    Args:
        cube: The cells, as `decide` takes them.
        name: The row dimension; empty for none.
        inside: Bool array (cells,), the cells of the context.
        rows: The rows.

    Returns:
        int64 array (cells,), from 0; -1 outside the context.
    """
    places = {value: number for number, row in enumerate(rows) for value in row}
    numbers = cube[name].map(places).fillna(-1).to_numpy(np.int64) if name else np.zeros(len(cube), np.int64)
    found: Codes = np.where(inside, numbers, -1)
    return found


def _merged(rows: list[Row], sizes: pd.Series, failing: Sequence[int], *, ordered: bool) -> list[Row]:
    """Merge the smallest failing row with a neighbour.

    Args:
        rows: The rows, at least two.
        sizes: Numbers of items, indexed by value.
        failing: The numbers of rows that do not meet the condition.
        ordered: Whether rows are in order of time: then the smaller neighbour is taken, else the next larger row.

    Returns:
        The rows, one fewer.
    """
    weights = [sizes.reindex(row).sum() for row in rows]
    place = min(failing, key=lambda number: weights[number])
    before, after = place - 1, place + 1
    takes_next = before < 0 or (after < len(rows) and (not ordered or weights[after] <= weights[before]))
    low = place if takes_next else before
    return [*rows[:low], rows[low] + rows[low + 1], *rows[low + 2 :]]
