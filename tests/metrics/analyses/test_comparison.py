"""A period is compared with the one before it where there is one, of the same length and counted in the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, measure
from metrics.analyses.comparison import Before, period_before
from metrics.definitions.model import TranslatableText
from tests.metrics.conftest import Builder

WHERE = {"campaign": "migrationmeans"}


def compared(where: Selection, warehouse: Warehouse, **options: object) -> Before:
    found = period_before(where, warehouse=warehouse.directory, **options)
    assert isinstance(found, Before), found
    return found


def days(selection: Selection) -> tuple[str, str]:
    return str(selection.start), str(selection.end)


def posts(where: Selection, warehouse: Warehouse) -> int:
    return int(measure("posts", where=where, warehouse=warehouse.directory)["posts"].iloc[0])


def test_a_whole_campaign_compares_its_last_thirty_days(sample: Warehouse) -> None:
    found = compared(Selection(WHERE), sample)
    assert (days(found.now), days(found.before)) == (("2014-11-19", "2014-12-18"), ("2014-10-20", "2014-11-18"))
    assert found.sentence == "Last 30 days (2014-11-19 to 2014-12-18) against the 30 days before"
    assert found.now.values("campaign") == found.before.values("campaign") == ("migrationmeans",)


def test_a_period_is_compared_with_as_many_days_before(sample: Warehouse) -> None:
    found = compared(Selection(WHERE, "2014-12-01", "2014-12-18"), sample)
    assert (days(found.now), days(found.before)) == (("2014-12-01", "2014-12-18"), ("2014-11-13", "2014-11-30"))
    assert (posts(found.now, sample), posts(found.before, sample)) == (919, 244)
    assert found.sentence == "2014-12-01 to 2014-12-18 against the 18 days before"


def test_a_period_with_one_end_has_the_other_of_the_campaign(sample: Warehouse) -> None:
    assert days(compared(Selection(WHERE, "2014-12-01"), sample).before) == ("2014-11-13", "2014-11-30")
    early = period_before(Selection(WHERE, None, "2014-08-01"), warehouse=sample.directory)
    assert early == "These data start on 2014-06-20, so there are no 43 days before to compare with."


def test_one_day_is_compared_with_the_day_before(sample: Warehouse) -> None:
    found = compared(Selection(WHERE, "2014-08-19", "2014-08-19"), sample)
    assert (days(found.before), found.sentence) == (("2014-08-18", "2014-08-18"), "2014-08-19 against the day before")


def test_a_period_that_goes_on_ends_with_the_last_post(sample: Warehouse) -> None:
    found = compared(Selection(WHERE, "2014-12-01", "2014-12-31"), sample)
    assert (days(found.now), days(found.before)) == (("2014-12-01", "2014-12-18"), ("2014-11-13", "2014-11-30"))


def test_other_filters_hold_in_both_and_do_not_shorten_the_data(sample: Warehouse) -> None:
    found = compared(Selection({**WHERE, "mission": "KEN"}, "2014-12-01", "2014-12-18"), sample)
    assert found.now.where == found.before.where == Selection({**WHERE, "mission": "KEN"}).where


def test_a_day_looked_back_to_is_the_last_day(sample: Warehouse) -> None:
    found = compared(Selection(WHERE), sample, as_of="2014-10-31")
    assert days(found.now) == ("2014-10-02", "2014-10-31")


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (
            Selection(WHERE, "2014-06-25", "2014-07-10"),
            "These data start on 2014-06-20, so there are no 16 days before to compare with.",
        ),
        (
            Selection(WHERE, "2014-06-20", "2014-06-20"),
            "These data start on 2014-06-20, so there is no day before to compare with.",
        ),
        (
            Selection(WHERE, "2015-02-01", "2015-02-28"),
            "There are no posts in this period, so there is nothing to compare.",
        ),
        (Selection({"campaign": "none"}), "There are no posts in this period, so there is nothing to compare."),
    ],
)
def test_without_a_period_before_there_is_a_reason(where: Selection, reason: str, sample: Warehouse) -> None:
    assert period_before(where, warehouse=sample.directory) == reason


def test_across_a_change_in_how_a_platform_counts_nothing_is_compared(new_house: Callable[[], Builder]) -> None:
    house = new_house()
    for month, day in ((5, 1), (6, 1), (6, 20), (7, 20)):
        house.post({"reach": 10}, platform="facebook", posted_at=dt.datetime(2026, month, day, 12))
    house.publish()
    where = Selection({}, "2026-06-05", "2026-06-30")
    assert isinstance(period_before(where), Before)  # posts are counted as before
    refused = period_before(where, metrics=["unique_reach_upper"])
    assert isinstance(refused, TranslatableText)
    assert str(refused).startswith("The two periods cannot be compared, because a platform changed how it counts.")
    assert "2026-06-15" in refused
    later = Selection({}, "2026-07-05", "2026-07-20")
    assert isinstance(period_before(later, metrics=["unique_reach_upper"]), Before)


def test_too_few_days_for_a_whole_campaign(new_house: Callable[[], Builder]) -> None:
    house = new_house()
    for day in (1, 30):
        house.post(posted_at=dt.datetime(2014, 7, day, 12))
    house.publish()
    assert period_before() == (
        "These data start on 2014-07-01, too late to compare the last 30 days with the 30 before."
    )
