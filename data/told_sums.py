"""Of which contributor types a measured sum may be told: of all data, and of the largest campaigns.

Sums that are told can be taken from each other: a campaign's from that of all data, engagement with impressions from all engagement,
reactions and comments from engagement. So what is left of a protected voice after that must be as sound as what is told, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    facts: str
    account: str
    account_type: str
    groups: tuple[_Together, ...]


def _of_posts() -> Iterator[_Together]:
    yield _Together(_ADDED_UP)
    for measure in MEASURES:
        if "_with_" in measure:
            whole = measure.partition("_with_")[0]
            yield _Together((measure,), ((f"without_{measure}", f"CASE WHEN {measure} IS NULL THEN {whole} END"),))
        elif measure not in _ADDED_UP:
            yield _Together((measure,))


_NOT_TOLD: Final = "''"
"""Sign-ups and votes are not told by account type, so that nothing can be taken from the sum of one."""
_BASES: Final = (
    _Base("posts", "post_latest", "coalesce(contributor, account)", "account_type", tuple(_of_posts())),
    _Base("supporters", "(FROM supporter_facts WHERE counted)", "contributor", _NOT_TOLD, (_Together(("connections",)),)),
    _Base("votes", "vote_facts", "photo", _NOT_TOLD, (_Together(("votes",)),)),
)  # fmt: skip


def decide(con: duckdb.DuckDBPyConnection, campaigns: Sequence[str], mask: str, least: int) -> pd.DataFrame:
    """Decide it for every measure.

    Args:
        con: the version.
        campaigns: those that have tables of their own.
        mask: SQL for a whole number whose bits say which of them an item is of.
        least: the least number of accounts.

    Returns:
        One row a sum that may be told: campaign (empty for all data), base, measure, contributor_type.
    """
    told = [row for base in _BASES for row in _of_base(con, base, campaigns, mask, least)]
    return pd.DataFrame(told, columns=_COLUMNS)


def _of_base(
    con: duckdb.DuckDBPyConnection, base: _Base, campaigns: Sequence[str], mask: str, least: int
) -> Iterator[tuple[str, str, str, str]]:
    parts = [(name, name) for group in base.groups for name in group.told] + [part for group in base.groups for part in group.left]
    held = ", ".join(f"sum({sql}) AS {name}, count({sql}) AS {name}_known" for name, sql in parts)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT contributor_type, {base.account_type} AS published_by, {base.account} AS account,"
        f" {mask} AS of_campaigns, {held} FROM {base.facts} GROUP BY ALL"
    )
    names = [name for name, _ in parts]
    sound = _sound(con, base, names, len(campaigns), least)
    spoken = _spoken(con, [group.told[-1] for group in base.groups], len(campaigns))
    con.execute("DROP TABLE held")
    for (place, campaign), group in product(enumerate((voices.ALONE, *campaigns)), base.groups):
        columns = [f"{group.told[-1]}_{part}" for part in _PARTS]
        each = spoken.loc[spoken["place"] == place, ["account_type", *columns]].set_axis(["account_type", *_PARTS], axis=1)
        may = {voice for voice in voices.PROTECTED if (group.told, voice, place) in sound}
        for voice in voices.may_tell_sum(each, least, may):
            yield from ((campaign, base.name, measure, voice) for measure in group.told)


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


_PARTS: Final = ("amount", "items", "accounts", "of_two")


def _spoken(con: duckdb.DuckDBPyConnection, measures: Sequence[str], campaigns: int) -> pd.DataFrame:
    """What voices.may_tell_sum takes, for each measure: one row a context (its `place`), contributor type and account type."""
    sums = ", ".join(f"sum({name}) AS {name}, sum({name}_known) AS {name}_known" for name in measures)
    parts = ", ".join(
        f"coalesce(sum({name}), 0)::DOUBLE AS {name}_amount, sum({name}_known)::BIGINT AS {name}_items,"
        f" count(account) FILTER ({name}_known > 0) AS {name}_accounts, coalesce(list_sum(max({name}, 2)), 0)::DOUBLE AS {name}_of_two"
        for name in measures
    )
    return con.execute(
        f"SELECT place, contributor_type, published_by AS account_type, {parts} FROM ("
        f" SELECT place, contributor_type, published_by, account, {sums} FROM held, range({campaigns + 1}) contexts(place)"
        " WHERE place = 0 OR (of_campaigns >> (place - 1)::INTEGER) & 1 = 1 GROUP BY ALL"
        ") GROUP BY ALL ORDER BY ALL"
    ).df().set_index("contributor_type")  # fmt: skip
