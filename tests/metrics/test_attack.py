"""An attacker asks for every table there is, knows every total besides, and works out what is left open of what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from metrics import measure
from tests.support.examples import examples

FEW = 4
LEVELS = ("mission", "region", "country")
VOICES = ("staff", "partner", "migrant")
CAMPAIGNS = ("heroes", "means")
REGIONS = {"KEN": "NBO", "UGA": "NBO", "JOR": "CAI", "EGY": "CAI"}
ORDER = [("mission", False), ("region", False), ("mission", True), ("region", True), ("country", False), ("country", True)]
"""Which tables are published before which, by level and whether they are of a campaign."""

speaker = st.fixed_dictionaries(
    {
        "mission": st.sampled_from(["KEN", "KEN", "UGA", "JOR", "JOR", "EGY"]),
        "abroad": st.booleans(),
        "contributor_type": st.sampled_from([*VOICES, "staff"]),
        "posts": st.lists(st.lists(st.sampled_from(CAMPAIGNS), unique=True).map(sorted), min_size=1, max_size=3),
        "account_type": st.sampled_from(["person", "person", "person", "office"]),
    }
)
Cell = tuple[str, str, str, str]  # level, place, voice, campaign or "" for all data


@dataclass
class Attacker:
    """What stands where (one variable each), and what is known of sums of it."""

    things: list[tuple[tuple[str, ...], str, frozenset[str]]] = field(default_factory=list)  # place, voice, contexts
    counts: list[int] = field(default_factory=list)
    totals: list[np.ndarray] = field(default_factory=list)
    published: dict[Cell, float] = field(default_factory=dict)

    def part(self, of: Callable[[tuple[str, ...], str, frozenset[str]], bool]) -> np.ndarray:
        return np.array([of(*thing) for thing in self.things], float)

    def cell(self, cell: Cell) -> np.ndarray:
        level, place, voice, campaign = cell
        return self.part(lambda at, who, within: at[LEVELS.index(level)] == place and who == voice and campaign in within)

    def true(self, cell: Cell) -> int:
        return int(self.cell(cell) @ np.array(self.counts))

    def width(self, aim: np.ndarray, known: list[Cell]) -> float:
        facts = np.array([*self.totals, *map(self.cell, known)])
        least, most = (linprog(sign * aim, A_eq=facts, b_eq=facts @ np.array(self.counts)) for sign in (1, -1))
        assert (least.status, most.status) == (0, 0), "what is published contradicts itself"
        return -most.fun - least.fun


def attacker(counted: Counter[tuple[tuple[str, ...], str, frozenset[str]]]) -> Attacker:
    """Knows everything but voices: how much of each place and campaigns there is, and how much of each voice and campaigns."""
    groups = sorted({(at, within) for at, _, within in counted}, key=str)
    found = Attacker([(at, voice, within) for at, within in groups for voice in VOICES])
    found.counts = [counted[thing] for thing in found.things]
    for group in groups:
        found.totals.append(found.part(lambda at, _who, within, group=group: (at, within) == group))
    for voice, campaigns in {(voice, within) for _, voice, within in counted}:
        found.totals.append(found.part(lambda _at, who, within, key=(voice, campaigns): (who, within) == key))
    for voice in VOICES:  # a voice that is not heard in some campaigns at all
        for campaigns in {within for _, within in groups} - {within for _, who, within in counted if who == voice}:
            found.totals.append(found.part(lambda _at, who, within, key=(voice, campaigns): (who, within) == key))
    return found


def everything(names: list[str]) -> pd.DataFrame:
    """The rows of every table in which places and voices are crossed."""
    rows = []
    for level in LEVELS:
        frames = measure(names, [level, "contributor_type"]).assign(campaign=""), measure(names, ["campaign", level, "contributor_type"])
        rows += [frame.assign(level=level, place=frame[level]) for frame in frames]
    return pd.concat(rows)[["level", "place", "contributor_type", "campaign", *names]]


def contexts(campaigns: list[str]) -> frozenset[str]:
    """All data, the campaigns a post is in or `none`, and what is left by those it is not in."""
    within = campaigns or ["none"]
    return frozenset({"", *within, *(f"not {name}" for name in (*CAMPAIGNS, "none") if name not in within)})


@pytest.fixture
def attacked(new_house, monkeypatch):
    """Publishes what people posted; returns attackers on posts and on people, and all that is shown."""
    monkeypatch.setenv("REACH_THRESHOLD", str(FEW))

    def attack(speakers):
        house = new_house()
        posts, people, persons = Counter(), Counter(), Counter()
        for number, each in enumerate(speakers):
            mission, voice = each["mission"], each["contributor_type"]
            at = (mission, REGIONS[mission], "unknown" if each["abroad"] else mission)
            row = {"mission": mission, "region": at[1], "country": at[2], "contributor_type": voice, "account_type": each["account_type"]}
            for campaigns in each["posts"]:
                house.post(account=f"p{number}", campaigns=campaigns, **row)
                posts[at, voice, contexts(campaigns)] += 1
            if each["account_type"] != "office":
                within = frozenset().union(*map(contexts, each["posts"]))
                people[at, voice, within] += 1
                persons.update((level, place, voice, context) for level, place in zip(LEVELS, at, strict=True) for context in within)
        house.publish()
        return attacker(posts), attacker(people), persons

    return attack


def cell_of(row) -> Cell:
    return row.level, row.place, row.contributor_type, row.campaign


@examples(8)
@given(st.lists(speaker, min_size=5, max_size=45))
def test_nobody_narrows_a_hidden_cell_below_the_threshold_or_what_was_known_before(attacked, speakers):
    posts, people, persons = attacked(speakers)
    answers = everything(["posts", "contributors"])
    shown = {cell_of(row): row for row in answers.dropna(subset=["posts"]).itertuples()}
    hidden = {cell_of(row) for row in answers[answers["posts"].isna()].itertuples()}
    assert not [cell for cell, count in persons.items() if 0 < count < FEW and cell in shown], "a small cell is shown"
    assert all(row.posts == posts.true(cell) for cell, row in shown.items())
    known = [*shown, *_nothing(posts, {*hidden, *shown})]
    # What all but one campaign have is in no table, and can be the difference of two.
    left = {(level, at, voice, f"not {name}") for level, at, voice, context in {*hidden, *shown} for name in [context] if name}
    for what in (posts, people):
        for cell in {*hidden, *left}:
            rank = rank_of(cell)
            if what.things and (not rank or 0 < persons.get(cell, 0) < FEW):
                before = what.width(what.cell(cell), [each for each in known if rank_of(each) < rank])
                assert what.width(what.cell(cell), known) >= min(FEW, before) - 1e-6, cell


def rank_of(cell: Cell) -> int:
    return ORDER.index((cell[0], bool(cell[3])))


def _nothing(posts: Attacker, told: set[Cell]) -> Iterator[Cell]:
    """Rows that no table has: there is nothing there, and nothing hidden."""
    for number, level in enumerate(LEVELS):
        for place, voice, context in product({at[number] for at, _, _ in posts.things}, VOICES, ("", "none", *CAMPAIGNS)):
            if (level, place, voice, context) not in told:
                yield level, place, voice, context


@examples(3)
@given(st.lists(speaker, min_size=5, max_size=45), st.data())
def test_every_way_to_ask_gives_the_same_answer(attacked, speakers, data):
    attacked(speakers)
    names = ["posts", "contributors", "shares", "amplification"]
    answers = everything(["posts", "contributors"])
    for row in data.draw(st.lists(st.sampled_from(list(answers.itertuples())), min_size=1, max_size=4)):
        where = {row.level: row.place, "contributor_type": row.contributor_type} | ({"campaign": row.campaign} if row.campaign else {})
        for by in ((), (row.level,), ("contributor_type",), (row.level, "contributor_type")):
            alone = measure(names, by, where)
            assert len(alone) == 1
            assert alone["posts"].isna().all() == pd.isna(row.posts)
            if pd.isna(row.posts):
                assert alone[names].isna().all(axis=None), "no metric escapes"
            else:
                assert (alone["posts"].iloc[0], alone["contributors"].iloc[0]) == (row.posts, row.contributors)
    whole = answers[(answers["level"] == "mission") & (answers["campaign"] == "")].set_index(["place", "contributor_type"])["posts"]
    for pair in combinations(sorted(whole.index.unique("place")), 2):
        for voice in whole.index.unique("contributor_type"):
            together = measure(["posts"], where={"mission": pair, "contributor_type": voice})["posts"].iloc[0]
            parts = [whole.get((place, voice), 0) for place in pair]
            if pd.notna(together) and any(map(pd.isna, parts)):
                others = answers[(answers["contributor_type"] == voice) & (answers["campaign"] == "") & answers["posts"].notna()]
                assert together in set(others["posts"]), "only what another table shows"
            elif pd.notna(together):
                assert together == sum(parts)
