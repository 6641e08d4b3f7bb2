"""Take the pictures of the docs: pages of the dashboard over the sample, in Chromium.

    python -m tools.screenshots [FOLDER]

Writes into `docs/`, or into another folder. The sample is imported into a folder of its own, which is removed at the
end.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import ViewportSize, sync_playwright

from data.importing.sample import import_sample
from data.store.warehouse import Warehouse
from tests.browser.conftest import CHROMIUM, serving, settle

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PICTURES: Final = {"overview.png": "/"}
"""The file of each picture, and the address of its page."""
SIZE: Final = ViewportSize(width=1440, height=1180)


def take(folder: Path) -> None:
    """Take all pictures.

    Args:
        folder: Where they are written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = Warehouse(Path(scratch) / "warehouse")
        import_sample(warehouse)
        with serving(warehouse.directory, Path(scratch) / "server.log") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
            for name, path in PICTURES.items():
                page.goto(address + path)
                page.get_by_role("heading", level=1).wait_for(timeout=60_000)
                settle(page)
                page.screenshot(path=folder / name)
            browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
