"""Files come in step by step: what they hold, their campaign and accounts, and what there is to see then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import (
    exporting_accounts,
    imports_panel,
    mapping_choices,
    mapping_panel,
    receipt_counts,
    rejected_panel,
    uploads,
)
from dashboard.components.imported_posts import imported_posts
from dashboard.components.markdown import as_text, filled
from dashboard.components.uploads import Upload
from dashboard.i18n import _, ngettext, number, period, said
from data.editing import guided_start, missing_sheets
from data.editing.exporting_accounts import Owner
from data.editing.guided_start import Campaign, Preview
from data.formats.date_order import Order
from data.formats.model import NotRecognised
from data.importing.archives import file_name
from data.importing.ledger import Receipt
from data.importing.pipeline import WrongOption
from data.store.warehouse import Warehouse, WarehouseError

_FEW: Final = 2
"""So many refusals are read at once."""
_RECEIPTS, _OPEN, _FOUND = "_begun", "_guided", "_preview"


def open_() -> None:
    """Take files in step by step from the next run on, also where there are data already."""
    st.session_state[_OPEN] = True


def close() -> None:
    """Go back to the pages."""
    for key in (_OPEN, _RECEIPTS, _FOUND):
        st.session_state.pop(key, None)


def is_open() -> bool:
    """Tell whether files are being taken in step by step, or what became of them is still shown."""
    return bool(st.session_state.get(_OPEN)) or is_done()


def is_done() -> bool:
    """Tell whether files have come in whose outcome is still shown."""
    return _RECEIPTS in st.session_state


def drop_zone() -> list[Upload]:
    """Return the files that were dropped, one by one or as a folder."""
    files = st.file_uploader(
        _("Add exported files: CSV, Excel, JSON, or a ZIP of them"),
        type=uploads.ENDINGS,
        accept_multiple_files=True,
        max_upload_size=uploads.LIMIT,
        key="first_files",
    )
    with st.expander(_("Add a whole folder instead"), icon=":material/folder_open:", key="first_folder_card"):
        inside = st.file_uploader(
            _("Folder of exported files"),
            type=uploads.ENDINGS,
            accept_multiple_files="directory",
            max_upload_size=uploads.LIMIT,
            key="first_folder",
        )
    return [*files, *inside]


def steps(files: Sequence[Upload], warehouse: Warehouse) -> None:
    """Draw what the files hold, ask what they do not say, and import them on the button."""
    dates = st.session_state.get("first_dates")
    found = _looked_at(files, warehouse, dates)
    if found is None:
        return
    open_()  # saving a format imports its file; the others are still to come in
    st.header(_("What these files contain"), anchor=False)
    _files(found)
    _unknown(files, found, warehouse)
    if not any(file.posts or file.receipt.accepted for file in found.files):
        st.info(
            _("Nothing can be imported from these files as they are. The reason is shown beside each file."),
            icon=":material/info:",
        )
        return
    campaign, is_named = _campaign(found)
    names, are_confirmed = exporting_accounts.names(found)
    owner = exporting_accounts.owner(found, names)
    if st.button(
        _("Import"), type="primary", icon=":material/upload:", key="begin", disabled=not (are_confirmed and is_named)
    ):
        _begin(files, warehouse, found, campaign, owner, names, dates)


def _looked_at(files: Sequence[Upload], warehouse: Warehouse, dates: str | None) -> Preview | None:
    """What the files hold; kept as long as they and the answers are the same."""
    place = st.empty()  # also where nothing is read, so that what stands below keeps its place and stays open
    asked = dates, warehouse.version, [file.file_id for file in files]
    kept: tuple[object, Preview] | None = st.session_state.get(_FOUND)
    if kept and kept[0] == asked:
        return kept[1]
    bar = place.progress(0.0, text=_("Reading the files…"))
    try:
        with uploads.on_disk(files, warehouse) as paths:
            found = guided_start.preview(paths, warehouse, dates=dates, progress=uploads.shown_in(bar))
    except (WarehouseError, WrongOption, NotRecognised) as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return None
    finally:
        bar.empty()
    st.session_state[_FOUND] = (asked, found)
    return found


def _files(found: Preview) -> None:
    rows = [
        {
            _("File"): each.receipt.file,
            _("Recognized as"): each.receipt.format_label,
            _("Days"): period(each.first, each.last) if each.first and each.last else "",
            _("Posts"): each.posts,
            _("Rows"): _became(each.receipt),
            _("Times and dates"): ". ".join(filter(None, (each.receipt.zone, *map(said, each.receipt.dates)))),
        }
        for each in found.files
        if not each.receipt.error
    ]
    if rows:
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            alt=_("Files that can be imported"),
            column_config={
                _("File"): st.column_config.Column(width=250),
                _("Recognized as"): st.column_config.Column(width=250),
                _("Posts"): st.column_config.NumberColumn(format="localized"),
            },
        )
        _notes([each.receipt for each in found.files if not each.receipt.error])
    _refusals([each.receipt for each in found.files if each.receipt.error])
    if any(each.receipt.asks_dates for each in found.files):
        st.radio(
            _("How are dates written in these files?"),
            list(Order),
            index=None,
            format_func=mapping_choices.order_text,
            key="first_dates",
        )


def _became(receipt: Receipt) -> str:
    """Return what would become of the rows; duplicates and rejected rows only where there are any."""
    accepted, duplicates, rejected = receipt_counts.became(receipt)
    return " + ".join([accepted, *([duplicates] * bool(receipt.duplicates)), *([rejected] * bool(receipt.rejected))])


def _notes(receipts: Sequence[Receipt]) -> None:
    """Say what the receipts will note of the files, such as cells that cannot be read."""
    if noted := [receipt for receipt in receipts if receipt.notes]:
        title = ngettext("Note on {n} file", "Notes on {n} files", len(noted))
        with _of_files(title, len(noted), ":material/info:", "file_notes"):
            for receipt in noted:
                name = filled("**{file}**", file=receipt.file)
                st.markdown("  \n".join([name, *(as_text(said(note)) for note in receipt.notes)]))


def _refusals(refused: Sequence[Receipt]) -> None:
    """Say why files are refused."""
    if refused:
        title = ngettext("{n} file cannot be imported", "{n} files cannot be imported", len(refused))
        with _of_files(title, len(refused), ":material/block:", "refusals"):
            for receipt in refused:
                st.warning(as_text(said(receipt.refusal or "")))


def _of_files(title: str, count: int, icon: str, key: str) -> DeltaGenerator:
    """Return a part about some files, which is folded where they are many."""
    return st.expander(filled(title, n=number(count)), icon=icon, expanded=count <= _FEW, key=key)


def _unknown(files: Sequence[Upload], found: Preview, warehouse: Warehouse) -> None:
    """Offer to say which column is which, for tables that no format fits."""
    unknown = {each.receipt.file for each in found.files if each.receipt.can_be_mapped}
    for file in files:
        if file_name(file.name) in unknown:
            with st.expander(filled(_("Say which column is which in {file}"), file=file.name), icon=":material/rule:"):
                mapping_panel.offer(file.getvalue(), file_name(file.name), warehouse)


def _campaign(found: Preview) -> tuple[Campaign | None, bool]:
    """Ask which campaign it is.

    Returns:
        The campaign, None for none; and whether it has a name, if it needs one.
    """
    st.header(_("Which campaign is this?"), anchor=False)
    counts = {each.hashtag: each for each in found.hashtags}
    chosen = st.multiselect(
        _("Hashtags of the campaign"),
        list(counts),
        default=list(counts)[:1],
        format_func=lambda tag: _tag(tag, counts[tag].posts if tag in counts else 0),
        accept_new_options=True,
        placeholder=_("no campaign"),
        help=_("A post belongs to the campaign if it has one of these hashtags."),
        key="first_hashtags",
    )
    has_all = _has_all(found, chosen)
    if not (chosen or has_all):
        return None, True
    start = f"#{chosen[0].lstrip('#')}" if chosen else ""
    of_these = "_".join([*chosen, "all"] if has_all else chosen)  # other hashtags propose another name and other days
    name = st.text_input(_("Name of the campaign"), value=start, key=f"first_campaign_{of_these}").strip() or start
    if not name:
        st.caption(_("Give the campaign a name."))
    proposed: Any = (found.all_days if has_all else found.days(chosen)) or ()
    days = st.date_input(
        _("First and last day of the campaign"), value=proposed, format="DD/MM/YYYY", key=f"first_days_{of_these}"
    )
    first, last = days if isinstance(days, tuple) and len(days) == 2 else (None, None)
    return Campaign(name, tuple(chosen), first, last, has_all), bool(name)


def _has_all(found: Preview, chosen: Sequence[str]) -> bool:
    """Ask whether posts without a hashtag of the campaign belong to it too, and say what becomes of them otherwise."""
    without = found.without(chosen)
    if without == 0:
        return False
    if st.checkbox(
        _("All posts of these files belong to the campaign, with or without a hashtag"), key="first_all_posts"
    ):
        return True
    if not chosen:
        st.caption(_("Without hashtags the posts belong to no campaign. You can add a campaign later."))
    elif without:
        template = ngettext(
            "{n} post has none of these hashtags. Pages show it under the campaign “{none}” or with all posts.",
            "{n} posts have none of these hashtags. Pages show them under the campaign “{none}” or with all posts.",
            without,
        )
        st.caption(filled(template, n=number(without), none=_("No campaign")))
    return False


def _tag(tag: str, posts: int) -> str:
    """A hashtag with the posts of these files that have it."""
    if not posts:
        return f"#{tag}"
    return ngettext("#{tag} ({n} post)", "#{tag} ({n} posts)", posts).format(tag=tag, n=number(posts))


def _begin(
    files: Sequence[Upload],
    warehouse: Warehouse,
    found: Preview,
    campaign: Campaign | None,
    owner: Owner | None,
    names: Mapping[str, str],
    dates: str | None,
) -> None:
    bar = st.progress(0.0, text=_("Importing…"))
    try:
        with uploads.on_disk(files, warehouse) as paths:
            receipts = guided_start.begin(
                paths,
                warehouse,
                campaign=campaign,
                owner=owner,
                names=names,
                key=found.key,
                dates=dates,
                progress=uploads.shown_in(bar),
            )
    except (WarehouseError, WrongOption, NotRecognised) as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return
    finally:
        bar.empty()
    close()
    st.session_state[_RECEIPTS] = receipts
    st.rerun()


def outcome(warehouse: Warehouse) -> None:
    """Draw what became of the files, what there is to see now, and what is missing to see more."""
    receipts: list[Receipt] = st.session_state[_RECEIPTS]
    posts = sum(receipt.totals.get("posts", 0) for receipt in receipts)
    st.title(filled(ngettext("{n} post is imported", "{n} posts are imported", posts), n=number(posts)), anchor=False)
    st.button(_("Open the dashboard"), type="primary", icon=":material/dashboard:", on_click=close, key="open")
    if any(receipt.rejected or receipt.unread_cells for receipt in receipts):
        st.header(_("Rejected rows"), anchor=False)
        rejected_panel.reasons(warehouse)
    imported_posts()
    state = missing_sheets.state(warehouse)
    st.header(_("What you can see now"), anchor=False)
    for name in state.there:
        _SEEN[name]()
    if state.missing:
        st.header(_("What is missing to see more"), anchor=False)
        for sheet in state.missing:
            with st.container(border=True, key=f"missing_{sheet.name}"):
                _MISSING[sheet.name]()
                st.download_button(
                    filled(_("Download the sheet: {name}"), name=_(sheet.label)),
                    sheet.content,
                    f"{sheet.name}.csv",
                    "text/csv",
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"blank_{sheet.name}",
                )
    files = [receipt for receipt in receipts if not guided_start.is_answer(receipt)]
    refused = sum(receipt.error is not None for receipt in files)
    title = _("What became of each file: {taken} imported, {refused} not imported")
    with st.expander(
        filled(title, taken=number(len(files) - refused), refused=number(refused)), icon=":material/receipt_long:"
    ):
        for receipt in files:
            imports_panel.receipt_card(receipt)
        if answers := [receipt for receipt in receipts if guided_start.is_answer(receipt)]:
            st.caption(_("Your answers about campaign and accounts are imports too, which you can undo:"))
            for receipt in answers:
                imports_panel.receipt_card(receipt)


_SEEN: Final = {
    "posts": lambda: st.markdown(_("**Overview**: posts, contributors and missions, day by day")),
    "reach": lambda: st.markdown(_("**Reach**: how many accounts saw the posts that report it")),
    "engagement": lambda: st.markdown(_("**Contributions**: engagement, languages and post types")),
    "campaign": lambda: st.markdown(_("Each page for your campaign alone")),
}
_MISSING: Final = {
    "target_sheet": lambda: st.markdown(_("**Targets**: tiles then show how far you are.")),
    "event_sheet": lambda: st.markdown(
        _("**Events**: charts then mark them, and the Events page compares them with ordinary days.")
    ),
    "contributor_directory": lambda: st.markdown(
        _(
            "**Contributor directory**: posts are then counted by mission and contributor type. You can also classify accounts "
            "on the page Contributor directory."
        )
    ),
    "campaign_sheet": lambda: st.markdown(_("**Campaigns**: posts with a hashtag of the campaign then belong to it.")),
}
