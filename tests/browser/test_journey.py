"""One reader's way through the dashboard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def tile(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def tool(page: Page, slug: str, name: str) -> None:
    page.locator(f".st-key-card_{slug}").get_by_role("button", name=name).click()


def test_a_reader_filters_selects_goes_back_and_takes_a_chart_away(look: Open, tmp_path: Path) -> None:
    page = look("/?platform=facebook")
    posts = tile(page, "Posts")
    expect(posts).to_have_text("1,418")

    page.get_by_role("button", name="Facebook", exact=True).click()  # the widget takes the filter out again
    expect(posts).to_have_text("4,437")
    expect(page).to_have_url(re.compile(r"/$"))

    page.locator(".st-key-chart_posts-by-contributor-type .bars .point path").nth(1).click(force=True)
    expect(posts).to_have_text("1,143")
    expect(page).to_have_url(re.compile("contributor_type=public"))

    page.go_back()
    expect(posts).to_have_text("4,437")
    page.go_forward()
    expect(posts).to_have_text("1,143")

    page.get_by_role("link", name="Contributions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contributions")
    expect(page).to_have_url(re.compile(r"/contributions\?contributor_type=public"))
    page.get_by_role("link", name="Overview").click()
    expect(posts).to_have_text("1,143")

    tool(page, "posts-by-platform", "Download")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert picture.value.suggested_filename == "synthetic_posts-by-platform_contributor-type-public_v1.png"
    picture.value.save_as(tmp_path / "chart.png")
    head = (tmp_path / "chart.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(int.from_bytes(head[16:20], "big") / int.from_bytes(head[20:24], "big") - 16 / 9) < 0.01
    with page.expect_download() as table:
        page.get_by_role("button", name="Data (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(table.value.path()).read_text("utf-8-sig"))))
    assert sum(int(row["posts"]) for row in rows) == 1143
    assert {row["synthetic"] for row in rows} == {"yes"}


def test_a_drawing_brings_its_own_letters(look: Open) -> None:
    page = look()
    tool(page, "posts-over-time", "Download")
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Drawing (SVG)").click()
    text = Path(drawing.value.path()).read_text("utf-8")
    assert "font/woff2;base64," in text
    assert "SYNTHETIC" in text
    assert "Posts peaked on 19 August 2014" in text


@pytest.mark.parametrize("path", ["/", "/contributions", "/thunderclap", "/posts", "/data"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_every_page_without_sideways_scrolling(look: Open, path: str, scheme: str) -> None:
    page = look(path, width=390, scheme=scheme)
    assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= 390
    expect(page.get_by_text("Synthetic sample")).to_be_visible()


def test_arabic_posts_read_from_right_to_left(look: Open) -> None:
    page = look("/posts?search=%D8%A7%D9%84%D9%87%D8%AC%D8%B1%D8%A9")  # "migration"
    text = page.locator("ol.posts .text").first
    expect(text).to_be_visible()
    assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_every_chart_has_a_name_for_those_who_cannot_see_it(look: Open) -> None:
    page = look("/contributions")
    charts = page.get_by_test_id("stPlotlyChart")
    for place in range(charts.count()):
        assert charts.nth(place).evaluate(
            "element => [element, ...element.querySelectorAll('[aria-label]')].some(each => (each.getAttribute('aria-label') || '').length > 20)"
        )
