"""Upper limits on the accounts reached, and the effect of audience sizes on them.

Posts are rows with platform, reach (accounts) and the columns of the breakdown `by`. Results have one row for each
combination of the breakdown, with the number of accounts in `value`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.definitions.assumptions import Assumptions
from metrics.definitions.model import MeasureError, TranslatableText
from metrics.statistics.reach import Numbers, Places, independent_each


def most(posts: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """Return the most accounts that posts can have reached, for each combination of the breakdown.

    Args:
        posts: One row for each post: platform, reach in accounts, and the breakdown.
        by: Columns of the breakdown.
        assumptions: Audience sizes and the overlap assumption.

    Returns:
        A frame with the breakdown and `value`, in accounts.

    Raises:
        MeasureError: An audience size is smaller than a reach.
    """
    return together(by_platform(posts, by, assumptions), by, assumptions)


def by_platform(posts: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """Return the most accounts reached on each platform, within its audience size and the overlap assumption.

    Args:
        posts: One row for each post: platform, reach in accounts, and the breakdown.
        by: Columns of the breakdown.
        assumptions: Audience sizes and the overlap assumption.

    Returns:
        A frame with the breakdown, platform and `value`, in accounts.
    """
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
    """Limit numbers to the audience size of their platform; a missing number becomes the audience size.

    Args:
        each: A frame with platform and `value`, in accounts.
        assumptions: Audience sizes by platform.

    Returns:
        The frame with the limited `value`.
    """
    whole = np.nan if assumptions.together is None else assumptions.together
    audiences = np.fmin(each["platform"].map(assumptions.platforms).to_numpy(float), whole)
    return each.assign(value=np.fmin(column(each, "value"), audiences))


def together(each: pd.DataFrame, by: Sequence[str], assumptions: Assumptions) -> pd.DataFrame:
    """Add up numbers over platforms, within the audience size of all platforms together.

    Args:
        each: A frame with the breakdown, platform and `value`, in accounts.
        by: Columns of the breakdown.
        assumptions: The audience size of all platforms together.

    Returns:
        A frame with the breakdown and `value`. If a number is missing, it is that audience size, or missing without
        one.
    """
    each, (cells,) = segments(each, by)
    whole = np.nan if assumptions.together is None else assumptions.together
    added = np.fmin(np.add.reduceat(column(each, "value"), cells), whole)
    return each.iloc[cells][list(by)].assign(value=added).reset_index(drop=True)


def universes(assumptions: Assumptions, posts: pd.DataFrame, platforms: Places) -> Numbers:
    """Return the audience size of each platform.

    Args:
        assumptions: Audience sizes by platform.
        posts: One row for each post: platform and reach.
        platforms: The index of the first post of each platform.

    Returns:
        Accounts, shape (platforms,), NaN where none was entered.

    Raises:
        MeasureError: An audience size is smaller than a reach on its platform.
    """
    named = posts["platform"].iloc[platforms]
    sizes: Numbers = named.map(assumptions.platforms).to_numpy(float).astype(float)
    _check(np.maximum.reduceat(column(posts, "reach"), platforms), sizes, named)
    return sizes


def _check(largest: Numbers, universes: Numbers, names: Sequence[str] | pd.Series) -> None:
    for place in np.flatnonzero(largest > universes)[:1]:
        raise MeasureError(
            TranslatableText(
                "The audience size entered for {name} ({accounts}) is smaller than the largest reach "
                "reported there ({reach}). Enter at least that many.",
                name=list(names)[place],
                accounts=int(universes[place]),
                reach=int(largest[place]),
            )
        )


def segments(posts: pd.DataFrame, by: Sequence[str], *finer: str) -> tuple[pd.DataFrame, list[Places]]:
    """Sort posts by the breakdown, and return where each combination starts.

    Args:
        posts: One row for each post.
        by: Columns of the breakdown.
        finer: Further columns, added one after the other.

    Returns:
        The sorted posts, and the index of the first post of each combination: of the breakdown, then with each finer
        column.
    """
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
    """Return a column as an array of floats.

    Args:
        posts: One row for each post.
        name: The column.

    Returns:
        The values, shape (posts,), NaN where one is missing.
    """
    numbers: Numbers = posts[name].to_numpy(float, na_value=np.nan)
    return numbers
