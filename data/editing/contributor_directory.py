"""The contributor directory: accounts to classify, edits, and its export as a sheet.

An edit is an import of a contributor directory like any other, so it has an import summary and can be undone. Accounts
are always pseudonyms, and nothing about a person is guessed from a profile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from data.editing import sheets
from data.importing.ledger import Receipt
from data.privacy.pseudonyms import MARK
from data.privacy.tombstones import GONE
from data.schema import DESCRIBES_ACCOUNT, NAMES_ACCOUNT, NO_LONGER_KNOWN
from data.store.warehouse import Warehouse

FORMAT: Final = "contributor_directory"
_EXAMPLE: Final = 140
"""Letters of an example post."""


class OwnAccounts(NamedTuple):
    """The organization's own accounts, and how many more are marked as own but cannot be shown as such."""

    accounts: pd.DataFrame
    incomplete: int


def own_accounts(warehouse: Warehouse) -> OwnAccounts:
    """List the organization's own accounts, which are public, by name.

    Args:
        warehouse: The warehouse.

    Returns:
        One row for each: own_account (name and network), platform, mission, posts, profile (a link or empty). And how many accounts
        are marked as own but lack the type of an office or organization, or a mission.
    """
    if not warehouse.current:
        return OwnAccounts(pd.DataFrame(columns=["own_account", "platform", "mission", "posts", "profile"]), 0)
    with warehouse.read() as con:
        found = con.execute(
            """
            WITH own AS (SELECT own_account, platform, account, mission, profile FROM accounts WHERE own_account IS NOT NULL)
            SELECT own_account, platform, mission, coalesce(posts, 0) AS posts, coalesce(profile, '') AS profile
            FROM own LEFT JOIN (
                SELECT platform, account, count(*) AS posts FROM posts SEMI JOIN own USING (platform, account) GROUP BY ALL
            ) USING (platform, account)
            ORDER BY own_account, posts DESC, account
            """
        ).df()
        ((incomplete,),) = con.execute("SELECT count(*) FROM accounts WHERE own AND own_account IS NULL").fetchall()
    return OwnAccounts(found, int(incomplete))


def accounts(warehouse: Warehouse, *, limit: int = 500, with_examples: bool = False) -> pd.DataFrame:
    """List accounts that posted, those with most unclassified posts first.

    Args:
        warehouse: The warehouse.
        limit: The most accounts to list.
        with_examples: Whether to add the newest post of each. It can tell who somebody is, so it is for those alone who keep the data.

    Returns:
        One row for each account: platform, account (a pseudonym), posts, unclassified (posts without contributor type),
        and what the directory has: account_type, contributor_type, mission, country, language, person, own, public_name, profile,
        as_of. With examples also example (the beginning of its text) and example_link; posts that were erased or deleted are none.
    """
    known = ", ".join(f"a.{column}" for column in (*DESCRIBES_ACCOUNT, "own", *NAMES_ACCOUNT, "as_of"))
    newest = ""
    if with_examples:
        shown = f"FILTER (deleted_at IS NULL AND NOT starts_with(post_id, '{GONE}'))"
        newest = f", arg_max({{'text': text, 'url': url}}, (text IS NOT NULL, posted_at, post_id)) {shown} AS newest"
        known += f", left(p.newest.text, {_EXAMPLE}) AS example, p.newest.url AS example_link"
    with warehouse.read() as con:
        return con.execute(
            f"""
            WITH listed AS (
                SELECT platform, account, count(*) AS posts, count(*) FILTER (contributor_type = 'unknown') AS unclassified{newest}
                FROM posts WHERE account IS NOT NULL GROUP BY platform, account
                ORDER BY unclassified DESC, posts DESC, platform, account LIMIT $limit
            )
            SELECT p.platform, p.account, p.posts, p.unclassified, {known}
            FROM listed p LEFT JOIN accounts a ON a.platform = p.platform AND a.account = p.account
            ORDER BY p.unclassified DESC, p.posts DESC, p.platform, p.account
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
