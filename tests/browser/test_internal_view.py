"""The internal view with the headers that a real browser sends: open at this machine, closed behind a proxy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.page import Group
from tests.browser.conftest import opened_group, settle, turn_to

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def test_who_keeps_the_data_opens_it_and_each_picture_taken_away_is_noted(
    look: Open, own_server: str, tmp_path: Path
) -> None:
    page = look(f"{own_server}/data")
    expect(opened_group(page, Group.DATA).filter(has_text="Internal view")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_text("I manage these data", exact=True).click()
    settle(page)
    turn_to(page, "Internal view")
    expect(page.get_by_text("Internal: not protected. These data can identify people.")).to_be_visible()
    settle(page)
    page.locator(".st-key-card_missions-by-contributor-type").get_by_role("button", name="Download").click()
    with page.expect_download() as picture:
        page.get_by_role("button", name="Image for slides (PNG)").click()
    assert picture.value.suggested_filename.startswith("internal-not-protected_synthetic_missions-by-contributor-type")
    settle(page)
    lines = (tmp_path / "warehouse" / "steward.log").read_text("utf-8").splitlines()
    noted = [line.partition(" ")[2] for line in lines]
    assert noted == ["opened the internal view", f"downloaded {picture.value.suggested_filename}"]


def test_behind_a_proxy_there_is_no_switch(look: Open, own_server: str) -> None:
    page = look()
    page.context.set_extra_http_headers({"X-Forwarded-For": "203.0.113.9"})
    try:
        page = look(f"{own_server}/data")
        expect(page.get_by_text("The internal view opens only on the computer that runs the dashboard")).to_be_visible()
        expect(page.get_by_text("I manage these data", exact=True)).to_have_count(0)
    finally:
        page.context.set_extra_http_headers({})
