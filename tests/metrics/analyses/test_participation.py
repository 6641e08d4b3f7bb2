"""Which missions took part: every mission of the reference list, with or without a post."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, VoicesNotShown, measure
from metrics.analyses.participation import PUBLISHERS, missions

WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def found(sample: Warehouse) -> pd.DataFrame:
    return missions(WHERE, warehouse=sample.directory)


def of(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    return found[(found["kind"] == kind) & found["is_listed"]]


def test_every_mission_of_the_reference_list_is_there_once(found: pd.DataFrame) -> None:
    countries, offices = of(found, "country"), of(found, "regional")
    assert (len(countries), int((countries["posts"] > 0).sum())) == (158, 44)
    assert (len(offices), int((offices["posts"] > 0).sum())) == (9, 8)
    assert found["mission"].is_unique


def test_those_that_took_part_are_as_many_as_the_metric_says(found: pd.DataFrame, sample: Warehouse) -> None:
    counted = found[found["kind"].isin(["country", "regional"]) & (found["posts"] > 0)]
    assert len(counted) == measure("missions", where=WHERE, warehouse=sample.directory)["missions"].iloc[0] == 52


def test_numbers_are_those_of_measure(found: pd.DataFrame, sample: Warehouse) -> None:
    asked = measure(["posts", "engagement"], "mission", WHERE, warehouse=sample.directory).set_index("mission")
    mine = found.set_index("mission").loc[list(asked.index.drop("unknown", errors="ignore"))]
    asked = asked.loc[mine.index]
    assert mine["posts"].tolist() == asked["posts"].tolist()
    assert mine["engagement"].tolist() == asked["engagement"].tolist()
    assert mine[list(PUBLISHERS)].sum(axis=1).tolist() == asked["posts"].tolist()


def test_a_silent_mission_has_no_post_and_no_day(found: pd.DataFrame) -> None:
    silent = found[found["posts"] == 0]
    assert silent[["first_day", "last_day", "engagement"]].isna().all(axis=None)
    assert "AFG" in silent["mission"].tolist()


def test_a_region_and_a_period_narrow_it(sample: Warehouse) -> None:
    asia = missions({**WHERE, "region": "BKK"}, warehouse=sample.directory)
    assert set(asia["region"]) == {"BKK"}
    august = missions(Selection(WHERE, "2014-08-01", "2014-08-31"), warehouse=sample.directory)
    days = august.dropna(subset="first_day")
    assert days["first_day"].min().month == days["last_day"].max().month == 8


def test_contributor_types_cannot_narrow_it(sample: Warehouse) -> None:
    with pytest.raises(VoicesNotShown):
        missions({**WHERE, "contributor_type": "migrant"}, warehouse=sample.directory)
