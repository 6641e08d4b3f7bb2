"""What a report will hold, and its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Final, NamedTuple, ParamSpec

import streamlit as st

from dashboard.components import html
from dashboard.components.folded import folded
from dashboard.components.markdown import as_text, filled
from dashboard.exports.provenance import plain
from dashboard.i18n import _, listed, ngettext, number, said
from dashboard.remembered import Unkeyed, remembered
from dashboard.reports.brand import BrandError
from dashboard.reports.files import pdf
from dashboard.reports.make import KINDS, made
from dashboard.reports.model import Figure, Quotations, Report, Request, Section, Table
from dashboard.reports.publish import headline_figures
from dashboard.reports.templates import TEMPLATES
from data.editing import published_figures
from data.store.warehouse import Warehouse, WarehouseError
from metrics import MeasureError, data_version

P = ParamSpec("P")
HEIGHT: Final = 720
"""Pixels of the height in which the pages are turned."""
KEPT: Final = 3
"""Files that are kept for a reader until another report is chosen."""


class File(NamedTuple):
    """A file that was made, and what it is called."""

    name: str
    content: bytes


Compose = Callable[[], Report]
"""Asks for all numbers of a report. That takes as long as several pages, so nothing does before it is asked to."""


def panel(request: Request, compose: Compose) -> None:
    """Draw the button that makes the file of a report, what it will say, and how its numbers are recorded.

    Args:
        request: What the report is about.
        compose: Returns the report.
    """
    with st.container(border=True, key="card_report", gap="small"):
        st.header(as_text(TEMPLATES[request.template].title()), anchor=False)
        _file(request, compose)
    folded(_("What it will say"), "report_says", ":material/toc:", lambda: _sections(compose))
    folded(_("What it will look like"), "report_pages", ":material/preview:", lambda: _pages(request, compose))
    folded(
        _("Record its headline numbers as published"),
        "report_publish",
        ":material/push_pin:",
        lambda: _publish(compose),
    )


def _explaining(draw: Callable[P, None]) -> Callable[P, None]:
    """Let a part of the panel say why there is no report."""

    @wraps(draw)
    def guarded(*asked: P.args, **named: P.kwargs) -> None:
        try:
            draw(*asked, **named)
        except (MeasureError, BrandError) as reason:
            st.info(as_text(said(reason)), icon=":material/info:")

    return guarded


@_explaining
def _sections(compose: Compose) -> None:
    report = compose()
    st.caption(as_text(f"{report.title} · {report.scope}"))
    html.ordered(html.under(html.strong(each.finding), _about(each)) for each in report.sections)
    for sentence in (*report.left_out, *report.warnings):
        st.caption(as_text(sentence))


def _about(section: Section) -> str:
    counts: list[tuple[type, Callable[[int], str]]] = [
        (Figure, lambda n: ngettext("{n} chart", "{n} charts", n)),
        (Table, lambda n: ngettext("{n} table", "{n} tables", n)),
        (Quotations, lambda n: ngettext("{n} list of quotes", "{n} lists of quotes", n)),
    ]
    parts = [
        words(count).format(n=number(count))
        for kind, words in counts
        if (count := sum(isinstance(block, kind) for block in section.blocks))
    ]
    return f"{section.title} · {listed(parts)}" if parts else section.title


@_explaining
def _file(request: Request, compose: Compose) -> None:
    names = {
        "pdf": _("PDF"),
        "pptx": _("PowerPoint"),
        "docx": _("Word"),
        "xlsx": _("Excel"),
        "html": _("Web page"),
        "zip": _("All of them (ZIP)"),
    }
    ending = st.segmented_control(
        _("Kind of file"), list(KINDS), format_func=names.__getitem__, default="pdf", required=True, key="report_ending"
    )
    key = _key(request, str(ending))
    files: dict[str, File] = st.session_state.setdefault("_reports", {})
    if key not in files:
        if not st.button(_("Make the file"), type="primary", icon=":material/description:", key="report_make"):
            return
        with st.status(_("Making the file …"), expanded=False):
            report = compose()
            name = f"{plain(f'{report.title} {report.kind} {report.request.made_on}')}.{ending}"
            files[key] = File(name, made(report, str(ending)))
        for old in list(files)[:-KEPT]:
            del files[old]
    st.download_button(
        filled(_("Download {name}"), name=names[str(ending)]),
        files[key].content,
        files[key].name,
        type="primary",
        icon=":material/download:",
        on_click="ignore",
        key=f"report_{key}",
    )
    st.caption(_("Its numbers can be checked later: drop the file on the page Published figures."))


@_explaining
def _pages(request: Request, compose: Compose) -> None:
    """Draw the pages of the PDF as they will be."""
    with st.spinner(_("Drawing the pages …")):
        drawn = _drawn(_key(request, "pages"), Unkeyed(compose))
    with st.container(height=HEIGHT, key="report_drawn"):
        for place, page in enumerate(drawn, 1):
            st.image(page, filled(_("Page {n} of {all}"), n=number(place), all=number(len(drawn))), width="stretch")


@remembered(4)
def _drawn(_request: str, compose: Unkeyed[Compose]) -> list[bytes]:
    return pdf.pages(compose.value())


def _key(request: Request, ending: str) -> str:
    """Return what tells a file of a report from others, such as that of other data."""
    return hashlib.sha256(f"{request} {data_version()} {ending}".encode()).hexdigest()[:12]


@_explaining
def _publish(compose: Compose) -> None:
    """Draw the form that records the headline numbers as published."""
    st.markdown(_("They are checked from then on whenever the data change. See Published figures."))
    source = st.text_input(_("Where it will be published"), key="report_source")
    if st.button(_("Record the numbers"), key="report_record", disabled=not source.strip()):
        _record(compose(), source.strip())


def _record(report: Report, source: str) -> None:
    if not report.tiles:
        st.info(_("This report has no headline numbers. Add the section “Headline numbers”."))
        return
    try:
        receipt = published_figures.freeze_all(
            headline_figures(report, source), Warehouse(), synthetic=report.is_synthetic
        )
    except WarehouseError as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return
    template = ngettext(
        "{n} number is recorded as import {import_}.", "{n} numbers are recorded as import {import_}.", receipt.accepted
    )
    st.success(filled(template, n=number(receipt.accepted), import_=receipt.import_id), icon=":material/push_pin:")
