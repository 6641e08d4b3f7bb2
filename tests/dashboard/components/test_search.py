"""The search: missions, pages, definitions, hashtags and events, in three languages and with typing errors."""

from __future__ import annotations

import pytest

from dashboard import pages
from dashboard.components import search, search_days
from dashboard.components.search import Entry, matching, plain
from dashboard.i18n import speaking
from data.store.warehouse import Warehouse


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    pages.every()


@pytest.mark.parametrize(
    ("typed", "path", "values"),
    [
        ("Kenya", "missions", {"mission": "KEN"}),
        ("kenia", "missions", {"mission": "KEN"}),
        ("Jordanie", "missions", {"mission": "JOR"}),
        ("Banglades", "missions", {"mission": "BGD"}),
        ("regional office nairobi", "missions", {"mission": "RO-NBO"}),
        ("Missions", "missions", {}),
        ("portée sociale", "definitions", {}),
        ("impresions", "definitions", {}),
        ("#migrationmeans", "posts", {"search": "#migrationmeans"}),
        ("World Humanitarian Day", "events", {"event": "2014-08-19"}),
    ],
)
def test_a_thing_is_found_by_its_name_in_any_language(typed: str, path: str, values: dict[str, str]) -> None:
    first = search.find(typed)[0]
    assert first.path in (path, "mission" if path == "missions" else path)
    assert values.items() <= first.values.items()


@pytest.mark.parametrize(
    ("typed", "path", "values"),
    [
        ("silent Asia", "missions", {"region": "BKK"}),
        ("missions silencieuses Asie", "missions", {"region": "BKK"}),
        ("spanish posts", "posts", {"language": "es", "order": "engagement"}),
        ("publications en espagnol", "posts", {"language": "es"}),
        ("Spanish", "posts", {"language": "es"}),
        ("Facebook", "", {"platform": "facebook"}),
        ("missing from Facebook", "quality", {"platform": "facebook"}),
        ("who else used the hashtag", "contributions", {}),
        ("migrants or staff", "contributors", {}),
        ("best time to post", "engagement", {}),
        ("when to post", "engagement", {}),
        ("quand publier", "engagement", {}),
        ("who posted most", "contributions", {}),
        ("countries without a story", "stories", {}),
        ("países sin historia", "stories", {}),
        ("last month", "compare", {}),
        ("chart for a slide", "report", {}),
        ("86,000", "claims", {}),
        ("65 896", "claims", {}),
        ("520.000", "claims", {}),
    ],
)
def test_what_people_ask_for_is_found(typed: str, path: str, values: dict[str, str]) -> None:
    found = search.find(typed)
    assert any(each.path == path and values.items() <= each.values.items() for each in found[:3]), found


@pytest.mark.parametrize(
    "typed", ["19 August", "19 aug 2014", "August 19", "19 août", "19 de agosto de 2014", "2014-08-19", "19th August"]
)
def test_a_day_finds_the_days_around_it_and_their_events(typed: str) -> None:
    first, *others = search.find(typed)
    assert (first.label, first.path) == ("19 August 2014", "")
    assert first.values == {"from": "2014-08-12", "to": "2014-08-26"}
    assert {"2014-08-12", "2014-08-19"} == {each.values["event"] for each in others}


@pytest.mark.parametrize("typed", ["31 February", "Mayotte 19", "19 posts", "0 May"])
def test_what_only_looks_like_a_day_is_searched_as_words(typed: str) -> None:
    assert search_days.around(typed) is None


def test_what_is_missing_from_a_platform_is_its_data_quality_first() -> None:
    assert search.find("missing from Facebook")[0].path == "quality"
    assert search.find("Facebook")[0].path == ""


def test_what_is_found_is_named_in_the_readers_language() -> None:
    with speaking("fr"):
        found = search.find("Jordan")[0]
    assert (found.kind, found.label) == ("Mission", "Jordanie")


def test_what_is_called_so_is_no_typing_error_of_something_else() -> None:
    """Africa is three regions, and Costa Rica is none of them."""
    found = [each.label for each in search.find("Africa")]
    assert {"Southern Africa (Pretoria)", "South Africa"} <= set(found)
    assert "Costa Rica" not in found


def test_nothing_is_found_for_nothing_and_for_what_there_is_not() -> None:
    assert search.find("   ") == []
    assert search.find("xqzzyv") == []
    assert search.find("<script>") == []


def test_the_exact_name_comes_before_what_only_begins_so() -> None:
    entries = [
        Entry("", "Niger", "", names=frozenset({"niger"})),
        Entry("", "Nigeria", "", names=frozenset({"nigeria"})),
    ]
    assert [each.label for each in matching("Niger", entries)] == ["Niger", "Nigeria"]
    assert matching("nigerai", entries)[0].label == "Nigeria"


def test_letters_are_compared_without_accents_and_case() -> None:
    assert plain(" #Côte d’Ivoire") == "cote d’ivoire"
