"""Whose voice it is, is told in a few whole tables, and otherwise refused with what to ask instead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from metrics import HiddenCells, Kind, Metric, Selection, VoicesNotShown, answer, measure, total
from tests.conftest import Once
from tests.metrics.conftest import Builder
from tests.support.examples import first


def people(house: Builder, number: int, voice: str, **post: Any) -> Builder:
    for person in range(number):
        house.post(
            {"shares": person % 5},
            account=f"{voice}{person}{post}",
            contributor_type=voice,
            account_type="person",
            **post,
        )
    return house


@pytest.fixture
def crowd(house: Builder) -> Builder:
    """Three migrants in Kenya and others in July, others alone in August, on two networks, all of one campaign but the
    last."""
    return gather(house)


@pytest.fixture
def shared_crowd(once: Once, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, made once for the tests that only read it."""
    folder = once("crowd", lambda folder: gather(Builder(folder, template)))
    monkeypatch.setenv("REACH_WAREHOUSE", str(folder))


def gather(house: Builder) -> Builder:
    house.insert("campaigns", {"campaign": "means"})
    july, august = {"posted_at": dt.datetime(2014, 7, 9)}, {"posted_at": dt.datetime(2014, 8, 9)}
    people(house, 3, "migrant", mission="KEN", campaigns=["means"], **july)
    people(house, 20, "public", mission="JOR", campaigns=["means"], **july)
    people(house, 20, "staff", mission="JOR", campaigns=["means"], platform="facebook", **august)
    people(house, 2, "public", mission="UGA", **august)
    house.publish()
    return house


@pytest.mark.usefixtures("shared_crowd")
def test_a_table_that_points_at_nobody_is_told_whole() -> None:
    frame = measure("posts", "contributor_type")
    assert dict(zip(frame["contributor_type"], frame["posts"], strict=True)) == {
        "migrant": 3,
        "public": 22,
        "staff": 20,
    }
    assert total(frame, "posts") == 45
    assert measure("posts", where={"contributor_type": ["migrant", "staff"]})["posts"].tolist() == [23]
    assert measure("contributors", "contributor_type")["contributors"].tolist() == [3, 22, 20]


@pytest.mark.usefixtures("shared_crowd")
def test_any_other_question_is_answered_whole() -> None:
    frame = measure("posts", ["mission", "account_type"], {"platform": "twitter"})
    assert frame.to_dict("list") == {
        "mission": ["JOR", "KEN", "UGA"],
        "account_type": ["person"] * 3,
        "posts": [20, 3, 2],
    }
    assert (answer(frame).suppressed, answer(frame).suppressed_cells) == (0, {})


def test_rows_that_would_point_at_somebody_are_shown_together_and_that_is_said(house: Builder) -> None:
    months = [dt.datetime(2014, month, 9) for month in (6, 7, 8)]
    for number, month in zip((20, 20, 8), months, strict=True):
        people(house, number, "public", mission="JOR", posted_at=month)
    people(house, 2, "migrant", mission="KEN", posted_at=months[2]).publish()
    frame = measure("posts", ["contributor_type", "month"])
    assert frame.to_dict("list") == {
        "contributor_type": ["migrant", "public", "public"],
        "month": ["2014-07-01+2014-08-01", "2014-06-01", "2014-07-01+2014-08-01"],
        "posts": [2, 20, 28],
    }
    assert answer(frame).together == (("2014-07-01", "2014-08-01"),)
    assert "July and August 2014 are shown together, so that nobody's posts stand alone." in answer(frame).warnings


def test_what_any_part_of_contributions_shows_together_stays_together(house: Builder) -> None:
    """Nobody's sign-up stands alone either, and contributions less posts are sign-ups."""
    people(house, 30, "public", mission="JOR").post(platform="facebook", account_type="person")
    signed_up = [
        ("facebook", "migrant", "KEN"),
        *[("tumblr", "public", "UGA")] * 15,
        *[("twitter", "public", "UGA")] * 20,
    ]
    for number, (platform, voice, country) in enumerate(signed_up):
        about = {
            "platform": platform,
            "supporter_type": voice,
            "country": country,
            "signed_up": dt.date(2014, 7, 1),
            "is_synthetic": False,
        }
        house.insert("supporters", {"thunderclap": "t", "supporter": str(number), "connections": 1, **about})
    house.publish()
    assert measure("posts", ["platform", "contributor_type"])["platform"].tolist() == ["facebook", "twitter"]
    assert set(measure("contributions", ["platform", "contributor_type"])["platform"]) == {"facebook+tumblr", "twitter"}


@pytest.mark.parametrize(
    ("question", "narrowing"),
    [
        ({"by": ["contributor_type", "mission"]}, "mission"),
        ({"by": ["contributor_type"], "where": {"mission": "KEN"}}, "mission"),
        ({"where": {"contributor_type": "migrant", "platform": "twitter", "mission": "KEN"}}, "mission, platform"),
        ({"by": ["contributor_type", "day"], "where": {"mission": "KEN"}}, "day, mission"),
        ({"by": ["contributor_type", "month", "platform"]}, "platform"),
        ({"by": ["contributor_type"], "where": Selection({}, "2014-07-01", "2014-07-31")}, "Period"),
        ({"by": ["contributor_type"], "as_of": "2014-12-31"}, "Data as of"),
        ({"by": ["contributor_type", "campaign"]}, "campaign"),
    ],
)
@pytest.mark.usefixtures("shared_crowd")
def test_a_narrower_question_is_refused_with_what_to_leave_out(question: dict[str, Any], narrowing: str) -> None:
    with pytest.raises(VoicesNotShown) as refused:
        measure("posts", **question)
    assert str(refused.value).startswith(
        "Contributor types are available for all data or one campaign: alone, by month or by platform. Ask by account type instead, or"
    )
    assert str(refused.value).endswith(f"or leave out: {narrowing}.")


@pytest.mark.usefixtures("shared_crowd")
def test_nobody_is_told_so_by_another_refusal_either() -> None:
    for question, why in (
        (
            ("missions", ["contributor_type", "account_type"]),
            "Missions taking part: not available by contributor type.",
        ),
        (
            ("shares", ["contributor_type", "month", "account_type"]),
            "contributor type and month at once. Leave out one of the two.",
        ),
        (
            ("photo_votes", ["contributor_type", "month"]),
            "contributor type and month at once. Leave out one of the two.",
        ),
    ):
        with pytest.raises(VoicesNotShown) as refused:
            measure(*question)
        assert str(refused.value).endswith(why)


@pytest.mark.parametrize(
    "question", [{"metrics": "posts", "by": ["account_type"]}, {"metrics": "photo_votes", "by": ["photo"]}]
)
@pytest.mark.usefixtures("shared_crowd")
def test_nobody_is_told_to_ask_what_cannot_be_asked_or_was(question: dict[str, Any]) -> None:
    with pytest.raises(VoicesNotShown) as refused:
        measure(question["metrics"], ["contributor_type", *question["by"]])
    assert str(refused.value).endswith(f"by month or by platform. Leave out: {question['by'][0]}.")


@pytest.mark.usefixtures("shared_crowd")
def test_what_leaves_nothing_out_narrows_nothing() -> None:
    everything = {"mission": ["KEN", "JOR", "UGA"], "account_type": "person"}
    assert measure("posts", "contributor_type", Selection(everything, "2014-07-01", "2014-08-31"))["posts"].sum() == 45
    assert measure("posts", "contributor_type", {"campaign": ["means", "none"]})["posts"].sum() == 45


def test_one_campaign_is_told_where_neither_it_nor_what_is_left_points_at_anybody(crowd: Builder) -> None:
    assert measure("posts", "contributor_type", {"campaign": "means"})["posts"].tolist() == [3, 20, 20]
    with pytest.raises(VoicesNotShown, match="this is not one of them"):
        measure("posts", "contributor_type", {"campaign": "none"})
    people(crowd, 1, "migrant", mission="UGA").publish()
    with pytest.raises(VoicesNotShown, match="This campaign has too few posts by others"):
        measure("posts", "contributor_type", {"campaign": "means"})
    assert measure("posts", "contributor_type")["posts"].sum() == 46


def test_a_single_person_among_few_is_not_told_at_all(house: Builder) -> None:
    people(house, 1, "migrant", mission="KEN")
    people(house, 9, "public", mission="JOR").publish()
    with pytest.raises(VoicesNotShown, match="There are too few posts by others"):
        measure("posts", "contributor_type")
    people(house, 1, "unknown", mission="JOR").publish()
    assert measure("posts", "contributor_type")["posts"].tolist() == [1, 9, 1], "who is not known covers too"


@pytest.mark.parametrize(
    "metric",
    first(3, ["missions", "unique_reach_lower", "amplification", "countries", "potential_reach", "share_of_voice"]),
)
@pytest.mark.usefixtures("shared_crowd")
def test_what_counts_places_or_finds_single_posts_is_never_told(metric: str) -> None:
    with pytest.raises(VoicesNotShown, match=r"not available by contributor type\. Ask by account type instead"):
        measure(metric, "contributor_type")


@pytest.mark.parametrize(
    "sql",
    [
        "sum(items) filter (where contributor_type = 'migrant')",
        "count(distinct contributor_type)",
        "sum(case when mission = 'KEN' then 1 end)",
        "sum(items) filter (where mission = 'KEN')",
        "max(shares)",
        "count(*)",
        "avg(shares)",
        "sum(shares * shares)",
        "sum(shares_items)",
    ],
)
@pytest.mark.usefixtures("shared_crowd")
def test_a_metric_of_one_s_own_is_no_way_around(sql: str) -> None:
    own = Metric("own", "Own", sql, Kind.COUNT, "posts", "")
    with pytest.raises(VoicesNotShown):
        measure(own, "contributor_type")
    if "contributor_type" in sql:
        with pytest.raises(VoicesNotShown):
            measure(own, "mission")


def test_sums_are_told_alone_and_only_where_enough_accounts_stand_behind_them(house: Builder) -> None:
    people(house, 9, "migrant")
    people(house, 30, "public", mission="JOR")
    people(house, 40, "staff", mission="JOR").publish()
    frame = measure(["shares", "posts"], "contributor_type")
    assert frame["posts"].tolist() == [9, 30, 40]
    assert frame["shares"].isna().tolist() == [True, True, False], "that of the public would give that of the nine away"
    assert answer(frame).suppressed_cells == {0: ("shares",), 1: ("shares",)}
    assert any(text.startswith("Hidden for privacy: 2 numbers.") for text in answer(frame).warnings)
    assert measure("shares", where={"contributor_type": ["migrant", "staff"]})["shares"].isna().all()
    with pytest.raises(HiddenCells, match="not the total"):
        total(frame, "shares")
    with pytest.raises(VoicesNotShown, match="Leave out one of the two"):
        measure("shares", ["contributor_type", "month"])


@pytest.mark.usefixtures("shared_crowd")
def test_how_many_spoke_as_two_is_not_told() -> None:
    with pytest.raises(VoicesNotShown, match="Break down by contributor type"):
        measure("contributors", where={"contributor_type": ["public", "staff"]})


@pytest.mark.usefixtures("shared_crowd")
def test_nothing_beside_an_answer_tells_more_than_the_answer() -> None:
    found = measure(["shares", "posts"], where={"contributor_type": "public"})
    assert (answer(found).n, answer(found).coverage) == (
        {"shares": None, "posts": None},
        {"shares": None, "posts": None},
    )
    assert (answer(found).contributors, answer(found).partly_known, answer(found).unknown) == ((), {}, {})


def test_a_higher_number_holds_from_the_next_version_on_and_until_then_nothing_is_told(
    crowd: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_THRESHOLD", "43")
    with pytest.raises(VoicesNotShown, match=r"python cli\.py migrate"):
        measure("posts", "contributor_type")
    assert measure("posts", "mission")["posts"].sum() == 45
    crowd.publish()
    with pytest.raises(VoicesNotShown, match="too few posts by others"):
        measure("posts", "contributor_type")
    monkeypatch.setenv("REACH_THRESHOLD", "42")
    crowd.publish()
    assert measure("posts", "contributor_type")["posts"].sum() == 45
