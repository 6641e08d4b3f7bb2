"""The dashboard in a real browser, over the sample, with no network: any request that leaves this machine fails the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from data.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
}"""

Open = Callable[..., Page]


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
    """A dashboard in a process of its own, on a free port, started as the README says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env=os.environ | {"REACH_WAREHOUSE": str(warehouse)}) as process,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(log.read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        say = pytest.fail if os.environ.get("REACH_BROWSER") == "required" else pytest.skip
        say("no Chromium on this machine; set CHROMIUM_PATH")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def look(browser: Browser, server: str) -> Iterator[Open]:
    """Open a path and wait until the page has settled; at the end no error and no request elsewhere may have happened."""
    errors: list[str] = []
    elsewhere: list[str] = []
    contexts = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    def open_page(path: str = "/", width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme, locale="en-GB", accept_downloads=True)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path if "://" in path else server + path)
        page.get_by_role("heading", level=1).wait_for(timeout=60_000)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors
    assert not elsewhere


def settle(page: Page) -> None:
    """Wait until the script has run and nothing stale is left on the page."""
    page.wait_for_function(SETTLED, timeout=60_000)
