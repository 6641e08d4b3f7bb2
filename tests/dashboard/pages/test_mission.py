"""The page about one mission: its numbers, what may be listed of it, and what is said where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from metrics import labels
from metrics.analyses import listings
from tests.support.examples import first
from tests.support.pages import AppTest, items, look, said, tiles, titles


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def written(app: AppTest) -> str:
    """Return all texts of a page, those in HTML too."""
    return said(app) + " ".join(each.value for each in app.get("html")) + app.title[0].value


def notes(app: AppTest) -> dict[str, str]:
    return {each.label: each.delta for each in app.metric}


def test_a_mission_stands_beside_the_median_mission() -> None:
    app = look("mission", mission="SOM")
    assert app.title[0].value == "Somalia: 116 posts, 1.7 times the median country mission"
    assert tiles(app) == {"Posts": "116", "Contributors": "50", "Engagement": "1,087", "Engagement per post": "9.37"}
    assert notes(app) == {
        "Posts": "Median: 66.5 · place 4 of 44",
        "Contributors": "Median: 31.5 · place 3 of 44",
        "Engagement": "Median: 529 · place 6 of 44",
        "Engagement per post": "Median: 8.08 · place 17 of 44 · based on 116 posts",
    }
    assert "August 2014 has the most: 38 posts" in said(app)
    assert "Person: 53% of the posts, 26% of the engagement" in said(app)
    assert "19 August 2014 brought 17 posts" in said(app)
    assert "Its photo has 230 votes: place 1 of" in said(app)


def test_posts_of_institutions_are_listed_and_those_of_persons_only_counted() -> None:
    app = look("mission", mission="SOM")
    where = {"campaign": "migrationmeans", "mission": "SOM", "account_type": ["office", "organisation"]}
    count = listings.publishable_posts(where)[1]
    assert f"{count} of 55 posts can be read here" in said(app)
    assert "61 posts by persons or unknown accounts are counted, not listed" in said(app)
    listed = items(app)
    assert len(listed) == 6
    assert all("· Somalia ·" in each and ("Office" in each or "Organization" in each) for each in listed)


def test_no_contributor_type_is_on_the_page_and_it_says_why() -> None:
    app = look("mission", mission="SOM")
    assert "Contributor types (migrants, staff, partners …) are counted for the whole campaign" in said(app)
    html = " ".join(each.value for each in app.get("html"))
    assert not [name for code, name in labels("contributor_type").items() if code != "unknown" and f">{name}<" in html]
    assert not [each.value for each in app.code if "contributor_type" in each.value]


def test_a_silent_mission_has_a_page_about_its_region() -> None:
    app = look("mission", mission="AFG")
    assert app.title[0].value == "Afghanistan has no post in these data"
    assert "Ignored" not in said(app)
    assert app.query_params["mission"] == "AFG"
    assert "Posts of the median country mission that took part: 66.5." in said(app)
    assert "other country missions in the region took part" in said(app)
    assert "It does not mean that the mission did nothing." in said(app)
    assert not app.metric


@pytest.mark.parametrize("address", [{}, {"mission": ["KEN", "SOM"]}, {"mission": "XXX"}])
def test_without_exactly_one_mission_there_is_a_choice(address: dict[str, str]) -> None:
    app = look("mission", **address)
    assert app.title[0].value == "Choose a mission"
    assert "This page is about one mission." in said(app)
    choice = next(each for each in app.selectbox if each.key == "other_mission")
    choice.set_value("SOM").run()
    assert not app.exception
    assert app.title[0].value.startswith("Somalia: 116 posts")
    assert app.query_params["mission"] == "SOM"


def test_headquarters_and_regional_offices_have_a_page() -> None:
    assert look("mission", mission="HQ").title[0].value.startswith("Headquarters: ")
    app = look("mission", mission="RO-NBO")
    assert "median regional office" in app.title[0].value
    assert "of 8" in notes(app)["Posts"]


@pytest.mark.parametrize("language", first(1, ["fr", "es", "en"]))
@pytest.mark.parametrize("code", ["SOM", "AFG"])
def test_it_speaks_the_readers_language(code: str, language: str) -> None:
    app = look("mission", mission=code, lang=language)
    assert "{" not in written(app)
    assert all(title[:1] == title[:1].upper() for title in titles(app))
    assert {"fr": "Fiche mission", "es": "Ficha de misión", "en": "Mission profile"}[language] in said(app)


def test_advice_says_its_numbers_or_that_there_are_too_few() -> None:
    texts = said(look("mission", mission="SOM"))
    assert "What to do next" in texts
    assert "Advice needs at least 30 posts by 20 authors" in texts
    assert "Too few authors to advise" in texts, "there are enough posts"
    assert "What worked in all missions" in " ".join(each.value for each in look("mission", mission="SOM").get("html"))
    few = look("mission", **{"mission": "SOM", "from": "2014-06-20", "to": "2014-06-30"})
    assert tiles(few)["Posts"] == "11"
    assert "Not enough posts to advise" in said(few)


def test_names_of_missions_lead_to_their_page() -> None:
    html = " ".join(each.value for each in look("missions").get("html"))
    assert 'href="mission?mission=SOM"' in html
    assert 'href="mission?mission=AFG"' in html
    for path, address, code in (("posts", {"mission": "KEN"}, "KEN"), ("photos", {}, "SOM"), ("stories", {}, "TUR")):
        lists = " ".join(each.value for each in look(path, **address).get("html"))
        assert f'href="mission?mission={code}' in lists, path


def test_silent_missions_are_sorted_by_name() -> None:
    html = " ".join(each.value for each in look("missions").get("html"))
    names = re.findall(r">([^<]+)</a></li>", html.partition("Zimbabwe")[0].rpartition("<ul")[2])
    assert len(names) > 5
    assert names == sorted(names, key=str.casefold)


def test_a_few_posts_of_ones_own_are_enough(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,Kenya", "Twitter,2,2014-08-20 11:00,General public,")
    app = look("mission", mission="KEN")
    assert app.title[0].value == "Kenya: 1 post, about as many as the median country mission"
    assert tiles(app)["Engagement per post"] == "not reported"
    assert "Not enough posts to advise" in said(app)
