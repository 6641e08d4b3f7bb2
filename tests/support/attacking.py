"""One who wants to know where protected people are: what is public of every post, and what can be concluded from what
is told of voices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from common import pointer
from metrics import DIMENSIONS, Selection, VoicesNotShown, measure
from metrics.compiler.planner import carried
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import NotCarried
from metrics.disclosure.voices import VOICES

VOICE = "contributor_type"
PROTECTED = ("migrant", "crisis_affected")
PLACES = ("mission", "country")
ROWS = ((), ("month",), ("platform",))
CROWD = 10
EVERYTHING = Selection()


class ProtectedAnswer(NamedTuple):
    """That so many of the posts in `among` are of one of the voices."""

    among: np.ndarray
    voices: frozenset[str]
    posts: float
    question: int
    """Rows of one question do not overlap."""


_questions = count(1)


FACTS = {
    "posts": "post_latest ORDER BY platform, post_id",
    "supporters": "supporter_facts WHERE counted ORDER BY contributor",
    "contributions": "contribution_day WHERE item_kind = 'photo' ORDER BY ALL",
}
AUTHORS = {"posts": "coalesce(contributor, post_id)", "supporters": "contributor", "contributions": "NULL"}


class World:
    """A warehouse, and all posts in it with everything that is known of them; or all sign-ups, or of contributions the
    photos."""

    def __init__(self, folder: Path, base: str = "posts") -> None:
        self.folder, self.base = folder, base
        self._only_by_voice: dict[str, list[tuple[str, str]]] = {}

    @cached_property
    def posts(self) -> pd.DataFrame:
        """One row a post: every dimension of the catalogue, and the author."""
        found = pointer.current(self.folder)
        assert found
        names = [name for name in carried(FACT_TABLES[self.base]) if name not in ("photo", "contributor")]
        columns = ", ".join(
            [*(f"{DIMENSIONS[name].sql} AS {name}" for name in names), f"{AUTHORS[self.base]} AS author"]
        )
        with duckdb.connect(found.file, read_only=True) as con:
            rows = con.execute(f"SELECT {columns} FROM {FACTS[self.base]}").df()
        for name in {"campaign", "hashtag"} & set(rows):
            rows[name] = rows[name].map(tuple)
        for name in ("day", "week", "month"):
            rows[name] = rows[name].dt.strftime("%Y-%m-%d")
        return rows

    @cached_property
    def voices(self) -> pd.Series:
        return self.posts[VOICE]

    @cached_property
    def speaking(self) -> dict[str, set[str]]:
        """Which account types each voice has: everybody knows that no person speaks for a mission."""
        return self.posts.groupby(VOICE)["account_type"].unique().map(set).to_dict()

    def found_only_by_voice(self, level: str) -> list[tuple[str, str]]:
        """The places of a level and protected voices there that no crowd hides."""
        if level not in self._only_by_voice:
            self._only_by_voice[level] = self._hidden_by_no_crowd(level)
        return self._only_by_voice[level]

    def _hidden_by_no_crowd(self, level: str) -> list[tuple[str, str]]:
        there = self.posts[self.voices.isin(PROTECTED) & ~self.posts[level].isin(["unknown", ""])]
        people = (
            there[~there["account_type"].isin(["office", "organisation"])].groupby([level, VOICE])["author"].nunique()
        )
        return [place for place in there.groupby([level, VOICE]).size().index if people.get(place, 0) < CROWD]

    @cached_property
    def values(self) -> dict[str, list[Any]]:
        """The values of posts by dimension."""
        return {name: self.posts[name].tolist() for name in self.posts}

    @cached_property
    def written(self) -> dict[str, np.ndarray]:
        """The values of posts as texts, by dimension; none of those that can have several."""
        single = (name for name in self.posts if name in DIMENSIONS and not DIMENSIONS[name].many)
        return {
            name: np.array(["" if pd.isna(value) else _written(value) for value in self.posts[name]]) for name in single
        }

    def within(self, name: str, values: Iterable[Any]) -> np.ndarray:
        """Which posts have one of the values of a dimension."""
        wanted = {str(value) for value in values}
        if DIMENSIONS[name].many:
            return np.array([bool(wanted & set(each or (DIMENSIONS[name].unknown,))) for each in self.posts[name]])
        if len(wanted) == 1:
            return self.written[name] == wanted.pop()
        return np.isin(self.written[name], list(wanted))

    def value_of(self, post: int, name: str) -> str:
        """A value to filter by that a post has."""
        value, dimension = self.values[name][post], DIMENSIONS[name]
        return (value[0] if len(value) else dimension.unknown) if dimension.many else _written(value)


def _written(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def asked(
    world: World, by: Sequence[str], where: Selection = EVERYTHING, metric: str = "posts", **more: Any
) -> list[ProtectedAnswer]:
    """What one question about voices tells; nothing where it is refused."""
    try:
        answer = measure(metric, list(by), where, warehouse=world.folder, **more).rename(columns={metric: "posts"})
    except (VoicesNotShown, NotCarried):
        return []
    among = np.ones(len(world.posts), bool)
    for name, values in where.where:
        if name not in VOICES:
            among &= world.within(name, values)
    days = world.posts["day"].fillna("")
    among &= (days >= str(where.start or "")).to_numpy() & (days <= str(where.end or "9")).to_numpy()
    if more.get("as_of"):
        among &= (days <= str(more["as_of"])).to_numpy()
    return list(rows_of(world, answer, among, where))


def rows_of(world: World, answer: pd.DataFrame, among: np.ndarray, where: Selection) -> Iterator[ProtectedAnswer]:
    """What each row of an answer tells."""
    question = next(_questions)
    rest = [name for name in answer.columns if name in DIMENSIONS and name not in VOICES]
    for row in answer.to_dict("records"):
        here = among.copy()
        for name in rest:
            value = row[name]
            text = (
                "" if pd.isna(value) else value.strftime("%Y-%m-%d") if isinstance(value, dt.date) else _written(value)
            )
            here &= world.within(name, text.split("+"))
        spoken = [row[VOICE]] if VOICE in row else where.values(VOICE)
        if spoken and pd.notna(row["posts"]):
            yield ProtectedAnswer(here, frozenset(spoken), float(row["posts"]), question)


def placed(world: World, answers: Iterable[ProtectedAnswer]) -> int:
    """How many posts of protected voices are placed at a mission or country: by what is told, less all who could be
    elsewhere."""
    found = [0.0]
    types = {voice: world.posts["account_type"].isin(kinds).to_numpy() for voice, kinds in world.speaking.items()}
    for level in PLACES:
        at, places = pd.factorize(world.posts[level])
        alone = {place for place, _ in world.found_only_by_voice(level)}
        found_only = np.array([place in alone for place in places])
        sure: dict[int, float] = {}
        for each in answers:
            if each.voices <= set(PROTECTED):
                could = at[each.among & np.logical_or.reduce([types[voice] for voice in each.voices if voice in types])]
                here = np.bincount(could, minlength=len(places))
                sure[each.question] = (
                    sure.get(each.question, 0) + np.maximum(each.posts - (len(could) - here), 0)[found_only].sum()
                )
        found += sure.values()
    return int(max(found))


def tables(world: World, campaigns: Sequence[str]) -> list[ProtectedAnswer]:
    """All told tables of posts."""
    contexts = [Selection(), *(Selection({"campaign": name}) for name in campaigns)]
    return [answered for where in contexts for row in ROWS for answered in asked(world, [VOICE, *row], where)]


def exchanged(world: World, strata: np.ndarray, level: str, place: str) -> np.ndarray | None:
    """Other voices for all posts, so that no protected voice is at a place: taken from posts of the same strata
    elsewhere.

    None where there are not as many.
    """
    spoken = world.voices.to_numpy(str).copy()
    here, hidden = (world.posts[level] == place).to_numpy(), world.voices.isin(PROTECTED).to_numpy()
    for stratum in np.unique(strata[here & hidden]):
        ours = np.flatnonzero((strata == stratum) & here & hidden)
        theirs = np.flatnonzero((strata == stratum) & ~here & ~hidden)[: len(ours)]
        if len(theirs) < len(ours):
            return None
        spoken[ours], spoken[theirs] = spoken[theirs], spoken[ours]
    return spoken


def strata(world: World, answers: Sequence[ProtectedAnswer]) -> np.ndarray:
    """A number for each post, the same where nothing told, nor their account type, tells posts apart."""
    found: np.ndarray = _pattern(answers) * 10 + pd.factorize(world.posts["account_type"])[0]
    return found


def still_true(answers: Iterable[ProtectedAnswer], spoken: np.ndarray) -> bool:
    said = {voice: spoken == voice for each in answers for voice in each.voices}
    return all(
        (each.among & np.logical_or.reduce([said[voice] for voice in each.voices])).sum() == each.posts
        for each in answers
    )


def proven(
    world: World,
    answers: Sequence[ProtectedAnswer],
    level: str,
    places: Iterable[tuple[str, str]],
    *,
    alone: bool = False,
    people: Sequence[ProtectedAnswer] = (),
) -> list[tuple[str, str]]:
    """At which places a protected voice is proven to be, by linear programmes over all that is told.

    With `alone` everybody knows who published each post, and that an author has one voice (as far as that is so).
    `people` are told numbers of authors, where each has one voice.
    """
    posts = world.posts.assign(cell=_pattern(answers))
    by = ["account_type", "mission", "country", "cell"]
    if alone:
        several = posts.groupby("author")[VOICE].transform("nunique") > 1
        posts["cell"] = posts["cell"].where(several, -1)
        by = ["account_type", "author", "cell"]
    unit = posts.groupby(by).ngroup().to_numpy()
    size = np.bincount(unit)
    kinds = posts.groupby(unit)["account_type"].first()
    might = [(at, voice) for at, kind in enumerate(kinds) for voice in world.speaking if kind in world.speaking[voice]]
    of, voices = np.array([at for at, _ in might]), np.array([voice for _, voice in might])
    rows = [sparse.csr_matrix((np.ones(len(might)), (of, np.arange(len(might)))))]
    totals = [np.ones(len(size))]
    for each, counted in (
        (each, counted) for several_, counted in ((answers, False), (people, True)) for each in several_
    ):
        inside = np.bincount(unit[each.among], minlength=len(size))
        rows.append(
            sparse.csr_matrix(np.where(np.isin(voices, list(each.voices)), (inside > 0 if counted else inside)[of], 0))
        )
        totals.append(np.array([each.posts]))
    matrix, total = sparse.vstack(rows).tocsr(), np.concatenate(totals)
    found = []
    for place, hidden in places:
        there = np.bincount(unit[(posts[level] == place).to_numpy()], minlength=len(size))
        least = linprog(np.where(voices == hidden, there[of], 0), A_eq=matrix, b_eq=total, method="highs")
        if least.status != 0 or least.fun > 1e-6:
            found.append((place, hidden))
    return found


def _pattern(answers: Sequence[ProtectedAnswer]) -> np.ndarray:
    """A number for each post, the same where everything told holds it alike."""
    masks = np.array(list({each.among.tobytes(): each.among for each in answers}.values()))
    return np.unique(masks, axis=1, return_inverse=True)[1].ravel()
