"""Published figures against the data: what agrees, what is off and by how much, what contradicts what, and what nothing
gives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import NotCarried, answer
from metrics.analyses.claim_wording import (
    REASONS,
    State,
    caution,
    comparison,
    derived,
    inflation,
    published,
    reason_text,
    state_codes,
    state_text,
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


# -- the sample


@pytest.fixture(scope="module")
def figures(sample: Warehouse) -> dict[str, dict[Any, Any]]:
    rows = ledger(warehouse=sample.directory).to_dict("records")
    return {each["claim"]: each for each in rows}


def test_the_sample_s_figures_are_worked_out_anew(figures: dict[str, dict[Any, Any]]) -> None:
    agreed = "the sample was made to agree"
    assert {claim: state_text(each) for claim, each in figures.items()} == {
        "F01": agreed,
        "F02": f"{agreed}; not comparable",
        "F03": "off by 11.1%; not comparable",
        "F04": "cannot be reproduced; not comparable",
        "F05": "cannot be reproduced; not comparable",
        "F06": "off by 50.1%",
        **dict.fromkeys(("F07", "F08", "F09", "F10", "F11"), agreed),
        **dict.fromkeys(("F12", "F13", "F14"), "cannot be reproduced"),
    }
    assert state_codes(figures["F02"]) == "reproduced; not_comparable"
    numbers = {
        "F01": 4437,
        "F02": 521_840,
        "F03": 521_840,
        "F06": 6_007,
        "F07": 52,
        "F08": 230,
        "F09": 183,
        "F10": 134,
        "F11": 10,
    }
    assert {claim: each["derived"] for claim, each in figures.items() if pd.notna(each["derived"])} == numbers


def test_every_reported_figure_is_in_the_ledger_and_asked_where_data_exist(
    real_exports: Path, figures: dict[str, dict[Any, Any]]
) -> None:
    reference = real_exports.parent / "reference" / "reported_figures.csv"
    if not reference.is_file():
        pytest.skip(f"no reported figures in {reference}")
    reported = pd.read_csv(reference).set_index("figure_id")["value"].to_dict()
    assert {claim: each["value"] for claim, each in figures.items()} == reported
    unasked = {claim for claim, each in figures.items() if each["reason"] in ("no_metric", "unreadable")}
    assert unasked == {"F12", "F14"}, "no file holds profiles or screenings"


def test_made_up_rows_confirm_nothing_and_it_is_said(figures: dict[str, dict[Any, Any]]) -> None:
    assert reason_text(figures["F01"]) == "The sample was made to agree: 4,437. That confirms nothing."


def test_a_votes_figure_is_that_of_one_photo(figures: dict[str, dict[Any, Any]]) -> None:
    assert figures["F08"]["question"].endswith(
        "measure photo_votes --where campaign=migrationmeans --where photo=photo-154"
    )
    assert figures["F11"]["question"] == "python cli.py measure stories_for_council --where campaign=migrantheroes"


def test_followers_gained_are_asked_of_offices_as_known_when_it_was_published(
    figures: dict[str, dict[Any, Any]],
) -> None:
    assert figures["F06"]["question"] == (
        "python cli.py measure followers_gained --where account_type=office --where campaign=migrationmeans --as-of 2014-08-01"
    )
    assert reason_text(figures["F06"]) == "Published 50.1% below the data: 6,007."


def test_520_000_and_580_000_have_another_scope_and_date_and_are_not_comparable(
    figures: dict[str, dict[Any, Any]],
) -> None:
    assert (figures["F02"]["not_comparable_with"], figures["F03"]["not_comparable_with"]) == ("F03", "F02")
    assert figures["F02"]["differs_in"] == "scope, date"
    assert comparison(figures["F02"]) == "Not comparable with F03: another scope, another date."
    assert not any(each["conflicting"] for each in figures.values())
    assert "friends and followers" in caution(figures["F02"]).lower()
    assert reason_text(figures["F03"]) == "Published 11.1% above the data: 521,840."


def test_what_the_data_only_bound_is_not_called_reproduced(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F04"]
    assert claim["lower"] < claim["value"] < claim["upper"]
    assert reason_text(claim).startswith("Posts that report reach allow anything from 9,963 to 479,071")
    assert caution(claim).endswith("platforms count accounts, not people.")


def test_a_sum_of_followers_is_held_against_the_range_of_its_own_sum(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F02"]
    assert (claim["range_of"], claim["range_lower"], claim["range_upper"]) == (
        "thunderclap_social_reach",
        56_782,
        521_840,
    )
    assert claim["by_upper"] == pytest.approx(520_000 / 521_840)
    assert claim["by_lower"] == pytest.approx(520_000 / 56_782)
    assert pd.isna(claim["reach_lower"])
    assert pd.isna(claim["by_reach_upper"])
    assert (
        inflation(claim)
        == "As different accounts: 56,782 to 521,840. The figure is 1.00 × the high end and 9.16 × the low end."
    )
    assert not inflation(figures["F01"])


def test_a_reach_that_some_posts_do_not_report_has_a_range_and_no_ratio(figures: dict[str, dict[Any, Any]]) -> None:
    claim = figures["F04"]
    assert (claim["range_of"], claim["range_lower"], claim["range_upper"]) == ("unique_reach", 9_963, 479_071)
    assert claim["coverage"] == pytest.approx(546 / 1418)
    assert pd.isna(claim["by_upper"])
    assert pd.isna(claim["by_reach_upper"])
    assert "× the" not in inflation(claim)


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


def test_nothing_gives_it_is_said_with_the_reason(figures: dict[str, dict[Any, Any]]) -> None:
    assert reason_text(figures["F12"]) == "This dashboard does not count “profiles_published”."
    assert reason_text(figures["F13"]) == "The data contain nothing about this."


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
