"""One reader's way through the dashboard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle, turn_to

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def tile(page: Page, label: str) -> Locator:
    called = page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
    return page.get_by_test_id("stMetric").filter(has=called).get_by_test_id("stMetricValue")


def tool(page: Page, slug: str, name: str) -> None:
    page.locator(f".st-key-card_{slug}").get_by_role("button", name=name).click()


def test_a_reader_filters_selects_goes_back_and_takes_a_chart_away(look: Open, tmp_path: Path) -> None:
    page = look("/?platform=facebook")
    posts = tile(page, "Posts")
    expect(posts).to_have_text("1,418")

    page.get_by_role("button", name="Facebook", exact=True).click()  # the widget takes the filter out again
    expect(posts).to_have_text("4,437")
    expect(page).to_have_url(re.compile(r"/$"))

    settle(page)  # a bar cannot be clicked while it is drawn anew
    page.locator(".st-key-chart_posts-by-platform .bars .point path").nth(1).click(force=True)
    expect(posts).to_have_text("1,418")
    expect(page).to_have_url(re.compile("platform=facebook"))
    expect(page.get_by_text("For a selection this narrow you see who published instead.")).to_be_visible()
    settle(page)
    page.locator(".st-key-chart_posts-by-account-type .bars .point path").first.click(force=True)
    expect(posts).to_have_text("684")
    expect(page).to_have_url(re.compile("platform=facebook&account_type=person"))

    page.go_back()
    expect(posts).to_have_text("1,418")
    page.go_forward()
    expect(posts).to_have_text("684")

    turn_to(page, "Contributions")
    expect(page.get_by_role("heading", level=1)).to_have_text("458 contributors from 52 missions published 684 posts")
    expect(page).to_have_url(re.compile(r"/contributions\?platform=facebook&account_type=person"))
    turn_to(page, "Overview")
    expect(posts).to_have_text("684")

    tool(page, "posts-by-platform", "Download")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Image for slides (PNG)").click()
    assert (
        picture.value.suggested_filename
        == "synthetic_posts-by-platform_account-type-person-campaign-migrationmeans_v1.png"
    )
    picture.value.save_as(tmp_path / "chart.png")
    head = (tmp_path / "chart.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(int.from_bytes(head[16:20], "big") / int.from_bytes(head[20:24], "big") - 16 / 9) < 0.01
    with page.expect_download() as table:
        page.get_by_role("button", name="Data (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(table.value.path()).read_text("utf-8-sig"))))
    assert sum(int(row["posts"]) for row in rows) == 2497
    assert {row["synthetic"] for row in rows} == {"yes"}


def test_a_drawing_brings_its_own_letters(look: Open) -> None:
    page = look()
    tool(page, "posts-over-time", "Download")
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Vector image (SVG)").click()
    text = Path(drawing.value.path()).read_text("utf-8")
    assert "font/woff2;base64," in text
    assert "SYNTHETIC" in text
    assert "Posts peaked on 19 August 2014" in text


def test_a_look_back_is_undone_by_one_click_and_a_definition_is_one_click_away(look: Open) -> None:
    page = look("/?as_of=2014-08-18")
    expect(tile(page, "Posts")).to_have_text("1,599")
    expect(page.get_by_text("Data as of 18 August 2014.")).to_be_visible()
    page.get_by_role("button", name="Show the latest data").click()
    expect(tile(page, "Posts")).to_have_text("4,437")
    expect(page).to_have_url(re.compile(r"/$"))

    page.locator(".st-key-tile_posts").get_by_role("button", name="How was this counted?").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Full definition").click()
    definition = opened.value.locator("details#posts")
    expect(definition).to_have_attribute("open", "")
    expect(definition).to_be_in_viewport()


def test_arabic_posts_read_from_right_to_left(look: Open) -> None:
    page = look("/posts?search=%D8%A7%D9%84%D9%87%D8%AC%D8%B1%D8%A9")  # "migration"
    text = (
        page.locator("ol.posts .text").filter(has_text=re.compile(r"^\s*[\u0621-\u064a]")).first
    )  # the first letter decides
    expect(text).to_be_visible()
    assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_every_chart_has_a_name_for_those_who_cannot_see_it(look: Open) -> None:
    page = look("/contributions")
    charts = page.get_by_test_id("stPlotlyChart")
    for place in range(charts.count()):
        elements = charts.nth(place).locator("[aria-label]").or_(charts.nth(place)).all()
        assert max(len(each.get_attribute("aria-label") or "") for each in elements) > 20


def test_an_export_goes_in_with_a_receipt_and_comes_out_again(look: Open, own_server: str, tmp_path: Path) -> None:
    sheet = tmp_path / "contributions.csv"
    sheet.write_text(
        "Platform,Post ID,Posted at,Contributor type,Campaign\n"
        "Twitter,9001,2014-12-01 10:00,General public,migrationmeans\n"
        "Twitter,9002,not a day,General public,migrationmeans\n",
        encoding="utf-8",
    )
    page = look(f"{own_server}/data")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(sheet)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("2 rows = 1 accepted + 0 duplicates + 1 rejected")).to_be_visible()
    expect(page.get_by_text("Sample data and your data are mixed.")).to_be_visible()
    turn_to(page, "Overview")
    expect(tile(page, "Posts")).to_have_text("4,438")


def test_a_table_no_format_fits_is_mapped_and_imported(look: Open, own_server: str, tmp_path: Path) -> None:
    table = tmp_path / "our_tool.csv"
    table.write_text(
        "Nr;Posted at;Network;Permalink;Likes\n"
        "1;2014-08-19 14:05;Facebook;https://www.facebook.com/page/posts/1;12\n"
        "2;sometime;Facebook;https://x.com/a/status/2;3\n",
        encoding="utf-8",
    )
    page = look(f"{own_server}/data")
    page.locator("[data-testid='stFileUploader'] input[type='file']").set_input_files(table)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("our_tool.csv is not in a known format").wait_for()
    page.get_by_role("button", name="Save the format and import").click()
    page.get_by_text("1 accepted + 0 duplicates + 1 rejected").wait_for()
