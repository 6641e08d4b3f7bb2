"""The dashboard: streamlit run app.py.

The server loads this file once for its settings, and runs it as a script for every view of a page.
"""

from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Literal

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.navigation.page import StreamlitPage

from dashboard import pages
from dashboard.browser_files import LightFiles
from dashboard.components import address, cards, filter_bar, page_frame, start, which_data
from dashboard.components.headline import Headline
from dashboard.components.page_addresses import PageAddresses
from dashboard.components.top_row import top_row
from dashboard.server import OwnPagesOnly
from data.store.warehouse import Warehouse

STATIC = Path(__file__).parent / "static"


def show() -> None:
    """Draw the page that the address names."""
    st.set_page_config(
        page_title="Campaign reach", page_icon=str(STATIC / "icon.svg"), layout="wide", initial_sidebar_state=330
    )
    st.logo(str(STATIC / "logo.svg"), size="large", icon_image=str(STATIC / "icon.svg"))
    for sheet in ("page.css", "print.css"):
        st.html(STATIC / sheet)

    which_data.take_from_address()
    address.speak_first()
    shown = [module for module in pages.every() if module.PAGE.is_there]
    position: Literal["top", "hidden"] = "hidden" if start.is_first(Warehouse()) else "top"
    # In groups, because one row holds them all on a wide screen only. components/page.js names the groups for readers
    # of a phone's screen.
    page = st.navigation(
        {
            group.title(): list(map(_as_shown, members))
            for group, members in groupby(shown, lambda each: each.PAGE.group)
        },
        position=position,
        expanded=True,  # on a phone, too, every page is in sight
    )
    st.set_page_config(page_title=f"{page.title} · Campaign reach")
    start.ready()
    filter_bar.bar(page.url_path)
    top_row(page.url_path)
    page_frame.banner()
    page_frame.looking_back(page.url_path)
    page_frame.without_effect()
    cards.show_reason_on_error(page.run)()
    page_frame.footer()


def _as_shown(module: ModuleType) -> StreamlitPage:
    address = module.PAGE.address
    return st.Page(module.page, title=module.PAGE.title(), url_path=address or None, default=not address)


if __name__ == "__main__":
    show()
else:
    pages.every()
    app = st.App(
        __file__,
        middleware=[
            Middleware(OwnPagesOnly),
            Middleware(GZipMiddleware, compresslevel=6),
            Middleware(PageAddresses),
            Middleware(Headline),
            Middleware(LightFiles),
        ],
    )
