"""Random worlds, decided by the product itself, against one who takes posts and contributors together.

The attacker knows who published each post, that everybody has one voice, and how many posts and contributors each voice
has, in all and in each campaign. One who also holds months and platforms against single authors can prove somebody in
about one of fifty worlds as small as these; the privacy page says so.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.privacy import told_tables, voices
from data.schema import OTHER_ACCOUNTS
from metrics import Selection
from tests.data.privacy.test_voices import random_world
from tests.metrics.conftest import Builder
from tests.support.attacking import VOICE, ProtectedAnswer, World, asked, proven, tables
from tests.support.examples import turns

MOST = 400
"""Posts of a world: more take long, and hide people better."""
WORLDS = 4
"""How many worlds a turn looks at, at least."""
TO_FIND = 5
"""In how many places of them there is somebody to find, at least."""


def made(seed: list[int], folder: Path, template: Path) -> World:
    """A random world with people of one voice, published."""
    rng = np.random.default_rng(seed)
    while len(posts := random_world(rng).posts) > MOST:
        pass
    months = posts["month"].astype(int) + 1
    who = posts["person"] + "/" + posts["account_type"]
    frame = pd.DataFrame(
        {
            "key_hash": range(1, len(posts) + 1),
            "platform": posts["platform"],
            "post_id": [str(number) for number in range(len(posts))],
            "account": who,
            "contributor": who,
            "posted_at": [pd.Timestamp(2014, month, 9) for month in months],
            "hashtags": [[]] * len(posts),
            "campaigns": posts["campaigns"].map(list),
            "mission": posts["mission"],
            "mission_kind": "country",
            "contributor_type": posts["voice"],
            "account_type": posts["account_type"],
            "posted_on_behalf": False,
            "own_account": OTHER_ACCOUNTS,
            "is_synthetic": True,
        }
    )
    for name in ("language", "country", "region", "media_type", "post_kind", "theme"):
        frame[name] = "unknown"
    folder.mkdir()
    house = Builder(folder, template)
    house.con.execute("INSERT INTO posts BY NAME FROM frame")
    for name in sorted({each for names in posts["campaigns"] for each in names}):
        house.insert("campaigns", {"campaign": name})
    return World(house.publish())


def found(world: World) -> tuple[int, int]:
    """How many places with a protected voice are proven, of how many that no crowd hides: by posts and by contributors
    together."""
    campaigns = sorted({name for names in world.posts["campaign"] for name in names})
    contexts = [Selection(), *(Selection({"campaign": name}) for name in campaigns)]
    people: list[ProtectedAnswer] = [
        each for where in contexts for each in asked(world, [VOICE], where, "contributors")
    ]
    whole = (
        [each for where in contexts for each in asked(world, [VOICE], where)] if people else tables(world, campaigns)
    )
    alone = world.found_only_by_voice("mission") if world.posts["mission"].nunique() > 1 else []
    if not whole or not alone:
        return 0, 0
    return len(proven(world, whole, "mission", alone, alone=bool(people), people=people)), len(alone)


@pytest.mark.parametrize("turn", turns(0, 3, 80))
def test_posts_and_contributors_together_prove_nobody(tmp_path: Path, template: Path, turn: int) -> None:
    worlds, places = 0, 0
    while worlds < WORLDS or places < TO_FIND:  # in some worlds there is nobody to find, so that more are drawn
        proofs, there = found(made([turn, worlds], tmp_path / str(worlds), template))
        assert proofs == 0
        worlds, places = worlds + 1, places + there


@pytest.mark.long
def test_without_the_rule_they_prove_somebody(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def everything(
        cube: pd.DataFrame, campaigns: list[str], *_: object, rows_of: tuple[str, ...] = voices.ROWS
    ) -> object:
        names = (voices.ALONE, *rows_of)
        return {
            voices.Table(each, name): voices._rows(cube, name, np.ones(len(cube), bool))
            for each in ("", *campaigns)
            for name in names
        }

    monkeypatch.setattr(told_tables.voices, "decide", everything)  # type: ignore[attr-defined]
    assert any(found(made([0, number], tmp_path / str(number), template))[0] for number in count())
