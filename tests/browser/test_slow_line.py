"""On a slow line the first chart is seen before what draws charts has been loaded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import settle

pytestmark = pytest.mark.browser


def test_the_first_chart_is_a_picture_until_it_can_be_drawn(tab: Page, server: str) -> None:
    held: list[Route] = []
    tab.route(re.compile(r"lotly[^/]*\.js"), lambda route: held.append(route))
    tab.goto(server)
    card = tab.locator(".st-key-card_posts-over-time")
    picture, chart = card.locator(".picture"), card.locator(".js-plotly-plot")
    expect(picture).to_be_visible()
    expect(chart).to_have_count(0)
    before = picture.bounding_box()
    for route in held:
        route.continue_()
    expect(chart).to_be_visible()
    expect(picture).to_be_hidden()
    tab.unroute_all()
    settle(tab)
    after = chart.bounding_box()
    assert held
    assert before
    assert after
    assert abs(before["height"] - after["height"]) < 3, "nothing below it moves"
    tab.get_by_role("button", name="Facebook").first.click()
    expect(picture).to_have_count(0)
    expect(chart).to_be_visible()


def test_the_answer_that_is_sent_first_goes_with_its_style_when_the_page_is_drawn(tab: Page, server: str) -> None:
    """Its style made charts slow as long as it was there."""
    held: list[Route] = []
    tab.route(re.compile(r"/static/js/index[^/]*\.js"), lambda route: held.append(route))
    tab.goto(server, wait_until="commit")
    expect(tab.locator("#headline strong")).to_be_visible()
    for route in held:
        route.continue_()
    tab.unroute_all()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    expect(tab.locator("#headline")).to_have_count(0)
    assert tab.locator("body > style").count() == 0


def test_icons_are_signs_and_not_words(tab: Page, server: str) -> None:
    """A font without an icon writes its name in letters."""
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(server)
    settle(tab)
    assert [each for each in said if "font" in each] == []
    icons = tab.locator('[data-testid="stIconMaterial"]')
    assert icons.count() > 10
    assert (
        icons.evaluate_all(
            "all => all.filter(each => each.scrollWidth > 1.5 * each.clientWidth).map(each => each.textContent)"
        )
        == []
    )
