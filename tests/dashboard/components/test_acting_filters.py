"""A page shows the filters that act on it, and what was chosen elsewhere stays for the pages where it acts."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.components.page import EVERY_FILTER, PAGES
from data.store.warehouse import Warehouse
from tests.support.pages import look, opened, run, said

ASKED: Final = {
    "campaign": {"campaign": "migrantheroes"},
    "period": {"to": "2014-12-10"},
    "as_of": {"as_of": "2014-12-10"},
    "platform": {"platform": "facebook"},
    "region": {"region": "NBO"},
    "mission": {"mission": "SOM"},
    "account_type": {"account_type": "office"},
    "account": {"account": "IOM Belgium (Facebook)"},
    "post_kind": {"post_kind": "original"},
}
"""A value of each filter, as the address has it."""
EVERY_PAGE: Final = [module.PAGE.address for module in pages.every() if module.PAGE.is_for_everybody]
OPENED_ON: Final = {"mission": {"mission": "KEN"}}
"""What a page needs to show numbers."""


@pytest.fixture(autouse=True)
def of_the_sample(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_shows_the_filters_that_act_on_it(path: str) -> None:
    drawn = {str(getattr(each, "key", "")) for each in _widgets(look(path))}
    assert drawn & set(EVERY_FILTER) == set(PAGES[path].filters)


@pytest.mark.parametrize("path", ["photos", "stories", "mission", "claims", "quality", "definitions"])
def test_what_does_not_act_changes_nothing_and_is_named(path: str) -> None:
    others = [name for name in EVERY_FILTER if name not in PAGES[path].filters and name not in ("campaign", "as_of")]
    opened = OPENED_ON.get(path, {})
    usual = look(path, **opened)
    app = look(path, **opened, **{key: value for name in others for key, value in ASKED[name].items()})
    note = "Not filtered by"
    assert _drawn(app) - _drawn(usual) == Counter()
    assert (note in said(app)) == bool(others and PAGES[path].filters)
    assert note not in said(usual)


@pytest.mark.further
@pytest.mark.parametrize("path", [path for path in EVERY_PAGE if PAGES[path].filters and path != "report"])
def test_what_a_page_shows_acts(path: str) -> None:
    """All but the page Report, which asks nothing of the data before a file is made."""
    usual = _drawn(look(path, **OPENED_ON.get(path, {"campaign": "all"})))
    for name in PAGES[path].filters:
        assert usual != _drawn(look(path, **OPENED_ON.get(path, {"campaign": "all"}) | ASKED[name])), name


def test_what_was_chosen_elsewhere_stays() -> None:
    app = opened(turned_page, platform="facebook", account_type="office", **{"from": "2014-12-10"})
    for path in ("photos", "definitions", ""):
        app.query_params.clear()  # as turning a page does
        app.session_state["open"] = path
        run(app)
        assert not [each for each in _widgets(app) if each.key == "platform"] or not path
    assert app.session_state["platform"] == ["facebook"]
    assert app.session_state["account_type"] == ["office"]
    assert str(app.session_state["period"][0]) == "2014-12-10"
    assert app.query_params["platform"] == "facebook"


def turned_page() -> None:
    """Draw the page that was turned to; the whole of it stands here, because Streamlit runs the text of this function."""
    import streamlit as st

    from dashboard import pages
    from dashboard.components import filter_bar
    from dashboard.components.top_row import top_row

    path = st.session_state.get("open", "")
    modules = {module.PAGE.address: module for module in pages.every()}
    filter_bar.bar(path)
    top_row(path)
    modules[path].page()


def test_the_campaign_is_one_choice_above_the_page() -> None:
    app = look("")
    choice = app.main.selectbox(key="campaign")
    assert choice.label == "Campaign"
    choice.set_value("migrantheroes")
    assert run(app).query_params["campaign"] == "migrantheroes"
    assert not [each for each in app.sidebar.selectbox if each.key == "campaign"]


def _widgets(app: AppTest) -> list[Any]:
    return [*app.selectbox, *app.multiselect, *app.date_input, *app.get("button_group")]


def _drawn(app: AppTest) -> Counter[str]:
    """Return the texts, numbers and charts below the filters, without what says which filters are chosen."""
    kinds = ("title", "header", "metric", "markdown", "html", "info", "plotly_chart", "arrow_data_frame")
    texts = [_text(each) for kind in kinds for each in app.main.get(kind)]
    return Counter(text for text in texts if "href=" not in text and "**Filters:**" not in text)


def _text(element: Any) -> str:
    return f"{element.proto.spec}" if element.type == "plotly_chart" else str(getattr(element, "value", element.proto))
