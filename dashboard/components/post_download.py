"""The posts of a list as a file, in the order of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from common import settings
from dashboard import queries
from dashboard.components.heading import described
from dashboard.components.markdown import filled
from dashboard.exports import Provenance, to_csv
from dashboard.i18n import _, language, number, speaking
from dashboard.remembered import known_on
from metrics import DIMENSIONS, Selection
from metrics.analyses import listings

MOST: Final = 10_000
"""Posts that a file has at most."""
COLUMNS: Final = ("platform", "posted_on", "account", "account_type", "mission", "mission_name", "language")
CONTENT: Final = ("media_type", "post_kind", "text", "url")
COUNTS: Final = ("engagement", "reactions", "comments", "shares", "impressions", "views", "reach")


def draw(where: Selection, search: str, order: listings.Order, count: int) -> None:
    """Draw the button that downloads the posts of a list.

    Args:
        where: The selection.
        search: The text that posts must contain.
        order: Their order.
        count: How many there are.
    """
    provenance = _provenance(where, search)
    spoken, day, folder, names = (language(), known_on(), settings.warehouse_directory(), queries.names("mission"))

    def made() -> bytes:
        # On click, in a thread that knows neither language nor data.
        posts, _count = listings.publishable_posts(where, search, order, MOST, as_of=day, warehouse=folder)
        with speaking(spoken):
            return to_csv(as_table(posts, names), provenance)

    st.download_button(
        _("Download the list (CSV)"),
        made,
        provenance.filename("posts", "csv"),
        "text/csv",
        key="csv_posts",
        on_click="ignore",
        icon=":material/download:",
        help=filled(_("The file has the first {n} posts in this order."), n=number(MOST)) if count > MOST else None,
    )


def as_table(posts: pd.DataFrame, missions: dict[str, str]) -> pd.DataFrame:
    """Return listed posts as a table for a file: who published them by public name only.

    Args:
        posts: Posts that may be listed.
        missions: Names of missions by code.

    Returns:
        One row for each post, in the same order: where, when and by whom it was published, its text, its link and its
        counts.
    """
    own = posts["own_account"]
    table = posts.assign(
        posted_on=pd.to_datetime(posts["posted_at"]).dt.normalize(),
        account=own.mask(own == DIMENSIONS["account"].rest, ""),
        mission_name=posts["mission"].map(missions),
    )
    return table[[*COLUMNS, *CONTENT, *COUNTS]]


def _provenance(where: Selection, search: str) -> Provenance:
    of_posts = Provenance.of(queries.ask(["posts"], (), where), _("Posts"), selected=described(where))
    return replace(of_posts, filters=f"{of_posts.filters}; text contains {search}") if search else of_posts
