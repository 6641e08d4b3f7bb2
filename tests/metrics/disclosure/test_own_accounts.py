"""Own accounts are named, and nobody else: not by a row, a filter, a list, nor by what is left of a total."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import duckdb
import pytest

from common import pointer
from data.schema import INSTITUTIONS, OTHER_ACCOUNTS
from data.store.warehouse import Warehouse
from metrics import MeasureError, NotCarried, Selection, UnknownName, VoicesNotShown, measure
from metrics.analyses import listings
from tests.support.attacking import PROTECTED, ROWS, VOICE, World, asked, placed


@pytest.fixture(params=["sample", "other"])
def folder(request: pytest.FixtureRequest, sample: Warehouse, other: Path) -> Path:
    return sample.directory if request.param == "sample" else other


def own(folder: Path) -> list[str]:
    return [name for name in measure("posts", "account", warehouse=folder)["account"] if name != OTHER_ACCOUNTS]


def test_every_post_is_in_one_row(folder: Path) -> None:
    by = measure("posts", "account", warehouse=folder)
    assert by["posts"].sum() == measure("posts", warehouse=folder)["posts"].sum()
    assert by["account"].is_unique
    assert len(own(folder)) > 3


def test_only_institutions_are_named_and_no_pseudonym_is(folder: Path) -> None:
    found = pointer.current(folder)
    assert found
    with duckdb.connect(found.file, read_only=True) as con:
        named = con.execute(
            "SELECT DISTINCT account_type, mission FROM post_latest WHERE own_account <> $rest",
            {"rest": OTHER_ACCOUNTS},
        ).fetchall()
        pseudonyms = {
            each
            for pair in con.execute("SELECT DISTINCT account, contributor FROM post_latest").fetchall()
            for each in pair
        }
    assert {kind for kind, _ in named} <= set(INSTITUTIONS)
    assert "unknown" not in {mission for _, mission in named}
    assert not pseudonyms & set(own(folder))


def test_an_own_account_is_never_crossed_with_a_voice(folder: Path) -> None:
    name = own(folder)[0]
    for value, by in product(
        (name, OTHER_ACCOUNTS), ([VOICE], [VOICE, "month"], [VOICE, "platform"], [VOICE, "account"], ["account", VOICE])
    ):
        with pytest.raises((VoicesNotShown, NotCarried)):
            measure("posts", by, {"account": value}, warehouse=folder)
    for voice in PROTECTED:
        with pytest.raises((VoicesNotShown, NotCarried)):
            measure(["posts", "engagement"], "account", {VOICE: voice}, warehouse=folder)


def test_what_is_left_of_all_others_places_nobody(folder: Path) -> None:
    """The rest beside own accounts, by itself, by row and by campaign, less what is told of voices."""
    world = World(folder)
    names = own(folder)
    wheres = [Selection({"account": value}) for value in (names, [OTHER_ACCOUNTS], names[:1], names[1:])]
    assert (
        placed(world, [each for where, row in product(wheres, ROWS) for each in asked(world, [VOICE, *row], where)])
        == 0
    )
    assert (
        placed(
            world, [*asked(world, [VOICE]), *(each for row in ROWS for each in asked(world, [VOICE, "account", *row]))]
        )
        == 0
    )


def test_a_list_names_own_accounts_only(folder: Path) -> None:
    posts, _ = listings.publishable_posts(limit=10**6, warehouse=folder)
    named = posts[posts["own_account"] != OTHER_ACCOUNTS]
    assert set(named["own_account"]) <= set(own(folder))
    assert set(named["account_type"]) <= set(INSTITUTIONS)
    name = own(folder)[0]
    of_one, count = listings.publishable_posts({"account": name}, limit=10**6, warehouse=folder)
    assert set(of_one["own_account"]) <= {name}
    assert count == len(of_one)
    with pytest.raises(MeasureError):
        listings.publishable_posts({"account": name, VOICE: "migrant"}, warehouse=folder)


def test_an_account_that_is_not_own_cannot_be_asked_for(folder: Path) -> None:
    found = pointer.current(folder)
    assert found
    with duckdb.connect(found.file, read_only=True) as con:
        rows = con.execute(
            "SELECT account FROM post_latest WHERE own_account = $rest LIMIT 3", {"rest": OTHER_ACCOUNTS}
        ).fetchall()
    for (pseudonym,) in rows:
        with pytest.raises(UnknownName):
            measure("posts", where={"account": pseudonym}, warehouse=folder)
