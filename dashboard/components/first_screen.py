"""The first screen, while there are no data: look at the sample, or start with files of one's own."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components import guided_start, which_data
from dashboard.components.markdown import filled
from dashboard.components.uploads import Upload
from dashboard.i18n import LANGUAGES, _, language, number
from data.formats.catalogue import formats
from data.formats.templates import FOLDER
from data.store.warehouse import Warehouse

_BLANK: Final = "contribution_sheet.xlsx"


def show(warehouse: Warehouse) -> None:
    """Draw what stands in place of every page until there are data, or while files are taken in step by step."""
    st.session_state.setdefault("lang", language())
    with st.container(key="languages", horizontal=True, horizontal_alignment="right"):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="lang",
            required=True,
            label_visibility="collapsed",
        )
    if guided_start.is_done():
        guided_start.outcome(warehouse)
        return
    if warehouse.is_new:
        _welcome()
    else:
        st.title(_("Import step by step"), anchor=False)
        st.button(_("Back to the dashboard"), icon=":material/arrow_back:", on_click=guided_start.close, key="close")
    files = _ways_in(warehouse)
    if files:
        guided_start.steps(files, warehouse)
    elif warehouse.is_new:
        _explained()


def _welcome() -> None:
    st.caption(_("No data yet"))
    st.title(_("What did your campaign achieve, and what may you say about it?"), anchor=False)
    st.markdown(
        _(
            "Import the files that your platforms export. You get posts, contributors, missions taking part, engagement "
            "and reach. Each number comes with its meaning, its uncertainty and its source."
        )
    )


def _ways_in(warehouse: Warehouse) -> list[Upload]:
    if not warehouse.is_new:
        return guided_start.drop_zone()
    left, right = st.columns([2, 3])
    with left, st.container(border=True, key="card_sample", height="stretch"):
        st.subheader(_("Look at the sample"), anchor=False)
        st.markdown(
            _(
                "#MigrationMeans 2014: 4,437 posts in 44 files, made up to match the published totals. They do not "
                "describe real people."
            )
        )
        st.button(_("Look at the sample"), icon=":material/science:", on_click=which_data.open_sample, key="sample")
        st.caption(_("The sample is kept apart from your own data. Loading it takes a few seconds, once."))
    with right, st.container(border=True, key="card_own", height="stretch"):
        st.subheader(_("Start with my files"), anchor=False)
        files = guided_start.drop_zone()
        taken = sum(not fmt.refuse for fmt in formats().values())
        st.caption(
            filled(
                _(
                    "{n} formats are recognized, among them exports of Facebook, Instagram, X, LinkedIn, YouTube and "
                    "TikTok. For any other table you say once which column is which."
                ),
                n=number(taken),
            )
        )
    return files


def _explained() -> None:
    import_, check, use = st.columns(3)
    with import_:
        st.markdown(_("**1. Import**"))
        st.markdown(_("Each row is accepted, a duplicate, or rejected with a reason. You can undo any import."))
    with check:
        st.markdown(_("**2. Check**"))
        st.markdown(_("Data quality shows what is missing, and how it affects each number."))
    with use:
        st.markdown(_("**3. Use**"))
        st.markdown(_("Read the pages, download charts and tables, and save the figures that you publish."))
    with st.expander(_("Which export do I need from which platform?"), icon=":material/help:"):
        st.markdown(_("**Facebook**: Meta Business Suite → Insights → Content → Export data; period “Lifetime”"))
        st.markdown(_("**Instagram**: the same; choose the Instagram account"))
        st.markdown(_("**X**: Analytics → Content → Export; older files: “By Tweet”"))
        st.markdown(_("**LinkedIn**: Page → Analytics → Content → Export"))
        st.markdown(_("**YouTube**: YouTube Studio → Analytics → Advanced mode → Content → Export"))
        st.markdown(_("**TikTok**: TikTok Studio → Analytics → Content → Download data"))
    with st.expander(_("I coordinate missions and need a sheet they can fill in"), icon=":material/table:"):
        st.markdown(_("One row for each post. The second sheet of the workbook explains every column."))
        st.download_button(
            _("Download the contribution sheet (Excel)"),
            (FOLDER / _BLANK).read_bytes(),
            _BLANK,
            icon=":material/download:",
            on_click="ignore",
            key="blank_sheet",
        )
    with st.expander(_("What happens with personal data?"), icon=":material/shield_person:"):
        st.markdown(
            _(
                "Everything stays on this computer. Account names are replaced by pseudonyms. Posts of people are listed "
                "only with valid consent, and contributor types are shown only where nobody can be identified."
            )
        )
