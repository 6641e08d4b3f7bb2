"""Stories that may be published, by country, and what waits for whom."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.editing.purge import purge
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import VoicesNotShown, measure
from metrics.analyses.story_coverage import (
    CONTRIBUTIONS,
    by_language,
    by_theme,
    countries,
    for_council,
    of_the_month,
    routes,
    steps,
)

WHERE = {"campaign": "migrantheroes"}


@pytest.fixture(scope="module")
def found(sample: Warehouse) -> pd.DataFrame:
    return countries(WHERE, warehouse=sample.directory)


def test_every_country_with_a_mission_is_there_once(found: pd.DataFrame) -> None:
    listed = found[found["is_listed"]]
    assert found["country"].is_unique
    assert (len(listed), int((listed["stories"] > 0).sum())) == (158, 53)
    others = found[~found["is_listed"]]
    assert sorted(others["country"]) == ["ERI", "SWE"]
    assert (others["stories"] > 0).all()


def test_the_numbers_are_those_of_measure(found: pd.DataFrame, sample: Warehouse) -> None:
    asked = measure("stories", "country", WHERE, warehouse=sample.directory).set_index("country")["stories"]
    assert found[found["stories"] > 0].set_index("country")["stories"].to_dict() == asked.to_dict()
    assert found["stories"].sum() == 118
    assert found[[*CONTRIBUTIONS, "not_recorded"]].sum().tolist() == [49, 9, 60, 0]


def test_a_region_narrows_it_and_a_voice_does_not(sample: Warehouse) -> None:
    asia = countries({**WHERE, "region": "BKK"}, warehouse=sample.directory)
    assert set(asia.loc[asia["is_listed"], "region"]) == {"BKK"}
    with pytest.raises(VoicesNotShown):
        countries({**WHERE, "contributor_type": "migrant"}, warehouse=sample.directory)


def test_each_story_stands_somewhere(sample: Warehouse) -> None:
    counted = steps({**WHERE, "mission": "KEN"}, warehouse=sample.directory)
    assert counted["stories"].sum() == 180, "where stories wait is told of whole campaigns only"
    assert counted.groupby("standing")["stories"].sum().to_dict() == {
        "publishable": 118,
        "pending": 31,
        "rejected": 20,
        "withdrawn": 7,
        "expired": 4,
    }
    reasons = counted.set_index(["standing", "reason"])["stories"]
    assert reasons["pending"].to_dict() == {"consent": 19, "review": 12}
    assert reasons["rejected"].to_dict() == {"review": 11, "other": 9}
    assert counted.set_index("standing").loc["publishable", "published"] == counted["published"].sum() == 78


def test_the_councils_ten_may_be_published(sample: Warehouse) -> None:
    chosen = for_council(WHERE, warehouse=sample.directory)
    assert len(chosen) == 10
    assert chosen["contribution_to"].isin(CONTRIBUTIONS).all()


def test_a_place_is_told_of_a_publishable_story_only(warehouse: Warehouse, tmp_path: Path) -> None:
    files = {
        "stories.csv": "Story,Campaign,Nominated,Mission,Country,Contribution to,State,For Council,Consent\n"
        "s1,h,2015-01-01,KEN,KEN,,accepted,yes,k1\ns2,h,2015-01-01,SOM,SOM,host,accepted,yes,k2\n"
        "s3,h,2015-01-01,UGA,UGA,home,pending,no,\n",
        "consents.csv": "Consent,Given,Expires,Scope,Risk review\nk1,2014-01-01,,dashboard,passed\n"
        "k2,2014-01-01,,report,passed\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not [each.error for each in import_files([tmp_path / name for name in files], warehouse) if each.error]
    at = {"warehouse": warehouse.directory}
    told = countries(**at)
    assert told.loc[told["stories"] > 0, ["country", "not_recorded"]].values.tolist() == [["KEN", 1]]
    assert for_council(**at)["country"].tolist() == ["KEN"]
    assert steps(**at)[["standing", "reason", "stories"]].values.tolist() == [
        ["publishable", "", 1],
        ["without consent", "consent", 1],
        ["pending", "consent", 1],
    ]


@pytest.mark.long
def test_routes_links_and_months_are_those_of_publishable_stories_and_go_with_their_consent(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    files = {
        "stories.csv": "Story,Campaign,Nominated,Mission,Country,State,Consent,Origin,Transit,Host,Story link,Month,Theme,Languages\n"
        's1,h,2015-01-01,KEN,KEN,accepted,k1,SOM,ETH,KEN,https://example.org/first,2015-03,Work,"SO, en, en"\n'
        "s2,h,2015-01-01,UGA,UGA,accepted,,SDN,,UGA,https://example.org/second,2015-04,Health,fr\n",
        "consents.csv": "Consent,Given,Expires,Scope,Risk review\nk1,2014-01-01,,dashboard,passed\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files([tmp_path / name for name in files], warehouse)
    at = {"warehouse": warehouse.directory}
    assert routes(**at).values.tolist() == [["SOM", "ETH", "KEN", 1]]
    assert by_theme(**at).values.tolist() == [["labour", 1]], "the area of work that the reference list gives to it"
    assert by_language(**at).values.tolist() == [["en", 1], ["so", 1]]
    assert of_the_month(**at)[["story_month", "country"]].values.tolist() == [["2015-03", "KEN"]]
    assert steps(**at)[["standing", "published"]].values.tolist() == [["publishable", 1], ["without consent", 1]]
    purge("k1", warehouse)
    assert routes(**at).empty
    assert by_theme(**at).empty
    assert by_language(**at).empty
    assert of_the_month(**at).empty
    content = b"".join(path.read_bytes() for path in warehouse.directory.glob("version-*"))
    assert b"example.org/first" not in content
    assert b"example.org/second" in content
