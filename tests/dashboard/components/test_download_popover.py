"""“Download” under a chart: files are made on a click, with the title that a person wrote, in their language."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts.bars import bars
from dashboard.components import download_popover, internal_access
from dashboard.components.download_popover import File
from dashboard.exports import Provenance
from dashboard.i18n import speaking
from metrics import METRICS, Answer
from metrics.answers import attach


def files(title: str = "", *, is_internal: bool = False) -> tuple[dict[str, File], Provenance]:
    made = pd.DataFrame({"platform": ["twitter", "facebook"], "posts": [3013, 1418]})
    frame = attach(made, Answer(synthetic="no", is_internal=is_internal, data_version=7))
    chart = bars(frame, "platform", METRICS["posts"], {})
    provenance = Provenance.of(frame, chart.title)
    found = download_popover._files("posts-by-platform", frame, provenance, lambda: chart, title)
    return {file.key: file for file in found}, provenance


def test_each_file_is_what_its_name_says() -> None:
    found, _provenance = files()
    assert {key: file.name.rpartition(".")[2] for key, file in found.items()} == {
        "png": "png",
        "square": "png",
        "svg": "svg",
        "xlsx": "xlsx",
        "csv": "csv",
    }
    assert len({file.name for file in found.values()}) == 5
    starts = {"png": b"\x89PNG", "square": b"\x89PNG", "svg": b"<svg ", "xlsx": b"PK", "csv": b"\xef\xbb\xbfplatform"}
    assert {key: file.make().startswith(starts[key]) for key, file in found.items()} == dict.fromkeys(starts, True)


def test_an_image_has_the_title_that_a_person_wrote() -> None:
    assert b">Our summer<" in files("Our summer")[0]["svg"].make()


def test_files_speak_the_language_of_the_page_that_offered_them() -> None:
    with speaking("fr"):
        found, provenance = files()
    made = download_popover._on_click(found["svg"], provenance, "fr")()
    assert "Source : données de campagne" in made.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("is_internal", [True, False])
def test_what_is_internal_is_noted_before_it_is_made(is_internal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[str] = []
    monkeypatch.setattr(internal_access, "note", noted.append)
    found, provenance = files(is_internal=is_internal)
    download_popover._on_click(found["csv"], provenance, "en")()
    assert noted == ([f"downloaded {found['csv'].name}"] if is_internal else [])
