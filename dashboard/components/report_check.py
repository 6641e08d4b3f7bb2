"""Where a report is dropped to be checked: are its numbers those that the data give, and was it changed?"""

from __future__ import annotations

import streamlit as st

from dashboard.components.markdown import as_text, bullets
from dashboard.i18n import _, said
from dashboard.reports import check_texts
from dashboard.reports.brand import BrandError
from dashboard.reports.checked import Verification
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.make import KINDS
from dashboard.reports.verify import verify
from metrics import MeasureError

LARGEST = 50
"""Megabytes of a file that pages check."""
LISTED = 20
"""Places that are listed one by one."""


def drop_zone() -> None:
    """Draw the field for a report and the result of checking it."""
    st.markdown(_("Each number of a report that was made here is derived again, and changes in the file are found."))
    file = st.file_uploader(
        _("Report to check"), [*KINDS, "csv", "png", "svg"], key="report_to_check", max_upload_size=LARGEST
    )
    if file is None:
        return
    try:
        with st.spinner(_("Checking …")):
            found = verify(file.getvalue(), file.name)
    except (UnreadableFile, MeasureError, BrandError) as reason:
        st.error(as_text(said(reason)), icon=":material/error:")
        return
    _result(found)


def _result(found: Verification) -> None:
    show = st.error if found.altered else st.success if found.is_sound else st.warning
    icon = ":material/error:" if found.altered else ":material/check_circle:" if found.is_sound else ":material/update:"
    show(as_text(check_texts.verdict(found)), icon=icon)
    st.caption(as_text(check_texts.counts(found)))
    if found.altered:
        st.markdown(bullets(list(check_texts.alterations(found))[:LISTED]))
    if not found.is_same and not found.altered:
        st.markdown(bullets(list(check_texts.changes(found))[:LISTED]))
    for left in filter(None, (check_texts.pictures(found), check_texts.columns(found))):
        st.caption(as_text(left))
