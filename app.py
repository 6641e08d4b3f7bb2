"""Opens the dashboard: streamlit run app.py.

The server loads this file once for how it answers, and runs it as a script for every view of a page.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.components import cards, filter_bar, internal_access, start
from dashboard.i18n import _
from dashboard.pages import claims, contributions, contributors, data, definitions, events, overview, posts, quality, reach, steward, thunderclap
from dashboard.server import OwnPagesOnly

STATIC = Path(__file__).parent / "static"


def show() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Campaign reach", page_icon=str(STATIC / "icon.svg"), layout="wide", initial_sidebar_state=330)
    st.logo(str(STATIC / "logo.svg"), size="large", icon_image=str(STATIC / "icon.svg"))
    for sheet in ("page.css", "print.css"):
        st.html(STATIC / sheet)

    filter_bar.speak_first()
    internal = [st.Page(steward.page, title=_("Internal view"), url_path="steward")] if internal_access.are_allowed() else []
    # One row without icons holds them all. Sections are folded on a desk, and on a phone are lists that a screen reader cannot follow.
    page = st.navigation(
        [
            st.Page(overview.page, title=_("Overview"), default=True),
            st.Page(reach.page, title=_("Reach"), url_path="reach"),
            st.Page(contributions.page, title=_("Contributions"), url_path="contributions"),
            st.Page(thunderclap.page, title=_("Thunderclap"), url_path="thunderclap"),
            st.Page(events.page, title=_("Events"), url_path="events"),
            st.Page(posts.page, title=_("Posts"), url_path="posts"),
            st.Page(claims.page, title=_("Claims"), url_path="claims"),
            st.Page(definitions.page, title=_("Definitions"), url_path="definitions"),
            st.Page(quality.page, title=_("Quality"), url_path="quality"),
            st.Page(data.page, title=_("Data"), url_path="data"),
            st.Page(contributors.page, title=_("Contributors"), url_path="contributors"),
            *internal,
        ],
        position="top",
    )
    start.ready()
    filter_bar.bar(page.url_path)
    cards.banner()
    cards.looking_back(page.url_path)
    cards.or_reason(page.run)()
    cards.footer()


if __name__ == "__main__":
    show()
else:
    app = st.App(__file__, middleware=[Middleware(OwnPagesOnly)])
