"""The dashboard in a real browser, over the sample, with no network: any request that leaves this machine fails the
test."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from dashboard import pages
from dashboard.components.page import Group
from data.store.warehouse import Warehouse
from tests.support.serving import running

CHROMIUM = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
PATIENCE = 60_000
"""Milliseconds after which what a page should show has failed to come, on however busy a machine."""
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
}"""
STILL = """() => new Promise(done => {
    let frames = 0;
    const observer = new MutationObserver(() => { frames = 0; });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true});
    const look = () => ++frames < 12 ? requestAnimationFrame(look) : (observer.disconnect(), done(true));
    look();
})"""

Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(sample: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over the sample, which tests only read."""
    with serving(sample.directory, tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture
def own_server(sample: Warehouse, tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard over a copy of the sample that a test may change."""
    shutil.copytree(sample.directory, tmp_path / "warehouse")
    with serving(tmp_path / "warehouse", tmp_path / "server.log") as address:
        yield address


@contextmanager
def serving(warehouse: Path, log: Path, script: str = "app.py") -> Iterator[str]:
    """A dashboard, started as the README says; gives its address."""
    with running([sys.executable, "-m", "streamlit"], script, warehouse, log) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def tab() -> Iterator[Page]:
    """A page that all tests use one after the other, so that what it has loaded and compiled is loaded and compiled
    once."""
    if not CHROMIUM:
        say = pytest.fail if os.environ.get("REACH_BROWSER") == "required" else pytest.skip
        say("no Chromium on this machine; set CHROMIUM_PATH")
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", nowhere])
        context = browser.new_context(locale="en-GB", accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        browser.close()


@pytest.fixture
def look(tab: Page, server: str) -> Iterator[Open]:
    """Open a path and wait until the page has settled; at the end no error and no request elsewhere may have happened.

    There is one page, so that what is opened takes the place of what was open.
    """
    opened: list[str] = []
    errors: list[str] = []
    asked: list[str] = []
    handlers = {
        "pageerror": lambda error: errors.append(str(error)),
        "request": lambda request: asked.append(request.url),
        "websocket": lambda socket: asked.append(socket.url),
    }

    def watch(page: Page) -> None:
        for event, handler in handlers.items():
            page.on(event, handler)

    def open_page(path: str = "/", width: int = 1440, scheme: str = "light") -> Page:
        show(tab, width, scheme)
        opened.append(path)
        tab.goto(path if "://" in path else server + path)
        tab.get_by_role("heading", level=1).wait_for()
        settle(tab)
        return tab

    watch(tab)
    tab.context.on("page", watch)
    yield open_page
    tab.context.remove_listener("page", watch)
    for event, handler in handlers.items():
        tab.remove_listener(event, handler)
    for other in set(tab.context.pages) - {tab}:
        other.close()
    tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    assert asked or not opened, "not even what was opened was seen"
    assert not errors
    assert not [url for url in asked if not url.startswith(HERE)]


def opened_group(page: Page, group: Group) -> Locator:
    """Open a group of pages in the navigation of a wide screen; gives its entries."""
    page.get_by_test_id("stTopNavSection").filter(has_text=group.title()).click()
    entries = page.get_by_role("menu", name=group.title(), exact=True).get_by_role("menuitem")
    expect(entries.first).to_be_visible()
    return entries


def turn_to(page: Page, name: str) -> None:
    """Turn to a page by the navigation of a wide screen."""
    (group,) = {module.PAGE.group for module in pages.every() if module.PAGE.title() == name}
    opened_group(page, group).filter(has_text=re.compile(f"^{name}$")).click()


def show(page: Page, width: int, scheme: str) -> None:
    """Look at a page on a screen so wide, in the light or in the dark."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(color_scheme=scheme)


def resize(page: Page, width: int, scheme: str) -> None:
    """Look at an open page on another screen, and wait until it has settled."""
    show(page, width, scheme)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the script has run, nothing stale is left on the page, and nothing on it has changed for some
    frames."""
    page.wait_for_function(SETTLED)
    page.wait_for_function(STILL)
