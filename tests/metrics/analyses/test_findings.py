"""What stands out: busiest days, the target, and who is missing."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.warehouse import Warehouse
from metrics import measure
from metrics.analyses.findings import _where_most, findings, target_day

WHERE = {"campaign": "migrationmeans"}


def counts(*values: int) -> pd.Series:
    return pd.Series(values, index=pd.date_range("2014-01-01", periods=len(values)))


def test_the_sample_has_its_three_findings(sample: Warehouse) -> None:
    found = {each.topic: each for each in findings(WHERE, warehouse=sample.directory)}
    assert str(found["busiest"].sentence) == "3 days brought 25.6% of the total."
    assert "2014-08-19 (521), 2014-12-18 (444) and 2014-06-20 (171)" in found["busiest"].detail
    assert str(found["target"].sentence) == "The target of 4,000 posts was passed only on the last day."
    assert str(found["target"].detail) == "3,993 the day before, 4,437 on 2014-12-18."
    assert str(found["missing"].sentence) == "114 of 158 country missions have no post."
    assert str(found["missing"].detail) == "The region with most of these is Asia and the Pacific (Bangkok): 23."


def test_a_part_of_a_campaign_has_no_target(sample: Warehouse) -> None:
    found = findings({**WHERE, "platform": "facebook"}, warehouse=sample.directory)
    assert "target" not in {each.topic for each in found}
    assert (
        findings({**WHERE, "hashtag": "none", "platform": "tumblr", "mission": "AFG"}, warehouse=sample.directory) == []
    )


def test_days_are_those_of_measure(sample: Warehouse) -> None:
    by_day = measure("posts", "day", WHERE, warehouse=sample.directory).dropna()
    top = by_day.sort_values("posts", ascending=False).iloc[0]
    found = next(each for each in findings(WHERE, warehouse=sample.directory) if each.topic == "busiest")
    assert str(found.detail).startswith(f"{top['day'].date()} ({top['posts']})")


@pytest.mark.parametrize(("target", "day"), [(1, 1), (5, 1), (6, 3), (9, 3), (10, None)])
def test_a_target_is_passed_on_the_day_on_which_the_total_reaches_it(target: int, day: int | None) -> None:
    assert target_day(counts(5, 0, 4), target) == (dt.date(2014, 1, day) if day else None)


@pytest.mark.parametrize(
    ("silent", "detail"),
    [
        (["a", "a", "a", "b", "c"], "Most of them are in A: 3."),
        (["a", "a", "b", "c"], "The region with most of these is A: 2."),
        (["a", "b", "c"], "They are named on the page Missions."),
    ],
)
def test_most_is_said_of_more_than_half_only(silent: list[str], detail: str) -> None:
    assert str(_where_most(pd.Series(silent).value_counts(), {"a": "A"})) == detail


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(1, 400))
def test_before_that_day_it_was_not_and_on_it_it_was(values: list[int], target: int) -> None:
    by_day, passed = counts(*values), target_day(counts(*values), target)
    if passed is None:
        assert sum(values) < target
    else:
        assert by_day[: pd.Timestamp(passed)].sum() >= target
        assert by_day[by_day.index < pd.Timestamp(passed)].sum() < target
