"""A period is a period: one that ends on the last day of posts leaves out what came after, such as stories of the next
year."""

from __future__ import annotations

import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, measure
from metrics.analyses import listings

FIRST, LAST = "2014-06-20", "2014-12-18"
"""The first and the last day of the sample on which anything was posted."""


def contributions(sample: Warehouse, where: Selection) -> int:
    return int(measure("contributions", where=where, warehouse=sample.directory)["contributions"].iloc[0])


def test_the_last_day_of_posts_is_an_end_and_not_no_end(sample: Warehouse) -> None:
    days = measure("posts", "day", warehouse=sample.directory)["day"]
    assert (days.min().date().isoformat(), days.max().date().isoformat()) == (FIRST, LAST)
    assert contributions(sample, Selection()) == 5_276
    for where in (
        Selection(end=LAST),
        Selection(start=FIRST, end=LAST),
        Selection({"campaign": "migrationmeans"}, FIRST, LAST),
    ):
        assert contributions(sample, where) == 5_096
    assert contributions(sample, Selection(start="2014-12-19")) == 180


@pytest.mark.parametrize(("where", "count"), [(Selection(start=FIRST, end=LAST), 145), (Selection(), 149)])
def test_a_mission_counts_what_falls_into_the_period(sample: Warehouse, where: Selection, count: int) -> None:
    by_mission = measure("contributions", "mission", where, warehouse=sample.directory).set_index("mission")[
        "contributions"
    ]
    alone = Selection({"mission": "Ireland"}, where.start, where.end)
    assert (by_mission["IRL"], contributions(sample, alone)) == (count, count)


def test_every_number_heeds_a_period_that_holds_all_posts(sample: Warehouse) -> None:
    names = ["posts", "stories", "thunderclap_supporters", "photo_votes", "contributions"]
    whole = measure(names, where=Selection(start=FIRST, end=LAST), warehouse=sample.directory).iloc[0].tolist()
    rest = measure(names, where=Selection(start="2014-12-19"), warehouse=sample.directory).iloc[0].fillna(0).tolist()
    every = measure(names, warehouse=sample.directory).iloc[0].tolist()
    assert whole == [4_437, 0, 347, 1_261, 5_096]
    assert [one + other for one, other in zip(whole, rest, strict=True)] == every


def test_lists_heed_it_too(sample: Warehouse) -> None:
    every, within = (listings.events(where, warehouse=sample.directory) for where in (None, Selection(end=LAST)))
    assert within["day"].max() <= every["day"].max()
    assert (within["day"].astype(str) <= LAST).all()
