"""Lists: what may be shown one by one, and what only as a count."""

from __future__ import annotations

import datetime as dt

import pytest

from metrics import NotCarried, Selection, UnknownName, VoicesNotShown
from metrics.analyses.listings import concentration, events, publishable_posts, targets, withheld


def shown(**question):
    page, number = publishable_posts(**question)
    assert len(page) <= number
    return page["text"].tolist()


@pytest.fixture
def wall(house):
    texts = [("Migration means 100%", "office"), ("It means home_town", "person"), ("Émigrer, c'est…", "organisation")]
    for day, (text, kind) in enumerate(texts, 1):
        house.post(
            {"shares": 10 - day},
            text=text,
            account_type=kind,
            posted_at=dt.datetime(2014, 7, day),
            country="KEN",
            account=text,
        )
    house.post(text="gone", deleted_at=dt.datetime(2014, 8, 1), account_type="office")
    house.post({}, text="no counts", campaigns=["means"], account_type="office")
    house.post(text="for somebody", posted_on_behalf=True, account_type="office")
    for voice in ("migrant", "crisis_affected", "unknown"):
        house.post(text=f"of {voice}", contributor_type=voice, account_type="office")
    house.publish()
    return house


def test_only_posts_that_may_be_shown_are_listed_and_the_rest_is_counted(wall):
    assert shown() == ["Émigrer, c'est…", "no counts", "Migration means 100%"]
    assert withheld() == 6


def test_search_finds_plain_text_in_any_case(wall):
    assert shown(search="MEANS") == ["Migration means 100%"]
    assert shown(search="émigrer") == ["Émigrer, c'est…"]
    assert shown(search="100%") == ["Migration means 100%"]
    assert shown(search="m_ans") == shown(search="%'; --") == []


def test_pages_follow_each_other_and_unknown_counts_come_last(wall):
    assert shown(order="shares") == ["Migration means 100%", "Émigrer, c'est…", "no counts"]
    pages = [publishable_posts(order="oldest", limit=1, offset=place) for place in range(4)]
    assert [page["text"].tolist() for page, _ in pages] == [
        ["Migration means 100%"],
        ["no counts"],
        ["Émigrer, c'est…"],
        [],
    ]
    assert {number for _, number in pages} == {3}
    with pytest.raises(UnknownName, match="Did you mean 'newest'"):
        publishable_posts(order="newst")


def test_lists_follow_the_same_filters_as_numbers(wall):
    assert shown(where={"account_type": ("office", "person")}) == ["no counts", "Migration means 100%"]
    assert shown(where={"country": "KEN"}) == ["Émigrer, c'est…", "Migration means 100%"]
    assert withheld({"country": "KEN"}) == 1
    assert shown(where=Selection({"campaign": "means"})) == ["no counts"]
    assert withheld({"language": "fr"}) == 0


def test_no_list_says_whose_voice_it_is(wall):
    for listing in (publishable_posts, withheld, concentration):
        with pytest.raises(VoicesNotShown, match="cannot be filtered by contributor type"):
            listing({"contributor_type": "public"})
    page, _ = publishable_posts()
    assert not {"contributor_type", "contributor_basis", "posted_on_behalf", "consent"} & set(page.columns)
    assert {"account_type", "mission"} <= set(page.columns)


def test_concentration_shows_shares_and_nobody(house):
    for supporter, connections in enumerate((100, 700, 200, None)):
        house.insert(
            "supporters",
            {"thunderclap": "day", "platform": "twitter", "supporter": str(supporter), "connections": connections},
        )
    house.publish()
    answer = concentration()
    assert answer.to_dict("list") == {
        "rank": [1, 2, 3],
        "connections": [700, 200, 100],
        "share": [0.7, 0.2, 0.1],
        "cumulative_share": [0.7, 0.9, 1.0],
    }
    assert len(concentration({"country": "unknown"})) == 3
    with pytest.raises(NotCarried, match="sign-ups do not record it"):
        concentration({"mission": "unknown"})


def test_events_and_targets_are_those_asked_for(house):
    for day in (1, 19):
        house.insert(
            "events", {"day": dt.date(2014, 8, day), "event": f"event {day}", "kind": "observance", "source": "UN"}
        )
    for campaign in ("heroes", "means"):
        house.insert("targets", {"campaign": campaign, "metric": "posts", "target": 4000})
    house.publish()
    assert events(Selection(start=dt.date(2014, 8, 2)))["event"].tolist() == ["event 19"]
    assert events()["event"].tolist() == ["event 1", "event 19"]
    assert targets()["campaign"].tolist() == ["heroes", "means"]
    assert targets("means")["target"].tolist() == [4000]
    assert targets(["'; --"]).empty
