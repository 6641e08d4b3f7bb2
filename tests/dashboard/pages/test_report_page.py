"""The page that makes reports says what a report will hold, and makes its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.reports import make, verify
from dashboard.reports.model import Report
from data.store.warehouse import Warehouse
from metrics import MeasureError
from metrics.analyses.claims import ledger
from tests.support import plain_report
from tests.support.pages import look, run, said


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (make, verify):
        monkeypatch.setattr(module, "kind_of", lambda _name: plain_report)


@pytest.fixture
def own(sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    folder = tmp_path / "warehouse"
    shutil.copytree(sample.directory, folder)
    monkeypatch.setenv("REACH_WAREHOUSE", str(folder))
    return Warehouse(folder)


def test_the_page_says_what_the_report_will_say(own: Warehouse) -> None:
    app = look("report", campaign="migrationmeans", template="donor")
    assert app.title[0].value == "Make a report"
    assert "Donor table" in said(app)
    app.session_state["report_says"] = True
    run(app)
    assert "Synthetic sample data: these numbers do not describe real people." in said(app)
    app.button("report_make").click()
    run(app)
    assert [each.label for each in app.get("download_button")] == ["Download PDF"]
    app.selectbox("template").set_value("mission")
    run(app)
    assert "What did one mission do, beside the others?" in said(app)
    assert not app.get("download_button"), "the file of another report"


def test_nothing_is_asked_of_the_data_before_a_file_is_made(own: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def composed(_request: object) -> Report:
        raise MeasureError("asked for")

    monkeypatch.setattr("dashboard.pages.report.compose", composed)
    app = look("report", campaign="migrationmeans")
    assert "asked for" not in said(app)
    app.button("report_make").click()
    assert "asked for" in said(run(app))


def test_the_pages_are_shown_when_somebody_asks_for_them(own: Warehouse) -> None:
    app = look("report", campaign="migrationmeans", template="donor")
    assert not app.get("image")
    app.session_state["report_pages"] = True
    run(app)
    captions = [caption for image in app.get("image") for caption in image.captions]
    assert captions == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]


def test_headline_numbers_are_recorded_as_published_with_their_queries(own: Warehouse) -> None:
    app = look("report", campaign="migrationmeans", template="month")
    app.session_state["report_publish"] = True
    run(app)
    app.text_input("report_source").set_value("Annual report")
    run(app)
    app.button("report_record").click()
    run(app)
    figures = ledger(warehouse=own.directory)
    recorded = figures[figures["source"] == "Annual report"].set_index("metric")
    assert recorded["value"]["posts"] == 406
    assert set(recorded["state"]) == {"reproduced"}
    assert {"unique_reach_lower", "unique_reach_upper"} <= set(recorded.index)
