"""With the keyboard alone and for a screen reader: pop-overs, names of buttons, titles of pages, and less motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard import pages
from tests.browser.conftest import Open, settle

pytestmark = pytest.mark.browser

IN_FOCUS = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"


def test_the_focus_goes_into_a_pop_over_and_back_to_its_button(look: Open) -> None:
    page = look("/")
    button = page.get_by_role("button", name="How was this counted?: Posts", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="How was this counted?: Posts")
    expect(dialog).to_be_focused()
    settle(page)  # what it holds is drawn when it opens
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    settle(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_focused()
    settle(page)
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog).to_be_focused()
    for _stop in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(IN_FOCUS) == "How was this counted?: Posts":
            break
    expect(button).to_be_focused()


def test_every_tool_names_its_chart(look: Open) -> None:
    page = look("/contributions")
    tools = page.locator('[class*="st-key-tools_"] button:visible')
    names = [str(each.get_attribute("aria-label")) for each in tools.all()]
    assert len(names) > 20
    assert len(set(names)) == len(names)
    assert all(": " in name for name in names)


def test_titles_of_pages_differ_and_the_language_follows(look: Open) -> None:
    titles = set()
    shown = [module.PAGE.address for module in pages.every() if module.PAGE.is_for_everybody]
    for path in shown:
        page = look(f"/{path}?lang=fr")
        titles.add(page.title())
        assert page.evaluate("document.documentElement.lang") == "fr"
    assert len(titles) == len(shown)


def test_less_motion_for_who_asks_for_it(look: Open) -> None:
    page = look("/")
    page.emulate_media(reduced_motion="reduce")
    settle(page)
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].map(each => getComputedStyle(each))"
        ".filter(style => parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01).length"
    )
    assert moving == 0
