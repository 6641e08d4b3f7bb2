"""A report as a web page, opened from a folder: on a phone and on a desk, light and dark, without a network."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request
from pypdf import PdfReader

from dashboard.reports.compose import compose
from dashboard.reports.files import html
from dashboard.reports.model import Request as Asked
from data.store.warehouse import Warehouse
from metrics import Selection
from tests.browser.conftest import show
from tests.browser.test_accessibility import violations
from tests.support.reports import HOSTILE, small_report

pytestmark = pytest.mark.browser
OPENED = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


@pytest.fixture(params=["mission", "hostile"])
def file(request: pytest.FixtureRequest, sample: Warehouse, tmp_path: Path) -> Path:
    report = small_report(*HOSTILE)
    if request.param == "mission":
        where = Selection({"campaign": "migrationmeans", "mission": "KEN"})
        report = compose(Asked("mission", where, language="es"), sample.directory)
    path = tmp_path / "report.html"
    path.write_bytes(html.with_record(html.write(report), b'{"a": "</script>"}'))
    return path


def test_a_report_can_be_read_by_everybody(tab: Page, file: Path) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    tab.on("request", note)
    for width, scheme in ((390, "dark"), (1100, "light")):
        show(tab, width, scheme)
        tab.goto(file.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator("figure .chart:visible").count() == tab.locator("figure").count()
        tab.evaluate(OPENED)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(tab)
    tab.remove_listener("request", note)
    assert asked == [file.as_uri()] * 2


def test_a_printed_report_has_its_tables_and_says_what_it_is_on_each_page(tab: Page, file: Path) -> None:
    show(tab, 1100, "dark")
    tab.goto(file.as_uri())
    tab.emulate_media(media="print")
    assert tab.locator("figure table").first.is_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    for page in PdfReader(io.BytesIO(tab.pdf())).pages:
        found = " ".join(page.extract_text().split())
        assert "(ficticios)" in found or "Synthetic sample data" in found
        assert "data version" in found or "versión" in found
    tab.emulate_media(media="screen")
