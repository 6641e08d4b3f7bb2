"""The question of a published figure, as people write it in the sheet: filters and assumptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import Assumptions, MeasureError
from metrics.analyses.claim_query import assumptions_of, assumptions_text, filters_of, filters_text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", {}),
        (" ", {}),
        ("platform=twitter", {"platform": ["twitter"]}),
        ("platform = twitter , facebook ; mission=KEN;", {"platform": ["twitter", "facebook"], "mission": ["KEN"]}),
        ('theme="food; music, and ""rain"""', {"theme": ['food; music, and "rain"']}),
        ("platform=twitter; platform=facebook", {"platform": ["twitter", "facebook"]}),
    ],
)
def test_filters_are_read_as_people_write_them(text: str, meant: dict[str, list[str]]) -> None:
    assert filters_of(text) == meant


@pytest.mark.parametrize(
    "text", ["platform", "platform=", "=twitter", "platform=twitter,", "platform=a; b", 'theme="a', "a=b=c"]
)
def test_filters_that_cannot_be_read_say_how_to_write_them(text: str) -> None:
    with pytest.raises(MeasureError, match="Write them as platform=twitter, facebook; mission=KEN"):
        filters_of(text)


@given(
    st.dictionaries(
        st.sampled_from(["platform", "theme", "hashtag"]), st.lists(st.text(min_size=1).filter(str.strip), min_size=1)
    )
)
def test_filters_that_were_written_are_read_as_they_were_meant(meant: dict[str, list[str]]) -> None:
    assert filters_of(filters_text(meant.items())) == meant


@pytest.mark.parametrize(
    ("universe", "overlap", "meant"),
    [
        ("", "", Assumptions()),
        ("", "any", Assumptions()),
        ("5000", "", Assumptions(5000)),
        ("facebook=1000; twitter=2000", "chance", Assumptions({"facebook": 1000, "twitter": 2000}, "chance")),
        ("all=9; facebook=5", "chance within language", Assumptions({"all": 9, "facebook": 5}, "chance", "language")),
    ],
)
def test_assumptions_are_read_as_they_were_written(universe: str, overlap: str, meant: Assumptions) -> None:
    assert assumptions_of(universe, overlap) == meant
    assert assumptions_of(*assumptions_text(meant)) == meant


@pytest.mark.parametrize(
    ("universe", "overlap"),
    [("many", ""), ("facebook=many", ""), ("", "perhaps"), ("0", ""), ("", "any within language")],
)
def test_assumptions_that_cannot_be_read_say_so(universe: str, overlap: str) -> None:
    with pytest.raises(MeasureError):
        assumptions_of(universe, overlap)
