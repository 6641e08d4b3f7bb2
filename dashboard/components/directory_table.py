"""The contributor directory as an editable table: missing records for everyone, all records in the internal view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import internal_access
from dashboard.components.markdown import as_text, filled
from dashboard.i18n import _, locale, ngettext, number, said
from data.editing import contributor_directory
from data.importing.ledger import Receipt
from data.schema import CHOICES, NO_LONGER_KNOWN
from data.store.kept_messages import reasons
from data.store.warehouse import Warehouse, WarehouseError

LIMIT: Final = 5000
"""Most accounts in the table; a browser still scrolls them."""
CHOSEN: Final = ("contributor_type", "account_type", "mission", "country", "language")
_SHOWN: Final = ["account", "platform", "unclassified", *CHOSEN]
_ALL: Final = ["account", "platform", "posts", "unclassified", *CHOSEN]


def listed(warehouse: Warehouse) -> pd.DataFrame:
    """Return the accounts that posted.

    Returns:
        One row for each account, unclassified ones first; empty without data.
    """
    return contributor_directory.accounts(warehouse, limit=LIMIT) if warehouse.current else pd.DataFrame()


def form(accounts: pd.DataFrame, warehouse: Warehouse) -> list[dict[str, object]]:
    """Draw the accounts with posts without contributor type, with blank cells; existing records are not shown.

    Args:
        accounts: What `listed` returned.
        warehouse: The warehouse.

    Returns:
        For each changed account its platform, its pseudonym and the new values.
    """
    open_ones = accounts.loc[accounts["unclassified"] > 0, _SHOWN]
    return _edited(open_ones.assign(**dict.fromkeys(CHOSEN)), f"form_{warehouse.version}")


def editor(accounts: pd.DataFrame, warehouse: Warehouse) -> list[dict[str, object]]:
    """Draw all accounts with their records, and return the changes.

    Args:
        accounts: What `listed` returned.
        warehouse: The warehouse.

    Returns:
        For each changed account its platform, its pseudonym and the new values.
    """
    return _edited(accounts[_ALL], f"directory_{warehouse.version}")


def _edited(table: pd.DataFrame, key: str) -> list[dict[str, object]]:
    table = table.astype(dict.fromkeys(CHOSEN, object))
    table = table.where(table.notna(), None)
    edited = st.data_editor(
        table,
        key=key,
        hide_index=True,
        num_rows="fixed",
        height=min(38 + 35 * len(table), 560),
        disabled=[name for name in table.columns if name not in CHOSEN],
        column_config=_columns(table),
        placeholder="",
        alt=_("Accounts, those with most unclassified posts first"),
    )
    return changed(table, edited)


def changed(before: pd.DataFrame, after: pd.DataFrame) -> list[dict[str, object]]:
    """Return what differs between two states of the table; a cleared cell is no longer known.

    Args:
        before: One row for each account.
        after: The same rows as edited.

    Returns:
        For each changed account its platform, its pseudonym and the new values.
    """
    was, now = before[list(CHOSEN)], after[list(CHOSEN)]
    now = now.mask(now.isna() & was.notna(), NO_LONGER_KNOWN)
    differs = (now != was) & now.notna()
    rows = differs.any(axis="columns")
    values = now.loc[rows].where(differs[rows], None)
    changes = pd.concat([after.loc[rows, ["platform", "account"]], values], axis="columns").to_dict("records")
    return [{str(name): value for name, value in change.items() if value is not None} for change in changes]


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    fixed: dict[str, Any] = {
        "account": st.column_config.TextColumn(_("Account (pseudonym)"), pinned=True, width=160),
        "platform": st.column_config.SelectboxColumn(
            queries.titled("platform"),
            options=list(queries.names("platform")),
            format_func=_namer(queries.names("platform")),
        ),
        "posts": st.column_config.NumberColumn(_("Posts"), format="localized", width=70),
        "unclassified": st.column_config.NumberColumn(
            _("Unclassified"), format="localized", width=100, help=_("Posts without a recorded contributor type.")
        ),
    }
    return fixed | {name: _choice(name, table[name]) for name in CHOSEN}


def _choice(name: str, held: pd.Series) -> Any:
    named = _names(name)
    codes = sorted(
        {*named, *held.dropna()}, key=lambda code: (code == "unknown", str(named.get(code, code)).casefold())
    )
    return st.column_config.SelectboxColumn(queries.titled(name), options=codes, format_func=_namer(named), width=150)


def _names(name: str) -> dict[str, str]:
    """Return the names of the values to choose from; an unknown mission, country or language is blank."""
    if name in CHOICES:
        return {code: queries.names(name).get(code, _(label)) for code, label in CHOICES[name].items()}
    if name == "language":
        return {code: f"{label[:1].upper()}{label[1:]}" for code, label in locale().languages.items() if len(code) == 2}
    return {code: label for code, label in queries.names(name).items() if code != "unknown"}


def _namer(named: dict[str, str]) -> Callable[[Any], str]:
    return lambda code: named.get(code, str(code))


def save_button(changes: list[dict[str, object]], warehouse: Warehouse) -> None:
    """Import the changes, and keep their receipt for the next run."""
    label = (
        filled(ngettext("Save {n} change", "Save {n} changes", len(changes)), n=number(len(changes)))
        if changes
        else _("Save changes")
    )
    if not st.button(label, type="primary", icon=":material/save:", disabled=not changes, key="save_directory"):
        return
    try:
        st.session_state["_edited"] = contributor_directory.edit(changes, warehouse)
    except WarehouseError as error:
        st.error(as_text(said(error)), icon=":material/error:")
        return
    st.rerun()


def receipt(warehouse: Warehouse) -> None:
    """Draw the result of the last edit, with the reasons of rejected values, until the data change again."""
    done: Receipt | None = st.session_state.get("_edited")
    if not done or done.version != warehouse.version:
        return
    if done.error:
        st.error(as_text(said(done.error)), icon=":material/error:")
        return
    told = _("Saved as import {n}: {accepted} accepted, {rejected} rejected.").format(
        n=done.import_id, accepted=number(done.accepted), rejected=number(done.rejected)
    )
    why = dict.fromkeys(map(said, reasons(warehouse.rejects(done.import_id))))
    wrong = done.rejected or done.unread_cells
    show = st.warning if wrong else st.success
    show("  \n".join(map(as_text, [told, *why])), icon=":material/rule:" if wrong else ":material/check_circle:")


def download_button(warehouse: Warehouse) -> None:
    """Draw the download of the directory as a sheet to edit and import."""

    def sheet() -> bytes:
        internal_access.note("downloaded the contributor directory")
        with warehouse.scratch() as folder:
            path = folder / "directory.csv"
            contributor_directory.export(warehouse, path)
            return path.read_bytes()

    st.download_button(
        _("Download the directory (CSV)"),
        sheet,
        "internal-not-protected_contributor-directory.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="directory_sheet",
    )
