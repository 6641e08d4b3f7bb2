"""Attacks on lists, published figures and the terminal: none says whose voice a post is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cli import main
from metrics import MeasureError, Selection
from metrics.analyses import changes_since, claims, data_quality, engagement_rates, follower_concentration, listings
from tests.support.attacking import VOICE, World


def test_no_list_is_narrowed_by_voice(world: World) -> None:
    where, folder = Selection({VOICE: "migrant", "mission": "KEN"}), world.folder
    refused: list[Callable[[], Any]] = [
        lambda: listings.publishable_posts(where, warehouse=folder),
        lambda: listings.withheld(where, warehouse=folder),
        lambda: listings.concentration(Selection({VOICE: "migrant"}), warehouse=folder),
        lambda: follower_concentration.largest_accounts("potential_reach", where, warehouse=folder),
        lambda: follower_concentration.largest_accounts(
            "thunderclap_social_reach", {VOICE: "migrant"}, warehouse=folder
        ),
        lambda: data_quality.check(where, warehouse=folder),
        lambda: data_quality.posts_behind("impressions_missing", where, warehouse=folder),
        lambda: data_quality.posts_behind("contributor_type_unknown", {"mission": "KEN"}, warehouse=folder),
        lambda: engagement_rates.with_intervals(
            engagement_rates.RATES[0], "mission", Selection({VOICE: "migrant"}), warehouse=folder
        ),
        lambda: engagement_rates.with_intervals(
            engagement_rates.RATES[0], "platform", Selection({VOICE: "migrant"}), warehouse=folder
        ),
        lambda: engagement_rates.with_intervals(engagement_rates.RATES[0], VOICE, warehouse=folder),
    ]
    for ask in refused:
        with pytest.raises(MeasureError):
            ask()
    assert changes_since.since(dt.date(2014, 9, 1), where, warehouse=folder) is None
    plain = listings.sources({"mission": "KEN"}, warehouse=folder)
    assert listings.sources(where, warehouse=folder).equals(plain)


def test_without_the_rule_a_list_counts_those_of_a_voice(known_sample: World, without_the_rule: None) -> None:
    where = Selection({VOICE: "migrant", "mission": "KEN"})
    of_kenya = (known_sample.voices == "migrant") & (known_sample.posts["mission"] == "KEN")
    assert listings.withheld(where, warehouse=known_sample.folder) == of_kenya.sum() > 0


def test_no_column_of_a_list_says_whose_voice_a_post_is(world: World) -> None:
    posts, _ = listings.publishable_posts(limit=10**6, warehouse=world.folder)
    behind, _ = data_quality.posts_behind("impressions_missing", limit=10**6, warehouse=world.folder)
    for frame in (posts, behind):
        assert not {VOICE, "contributor_basis", "posted_on_behalf", "consent", "account"} & set(frame)
        assert frame["account_type"].isin(["office", "organisation"]).all(), "nobody has given a consent here"


def test_a_published_figure_tells_no_more_than_a_question(known_other: World) -> None:
    ledger = claims.ledger(warehouse=known_other.folder).set_index("claim")
    assert ledger["state"].tolist()[:2] == ["cannot be reproduced"] * 2
    assert ledger.loc["C0":"C1", ["derived", "lower", "upper", "range_lower", "range_upper"]].isna().all(axis=None)
    assert ledger.loc["C2", "derived"] == (known_other.voices == "migrant").sum()


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "question",
    [
        "--by contributor_type --by mission",
        "--where contributor_type=migrant --where mission=KEN",
        "--by contributor_type --by day --where platform=tumblr",
    ],
)
def test_the_terminal_refuses_with_its_sentence_alone(
    known_sample: World, capsys: pytest.CaptureFixture[str], question: str, form: str
) -> None:
    assert main(["measure", "posts", *question.split(), "--format", form, "--warehouse", str(known_sample.folder)]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "Contributor types are available for all data or one campaign: alone, by month or by platform."
    )
    assert said.err.count("\n") == 1
