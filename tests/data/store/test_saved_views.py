"""Views under a name: kept beside the data, bounded, and whatever stands in the file is taken for no more than it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.store import saved_views
from data.store.saved_views import FILE, LONGEST_NAME, MOST, SavedView, delete, listed, rename, save
from data.store.warehouse import WarehouseError

OFFICES = SavedView("Offices in December", "posts", {"account_type": ["office"], "from": ["2014-12-01"]})


def test_a_view_is_saved_renamed_and_deleted(tmp_path: Path) -> None:
    assert listed(tmp_path) == []
    save(tmp_path, OFFICES)
    save(tmp_path, SavedView("asia", "", {"region": ["BKK"]}))
    assert [view.name for view in listed(tmp_path)] == ["asia", "Offices in December"]
    assert listed(tmp_path)[1] == OFFICES
    rename(tmp_path, "asia", "Asia")
    assert [view.name for view in listed(tmp_path)] == ["Asia", "Offices in December"]
    delete(tmp_path, "Asia")
    delete(tmp_path, "Asia")
    assert listed(tmp_path) == [OFFICES]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (" \n", "has no name"),
        ("\u202e\u200b", "has no name"),
        ("x" * (LONGEST_NAME + 1), "Shorten it"),
        ("offices IN december", "Another view has this name"),
    ],
)
def test_a_name_is_visible_short_and_its_own(tmp_path: Path, name: str, reason: str) -> None:
    save(tmp_path, OFFICES)
    with pytest.raises(WarehouseError, match=reason):
        save(tmp_path, SavedView(name, "", {}))
    save(tmp_path, SavedView("Asia", "", {}))
    with pytest.raises(WarehouseError, match=reason):
        rename(tmp_path, "Asia", name)
    assert len(listed(tmp_path)) == 2


def test_a_name_has_no_invisible_signs(tmp_path: Path) -> None:
    assert save(tmp_path, SavedView("a\u202eb\n\x00 c", "", {})).name == "a b c"


def test_views_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    assert MOST == 100
    save(tmp_path, OFFICES)
    save(tmp_path, SavedView("Asia", "", {}))
    with pytest.raises(WarehouseError, match="already 2 saved views"):
        save(tmp_path, SavedView("Africa", "", {}))
    delete(tmp_path, "Asia")
    with pytest.raises(WarehouseError, match="too many filter values"):
        save(tmp_path, SavedView("Africa", "", {"mission": ["KEN"] * 2_000}))


@pytest.mark.parametrize(
    "text",
    ["{half", "[" * 100_000, "{}", "3", '[3, {"name": 1}, {"name": "a", "page": "", "values": {"mission": [1]}}]'],
)
def test_a_damaged_file_holds_no_views(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert listed(tmp_path) == []
    save(tmp_path, OFFICES)
    assert listed(tmp_path) == [OFFICES]


def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    save(tmp_path, OFFICES)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / FILE).read_text("utf-8"))[0]["page"] == "posts"


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="Check that the folder"):
        save(tmp_path / "missing", OFFICES)
