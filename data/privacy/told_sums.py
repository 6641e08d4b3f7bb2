"""Of which contributor types a measured sum may be told: of all data, and of the largest campaigns.

Sums that are told can be taken from each other: a campaign's from that of all data, engagement with impressions from
all engagement, reactions and comments from engagement. So what is left of a protected voice after that must be as sound
as what is told, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from typing import Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data import schema
from data.privacy import derivable_sums, voices

MEASURES: Final = tuple(name for name in schema.MEASURES if name != "items" and not name.endswith("_items"))
_ADDED_UP: Final = ("reactions", "comments", "shares", "engagement")
"""Three measures and their sum: told all or none."""
_COLUMNS: Final = ["campaign", "base", "measure", "contributor_type"]


class _Together(NamedTuple):
    """Measures that are told all or none, and what else must be sound: each as a name and its SQL."""

    told: tuple[str, ...]
    left: tuple[tuple[str, str], ...] = ()


class _Base(NamedTuple):
    name: str
    held: str
    """The facts that must be there."""
    facts: str
    counted: str
    """The table that says how many items each measure is known of: the facts themselves, or what adds them up."""
    account: str
    is_told_by_account_type: bool
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
    """Decide it for every measure.

    Args:
        con: the version.
        held: the facts that there are any of.
        protected: those of them in which a protected voice speaks.
        campaigns: those that have tables of their own.
        mask: SQL for a whole number whose bits say which of them an item is of.
        least: the least number of accounts.

    Returns:
        One row a sum that may be told: campaign (empty for all data), base, measure, contributor_type.
    """
    told = [
        row
        for base in _BASES
        if base.held in held
        for row in (
            _of_base(con, base, campaigns, mask, least)
            if base.held in protected
            else _whole_base(con, base, campaigns, mask)
        )
    ]
    return pd.DataFrame(told, columns=_COLUMNS)


def _whole_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str
) -> Iterator[tuple[str, str, str, str]]:
    """Where no protected voice speaks, there is nothing to hide."""
    found = con.execute(
        f"SELECT DISTINCT place, contributor_type FROM (SELECT contributor_type, {mask} AS of_campaigns FROM {base.counted}),"
        f" {_contexts(len(campaigns))}"
    ).fetchall()
    for place, voice in found:
        yield from (
            ((voices.ALONE, *campaigns)[place], base.name, measure, voice)
            for group in base.groups
            for measure in group.told
        )


def _of_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str, least: int
) -> Iterator[tuple[str, str, str, str]]:
    """First what each sum rests on, then what those that are left tell of each other."""
    parts = _parts(con, base, mask)
    told = set(_on_enough(con, base, parts, mask, len(campaigns), least))
    for measures, sums in _bound_together(base, parts, len(campaigns)):
        axes = range(len(campaigns) + 1), range(len(measures)), range(len(sums.voices))
        may = {at for at in product(*axes) if (at[0], measures[at[1]], sums.voices[at[2]]) in told}
        for place, measure, voice in sorted(derivable_sums.without_derivable(sums, may)):
            yield (voices.ALONE, *campaigns)[place], base.name, measures[measure], sums.voices[voice]


def _parts(con: duckdb.DuckDBPyConnection, base: _Base, mask: str) -> pd.DataFrame:
    """What each contributor type and account type has in each part of the data that campaigns make: sums, and of how
    many items they are known."""
    measures = [measure for group in base.groups for measure in group.told]
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
    """The place of the context, measure and contributor type of sums that rest on enough. Where no protected voice is
    hidden nothing of others has to be, and it is not asked which accounts stand behind them."""
    sound = _sound(con, base, mask, campaigns, least)
    places = range(campaigns + 1)
    known = {
        (place, measure): {str(voice): int(items) for voice, items in within[f"{measure}_known"].items()}
        for place in places
        for within in [parts[_inside(parts["of_campaigns"], place)].groupby("contributor_type").sum(numeric_only=True)]
        for group in base.groups
        for measure in group.told
    }
    hiding = [
        group
        for group in base.groups
        if any(_hides(group, place, known[place, measure], sound) for place in places for measure in group.told)
    ]
    spoken = _spoken(con, base, mask, [name for group in hiding for name in group.told], campaigns) if hiding else {}
    for place, group in product(places, base.groups):
        may = {voice for voice in voices.PROTECTED if (group.told, voice, place) in sound}
        told = set(known[place, group.told[-1]])
        for measure in group.told:
            if group not in hiding:
                told -= set(voices.PROTECTED) - may
            elif measure == group.told[-1] or any(known[place, measure].get(voice) for voice in voices.PROTECTED):
                by_type = spoken.get((place, measure), {})
                told &= set(voices.may_tell_sum(_whole(by_type), least, may, by_type))
        yield from ((place, measure, voice) for voice in told for measure in group.told)


def _bound_together(
    base: _Base, parts: pd.DataFrame, campaigns: int
) -> Iterator[tuple[list[str], derivable_sums.Sums]]:
    """Measures that tell of each other: one, or those that are added up; what of them is known together with others;
    and, after those that can be asked for, the rest of them."""
    names = ("contributor_type", "published_by", "of_campaigns")
    axes, (spoken, types, masks) = zip(*(pd.factorize(parts[name]) for name in names), strict=True)
    occurs = np.zeros((len(spoken), len(types)), bool)
    occurs[axes[0], axes[1]] = True
    contexts = np.array([_inside(masks, place) for place in range(campaigns + 1)])
    bound: dict[str, list[_Together]] = {}
    for group in base.groups:
        whole = group.told[-1].partition("_with_")[0]
        bound.setdefault(_ADDED_UP[-1] if whole in _ADDED_UP else whole, []).append(group)
    for groups in bound.values():
        measures = [measure for group in groups for measure in group.told]
        found = np.zeros((2, len(measures), len(spoken), len(types), len(masks)))
        for row, measure in enumerate(measures):
            found[(slice(None), row, *axes)] = parts[[measure, f"{measure}_known"]].to_numpy(float).T
        numbers = [number for number, group in enumerate(groups) for _ in group.told]
        rules: list[tuple[int, tuple[int, ...]]] = [(3, (0, 1, 2))] if groups[0].told == _ADDED_UP else []
        for part, measure in enumerate(measures):
            if "_with_" in measure:
                of = measures.index(measure.partition("_with_")[0])
                rules.append((of, (part, found.shape[1])))
                found = np.concatenate([found, found[:, [of]] - found[:, [part]]], axis=1)
                numbers.append(derivable_sums.NOT_ASKED)
        yield measures, derivable_sums.Sums(list(spoken), contexts, found[0], found[1], occurs, rules, numbers)


def _inside(masks: pd.Series | np.ndarray, place: int) -> voices.Flags:
    """Which parts of the data are in a context: 0 is all data, the others the places of campaigns."""
    bits = np.asarray(masks, np.int64)
    return (bits >> (place - 1)) & 1 == 1 if place else np.ones(len(bits), bool)


_Sound = Set[tuple[tuple[str, ...], str, int]]


def _hides(group: _Together, place: int, items: Mapping[str, int], sound: _Sound) -> bool:
    """Whether a protected voice is hidden in a way that others may have to be."""
    hidden = [voice for voice in items if voice in voices.PROTECTED and (group.told, voice, place) not in sound]
    others = sum(count for voice, count in items.items() if voice not in voices.PROTECTED)
    return len(hidden) == 1 or any(items[voice] for voice in hidden) or others < voices.LEAST_OTHERS


def _whole(by_type: Mapping[str, Mapping[str, voices.Spoken]]) -> dict[str, voices.Spoken]:
    """The parts of all account types, added up by contributor type."""
    found: dict[str, voices.Spoken] = {}
    for voice, part in (pair for parts in by_type.values() for pair in parts.items()):
        was = found.get(voice, voices.Spoken(0, 0, 0, 0))
        found[voice] = voices.Spoken(
            was.amount + part.amount, was.items + part.items, was.accounts + part.accounts, was.of_two + part.of_two
        )
    return found


def _sound(con: duckdb.DuckDBPyConnection, base: _Base, mask: str, campaigns: int, least: int) -> _Sound:
    """Of which protected voices measures may be told, in which contexts: 0 is all data, the others the places of
    campaigns."""
    parts = [(name, name) for group in base.groups for name in group.told] + [
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
            told, left = (
                [_known(said, name) for name in each] for each in (group.told, [name for name, _ in group.left])
            )
            found |= {
                (group.told, str(voice), place)
                for place in voices.sound_contexts(accounts, contexts, told, left, least)
            }
    return found


def _contexts(campaigns: int) -> str:
    """SQL that puts every item in each of its contexts."""
    return f"range({campaigns + 1}) contexts(place) WHERE place = 0 OR (of_campaigns >> (place - 1)::INTEGER) & 1 = 1"


def _known(said: pd.DataFrame, name: str) -> voices.Known:
    return said[name].fillna(0).to_numpy(float), said[f"{name}_known"].to_numpy(np.int64)


def _spoken(
    con: duckdb.DuckDBPyConnection, base: _Base, mask: str, measures: Sequence[str], campaigns: int
) -> dict[tuple[int, str], dict[str, dict[str, voices.Spoken]]]:
    """What voices.may_tell_sum takes, by place of the context and measure: parts by account type and contributor
    type."""
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
    found: dict[tuple[int, str], dict[str, dict[str, voices.Spoken]]] = {}
    for place, account_type, voice, *numbers in rows:
        for at, measure in enumerate(measures):
            part = voices.Spoken(*numbers[4 * at : 4 * at + 4])
            found.setdefault((place, measure), {}).setdefault(account_type, {})[voice] = part
    return found
