"""Reach by platform: bounds for posts whose reach is known, and for all posts."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics import Assumptions, measure
from metrics.analyses.reach_by_platform import KNOWN, MOST, SHOWN, SILENT, by_platform, most_together
from tests.support.examples import first

LOWER, UPPER = "unique_reach_lower", "unique_reach_upper"


@pytest.fixture
def mixed(house):
    """Facebook says the reach of two posts and the displays of a third; Twitter displays only; Tumblr nothing."""
    for counts in ({"reach": 4200}, {"reach": 3100}, {"impressions": 9000}):
        house.post(counts, platform="facebook")
    house.post({"impressions": 700}, platform="twitter").post({}, platform="tumblr").publish()
    return house


def rows(*columns, **question):
    frame = by_platform(**question).set_index("platform")[list(columns)]
    return {name: [None if pd.isna(value) else int(value) for value in row] for name, *row in frame.itertuples()}


def test_what_is_not_reported_has_no_interval_and_displays_bound_it(mixed):
    assert rows(LOWER, UPPER, MOST) == {
        "facebook": [4200, 7300, 16300],
        "tumblr": [None, None, None],
        "twitter": [None, None, 700],
    }
    assert rows(KNOWN, SHOWN, SILENT) == {"facebook": [2, 1, 0], "tumblr": [0, 0, 1], "twitter": [0, 1, 0]}


def test_a_universe_ends_what_nothing_else_ends(mixed):
    declared = Assumptions({"facebook": 10_000, "tumblr": 500})
    assert rows(MOST, assumptions=declared) == {"facebook": [10_000], "tumblr": [500], "twitter": [700]}
    assert most_together(by_platform(assumptions=declared)) == 11_200
    assert rows(MOST, assumptions=Assumptions(9000)) == {"facebook": [9000], "tumblr": [9000], "twitter": [700]}
    assert most_together(by_platform(assumptions=Assumptions(9000))) == 9000


def test_all_platforms_have_an_end_only_where_each_has_one(mixed):
    assert most_together(by_platform()) is None
    assert most_together(by_platform({"platform": ["facebook", "twitter"]})) == 17_000
    assert most_together(by_platform({"platform": "linkedin"})) is None


@pytest.mark.parametrize(
    "assumptions", first(1, [None, Assumptions({"facebook": 5000}), Assumptions({"facebook": 5000}, "chance")])
)
def test_the_interval_is_the_one_that_measure_gives_and_all_posts_never_reach_fewer(mixed, assumptions):
    frame = by_platform(assumptions=assumptions).dropna(subset=UPPER)
    measured = measure([LOWER, UPPER], "platform", {"platform": "facebook"}, assumptions=assumptions)
    assert frame[[LOWER, UPPER]].values.tolist() == measured[[LOWER, UPPER]].values.tolist()
    assert (frame[MOST].isna() | (frame[MOST] >= frame[UPPER])).all()
