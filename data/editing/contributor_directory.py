"""The contributor directory: accounts to classify, edits, and its export as a sheet.

An edit is an import of a contributor directory like any other, so it has an import summary and can be undone. Accounts
are always pseudonyms, and nothing about a person is guessed from a profile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from data.editing import sheets
from data.importing.ledger import Receipt
from data.privacy.pseudonyms import MARK
from data.schema import DESCRIBES_ACCOUNT, NO_LONGER_KNOWN
from data.store.warehouse import Warehouse

FORMAT: Final = "contributor_directory"


def accounts(warehouse: Warehouse, *, limit: int = 500) -> pd.DataFrame:
    """List accounts that posted, those with most unclassified posts first.

    Args:
        warehouse: The warehouse.
        limit: The most accounts to list.

    Returns:
        One row for each account: platform, account (a pseudonym), posts, unclassified (posts without contributor type),
        and what the directory has: account_type, contributor_type, mission, country, language, person, as_of.
    """
    known = ", ".join(f"any_value(a.{column}) AS {column}" for column in (*DESCRIBES_ACCOUNT, "as_of"))
    with warehouse.read() as con:
        return con.execute(
            f"""
            SELECT p.platform, p.account, count(*) AS posts, count(*) FILTER (p.contributor_type = 'unknown') AS unclassified, {known}
            FROM posts p LEFT JOIN accounts a ON a.platform = p.platform AND a.account = p.account
            WHERE p.account IS NOT NULL GROUP BY p.platform, p.account
            ORDER BY unclassified DESC, posts DESC, p.platform, p.account LIMIT $limit
            """,
            {"limit": limit},
        ).df()


def edit(changes: Iterable[Mapping[str, object]], warehouse: Warehouse) -> Receipt:
    """Import changes to accounts as a directory of their own.

    Args:
        changes: Each has platform, account and new values. A value that is missing or empty does not change; `unknown`
            removes what was recorded.
        warehouse: The warehouse.

    Returns:
        The receipt; a value that is not in its list is a rejected row in it.
    """
    now = dt.datetime.now(dt.UTC)
    rows = [{**change, "as_of": f"{now:%Y-%m-%d %H:%M:%S.%f}"} for change in changes]
    return sheets.import_rows(f"directory edited {now:%Y-%m-%d %H.%M.%S}", FORMAT, map(_marked, rows), warehouse)


def write(target: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a directory of accounts that are pseudonyms, as a sheet to import."""
    sheets.write(target, FORMAT, map(_marked, rows))


def export(warehouse: Warehouse, target: Path) -> int:
    """Write the directory as its own sheet, one row for each account as last known, and return the number of rows.

    Accounts are pseudonyms. Each row says that it is not protected, in a column that the import ignores.
    """
    with warehouse.read() as con:
        found = con.execute(
            """
            SELECT a.platform, a.account, rtrim(strftime(any_value(a.as_of), '%Y-%m-%d %H:%M:%S.%f'), '0').rtrim('.') AS as_of,
                any_value(a.account_type) AS account_type, any_value(a.contributor_type) AS contributor_type,
                any_value(a.mission) AS mission, any_value(a.country) AS country, any_value(a.language) AS language,
                arg_max(f.followers, f.known_at) AS followers, any_value(a.person) AS person,
                CASE WHEN bool_or(a.own) THEN 'yes' END AS own, any_value(a.public_name) AS public_name, any_value(a.profile) AS profile
            FROM accounts a LEFT JOIN account_followers f ON f.platform = a.platform AND f.account = a.account
            GROUP BY a.platform, a.account ORDER BY a.platform, a.account
            """
        )
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    sheets.write(target, FORMAT, map(_marked, rows), is_internal=True)
    return len(rows)


def _marked(row: Mapping[str, object]) -> dict[str, object]:
    """Mark the pseudonyms of a row, so that an import does not take them for account names."""
    handles = {name: value for name, value in row.items() if name in ("account", "person") and sheets.known(value)}
    return {**row, **{name: f"{MARK}{value}" for name, value in handles.items() if value != NO_LONGER_KNOWN}}
