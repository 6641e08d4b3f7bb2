"""A period is compared with the one before it where there is one, of the same length and counted in the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, VoicesNotShown, measure
from metrics.analyses.comparison import (
    Before,
    State,
    curves,
    differences,
    numbers,
    of_counts,
    of_ranges,
    period_before,
    sides,
)
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


# -- side by side


DECEMBER = ["2014-12-01/2014-12-18", "2014-11-13/2014-11-30"]


@pytest.fixture(scope="module")
def december(sample: Warehouse) -> list[Selection]:
    return sides("periods", DECEMBER, WHERE, warehouse=sample.directory)


def test_numbers_side_by_side_are_those_of_measure(december: list[Selection], sample: Warehouse) -> None:
    found = numbers(december, warehouse=sample.directory)
    assert found["posts"].tolist() == [919, 244]
    assert found["contributors"].tolist() == [540, 195]
    assert found["engagement"].tolist() == [9078, 2139]
    assert found["missions"].tolist() == [52, 50]
    for place, each in enumerate(december):
        asked = measure(list(found.columns), where=each, warehouse=sample.directory).iloc[0]
        assert found.iloc[place].tolist() == asked.tolist()


def test_estimates_have_an_interval_and_ranges_overlap(december: list[Selection], sample: Warehouse) -> None:
    values = numbers(december, warehouse=sample.directory)
    found = {name: each[0] for name, each in differences(december, values, warehouse=sample.directory).items()}
    assert (found["posts"].state, round(found["posts"].share or 0, 2)) == (State.MORE, 2.77)
    assert found["engagement_per_post"].state is State.UNCLEAR
    assert (found["engagement_per_post"].low or 9) < 1 < (found["engagement_per_post"].high or 0)
    assert found["reach"].state is State.OVERLAP


def test_lines_start_on_the_first_day_and_end_with_all_posts(december: list[Selection], sample: Warehouse) -> None:
    found = curves(december, warehouse=sample.directory)
    ends = found.groupby("side").last()
    assert ends["total"].tolist() == [919, 244]
    assert ends["day_number"].tolist() == [18, 18]
    assert found.groupby("side").first()["day_number"].tolist() == [1, 1]
    assert int(found[(found["side"] == 0) & (found["day_number"] == 18)]["posts"].iloc[0]) == 444


def test_what_is_longer_is_compared_over_its_first_days(sample: Warehouse) -> None:
    found = sides("periods", ["2014-08-01/2014-08-31", "2014-07-01/2014-07-10"], WHERE, warehouse=sample.directory)
    assert [days(each) for each in found] == [("2014-08-01", "2014-08-10"), ("2014-07-01", "2014-07-10")]


def test_missions_are_compared_over_the_same_days_without_filters_by_place(sample: Warehouse) -> None:
    where = Selection({**WHERE, "region": "NBO", "platform": "facebook"}, "2014-08-01", "2014-08-31")
    found = sides("missions", ["KEN", "SOM"], where, warehouse=sample.directory)
    assert [each.values("mission") for each in found] == [("KEN",), ("SOM",)]
    assert {days(each) for each in found} == {("2014-08-01", "2014-08-31")}
    assert not found[0].values("region")
    assert found[0].values("platform") == ("facebook",)


@pytest.mark.parametrize("choice", ["", "x", "2014-12-18/2014-12-01", "2014-12-01", "9999-01-01/9999-12-31", "a/b/c"])
def test_what_is_no_period_is_left_out(choice: str, sample: Warehouse) -> None:
    assert sides("periods", [choice], WHERE, warehouse=sample.directory) == []


def test_a_period_beyond_all_data_is_cut_to_them(sample: Warehouse) -> None:
    (found,) = sides("periods", ["0001-01-01/9999-12-31"], WHERE, warehouse=sample.directory)
    assert days(found) == ("2014-06-20", "2014-12-18")


def test_campaigns_are_aligned_by_their_first_day(house: Builder) -> None:
    for day in range(1, 21):
        house.post(campaigns=["one"], posted_at=dt.datetime(2014, 7, day, 12), account=f"a{day}")
    for day in (3, 5):
        house.post(campaigns=["two"], posted_at=dt.datetime(2015, 2, day, 12), account="b")
    house.publish()
    found = sides("campaigns", ["one", "two"])
    assert [days(each) for each in found] == [("2014-07-01", "2014-07-03"), ("2015-02-03", "2015-02-05")]
    assert numbers(found)["posts"].tolist() == [3, 2]
    assert curves(found)["total"].tolist() == [1, 2, 3, 1, 1, 2]
    assert differences(found, numbers(found))["reach"][0].state is State.UNKNOWN


def test_reach_is_refused_across_a_change_in_counting(house: Builder) -> None:
    for month in (5, 7):
        for day in (1, 9):
            house.post({"reach": 10 * month}, platform="facebook", posted_at=dt.datetime(2026, month, day, 12))
    house.publish()
    found = sides("periods", ["2026-07-01/2026-07-09", "2026-05-01/2026-05-09"])
    reach = differences(found, numbers(found))["reach"][0]
    assert reach.state is State.REFUSED
    assert reach.reason is not None
    assert "2026-06-15" in reach.reason


def test_ranges_differ_only_without_a_common_number() -> None:
    assert of_ranges((5, 9), (1, 4)).state is State.MORE
    assert of_ranges((1, 4), (5, 9)).state is State.FEWER
    assert of_ranges((1, 5), (5, 9)).state is State.OVERLAP
    assert of_ranges((1, None), (5, 9)).state is State.UNKNOWN
    assert of_counts(0, 0).state is State.EQUAL
    assert of_counts(3, 0).share is None


def test_contributor_types_cannot_narrow_a_comparison(sample: Warehouse) -> None:
    where = {**WHERE, "contributor_type": "migrant"}
    chosen = sides("periods", DECEMBER, where, warehouse=sample.directory)
    for asked in (numbers, curves):
        with pytest.raises(VoicesNotShown):
            asked(chosen, warehouse=sample.directory)
