"""Reports from the terminal: made, checked and refused, with a sentence and a status."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from cli import main
from dashboard.reports import make, verify
from data.store.warehouse import Warehouse
from metrics.analyses.claims import ledger
from tests.support import plain_report

WHERE = ["--where", "campaign=migrationmeans"]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (make, verify):
        monkeypatch.setattr(module, "kind_of", lambda _name: plain_report)


@pytest.fixture
def own(sample: Warehouse, tmp_path: Path) -> Warehouse:
    shutil.copytree(sample.directory, tmp_path / "warehouse")
    return Warehouse(tmp_path / "warehouse")


def run(*arguments: str | Path, warehouse: Warehouse) -> int:
    return main([*map(str, arguments), "--warehouse", str(warehouse.directory)])


@pytest.mark.usefixtures("plain")
def test_a_report_is_made_checked_and_found_altered(
    own: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.html"
    assert run("report", "--output", path, "--section", "targets", *WHERE, warehouse=own) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{path}: Campaign report, #MigrationMeans, 1 section.\n"
    assert "Synthetic sample data" in printed.err
    assert run("verify", path, warehouse=own) == 0
    assert capsys.readouterr().out.startswith("The file was not changed, and the data give the same today.")
    path.write_bytes(path.read_bytes().replace(b"4,437", b"9,437", 1))
    assert run("verify", path, "--json", warehouse=own) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["altered"] == [{"place": "line 5", "written": "4,437", "found": "9,437"}]


@pytest.mark.usefixtures("plain")
def test_one_report_is_made_for_each_value_of_a_dimension(own: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    where = (*WHERE, "--where", "mission=KEN", "--where", "mission=Somalia")
    assert run("report", "--output", path, "--each", "mission", "--section", "mission", *where, warehouse=own) == 0
    assert sorted(each.name for each in tmp_path.glob("brief*")) == ["brief-KEN.html", "brief-SOM.html"]
    assert b"Kenya: 66 posts" in (tmp_path / "brief-KEN.html").read_bytes()


@pytest.mark.long
@pytest.mark.usefixtures("plain")
def test_headline_numbers_can_be_recorded_as_published(own: Warehouse, tmp_path: Path) -> None:
    options = ("--section", "headline", "--publish", "Annual report", *WHERE)
    assert run("report", "--output", tmp_path / "r.pdf", *options, warehouse=own) == 0
    figures = ledger(warehouse=own.directory)
    assert figures[figures["source"] == "Annual report"].set_index("metric")["value"]["posts"] == 4437


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ("report --output report.odt", 2, "--output takes a file that ends in .pdf, .pptx, .docx, .xlsx, .html, .zip"),
        ("report --output nowhere/report.pdf", 2, "The folder 'nowhere' does not exist."),
        ("report --output r.pdf --template annual", 2, "No template is called 'annual'."),
        ("report --output r.pdf --section reech", 2, "No section is called 'reech'. Did you mean 'reach'?"),
        ("report --output r.pdf --each missio", 2, "Did you mean 'mission'?"),
        ("report --output r.pdf --where mission=Kenja", 2, "Did you mean 'Kenya'?"),
        ("report --output r.pdf --from 2019-01-01", 3, "No data match these filters."),
        ("verify nothing.pdf", 3, "nothing.pdf cannot be used"),
        ("send --to nobody.csv", 3, "The file 'nobody.csv' cannot be read."),
    ],
)
def test_what_cannot_be_made_or_checked_gets_a_sentence(
    arguments: str,
    status: int,
    sentence: str,
    sample: Warehouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments.split(), warehouse=sample) == status
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_made_leaves_the_one_before(
    own: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("the report of last month")

    def broken(_report: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr(plain_report, "write", broken)
    monkeypatch.setattr(make, "kind_of", lambda _name: plain_report)
    assert run("report", "--output", path, "--section", "targets", *WHERE, warehouse=own) == 3
    assert path.read_text() == "the report of last month"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["report.html"]


def test_nothing_is_sent_of_data_that_are_too_old(
    own: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "to.csv").write_text("email\na@example.org\n")
    assert run("send", "--to", tmp_path / "to.csv", "--newest", "-1", *WHERE, warehouse=own) == 3
    assert "would not be up to date. Nothing was sent." in capsys.readouterr().err


def test_what_is_no_file_is_not_read(own: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    for name in ("pipe.pdf", "folder.pdf", "none.pdf"):
        assert run("verify", tmp_path / name, warehouse=own) == 3
        assert name in capsys.readouterr().err
