"""What a report will hold, and its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard.components import html
from dashboard.components.markdown import as_text, filled
from dashboard.exports.provenance import plain
from dashboard.i18n import _, listed, ngettext, number, said
from dashboard.reports.make import KINDS, made
from dashboard.reports.model import Figure, Quotations, Report, Section, Table
from dashboard.reports.publish import headline_figures
from data.editing import published_figures
from data.store.warehouse import Warehouse, WarehouseError

KEPT: Final = 3
"""Files that are kept for a reader until another report is chosen."""


def preview(report: Report) -> None:
    """Draw the sections of a report with their findings, and the buttons that make files.

    Args:
        report: The report.
    """
    with st.container(border=True, key="card_report", gap="small"):
        st.caption(as_text(f"{report.kind} · {report.scope}"))
        st.header(as_text(report.title), anchor=False)
        _files(report)
    with st.container(border=True, key="card_sections", gap="small"):
        st.caption(_("What it will say"))
        html.ordered(html.under(html.strong(each.finding), _about(each)) for each in report.sections)
        for sentence in (*report.left_out, *report.warnings):
            st.caption(as_text(sentence))
    _publish(report)


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


def _files(report: Report) -> None:
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
    key = hashlib.sha256(f"{report.request} {report.data_version} {ending}".encode()).hexdigest()[:12]
    files: dict[str, bytes] = st.session_state.setdefault("_reports", {})
    if key not in files:
        if not st.button(_("Make the file"), type="primary", icon=":material/description:", key="report_make"):
            return
        with st.status(_("Making the file …"), expanded=False):
            files[key] = made(report, str(ending))
        for old in list(files)[:-KEPT]:
            del files[old]
    st.download_button(
        filled(_("Download {name}"), name=names[str(ending)]),
        files[key],
        f"{plain(f'{report.title} {report.kind} {report.request.made_on}')}.{ending}",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
        key=f"report_{key}",
    )
    st.caption(_("Its numbers can be checked later: drop the file on the page Published figures."))


def _publish(report: Report) -> None:
    """Draw the form that records the headline numbers as published."""
    if not report.tiles:
        return
    with st.expander(_("Record its headline numbers as published"), icon=":material/push_pin:", key="report_publish"):
        st.markdown(_("They are checked from then on whenever the data change. See Published figures."))
        source = st.text_input(_("Where it will be published"), key="report_source")
        if st.button(_("Record the numbers"), key="report_record", disabled=not source.strip()):
            _record(report, source.strip())


def _record(report: Report, source: str) -> None:
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
