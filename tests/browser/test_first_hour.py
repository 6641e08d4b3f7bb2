"""The first hour with one's own data, in a real browser: from an empty folder to numbers, and back from the sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import resize, serving
from tests.browser.test_accessibility import RULES
from tests.browser.test_journey import tile

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
EXPORT = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n" + "".join(
    f'{post},https://twitter.com/office/status/{post},"words #Means",2021-01-{post:02} 12:56 +0000,10,1,1,1,0\n'
    for post in range(1, 9)
)
DAILY = "Date,Tweets published,impressions,engagements\n2021-01-01,9,6703,262\n"


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard over a folder that does not exist yet."""
    with serving(tmp_path / "own", tmp_path / "server.log") as address:
        yield address


def test_from_an_empty_folder_to_numbers(look: Open, empty_server: str, tmp_path: Path) -> None:
    (tmp_path / "tweets.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "days.csv").write_text(DAILY, encoding="utf-8")
    page = look(f"{empty_server}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What did your campaign achieve")
    for scheme, width in (("light", 390), ("dark", 1440)):
        resize(page, width, scheme)
        assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= width
        assert not Axe().run(page, options=RULES).response["violations"]
    page.locator("[data-testid='stFileUploader'] input[type='file']").first.set_input_files(
        [tmp_path / "tweets.csv", tmp_path / "days.csv"]
    )
    expect(page.get_by_role("heading", name="What these files contain")).to_be_visible()
    expect(page.get_by_text("account’s totals by day, not posts")).to_be_visible()
    expect(page.get_by_label("Name of the campaign")).to_have_value("#means")
    page.get_by_role("combobox", name=re.compile("Mission")).click()
    page.keyboard.type("Kenya")
    page.get_by_role("option", name="Kenya").click()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("8 posts are imported")
    expect(page.get_by_text("Targets: tiles then show how far you are.")).to_be_visible()
    page.get_by_role("button", name="Open the dashboard").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("#means")
    expect(tile(page, "Posts")).to_have_text("8")
    expect(tile(page, "Missions taking part")).to_have_text("1")


def test_the_sample_is_looked_at_and_left(look: Open, empty_server: str, tmp_path: Path) -> None:
    page = look(f"{empty_server}/")
    page.get_by_role("button", name="Look at the sample").click()
    expect(tile(page, "Posts")).to_have_text("4,437")
    expect(page).to_have_url(re.compile("data=sample"))
    page.reload()
    expect(tile(page, "Posts")).to_have_text("4,437")
    page.get_by_role("button", name="Start with my files").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What did your campaign achieve")
    assert not list((tmp_path / "own").glob("version-*"))
