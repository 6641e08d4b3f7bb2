"""The contributor directory and the mapping of unknown tables, as their readers meet them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages.directory import CHOSEN, changed
from data.directory import accounts, edit
from data.importing import import_files
from data.warehouse import Warehouse

POSTS = """Platform,Post ID,Posted at,Text,Account,Contributor type
Twitter,1,2014-08-19 14:05,Migration means work #MigrationMeans,someone,
Twitter,2,2014-08-19 15:05,Migration means school #MigrationMeans,someone,
Twitter,3,2014-08-20 15:05,Migration means home #MigrationMeans,iom_nairobi,IOM mission
"""


def directory_page() -> None:
    from dashboard.pages import contributors, filters

    filters.speak_first()
    filters.bar("contributors")
    contributors.page()


@pytest.fixture
def posts(tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Two accounts, one of them not classified yet."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    sheet = tmp_path / "posts.csv"
    sheet.write_text(POSTS, encoding="utf-8")
    (receipt,) = import_files([sheet], warehouse)
    assert receipt.accepted == 3, receipt
    return warehouse


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def directory(language: str = "en") -> AppTest:
    app = AppTest.from_function(directory_page, default_timeout=60)
    app.query_params["lang"] = language
    return run(app)


@pytest.mark.parametrize(("language", "told"), [("en", "never guessed"), ("fr", "jamais deviné"), ("es", "nunca se adivina")])
def test_unclassified_accounts_come_first_and_nobody_is_guessed(posts: Warehouse, language: str, told: str) -> None:
    app = directory(language)
    assert told in app.markdown[-1].value
    table = app.data_editor[0].value
    assert table["unclassified"].tolist() == [2, 0]
    assert "someone" not in table["account"].tolist()
    assert next(each for each in app.button if each.key == "save_directory").disabled


def test_only_what_changed_is_imported() -> None:
    before = pd.DataFrame({
        "platform": ["twitter", "facebook"], "account": ["a", "b"], **{name: pd.Series([None, "x"], dtype=object) for name in CHOSEN},
    })  # fmt: skip
    assert changed(before, before.copy()) == []
    after = before.copy()
    after.loc[0, "mission"] = "KEN"
    after.loc[1, "country"] = None
    assert changed(before, after) == [{"platform": "twitter", "account": "a", "mission": "KEN"}]


def test_a_saved_change_classifies_posts_and_has_a_receipt(posts: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    account = accounts(posts).iloc[0]
    changes = [{"platform": account["platform"], "account": account["account"], "contributor_type": "public"}]
    monkeypatch.setattr("dashboard.pages.directory.changed", lambda _before, _after: changes)
    app = directory()
    button = next(each for each in app.button if each.key == "save_directory")
    assert button.label == "Save 1 change"
    button.click()
    run(app)
    assert "1 accepted, 0 rejected" in app.success[0].value
    assert accounts(posts)["unclassified"].tolist() == [0, 0]
    assert app.data_editor[0].value["contributor_type"].isin(["public", "mission"]).any()


def test_a_rejected_change_says_why(posts: Warehouse) -> None:
    account = accounts(posts).iloc[0]
    app = directory()
    app.session_state["_edited"] = edit([{"platform": "twitter", "account": account["account"], "mission": "Atlantis"}], posts)
    run(app)
    assert "0 accepted, 1 rejected" in app.warning[0].value
    assert "Atlantis" in app.warning[0].value
