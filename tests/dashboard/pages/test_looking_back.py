"""Pages that look back to a day."""

from __future__ import annotations

import re

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import look, run, said, tiles


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def test_a_look_back_changes_every_number_and_says_so_with_what_differs() -> None:
    app = look(as_of="2014-08-18")
    assert tiles(app)["Posts"] == "1,599"
    assert tiles(app)["Thunderclap social reach"] != "521,840"
    assert "**Data as of 18 August 2014.** Since then: 2,838 posts published," in said(app)
    assert app.query_params["as_of"] == "2014-08-18"
    assert "The target is today’s target." in said(app)


def test_one_click_leads_back_to_today() -> None:
    app = look(as_of="2014-08-18")
    next(each for each in app.button if each.label == "Show the latest data").click()
    run(app)
    assert tiles(app)["Posts"] == "4,437"
    assert not dict(app.query_params)
    assert "Data as of 18 August" not in said(app)


def test_what_changed_is_that_of_the_selection() -> None:
    everything, facebook = look(as_of="2014-08-18"), look(as_of="2014-08-18", platform="facebook")
    changes = [re.search(r"Since then: ([\d,]+) posts", said(app)) for app in (everything, facebook)]
    posted = [int(found[1].replace(",", "")) if found else 0 for found in changes]
    assert posted == [2838, 909]


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01", "tomorrow"])
def test_a_day_on_which_nothing_was_known_is_named_and_left_out(day: str) -> None:
    app = look(as_of=day)
    assert f"do not contain them: {day}" in said(app)
    assert tiles(app)["Posts"] == "4,437"


@pytest.mark.parametrize("path", ["data", "contributors", "quality", "definitions"])
def test_a_page_that_does_not_look_back_says_so(path: str) -> None:
    app = look(path, as_of="2014-08-18")
    assert "This page always shows the latest data, not the data as of 18 August 2014." in said(app)


def test_posts_are_listed_as_known_then() -> None:
    assert "2014" in said(look("posts", as_of="2014-06-20"))
    assert len(re.findall("<li>", " ".join(each.value for each in look("posts", as_of="2014-06-20").get("html")))) == 20
