"""Whoever changes a file and its record along with it does not make the file look sound."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.reports import made_with, make, verify
from dashboard.reports.check_texts import changes, verdict
from dashboard.reports.checked import Verification
from dashboard.reports.compose import compose
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.make import made
from dashboard.reports.model import Request
from data.editing.published_figures import freeze
from data.store.warehouse import Warehouse
from metrics import Selection
from tests.support import plain_report

REQUEST = Request("donor", Selection({"campaign": "migrationmeans"}), sections=("targets", "platforms"))
Change = Callable[[dict[str, Any]], object]


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


def forged(file: bytes, change: Change, before: str = "4,437", after: str = "5,437") -> bytes:
    """The file with a number replaced in it and among what its record says it said, and a change in the record."""
    said, record = file.decode().rsplit("\nrecord:", 1)
    parts = json.loads(base64.b64decode(record))
    parts["pieces"] = json.loads(json.dumps(parts["pieces"]).replace(before, after))
    change(parts)
    return plain_report.with_record(said.replace(before, after).encode(), json.dumps(parts).encode())


CHANGES: dict[str, Change] = {
    "an import is left out": lambda said: said["state"].update(imports=said["state"]["imports"][:-1]),
    "an import is made up": lambda said: said["state"].update(imports=[*said["state"]["imports"], 999]),
    "an earlier version": lambda said: said["state"].update(version=said["state"]["version"] - 1),
    "a later version": lambda said: said["state"].update(version=said["state"]["version"] + 9),
    "an erasure": lambda said: said["state"].update(erasures=-3),
    "another definition": lambda said: said["state"]["definitions"].update(posts="0"),
    "another brand": lambda said: said.update(brand="0"),
    "another release": lambda said: said.update(release="0"),
    "no release": lambda said: said.pop("release", None),
    "no statements": lambda said: said.update(statements=[]),
    "other statements": lambda said: said.update(
        statements=json.loads(json.dumps(said["statements"]).replace("4,437", "5,437").replace("4437", "5437"))
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_number_changed_with_whatever_its_record_says_of_the_data_is_found(
    change: Change, file: bytes, folder: Path
) -> None:
    found = checked(forged(file, change), folder)
    assert not found.is_sound
    said = [*(each.found for each in found.altered), *changes(found)]
    assert any("5,437" in each for each in said)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_record_that_asks_for_nothing_makes_no_file_sound(change: Change, file: bytes, folder: Path) -> None:
    def nothing(said: dict[str, Any]) -> None:
        change(said)
        said["request"]["where"] = {"campaign": ["nowhere"]}
        said["statements"] = []

    assert not checked(forged(file, nothing), folder).is_sound


def test_two_numbers_of_a_long_file_that_change_places_are_found(
    file: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = file.split(b"\n")
    places = [place for place, line in enumerate(lines[:-1]) if line.replace(b",", b"").isdigit()]
    first, last = places[0], places[-1]
    assert lines[first] != lines[last]
    lines[first], lines[last] = lines[last], lines[first]
    assert len(checked(b"\n".join(lines), folder).altered) == 2
    monkeypatch.setattr("dashboard.reports.piece_differences.MOST_ALIGNED", 10)
    rest = b"\n".join([*lines[first + 1 : -1], lines[first], lines[-1]])
    assert checked(rest, folder).altered


@pytest.mark.long
def test_a_later_data_version_that_changes_nothing_leaves_a_file_sound(sample: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    shutil.copytree(sample.directory, folder)
    report = compose(REQUEST, folder)
    freeze({"metric": "views", "value": 1, "campaign": "migrationmeans"}, Warehouse(folder))
    assert compose(REQUEST, folder, report.data_version).source == report.source
    assert compose(REQUEST, folder).source != report.source


def test_a_file_made_with_another_brand_says_so_where_it_differs(
    file: bytes, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = tmp_path / "brand.toml"
    look.write_text('footer = "Another footer"')
    monkeypatch.setenv("REACH_BRAND", str(look))
    found = checked(file, folder)
    assert found.is_sound, "a plain file has no footer"
    assert any("REACH_BRAND" in each for each in changes(found))


def test_a_brand_is_known_by_what_its_files_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = []
    for name, content in (("one", b"PNG"), ("two", b"PNG"), ("three", b"PNG2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "logo.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><!--{content!r}--></svg>")
        (tmp_path / name / "brand.toml").write_text('logo = "logo.svg"')
        monkeypatch.setenv("REACH_BRAND", str(tmp_path / name / "brand.toml"))
        digests.append(made_with.brand_digest())
    assert digests[0] == digests[1] != digests[2]


def test_a_section_is_asked_for_once(file: bytes, folder: Path) -> None:
    def often(said: dict[str, Any]) -> None:
        said["request"]["sections"] = ["targets"] * 50_000

    with pytest.raises(UnreadableFile, match="damaged"):
        checked(forged(file, often), folder)


def test_numbers_that_no_computer_holds_are_refused(file: bytes, folder: Path) -> None:
    for huge in ("1e999", "9" * 5_000):
        said, record = file.decode().rsplit("\nrecord:", 1)
        text = base64.b64decode(record).decode().replace('"version":1,', f'"version":{huge},', 1)
        assert huge in text
        with pytest.raises(UnreadableFile, match="damaged"):
            checked(plain_report.with_record(said.encode(), text.encode()), folder)


def test_a_file_of_another_release_says_so(file: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "release_digest", lambda: "another")
    found = checked(file, folder)
    assert found.is_sound
    assert "another release" in next(changes(found))
    worded = file.replace(b"4,437\n", b"4 437\n", 1)
    assert not checked(worded, folder).is_sound
    assert verdict(checked(worded, folder)) == "1 place in the file is not what was written when it was made."
