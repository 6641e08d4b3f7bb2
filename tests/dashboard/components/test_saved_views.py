"""A reader saves the view under a name, and everybody can open, rename and delete it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import saved_views
from data.store.saved_views import SavedView
from data.store.warehouse import Warehouse
from tests.support.hostile import TRICKS
from tests.support.pages import cells, look, run


@pytest.fixture(autouse=True)
def folder(sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = shutil.copytree(sample.directory, tmp_path / "warehouse")
    monkeypatch.setenv("REACH_WAREHOUSE", str(own))
    return own


def opened(path: str = "", **address: str) -> AppTest:
    app = look(path, **address)
    app.session_state["saved_views"] = True
    return run(app)


def test_a_view_is_saved_and_opens_from_every_page(folder: Path) -> None:
    app = opened("posts", platform="facebook", search="Nina", order="reach", **{"from": "2014-12-10"})
    app.text_input(key="view_name").set_value("December on Facebook")
    app.button(key="view_save").click()
    run(app)
    assert saved_views.listed(folder) == [
        SavedView(
            "December on Facebook", "posts", {"platform": ["facebook"], "from": ["2014-12-10"], "order": ["reach"]}
        )
    ], "words that were searched for are not kept"
    assert app.text_input(key="view_name").value == ""
    found = " ".join(each.value for each in opened("reach", lang="fr").get("html"))
    assert 'href="posts?platform=facebook&amp;from=2014-12-10&amp;order=reach&amp;lang=fr"' in found


def test_a_view_is_renamed_and_deleted(folder: Path) -> None:
    saved_views.save(folder, SavedView("For Monday", "", {"region": ["BKK"]}))
    app = opened()
    app.selectbox(key="view_chosen").set_value("For Monday")
    run(app)
    app.text_input(key="view_new_name").set_value("Kept for Monday")
    app.button(key="view_rename").click()
    run(app)
    assert [view.name for view in saved_views.listed(folder)] == ["Kept for Monday"]
    app.selectbox(key="view_chosen").set_value("Kept for Monday")
    run(app)
    app.button(key="view_delete").click()
    assert "Kept for Monday" not in cells(run(app))
    assert saved_views.listed(folder) == []


def test_what_cannot_be_saved_says_why(folder: Path) -> None:
    app = opened()
    app.button(key="view_save").click()
    run(app)
    assert [each.value for each in app.error] == ["The view has no name. Enter one."]
    assert saved_views.listed(folder) == []


def test_hostile_names_and_pages_are_shown_as_they_stand(folder: Path) -> None:
    for place, text in enumerate(TRICKS):
        saved_views.save(folder, SavedView(f"{place} {text}"[:60], "posts", {"mission": [text]}))
    saved_views.save(folder, SavedView("elsewhere", "//evil.example", {}))
    saved_views.save(folder, SavedView("script", "javascript:alert(1)", {}))
    written = " ".join(each.value for each in opened().get("html"))
    assert "<script" not in written
    assert "<img" not in written
    assert ">elsewhere<" not in written, "only pages of the dashboard are linked"
    assert 'href="javascript' not in written


def test_read_only_data_take_no_views(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_given: False)
    app = opened()
    assert not [each for each in app.button if each.key == "view_save"]
    assert any("read-only" in each.value for each in app.caption)
