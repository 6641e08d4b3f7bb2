"""How many accounts posts can have reached at most, and what declared audience sizes change about it: frames in, frames
out.

Posts are rows with platform, reach and the columns of the breakdown `by`; an answer has a row for each combination of
them, and the number in `value`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.definitions.assumptions import Assumptions
from metrics.definitions.model import MeasureError, TranslatableText
from metrics.statistics.reach import Numbers, Places, independent_each


def most(posts: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """The most accounts that posts can have reached, for each combination of the breakdown.

    Raises MeasureError where an audience size is smaller than a reach.
    """
    return together(by_platform(posts, by, assumptions), by, assumptions)


def by_platform(posts: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """The most accounts that posts can have reached on each platform, within its audience size, and within chance if
    that is assumed."""
    finer = ["stratum"] if assumptions.within else []
    posts, (cells, platforms, *strata) = segments(posts, by, "platform", *finer)
    reaches, whole = column(posts, "reach"), np.nan if assumptions.together is None else assumptions.together
    audiences = np.fmin(universes(assumptions, posts, platforms), whole)
    added = np.fmin(np.add.reduceat(reaches, platforms), audiences)
    if assumptions.overlap == "chance":
        within = strata[0] if strata else platforms
        first = np.searchsorted(within, platforms)
        by_chance = independent_each(reaches, np.repeat(audiences, np.diff(first, append=within.size)), within)
        added = np.fmin(added, np.add.reduceat(by_chance, first))
    _check(np.maximum.reduceat(reaches, cells), np.full(cells.size, whole), ["all platforms"] * cells.size)
    keys = list(dict.fromkeys((*by, "platform")))
    return posts.iloc[platforms][keys].assign(value=added).reset_index(drop=True)


def capped(each: pd.DataFrame, assumptions: Assumptions) -> pd.DataFrame:
    """Numbers by platform, none above the audience size of its platform; where a number is missing, the audience size
    stands."""
    whole = np.nan if assumptions.together is None else assumptions.together
    audiences = np.fmin(each["platform"].map(assumptions.platforms).to_numpy(float), whole)
    return each.assign(value=np.fmin(column(each, "value"), audiences))


def together(each: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """Numbers by platform added, within the audience size of all; where one is missing, that audience size or
    nothing."""
    each, (cells,) = segments(each, by)
    whole = np.nan if assumptions.together is None else assumptions.together
    added = np.fmin(np.add.reduceat(column(each, "value"), cells), whole)
    return each.iloc[cells][list(by)].assign(value=added).reset_index(drop=True)


def universes(assumptions: Assumptions, posts: pd.DataFrame, platforms: Places) -> Numbers:
    """The audience size of each platform, NaN where none is declared; raises where it is smaller than a reach on that
    platform."""
    named = posts["platform"].iloc[platforms]
    sizes: Numbers = named.map(assumptions.platforms).to_numpy(float).astype(float)
    _check(np.maximum.reduceat(column(posts, "reach"), platforms), sizes, named)
    return sizes


def _check(largest: Numbers, universes: Numbers, names: Sequence[str] | pd.Series) -> None:
    for place in np.flatnonzero(largest > universes)[:1]:
        raise MeasureError(
            TranslatableText(
                "The audience size entered for {name} ({accounts} accounts) is smaller than the largest reach "
                "reported there ({reach}). Enter at least that many.",
                name=list(names)[place],
                accounts=int(universes[place]),
                reach=int(largest[place]),
            )
        )


def segments(posts: pd.DataFrame, by: Sequence[str], *finer: str) -> tuple[pd.DataFrame, list[Places]]:
    """Posts in order, and the places where each combination of the breakdown starts: as it is, and with each finer
    column added."""
    keys = [*by, *(name for name in finer if name not in by)]
    codes = {name: pd.factorize(posts[name])[0] for name in keys}
    order = np.lexsort([codes[name] for name in reversed(keys)]) if keys else np.arange(len(posts))
    new = np.zeros(len(posts), bool)
    new[:1] = True
    starts = []
    for level in (by, *([name] for name in finer)):
        for name in level:
            code = codes[name][order]
            new[1:] |= code[1:] != code[:-1]
        starts.append(np.flatnonzero(new))
    return posts.iloc[order], starts


def column(posts: pd.DataFrame, name: str) -> Numbers:
    """A column as plain numbers, NaN where nothing is known."""
    numbers: Numbers = posts[name].to_numpy(float, na_value=np.nan)
    return numbers
