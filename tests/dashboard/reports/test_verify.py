"""A report is checked: what was changed in it is found, and what the data give differently is told apart from that."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dashboard.reports import make, record, verify
from dashboard.reports.check_texts import alterations, changes, verdict
from dashboard.reports.checked import Outcome, Verification
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.make import made
from dashboard.reports.model import Request
from data.editing.published_figures import freeze
from data.importing.undo import undo
from data.store.warehouse import Warehouse
from metrics import Selection
from tests.support import plain_report

REQUEST = Request("donor", Selection({"campaign": "migrationmeans"}), sections=("targets", "platforms"))


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (make, verify):
        monkeypatch.setattr(module, "kind_of", lambda _name: plain_report)


@pytest.fixture(scope="module")
def folder(sample: Warehouse) -> Path:
    return sample.directory


@pytest.fixture
def file(folder: Path) -> bytes:
    return made(compose(REQUEST, folder), "html", folder)


def checked(file: bytes, folder: Path) -> Verification:
    return verify.verify(file, "report.html", folder)


def with_other_record(file: bytes, change: Any) -> bytes:
    lines = file.rsplit(b"\n", 1)
    said = json.loads(base64.b64decode(lines[1].removeprefix(b"record:")))
    change(said)
    return plain_report.with_record(lines[0], json.dumps(said).encode())


def test_a_file_as_it_was_made_is_sound(file: bytes, folder: Path) -> None:
    found = checked(file, folder)
    assert found.is_sound
    assert found.counts[Outcome.SAME] == len(found.checked) > 30
    assert verdict(found) == "The file was not changed, and the data give the same today."


def test_a_number_changed_by_hand_is_found_at_its_place(file: bytes, folder: Path) -> None:
    found = checked(file.replace(b"4,437\n", b"5,437\n", 1), folder)
    assert [(each.written, each.found) for each in found.altered] == [("4,437", "5,437")]
    assert not found.is_sound
    assert next(alterations(found)).endswith("“5,437” stands there; “4,437” was written.")


def test_a_line_that_was_removed_or_added_is_found(file: bytes, folder: Path) -> None:
    removed = checked(file.replace(b"4,437\n", b"", 1), folder)
    assert [(each.written, each.found) for each in removed.altered] == [("4,437", "")]
    added = checked(b"9,999,999 people\n" + file, folder)
    assert [(each.written, each.found) for each in added.altered] == [("", "9,999,999 people")]


def test_a_number_changed_in_the_file_and_in_its_record_is_found(file: bytes, folder: Path) -> None:
    def forge(said: dict[str, Any]) -> None:
        for part in ("statements", "pieces"):
            said[part] = json.loads(json.dumps(said[part]).replace("4,437", "5,437").replace("4437", "5437"))

    forged = with_other_record(file.replace(b"4,437", b"5,437"), forge)
    assert not checked(forged, folder).is_sound
    assert any(each.found == "5,437" for each in checked(forged, folder).altered)


def test_a_number_changed_in_the_file_and_only_among_the_pieces_of_its_record_is_found(
    file: bytes, folder: Path
) -> None:
    def forge(said: dict[str, Any]) -> None:
        said["pieces"] = json.loads(json.dumps(said["pieces"]).replace("4,437", "5,437"))

    assert checked(with_other_record(file.replace(b"4,437", b"5,437"), forge), folder).altered


def test_what_the_data_give_differently_since_is_told_apart_from_a_change_in_the_file(
    sample: Warehouse, tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    shutil.copytree(sample.directory, folder)
    place = Warehouse(folder)
    file = made(compose(REQUEST, folder), "html", folder)
    newest = next(row for row in place.imports().to_dict("records") if row["accepted"] and "twitter" in row["file"])
    undo(int(newest["import_id"]), place)
    found = checked(file, folder)
    assert not found.altered
    assert found.counts[Outcome.CHANGED]
    assert "1 import was undone since." in list(changes(found))
    assert verdict(found).startswith("The file says what it said when it was made, but the data give something else ")


@pytest.mark.long
def test_an_import_that_changes_nothing_of_a_report_leaves_it_sound(sample: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    shutil.copytree(sample.directory, folder)
    file = made(compose(REQUEST, folder), "html", folder)
    freeze({"metric": "views", "value": 1, "campaign": "migrationmeans"}, Warehouse(folder))
    assert checked(file, folder).is_sound


def test_a_file_without_a_record_is_refused(folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="no record"):
        checked(b"4,437 posts", folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(request=None),
        lambda said: said["request"].update(template="../../etc"),
        lambda said: said["request"].update(where=[["campaign", "x", "y"]]),
        lambda said: said["state"].update(version="many"),
        lambda said: said.update(statements=[[1]]),
        lambda said: said.update(pieces=[["a", "b"]] * (record.MOST + 1)),
    ],
)
def test_a_damaged_record_is_refused_with_a_sentence(change: Any, file: bytes, folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        checked(with_other_record(file, change), folder)


def test_a_record_of_a_later_release_is_refused(file: bytes, folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="later release"):
        checked(with_other_record(file, lambda said: said.update(campaign_reach_record=99)), folder)


def test_a_record_holds_no_data_of_people(file: bytes) -> None:
    said = base64.b64decode(file.rsplit(b"\n", 1)[1].removeprefix(b"record:")).decode()
    assert "@" not in said
    assert "/" not in "".join(json.loads(said)["state"])
