"""What the dashboard does before it draws a page: bring data of an earlier release up to date, or say what to do where
it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from common import pointer
from common.pointer import KEY_FILE
from data.store.warehouse import Warehouse
from tests.support.earlier import OLDEST, SHAPES, change, write
from tests.support.pages import AppTest, opened


def one_number() -> None:
    """What app.py does before a page, and a page that asks for a number."""
    import streamlit as st

    from dashboard import queries
    from dashboard.components import start
    from dashboard.i18n import speak

    speak(st.query_params.get("lang", "en"))
    start.ready()
    st.metric("Posts", int(queries.latest(["posts"])["posts"].iloc[0]))


def look(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    return opened(one_number, **address)


def stopped_by(app: AppTest) -> str:
    """The sentence that stands where the page would; nothing else does."""
    assert not app.metric
    (error,) = app.error
    return str(error.value)


@pytest.mark.long
@pytest.mark.parametrize("shape", OLDEST)
def test_data_of_an_earlier_release_are_brought_up_to_date_once(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = write(shape, tmp_path / "older")
    before = older.current and older.current.read_bytes()
    app = look(older, monkeypatch)
    assert [each.value for each in app.metric] == ["3"]
    assert not [*app.error, *app.warning]
    assert (older.version, older.is_older) == (3, False)
    assert (older.directory / "version-000002.duckdb").read_bytes() == before, "the version before is kept"
    app.run()
    assert ([each.value for each in app.metric], older.version) == (["3"], 3)


def test_without_its_key_an_earlier_release_s_data_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = write(SHAPES[-1], tmp_path / "older")
    (older.directory / KEY_FILE).unlink()
    assert "Restore it from a backup" in stopped_by(look(older, monkeypatch))
    assert "copia de seguridad" in stopped_by(look(older, monkeypatch, lang="es"))
    assert older.version == 2


def test_what_cannot_be_brought_up_to_date_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = write("unnumbered_3_last", tmp_path / "older")
    change(
        older,
        "ALTER TABLE landing.posts ALTER COLUMN reactions TYPE VARCHAR; UPDATE landing.posts SET reactions = 'many'",
    )
    assert "Nothing was changed: import your files into a new folder." in stopped_by(look(older, monkeypatch))
    assert older.version == 2


def test_data_of_a_newer_release_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = write(SHAPES[0], tmp_path / "newer")
    change(newer, f"UPDATE meta SET value = '{pointer.SCHEMA + 1}' WHERE key = 'schema'")
    assert "was written by a newer release of this project" in stopped_by(look(newer, monkeypatch))
    assert newer.version == 2


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Warehouse(tmp_path / "other")
    other.directory.mkdir()
    (other.directory / "notes.csv").write_text("a,b\n", encoding="utf-8")
    assert "There are no data yet" in stopped_by(look(other, monkeypatch))
    assert other.version == 0


def test_a_lost_pointer_is_said_above_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = write(SHAPES[-1], tmp_path / "older")
    look(older, monkeypatch)
    (older.directory / "CURRENT").unlink()
    app = look(older, monkeypatch)
    assert "is missing, so the newest version that can be read is used" in app.warning[0].value
    assert [each.value for each in app.metric] == ["3"]
