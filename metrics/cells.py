"""Who and what stands behind each combination of a place with a voice: the tables that metrics/suppression.py protects.

A line is a combination of places (mission, country, region) and of campaigns. A block is one place at one level in one context: all data,
one campaign, or all but one campaign. Nobody is shown the last, but whoever is shown the other two can subtract them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from metrics.bases import Base
from metrics.catalogue import DIMENSIONS
from metrics.engine import Engine
from metrics.model import Role
from metrics.query import carried
from metrics.suppression import Flags, Table, Whole

ITEMS: Final = "units"
"""The name that items have among the counts."""
ALL: Final = ""
"""The context of all data."""
WITHOUT: Final = "\0"
"""Stands before a campaign in the name of the context of all data but those."""
CAMPAIGNS: Final = 8
"""Most campaigns that have tables of their own; with ever more tables there would be ever less to show in each."""
LINES: Final = 2_000
"""Most lines for which campaigns, the smallest first, and then the lesser place have tables: some seconds, once a data version."""
DOMINANCE: Final = 0.9
"""Two people who make up more than this of what people contributed dominate it."""

Key = tuple[str, str, str]
"""The name of a block: level, place, context."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The whole table of a base.

    `rows` has one row a person, line and voice, with sums; `lines` says for each line its places and its campaigns (`within`); `names` says
    for each block by which names it can be asked for, `rank` how soon it has its say.
    """

    levels: tuple[str, ...]
    contexts: tuple[str, ...]
    voices: tuple[str, ...]
    rows: pd.DataFrame
    lines: pd.DataFrame
    names: tuple[tuple[Key, ...], ...]
    blocks: Flags
    rank: Whole

    @property
    def has_people(self) -> bool:
        """Whether anybody is known to stand behind the items."""
        return not self._people.empty

    @property
    def never_shown(self) -> Flags:
        """The blocks that nobody can ask for."""
        return np.array([all(context.startswith(WITHOUT) for _, _, context in names) for names in self.names], bool)

    @property
    def losses(self) -> Whole:
        """What hiding a cell costs: more for larger cells, least where there is nothing in it, and far more for those of earlier rank."""
        later = self.rank.max(initial=0) - self.rank
        losses: Whole = np.where(self.sums, 50 + np.minimum(self.sums, 50), 30) * 100 ** later[:, None]
        return losses

    @property
    def sums(self) -> Whole:
        """How many items each cell has."""
        return np.asarray(self.blocks @ self.values(ITEMS))

    @property
    def persons(self) -> Whole:
        """How many people stand behind each cell; where people are not known, how many items."""
        if not self.has_people:
            return self.sums
        of_voice = np.eye(len(self.voices), dtype=np.int64)[self._speakers]
        return np.asarray((self._in_blocks("rows") > 0).astype(np.int64).T @ of_voice)

    def flags(self, named: Mapping[Key, Flags], voices: Sequence[str]) -> Flags:
        """The cells that are flagged by name, as far as they are in this table."""
        found = np.zeros((len(self.names), len(self.voices)), bool)
        here, there = [self.voices.index(voice) for voice in voices], np.arange(len(voices))
        for block, names in enumerate(self.names):
            for name in named.keys() & set(names):
                found[block, here] |= named[name][there]
        return found

    def by_name(self, flags: Flags) -> dict[Key, Flags]:
        """What is flagged of each voice, by every name of a block."""
        return {name: flags[block] for block, names in enumerate(self.names) for name in names}

    def places(self, context: str) -> Flags:
        """Which combinations of places have items in a context."""
        return np.bincount(self.lines["place"], weights=self._inside(context)) > 0

    def heard(self, context: str) -> Flags:
        """Which voices have items in a context."""
        return np.bincount(self.rows["column"], weights=self._inside(context)[self.rows["line"]]) > 0

    def values(self, count: str) -> Whole:
        """A count by line and voice; counts below zero, which are errors of their source, as none."""
        values = np.zeros((len(self.lines), len(self.voices)), np.int64)
        np.add.at(values, (self.rows["line"], self.rows["column"]), self.rows[count].clip(lower=0))
        return values

    def dominated(self, count: str) -> Flags:
        """The cells in which two people make up nearly all that people contributed."""
        found = np.zeros((len(self.blocks), len(self.voices)), bool)
        sums = self._in_blocks(count).tocoo()
        each = pd.DataFrame({"block": sums.col, "column": self._speakers[sums.row], "sum": sums.data})
        largest = each.sort_values("sum", ascending=False).groupby(["block", "column"])["sum"].head(2)
        whole, two = (part.groupby(["block", "column"])["sum"].sum() for part in (each, each.loc[largest.index]))
        dominated = whole.index[two.reindex(whole.index) > DOMINANCE * whole]
        found[dominated.get_level_values("block"), dominated.get_level_values("column")] = True
        return found & ~self.never_shown[:, None]

    def table(self, count: str) -> Table:
        """A count as a table."""
        return Table(self.values(count), _numbered(self.lines["within"]), _numbered(self.lines["place"]), self.blocks)

    def table_of_persons(self) -> Table:
        """People, each counted once: those found in the same blocks are one line. Who has two voices is taken to be known."""
        several_voices = self._people.groupby("person")["column"].transform("nunique") > 1
        people = self._people[~several_voices]
        people = people.sort_values(["speaker", "line"])
        first = np.flatnonzero(people["speaker"].diff() != 0)
        each = np.split(people["line"].to_numpy(), first[1:])[: len(first)]  # of nobody, split makes one part
        found = Counter(zip(map(tuple, each), people["column"].iloc[first], strict=True))
        profiles = {lines: self._profile(lines) for lines, _ in found}
        order = sorted(set(profiles.values()))
        values = np.zeros((len(order), len(self.voices)), np.int64)
        place = {profile: number for number, profile in enumerate(order)}
        for (lines, column), count in found.items():
            values[place[profiles[lines]], column] += count
        told = pd.DataFrame(order, columns=["home", "within", "blocks"])
        blocks = np.zeros((len(self.blocks), len(order)), bool)
        for number, profile in enumerate(order):
            blocks[list(profile[-1]), number] = True
        return Table(values, _numbered(told["within"]), told["home"].to_numpy(np.int64), blocks)

    def _profile(self, lines: tuple[int, ...]) -> tuple[int, tuple[str, ...], tuple[int, ...]]:
        """Where a person is found who is in several lines: the place if it is one, the contexts, and the blocks."""
        told = [self._told[line] for line in lines]
        places = {place for place, _ in told}
        contexts = {context for _, campaigns in told for context in _contexts(campaigns, self.contexts)}
        blocks = np.flatnonzero(self.blocks[:, list(lines)].any(axis=1)).tolist()
        return places.pop() if len(places) == 1 else -1, tuple(sorted(contexts)), tuple(blocks)

    @cached_property
    def _told(self) -> list[tuple[int, tuple[str, ...]]]:
        return list(self.lines[["place", "within"]].itertuples(index=False, name=None))

    def _inside(self, context: str) -> Flags:
        return self.lines["within"].map(lambda campaigns: context in _contexts(campaigns, self.contexts)).to_numpy(bool)

    @cached_property
    def _people(self) -> pd.DataFrame:
        people = self.rows[self.rows["person"].notna()]
        return people.assign(speaker=people.groupby(["column", "person"]).ngroup())

    @property
    def _speakers(self) -> Whole:
        """The voice of each speaker: a person who has two counts as two."""
        return self._people.groupby("speaker")["column"].first().to_numpy(np.int64)

    def _in_blocks(self, count: str) -> Any:
        """What each speaker has in each block."""
        people = self._people
        amounts = np.ones(len(people), np.int64) if count == "rows" else people[count].clip(lower=0).to_numpy(np.int64)
        shape = (len(self._speakers), len(self.lines))
        in_lines = sparse.csr_array((amounts, (people["speaker"], people["line"])), shape=shape)
        return in_lines @ sparse.csr_array(self.blocks.T.astype(np.int64))


def levels(base: Base) -> tuple[str, ...]:
    """The places that a base knows."""
    return tuple(name for name, dimension in DIMENSIONS.items() if dimension.role is Role.PLACE and name in carried(base))


def read(source: Engine, base: Base, counts: Sequence[str]) -> Cells:
    """The whole table of a base, with sums of some counts beside the items."""
    rows = _rows(source, base, levels(base), counts)
    places, contexts = _bounded(rows, levels(base))
    rows["within"] = _within(rows, contexts)
    rows["line"] = rows.groupby([*places, "within"]).ngroup()
    rows["column"] = rows.groupby("contributor_type").ngroup()
    lines = rows.groupby("line")[[*places, "within"]].first()
    lines["place"] = lines.groupby(list(places)).ngroup()
    within = lines["within"].map(lambda campaigns: _contexts(campaigns, contexts))
    names: dict[bytes, list[Key]] = {}
    ranks: dict[bytes, int] = {}
    for rank, level, context in _order(places, contexts):
        inside = within.map(lambda known, context=context: context in known).to_numpy(bool)
        for place in sorted(set(lines[level][inside])):
            block = (inside & (lines[level] == place).to_numpy(bool)).tobytes()
            names.setdefault(block, []).append((level, place, context))
            ranks.setdefault(block, rank)
    blocks = np.array([np.frombuffer(block, bool) for block in names], bool).reshape(len(names), len(lines))
    voices = tuple(sorted(set(rows["contributor_type"])))
    return Cells(places, contexts, voices, rows, lines, tuple(map(tuple, names.values())), blocks, np.array([*ranks.values()], np.int64))


def _rows(source: Engine, base: Base, places: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """One row a person (null for who is none), place, voice and campaigns: how many items, and the sums of counts."""
    sums = "".join(f", cast(coalesce(sum({count}), 0) AS BIGINT) AS {count}" for count in counts)
    columns = f"{', '.join(places)}, contributor_type, campaigns, person"
    found = source.query(
        f"""
        SELECT {columns}, cast({base.units} AS BIGINT) AS {ITEMS}{sums}
        FROM (SELECT *, {base.person or "NULL"} AS person FROM {base.relations[-1].name} WHERE {base.only or "true"})
        GROUP BY {columns}
        """,
        {},
    )
    rows: pd.DataFrame = found.to_pandas()
    none = DIMENSIONS["campaign"].unknown
    rows["campaigns"] = pd.Series([tuple(sorted(campaigns)) or (none,) for campaigns in rows["campaigns"]], index=rows.index, dtype=object)
    return rows


def _bounded(rows: pd.DataFrame, places: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places and contexts that have tables: all, unless that makes so many lines that it would take long to protect them."""
    contexts = (ALL, *_largest(rows))
    while rows.assign(within=_within(rows, contexts)).groupby([*places, "within"]).ngroups > LINES:
        if len(contexts) > 1:
            contexts = contexts[:-1]
        elif len(narrow := [place for place in places if not DIMENSIONS[place].wide]) > 1:
            places = tuple(place for place in places if place != narrow[-1])
        else:
            break
    return places, contexts


def _within(rows: pd.DataFrame, contexts: Sequence[str]) -> pd.Series:
    """Of the campaigns of each row those that have tables."""
    return pd.Series([tuple(name for name in contexts if name in campaigns) for campaigns in rows["campaigns"]], rows.index, dtype=object)


def _largest(rows: pd.DataFrame) -> list[str]:
    """The campaigns with most items; by name where they have as many."""
    sizes = rows.explode("campaigns").groupby("campaigns")[ITEMS].sum()
    return list(sizes.reset_index().sort_values([ITEMS, "campaigns"], ascending=[False, True])["campaigns"].head(CAMPAIGNS))


def _contexts(within: Sequence[str], contexts: Sequence[str]) -> frozenset[str]:
    """The contexts that items of some campaigns are in."""
    campaigns = [context for context in contexts if context != ALL]
    return frozenset({ALL, *within, *(f"{WITHOUT}{campaign}" for campaign in campaigns if campaign not in within)})


def _order(places: Sequence[str], contexts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Rank, level and context of all tables. First comes the place that is looked at most, and the region it is in."""
    narrow = [place for place in places if not DIMENSIONS[place].wide]
    wide = [place for place in places if DIMENSIONS[place].wide]
    campaigns = [context for context in contexts if context != ALL]
    campaigns += [f"{WITHOUT}{campaign}" for campaign in campaigns]
    tables = [(level, chosen) for group in (narrow[:1] + wide, narrow[1:]) for chosen in ([ALL], campaigns) for level in group]
    for rank, (level, chosen) in enumerate(tables):
        for context in chosen:
            yield rank, level, context


def _numbered(values: pd.Series) -> Whole:
    """The same number for equal values."""
    return np.asarray(values.groupby(values).ngroup(), dtype=np.int64)
