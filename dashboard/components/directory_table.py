"""The contributor directory as an editable table: missing records for everyone, all records in the internal view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.components import internal_access, receipt_counts
from dashboard.components.markdown import as_text, filled
from dashboard.components.post_list import link
from dashboard.i18n import _, locale, ngettext, number, said
from dashboard.i18n.names import sort_key
from dashboard.remembered import Unkeyed, as_of_today
from data.editing import contributor_directory
from data.importing.ledger import Receipt
from data.schema import NO_LONGER_KNOWN
from data.store.kept_messages import reasons
from data.store.warehouse import Warehouse, WarehouseError
from data.vocabularies import CHOICES

LIMIT: Final = 5000
"""Most accounts in the table; a browser still scrolls them."""
CHOSEN: Final = ("contributor_type", "account_type", "mission", "country", "language")
NAMING: Final = ("own", "public_name", "profile")
"""What is recorded of the organization's own accounts."""
_SHOWN: Final = ["account", "platform", "unclassified", *CHOSEN]
_ALL: Final = ["account", "platform", "posts", "unclassified", "example", "example_link", *CHOSEN, *NAMING]


def listed(warehouse: Warehouse, *, with_examples: bool = False) -> pd.DataFrame:
    """Return the accounts that posted.

    Args:
        warehouse: The warehouse.
        with_examples: Whether each has an example post, which belongs into the internal view alone.

    Returns:
        One row for each account, unclassified ones first; empty without data.
    """
    if not warehouse.current:
        return pd.DataFrame()
    if with_examples:  # texts are not kept in memory
        return contributor_directory.accounts(warehouse, limit=LIMIT, with_examples=True)
    return _listed(Unkeyed(warehouse))


@as_of_today(2)
def _listed(warehouse: Unkeyed[Warehouse]) -> pd.DataFrame:
    return contributor_directory.accounts(warehouse.value, limit=LIMIT)


@as_of_today(2)
def _own(warehouse: Unkeyed[Warehouse]) -> contributor_directory.OwnAccounts:
    return contributor_directory.own_accounts(warehouse.value)


def own_accounts(warehouse: Warehouse) -> None:
    """Draw the organization's own accounts, with posts and profiles; everybody may see them."""
    found = _own(Unkeyed(warehouse))
    st.header(_("Own accounts"), anchor=False)
    st.markdown(
        _(
            "The organization’s own public accounts are shown by name. All other accounts stay pseudonyms. Mark own accounts in the "
            "internal view or in the directory sheet."
        )
    )
    if found.incomplete:
        metadata = ngettext(
            "{n} account is marked as own but is not shown by name. Record an account type of office or organization, and a mission.",
            "{n} accounts are marked as own but are not shown by name. Record an account type of office or organization, and a mission.",
            found.incomplete,
        )
        st.warning(filled(metadata, n=number(found.incomplete)), icon=":material/help:")
    if found.accounts.empty:
        st.info(_("No account is marked as own yet."), icon=":material/account_circle:")
        return
    missions = queries.names("mission")
    table = found.accounts.assign(
        platform=found.accounts["platform"].map(_namer(queries.names("platform"))),
        mission=found.accounts["mission"].map(_namer(missions)),
        profile=found.accounts["profile"].map(link).replace("", None),
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "own_account": st.column_config.TextColumn(queries.titled("account"), pinned=True),
            "platform": queries.titled("platform"),
            "mission": queries.titled("mission"),
            "posts": st.column_config.NumberColumn(_("Posts"), format="localized"),
            "profile": st.column_config.LinkColumn(_("Profile"), display_text=_("Open profile")),
        },
        alt=_("Own accounts, with network, mission and number of posts"),
    )


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
    table = table.astype({name: object for name in (*CHOSEN, *NAMING) if name in table})
    table = table.where(table.notna(), None)
    edited = st.data_editor(
        table,
        key=key,
        hide_index=True,
        num_rows="fixed",
        height=min(38 + 35 * len(table), 560),
        disabled=[name for name in table.columns if name not in (*CHOSEN, *NAMING)],
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
    columns = [name for name in (*CHOSEN, *NAMING) if name in before]
    was, now = before[columns], after[columns]
    now = now.mask(now.isna() & was.notna(), NO_LONGER_KNOWN)
    differs = (now != was) & now.notna()
    rows = differs.any(axis="columns")
    names = [name for name in NAMING if name in columns]
    if "own" in names:  # a name is kept only beside the mark that the account is own
        renamed = differs[names].any(axis="columns") & now["own"].eq(True)
        differs.loc[renamed, names] = now.loc[renamed, names].notna()
    values = now.loc[rows].where(differs[rows], None)
    changes = pd.concat([after.loc[rows, ["platform", "account"]], values], axis="columns").to_dict("records")
    return [{str(name): value for name, value in change.items() if not pd.isna(value)} for change in changes]


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
    named: dict[str, Any] = {
        "example": st.column_config.TextColumn(_("Example post"), width=220),
        "example_link": st.column_config.LinkColumn(_("Link"), display_text=_("Open post"), width=90),
        "own": st.column_config.CheckboxColumn(
            queries.titled("account"), help=_("A public account of the organization itself, shown by name."), width=110
        ),
        "public_name": st.column_config.TextColumn(
            _("Public name"), help=_("Shown to everybody. Leave empty for IOM and the mission’s name."), max_chars=60
        ),
        "profile": st.column_config.LinkColumn(_("Profile"), validate=r"^https?://\S+$", max_chars=300),
    }
    named = {name: column for name, column in named.items() if name in table}
    return fixed | named | {name: _choice(name, table[name]) for name in CHOSEN}


def _choice(name: str, held: pd.Series) -> Any:
    named = _names(name)
    codes = sorted({*named, *held.dropna()}, key=lambda code: (code == "unknown", sort_key(str(named.get(code, code)))))
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
    parts = ", ".join(receipt_counts.became(done, with_duplicates=False))
    summary = _("Saved as import {n}: {parts}.").format(n=done.import_id, parts=parts)
    why = dict.fromkeys(map(said, (*reasons(warehouse.rejects(done.import_id)), *done.notes)))
    wrong = done.rejected or done.unread_cells
    show = st.warning if wrong else st.success
    show("  \n".join(map(as_text, [summary, *why])), icon=":material/rule:" if wrong else ":material/check_circle:")


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
