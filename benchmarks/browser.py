"""How long a reader waits in a browser: for the first tile and the first chart, and from a filter to the painted page.

    python benchmarks/browser.py [--data FOLDER] [--pages overview reach ...] [--slow]

The dashboard is started as the README says, over the sample unless `--data` names a folder, and opened in Chromium
(`$CHROMIUM_PATH`, else what is found). `tile` and `chart` are the moments after opening the page at which the first tile
and the first chart stand in it; `filter` the time from a click on a platform until the page has been drawn anew and two
frames are painted, the median over the platforms; `worst` the slowest. With `--slow` a browser that has loaded nothing
before opens pages on a line of 0.4 Mbit/s with answers after 0.3 s; `number` is the moment at which the first number
can be read, `chart` that at which the first chart is seen as a picture,
`plotly` that at which it can be pointed at. Times are milliseconds by the clock, so that they mean something on a quiet
machine only.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import pages
from data.importing.landed_sample import ensure_sample
from data.store.warehouse import Warehouse
from tests.support.serving import running

PATIENCE: Final = 120_000
"""Milliseconds after which a page has failed to come."""
_PLATFORMS: Final = "[...document.querySelectorAll('.st-key-platform button')].map(each => each.textContent.trim())"
_SLOW_LINE: Final = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""0.4 Mbit/s in bytes a second; Chromium does not slow down web sockets."""
_PARTS: Final = ("number", "tile", "chart", "plotly")
_WATCH: Final = """() => {
    window.seen = {};
    const look = () => {
        const now = performance.now();
        if (!window.seen.number && document.querySelector('#headline strong, [data-testid="stMetricValue"]')) window.seen.number = now;
        if (!window.seen.tile && document.querySelector('[data-testid="stMetricValue"]')) window.seen.tile = now;
        if (!window.seen.chart && document.querySelector('.picture, .js-plotly-plot .main-svg')) window.seen.chart = now;
        if (!window.seen.plotly && document.querySelector('.js-plotly-plot .main-svg')) window.seen.plotly = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
_SETTLED: Final = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
}"""
_FILTER: Final = (
    """name => new Promise((done, failed) => {
    const settled = """
    + _SETTLED
    + """;
    const pill = [...document.querySelectorAll('.st-key-platform button')].find(each => each.textContent.trim() === name);
    let ran = false, frames = 0;
    // On a busy machine the script runs between two frames, so what it does to the page is noted when it happens.
    const app = document.querySelector('[data-testid="stApp"]');
    new MutationObserver((_changes, observer) => { ran = true; observer.disconnect(); })
        .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
    const start = performance.now();
    pill.click();
    const look = () => {
        const taken = performance.now() - start;
        frames = ran && settled() ? frames + 1 : 0;
        if (frames > 2) done(taken);
        else if (taken > """
    + str(PATIENCE)
    + """) failed(new Error(`nothing was drawn after a click on ${name}`));
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, help="a folder with data, instead of the sample")
    parser.add_argument("--slow", action="store_true", help="open pages on a slow line instead")
    parser.add_argument("--pages", nargs="+", help="addresses of pages; all that have filters without")
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # Streamlit says that this process is no server
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.data or Path(scratch) / "warehouse"
        ensure_sample(Warehouse(folder))
        log = Path(scratch) / "server.log"
        with (
            running([sys.executable, "-m", "streamlit"], "app.py", folder, log) as port,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            if options.slow:
                _slow(browser, options.pages or ["overview"], f"http://127.0.0.1:{port}")
                return
            page = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 1000}).new_page()
            page.set_default_timeout(PATIENCE)
            page.add_init_script(f"({_WATCH})()")
            print(f"{'page':<14} {'tile':>7} {'chart':>7} {'filter':>7} {'worst':>7}")
            for module in pages.every():
                name = module.PAGE.address or "overview"
                is_filtered = module.PAGE.is_for_everybody and "platform" in module.PAGE.filters
                if is_filtered and (not options.pages or name in options.pages):
                    print(_line(page, name, f"http://127.0.0.1:{port}/{module.PAGE.address}"), flush=True)
            browser.close()


def _slow(browser: Browser, names: list[str], address: str) -> None:
    """Print when the first number, tile and chart of pages are there on a slow line, and how much was loaded until then."""
    print(f"{'page':<14} {' '.join(f'{part:>7}' for part in _PARTS)} {'KB':>7}")
    for name in names:
        context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
        page, loaded = context.new_page(), []
        page.set_default_timeout(PATIENCE)
        page.add_init_script(f"({_WATCH})()")
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", _SLOW_LINE)
        line.on("Network.loadingFinished", lambda event, loaded=loaded: loaded.append(event["encodedDataLength"]))
        page.goto(f"{address}/{'' if name == 'overview' else name}", wait_until="commit")
        page.wait_for_function("window.seen && window.seen.plotly")
        seen = page.evaluate("window.seen")
        times = " ".join(f"{seen.get(part, float('nan')):>7.0f}" for part in _PARTS)
        print(f"{name:<14} {times} {sum(loaded) / 1000:>7.0f}", flush=True)
        context.close()


def _line(page: Page, name: str, address: str) -> str:
    page.goto(address)
    page.wait_for_function(_SETTLED)
    seen = page.evaluate("window.seen")
    taken = []
    for platform in page.evaluate(_PLATFORMS):
        for _on_and_off in range(2):
            taken.append(page.evaluate(_FILTER, platform))
        del taken[-1]  # without the filter the page was asked before
    first = " ".join(f"{seen[part]:>7.0f}" if part in seen else f"{'–':>7}" for part in ("tile", "chart"))
    return f"{name:<14} {first} {median(taken):>7.0f} {max(taken):>7.0f}"


if __name__ == "__main__":
    main()
