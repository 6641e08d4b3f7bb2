"""What comes from data and from the address, in a browser: shown letter by letter, and nothing is fetched for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from dashboard import pages
from data.store.warehouse import Warehouse
from tests.browser.conftest import serving
from tests.support.hostile import HOSTILE, TEXTS, import_hostile

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PATHS = [f"/{module.PAGE.address}" for module in pages.every()]
MADE_OF_TEXT = """() => [...document.querySelectorAll('[data-testid="stApp"] *')].filter(node =>
    node.matches('a[href*="elsewhere"], a[href^="javascript"], a[href^="mailto"], img[src*="elsewhere"], script[src*="elsewhere"], .katex')
    || (node.matches('b, code, del, em') && /^(bold|code|gone|soft)$/.test(node.textContent))
    || (node.matches('[role="img"]') && /^home/.test(node.textContent))
    || (node.matches('span[style], .stMarkdownBadge') && /^(red|badge)$/.test(node.textContent))
).map(node => node.outerHTML.slice(0, 200))"""

SHOWN = """node => [...node.querySelectorAll('[data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]')].map(each => [
    each.textContent.replaceAll('\u2060', ''), each.querySelectorAll('a, img, code, em, del, .katex, [role="img"], li').length
])"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over hostile data."""
    warehouse = Warehouse(tmp_path_factory.mktemp("hostile") / "warehouse")
    import_hostile(warehouse, tmp_path_factory.mktemp("sheets"))
    with serving(warehouse.directory, tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


def test_every_text_is_shown_as_it_stands(look: Callable[..., Page], sample: Warehouse, tmp_path: Path) -> None:
    with serving(sample.directory, tmp_path / "server.log", script="tests/support/shown_as_it_stands.py") as address:
        page = look(address)
        for place, text in enumerate(TEXTS):
            shown = page.locator(f".st-key-text_{place}").evaluate(SHOWN)
            assert len(shown) >= 8
            assert {(each.strip(), made) for each, made in shown} == {(" ".join(text.split()), 0)}
        for key in ("pills", "segments"):
            named = [
                each.replace("\u2060", "").strip() for each in page.locator(f".st-key-{key} button").all_text_contents()
            ]
            assert named == [" ".join(text.split()) for text in TEXTS]
        assert not page.evaluate(MADE_OF_TEXT)


@pytest.mark.parametrize("path", PATHS)
def test_no_page_makes_anything_of_a_text_from_outside(look: Callable[..., Page], hostile: str, path: str) -> None:
    """The data are hostile, and so is the address."""
    keys = ("mission", "campaign", "from", "universe", "find", "event")
    page = look(f"{hostile}{path}?" + "&".join(f"{key}={quote(HOSTILE)}" for key in keys))
    assert not page.evaluate(MADE_OF_TEXT)
