"""Rename the authors of withdrawn posts who have no other posts.

They are still counted. Their new name is a hash with the key of the warehouse. So an author of two withdrawn posts is
one contributor, and the directory still has the dimensions that the posts are counted by. Offices, organizations and
authors with other posts keep their pseudonym, because those posts show it anyway.
"""

from __future__ import annotations

import duckdb

from common.rows import single_row
from data.privacy.tombstones import GONE

_NAMED = f"""
    CREATE OR REPLACE TEMP TABLE withdrawn_authors AS
    WITH gone AS (SELECT DISTINCT platform, account FROM landing.posts WHERE starts_with(post_id, '{GONE}') AND account IS NOT NULL),
    known AS (
        SELECT platform, account, NOT starts_with(post_id, '{GONE}') AS live FROM landing.posts
        UNION ALL SELECT platform, account, false FROM landing.accounts
    ),
    named AS (
        SELECT platform, account, remains('account:' || platform || '/' || account) AS other, bool_or(live) AS live
        FROM known WHERE NOT starts_with(account, '{GONE}') GROUP BY platform, account
    )
    SELECT n.platform, n.account, other,
        CASE WHEN live OR coalesce(a.account_type IN ('office', 'organisation'), false) THEN n.account ELSE other END AS name
    FROM named n LEFT JOIN accounts a ON a.platform = n.platform AND a.account = n.account
    WHERE (n.platform, other) IN (SELECT (platform, account) FROM gone) OR (n.platform, n.account) IN (SELECT (platform, account) FROM gone)
"""
_POSTS = """
    UPDATE landing.posts SET account = name FROM withdrawn_authors a
    WHERE posts.platform = a.platform AND posts.account IN (a.account, a.other) AND posts.account <> name
"""
_ACCOUNTS = """
    UPDATE landing.accounts SET account = name, key_hash = hash(accounts.platform, name, as_of), content = hash(keyed(content::VARCHAR)),
        extra = NULL, own = NULL, public_name = NULL, profile = NULL
    FROM withdrawn_authors a
    WHERE accounts.platform = a.platform AND accounts.account IN (a.account, a.other) AND accounts.account <> name
"""
_PERSONS = f"""
    UPDATE landing.accounts SET person = name FROM (
        SELECT person AS called, remains('person:' || person) AS other,
            CASE WHEN bool_or(NOT starts_with(account, '{GONE}')) THEN person ELSE remains('person:' || person) END AS name
        FROM landing.accounts WHERE NOT starts_with(person, '{GONE}') GROUP BY person
    ) WHERE person IN (called, other) AND person <> name AND starts_with(account, '{GONE}')
"""


def settle(con: duckdb.DuckDBPyConnection) -> int:
    """Rename the authors of withdrawn posts.

    They are renamed in posts, accounts and persons. Withdrawn posts are noted in `stale_posts`.

    Args:
        con: The connection to the draft, prepared by `tombstones.arm`.

    Returns:
        The number of rows changed.
    """
    withdrawn = f"SELECT count(*) FROM landing.posts WHERE starts_with(post_id, '{GONE}') AND account IS NOT NULL"
    if single_row(con.execute(withdrawn)) == (0,):
        return 0
    con.execute(_NAMED)
    changed = sum(int(single_row(con.execute(statement))[0]) for statement in (_POSTS, _ACCOUNTS, _PERSONS))
    if changed:
        con.execute(f"INSERT INTO stale_posts SELECT key_hash FROM landing.posts WHERE starts_with(post_id, '{GONE}')")
    return changed
