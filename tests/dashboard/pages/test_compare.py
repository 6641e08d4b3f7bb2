"""The page that compares: numbers side by side with their differences, and refusals with their reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from metrics.analyses.comparison import KINDS
from tests.support.examples import first
from tests.support.pages import AppTest, cells, look, run, said, unfolded

DECEMBER = {"a": "2014-12-01/2014-12-18", "b": "2014-11-13/2014-11-30"}


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def html(app: AppTest) -> str:
    return " ".join(each.value for each in app.get("html"))


def test_two_periods_stand_side_by_side() -> None:
    app = look("compare", **DECEMBER)
    assert app.title[0].value == "1–18 Dec 2014: 919 posts, 3.8 times as many as 13–30 Nov 2014 (244)"
    assert "Engagement per post shows no clear difference. 18 days each, by the same definitions." in said(app)
    assert "A has the most: 919 posts" in said(app)
    table = html(app)
    for cell in ("919", "244", "+277%", "540", "195", "+177%", "9,078", "2,139", "+324%", "+2", "no clear difference"):
        assert cell in table
    assert "9,963 to 97,259" in table
    assert "120 of 919 posts report it" in table
    assert "ranges overlap" in table
    assert "Contributors, at most" in table
    assert "Contributor types (migrants, staff, partners …) are counted for the whole campaign" in said(app)


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        (
            DECEMBER,
            [
                "“#MigrationMeans: 919 posts (1–18 Dec 2014); 244 (13–30 Nov 2014).”",
                "919 publications (1–18 déc. 2014) ; 244 (13–30 nov. 2014).",
            ],
        ),
        (
            {"kind": "missions", "a": "KEN", "b": "SOM"},
            [" posts (Kenya); 116 (Somalia).”", " (Kenya) ; 116 (Somalie)."],
        ),
    ],
)
def test_a_comparison_has_a_sentence_to_quote_in_every_language(address: dict[str, str], sentences: list[str]) -> None:
    app = unfolded(look("compare", **address))
    quotes = html(app).replace("\u00a0", " ")
    for sentence in sentences:
        assert sentence in quotes
    assert "Each is counted over the same number of days and by the same definitions." in said(app)


def test_until_something_is_chosen_the_period_before_is_compared() -> None:
    app = look("compare")
    assert "Period A" in [each.label for each in app.get("date_input")]
    assert ": 1,093 posts, 2.8 times as many as 20 Oct" in app.title[0].value
    assert "30 days each" in said(app)
    assert "a" not in app.query_params


def test_without_a_period_before_the_page_says_why() -> None:
    app = look("compare", **{"from": "2014-06-20", "to": "2014-07-10"})
    assert app.title[0].value == "Choose two to compare"
    assert "These data start on 20 June 2014, so there are no 21 days before to compare with." in said(app)


def test_missions_are_compared_and_what_sign_ups_do_not_record_is_refused() -> None:
    app = look("compare", kind="missions", a="KEN", b="SOM", c="JOR")
    assert app.title[0].value.startswith("Kenya: ")
    assert "C: Jordan" in html(app)
    assert "not available by mission" in html(app)
    assert "not compared" in html(app)
    assert {key: app.query_params[key] for key in ("kind", "a", "b", "c")} == {
        "kind": "missions",
        "a": "KEN",
        "b": "SOM",
        "c": "JOR",
    }


def test_a_choice_stands_in_the_address() -> None:
    app = look("compare", kind="missions", a="KEN", b="SOM")
    next(each for each in app.selectbox if each.key == "code_b").set_value("JOR")
    run(app)
    assert app.query_params["b"] == "JOR"
    assert "Jordan" in app.title[0].value


def test_a_period_stands_in_the_address_once_both_its_days_are_chosen() -> None:
    app = look("compare", **DECEMBER)
    chosen = next(each for each in app.date_input if each.key == "days_b")
    chosen.set_value((dt.date(2014, 8, 1),))
    run(app)
    assert app.query_params["b"] == DECEMBER["b"]
    next(each for each in app.date_input if each.key == "days_b").set_value((dt.date(2014, 8, 1), dt.date(2014, 8, 18)))
    run(app)
    assert app.query_params["b"] == "2014-08-01/2014-08-18"
    assert "1–18 Aug 2014" in app.title[0].value


def test_one_campaign_with_posts_has_nothing_to_stand_against() -> None:
    assert look("compare", kind="campaigns").title[0].value == "Choose two to compare"


@pytest.mark.parametrize(
    "address",
    [
        {"kind": "x", "a": "y"},
        {"a": "2014-12-18/2014-12-01", "b": "9999-01-01/9999-12-31"},
        {"kind": "missions", "a": "KEN", "b": "KEN"},
        {"kind": "regions", "a": "KEN"},
        {"a": "0001-01-01/9999-12-31", "b": "2014-12-01/2014-12-01", "c": "'", "d": "x" * 400},
    ],
)
def test_an_address_that_nobody_meant_still_opens(address: dict[str, str]) -> None:
    assert len(look("compare", **address).title) == 1


@pytest.mark.parametrize("language", first(1, ["fr", "es", "en"]))
@pytest.mark.parametrize("kind", KINDS)
def test_it_speaks_the_readers_language(kind: str, language: str) -> None:
    app = look("compare", kind=kind, lang=language)
    assert "{" not in said(app) + html(app).replace("{ display", "") + app.title[0].value
    assert {"fr": "Comparer", "es": "Comparar", "en": "Compare"}[language] in said(app)


def test_a_few_posts_of_ones_own_are_enough(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,Kenya", "Twitter,2,2014-08-20 11:00,General public,Somalia")
    app = look("compare", kind="missions", a="KEN", b="SOM")
    assert app.title[0].value == "Kenya and Somalia: 1 post each"
    assert look("compare").title[0].value == "Choose two to compare"


def test_missions_that_no_post_says_are_unknown_and_not_equal(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,", "Twitter,2,2014-08-20 11:00,General public,Somalia")
    days = {"a": "2014-08-19/2014-08-19", "b": "2014-08-20/2014-08-20"}
    assert "| Missions taking part | Unknown | 1 | not compared |" in cells(look("compare", **days))
