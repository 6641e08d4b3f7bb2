"""The photo vote: places, and whether the result would stand."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import VoicesNotShown, measure
from metrics.analyses import claims
from metrics.analyses.photo_vote import (
    VOTES,
    Vote,
    audit,
    places,
    published,
    running_totals,
    vote,
    votes_to_remove,
    winners,
)

WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def found(sample: Warehouse) -> Vote:
    return vote(WHERE, warehouse=sample.directory)


def of(**daily: list[int]) -> pd.DataFrame:
    """Votes by day of each photo, from 1 December on."""
    rows = [
        {"photo": photo, "day": pd.Timestamp(2014, 12, 1 + place), VOTES: votes}
        for photo, each in daily.items()
        for place, votes in enumerate(each)
    ]
    return pd.DataFrame(rows, columns=["photo", "day", VOTES])


def totals(**votes: int) -> pd.DataFrame:
    return places(of(**{photo: [each] for photo, each in votes.items()}))


small = st.lists(st.integers(0, 6), min_size=1, max_size=4)


def without(votes: list[int], removed: tuple[int, ...]) -> tuple[str, ...]:
    left = [have - gone for have, gone in zip(votes, removed, strict=True)]
    return tuple(f"p{place}" for place, each in enumerate(left) if each == max(left))


@given(small)
def test_the_stated_number_of_votes_changes_the_winner_and_one_fewer_does_not(votes: list[int]) -> None:
    """Over every way of removing votes: whose they are does not matter."""
    ranked = totals(**{f"p{place}": each for place, each in enumerate(votes)})
    first, needed = set(winners(ranked)), votes_to_remove(ranked)
    if not first:
        assert needed is None
        return
    ways = list(product(*(range(each + 1) for each in votes)))
    changing = [sum(way) for way in ways if not first <= set(without(votes, way))]
    assert min(changing, default=None) == needed


@given(small)
def test_equal_votes_share_a_place_and_shares_add_up(votes: list[int]) -> None:
    ranked = totals(**{f"p{place}": each for place, each in enumerate(votes)})
    by_votes = dict(zip(ranked[VOTES], ranked["place"], strict=True))
    assert all(by_votes[each] == 1 + sum(other > each for other in votes) for each in votes)
    assert ranked["share"].sum() == pytest.approx(1 if sum(votes) else 0)


@pytest.mark.long
@given(st.lists(small, min_size=1, max_size=4))
def test_running_totals_end_at_the_totals_and_never_fall(daily: list[list[int]]) -> None:
    votes = of(**{f"p{place}": each for place, each in enumerate(daily)})
    running = running_totals(votes)
    assert running.iloc[-1].to_dict() == places(votes).set_index("photo")[VOTES].to_dict()
    assert (running.diff().iloc[1:] >= 0).all(axis=None)
    found = audit(votes)
    assert found.days_ahead is None or 1 <= found.days_ahead <= found.days


def test_a_tie_is_a_tie() -> None:
    found = audit(of(a=[2, 1], b=[1, 2], c=[1, 1], d=[2, 0], e=[0, 0]))
    assert found.winners == ("a", "b")
    assert found.to_remove == 1
    assert found.days_ahead is None
    assert found.without_best_day is None
    assert found.ties == (("a", "b"), ("c", "d"))
    assert found.ranked["place"].tolist() == [1, 1, 3, 3, 5]


def test_a_result_that_the_last_day_made_does_not_stand_without_it() -> None:
    found = audit(of(a=[1, 1, 9], b=[3, 3, 0]))
    assert [(rest.days, rest.left_out, rest.stands) for rest in found.rests] == [(1, 9, False), (2, 13, False)]
    assert found.days_ahead == 1
    assert found.bursts[["photo", VOTES, "total"]].values.tolist() == [["a", 9, 11], ["b", 3, 6]]
    assert found.without_best_day == 2


def test_days_without_votes_are_no_last_days() -> None:
    (rest,) = audit(of(a=[2, 5, 0, 0], b=[1, 0, 0, 0])).rests
    assert (rest.days, rest.left_out, rest.stands) == (1, 5, True)


@pytest.mark.parametrize("votes", [of(), of(a=[0, 0], b=[0])], ids=["no row", "no vote"])
def test_without_votes_nobody_won(votes: pd.DataFrame) -> None:
    found = audit(votes)
    assert (found.winners, found.to_remove, found.rests, found.ties, found.days) == ((), None, (), (), 0)


def test_one_photo_wins_whatever_is_removed() -> None:
    found = audit(of(a=[4]))
    assert (found.winners, found.to_remove, found.days, found.days_ahead, found.rests) == (("a",), None, 1, 1, ())


# -- the sample


def test_the_sample_has_the_published_result(found: Vote) -> None:
    checked = audit(found.votes)
    assert checked.ranked[VOTES].tolist()[:4] == [230, 183, 134, 96]
    assert checked.ranked[VOTES].sum() == 1261
    assert (checked.to_remove, checked.days_ahead, checked.days, checked.ties) == (48, 10, 10, ())
    assert [(rest.left_out, rest.ranked[VOTES].tolist()[:3], rest.stands) for rest in checked.rests] == [
        (189, [192, 154, 116], True),
        (367, [154, 138, 95], True),
    ]
    best = checked.bursts.iloc[0]
    assert (best["day"], best[VOTES], best["total"]) == (pd.Timestamp(2014, 12, 15), 17, 64)


def test_the_votes_are_those_of_measure(found: Vote, sample: Warehouse) -> None:
    asked = measure(VOTES, "photo", WHERE, warehouse=sample.directory).set_index("photo")[VOTES]
    assert places(found.votes).set_index("photo")[VOTES].to_dict() == asked.to_dict()


def test_photos_without_valid_consent_are_counted_and_not_listed(found: Vote) -> None:
    assert (found.entered, found.publishable, found.shortlisted, len(found.photos)) == (312, 292, 20, 292)
    assert found.photos["shortlisted"].tolist()[:20] == [True] * 20
    assert found.photos["documented"].sum() == 3


def test_the_audience_of_a_page_is_its_followers(found: Vote) -> None:
    audiences = found.audiences.set_index("mission")
    assert audiences.loc[["SOM", "RO-SJO", "RO-NBO"], "followers"].tolist() == [3457, 4025, 15663]
    assert set(audiences.loc[["SOM", "RO-SJO", "RO-NBO"], "platform"]) == {"facebook"}


def test_published_figures_of_photos_are_found(sample: Warehouse) -> None:
    ledger = claims.ledger(WHERE, warehouse=sample.directory)
    about = published(ledger)[["photo", "value", "qualifier", "state"]].values.tolist()
    assert about == [
        ["photo-154", 230, "exact", "reproduced"],
        ["photo-299", 180, "over", "reproduced"],
        ["photo-108", 130, "over", "reproduced"],
    ]


def test_a_mission_a_period_and_a_past_day_narrow_it(sample: Warehouse) -> None:
    at = {"warehouse": sample.directory}
    assert vote({**WHERE, "mission": "SOM"}, **at).votes["photo"].unique().tolist() == ["photo-154"]
    early = vote(WHERE, pd.Timestamp("2014-12-10").date(), **at)
    assert early.votes["day"].max() == pd.Timestamp(2014, 12, 10)
    with pytest.raises(VoicesNotShown):
        vote({**WHERE, "contributor_type": "migrant"}, **at)


def test_a_photo_whose_consent_is_withdrawn_keeps_its_votes_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    files = {
        "photos.csv": "Photo,Campaign,Submitted,Short-listed,Title,Mission,Consent\n"
        "p1,c,2014-10-01,yes,Shown,KEN,k1\np2,c,2014-10-01,yes,Hidden,SOM,k2\np3,c,2014-10-01,no,None,SOM,\n",
        "votes.csv": "Photo,Day,Votes\np1,2014-12-01,3\np2,2014-12-01,5\n",
        "consents.csv": "Consent,Given,Withdrawn,Expires,Scope,Risk review,Minor,Guardian consent\n"
        "k1,2014-01-01,,,dashboard,passed,no,\nk2,2014-01-01,,2015-01-01,dashboard,passed,no,\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    receipts = import_files([tmp_path / name for name in files], warehouse)
    assert not [each.error for each in receipts if each.error]
    found = vote(warehouse=warehouse.directory)
    assert (found.entered, found.publishable) == (3, 1)
    assert found.photos["title"].tolist() == ["Shown"]
    assert audit(found.votes).winners == ("p2",)
    assert found.audiences.empty
