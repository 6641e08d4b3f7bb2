"""Whatever is computed in arrays is what single rows give, one by one."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import Assumptions, measure
from metrics.statistics import reach
from tests.support.examples import examples

LADDER = ["unique_reach_lower", "unique_reach_modelled", "unique_reach_upper", "gross_reach"]


post = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["facebook", "instagram"]),
        "account": st.sampled_from(["a", "b", None]),
        "followers": st.none() | st.integers(0, 90),
        "campaigns": st.lists(st.sampled_from(["heroes", "means"]), unique=True).map(sorted),
        "language": st.sampled_from(["fr", "unknown"]),
        "posted_at": st.datetimes(dt.datetime(2014, 6, 28), dt.datetime(2014, 7, 3)),
        "counts": st.fixed_dictionaries({"reach": st.none() | st.integers(0, 50)}),
    }
)
assumed = st.builds(
    Assumptions,
    st.fixed_dictionaries(
        {}, optional={"facebook": st.integers(50, 120), "instagram": st.integers(50, 120), "all": st.integers(120, 200)}
    ),
    st.just("chance"),
    st.sampled_from(["", "language"]),
)


@examples(5)
@given(
    posts=st.lists(post, max_size=10),
    by=st.lists(st.sampled_from(["platform", "campaign", "day"]), unique=True),
    assumptions=assumed,
)
def test_every_answer_is_what_single_rows_give_one_by_one(new_house, posts, by, assumptions):
    house = new_house()
    for each in posts:
        house.post(**each)
    house.publish()
    for _, found in measure(LADDER, by=by, assumptions=assumptions).iterrows():
        mine = [
            p for p in posts if p["counts"]["reach"] is not None and all(_matches(p, name, found[name]) for name in by)
        ]
        reaches = [p["counts"]["reach"] for p in mine]
        if not reaches:
            assert found[LADDER].isna().all()
            continue
        assert found["unique_reach_lower"] == max(reaches)
        upper = sum(
            _most([p for p in mine if p["platform"] == platform], assumptions)
            for platform in {p["platform"] for p in mine}
        )
        assert found["unique_reach_upper"] == pytest.approx(min(upper, assumptions.together or upper), abs=0.51)
        universes = {assumptions.platforms.get(p["platform"]) for p in mine}
        followed = any(p["followers"] is not None for p in mine)
        if len({p["platform"] for p in mine}) == 1 and universes != {None} and followed:
            assert found["unique_reach_modelled"] == pytest.approx(_estimate(mine, universes.pop()), abs=0.51)
            assert (
                found["unique_reach_lower"]
                <= found["unique_reach_modelled"]
                <= found["unique_reach_upper"]
                <= found["gross_reach"]
            )
        else:
            assert pd.isna(found["unique_reach_modelled"])


def _matches(each, name, value):
    if name == "campaign":
        return value in (each["campaigns"] or ["none"])
    return each["posted_at"].date() == value.date() if name == "day" else each[name] == value


def _most(posts, assumptions):
    reaches = [each["counts"]["reach"] for each in posts]
    declared = [assumptions.platforms.get(posts[0]["platform"]), assumptions.together]
    universe = min(filter(None, declared), default=None)
    if universe is None:
        return sum(reaches)
    strata = {each["language"] for each in posts} if assumptions.within else {None}
    split = [[each["counts"]["reach"] for each in posts if stratum in (None, each["language"])] for stratum in strata]
    return min(universe, reach.chance_cap([(part, universe) for part in split]))


def _estimate(posts, universe):
    authors = {}
    for place, each in enumerate(posts):
        authors.setdefault(each["account"] or place, []).append(each)
    followers = [
        max((each["followers"] for each in own if each["followers"] is not None), default=None)
        for own in authors.values()
    ]
    reaches = [[each["counts"]["reach"] for each in own] for own in authors.values()]
    return reach.nested(list(zip(followers, reaches, strict=True)), universe).total
