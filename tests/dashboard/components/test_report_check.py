"""The field where a report is dropped to be checked says what became of it, whatever is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.exports import Provenance, to_csv
from data.store.warehouse import Warehouse
from metrics import measure
from tests.support.pages import AppTest, look, said


@pytest.fixture
def folder(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    return sample.directory


def dropped(name: str, file: bytes) -> AppTest:
    app = look("claims")
    app.file_uploader(key="report_to_check").set_value((name, file, "application/octet-stream"))
    return app.run()


def table(folder: Path) -> bytes:
    frame = measure(["posts"], ["platform"], {"campaign": "migrationmeans"}, warehouse=folder)
    return to_csv(frame, Provenance.of(frame, "Posts"))


def test_a_file_as_it_was_made_is_the_same(folder: Path) -> None:
    app = dropped("posts.csv", table(folder))
    assert "The file was not changed, and the data give the same today." in [each.value for each in app.success]


def test_a_number_that_was_changed_is_named_and_runs_nothing(folder: Path) -> None:
    app = dropped("posts.csv", table(folder).replace(b"3013", b"<script>[x](http://elsewhere.example)"))
    assert not app.success
    assert not app.exception
    assert app.error
    shown = said(dropped("posts.csv", table(folder).replace(b"3013", b"9013")))
    assert "9013" in shown


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-1.7 cut"),
        ("<b>[x](y).docx", b"PK\x03\x04"),
        ("../../a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("a.html", b"<!doctype html></html>"),
        ("a.svg", b"<svg></svg>"),
        ("a.png", b"\x89PNG"),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.xlsx", b"no workbook"),
    ],
)
def test_a_file_that_is_no_report_gets_a_sentence(name: str, file: bytes, folder: Path) -> None:
    app = dropped(name, file)
    assert not app.exception
    assert len(app.error) == 1
    assert not app.success


def test_a_look_that_cannot_be_used_gets_a_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "brand.toml").write_text("colour = 1")
    monkeypatch.setenv("REACH_BRAND", str(tmp_path / "brand.toml"))
    page = b'<!doctype html><script type="application/json" id="campaign-reach-record">"{}"</script></html>'
    app = dropped("a.html", page)
    assert not app.exception
    assert app.error
