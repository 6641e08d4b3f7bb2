"""Hashtags used together, counted pair by pair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.warehouse import Warehouse
from metrics import VoicesNotShown, measure
from metrics.analyses.hashtag_pairs import FEWEST, MOST, pairs
from tests.support.examples import examples

WHERE = {"campaign": "migrationmeans"}


@examples(4)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=8))
def test_each_pair_has_the_posts_that_have_both(new_house, posts):
    house = new_house()
    for tags in posts:
        house.post(hashtags=tags)
    house.publish()
    expected = Counter(pair for tags in posts for pair in combinations(sorted(set(tags)), 2))
    found = {(row.hashtag, row.other): row.posts for row in pairs().itertuples()}
    assert found == {pair: n for pair, n in expected.items() if n >= FEWEST}
    for row in pairs().itertuples():
        each = [sum(tag in tags for tags in posts) for tag in (row.hashtag, row.other)]
        assert row.of_rarer_share == pytest.approx(row.posts / min(each))


def test_the_sample_has_its_campaign_beside_the_days(sample: Warehouse) -> None:
    found = pairs(WHERE, warehouse=sample.directory)
    first = found.iloc[0]
    assert (first["hashtag"], first["other"], first["posts"]) == ("imd2014", "migrationmeans", 127)
    assert len(found) <= MOST
    assert found["posts"].is_monotonic_decreasing
    by_tag = measure("posts", "hashtag", WHERE, warehouse=sample.directory).set_index("hashtag")["posts"]
    assert (found["posts"] <= found["hashtag"].map(by_tag)).all()


def test_filters_narrow_it_and_contributor_types_cannot(sample: Warehouse) -> None:
    at = sample.directory
    facebook = pairs({**WHERE, "platform": "facebook"}, warehouse=at).set_index(["hashtag", "other"])["posts"]
    twitter = pairs({**WHERE, "platform": "twitter"}, warehouse=at).set_index(["hashtag", "other"])["posts"]
    assert facebook["imd2014", "migrationmeans"] + twitter["imd2014", "migrationmeans"] == 127
    assert pairs(WHERE, as_of="2014-12-10", warehouse=at)["posts"].sum() < pairs(WHERE, warehouse=at)["posts"].sum()
    with pytest.raises(VoicesNotShown):
        pairs({**WHERE, "contributor_type": "migrant"}, warehouse=at)
