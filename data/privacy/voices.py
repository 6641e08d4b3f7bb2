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

from collections.abc import Sequence
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
    tables: dict[Table, list[Row]] = {}
    strata = np.zeros(len(cube), np.int64)
    for name in ("account_type", *({"alike"} & set(cube))):
        strata = _finer(strata, pd.factorize(cube[name])[0].astype(np.int64))
    places = [_places(cube, level) for level in PLACES]
    for campaign, inside in contexts.items():
        for name in (ALONE, *rows_of):
            if name and Table(campaign, ALONE) not in tables:
                continue
            rows = _rows(cube, name, inside)
            if name and len(rows) == 1:  # it equals the table without rows
                tables[Table(campaign, name)] = rows
                continue
            while rows and (len(rows) > 1 or not name):
                numbers = _numbers(cube, name, inside, rows)
                finer = _finer(strata, numbers)
                pointing = _pointing(cube, finer, places, least)
                if not pointing.any():
                    strata, tables[Table(campaign, name)] = finer, rows
                    break
                failing = sorted(set(numbers[pointing].tolist()) - {-1})
                rows = (
                    _merged(rows, _sizes(cube, name, inside), failing, ordered=name == "month")
                    if name and failing
                    else []
                )
    return tables


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
