"""A launch without a baseline: means of whole weeks on both sides, counted day by day."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, measure
from metrics.analyses.around_launch import weeks_around
from metrics.analyses.event_study import Around, above_baseline
from metrics.definitions.model import TranslatableText
from metrics.statistics.event_effect import NotEstimable

LAUNCH = dt.date(2014, 8, 19)
WHERE = Selection({"campaign": "migrationmeans"})


def around(values: dict[str, list[float | None]]) -> Around:
    """Days around a launch: how many there were in each part, one after the other."""
    rows = [(part, value) for part, counts in values.items() for value in counts]
    first = LAUNCH - dt.timedelta(sum(len(values[part]) for part in ("before", "sign-ups") if part in values))
    days = pd.DataFrame(
        {
            "day": pd.date_range(first, periods=len(rows)),
            "part": [part for part, _ in rows],
            "posts": pd.array([value for _, value in rows], dtype="Int64"),
        }
    )
    return Around("", LAUNCH, LAUNCH, "posts", Selection(), days, 0, NotEstimable(TranslatableText("too few days")))


def test_whole_weeks_before_the_sign_ups_stand_beside_as_many_after_the_day() -> None:
    found = weeks_around(around({"before": [9, *range(7)], "sign-ups": [99, 99], "window": [50], "after": [10] * 20}))
    assert found
    assert (found.weeks, found.before, found.after, found.on_the_day, found.has_sign_ups) == (1, 3, 10, 50, True)
    assert found.higher == 7
    assert found.by_weekday["before"].sum() == 21


@pytest.mark.parametrize(
    "values", [{"before": [1] * 6, "window": [1], "after": [1] * 9}, {"before": [1] * 9, "window": [1] * 7}]
)
def test_without_a_whole_week_on_either_side_there_is_none(values: dict[str, list[float | None]]) -> None:
    assert weeks_around(around(values)) is None


def test_days_of_which_nothing_is_known_are_left_out() -> None:
    found = weeks_around(around({"before": [None, *[2] * 7], "window": [None], "after": [3] * 7}))
    assert found
    assert (found.weeks, found.before, found.after, found.on_the_day) == (1, 2, 3, None)


def test_the_sample_is_what_measure_counts(sample: Warehouse) -> None:
    at = sample.directory
    found = weeks_around(above_baseline(LAUNCH, where=WHERE, warehouse=at))
    assert found
    kinds = ["original", "share", "reply"]
    for mean, start, end in ((found.before, "2014-07-04", "2014-07-31"), (found.after, "2014-08-20", "2014-09-16")):
        asked = Selection({"campaign": "migrationmeans", "post_kind": kinds}, start, end)
        assert mean == measure("posts", where=asked, warehouse=at)["posts"][0] / 28
    on_the_day = Selection({"campaign": "migrationmeans", "post_kind": kinds}, LAUNCH, LAUNCH)
    assert found.on_the_day == measure("posts", where=on_the_day, warehouse=at)["posts"][0] == 174
