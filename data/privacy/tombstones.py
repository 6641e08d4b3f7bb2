"""Recognize withdrawn items by tombstones.

A *tombstone* is a keyed hash that does not reveal what was withdrawn. A *trace* is a word by which text in other rows
refers to a withdrawn item: its id, unless that is too short or could be any word or number, and the beginning of a post
that repeats it. Traces are kept as tombstones too. The key is that of the pseudonyms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from common.rows import first_row
from data import schema
from data.parsing import post_urls
from data.parsing.hashtags import hashtags

GONE: Final = "withdrawn:"
"""The prefix of the name that replaces the name of a withdrawn item."""
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "consents": {"consent": "consent"},
    "stories": {"story": "story", "consent": "consent"},
    "photos": {"photo": "photo", "consent": "consent"},
    "photo_votes": {"photo": "photo"},
    "posts": {"post": "platform || '/' || post_id", "consent": "consent"},
}
"""SQL of the names in the rows of a table, by kind. The first is the item that a row is about."""
COVERED: Final = ("stories", "photos", "posts")
"""The tables whose rows a consent covers."""
_TAGS = hashtags("words", "getvariable('campaign_tags')")
_MACROS = rf"""
CREATE OR REPLACE TEMP MACRO keyed(name) AS
    CASE WHEN name IS NOT NULL THEN sha256(concat(getvariable('tombstone_key'), chr(31), name)) END;
CREATE OR REPLACE TEMP MACRO remains(name) AS '{GONE}' || left(keyed(name), 32);
CREATE OR REPLACE TEMP MACRO tagged(tags) AS nullif(array_to_string(list_transform(tags, lambda tag: '#' || tag), ' '), '');
CREATE OR REPLACE TEMP MACRO tags(words) AS tagged({_TAGS});
CREATE OR REPLACE TEMP MACRO campaign_tags(words) AS
    tagged(list_filter({_TAGS}, lambda tag: list_contains(getvariable('campaign_tags'), tag)));
CREATE OR REPLACE TEMP MACRO share(words) AS CASE WHEN starts_with(words, 'RT @') THEN left(lower(words), 60) END;
CREATE OR REPLACE TEMP MACRO traces(name, link, words) AS list_filter([
    nullif(regexp_extract(name, '([\w-]{{6,}})$', 1), regexp_extract(name, '([A-Z]?[a-z]+|[A-Z]+|[0-9]{{1,8}})$', 1)),
    share('RT @' || nullif(regexp_extract(link, '/(\w+)/status/', 1), '') || ': ' || words)
], lambda trace: trace <> '');
CREATE OR REPLACE TEMP MACRO mentions(words) AS coalesce(list_has_any(list_transform(
    list_concat(regexp_extract_all(words, '[0-9]{{9,}}'), regexp_extract_all(words, '(?:^|[/=,;"\x1f])([\w-]{{6,}})', 1), [share(words)]),
    lambda word: keyed('trace:' || word)), getvariable('traces')), false);
CREATE TEMP TABLE new_tombstones AS FROM tombstones LIMIT 0;
CREATE TEMP TABLE file_tombstones AS FROM tombstones LIMIT 0;
CREATE TEMP VIEW buried AS FROM tombstones UNION ALL FROM new_tombstones UNION ALL FROM file_tombstones;
"""
"""SQL of the macros and tables. `keyed` is the hash in a tombstone; `mentions` says whether text contains a trace.
`new_tombstones` are those of the draft, `file_tombstones` those of the file that is imported."""


def arm(con: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Make the macros and temporary tables that recognize withdrawn items.

    Args:
        con: The connection to the draft.
        secret: The key of the pseudonyms.
    """
    if first_row(con.execute("SELECT getvariable('tombstone_key')")) == (None,):
        con.execute("SET VARIABLE tombstone_key = $key", {"key": secret.hex()})
        con.execute(_MACROS)
    _know_traces(con)


def know_campaigns(con: duckdb.DuckDBPyConnection) -> None:
    """Store the current campaign hashtags in a variable.

    Erasure keeps them in posts.
    """
    con.execute("SET VARIABLE campaign_tags = (SELECT list(hashtag) FROM campaign_hashtags)")


def bury(con: duckdb.DuckDBPyConnection, rows: str, into: str = "new_tombstones") -> None:
    """Make tombstones of withdrawn items and their traces.

    Args:
        con: The connection to the draft, prepared by `arm`.
        rows: SQL of the items, with the columns kind, name, link, words, withdrawn_on and reason.
        into: The table of tombstones to insert into.
    """
    con.execute(
        f"""
        INSERT INTO {into}
        WITH gone AS ({rows})
        SELECT item, min(kind), min(withdrawn_on), min(reason) FROM (
            SELECT keyed(kind || ':' || name) AS item, * FROM gone
            UNION ALL
            SELECT keyed('trace:' || unnest(traces(name, link, words))), * REPLACE ('trace' AS kind) FROM gone
        ) WHERE item NOT IN (SELECT item FROM buried) GROUP BY item
        """
    )
    _know_traces(con)


def named(table: schema.Table) -> str:
    """Return SQL of the list of names in a row, as kept with rejected rows.

    A post is also named by its link, because its id may be the cell that is wrong.
    """
    names = [f"'{kind}:' || {name}" for kind, name in NAMES.get(table.name, {}).items()]
    if table.name == "posts":
        names.append(f"'post:' || platform || '/' || {post_urls.post_id('url')}")
    return (
        f"list_filter([{', '.join(names)}]::VARCHAR[], lambda name: name IS NOT NULL)" if names else "NULL::VARCHAR[]"
    )


def withdrawn_consents(source: str) -> str:
    """Return SQL of the consents withdrawn up to today.

    Args:
        source: The rows of the consents table, or SQL of them.

    Returns:
        SQL with the columns that `bury` takes.
    """
    return f"""
        SELECT 'consent' AS kind, consent AS name, NULL AS link, NULL AS words, withdrawn AS withdrawn_on, 'sheet' AS reason
        FROM {source} WHERE withdrawn <= current_date AND NOT starts_with(consent, '{GONE}')
    """


def covered(table: str, source: str) -> str:
    """Return SQL of the items of a table that withdrawn consents cover.

    Args:
        table: The name of the table, one of `COVERED`.
        source: Its rows, or SQL of them.

    Returns:
        SQL with the columns that `bury` takes.
    """
    (kind, name), *_ = NAMES[table].items()
    said = "url AS link, text AS words" if table == "posts" else "NULL AS link, NULL AS words"
    return f"""
        SELECT '{kind}' AS kind, {name} AS name, {said}, withdrawn_on, reason
        FROM {source} JOIN (SELECT item, withdrawn_on, reason FROM buried WHERE kind = 'consent') ON item = keyed('consent:' || consent)
    """


def among(table: str, tombstones: str) -> str:
    """Return SQL that says whether a row names an item that has a tombstone.

    Args:
        table: The name of the table.
        tombstones: The table of tombstones.
    """
    names = [f"keyed('{kind}:' || {name})" for kind, name in NAMES.get(table, {}).items()]
    return (
        f"({' OR '.join(f'coalesce({name} IN (SELECT item FROM {tombstones}), false)' for name in names)})"
        if names
        else "false"
    )


def some(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Return whether a table has any row.

    Args:
        con: The connection.
        table: The table; a `WHERE` clause may follow its name.
    """
    return first_row(con.execute(f"SELECT 1 FROM {table} LIMIT 1")) is not None


def _know_traces(con: duckdb.DuckDBPyConnection) -> None:
    """Store the hashes of all traces in a variable."""
    con.execute("SET VARIABLE traces = (SELECT list(item) FROM buried WHERE kind = 'trace')")
