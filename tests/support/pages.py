"""Pages that run without a browser, by Streamlit's own `AppTest`, opened by their address.

For each of them Streamlit reads what every installed package says of itself, to find components, which costs more than
the page does; and Plotly takes the same few hundred names of properties to pieces for every chart. In a process of
tests both do so once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from plotly import basedatatypes
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

__all__ = [
    "AppTest",
    "all_parts",
    "cells",
    "items",
    "look",
    "one_page",
    "opened",
    "run",
    "said",
    "tiles",
    "titles",
    "unfolded",
]

_UNDER_CHARTS = ("how_", "table_", "posts_", "say_")
_SECONDS = 120
"""How long a page may take on a busy machine."""

manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
basedatatypes._str_to_dict_path_full = cache(basedatatypes._str_to_dict_path_full)


def look(path: str = "", **address: Any) -> AppTest:
    """Return a page with its filter bar, as app.py draws it."""
    return opened(one_page, path, **address)


def opened(script: Callable[..., None], *arguments: Any, **address: Any) -> AppTest:
    """Return what a script draws that is opened with these parameters in its address."""
    app = AppTest.from_function(script, args=arguments, default_timeout=_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return run(app)


def run(app: AppTest) -> AppTest:
    """Return a page after another run, in which nothing failed."""
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def unfolded(app: AppTest) -> AppTest:
    """Return a page with all open that stands under its tiles and charts, which is made when it is opened."""
    app = all_parts(app)
    for each in app.get("popover"):
        key = _key_of(each.proto.popover)
        if key.startswith(_UNDER_CHARTS):
            app.session_state[key] = True
    return run(app)


def all_parts(app: AppTest) -> AppTest:
    """Return a page with those parts open that are folded to their title, and made when they are opened."""
    folded = [_key_of(each.proto) for each in app.expander if each.proto.id]
    for key in folded:
        app.session_state[key] = True
    return run(app) if folded else app


def _key_of(element: Any) -> str:
    return str(element.id.split("-", 2)[-1])  # Streamlit puts a sign and a hash before it


def said(app: AppTest) -> str:
    """Return all that is written on a page beside its numbers."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.header, app.subheader)
    return " ".join(str(each.value) for kind in kinds for each in kind)


def tiles(app: AppTest) -> dict[str, str]:
    """Return the numbers on a page by their labels."""
    return {each.label: each.value for each in app.metric}


def items(app: AppTest) -> list[str]:
    """Return what a list says about each of its posts, between marks."""
    listed = " ".join(each.value for each in app.get("html"))
    return [f"· {re.sub('<[^>]+>', '', about)} ·" for about in re.findall(r'<p class="about">(.*?)</p>', listed)]


def cells(app: AppTest) -> str:
    """Return the texts of all tables and lists, one after the other."""
    found = " ".join(each.value for each in app.get("html") if "<style" not in each.value)
    return html.unescape(re.sub(r"(\s*<[^>]+>\s*)+", " | ", found))


def titles(app: AppTest) -> list[str]:
    """Return the findings on a page."""
    return [each.value for each in app.header]


def one_page(path: str) -> None:
    """Draw a page; the whole of it stands here, because Streamlit runs the text of this function."""
    from dashboard import pages
    from dashboard.components import address, cards, filter_bar, page_frame
    from dashboard.components.top_row import top_row

    modules = {module.PAGE.address: module for module in pages.every()}
    address.speak_first()
    filter_bar.bar(path)
    top_row(path)
    page_frame.banner()
    page_frame.looking_back(path)
    page_frame.without_effect()
    cards.show_reason_on_error(modules[path].page)()
    page_frame.footer()
