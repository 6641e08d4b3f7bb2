"""Intervals of shares, counts and rates: published values, and what must hold of all."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import MeasureError, Selection, measure
from metrics.analyses.engagement_rates import with_intervals
from metrics.statistics.intervals import COVERED, ENOUGH, count, effective, rate_by_author, ratio_of_rates, share
from tests.metrics.conftest import Builder
from tests.support.examples import examples

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "intervals.py"


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(7, 120, 0.028541, 0.115526), (0, 20, 0, 0.161125), (1, 12, 0.014865, 0.353880)]
)
def test_wilson_for_shares(hits: int, of: int, low: float, high: float) -> None:
    assert share(hits, of) == pytest.approx((low, high), abs=5e-7)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.688879), (3, 0.618672, 8.767273), (10, 4.795389, 18.390356)]
)
def test_garwood_for_counts(events: int, low: float, high: float) -> None:
    assert count(events) == pytest.approx((low, high), abs=5e-7)


@given(of=st.integers(1, 10_000), part=st.floats(0, 1))
def test_a_share_lies_in_its_interval_and_the_interval_between_nothing_and_all(of: int, part: float) -> None:
    hits = round(part * of)
    low, high = share(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(share(of - hits, of))


@given(events=st.integers(0, 10_000))
def test_a_count_lies_in_its_interval_and_more_events_move_it_up(events: int) -> None:
    low, high = count(events)
    assert low <= events < high
    assert low < count(events + 1)[0]
    assert high < count(events + 1)[1]


def test_what_is_no_share_or_count_raises() -> None:
    for hits, of in ((3, 2), (0, 0), (-1, 5)):
        with pytest.raises(ValueError, match="is no share"):
            share(hits, of)
    with pytest.raises(ValueError, match="is no count"):
        count(-1)


@pytest.mark.parametrize(
    ("weights", "equal"), [([5] * 20, 20), ([1], 1), ([], 0), ([0, 0], 0), ([3, 1], 1.6), ([100, *[1] * 20], 1.4371)]
)
def test_unequal_authors_tell_as_much_as_fewer_equal_ones(weights: list[float], equal: float) -> None:
    assert effective(weights) == pytest.approx(equal, abs=1e-4)


@examples(50)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(80, 100)), min_size=25, max_size=60))
def test_a_rate_lies_in_its_interval_whatever_the_order_and_the_unit(made: list[tuple[int, int]]) -> None:
    tops, bottoms = (np.array(each) for each in zip(*made, strict=True))
    found = rate_by_author(tops, bottoms)
    if not tops.any():
        assert found is None
        return
    assert found is not None
    assert 0 <= found[0] <= tops.sum() / bottoms.sum() <= found[1]
    assert rate_by_author(tops[::-1], bottoms[::-1]) == pytest.approx(found)
    assert rate_by_author(tops, 1000 * bottoms) == pytest.approx((found[0] / 1000, found[1] / 1000))


def test_authors_that_are_all_alike_leave_no_doubt() -> None:
    assert rate_by_author([3] * 25, [100] * 25) == (0.03, 0.03)


def test_one_author_with_many_posts_makes_a_rate_less_sure_than_as_many_authors() -> None:
    """A thousand posts, each with 1 or 9 in 100: by as many authors, and by 25 authors whose posts are alike."""
    alone = rate_by_author([1, 9] * 500, [100] * 1000)
    together = rate_by_author([40, 360] * 12 + [200], [4000] * 25)
    assert alone is not None
    assert together is not None
    assert together[1] - together[0] > 4 * (alone[1] - alone[0])


def test_fewer_than_twenty_effective_authors_have_no_interval() -> None:
    assert rate_by_author([1, 2] * 9 + [3], [100] * 19) is None
    assert rate_by_author([1, 2] * 10, [100] * 20) is not None
    assert rate_by_author([1, 2] * 10 + [500], [100] * 20 + [5000]) is None, "one author has most of it"


def test_nothing_to_divide_or_to_divide_by_has_no_interval() -> None:
    assert rate_by_author([], []) is None
    assert rate_by_author([0] * 30, [0] * 30) is None
    assert rate_by_author([0] * 30, [100] * 30) is None


@pytest.mark.long
def test_an_interval_holds_the_true_rate_as_often_as_it_says() -> None:
    simulated = runpy.run_path(str(BENCHMARK))
    _, found = simulated["coverage"](simulated["WORLDS"]["heavy"], 20, 300, with_percentile=False)
    assert found["interval"][0] >= COVERED


def authors(house: Builder, media: str, count: int, engaged: int) -> None:
    for number in range(count):
        for more in (0, number % 3):
            house.post({"impressions": 100, "reactions": engaged + more}, account=f"{media}{number}", media_type=media)


def test_a_rate_is_the_one_that_measure_gives_with_its_interval_around_it(house: Builder) -> None:
    authors(house, "photo", 30, 2)
    authors(house, "video", ENOUGH - 1, 5)
    house.post({"reactions": 4}, media_type="text").publish()
    frame = with_intervals("engagement_rate_by_impressions", "media_type").set_index("media_type")
    plain = measure(["engagement_rate_by_impressions"], ["media_type"]).set_index("media_type")
    photo = frame.loc["photo"]
    assert photo["engagement_rate_by_impressions"] == plain.loc["photo", "engagement_rate_by_impressions"]
    assert photo["lower_share"] < photo["engagement_rate_by_impressions"] < photo["upper_share"]
    assert photo["authors"] == 30
    assert photo["effective_authors"] == pytest.approx(effective([200] * 30))
    assert frame.loc["video", ["lower_share", "upper_share"]].isna().all()
    assert "text" not in frame.index


def test_a_filter_holds_for_the_interval_too(house: Builder) -> None:
    authors(house, "photo", 30, 2)
    for number in range(30):
        house.post({"impressions": 100, "reactions": 90}, account=f"f{number}", media_type="photo", platform="facebook")
    house.publish()
    twitter = with_intervals("engagement_rate_by_impressions", "media_type", Selection({"platform": "twitter"}))
    assert twitter["upper_share"].iloc[0] < 0.1


def test_sums_over_authors_give_the_interval_of_the_authors_themselves(house: Builder) -> None:
    rng = np.random.default_rng(20141218)
    seen, engaged = np.zeros((2, 40), dtype=int), np.zeros((2, 40), dtype=int)
    for author, kind in [*np.ndindex(40, 2), *rng.integers((0, 0), (40, 2), (60, 2))]:
        counts = {"impressions": int(rng.integers(50, 5_000)), "reactions": int(rng.integers(0, 50))}
        seen[kind, author] += counts["impressions"]
        engaged[kind, author] += counts["reactions"]
        house.post(counts, account=f"author{author}", media_type=("photo", "video")[kind])
    house.publish()
    frame = with_intervals("engagement_rate_by_impressions", "media_type").set_index("media_type")
    for kind, name in enumerate(("photo", "video")):
        low, high = rate_by_author(engaged[kind], seen[kind]) or (0, 0)
        assert frame.loc[name, ["lower_share", "upper_share"]].tolist() == pytest.approx([low, high], rel=1e-12)
        assert frame.loc[name, "effective_authors"] == round(effective(seen[kind]), 1)


@pytest.mark.parametrize(
    ("rate", "by"),
    [
        ("engagement_rate_by_impressions", "contributor_type"),
        ("engagement_rate_by_reach", "hashtag"),
        ("virality", "media_type"),
    ],
)
def test_what_tells_a_voice_or_overlaps_has_no_intervals(house: Builder, rate: str, by: str) -> None:
    house.publish()
    with pytest.raises(MeasureError, match="has no interval"):
        with_intervals(rate, by)


def test_a_ratio_of_rates_has_the_interval_of_the_authors_of_both() -> None:
    rng = np.random.default_rng(20141218)
    held, rounds = 0, 400
    for _ in range(rounds):
        posts, others = rng.integers(1, 4, 60), rng.integers(1, 4, 60)
        habits = rng.gamma(2, 2, 60)  # one author's posts resemble each other, in both
        found = ratio_of_rates(rng.poisson(habits * posts), posts, rng.poisson(habits * others), others)
        assert found is not None
        held += found[0] <= 1 <= found[1]
    assert held / rounds >= 0.9
    assert ratio_of_rates([1] * 19, [1] * 19, [1] * 19, [1] * 19) is None
    assert ratio_of_rates([2] * 30, [1] * 30, [1] * 30, [1] * 30) == (2, 2)
