"""Which tables of contributor types may be told: decided once a data version, at import; metrics only read what was decided.

Who published a post everybody sees on the network. Whose voice it is only the warehouse says, so voices are told in a few whole tables:
of all data and of the largest campaigns, each alone, by month and by platform.

A *stratum* is all that the told tables do not tell apart, within one account type. A table is told if in every stratum the posts of others
are at least `least`, and at least as many as any one mission or country with a protected voice there has posts in all. Then all posts of
that place could be others': exchange the voices of its protected posts with those of others elsewhere in the stratum, and every told number
stays the same. Rows for which that fails are merged with a neighbour until it holds; where one row is left, the table is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROTECTED: Final = ("migrant", "crisis_affected")
"""That a voice is unknown says something of the records and not of a person: unknown voices are cover, and are never listed."""
LEAST: Final = 10
"""The least number of others' posts in a stratum, and of people who make a crowd. It may be raised, never lowered."""
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


class Table(NamedTuple):
    """What names a table of voices: a campaign, or `ALONE` for all data; and what its rows are, or `ALONE`."""

    campaign: str
    row: str


def decide(cube: pd.DataFrame, campaigns: Sequence[str], least: int = LEAST) -> dict[Table, list[Row]]:
    """Decide which tables of voices are told, and which of their rows are shown together.

    Args:
        cube: One row a cell of items that agree in all of account_type, mission, country, month, platform and campaigns (a tuple), with
            `protected` and `free`, the items of protected voices and of others; `cover`, the free items that count once where an item
            stands in several cells; and `crowd`, the people behind that protected voice of the cell's places that has fewest in the cell.
        campaigns: The campaigns that get tables of their own, the largest first.
        least: The least number of others' items in a stratum.

    Returns:
        The rows of each told table. A table that is not in it is not told.
    """
    told: dict[Table, list[Row]] = {}
    strata = np.zeros(len(cube), np.int64)
    for campaign in (ALONE, *campaigns):
        inside = _inside(cube, campaign)
        for name in (ALONE, *ROWS):
            if name and Table(campaign, ALONE) not in told:
                continue
            rows = _rows(cube, name, inside)
            while rows and (len(rows) > 1 or not name):
                numbers = _numbers(cube, name, inside, rows)
                finer = _finer(strata, numbers)
                pointing = _pointing(cube, finer, least)
                if not pointing.any():
                    strata, told[Table(campaign, name)] = finer, rows
                    break
                failing = sorted(set(numbers[pointing].tolist()) - {-1})
                rows = _merged(rows, _sizes(cube, name, inside), failing, ordered=name == "month") if name and failing else []
    return told


def coarsest(tables: Sequence[list[Row]]) -> list[Row]:
    """The rows that several tables have in common, in order: values that any of them shows together stay together."""
    groups: list[set[str]] = []
    for row in (set(row) for table in tables for row in table):
        apart = [group for group in groups if not group & row]
        groups = [*apart, row.union(*(group for group in groups if group & row))]
    return sorted(tuple(sorted(group)) for group in groups)


# -- whether a table points at anybody


def _pointing(cube: pd.DataFrame, strata: NDArray[np.int64], least: int) -> Flags:
    """Per cell, whether its stratum would point at a place: whether the others in it are too few to be exchanged with."""
    found = np.zeros(len(cube), bool)
    for level in PLACES:
        each = cube[["account_type", level, "protected", "free", "cover", "crowd"]].assign(stratum=strata)
        place = each.groupby(["stratum", "account_type", level], sort=False).agg(
            protected=("protected", "sum"), free=("free", "sum"), cover=("cover", "sum"), crowd=("crowd", "max")
        )
        exposed = (place["protected"] > 0) & (place["crowd"] < least) & ~place.index.get_level_values(2).isin(_NOWHERE)
        if cube[level].nunique() == 1:
            exposed &= place.index.get_level_values(1) != _OFFICE
        place["exposed"] = (place["protected"] + place["free"]).where(exposed, 0)
        stratum = place.groupby(level=[0, 1]).agg(cover=("cover", "sum"), largest=("exposed", "max"))
        pointing = stratum.index[(stratum["largest"] > 0) & (stratum["cover"] < np.maximum(stratum["largest"], least))]
        found |= pd.MultiIndex.from_frame(each[["stratum", "account_type"]]).isin(pointing)
    return found


def _finer(strata: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    codes, _ = pd.factorize(strata * (numbers.max(initial=-1) + 2) + numbers + 1)
    return codes.astype(np.int64)


# -- rows


def _inside(cube: pd.DataFrame, campaign: str) -> Flags:
    if not campaign:
        return np.ones(len(cube), bool)
    return np.fromiter((campaign in each for each in cube["campaigns"]), bool, len(cube))


def _sizes(cube: pd.DataFrame, name: str, inside: Flags) -> pd.Series:
    """Items by value of a row dimension, for the cells inside."""
    items = cube["protected"] + cube["free"]
    return items[inside].groupby(cube.loc[inside, name]).sum()


def _rows(cube: pd.DataFrame, name: str, inside: Flags) -> list[Row]:
    """A row a value: months in their order, platforms by size."""
    if not inside.any():
        return []
    if not name:
        return [()]
    sizes = _sizes(cube, name, inside)
    return [(value,) for value in (sorted(sizes.index) if name == "month" else sizes.sort_values(kind="stable").index)]


def _numbers(cube: pd.DataFrame, name: str, inside: Flags, rows: Sequence[Row]) -> NDArray[np.int64]:
    """Per cell, the number of the row it is in; -1 outside."""
    if not name:
        return np.where(inside, 0, -1)
    places = {value: number for number, row in enumerate(rows) for value in row}
    return np.where(inside, cube[name].map(places).fillna(-1).to_numpy(np.int64), -1)


def _merged(rows: list[Row], sizes: pd.Series, failing: Sequence[int], *, ordered: bool) -> list[Row]:
    """The smallest failing row together with a neighbour: of months the smaller one beside it, of platforms the next larger."""
    weights = [sizes.reindex(row).sum() for row in rows]
    place = min(failing, key=lambda number: weights[number])
    before, after = place - 1, place + 1
    takes_next = before < 0 or (after < len(rows) and (not ordered or weights[after] <= weights[before]))
    low = place if takes_next else before
    return [*rows[:low], rows[low] + rows[low + 1], *rows[low + 2 :]]
