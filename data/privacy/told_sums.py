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
from data.privacy import voices

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
    """Where no protected voice is hidden nothing of others has to be, and it is not asked which accounts stand behind
    them."""
    sound = _sound(con, base, mask, len(campaigns), least)
    known = _known_items(con, base, mask, len(campaigns))
    contexts = list(enumerate((voices.ALONE, *campaigns)))
    hiding = [
        group
        for group in base.groups
        if any(_hides(group, place, known.get((place, group.told[-1]), {}), sound) for place, _ in contexts)
    ]
    spoken = _spoken(con, base, mask, [group.told[-1] for group in hiding], len(campaigns)) if hiding else {}
    for (place, campaign), group in product(contexts, base.groups):
        may = {voice for voice in voices.PROTECTED if (group.told, voice, place) in sound}
        items = known.get((place, group.told[-1]), {})
        by_type = spoken.get((place, group.told[-1]), {})
        if group in hiding:
            told = voices.may_tell_sum(_whole(by_type), least, may, by_type)
        else:
            told = voices.may_tell_sum(
                {voice: voices.Spoken(0, count, 0, 0) for voice, count in items.items()}, least, may
            )
        for voice in told:
            yield from ((campaign, base.name, measure, voice) for measure in group.told)


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


def _known_items(
    con: duckdb.DuckDBPyConnection, base: _Base, mask: str, campaigns: int
) -> dict[tuple[int, str], dict[str, int]]:
    """By place of the context and measure, of how many items of each contributor type it is known."""
    measures = [group.told[-1] for group in base.groups]
    count = "count({})" if base.counted == base.facts else "sum({})"
    counts = ", ".join(
        f"coalesce({count.format(name if base.counted == base.facts else schema.rests_on(name))}, 0)::BIGINT"
        for name in measures
    )
    rows = con.execute(
        f"SELECT place, contributor_type, {counts} FROM (SELECT *, {mask} AS of_campaigns FROM {base.counted}), {_contexts(campaigns)}"
        " GROUP BY place, contributor_type ORDER BY place, contributor_type"
    ).fetchall()
    found: dict[tuple[int, str], dict[str, int]] = {}
    for place, voice, *numbers in rows:
        for measure, items in zip(measures, numbers, strict=True):
            found.setdefault((place, measure), {})[voice] = items
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
