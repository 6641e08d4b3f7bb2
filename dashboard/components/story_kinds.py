"""The cards of a story's theme and languages: how many stories that may be published have each."""

from __future__ import annotations

from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import html
from dashboard.components.html import Column
from dashboard.components.markdown import as_text
from dashboard.i18n import _, language_name, number, percent

FIRST: Final = 12
"""The most rows."""
UNKNOWN: Final = "unknown"


def card(column: Literal["theme", "language"], found: pd.DataFrame) -> None:
    """Draw the card, or that nobody recorded it.

    Args:
        column: What the stories are counted by.
        found: The frame of `by_theme` or `by_language` in metrics.analyses.story_coverage.
    """
    known = found[found[column] != UNKNOWN]
    topics = {"theme": _("Stories by theme"), "language": _("Stories by language")}
    with st.container(border=True, key=f"card_stories_{column}", height="stretch", gap="small"):
        st.caption(as_text(topics[column]))
        if known.empty:
            unknown = {
                "theme": _("Theme: unknown, no story has one in the story sheet."),
                "language": _("Languages: unknown, no story has one in the story sheet."),
            }
            st.markdown(as_text(unknown[column]))
            return
        first = known.iloc[0]
        st.header(
            as_text(
                _("{name} has the most: {value}").format(
                    name=_named(column, first[column]), value=number(first["stories"])
                )
            ),
            anchor=False,
        )
        if column == "language":
            st.caption(_("A story can have several languages, so do not add them up."))
        largest = float(found["stories"].max())
        titles = {"theme": _("Theme"), "language": _("Language")}
        html.table(
            topics[column],
            [Column(titles[column]), Column(_("Stories"), True), Column("")],
            [_row(column, row, largest) for row in found.head(FIRST).to_dict("records")],
        )


def _row(column: str, row: dict[Any, Any], largest: float) -> tuple[Any, ...]:
    bar = html.parts([float(row["stories"])], largest, percent(row["stories"] / largest))
    return _named(column, row[column]), number(row["stories"]), bar


def _named(column: str, value: str) -> str:
    if value == UNKNOWN:
        return _("Unknown")
    return (language_name(value) or value) if column == "language" else queries.names("thematic_area").get(value, value)
