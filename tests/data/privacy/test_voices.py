"""Which tables of contributor types are told: worked examples, and random worlds against one who knows all tables and
all places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import linprog

from data.privacy import voices
from data.privacy.voices import ALONE, PROTECTED, Table, decide
from tests.support.examples import turns

WORLDS = 40
"""Random worlds in a turn: one in a usual run, a hundred in a long one."""


def cube(*rows: tuple[str, str, str, int, int], campaigns: int = 0, crowd: int = 0) -> pd.DataFrame:
    """Cells written as (account type, mission, month, protected, free), all on one platform; bits of `campaigns` say
    which they are of."""
    frame = pd.DataFrame(rows, columns=["account_type", "mission", "month", "protected", "free"])
    return frame.assign(country="unknown", platform="twitter", campaigns=campaigns, cover=frame["free"], crowd=crowd)


def test_others_must_be_able_to_stand_for_every_post_of_a_place() -> None:
    enough = cube(("person", "KEN", "2014-07", 3, 9), ("person", "ITA", "2014-07", 0, 3))
    assert decide(enough, [])[Table(ALONE, ALONE)] == [()]
    assert decide(cube(("person", "KEN", "2014-07", 3, 9), ("person", "ITA", "2014-07", 0, 2)), []) == {}, (
        "12 posts of Kenya, 11 of others"
    )


def test_ten_of_others_are_the_least() -> None:
    assert decide(cube(("person", "KEN", "2014-07", 1, 0), ("person", "ITA", "2014-07", 0, 9)), []) == {}
    assert decide(cube(("person", "KEN", "2014-07", 1, 0), ("person", "ITA", "2014-07", 0, 10)), [])
    assert decide(cube(("person", "KEN", "2014-07", 1, 0), ("person", "ITA", "2014-07", 0, 10)), [], least=11) == {}


def test_account_types_do_not_cover_for_each_other() -> None:
    """Everybody sees that an office published: its posts cannot be taken for a person's."""
    assert decide(cube(("person", "KEN", "2014-07", 2, 0), ("office", "KEN", "2014-07", 0, 900)), []) == {}


def test_where_nobody_needs_protection_every_table_is_told() -> None:
    decided = decide(cube(("person", "KEN", "2014-07", 0, 1), ("person", "KEN", "2014-08", 0, 1)), [])
    assert decided[Table(ALONE, "month")] == [("2014-07",), ("2014-08",)]


def test_a_crowd_and_the_only_office_need_no_cover() -> None:
    assert decide(cube(("person", "KEN", "2014-07", 30, 0), crowd=10), [])
    assert decide(cube(("person", "KEN", "2014-07", 30, 0), crowd=9), []) == {}
    assert decide(cube(("office", "KEN", "2014-07", 3, 0)), []), "one place only, and its name says who"
    assert decide(cube(("person", "unknown", "2014-07", 3, 0)), []), "what is at no known place is found nowhere"


def test_months_are_merged_with_their_smaller_neighbour_until_nobody_stands_alone() -> None:
    months = [("06", 0, 40), ("07", 2, 5), ("08", 0, 20), ("09", 0, 60)]
    rows = [("person", "KEN", f"2014-{month}", protected, 0) for month, protected, _ in months]
    rows += [("person", "ITA", f"2014-{month}", 0, free) for month, _, free in months]
    assert decide(cube(*rows), [])[Table(ALONE, "month")] == [("2014-06",), ("2014-07", "2014-08"), ("2014-09",)]


def test_a_campaign_is_told_only_with_what_it_leaves_of_all_data() -> None:
    """All data less the campaign is a table too: what is outside must have its cover there."""
    inside = cube(("person", "KEN", "2014-07", 2, 30), ("person", "ITA", "2014-07", 0, 30), campaigns=1)
    outside = cube(("person", "KEN", "2014-07", 2, 0), ("person", "ITA", "2014-07", 0, 3))
    decided = decide(pd.concat([inside, outside], ignore_index=True), ["means"])
    assert Table(ALONE, ALONE) in decided
    assert Table("means", ALONE) not in decided


def test_a_table_of_one_row_is_the_table_alone() -> None:
    decided = decide(cube(("person", "KEN", "2014-07", 3, 9), ("person", "ITA", "2014-07", 0, 3)), [])
    assert decided[Table(ALONE, "month")] == [("2014-07",)]


def test_of_nothing_nothing_is_told_and_that_may_be_said() -> None:
    nothing = cube(("person", "KEN", "2014-07", 3, 0)).head(0)
    decided = decide(nothing, ["means"])
    assert decided.keys() == {
        Table(context, row) for context in (ALONE, "means") for row in (ALONE, "month", "platform")
    }


# -- random worlds


@dataclass
class World:
    """Posts with everything that is known of them, as a frame: place, month, platform, account_type, voice, person,
    campaigns."""

    posts: pd.DataFrame

    @property
    def campaigns(self) -> list[str]:
        return sorted({name for names in self.posts["campaigns"] for name in names})


def random_world(rng: np.random.Generator) -> World:
    n = int(rng.choice([40, 120, 400, 1000]))
    shares = lambda k: rng.dirichlet(np.full(k, rng.choice([0.3, 1.0, 5.0])))  # noqa: E731
    places, months, platforms, campaigns = (
        rng.integers(1, 20),
        rng.integers(1, 7),
        rng.integers(1, 4),
        rng.integers(0, 4),
    )
    protected = rng.choice([0.5, 0.15, 0.05])
    frame = pd.DataFrame(
        {
            "mission": rng.choice(places, n, p=shares(places)).astype(str),
            "month": rng.choice(months, n, p=shares(months)).astype(str),
            "platform": rng.choice(platforms, n, p=shares(platforms)).astype(str),
            "account_type": rng.choice(["person", "office"], n, p=[0.7, 0.3]),
        }
    )
    mixes = {str(place): np.append(shares(3) * (1 - protected), shares(2) * protected) for place in range(places)}
    spoken = {"person": ("public", "staff", "unknown", *PROTECTED), "office": ("mission", "crisis_affected")}
    frame["voice"] = [
        rng.choice(spoken[kind], p=mixes[place] if kind == "person" else [0.9, 0.1])
        for place, kind in zip(frame["mission"], frame["account_type"], strict=True)
    ]
    crowds = {
        (place, voice): int(rng.choice([2, 12, 40]))
        for place in frame["mission"].unique()
        for voice in frame["voice"].unique()
    }
    frame["person"] = [
        f"{place}/{voice}/{rng.integers(crowds[place, voice])}"
        for place, voice in zip(frame["mission"], frame["voice"], strict=True)
    ]
    frame["campaigns"] = [
        tuple(sorted({f"c{rng.integers(campaigns)}" for _ in range(rng.integers(0, 3))})) if campaigns else ()
        for _ in range(n)
    ]
    return World(frame)


def cube_of(world: World) -> pd.DataFrame:
    """The world as `decide` takes it, made without the product's own SQL."""
    posts = world.posts.assign(country="unknown", protected=world.posts["voice"].isin(PROTECTED).astype(int))
    posts["free"] = posts["cover"] = 1 - posts["protected"]
    by = ["account_type", "mission", "country", "month", "platform", "campaigns"]
    cells = posts.groupby(by, as_index=False)[["protected", "free", "cover"]].sum()
    hidden = posts[(posts["protected"] == 1) & (posts["account_type"] == "person")]
    people = hidden.groupby([*by, "voice"])["person"].nunique().unstack("voice", fill_value=0)
    spoken = hidden.groupby("mission")["voice"].unique()
    crowd = {cell: min(row[voice] for voice in spoken[cell[1]]) for cell, row in people.iterrows()}
    bits = {name: 1 << place for place, name in enumerate(world.campaigns)}
    cells["crowd"] = [crowd.get(tuple(cell), 0) for cell in cells[by].itertuples(index=False, name=None)]
    return cells.assign(campaigns=[sum(bits[name] for name in names) for names in cells["campaigns"]])


def proven(world: World, decided: dict[Table, list[voices.Row]]) -> tuple[int, int]:
    """How many protected voices at a place are proven to be there, of how many that have no crowd.

    The attacker knows of every post all but its voice, which voices each account type can have, and every told table.
    """
    posts = world.posts
    known = ["mission", "month", "platform", "account_type", "campaigns"]
    cells = posts.groupby(known).size().reset_index(name="items")
    spoken = {
        kind: sorted(set(posts["voice"][posts["account_type"] == kind])) for kind in posts["account_type"].unique()
    }
    unknowns = [(cell, voice) for cell, kind in enumerate(cells["account_type"]) for voice in spoken[kind]]
    frame = (
        cells.iloc[[cell for cell, _ in unknowns]].reset_index(drop=True).assign(voice=[voice for _, voice in unknowns])
    )
    rows: list[np.ndarray] = [np.array([cell for cell, _ in unknowns]) == cell for cell in range(len(cells))]
    totals: list[float] = [float(items) for items in cells["items"]]
    for table, groups in decided.items():
        ours, theirs = (
            np.array([not table.campaign or table.campaign in c for c in each["campaigns"]]) for each in (frame, posts)
        )
        for group in groups:
            in_ours, in_theirs = (
                (each[table.row].isin(group).to_numpy() if table.row else np.ones(len(each), bool))
                for each in (frame, posts)
            )
            for voice in posts["voice"].unique():
                rows.append(ours & in_ours & (frame["voice"] == voice).to_numpy())
                totals.append(float((theirs & in_theirs & (posts["voice"] == voice).to_numpy()).sum()))
    matrix = sparse.csr_matrix(np.array(rows, float))
    people = (
        posts[posts["voice"].isin(PROTECTED) & (posts["account_type"] == "person")]
        .groupby(["mission", "voice"])["person"]
        .nunique()
    )
    there = posts[posts["voice"].isin(PROTECTED)].groupby(["mission", "voice"]).size()
    alone = [place for place in there.index if people.get(place, 0) < 10] if posts["mission"].nunique() > 1 else []
    found = 0
    for mission, voice in alone:
        here = ((frame["mission"] == mission) & (frame["voice"] == voice)).to_numpy().astype(float)
        least = linprog(here, A_eq=matrix, b_eq=totals, method="highs")
        found += least.status != 0 or least.fun > 1e-6
    return found, len(alone)


@pytest.mark.parametrize("turn", turns(0, 6, 100))
def test_in_random_worlds_nobody_is_proven_to_be_anywhere(turn: int) -> None:
    rng = np.random.default_rng([20140619, turn])
    results = []
    for _ in range(WORLDS):
        world = random_world(rng)
        decided = decide(cube_of(world), world.campaigns)
        if decided and len(cube_of(world)) <= 500:
            results.append(proven(world, decided))
    found, cells = reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]), results, (0, 0))
    assert cells > WORLDS, "worlds in which there is somebody to find"
    assert found == 0


def test_without_the_rule_the_same_attacker_finds_people() -> None:
    rng = np.random.default_rng(20140619)
    found = 0
    while not found:
        world = random_world(rng)
        if len(world.posts) <= 120:
            everything = {
                Table(campaign, row): [(value,) for value in sorted(world.posts[row].unique())] if row else [()]
                for campaign in (ALONE, *world.campaigns)
                for row in (ALONE, "month", "platform")
            }
            found += proven(world, everything)[0]
