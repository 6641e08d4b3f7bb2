"""Decide for which contributor types a measured sum may be shown.

This is decided for all data and for the largest campaigns. Sums that are shown can be subtracted from each other: a
campaign from all data, engagement with impressions from all engagement, reactions and comments from engagement. So each
difference for a protected contributor type must meet the same conditions as a shown sum, or have no items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from typing import Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data import schema
from data.privacy import derivable_sums, sound_sums, voices

MEASURES: Final = tuple(name for name in schema.MEASURES if name != "items" and not name.endswith("_items"))
"""The measures of posts, without counts of items."""
_ADDED_UP: Final = ("reactions", "comments", "shares", "engagement")
"""Three measures and their sum: all are shown or all are hidden."""
_COLUMNS: Final = ["campaign", "base", "measure", "contributor_type"]


class _Together(NamedTuple):
    """Measures that are all shown or all hidden."""

    measures: tuple[str, ...]
    """The names of the measures."""
    left: tuple[tuple[str, str], ...] = ()
    """Differences that must meet the same conditions, each as a name and its SQL."""


class _Base(NamedTuple):
    """A sort of items and the tables it is read from."""

    name: str
    held: str
    """The fact table that must have rows."""
    facts: str
    """The table of single facts, or SQL of it."""
    counted: str
    """The table with the number of items for which each measure is known: the facts, or a table that adds them up."""
    account: str
    """SQL of the account or contributor behind an item."""
    is_told_by_account_type: bool
    """Whether totals by account type are shown."""
    groups: tuple[_Together, ...]


def _of_posts() -> Iterator[_Together]:
    yield _Together(_ADDED_UP)
    for measure in MEASURES:
        if "_with_" in measure:
            whole = measure.partition("_with_")[0]
            yield _Together((measure,), ((f"without_{measure}", f"CASE WHEN {measure} IS NULL THEN {whole} END"),))
        elif measure not in _ADDED_UP:
            yield _Together((measure,))


_SIGN_UPS: Final = "(FROM supporter_facts WHERE counted)"
_BASES: Final = (
    _Base("posts", "daily", "post_latest", "daily", "coalesce(contributor, account)", True, tuple(_of_posts())),
    _Base("supporters", "supporter_facts", _SIGN_UPS, _SIGN_UPS, "contributor", True, (_Together(("connections",)),)),
    _Base("votes", "vote_facts", "vote_facts", "vote_facts", "photo", False, (_Together(("votes",)),)),
)


def decide(
    con: duckdb.DuckDBPyConnection, held: Set[str], protected: Set[str], campaigns: Sequence[str], mask: str, least: int
) -> pd.DataFrame:
    """Decide which sums by contributor type may be shown, for all measures.

    Args:
        con: The connection to the data version.
        held: The fact tables that have rows.
        protected: Those of them that have items of a protected contributor type.
        campaigns: The campaigns that have tables of their own, the largest first.
        mask: SQL of a whole number whose bit n says whether an item is of the campaign at place n.
        least: The minimum number of accounts in a sum.

    Returns:
        One row for each sum that may be shown, with the text columns campaign (empty for all data), base, measure and
        contributor_type.
    """
    rows = [
        row
        for base in _BASES
        if base.held in held
        for row in (
            _of_base(con, base, campaigns, mask, least)
            if base.held in protected
            else _whole_base(con, base, campaigns, mask)
        )
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _whole_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str
) -> Iterator[tuple[str, str, str, str]]:
    """Yield all sums of items without a protected contributor type.

    Each is given as campaign, base, measure and contributor type.
    """
    found = con.execute(
        f"SELECT DISTINCT place, contributor_type FROM (SELECT contributor_type, {mask} AS of_campaigns FROM {base.counted}),"
        f" {_contexts(len(campaigns))}"
    ).fetchall()
    for place, voice in found:
        yield from (
            ((voices.ALONE, *campaigns)[place], base.name, measure, voice)
            for group in base.groups
            for measure in group.measures
        )


def _of_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str, least: int
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the sums of a sort of items that may be shown.

    Each is given as campaign, base, measure and contributor type. First each sum is checked by itself, then the
    remaining ones for what can be derived from them.
    """
    parts = _parts(con, base, mask)
    enough = set(_on_enough(con, base, parts, mask, len(campaigns), least))
    for measures, sums in _bound_together(base, parts, len(campaigns)):
        axes = range(len(campaigns) + 1), range(len(measures)), range(len(sums.voices))
        may = {at for at in product(*axes) if (at[0], measures[at[1]], sums.voices[at[2]]) in enough}
        for place, measure, voice in sorted(derivable_sums.without_derivable(sums, may)):
            yield (voices.ALONE, *campaigns)[place], base.name, measures[measure], sums.voices[voice]


def _parts(con: duckdb.DuckDBPyConnection, base: _Base, mask: str) -> pd.DataFrame:
    """Add up measures by contributor type, account type and part of the data.

    Returns:
        One row for each combination, with the columns contributor_type, published_by (account type; empty if not shown
        by it), of_campaigns (int64, bit n for the campaign at place n), and for each measure its sum (float64, units of
        the measure) and `{measure}_known` (int64, items with a known value).
    """
    measures = [measure for group in base.groups for measure in group.measures]
    if base.counted == base.facts:
        known = {measure: f"count({measure})" for measure in measures}
    else:
        known = {measure: f"sum({schema.rests_on(measure)})" for measure in measures}
    sums = ", ".join(
        f"coalesce(sum({measure}), 0)::DOUBLE AS {measure}, coalesce({items}, 0)::BIGINT AS {measure}_known"
        for measure, items in known.items()
    )
    published_by = "account_type" if base.is_told_by_account_type else "''"
    return con.execute(
        f"SELECT contributor_type, {published_by} AS published_by, {mask} AS of_campaigns, {sums} FROM {base.counted}"
        " GROUP BY ALL ORDER BY contributor_type, published_by, of_campaigns"
    ).df()


def _on_enough(
    con: duckdb.DuckDBPyConnection, base: _Base, parts: pd.DataFrame, mask: str, campaigns: int, least: int
) -> Iterator[tuple[int, str, str]]:
    """Yield the sums that are based on enough accounts and items.

    Each is given as context, measure and contributor type. Context 0 is all data.

    Accounts of other contributor types are only read for measures with a hidden protected sum; otherwise nothing of
    others has to be hidden.

    Args:
        con: The connection to the data version.
        base: The sort of items.
        parts: Sums and items as `_parts` returns them.
        mask: SQL of the campaigns of an item, as in `decide`.
        campaigns: The number of campaigns.
        least: The minimum number of accounts in a sum.
    """
    sound = _sound(con, base, mask, campaigns, least)
    places = range(campaigns + 1)
    known = {
        (place, measure): {str(voice): int(items) for voice, items in within[f"{measure}_known"].items()}
        for place in places
        for within in [parts[_inside(parts["of_campaigns"], place)].groupby("contributor_type").sum(numeric_only=True)]
        for group in base.groups
        for measure in group.measures
    }
    hiding = [
        group
        for group in base.groups
        if any(_hides(group, place, known[place, measure], sound) for place in places for measure in group.measures)
    ]
    spoken = (
        _spoken(con, base, mask, [name for group in hiding for name in group.measures], campaigns) if hiding else {}
    )
    for place, group in product(places, base.groups):
        may = {voice for voice in voices.PROTECTED if (group.measures, voice, place) in sound}
        allowed = set(known[place, group.measures[-1]])
        for measure in group.measures:
            if group not in hiding:
                allowed -= set(voices.PROTECTED) - may
            elif measure == group.measures[-1] or any(known[place, measure].get(voice) for voice in voices.PROTECTED):
                by_type = spoken.get((place, measure), {})
                allowed &= set(sound_sums.may_tell_sum(_whole(by_type), least, may, by_type))
        yield from ((place, measure, voice) for voice in allowed for measure in group.measures)


def _bound_together(
    base: _Base, parts: pd.DataFrame, campaigns: int
) -> Iterator[tuple[list[str], derivable_sums.Sums]]:
    """Yield the measures that depend on each other, with their sums.

    Each set has one measure or those that are added up, then the same measures restricted to items with another known
    value. The sums have, after these measures, one more for each rest that cannot be queried.

    Args:
        base: The sort of items.
        parts: Sums and items as `_parts` returns them.
        campaigns: The number of campaigns.
    """
    names = ("contributor_type", "published_by", "of_campaigns")
    axes, (spoken, types, masks) = zip(*(pd.factorize(parts[name]) for name in names), strict=True)
    occurs = np.zeros((len(spoken), len(types)), bool)
    occurs[axes[0], axes[1]] = True
    contexts = np.array([_inside(masks, place) for place in range(campaigns + 1)])
    bound: dict[str, list[_Together]] = {}
    for group in base.groups:
        whole = group.measures[-1].partition("_with_")[0]
        bound.setdefault(_ADDED_UP[-1] if whole in _ADDED_UP else whole, []).append(group)
    for groups in bound.values():
        measures = [measure for group in groups for measure in group.measures]
        found = np.zeros((2, len(measures), len(spoken), len(types), len(masks)))
        for row, measure in enumerate(measures):
            found[(slice(None), row, *axes)] = parts[[measure, f"{measure}_known"]].to_numpy(float).T
        numbers = [number for number, group in enumerate(groups) for _ in group.measures]
        rules: list[tuple[int, tuple[int, ...]]] = [(3, (0, 1, 2))] if groups[0].measures == _ADDED_UP else []
        for part, measure in enumerate(measures):
            if "_with_" in measure:
                of = measures.index(measure.partition("_with_")[0])
                rules.append((of, (part, found.shape[1])))
                found = np.concatenate([found, found[:, [of]] - found[:, [part]]], axis=1)
                numbers.append(derivable_sums.NOT_ASKED)
        yield measures, derivable_sums.Sums(list(spoken), contexts, found[0], found[1], occurs, rules, numbers)


def _inside(masks: pd.Series | np.ndarray, place: int) -> voices.Flags:
    """Return which parts of the data are in a context.

    Args:
        masks: Whole numbers (parts,) whose bit n says whether a part is of the campaign at place n.
        place: The context: 0 is all data, n + 1 the campaign at place n.

    Returns:
        Bool array (parts,).
    """
    bits = np.asarray(masks, np.int64)
    return (bits >> (place - 1)) & 1 == 1 if place else np.ones(len(bits), bool)


_Sound = Set[tuple[tuple[str, ...], str, int]]
"""Protected sums that meet the conditions: measures of a group, contributor type, and context."""


def _hides(group: _Together, place: int, items: Mapping[str, int], sound: _Sound) -> bool:
    """Return whether a hidden protected sum may require hiding sums of others.

    Args:
        group: The measures.
        place: The context.
        items: Numbers of items with a known value, by contributor type.
        sound: The protected sums that meet the conditions.
    """
    hidden = [voice for voice in items if voice in voices.PROTECTED and (group.measures, voice, place) not in sound]
    others = sum(count for voice, count in items.items() if voice not in voices.PROTECTED)
    return len(hidden) == 1 or any(items[voice] for voice in hidden) or others < sound_sums.LEAST_OTHERS


def _whole(by_type: Mapping[str, Mapping[str, sound_sums.Spoken]]) -> dict[str, sound_sums.Spoken]:
    """Add up the parts of all account types by contributor type."""
    found: dict[str, sound_sums.Spoken] = {}
    for voice, part in (pair for parts in by_type.values() for pair in parts.items()):
        was = found.get(voice, sound_sums.Spoken(0, 0, 0, 0))
        found[voice] = sound_sums.Spoken(
            was.amount + part.amount, was.items + part.items, was.accounts + part.accounts, was.of_two + part.of_two
        )
    return found


def _sound(con: duckdb.DuckDBPyConnection, base: _Base, mask: str, campaigns: int, least: int) -> _Sound:
    """Return the protected sums that meet the conditions.

    Each is given as measures, contributor type and context. Context 0 is all data, context n + 1 the campaign at place
    n.
    """
    parts = [(name, name) for group in base.groups for name in group.measures] + [
        part for group in base.groups for part in group.left
    ]
    sums = ", ".join(f"sum({sql})::DOUBLE AS {name}, count({sql})::BIGINT AS {name}_known" for name, sql in parts)
    every = con.execute(
        f"SELECT contributor_type, {base.account} AS account, {mask} AS of_campaigns, {sums} FROM {base.facts}"
        f" WHERE contributor_type IN {voices.PROTECTED} GROUP BY ALL"
    ).df()
    found = set()
    for voice, said in every.groupby("contributor_type"):
        accounts, _ = pd.factorize(said["account"], use_na_sentinel=False)
        masks = said["of_campaigns"].to_numpy(np.int64)
        contexts = [np.ones(len(said), bool), *((masks >> place) & 1 == 1 for place in range(campaigns))]
        for group in base.groups:
            measures, left = (
                [_known(said, name) for name in each] for each in (group.measures, [name for name, _ in group.left])
            )
            found |= {
                (group.measures, str(voice), place)
                for place in sound_sums.sound_contexts(accounts, contexts, measures, left, least)
            }
    return found


def _contexts(campaigns: int) -> str:
    """Return SQL that repeats every item for each of its contexts."""
    return f"range({campaigns + 1}) contexts(place) WHERE place = 0 OR (of_campaigns >> (place - 1)::INTEGER) & 1 = 1"


def _known(said: pd.DataFrame, name: str) -> sound_sums.Known:
    """Return a measure row by row.

    Args:
        said: One row for each account and part, with the columns `name` and `{name}_known`.
        name: The measure.

    Returns:
        Amounts (rows,) as float64, 0 where missing, and numbers of items with a known value (rows,) as int64.
    """
    return said[name].fillna(0).to_numpy(float), said[f"{name}_known"].to_numpy(np.int64)


def _spoken(
    con: duckdb.DuckDBPyConnection, base: _Base, mask: str, measures: Sequence[str], campaigns: int
) -> dict[tuple[int, str], dict[str, dict[str, sound_sums.Spoken]]]:
    """Return the parts of sums that `sound_sums.may_tell_sum` takes.

    Args:
        con: The connection to the data version.
        base: The sort of items.
        mask: SQL of the campaigns of an item, as in `decide`.
        measures: The measures.
        campaigns: The number of campaigns.

    Returns:
        By context and measure, the parts by account type and contributor type.
    """
    held = ", ".join(f"sum({name}) AS {name}, count({name}) AS {name}_known" for name in measures)
    sums = ", ".join(f"sum({name}) AS {name}, sum({name}_known) AS {name}_known" for name in measures)
    parts = ", ".join(
        f"coalesce(sum({name}), 0)::DOUBLE, sum({name}_known)::BIGINT, count(account) FILTER ({name}_known > 0),"
        f" coalesce(list_sum(max({name}, 2)), 0)::DOUBLE"
        for name in measures
    )
    published_by = "account_type" if base.is_told_by_account_type else "''"
    rows = con.execute(
        f"""
        WITH held AS MATERIALIZED (
            SELECT contributor_type, {published_by} AS published_by, {base.account} AS account, {mask} AS of_campaigns, {held}
            FROM {base.facts} GROUP BY ALL
        ),
        each AS (
            SELECT place, published_by, contributor_type, account, {sums} FROM held, {_contexts(campaigns)} GROUP BY ALL
        )
        SELECT place, published_by, contributor_type, {parts} FROM each
        GROUP BY place, published_by, contributor_type ORDER BY place, published_by, contributor_type
        """
    ).fetchall()
    found: dict[tuple[int, str], dict[str, dict[str, sound_sums.Spoken]]] = {}
    for place, account_type, voice, *numbers in rows:
        for at, measure in enumerate(measures):
            part = sound_sums.Spoken(*numbers[4 * at : 4 * at + 4])
            found.setdefault((place, measure), {}).setdefault(account_type, {})[voice] = part
    return found
