"""Of which contributor types a measured sum may be told: of all data, and of the largest campaigns.

Sums that are told can be taken from each other: a campaign's from that of all data, engagement with impressions from all engagement,
reactions and comments from engagement. So what is left of a protected voice after that must be as sound as what is told, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import product
from typing import Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data import schema, voices

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


_BASES: Final = (
    _Base("posts", "daily", "post_latest", "coalesce(contributor, account)", True, tuple(_of_posts())),
    _Base("supporters", "supporter_facts", "(FROM supporter_facts WHERE counted)", "contributor", True, (_Together(("connections",)),)),
    _Base("votes", "vote_facts", "vote_facts", "photo", False, (_Together(("votes",)),)),
)


def decide(con: duckdb.DuckDBPyConnection, held: Set[str], campaigns: Sequence[str], mask: str, least: int) -> pd.DataFrame:
    """Decide it for every measure.

    Args:
        con: the version.
        held: the facts that there are any of.
        campaigns: those that have tables of their own.
        mask: SQL for a whole number whose bits say which of them an item is of.
        least: the least number of accounts.

    Returns:
        One row a sum that may be told: campaign (empty for all data), base, measure, contributor_type.
    """
    told = [row for base in _BASES if base.held in held for row in _of_base(con, base, campaigns, mask, least)]
    return pd.DataFrame(told, columns=_COLUMNS)


def _of_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str, least: int
) -> Iterator[tuple[str, str, str, str]]:
    parts = [(name, name) for group in base.groups for name in group.told] + [part for group in base.groups for part in group.left]
    sums = ", ".join(f"sum({sql}) AS {name}, count({sql}) AS {name}_known" for name, sql in parts)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT contributor_type, {base.account} AS account,"
        f" {'account_type' if base.is_told_by_account_type else chr(39) * 2} AS published_by, {mask} AS of_campaigns, {sums}"
        f" FROM {base.facts} GROUP BY ALL"
    )
    sound = _sound(con, base, [name for name, _ in parts], len(campaigns), least)
    spoken = _spoken(con, [group.told[-1] for group in base.groups], len(campaigns))
    con.execute("DROP TABLE held")
    for (place, campaign), group in product(enumerate((voices.ALONE, *campaigns)), base.groups):
        by_type = spoken.get((place, group.told[-1]), {})
        may = {voice for voice in voices.PROTECTED if (group.told, voice, place) in sound}
        for voice in voices.may_tell_sum(_whole(by_type), least, may, by_type):
            yield from ((campaign, base.name, measure, voice) for measure in group.told)


def _whole(by_type: Mapping[str, Mapping[str, voices.Spoken]]) -> dict[str, voices.Spoken]:
    """The parts of all account types, added up by contributor type."""
    found: dict[str, voices.Spoken] = {}
    for voice, part in (pair for parts in by_type.values() for pair in parts.items()):
        was = found.get(voice, voices.Spoken(0, 0, 0, 0))
        found[voice] = voices.Spoken(
            was.amount + part.amount, was.items + part.items, was.accounts + part.accounts, was.of_two + part.of_two
        )  # fmt: skip
    return found


def _sound(
    con: duckdb.DuckDBPyConnection, base: _Base, names: Iterable[str], campaigns: int, least: int
) -> set[tuple[tuple[str, ...], str, int]]:
    """Of which protected voices measures may be told, in which contexts: 0 is all data, the others the places of campaigns."""
    sums = ", ".join(f"sum({name})::DOUBLE AS {name}, sum({name}_known)::BIGINT AS {name}_known" for name in names)
    every = con.execute(
        f"SELECT contributor_type, account, of_campaigns, {sums} FROM held WHERE contributor_type IN {voices.PROTECTED} GROUP BY ALL"
    ).df()
    found = set()
    for voice, said in every.groupby("contributor_type"):
        accounts, _ = pd.factorize(said["account"], use_na_sentinel=False)
        masks = said["of_campaigns"].to_numpy(np.int64)
        contexts = [np.ones(len(said), bool), *((masks >> place) & 1 == 1 for place in range(campaigns))]
        for group in base.groups:
            told, left = ([_known(said, name) for name in each] for each in (group.told, [name for name, _ in group.left]))
            found |= {(group.told, str(voice), place) for place in voices.sound_contexts(accounts, contexts, told, left, least)}
    return found


def _known(said: pd.DataFrame, name: str) -> voices.Known:
    return said[name].fillna(0).to_numpy(float), said[f"{name}_known"].to_numpy(np.int64)


def _spoken(
    con: duckdb.DuckDBPyConnection, measures: Sequence[str], campaigns: int
) -> dict[tuple[int, str], dict[str, dict[str, voices.Spoken]]]:
    """What voices.may_tell_sum takes, by place of the context and measure: parts by account type and contributor type."""
    sums = ", ".join(f"sum({name}) AS {name}, sum({name}_known) AS {name}_known" for name in measures)
    parts = ", ".join(
        f"coalesce(sum({name}), 0)::DOUBLE, sum({name}_known)::BIGINT, count(account) FILTER ({name}_known > 0),"
        f" coalesce(list_sum(max({name}, 2)), 0)::DOUBLE"
        for name in measures
    )
    rows = con.execute(
        f"SELECT place, published_by, contributor_type, {parts} FROM ("
        f" SELECT place, published_by, contributor_type, account, {sums} FROM held, range({campaigns + 1}) contexts(place)"
        " WHERE place = 0 OR (of_campaigns >> (place - 1)::INTEGER) & 1 = 1 GROUP BY ALL"
        ") GROUP BY place, published_by, contributor_type ORDER BY place, published_by, contributor_type"
    ).fetchall()
    found: dict[tuple[int, str], dict[str, dict[str, voices.Spoken]]] = {}
    for place, account_type, voice, *numbers in rows:
        for at, measure in enumerate(measures):
            part = voices.Spoken(*numbers[4 * at : 4 * at + 4])
            found.setdefault((place, measure), {}).setdefault(account_type, {})[voice] = part
    return found
