"""Published figures against the data: what agrees, what is off and by how much, what contradicts what, and what nothing
gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from metrics import NotCarried, answer
from metrics.analyses.claim_wording import (
    REASONS,
    State,
    derived,
    published,
    reason_text,
    state_codes,
    state_text,
    usage,
)
from metrics.analyses.claims import ledger
from tests.metrics.conftest import Builder
from tests.support.examples import first


def claimed(house: Builder, **claim: Any) -> None:
    house.insert("claims", {"claim": "A", "metric": "posts", "value": 3, **claim})


def row(**where: Any) -> dict[Any, Any]:
    (found,) = ledger(where or None).to_dict("records")
    return found


def three_posts(house: Builder) -> None:
    for platform, reach in (("twitter", 100), ("facebook", 300), ("facebook", 200)):
        house.post({"reach": reach, "impressions": 1000}, platform=platform, campaigns=["c"])


def test_followers_are_held_against_reach_only_where_every_post_reports_it(house: Builder) -> None:
    three_posts(house)
    house.con.execute("UPDATE posts SET followers = 900, account = post_id")
    claimed(house, metric="potential_reach", value=5400)
    house.publish()
    found = row()
    assert (found["range_of"], found["range_lower"], found["range_upper"]) == ("potential_reach", 900, 2700)
    assert (found["by_upper"], found["by_lower"]) == (2, 6)
    assert (found["reach_lower"], found["reach_upper"], found["by_reach_upper"]) == (300, 600, 9)
    house.post(account="z", followers=900)
    house.publish()
    found = row()
    assert (found["range_lower"], found["range_upper"]) == (900, 3600)
    assert pd.isna(found["reach_upper"])
    assert pd.isna(found["by_reach_upper"])


# -- states follow the data and are never kept


def test_a_figure_is_reproduced_until_the_data_change(house: Builder) -> None:
    three_posts(house)
    claimed(house)
    house.publish()
    assert state_text(row()) == "reproduced"
    house.post()
    house.publish()
    assert state_text(row()) == "off by 25.0%"
    assert reason_text(row()) == "Published 25.0% below the data: 4."


def test_the_question_has_filters_a_period_and_a_day(house: Builder) -> None:
    day = dt.datetime(2014, 8, 19)
    house.post(
        [(day, {"impressions": 5}), (day + dt.timedelta(9), {"impressions": 50})], posted_at=day, campaigns=["c"]
    )
    house.post({"impressions": 7}, posted_at=day - dt.timedelta(30), campaigns=["c"])
    limits = {"filters": "platform=twitter, facebook", "starts": day.date(), "known_on": day.date()}
    claimed(house, metric="impressions", value=5, campaign="c", **limits)
    house.publish()
    assert row()["question"] == (
        "python cli.py measure impressions --where campaign=c --where platform=facebook --where platform=twitter --from 2014-08-19"
        " --as-of 2014-08-19"
    )
    assert row()["state"] == State.REPRODUCED


def test_the_whole_ledger_can_look_back(house: Builder) -> None:
    day = dt.datetime(2014, 8, 19)
    house.post([(day, {"impressions": 5}), (day + dt.timedelta(9), {"impressions": 50})], posted_at=day)
    claimed(house, metric="impressions", value=50)
    house.publish()
    assert ledger()["state"].tolist() == ["reproduced"]
    assert ledger(as_of=day.date())["derived"].tolist() == [5]


def test_a_share_agrees_as_precisely_as_it_was_published(house: Builder) -> None:
    house.post({"reactions": 47, "impressions": 999})
    for claim, value in (("A", 0.047), ("B", 0.0471), ("C", 47 / 999)):
        claimed(house, claim=claim, metric="engagement_rate_by_impressions", value=value)
    house.publish()
    assert ledger()["state"].tolist() == ["reproduced", "off", "reproduced"]
    assert published(ledger().iloc[0].to_dict(), {}) == "4.7%"


@pytest.mark.parametrize(
    ("claim", "reason"),
    first(
        3,
        [
            ({"metric": "postings"}, "This dashboard does not count “postings (posts?)”."),
            ({"campaign": "another"}, "The data contain nothing about this."),
            ({"metric": "clicks"}, "The data contain nothing about this."),
            (
                {"metric": "photo_votes", "filters": "platform=twitter"},
                "Its saved query gives no result. Photo votes is not available by platform",
            ),
            (
                {"filters": "plattform=twitter"},
                "Its saved query gives no result. No dimension is called 'plattform'. Did you mean 'platform'?",
            ),
            ({"filters": "platform"}, "Its saved query gives no result. The filters 'platform' cannot be read"),
            ({"qualifier": "roughly"}, "Its saved query gives no result. 'roughly' is no qualifier"),
            ({"metric": "posts; posts; posts"}, "Its saved query gives no result. Give one metric"),
            (
                {"starts": dt.date(2015, 1, 1), "ends": dt.date(2014, 1, 1)},
                "Its saved query gives no result. The period ends on",
            ),
        ],
    ),
)
def test_what_cannot_be_reproduced_says_why(house: Builder, claim: dict[str, Any], reason: str) -> None:
    three_posts(house)
    claimed(house, **claim)
    house.publish()
    assert row()["state"] == State.UNREPRODUCED
    assert reason_text(row()).startswith(reason)


def test_a_contributor_type_at_one_place_is_not_told(house: Builder) -> None:
    house.post(mission="KEN", contributor_type="migrant", account_type="person").post(mission="UGA")
    claimed(house, value=1, filters="mission=KEN; contributor_type=migrant")
    house.publish()
    assert (row()["state"], row()["reason"]) == (State.UNREPRODUCED, "unreadable")
    assert "Contributor types are available for all data or one campaign" in reason_text(row())
    assert pd.isna(row()["derived"])


@pytest.mark.parametrize(
    ("value", "state", "reason"),
    first(
        2,
        [
            (250, State.OFF, "short_of"),
            (300, State.UNREPRODUCED, "within"),
            (600, State.UNREPRODUCED, "within"),
            (660, State.OFF, "beyond"),
        ],
    ),
)
def test_bounds_refute_but_do_not_prove(house: Builder, value: int, state: State, reason: str) -> None:
    three_posts(house)
    claimed(house, metric="unique_reach_lower; unique_reach_upper", value=value)
    house.publish()
    assert (row()["state"], row()["reason"]) == (state, reason)
    assert derived(row()) == "300–600"


def test_nothing_is_beyond_bounds_that_some_posts_keep_silent_about(house: Builder) -> None:
    three_posts(house)
    house.post()
    claimed(house, metric="unique_reach_lower; unique_reach_upper", value=660)
    house.publish()
    assert (row()["state"], row()["reason"]) == (State.UNREPRODUCED, "beyond_known")


def test_what_is_beyond_the_high_end_of_all_posts_is_wrong(house: Builder) -> None:
    three_posts(house)
    house.post({"impressions": 50})
    claimed(house, metric="unique_reach_lower; unique_reach_upper", value=660)
    claimed(house, claim="B", metric="unique_reach_lower; unique_reach_upper", value=640)
    house.publish()
    beyond, possible = ledger().to_dict("records")
    assert (beyond["state"], beyond["reason"], beyond["upper"]) == (State.OFF, "beyond", 650)
    assert (possible["state"], possible["reason"], possible["upper"]) == (State.UNREPRODUCED, "beyond_known", 600)


def test_figures_of_a_group_conflict_only_where_they_cannot_both_be_meant(house: Builder) -> None:
    three_posts(house)
    for claim, value, qualifier in (("A", 4400, "over"), ("B", 4437, "exact"), ("C", 5000, None), ("D", None, None)):
        claimed(house, claim=claim, value=value, qualifier=qualifier, conflict_group="G")
    claimed(house, claim="E", value=9, conflict_group="H")
    claimed(house, claim="F", value=10)
    house.publish()
    assert dict(zip(ledger()["claim"], ledger()["conflicts_with"], strict=True)) == {
        "A": "C",
        "B": "C",
        "C": "A, B",
        "D": "",
        "E": "",
        "F": "",
    }
    assert not ledger()["not_comparable"].any()


@pytest.mark.parametrize(
    ("other", "differs"),
    first(
        4,
        [
            ({}, ""),
            ({"scope": " TWITTER "}, ""),
            ({"filters": "platform=facebook,twitter"}, ""),
            ({"what_it_is": None}, ""),
            ({"metric": "contributions"}, "definition"),
            ({"what_it_is": "shares too"}, "definition"),
            ({"universe": "9"}, "definition"),
            ({"scope": "Facebook"}, "scope"),
            ({"scope": None}, "scope"),
            ({"filters": "platform=facebook"}, "scope"),
            ({"starts": dt.date(2014, 7, 1)}, "scope"),
            ({"filters": "platform"}, "scope"),
            ({"as_of": "2014-12-22"}, "date"),
            ({"known_on": dt.date(2014, 8, 1)}, "date"),
            ({"scope": "all", "as_of": "2015", "metric": "shares"}, "definition, scope, date"),
        ],
    ),
)
def test_only_the_same_definition_scope_and_date_conflict(house: Builder, other: dict[str, Any], differs: str) -> None:
    three_posts(house)
    same = {
        "campaign": "c",
        "what_it_is": "posts with the hashtag",
        "scope": "Twitter",
        "filters": "platform=twitter, facebook",
        "as_of": "2014-12",
        "conflict_group": "G",
    }
    claimed(house, claim="A", **same)
    claimed(house, claim="B", **{"value": 5, **same, **other})
    house.publish()
    one, second = ledger().to_dict("records")
    assert (one["differs_in"], second["differs_in"]) == (differs, differs)
    assert (one["conflicts_with"], one["not_comparable_with"]) == (("", "B") if differs else ("B", ""))
    assert state_codes(second).endswith("not_comparable" if differs else "conflicting")


def test_a_figure_saved_from_the_sample_matches_it(house: Builder) -> None:
    house.post(is_synthetic=True)
    claimed(house, value=1, data_version=1)
    claimed(house, claim="B", value=1)
    house.publish()
    assert [state_text(each) for each in ledger().to_dict("records")] == ["reproduced", "the sample was made to agree"]


def test_only_campaigns_select_figures(house: Builder) -> None:
    three_posts(house)
    claimed(house, campaign="c")
    claimed(house, claim="B")
    house.publish()
    assert ledger({"campaign": "c"})["claim"].tolist() == ["A"]
    assert ledger({"campaign": "none"})["claim"].tolist() == ["B"]
    with pytest.raises(NotCarried, match="published figures do not record it"):
        ledger({"platform": "twitter"})


def test_no_figures_is_an_empty_ledger(house: Builder) -> None:
    three_posts(house)
    house.publish()
    assert ledger().empty
    assert answer(ledger()).data_version == 1


def test_a_universe_is_part_of_the_question(house: Builder) -> None:
    three_posts(house)
    claimed(house, metric="unique_reach_upper", value=450, universe="450")
    house.publish()
    assert row()["state"] == State.REPRODUCED
    assert row()["question"] == "python cli.py measure unique_reach_upper --universe all=450"


def test_every_reason_is_a_sentence() -> None:
    assert all(text.endswith((".", "{detail}")) for text in REASONS.values())


@pytest.mark.parametrize(
    ("row", "usages"),
    [
        ({"state": "reproduced"}, ["You may quote it, with its date and scope."]),
        ({"state": "reproduced", "conflicting": True}, ["Do not quote it until it is clear which number is right."]),
        ({"state": "off"}, ["Do not quote it. The data give another number."]),
        (
            {"state": "reproduced", "metric": "unique_reach_upper", "unit_as_published": "people"},
            ["You may quote it, with its date and scope.", "Say “accounts”, not “people”."],
        ),
    ],
)
def test_a_figure_says_whether_it_may_be_quoted(row: dict[str, Any], usages: list[str]) -> None:
    whole = {
        "conflicting": False,
        "synthetic": "no",
        "data_version": None,
        "metric": "posts",
        "unit_as_published": None,
    }
    assert [str(each) for each in usage(whole | row)] == usages
