"""The Overview says what has changed since this browser was here last."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.browser.conftest import settle
from tests.support.tweets import HEADER, line

pytestmark = pytest.mark.browser


def test_what_was_imported_since_the_last_visit_stands_out(own_server: str, tab: Page, tmp_path: Path) -> None:
    tab.context.clear_cookies()
    tab.goto(own_server)
    settle(tab)
    expect(tab.locator(".st-key-card_findings")).not_to_contain_text("since your last visit")
    (cookie,) = [each for each in tab.context.cookies() if each["name"] == "reach_seen"]
    seen, hour, before = cookie["value"].split("-")
    assert (int(hour), before) == (time.time() // 3600, "0")
    tweets = tmp_path / "tweets.csv"
    tweets.write_text(HEADER + line("1"), encoding="utf-8")
    import_files([tweets], Warehouse(tmp_path / "warehouse"), campaign="migrationmeans")
    yesterday = f"{seen}-{int(hour) - 24}-0"
    tab.context.add_cookies([{"name": "reach_seen", "value": yesterday, "url": own_server}])
    for _reload in range(2):  # within the visit it stays
        tab.goto(own_server)
        settle(tab)
        expect(tab.locator(".st-key-card_findings")).to_contain_text("Imports since your last visit added 1 post.")
    tab.context.clear_cookies()
