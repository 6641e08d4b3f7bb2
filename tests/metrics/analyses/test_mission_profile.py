"""One mission beside the median mission: its numbers are those of measure(), and advice comes with an interval."""

from __future__ import annotations

import datetime as dt
import statistics

import pandas as pd
import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, VoicesNotShown, measure
from metrics.analyses import mission_profile
from metrics.answers import attached
from tests.metrics.conftest import Builder

WHERE = {"campaign": "migrationmeans"}


@pytest.fixture(scope="module")
def somalia(sample: Warehouse) -> pd.DataFrame:
    return mission_profile.beside_median("SOM", WHERE, warehouse=sample.directory).set_index("metric")


def test_numbers_are_those_of_measure(somalia: pd.DataFrame, sample: Warehouse) -> None:
    names = list(mission_profile.METRICS)
    asked = measure(names, where={**WHERE, "mission": "SOM"}, warehouse=sample.directory).iloc[0]
    assert somalia["value"].tolist() == [asked[name] for name in names]
    assert asked[["posts", "contributors", "engagement"]].tolist() == [116, 50, 1087]


def test_the_median_is_that_of_country_missions_taking_part(somalia: pd.DataFrame, sample: Warehouse) -> None:
    posts = measure("posts", ["mission"], WHERE, warehouse=sample.directory)
    countries = posts[posts["mission"].map(lambda code: len(code) == 3)]["posts"].tolist()
    assert len(countries) == 44
    assert somalia.loc["posts", ["median", "place", "missions"]].tolist() == [statistics.median(countries), 4, 44]
    assert somalia.loc["contributors", ["median", "place"]].tolist() == [31.5, 3]
    assert somalia.loc["engagement", ["median", "place"]].tolist() == [529, 6]


def test_other_filters_hold_and_those_by_place_do_not(sample: Warehouse) -> None:
    where = Selection({**WHERE, "platform": "facebook", "mission": "KEN", "region": "NBO"}, "2014-08-01", "2014-08-31")
    found = mission_profile.beside_median("SOM", where, warehouse=sample.directory).set_index("metric")
    own = Selection({**WHERE, "platform": "facebook", "mission": "SOM"}, "2014-08-01", "2014-08-31")
    assert found["value"]["posts"] == measure("posts", where=own, warehouse=sample.directory)["posts"].iloc[0]
    assert found["missions"]["posts"] > 10


def test_a_regional_office_stands_beside_regional_offices(sample: Warehouse) -> None:
    found = mission_profile.beside_median("RO-NBO", WHERE, warehouse=sample.directory).set_index("metric")
    assert found["missions"]["posts"] == 8


def test_a_silent_mission_has_no_values_and_still_a_median(sample: Warehouse) -> None:
    found = mission_profile.beside_median("AFG", WHERE, warehouse=sample.directory).set_index("metric")
    assert found["value"].isna().all()
    assert found["place"].isna().all()
    assert found["missions"]["posts"] == 44
    found_in_list = mission_profile.mission("AFG", warehouse=sample.directory)
    assert found_in_list is not None
    assert (found_in_list.kind, found_in_list.is_listed) == ("country", True)
    assert mission_profile.mission("nowhere", warehouse=sample.directory) is None


def test_months_add_up_and_stand_beside_the_median(sample: Warehouse) -> None:
    found = mission_profile.by_month("SOM", WHERE, warehouse=sample.directory)
    assert found["posts"].tolist() == [11, 16, 38, 11, 13, 10, 17]
    assert found["month"].dt.month.tolist() == list(range(6, 13))
    assert attached(found).metrics == ("posts",)
    every = measure("posts", ["mission", "month"], WHERE, warehouse=sample.directory)
    august = every[(every["month"].dt.month == 8) & (every["mission"].str.len() == 3)]["posts"].tolist()
    assert found["median"].tolist()[2] == statistics.median([*august, *[0] * (44 - len(august))])
    assert mission_profile.by_month("AFG", WHERE, warehouse=sample.directory)["posts"].tolist() == [0] * 7


def test_its_photo_has_its_votes_and_its_place(sample: Warehouse) -> None:
    found = mission_profile.photos("SOM", WHERE, warehouse=sample.directory)
    assert (found.votes, found.rank) == (230, 1)
    assert mission_profile.photos("AFG", WHERE, warehouse=sample.directory).entered == 0
    assert mission_profile.photos("SOM", {"campaign": "migrantheroes"}, warehouse=sample.directory).entered == 0


def test_contributor_types_cannot_narrow_it(sample: Warehouse) -> None:
    where = {**WHERE, "contributor_type": "migrant"}
    for asked in (mission_profile.beside_median, mission_profile.by_month, mission_profile.shares):
        with pytest.raises(VoicesNotShown):
            asked("SOM", where, warehouse=sample.directory)


def test_a_share_is_worked_out_from_enough_posts_of_enough_authors(house: Builder) -> None:
    house.insert("events", {"day": dt.date(2014, 8, 19), "event": "A day", "is_synthetic": False})
    for n in range(60):
        day = 19 if n % 2 else 20
        at = dt.datetime(2014, 8, day, 12)
        house.post(mission="KEN", account=f"k{n}", posted_at=at, language="en")
        house.post(mission="SOM", account="alone", posted_at=at, language="en")
        language = "fr" if n % 3 == 0 else "en"
        house.post(mission="TUN", account=f"t{n}", posted_at=dt.datetime(2014, 8, 20, 12), language=language)
    for n in range(29):
        house.post(mission="JOR", account=f"j{n}", posted_at=dt.datetime(2014, 8, 20, 12), language="ar")
    house.publish()
    found = {each.rule: each for each in mission_profile.shares("KEN")}
    assert (found["events"].value, found["events"].posts) == (0.5, 60)
    assert found["events"].others == 30 / 149
    assert found["events"].low == pytest.approx(0.3774, abs=1e-4)  # Wilson, 30 of 60
    assert found["events"].differs
    assert (found["language"].value, found["language"].others) == (0, 20 / 149)
    assert mission_profile.shares("SOM") == []  # one author
    assert mission_profile.shares("JOR") == []  # 29 posts
    assert mission_profile.shares("AFG") == []


def test_advice_on_formats_needs_two_intervals(house: Builder) -> None:
    for n in range(40):
        for kind, reactions in (("photo", 50 + n % 3), ("link", 10 + n % 2)):
            house.post({"reactions": reactions}, mission="KEN", account=f"{kind}{n}", media_type=kind, followers=1000)
    house.post({"reactions": 900}, mission="TUN", account="t", media_type="photo", followers=1000)
    house.post({"reactions": 900}, mission="KEN", account="v", media_type="video", followers=1000)
    house.publish()
    found = mission_profile.best_format("KEN")
    assert found is not None
    assert (found.better, found.other, found.differs) == ("photo", "link", True)
    assert found.better_rate[0] < 0.051 < found.better_rate[1]
    assert mission_profile.best_format("TUN") is None
