"""Nobody can be found in a small cell, nor worked out from what is shown beside it."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pandas as pd
import pytest

from metrics import METRICS, HiddenCells, Kind, MeasureError, Metric, Selection, measure, total
from metrics.assumptions import Assumptions


def people(house, number, posts=1, **post):
    for person in range(number):
        for _ in range(posts):
            house.post({"shares": 1}, account=f"{post}-{person}", **post)
    return house


def hidden_rows(answer, name="posts"):
    """The rows of an answer that are hidden, by what it is broken down by."""
    by = [column for column in answer.columns if column not in answer.attrs["kinds"]]
    return {tuple(answer.loc[place, by]) for place, names in answer.attrs["suppressed_cells"].items() if name in names}


@pytest.fixture
def cells(house):
    """Kenya: 12 staff, 9 migrants; Jordan: 10 migrants."""
    people(house, 12, mission="KEN", country="KEN", contributor_type="staff")
    people(house, 9, mission="KEN", country="KEN", contributor_type="migrant")
    people(house, 10, mission="JOR", country="JOR", contributor_type="migrant")
    house.publish()
    return house


@pytest.fixture
def example(house):
    """The published example: totals are known, and hiding the small cells alone would hide nothing."""
    table = {"KEN": (34, 12, 4), "JOR": (28, 9, 15), "NER": (17, 21, 2)}
    for mission, counts in table.items():
        for voice, count in zip(("staff", "partner", "migrant"), counts, strict=True):
            people(house, count, mission=mission, country=mission, contributor_type=voice)
    house.publish()
    return house


# -- small cells


@pytest.mark.parametrize("place", ["mission", "country"])
def test_a_cell_of_nine_people_shows_no_number_at_all(cells, place):
    names = ["posts", "shares", "amplification", "contributors", "unique_reach_lower"]
    answer = measure(names, by=[place, "contributor_type"])
    assert answer.columns.tolist() == [place, "contributor_type", *names]
    assert ("KEN", "migrant") in hidden_rows(answer)
    for row, hidden in answer.attrs["suppressed_cells"].items():
        assert hidden == names
        assert answer.loc[row, names].isna().all()
    assert answer.attrs["suppressed"] == len(hidden_rows(answer)) * len(names)
    assert any("Fewer than 10 people" in warning for warning in answer.attrs["warnings"])


def test_many_posts_of_few_people_are_hidden_too(house):
    for _ in range(30):
        house.post(account="one", mission="NER", contributor_type="migrant")
        house.post(account=None, contributor=None, mission="JOR", contributor_type="migrant")
    house.publish()
    assert measure(["posts"], by=["mission", "contributor_type"])["posts"].isna().all()


def test_posts_of_which_no_author_is_known_are_crossed_without_an_error(house):
    for voice in ("public", "unknown"):
        house.post(account=None, contributor=None, contributor_type=voice)
    house.publish()
    assert measure(["posts"], by=["mission", "contributor_type"])["posts"].isna().all()


def test_a_cell_of_offices_points_at_nobody(house):
    people(house, 20, mission="KEN", contributor_type="staff")
    house.post(account="office", account_type="office", mission="KEN", contributor_type="mission").publish()
    assert measure(["posts"], by=["mission", "contributor_type"])["posts"].tolist() == [1, 20]


def test_what_two_people_make_up_nearly_alone_is_hidden(house):
    for mission in ("KEN", "JOR"):
        people(house, 12, mission=mission, contributor_type="staff")
        people(house, 12, mission=mission, contributor_type="public")
    people(house, 1, posts=120, mission="KEN", contributor_type="staff")
    house.post({"reactions": 5_000}, account="loud", mission="JOR", contributor_type="public")
    house.publish()
    answer = measure(["posts", "engagement", "shares", "amplification", "contributors"], by=["mission", "contributor_type"])
    assert ("KEN", "staff") in hidden_rows(answer, "posts") & hidden_rows(answer, "contributors")
    # One loud account dominates what Jordan's public caused, and says nothing about how many posts there are.
    assert ("JOR", "public") in hidden_rows(answer, "engagement") & hidden_rows(answer, "shares") & hidden_rows(answer, "amplification")
    assert hidden_rows(answer, "posts") <= hidden_rows(answer, "engagement")
    alone = measure(["posts"], where={"mission": "JOR", "contributor_type": "public"})
    assert (("JOR", "public") in hidden_rows(answer, "posts")) == bool(alone.attrs["suppressed"])


def test_what_a_campaign_leaves_of_a_cell_is_protected_like_a_cell(house):
    for mission, voice in product(("KEN", "JOR", "NER"), ("staff", "public")):
        people(house, 30, mission=mission, contributor_type=voice, campaigns=["means"])
        people(house, 30, mission=mission, contributor_type=voice, campaigns=["heroes"])
    for mission, voice in product(("KEN", "JOR", "NER"), ("staff", "public")):
        people(house, 3 if (mission, voice) == ("KEN", "staff") else 20, mission=mission, contributor_type=voice, language="sw")
    house.publish()
    whole = measure(["posts"], by=["mission", "contributor_type"])
    each = measure(["posts"], by=["campaign", "mission", "contributor_type"])
    shown = {("", *row): value for row, value in whole.set_index(["mission", "contributor_type"])["posts"].dropna().items()}
    shown |= each.set_index(["campaign", "mission", "contributor_type"])["posts"].dropna().to_dict()
    assert ("", "KEN", "staff") in shown
    assert ("none", "KEN", "staff") not in shown
    assert not {("means", "KEN", "staff"), ("heroes", "KEN", "staff")} <= shown.keys(), "the rest could be subtracted"


def test_an_office_can_ask_for_larger_cells_or_none(cells, monkeypatch):
    monkeypatch.setenv("REACH_THRESHOLD", "11")
    assert {("KEN", "migrant"), ("JOR", "migrant")} <= hidden_rows(measure(["posts"], by=["mission", "contributor_type"]))
    monkeypatch.setenv("REACH_THRESHOLD", "0")
    assert measure(["posts"], by=["mission", "contributor_type", "platform"])["posts"].tolist() == [10, 9, 12]
    monkeypatch.setenv("REACH_THRESHOLD", "ten")
    with pytest.raises(MeasureError, match="REACH_THRESHOLD"):
        measure(["posts"], by=["mission", "contributor_type"])


def test_where_people_are_not_known_their_photos_are_counted_and_it_says_so(house):
    for mission, photos in (("KEN", 10), ("NER", 2), ("JOR", 30), ("UGA", 30)):
        for number, voice in product(range(photos), ("migrant", "public")):
            photo = f"{mission}-{voice}-{number}"
            house.insert("photos", {"photo": photo, "campaign": "means", "mission": mission, "contributor_type": voice})
            house.insert("photo_votes", {"photo": photo, "day": dt.date(2014, 12, 1), "votes": 50})
    house.publish()
    answer = measure(["photo_votes"], by=["mission", "contributor_type"])
    assert {("NER", "migrant"), ("NER", "public")} <= hidden_rows(answer, "photo_votes")
    assert answer["photo_votes"].dropna().tolist() == [1500, 1500], "as many photos as there are in two other missions protect these"
    assert any("People behind votes for photos are not known" in warning for warning in answer.attrs["warnings"])


def test_sign_ups_of_few_people_in_a_country_are_hidden(house):
    for country, supporters in (("KEN", 20), ("NER", 9), ("JOR", 30)):
        for number, voice in product(range(supporters), ("public", "staff")):
            row = {"thunderclap": "day", "platform": "twitter", "supporter": f"{country}{voice}{number}", "connections": 100}
            house.insert("supporters", {**row, "country": country, "supporter_type": voice})
    house.publish()
    answer = measure(["thunderclap_supporters", "thunderclap_social_reach"], by=["country", "contributor_type"])
    assert {("NER", "public"), ("NER", "staff")} <= hidden_rows(answer, "thunderclap_social_reach")
    assert answer["thunderclap_social_reach"].notna().any()


def test_contributions_are_hidden_wherever_the_posts_in_them_are(house):
    people(house, 3, mission="NER", contributor_type="migrant")
    for number in range(40):
        house.insert("photos", {"photo": f"p{number}", "mission": "NER", "contributor_type": "migrant"})
    house.publish()
    answer = measure(["contributions"], by=["mission", "contributor_type"])
    assert answer["contributions"].isna().all()


# -- what protects them


def test_the_published_example_is_protected_as_published(example):
    answer = measure(["posts", "contributors"], by=["mission", "contributor_type"])
    shown = answer.dropna().set_index(["mission", "contributor_type"])["posts"].to_dict()
    assert shown == {("KEN", "staff"): 34, ("JOR", "staff"): 28, ("NER", "staff"): 17}
    assert measure(["posts"], by=["mission"])["posts"].tolist() == [52, 50, 40], "totals are shown"


def test_hidden_and_protecting_cells_look_the_same(example):
    answer = measure(["posts"], by=["mission", "contributor_type"])
    assert len(hidden_rows(answer)) == 6
    assert {str(value) for value in answer.loc[answer["posts"].isna(), "posts"]} == {"<NA>"}
    with pytest.raises(HiddenCells):
        total(answer, "posts")


def test_which_combinations_occur_is_not_told_where_it_is_hidden(house):
    for mission in ("KEN", "JOR", "NER"):
        people(house, 30, mission=mission, contributor_type="staff")
    people(house, 2, posts=3, mission="KEN", contributor_type="migrant")
    house.publish()
    answer = measure(["posts"], by=["mission", "contributor_type"])
    assert hidden_rows(answer) > {("KEN", "migrant")}, "a place without migrants stands beside the one that has some"
    nobody = next(row for row in hidden_rows(answer) if row != ("KEN", "migrant") and row[1] == "migrant")
    some, none = (measure(["posts"], where={"mission": row, "contributor_type": "migrant"}) for row in ("KEN", nobody[0]))
    assert some["posts"].isna().all()
    assert none["posts"].isna().all()
    said = [{key: value for key, value in each.attrs.items() if key not in ("filters", "params")} for each in (some, none)]
    assert said[0] == said[1]


def test_places_or_voices_alone_are_shown_in_full(cells):
    assert measure(["posts"], by=["mission"])["posts"].tolist() == [10, 21]
    assert measure(["posts"], by=["contributor_type"]).attrs["suppressed"] == 0
    assert measure(["posts"], by=["contributor_type", "day", "platform"]).attrs["suppressed"] == 0


def test_regions_are_protected_like_places(house):
    for mission, region, migrants in (("KEN", "NBO", 4), ("UGA", "NBO", 0), ("JOR", "CAI", 30), ("EGY", "CAI", 30)):
        people(house, migrants, mission=mission, region=region, contributor_type="migrant")
        people(house, 30, mission=mission, region=region, contributor_type="staff")
    house.publish()
    assert ("NBO", "migrant") in hidden_rows(measure(["posts"], by=["region", "contributor_type"]))


# -- every way to ask


@pytest.mark.parametrize(
    "question",
    [
        {"by": ["mission"], "where": {"contributor_type": "migrant", "mission": "KEN"}},
        {"by": ["contributor_type"], "where": {"mission": "KEN", "contributor_type": "migrant"}},
        {"where": {"country": "KEN", "contributor_type": "migrant"}},
        {"where": {"country": "KEN", "contributor_type": "migrant"}, "as_of": dt.date(2020, 1, 1)},
        {"where": {"country": "KEN", "contributor": "withheld"}},
        {"where": {"mission": "KEN", "contributor_type": ("migrant", "staff")}},
    ],
)
def test_a_filter_hides_what_a_breakdown_would_hide(cells, question):
    answer = measure(["posts", "shares"], **question)
    assert answer[["posts", "shares"]].isna().all(axis=None)
    assert answer.attrs["coverage"] == {"posts": None, "shares": None}
    assert answer.attrs["unknown"] == {}
    assert all(names == ["posts", "shares"] for names in answer.attrs["suppressed_cells"].values())


NARROWER = [
    {"where": {"platform": "twitter"}},
    {"where": Selection(start=dt.date(2014, 7, 2))},
    {"where": {"language": "fr"}},
    {"where": {"post_kind": "original"}},
    {"where": {"hashtag": "x"}},
    {"as_of": dt.date(2014, 7, 1)},
    {"by": ["platform"]},
    {"by": ["month"]},
    {"by": ["hashtag"]},
]


def test_several_places_together_are_shown_where_each_of_them_is(house):
    for mission, count in (("KEN", 30), ("JOR", 40), ("UGA", 4), ("NER", 50)):
        people(house, count, mission=mission, region=mission[:1], contributor_type="staff")
        people(house, 40, mission=mission, region=mission[:1], contributor_type="public")
    house.publish()
    hidden = hidden_rows(measure(["posts"], by=["mission", "contributor_type"]))
    shown = [mission for mission in ("KEN", "JOR", "NER") if (mission, "staff") not in hidden]
    assert len(shown) == 2
    assert measure(["posts"], where={"mission": shown, "contributor_type": "staff"})["posts"].notna().all()
    together = measure(["posts"], where={"mission": [*shown, "UGA"], "contributor_type": "staff"})
    assert together["posts"].isna().all()
    assert measure(["posts"], where={"mission": shown[0], "contributor_type": ("staff", "public")})["posts"].notna().all()


@pytest.fixture
def mixed(example):
    """The published example, and as many posts again in French, on Facebook, on another day."""
    for mission, voice in product(("KEN", "JOR", "NER"), ("staff", "partner", "migrant")):
        other = {"platform": "facebook", "language": "fr", "post_kind": "share", "hashtags": ["x"], "posted_at": dt.datetime(2014, 8, 9)}
        people(example, 40, mission=mission, country=mission, contributor_type=voice, **other)
    example.publish()
    return example


@pytest.mark.parametrize("narrower", NARROWER)
def test_a_narrower_crossing_is_refused_with_what_to_leave_out(mixed, narrower):
    limits = narrower.get("where", {})
    limits = limits if isinstance(limits, Selection) else Selection(limits)
    where = Selection({**dict(limits.where), "mission": "KEN", "contributor_type": "staff"}, limits.start, limits.end)
    answer = measure(["posts"], narrower.get("by", ()), where, narrower.get("as_of"))
    assert answer["posts"].isna().all()
    assert len(answer)
    assert answer.attrs["suppressed"] == len(answer)
    assert answer.attrs["sql"] == []
    assert answer.attrs["refused"][0].startswith("Places and whose voice it is are shown together for all data or for one campaign")
    assert answer.attrs["refused"][1].startswith("Leave out either of them, or: ")
    table = measure(["posts"], ["mission", "contributor_type", *narrower.get("by", ())], limits, narrower.get("as_of"))
    assert table["posts"].isna().all()


def test_what_leaves_nothing_out_narrows_nothing(mixed):
    mixed.insert("campaigns", {"campaign": "other"}).publish()
    plain = measure(["posts"], ["mission", "contributor_type"])
    limits = Selection({"platform": ("twitter", "facebook"), "campaign": ("none", "other")}, dt.date(2014, 1, 1), dt.date(2014, 12, 31))
    pd.testing.assert_frame_equal(measure(["posts"], ["mission", "contributor_type"], limits), plain)
    assert plain["posts"].notna().any()


def test_refused_rows_say_no_more_than_places_and_voices_apart(mixed):
    answer = measure(["posts"], ["mission", "contributor_type"], {"platform": "twitter"})
    everywhere = product(("JOR", "KEN", "NER"), ("migrant", "partner", "staff"))
    assert list(answer[["mission", "contributor_type"]].itertuples(index=False, name=None)) == list(everywhere)


def test_too_much_at_once_is_an_error_with_the_reason(cells):
    with pytest.raises(HiddenCells, match="Two of mission, country"):
        measure(["posts"], ["mission", "country", "contributor_type"])
    with pytest.raises(HiddenCells, match="Contributors are not told apart by place"):
        measure(["posts"], ["contributor"], {"mission": "KEN"})
    assert measure(["posts"], ["region", "mission", "contributor_type"])["posts"].isna().any()


def test_no_hidden_number_is_left_in_what_comes_with_the_answer(cells):
    answer = measure(["posts", "contributors"], by=["contributor_type"], where={"mission": "KEN"})
    said = " ".join(answer.attrs["warnings"])
    assert "9" not in said.replace("10 people", "")
    assert list(answer.columns) == ["contributor_type", "posts", "contributors"]
    assert set(answer.attrs["coverage"].values()) | set(answer.attrs["n"].values()) == {None}


def test_no_metric_escapes(cells):
    answerable = [name for name, metric in METRICS.items() if metric.base in ("posts", "authors", "contributions")]
    answer = measure(answerable, where={"mission": "KEN", "contributor_type": "migrant"})
    assert answer.isna().all(axis=None)
    assert answer.attrs["suppressed_cells"] == {0: answerable}
    own = [
        Metric("on_twitter", "On Twitter", "sum(items) filter (where platform = 'twitter')", Kind.COUNT, "posts", ""),
        Metric("of_migrants", "Of migrants", "sum(items) filter (where contributor_type = 'migrant')", Kind.COUNT, "posts", ""),
    ]
    assert measure(own, by="mission", where={"contributor_type": "staff"})[["on_twitter", "of_migrants"]].isna().all(axis=None)
    assert measure(own[1], by="mission")["of_migrants"].isna().all()


def test_how_many_places_a_voice_comes_from_is_told_where_all_of_them_are(cells):
    answer = measure(["posts", "missions"], by="contributor_type")
    assert answer["posts"].notna().all()
    assert ("migrant",) in hidden_rows(answer, "missions")
    assert measure(["missions"]).attrs["suppressed"] == 0
    narrowed = measure(["posts", "missions"], where={"contributor_type": "migrant", "platform": "twitter"})
    assert narrowed["posts"].tolist() == [19]
    assert narrowed["missions"].isna().all()


def test_an_assumption_within_voices_is_a_breakdown_by_them(cells):
    chance = Assumptions({"twitter": 1000}, "chance", "contributor_type")
    assert measure(["unique_reach_upper"], "mission", assumptions=chance)["unique_reach_upper"].isna().all()


def test_a_new_data_version_is_decided_anew(cells):
    assert ("KEN", "migrant") in hidden_rows(measure(["posts"], by=["mission", "contributor_type"]))
    people(cells, 40, mission="KEN", country="KEN", contributor_type="migrant", language="sw")
    people(cells, 40, mission="JOR", country="JOR", contributor_type="staff")
    cells.publish()
    assert measure(["posts"], by=["mission", "contributor_type"]).attrs["suppressed"] == 0
