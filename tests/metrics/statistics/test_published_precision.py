"""Whether numbers are the same as precisely as one of them was published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics.published_precision import QUALIFIERS, agrees, contradict, off_by, precision, room


@pytest.mark.parametrize(
    ("value", "qualifier", "number", "agreed"),
    [
        (4400, "over", 4437, True),
        (4400, "over", 4400, False),
        (4400, "over", 4501, False),
        (4400, "at_least", 4400, True),
        (50, "over", 52, True),
        (50, "over", 56, False),
        (3, "over", 4, True),
        (3000, "over", 3999, False),
        (520_000, "over", 521_840, True),
        (580_000, "over", 521_840, False),
        (230, "exact", 230, True),
        (230, "exact", 231, False),
        (700, "about", 651, True),
        (700, "about", 629, False),
        (90, "under", 90, False),
        (90, "under", 88, True),
        (90, "at_most", 90, True),
        (90, "at_most", 91, False),
    ],
)
def test_a_number_agrees_within_the_precision_it_was_published_with(
    value: int, qualifier: str, number: int, agreed: bool
) -> None:
    assert agrees(value, qualifier, number) is agreed


@pytest.mark.parametrize(
    ("value", "last"), [(4400, 100), (4437, 1), (520_000, 10_000), (0, 1), (0.047, 0.001), (6.4e6, 100_000)]
)
def test_precision_is_the_last_digit_that_was_written(value: float, last: float) -> None:
    assert precision(value) == pytest.approx(last)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(QUALIFIERS))
def test_what_agrees_is_never_more_than_a_tenth_or_one_thing_off(value: int, number: int, qualifier: str) -> None:
    if agrees(value, qualifier, number):
        assert abs(value - number) <= max(1, value / 10)
        assert abs(value - number) <= room(value)


@given(
    st.tuples(st.integers(1, 10**6), st.sampled_from(QUALIFIERS)),
    st.tuples(st.integers(1, 10**6), st.sampled_from(QUALIFIERS)),
)
def test_contradiction_is_mutual_and_nobody_contradicts_itself(one: tuple[int, str], other: tuple[int, str]) -> None:
    assert contradict(one, other) == contradict(other, one)
    assert not contradict(one, (one[0], other[1]))


def test_nothing_cannot_be_exceeded_by_a_share() -> None:
    assert off_by(10, 0) is None
    assert off_by(580_000, 521_840) == pytest.approx(0.11145, abs=1e-5)
