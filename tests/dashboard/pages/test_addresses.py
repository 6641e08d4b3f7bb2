"""The state of a page in its address: filters, choices and what is wrong in it."""

from __future__ import annotations

from functools import cache

import pytest

from dashboard.components.page import starts
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.pages import AppTest, look, opened, run, said, tiles, titles


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def test_the_address_filters_and_so_does_the_widget_with_the_same_number() -> None:
    by_address = look(platform="facebook")
    by_widget = look()
    next(each for each in by_widget.get("button_group") if each.key == "platform").set_value(["facebook"])
    run(by_widget)
    assert tiles(by_address)["Posts"] == tiles(by_widget)["Posts"] == "1,418"
    assert by_widget.query_params["platform"] == "facebook"


def test_a_view_comes_back_from_its_address() -> None:
    address = {
        "platform": "twitter",
        "mission": ["KEN", "SOM"],
        "from": "2014-08-01",
        "to": "2014-08-31",
        "post_kind": ["original", "share"],
    }
    app = look(**address)
    assert {key: app.query_params[key] for key in app.query_params} == address
    assert "Mission: Kenya and Somalia" in said(app)
    assert "1–31 Aug 2014" in said(app)


def test_a_step_back_holds_though_the_browser_still_sends_the_filters_before_it() -> None:
    """A slow browser sends Back and Back again before it has drawn the first one."""
    app = look("posts", platform="facebook")
    asked_for(app, account_type="person")
    asked_for(app)
    app.multiselect(key="account_type").set_value(["person"])
    asked_for(app, platform="twitter")
    assert {key: app.query_params[key] for key in app.query_params} == {"platform": "twitter"}
    assert app.session_state["account_type"] == []


def test_a_filter_holds_though_the_browser_still_sends_the_address_before_it() -> None:
    """A slow browser sends two clicks before it has read what the first one wrote into its address."""
    app = look("posts")
    app.multiselect(key="account_type").set_value(["person"]).run()
    app.multiselect(key="mission").set_value(["KEN"])
    asked_for(app)
    assert (app.session_state["account_type"], app.session_state["mission"]) == (["person"], ["KEN"])


def test_a_step_back_holds_though_the_reader_turns_the_page_before_the_browser_has_drawn_it() -> None:
    app = opened(either_page)
    asked_for(app, account_type="person")
    app.multiselect(key="account_type").set_value([])
    app.session_state["turn_to"] = "definitions"
    asked_for(app)
    assert app.session_state["account_type"] == ["person"]


def either_page() -> None:
    """A page that a test turns, as the navigation does."""
    import streamlit as st

    from dashboard.components import filter_bar

    filter_bar.bar(st.session_state.get("turn_to", "posts"))


def asked_for(app: AppTest, **address: str) -> None:
    """Run a page whose address a browser has changed by itself."""
    for key in dict(app.query_params):
        del app.query_params[key]
    for key, value in address.items():
        app.query_params[key] = value
    run(app)


def test_the_address_holds_codes_in_every_language() -> None:
    app = look(lang="fr", account_type="person")
    assert app.query_params["account_type"] == "person"
    assert "Publié par\u00a0: Particulier" in said(app)


def test_a_contributor_type_in_an_address_from_before_is_named_and_left_out() -> None:
    app = look(contributor_type=["public", "nobody"], platform="facebook")
    assert (
        "Ignored: General public and nobody. Pages cannot be filtered by contributor type. Use “Published by”."
    ) in said(app)
    assert tiles(app)["Posts"] == "1,418"
    assert "Left out" not in said(look(platform="facebook"))


def test_a_value_that_the_data_do_not_have_is_named_and_left_out() -> None:
    app = look(platform=["facebook", "myspace"], mission="XXX")
    assert "do not contain them: XXX, myspace" in said(app) or "do not contain them: myspace, XXX" in said(app)
    assert tiles(app)["Posts"] == "1,418"


@pytest.mark.parametrize(
    "address",
    [
        {"from": "yesterday"},
        {"from": "2019-01-01", "to": "2018-01-01"},
        {"lang": "xx"},
        {"page": "x"},
        {"shown": "x"},
        {"grain": "x"},
    ],
)
def test_a_broken_address_still_opens(address: dict[str, str]) -> None:
    assert tiles(look(**address))["Posts"] == "4,437"


@pytest.mark.parametrize("number", first(2, ["9" * 400, "-1", "٣", "9" * 5000, "0", "1e9"]))
def test_no_number_in_an_address_ends_a_page(number: str) -> None:
    assert look("posts", page=number).session_state["page"] == 1
    assert look("thunderclap", length=number).session_state["length"] == look("thunderclap").session_state["length"]
    look("", **{"from": number, "to": number, "as_of": number, "campaign": number, "mission": number})
    look("reach", universe=f"facebook={number}", within=number)


@pytest.mark.parametrize(
    "path", first(2, ["", "reach", "engagement", "contributions", "thunderclap", "events", "posts", "definitions"])
)
def test_choices_that_a_run_cut_short_has_lost_are_made_again(path: str) -> None:
    app = look(path, lang="fr")
    for key in (*starts(), "lang"):
        app.session_state[key] = None
    run(app)
    assert app.query_params["lang"] == "fr"
    assert "None" not in app.query_params.values()
    assert None not in [app.session_state[key] for key in starts()]


@cache
def as_it_starts(path: str) -> tuple[dict[str, str], list[str]]:
    """Return the numbers and findings of a page whose address says nothing more."""
    app = look(path)
    return tiles(app), titles(app)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("posts", {"page": "0"}),
        ("posts", {"page": "9" * 400}),
        ("posts", {"page": "-1"}),
        ("posts", {"order": "none"}),
        ("", {"grain": "year"}),
        ("", {"shown": "potential_reach"}),
        ("events", {"length": "9" * 400}),
        ("events", {"event": "9999-12-31"}),
        ("", {"as_of": "9999-12-31"}),
        ("reach", {"universe": "facebook=" + "9" * 400}),
        ("", {"from": "0001-01-01"}),
        ("", {"to": "9999-12-31"}),
        ("", {"to": "9" * 400}),
        ("engagement", {"rate": "posts", "rate_by": "day"}),
        ("reach", {"overlap": "x", "within": "y"}),
        ("", {"lang": "xx"}),
    ],
)
def test_an_address_that_nobody_meant_opens_the_page_as_it_starts(path: str, address: dict[str, str]) -> None:
    app = look(path, **address)
    assert (tiles(app), titles(app)) == as_it_starts(path)
