"""Every page, on a phone and on a desk, light and dark, against the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard import i18n, pages
from dashboard.components.page import Group
from tests.browser.conftest import resize, settle

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
ROOT = Path(__file__).parents[2]
PATHS = [*(f"/{module.PAGE.address}" for module in pages.every()), "/mission?mission=SOM"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
DARK = """() => {
    const [red, green, blue] = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor.match(/\\d+/g);
    return Number(red) + Number(green) + Number(blue) < 384;
}"""
"""Whether the page is light on dark."""


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    "looks",
    [
        (("light", 390), ("dark", 1440)),
        pytest.param((("dark", 390), ("light", 1440)), marks=pytest.mark.further),  # they differ in what folds away
    ],
    ids=["a theme each", "the other way round"],
)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_used_by_everybody(
    look: Open, path: str, looks: tuple[tuple[str, int], tuple[str, int]]
) -> None:
    ((scheme, width), _) = looks
    page = look(path, width=width, scheme=scheme)
    for scheme, width in looks:
        resize(page, width, scheme)
        expect(page.get_by_text("Synthetic sample data").first).to_be_visible()
        assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= width
        assert page.evaluate(DARK) is (scheme == "dark")
        assert not violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_can_be_used_by_everybody_too(look: Open, scheme: str) -> None:
    page = look("/thunderclap?as_of=2014-08-18", scheme=scheme)
    for tool in ("How was this counted?", "Download"):
        page.locator(".st-key-card_supporters-over-time").get_by_role("button", name=tool).click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settle(page)  # what is drawn anew is pale
        assert not violations(page)
        page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_navigation_holds_every_page_at_every_width(look: Open, language: str) -> None:
    with i18n.speaking(language):
        groups = {group.title(): [module.PAGE.title() for module in members] for group, members in in_groups()}
    page = look(f"/?lang={language}", width=1024)
    assert page.evaluate("document.documentElement.lang") == language
    sections = page.get_by_test_id("stTopNavSection")
    expect(sections).to_have_count(len(groups))
    for name, titles in groups.items():
        page.keyboard.press("Escape")
        sections.filter(has_text=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menu", name=name, exact=True).get_by_role("menuitem")).to_have_text(titles)
        assert not violations(page)
    resize(page, 390, "light")
    page.get_by_test_id("stExpandSidebarButton").click()
    for name, titles in groups.items():
        links = page.get_by_role("group", name=name, exact=True).get_by_role("link")
        expect(links).to_have_text(titles)
    assert not violations(page)


def in_groups() -> Iterator[tuple[Group, list[ModuleType]]]:
    """The pages that everybody sees, by group."""
    shown = [module for module in pages.every() if module.PAGE.address != "steward"]
    return ((group, list(members)) for group, members in groupby(shown, lambda module: module.PAGE.group))
