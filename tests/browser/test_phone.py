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
COVERED = """() => [...document.querySelectorAll('button.fold')].flatMap(button => {
    const sign = button.getBoundingClientRect();
    const [across, down] = [sign.left + sign.width / 2, sign.top + sign.height / 2];
    return [...button.parentElement.querySelectorAll('p, h2, h3, .stMarkdownBadge')].filter(each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return [...range.getClientRects()].some(
            box => box.width && box.right > across - 8 && box.left < across + 8 && box.bottom > down - 8 && box.top < down + 8);
    }).map(each => each.textContent);
})"""
"""Words that lie under the sign which opens a card."""
BESIDE_ITS_TITLE = """() => [...document.querySelectorAll('button.fold')].filter(button => {
    const [sign, title] = [button, button.parentElement.querySelector('h2, h3, h4')].map(one => one.getBoundingClientRect());
    const topic = button.parentElement.firstElementChild.getBoundingClientRect();
    return Math.abs((sign.top + sign.bottom) / 2 - Math.min(title.top, topic.top) - 12) > 12;
}).map(each => each.ariaLabel)"""
"""Signs that do not stand on the first line of their card."""
CUT_OFF = """() => [
    ...[...document.querySelectorAll('[data-testid="stMetricValue"], [class*="st-key-tools_"] button p')].filter(
        each => getComputedStyle(each).textOverflow === 'ellipsis' && each.scrollWidth > each.clientWidth),
    ...[...document.querySelectorAll('.js-plotly-plot .main-svg text')].filter(each => {
        const [text, chart] = [each, each.closest('.js-plotly-plot')].map(one => one.getBoundingClientRect());
        return text.width && (text.left < chart.left - 2 || text.right > chart.right + 2);
    }),
].map(each => each.textContent)"""
"""Numbers and names of tools that end in an ellipsis, and texts of charts that their chart has no room for."""
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


def test_the_tools_of_a_number_are_one_button(look: Open) -> None:
    page = look("/", width=390)
    tile = page.locator(".st-key-tile_posts")
    expect(tile.locator("button:visible")).to_have_count(1)
    tile.get_by_role("button", name="Explain or quote: Posts").click()
    opened = tile.locator("button:visible")
    tools = ["How was this counted\\?", "What you may say", "Save figure", "Explain or quote"]
    expect(opened).to_have_text([re.compile(name) for name in tools])
    for each in opened.all():
        box = each.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 200
    tile.get_by_role("button", name="What you may say: Posts").click()
    expect(page.get_by_role("dialog", name="What you may say: Posts")).to_be_focused()


@pytest.mark.parametrize("path", ["/quality?lang=es", "/definitions?lang=es", "/say?lang=es"])
def test_what_opens_a_card_covers_no_word(look: Open, path: str) -> None:
    page = look(path, width=390)
    assert page.locator("button.fold:visible").count() > 5
    assert page.evaluate(COVERED) == []
    assert page.evaluate(BESIDE_ITS_TITLE) == []


@pytest.mark.parametrize("path", ["/?lang=fr", "/contributions?lang=fr", "/engagement?lang=fr", "/photos?lang=fr"])
def test_nothing_is_cut_off_at_twice_the_size(look: Open, path: str) -> None:
    """1,440 pixels at 200 %."""
    assert look(path, width=720).evaluate(CUT_OFF) == []


def test_a_folded_card_opens_wherever_it_is_touched(look: Open) -> None:
    page = look("/", width=390)
    card = page.locator(".st-key-card_posts-by-platform")
    card.scroll_into_view_if_needed()
    title = card.locator("h2").bounding_box()
    assert title
    page.mouse.click(title["x"] + 40, title["y"] + title["height"] / 2)
    expect(card.locator(".js-plotly-plot")).to_be_visible()


@pytest.mark.parametrize("path", ["/contributions", "/definitions"])
def test_a_page_with_many_parts_is_short(look: Open, path: str) -> None:
    assert _height(look(path, width=390)) < LONGEST


def test_a_definition_that_the_address_names_is_in_sight_on_a_phone(look: Open) -> None:
    page = look("/definitions?lang=en#mission", width=390)
    expect(page.locator("details#mission")).to_be_in_viewport()
    expect(page.locator("details#posts")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_choice_is_in_sight_at_320_pixels(look: Open, language: str) -> None:
    """1,280 pixels at 400 %, which WCAG 2.2 asks for."""
    page = look(f"/engagement?lang={language}", width=320)
    assert page.evaluate(TOO_WIDE) <= 0
    for each in page.get_by_test_id("stMain").get_by_role("radio").all():
        box = each.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert look(f"/posts?lang={language}", width=320).evaluate(TOO_WIDE) <= 0


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
