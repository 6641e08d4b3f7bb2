"""Which chart is also sent as a picture: the first of a visit, while it is the same."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from dashboard.charts.base.theme import LIGHT, figure
from dashboard.components.plotted import plotted

for name in st.session_state.charts:
    made = figure(LIGHT, 200)
    made.add_bar(x=["a", "b"], y=[1, st.session_state.height])
    plotted(made, name, "two bars < \\"three\\"")
"""


def shown(app: AppTest) -> int:
    app.run()
    assert not app.exception
    return sum('class="picture"' in each.value for each in app.get("html"))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    headers = property(lambda _context: {"User-Agent": "a browser"})
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", headers)
    made = AppTest.from_string(PAGE)
    made.session_state["charts"], made.session_state["height"] = ["one", "two"], 2
    return made


def test_the_first_chart_of_a_visit_is_sent_as_a_picture_too_while_it_is_the_same(app: AppTest) -> None:
    assert shown(app) == 1
    assert shown(app) == 1, "whatever else was changed"
    app.session_state["height"] = 3
    assert shown(app) == 0, "by now the browser has what draws charts"


def test_no_chart_of_another_page_is(app: AppTest) -> None:
    assert shown(app) == 1
    app.session_state["charts"] = ["three"]
    assert shown(app) == 0


def test_a_picture_that_would_hold_up_the_page_is_not_sent(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.components.first_picture.LARGEST", 100)
    assert shown(app) == 0


def test_where_no_browser_looks_none_is_drawn(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", property(lambda _context: {}))
    assert shown(app) == 0


def test_the_picture_says_what_it_shows_as_it_stands(app: AppTest) -> None:
    shown(app)
    (picture,) = (each.value for each in app.get("html") if 'class="picture"' in each.value)
    assert 'alt="two bars &lt; &quot;three&quot;"' in picture
