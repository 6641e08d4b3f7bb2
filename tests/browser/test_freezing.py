"""A number is frozen where it is shown, and stands on the Claims page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_tile_s_number_is_frozen_and_stands_among_the_claims(look: Callable[..., Page], own_server: str) -> None:
    page = look(own_server, width=390)
    tile = page.locator(".st-key-tile_missions")
    tile.get_by_role("button", name="Explain or quote").click()
    tile.get_by_role("button", name="Save figure").click()
    page.get_by_role("button", name="Save as published figure").click()
    expect(page.get_by_test_id("stToast")).to_contain_text("See it under Published figures")
    expect(page.get_by_role("button", name="Save as published figure")).to_have_count(0)
    page = look(f"{own_server}/claims", width=390)
    expect(
        page.get_by_role("heading", level=2, name="The sample was made to agree with 8 of 15 figures")
    ).to_be_visible()
    expect(page.get_by_role("heading", name="52 missions", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing leads sideways on a phone"
