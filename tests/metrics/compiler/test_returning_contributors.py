"""Contributors who came back: counted one by one, they are what the metric says."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.warehouse import Warehouse
from metrics import MeasureError, Metric, Selection, VoicesNotShown, measure
from metrics.definitions.kinds import Kind
from tests.support.examples import examples

NAME = "returning_contributors"
DAYS = {
    1: dt.datetime(2014, 6, 30, 23),
    2: dt.datetime(2014, 7, 1),
    3: dt.datetime(2014, 7, 31),
    4: dt.datetime(2014, 9, 2),
}
post = st.fixed_dictionaries(
    {
        "account": st.sampled_from(["a", "b", "c", None]),
        "posted_at": st.sampled_from(list(DAYS.values())),
        "platform": st.sampled_from(["facebook", "twitter"]),
        "campaigns": st.lists(st.sampled_from(["heroes", "means"]), unique=True).map(sorted),
    }
)


def one_by_one(posts: list[dict], row: list[dict]) -> int:
    first = {}
    for each in posts:
        month = each["posted_at"].replace(day=1, hour=0)
        first[each["account"]] = min(first.get(each["account"], month), month)
    back = {each["account"] for each in row if each["posted_at"].replace(day=1, hour=0) > first[each["account"]]}
    return len(back - {None})


@pytest.mark.long
@examples(5)
@given(posts=st.lists(post, max_size=10), by=st.sampled_from([(), ("month",), ("platform",), ("campaign", "month")]))
def test_they_are_those_that_are_counted_one_by_one(new_house, posts, by):
    house = new_house()
    for each in posts:
        house.post(**each)
    house.publish()
    for _, found in measure(NAME, by).iterrows():
        row = [
            each
            for each in posts
            if ("month" not in by or each["posted_at"].strftime("%Y-%m") == found["month"].strftime("%Y-%m"))
            and ("platform" not in by or each["platform"] == found["platform"])
            and ("campaign" not in by or found["campaign"] in (each["campaigns"] or ["none"]))
        ]
        assert found[NAME] == one_by_one(posts, row)


def test_a_period_and_a_filter_narrow_which_months_there_are(house):
    for account, moment, platform in (
        ("a", 1, "twitter"),
        ("a", 3, "facebook"),
        ("a", 4, "facebook"),
        ("b", 4, "twitter"),
    ):
        house.post(account=account, posted_at=DAYS[moment], platform=platform)
    house.publish()
    assert measure(NAME)[NAME].tolist() == [1]
    assert measure(NAME, where={"platform": "facebook"})[NAME].tolist() == [1]
    assert measure(NAME, where=Selection((), "2014-08-01"))[NAME].tolist() == [0]
    assert measure(NAME, as_of="2014-07-31")[NAME].tolist() == [1]
    assert measure(NAME, as_of="2014-07-01")[NAME].tolist() == [0]
    assert measure(NAME, "month")[NAME].tolist() == [0, 1, 1]


def test_the_sample_says_how_many_came_back(sample: Warehouse) -> None:
    at, where = sample.directory, {"campaign": "migrationmeans"}
    found = measure(["contributors", NAME], where=where, warehouse=at).iloc[0]
    assert found.tolist() == [1853, 569]
    by_month = measure(["contributors", NAME], "month", where, warehouse=at)
    assert by_month[NAME].iloc[0] == 0
    assert (by_month[NAME] <= by_month["contributors"]).all()
    assert isinstance(by_month, pd.DataFrame)


def test_no_formula_and_no_contributor_type_reads_it(sample: Warehouse) -> None:
    with pytest.raises(MeasureError, match="more than its SQL"):
        measure(Metric("part", "", f"{{{NAME}}} / {{contributors}}", Kind.RATIO, "", ""), warehouse=sample.directory)
    with pytest.raises(VoicesNotShown, match="not available by contributor type"):
        measure(NAME, "contributor_type", warehouse=sample.directory)
