"""How far an event lies above its baseline: a series with a known answer, and what must hold of every series."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics.event_effect import ENOUGH, NotEstimable, Uplift, uplift
from tests.support.examples import examples

FIRST = dt.date(2014, 3, 1)
WINDOW = (dt.date(2014, 8, 19), dt.date(2014, 8, 25))
WEEKDAYS = np.array([1.10, 1.20, 1.15, 1.15, 1.05, 0.45, 0.40])


@cache
def reference() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """184 days with a pulse added to seven of them, whose true sum is 259."""
    with Path(__file__).with_name("event_effect_reference.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["day"] for row in rows), tuple(int(row["count"]) for row in rows)


@cache
def known() -> Uplift:
    return estimated(*reference(), WINDOW)


def estimated(days: Any, counts: Any, window: tuple[dt.date, dt.date], **choices: Any) -> Uplift:
    found = uplift(days, counts, window, **choices)
    assert isinstance(found, Uplift), found
    return found


def refused(days: Any, counts: Any, window: tuple[dt.date, dt.date], **choices: Any) -> str:
    found = uplift(days, counts, window, **choices)
    assert isinstance(found, NotEstimable)
    return found.reason


def days_from(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(days=place) for place in range(count)]


def quiet(seed: int, days: int = 91, level: float = 25) -> np.ndarray:
    """A series in which nothing happens: more spread than chance alone gives, and a week that repeats."""
    random = np.random.default_rng(seed)
    mean = level * WEEKDAYS[np.arange(days) % 7] * np.exp(random.normal(0, 0.3, days))
    return random.poisson(mean).astype(float)


def last_week(counts: np.ndarray) -> tuple[list[dt.date], tuple[dt.date, dt.date]]:
    days = days_from(FIRST, counts.size)
    return days, (days[-7], days[-1])


# -- the series with a known answer


def test_the_window_and_the_days_before_it_are_those_of_the_series() -> None:
    assert known().observed == 510
    assert known().days_before == 171
    assert sum(reference()[1][:171]) == 4190


def test_the_model_expects_what_it_should() -> None:
    assert known().expected == pytest.approx(173.6, abs=5)
    assert known().uplift == pytest.approx(336.4, abs=5)
    assert known().interval == pytest.approx((248.0, 398.2), abs=5)
    assert known().interval[0] < 259 < known().interval[1]
    assert known().stands_out


def test_the_placebo_windows_give_their_rank_and_their_interval() -> None:
    placebos = known().placebos
    assert placebos is not None
    assert (placebos.windows, placebos.as_far) == (109, 0)
    assert placebos.p == pytest.approx(0.0091, abs=0.00005)
    assert placebos.interval == pytest.approx((212.5, 418.8), abs=5)


def test_the_readable_ratio_is_the_same_on_every_run() -> None:
    rate = known().rate
    assert rate is not None
    assert rate.expected == pytest.approx(188.438, abs=0.0005)
    assert rate.uplift == pytest.approx(321.562, abs=0.0005)
    assert rate.ratio == pytest.approx(2.7065, abs=0.00005)
    assert 1 < rate.interval[0] < rate.ratio < rate.interval[1]


def test_the_path_has_every_day_of_the_window_and_adds_up() -> None:
    path = known().path
    assert [each.day for each in path] == days_from(WINDOW[0], 7)
    assert sum(each.count for each in path) == pytest.approx(known().expected)
    assert all(0 <= each.lower < each.count < each.upper for each in path)


def test_the_same_seed_gives_the_same_answer_and_another_nearly_the_same() -> None:
    assert estimated(*reference(), WINDOW) == known()
    other = estimated(*reference(), WINDOW, seed=2)
    assert other.interval != known().interval
    assert other.interval == pytest.approx(known().interval, abs=12)


# -- what it is called


def test_on_a_day_of_the_calendar_the_label_says_so_unless_a_control_series_takes_care_of_it() -> None:
    assert known().label == "above baseline"
    shared = estimated(*reference(), WINDOW, observance="World Humanitarian Day")
    assert shared.label == "above baseline on World Humanitarian Day"
    compared = estimated(*reference(), WINDOW, observance="World Humanitarian Day", control=quiet(1, 184))
    assert compared.label == "above baseline"


def test_a_control_series_that_rose_as_well_takes_its_part_of_the_rise() -> None:
    usual = quiet(4, 120)
    rise = np.where(np.arange(120) >= 113, 2.0, 1.0)
    days, window = last_week(usual)
    alone = estimated(days, usual * rise, window)
    beside = estimated(days, usual * rise, window, control=10 * usual * rise)
    assert alone.stands_out
    assert abs(beside.uplift) < alone.uplift / 5


# -- lead-in


def test_lead_in_days_are_no_part_of_what_is_usual() -> None:
    days, counts = reference()
    called = np.array(counts, dtype=float)
    called[153:171] *= 50
    lead_in = (dt.date(2014, 8, 1), dt.date(2014, 8, 18))
    left_out = estimated(days, called, WINDOW, lead_ins=[lead_in])
    assert left_out == estimated(days, counts, WINDOW, lead_ins=[lead_in])
    assert left_out.days_before == 153
    assert left_out.expected < estimated(days, called, WINDOW).expected / 2


def test_placebo_windows_are_as_far_from_the_last_known_day_as_the_event_is() -> None:
    found = estimated(*reference(), WINDOW, lead_ins=[(dt.date(2014, 8, 1), dt.date(2014, 8, 18))])
    assert found.placebos is not None
    assert found.placebos.windows == 153 - ENOUGH - 18 - 7 + 1


# -- not estimable, and why


def test_too_few_days_before_are_a_reason() -> None:
    days, counts = reference()
    assert "A baseline needs 56 days before the event. The data have 55, without sign-up days." in refused(
        days[116:], counts[116:], WINDOW
    )
    assert estimated(days[115:], counts[115:], WINDOW).placebos is None
    assert "The data have 0, without sign-up days." in refused(days, counts, (dt.date(2014, 1, 1), dt.date(2014, 1, 7)))
    assert "The data have 0, without sign-up days." in refused([], [], WINDOW)


def test_another_event_nearby_is_a_reason_and_a_shorter_window_mends_it() -> None:
    others = [(dt.date(2014, 8, 24), "Another day")]
    assert "“Another day” on 2014-08-24 is less than 7 days away" in refused(*reference(), WINDOW, others=others)
    assert isinstance(uplift(*reference(), (WINDOW[0], dt.date(2014, 8, 23)), others=others), Uplift)
    assert "“Before”" in refused(*reference(), WINDOW, others=[(dt.date(2014, 8, 13), "Before")])


def test_sign_ups_in_the_window_are_a_reason() -> None:
    lead_in = (dt.date(2014, 8, 21), dt.date(2014, 9, 21))
    assert "Sign-ups from 2014-08-21 to 2014-09-21 fall on these days." in refused(
        *reference(), WINDOW, lead_ins=[lead_in]
    )
    on_one = [(dt.date(2014, 8, 21), dt.date(2014, 8, 21))]
    assert "Sign-ups on 2014-08-21 fall on these days." in refused(*reference(), WINDOW, lead_ins=on_one)


def test_a_window_that_is_not_over_is_a_reason() -> None:
    days, counts = reference()
    assert "end on 2014-08-25, but the data end on 2014-08-24." in refused(days[:177], counts[:177], WINDOW)


def test_days_that_are_not_known_are_never_zero() -> None:
    days, counts = reference()
    gaps = np.array(counts, dtype=float)
    gaps[[20, 173]] = np.nan
    assert "missing for 1 of the days to count." in refused(days, gaps, WINDOW)
    gaps[173] = counts[173]
    assert estimated(days, gaps, WINDOW).days_before == 170
    control = quiet(2, 184)
    control[5] = np.nan
    assert "has no data on some of these days" in refused(days, counts, WINDOW, control=control)


@pytest.mark.parametrize(
    ("active", "sentence"),
    [
        (0, "None of the 84 days before the event has any. A baseline cannot be estimated."),
        (1, "Only 1 day of 84 before the event has any. That is too few"),
        (11, "Only 11 of 84 days before the event have any. That is too few"),
    ],
)
def test_nothing_or_next_to_nothing_before_the_event_is_a_reason(active: int, sentence: str) -> None:
    counts = np.zeros(91)
    counts[: 7 * active : 7] = 1
    days, window = last_week(counts)
    assert sentence in refused(days, counts, window)


def test_a_weekday_that_never_has_any_gives_no_ratio_but_an_answer() -> None:
    counts = quiet(3)
    counts[np.arange(91) % 7 == 6] = 0
    days, window = last_week(counts)
    assert estimated(days, counts, window).rate is None


def test_models_that_disagree_are_known_to() -> None:
    """A level that fell long ago: the drifting level has followed, the straight trend has not."""
    counts = quiet(5, 126, 60)
    counts[28:] /= 6
    days, window = last_week(counts)
    assert not known().disputed
    assert not estimated(days, counts, window).stands_out
    assert estimated(days, counts, window).disputed


def test_days_must_be_whole() -> None:
    days, counts = reference()
    for broken in ([*days[:5], *days[6:]], [*days[:5], *days[4:-1]], days[::-1]):
        with pytest.raises(ValueError, match="Give every day once"):
            uplift(broken, counts[: len(broken)], WINDOW)


# -- what must hold of every series


@pytest.mark.long
@examples(4)
@given(weeks=st.integers(-2000, 2000), odd=st.integers(0, 6))
def test_the_calendar_changes_nothing(weeks: int, odd: int) -> None:
    days, counts = reference()
    by = dt.timedelta(weeks=weeks, days=odd)
    moved = estimated([dt.date.fromisoformat(each) + by for each in days], counts, (WINDOW[0] + by, WINDOW[1] + by))
    assert (moved.interval, moved.placebos, moved.rate) == (known().interval, known().placebos, known().rate)


@pytest.mark.long
@examples(4)
@given(times=st.integers(2, 100))
def test_ten_times_as_many_posts_rise_ten_times_as_far(times: int) -> None:
    days, counts = reference()
    scaled = estimated(days, np.array(counts) * times, WINDOW)
    assert scaled.uplift / times == pytest.approx(known().uplift, rel=0.05)
    assert scaled.interval == pytest.approx([end * times for end in known().interval], rel=0.1)
    assert scaled.rate is not None
    assert known().rate is not None
    assert scaled.rate.ratio == pytest.approx(known().rate.ratio, rel=0.05)


@examples(5)
@given(
    seed=st.integers(0, 10_000),
    days=st.integers(63, 120),
    level=st.sampled_from([0.5, 3, 30, 3000]),
    pulse=st.sampled_from([0, 1, 40]),
)
def test_every_answer_is_in_order(seed: int, days: int, level: float, pulse: float) -> None:
    counts = quiet(seed, days, level)
    counts[-7:] *= pulse
    dates, window = last_week(counts)
    found = uplift(dates, counts, window)
    if isinstance(found, NotEstimable):
        return
    assert found.interval[0] <= found.uplift <= found.interval[1] <= found.observed
    assert found.expected >= 0
    if found.placebos is not None:
        assert 0 < found.placebos.p <= 1
        assert found.placebos.interval is None or found.placebos.interval[0] <= found.placebos.interval[1]
    if found.rate is not None:
        assert 0 <= found.rate.interval[0] <= found.rate.interval[1]


@pytest.mark.long
@pytest.mark.parametrize(("series", "least"), [(20, 16), pytest.param(40, 34, marks=pytest.mark.long)])
def test_where_nothing_happened_the_interval_says_so_nearly_always(series: int, least: int) -> None:
    held = 0
    for seed in range(series):
        counts = quiet(seed)
        days, window = last_week(counts)
        held += not estimated(days, counts, window).stands_out
    assert held >= least  # at 95 % fewer would be chance less than once in two hundred times
