"""On a phone: cards are folded to their findings, the tools under a chart are one button, and nothing is too small or too wide."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settle

pytestmark = pytest.mark.browser

LONGEST = 5_000
"""Pixels; Contributions, with 24 charts, had 13,000."""
TOO_SMALL = """() => [...document.querySelectorAll('[data-testid="stApp"] :is(a, button, summary, [role="button"], [role="tab"])')]
    .filter(each => {
        const {width, height, left} = each.getBoundingClientRect();
        const isSeen = width && height && left > -50 && getComputedStyle(each).visibility !== 'hidden';
        return isSeen && !each.closest('.js-plotly-plot') && each.textContent !== 'Skip to main content' && Math.min(width, height) < 23.9;
    })
    .map(each => `${each.tagName} ${each.ariaLabel ?? each.textContent}`)"""
TOO_WIDE = "() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - document.documentElement.clientWidth"


def test_a_card_opens_and_its_tools_are_one_button(look: Open) -> None:
    page = look("/", width=390)
    card = page.locator(".st-key-card_posts-by-platform")
    chart = card.locator(".js-plotly-plot")
    expect(chart).to_be_hidden()
    card.get_by_role("button", name="Show: Twitter / X has the most").click()
    expect(chart).to_be_visible()
    settle(page)
    box, around = chart.bounding_box(), card.bounding_box()
    assert box
    assert around
    assert around["width"] - 50 < box["width"] <= around["width"], "drawn out of sight, it takes the width of its card"
    download = card.get_by_role("button", name=re.compile("^Download: Twitter"))
    expect(download).to_be_hidden()
    card.get_by_role("button", name="Explain or download: Twitter / X has the most").click()
    expect(download).to_be_visible()
    card.get_by_role("button", name="Hide: Twitter / X has the most").click()
    expect(chart).to_be_hidden()


def test_a_page_with_many_charts_is_short(look: Open) -> None:
    assert _height(look("/contributions", width=390)) < LONGEST


def test_on_a_large_screen_everything_is_open(look: Open) -> None:
    page = look("/")
    card = page.locator(".st-key-card_posts-by-platform")
    expect(card.locator(".js-plotly-plot")).to_be_visible()
    expect(card.get_by_role("button", name="Download: Twitter / X has the most")).to_be_visible()
    expect(card.locator("button.fold:visible, button.gathered:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 720])  # 720 is 1,440 at 200 %
@pytest.mark.parametrize(
    "path", ["/", "/engagement", "/posts", "/photos", "/claims", "/definitions", "/compare", "/reach"]
)
def test_nothing_is_too_small_or_too_wide(look: Open, path: str, width: int) -> None:
    page = look(path, width=width)
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(TOO_WIDE) <= 0


def _height(page: Page) -> int:
    return int(page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight"))
