"""What a look back explains: posts that came since, counts that changed since, counts that were not known yet."""

from __future__ import annotations

import datetime as dt

import pytest

from metrics import Selection, measure
from metrics.analyses import changes_since, listings
from metrics.analyses.changes_since import Revisions

DAY = dt.date(2014, 7, 10)


def noon(day):
    return dt.datetime(2014, 7, day, 12)


@pytest.fixture
def moved(house):
    """Eight posts, of which some moved after 10 July."""
    said = {"language": "fr", "account_type": "office"}
    house.post(
        [(noon(2), {"shares": 1, "reactions": 1}), (noon(11), {"shares": 5, "reactions": 1})], **said, text="one"
    )
    house.post(
        [(noon(3), {"shares": 2, "reactions": 4}), (noon(20), {"shares": 3, "reactions": 9})], platform="facebook"
    )
    house.post([(noon(3), {"shares": 7}), (noon(21), {"shares": 7})])  # captured again, and the same
    house.post([(noon(3), {"shares": 2}), (noon(10), {"shares": 3})])  # changed on the day itself: known that day
    house.post([(noon(15), {"shares": 2, "views": 8})])  # first captured since
    house.post([(noon(2), {"shares": 1}), (noon(12), {"shares": 1, "reach": 30})])  # one more count known since
    house.post([(noon(12), {"shares": 4})], posted_at=noon(12), **said, text="later")
    house.post(posted_at=dt.datetime(2014, 7, 11), account="a2").publish()
    return house


def test_what_came_is_told_from_what_changed_and_from_what_became_known(moved):
    assert changes_since.since(DAY) == Revisions(posted=2, revised=3, posts=2, learned=3)


def test_differences_explain_the_numbers_then_and_now(moved):
    then, now = measure(["posts"], as_of=DAY)["posts"][0], measure(["posts"])["posts"][0]
    assert now - then == changes_since.since(DAY).posted


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"platform": "facebook"}, Revisions(0, 2, 1, 0)),
        (Selection(end=dt.date(2014, 7, 10)), Revisions(0, 3, 2, 3)),
        ({"platform": "tumblr"}, Revisions(0, 0, 0, 0)),
    ],
)
def test_differences_are_those_of_the_selection(moved, where, expected):
    assert changes_since.since(DAY, where) == expected


def test_nothing_differs_from_the_last_day_on(moved):
    assert changes_since.since(dt.date(2014, 7, 21)) == Revisions(0, 0, 0, 0)


def test_no_difference_is_told_of_a_contributor_type(moved):
    assert changes_since.since(DAY, {"contributor_type": "migrant"}) is None


def test_posts_are_listed_with_the_counts_known_then(moved):
    page, number = listings.publishable_posts({"language": "fr"}, as_of=DAY)
    assert (page["text"].tolist(), page["shares"].tolist(), number) == (["one"], [1], 1)
    assert listings.publishable_posts({"language": "fr"})[0]["shares"].tolist() == [4, 5]
    assert listings.publishable_posts({"language": "fr"}, search="later", as_of=DAY)[1] == 0


def test_what_is_withheld_looks_back_too(house):
    for day in (1, 20):
        house.post(posted_at=noon(day), contributor_type="migrant")
    house.publish()
    assert (listings.withheld(as_of=DAY), listings.withheld()) == (1, 2)


def test_a_thunderclap_and_its_supporters_are_those_of_that_day(house):
    house.insert("thunderclaps", {"thunderclap": "t", "campaign": "means", "launched_at": noon(20)})
    house.insert("events", {"day": dt.date(2014, 7, 20), "event": "Launch"})
    for day in (1, 9, 12):
        house.insert(
            "supporters",
            {"thunderclap": "t", "supporter": f"s{day}", "signed_up": noon(day).date(), "connections": day},
        )
    house.publish()
    assert listings.concentration(as_of=DAY)["connections"].tolist() == [9, 1]
    assert len(listings.thunderclaps(as_of=DAY)) == len(listings.events(as_of=DAY)) == 0
    assert len(listings.thunderclaps()) == len(listings.events()) == 1
