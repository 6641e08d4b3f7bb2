"""Who carries a sum of followers: shares of the largest accounts, and nobody's own number."""

from __future__ import annotations

import datetime as dt

import pytest

from metrics import VoicesNotShown, answer, measure
from metrics.analyses.follower_concentration import largest_accounts


def steps(metric="potential_reach", **question):
    found = largest_accounts(metric, **question)
    return dict(zip(found["accounts"].tolist(), found["cumulative_share"].round(4).tolist(), strict=True))


@pytest.fixture
def crowd(house):
    """25 accounts with 100 followers each, and one with 2,500."""
    house.post(account="big", followers=2500, account_type="office", country="CHE")
    for place in range(25):
        house.post(account=f"a{place}", followers=100, account_type="person", language="fr")
    return house


def test_shares_are_told_in_steps_that_protect_each_account(crowd):
    crowd.publish()
    assert steps() == {1: 0.5, 10: 0.68, 26: 1.0}  # after 20 only six would be left


def test_each_account_counts_once_with_the_followers_of_its_first_post(crowd):
    crowd.post(account="big", followers=9000, account_type="office", posted_at=dt.datetime(2014, 9, 1)).publish()
    assert steps()[1] == 0.5
    assert measure(["potential_reach"])["potential_reach"].iloc[0] == 5000


def test_the_largest_has_no_row_of_its_own_where_it_is_a_person_s(house):
    for place in range(40):
        house.post(
            account=f"a{place}",
            followers=5000 if place == 0 else 100,
            account_type="person" if place == 0 else "office",
        )
    house.publish()
    assert 1 not in steps()
    assert 10 in steps()


def test_an_account_that_was_not_always_an_office_has_none_either(crowd):
    crowd.post(account="big", followers=2500, account_type="unknown").publish()
    assert 1 not in steps()


def test_too_few_accounts_tell_nothing(crowd):
    crowd.publish()
    assert steps(where={"country": "CHE"}) == {}
    assert steps(where={"language": "de"}) == {}


def test_they_are_never_told_of_a_contributor_type(crowd):
    crowd.publish()
    with pytest.raises(VoicesNotShown, match="filter by account type"):
        largest_accounts("potential_reach", {"contributor_type": "public"})


def test_looking_back_leaves_out_who_came_later(crowd):
    crowd.post(account="late", followers=50_000, account_type="office", posted_at=dt.datetime(2014, 9, 1)).publish()
    assert steps()[1] > 0.9
    assert steps(as_of=dt.date(2014, 8, 1))[1] == 0.5


def test_supporters_carry_a_social_reach(house):
    house.insert("thunderclaps", {"thunderclap": "t1", "campaign": "means", "is_synthetic": False})
    for place in range(30):
        row = {
            "thunderclap": "t1",
            "supporter": f"s{place}",
            "connections": 700 if place == 0 else 10,
            "supporter_type": "public",
        }
        house.insert(
            "supporters", row | {"signed_up": dt.date(2014, 8, 1), "opted_out": place == 29, "is_synthetic": False}
        )
    house.publish()
    assert steps("thunderclap_social_reach") == {10: round(790 / 980, 4), 29: 1.0}


def test_what_is_known_of_the_metric_stands_with_the_shares(crowd):
    crowd.publish()
    metadata = answer(largest_accounts("potential_reach"))
    assert metadata.metrics == ("potential_reach",)
    assert len(metadata.sql) == len(metadata.params) == 2
