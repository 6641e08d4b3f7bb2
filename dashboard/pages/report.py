"""Report: make a file to send on, from the numbers of these pages."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components import choices, filters, report_preview
from dashboard.components.heading import heading
from dashboard.components.markdown import as_text
from dashboard.components.page import Group, Page
from dashboard.i18n import LANGUAGES, _, language
from dashboard.remembered import Version, known_on, remembered, version
from dashboard.reports.compose import compose
from dashboard.reports.model import Report, Request
from dashboard.reports.templates import PARTS, TEMPLATES

PAGE: Final = Page(
    "report",
    lambda: _("Report"),
    lambda: _("Make a PDF or slides"),
    Group.REPORTS,
    4,
    keeps={"template": "campaign", "paper": "A4"},
)
PAPERS: Final = ("A4", "Letter")


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    heading(_("Make a report"), where, _("Choose what it is for. Its numbers are those of these pages."))
    left, right = st.columns([2, 3], gap="large")
    with left:
        request = _chosen()
    with right:
        report_preview.panel(request, lambda: _composed(request, version()))


def _chosen() -> Request:
    """Draw the choices, and return what is asked for."""
    choices.one_of("template", _("Template"), tuple(TEMPLATES), lambda name: TEMPLATES[name].title(), folded=True)
    template = TEMPLATES[choices.chosen("template")]
    st.caption(as_text(template.question()))
    sections = st.pills(
        _("Sections"),
        list(PARTS),
        selection_mode="multi",
        default=list(template.parts),
        format_func=lambda key: PARTS[key].title(),
        key=f"sections_{choices.chosen('template')}",
        wrap=True,
    )
    spoken = st.selectbox(
        _("Language of the report"),
        list(LANGUAGES),
        index=list(LANGUAGES).index(language()),
        format_func=LANGUAGES.__getitem__,
        key="report_language",
    )
    choices.one_of("paper", _("Paper"), PAPERS, str)
    chosen = tuple(key for key in PARTS if key in sections) if sections and set(sections) != set(template.parts) else ()
    return Request(choices.chosen("template"), filters.selection(), known_on(), spoken, chosen, choices.chosen("paper"))


@remembered(8)
def _composed(request: Request, _version: Version) -> Report:
    return compose(request)
