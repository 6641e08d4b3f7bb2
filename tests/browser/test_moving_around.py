"""Back, Enter and the address do what a reader expects of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle, turn_to

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def turn(page: Page, name: str) -> None:
    turn_to(page, name)
    expect(page.locator(".st-key-question")).to_contain_text(f"{name} ·")
    settle(page)


def parts(page: Page, field: str) -> Locator:
    """The day, month and year of a date field."""
    return page.locator(f".st-key-{field}").get_by_role("spinbutton")


def test_each_press_of_back_leaves_a_page_with_its_filters(look: Open) -> None:
    page = look("/?platform=facebook")
    for name in ("Reach", "Overview", "Events", "Thunderclap", "Overview"):
        turn(page, name)
        expect(page).to_have_url(re.compile(r"\?platform=facebook$"))
    for path in ("/thunderclap", "/events", "/", "/reach", "/"):
        page.go_back()
        expect(page).to_have_url(re.compile(rf"[0-9]{path}\?platform=facebook$"))
        settle(page)
    assert not page.get_by_test_id("stException").count()


def test_back_returns_to_what_was_seen_on_another_page(look: Open) -> None:
    page = look("/?platform=facebook")
    turn(page, "Posts")
    page.get_by_role("button", name="Facebook", exact=True).click()
    expect(page).to_have_url(re.compile(r"/posts$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/posts\?platform=facebook$"))
    page.go_back()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("1,418")


def test_an_address_that_cannot_be_meant_is_left_by_one_press(look: Open) -> None:
    page = look("/definitions")
    page = look("/?mission=XXX&to=never&grain=day")
    expect(page.get_by_text("the data do not contain them")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/definitions$"))


@pytest.mark.parametrize(
    ("start", "other"), [("/thunderclap?length=14", "Events"), ("/events?length=14", "Thunderclap")]
)
def test_choices_go_along_to_the_page_that_has_them_too(look: Open, start: str, other: str) -> None:
    page = look(start)
    turn(page, other)
    expect(page).to_have_url(re.compile(rf"/{other.lower()}\?length=14$"))
    expect(page.locator(".st-key-length").get_by_role("radio", name="14 days")).to_be_checked()
    assert not page.get_by_test_id("stException").count()


def test_enter_takes_the_first_that_is_found(look: Open) -> None:
    page = look()
    field = page.locator(".st-key-region input")
    field.click()
    page.keyboard.type("Asia")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?region=\w+$"))


def test_enter_takes_a_date_that_was_typed(look: Open) -> None:
    page = look()
    parts(page, "as_of").first.click()
    page.keyboard.type("18082014")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?as_of=2014-08-18$"))
    expect(parts(page, "as_of").last).to_be_focused()
    page = look()
    parts(page, "period").first.click()
    page.keyboard.type("01082014")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?from=2014-08-01$"))


def test_enter_keeps_what_is_in_a_text_field(look: Open) -> None:
    for path, label in (
        ("/posts", "Search the text"),
        ("/definitions", "Search the definitions"),
        ("/data", "ID of a consent, story, photo or post, or link to a post"),
    ):
        page = look(path)
        field = page.get_by_label(label)
        field.fill("migration")
        field.press("Enter")
        settle(page)
        expect(field).to_have_value("migration")
