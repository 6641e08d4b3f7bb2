"""Nobody can be found in a small cell."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from metrics import METRICS, MeasureError, measure


def people(house, number, **post):
    for person in range(number):
        house.post({"shares": 1}, account=f"{post}-{person}", **post)
    return house


@pytest.fixture
def cells(house):
    """Kenya: 12 staff, 9 migrants; Jordan: 10 migrants."""
    people(house, 12, mission="KEN", country="KEN", contributor_type="staff")
    people(house, 9, mission="KEN", country="KEN", contributor_type="migrant")
    people(house, 10, mission="JOR", country="JOR", contributor_type="migrant")
    house.publish()
    return house


@pytest.mark.parametrize("place", ["mission", "country"])
def test_a_cell_of_nine_people_shows_no_number_at_all(cells, place):
    names = ["posts", "shares", "amplification", "contributors", "unique_reach_lower"]
    answer = measure(names, by=[place, "contributor_type"])
    assert answer.columns.tolist() == [place, "contributor_type", *names]
    assert answer["posts"].tolist() == [10, pd.NA, 12]
    assert answer.loc[1, names].isna().all()
    assert answer.attrs["suppressed_cells"] == {1: names}
    assert answer.attrs["suppressed"] == len(names)
    assert any("Fewer than 10 people" in warning for warning in answer.attrs["warnings"])


@pytest.mark.parametrize(
    "question",
    [
        {"by": ["mission"], "where": {"contributor_type": "migrant", "mission": "KEN"}},
        {"by": ["contributor_type"], "where": {"mission": "KEN", "contributor_type": "migrant"}},
        {"where": {"country": "KEN", "contributor_type": "migrant"}},
        {"where": {"country": "KEN", "contributor_type": "migrant"}, "as_of": dt.date(2020, 1, 1)},
        {"where": {"country": "KEN", "contributor": "withheld"}},
    ],
)
def test_a_filter_hides_what_a_breakdown_would_hide(cells, question):
    answer = measure(["posts", "shares"], **question)
    assert answer[["posts", "shares"]].isna().all(axis=None)
    assert answer.attrs["coverage"] == {"posts": None, "shares": None}
    assert answer.attrs["unknown"] == {}


def test_many_posts_of_few_people_are_hidden_too(house):
    for _ in range(30):
        house.post(account="one", mission="NER", contributor_type="migrant")
        house.post(account=None, contributor=None, mission="JOR", contributor_type="migrant")
    house.publish()
    assert measure(["posts"], by=["mission", "contributor_type"])["posts"].isna().all()


def test_no_hidden_number_is_left_in_what_comes_with_the_answer(cells):
    answer = measure(["posts", "contributors"], by=["contributor_type"], where={"mission": "KEN"})
    said = " ".join(answer.attrs["warnings"])
    assert "9" not in said
    assert list(answer.columns) == ["contributor_type", "posts", "contributors"]


def test_places_or_voices_alone_are_shown_in_full(cells):
    assert measure(["posts"], by=["mission"])["posts"].tolist() == [10, 21]
    assert measure(["posts"], by=["contributor_type"]).attrs["suppressed"] == 0
    assert measure(["posts"], by=["region", "contributor_type"]).attrs["suppressed"] == 0


def test_contributions_are_hidden_wherever_the_posts_in_them_are(house):
    people(house, 3, mission="NER", contributor_type="migrant")
    for number in range(40):
        house.insert("photos", {"photo": f"p{number}", "mission": "NER", "contributor_type": "migrant"})
    house.publish()
    answer = measure(["contributions"], by=["mission", "contributor_type"])
    assert answer["contributions"].isna().all()


def test_where_people_are_not_known_their_photos_are_counted_and_it_says_so(house):
    for mission, photos in (("KEN", 10), ("NER", 2)):
        for number in range(photos):
            house.insert("photos", {"photo": f"{mission}{number}", "campaign": "means", "mission": mission, "contributor_type": "migrant"})
            house.insert("photo_votes", {"photo": f"{mission}{number}", "day": dt.date(2014, 12, 1), "votes": 50})
    house.publish()
    answer = measure(["photo_votes"], by=["mission", "contributor_type"])
    assert answer["photo_votes"].tolist() == [500, pd.NA]
    assert any("People behind votes for photos are not known" in warning for warning in answer.attrs["warnings"])


def test_sign_ups_of_few_people_in_a_country_are_hidden(house):
    for country, supporters in (("KEN", 10), ("NER", 9)):
        for number in range(supporters):
            row = {"thunderclap": "day", "platform": "twitter", "supporter": f"{country}{number}", "connections": 100}
            house.insert("supporters", {**row, "country": country, "supporter_type": "public"})
    house.publish()
    answer = measure(["thunderclap_social_reach"], by=["country", "contributor_type"])
    assert answer["thunderclap_social_reach"].tolist() == [1000, pd.NA]


def test_an_office_can_ask_for_larger_cells(cells, monkeypatch):
    monkeypatch.setenv("REACH_THRESHOLD", "11")
    assert measure(["posts"], by=["mission", "contributor_type"])["posts"].tolist() == [pd.NA, pd.NA, 12]
    monkeypatch.setenv("REACH_THRESHOLD", "ten")
    with pytest.raises(MeasureError, match="REACH_THRESHOLD"):
        measure(["posts"], by=["mission", "contributor_type"])


def test_no_metric_escapes(cells):
    answerable = [name for name, metric in METRICS.items() if metric.base in ("posts", "authors", "contributions")]
    answer = measure(answerable, where={"mission": "KEN", "contributor_type": "migrant"})
    assert answer.isna().all(axis=None)
