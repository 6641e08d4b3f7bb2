"""A mission's profile prints on one sheet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Its width and height in points."""


@pytest.mark.parametrize("code", ["SOM", "AFG"])
def test_a_mission_fits_on_one_sheet_of_a4(look: Callable[..., Page], code: str) -> None:
    page = look(f"/mission?mission={code}", width=1440)
    expect(page.locator(".st-key-profile").get_by_text("Contributor types (migrants")).to_be_visible()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [A4]
