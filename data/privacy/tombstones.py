"""What was withdrawn is remembered by tombstones, which recognise it and do not tell what it was: hashes with the
warehouse's key.

Traces are words that lead to it from other rows: its id, unless that could be any word or number, and how a share
begins that repeats it.
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
"""Begins the name that is left of something withdrawn."""
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "consents": {"consent": "consent"},
    "stories": {"story": "story", "consent": "consent"},
    "photos": {"photo": "photo", "consent": "consent"},
    "photo_votes": {"photo": "photo"},
    "posts": {"post": "platform || '/' || post_id", "consent": "consent"},
}
"""What the rows of a table name, by kind: SQL of the name. The first is what the row is about."""
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
"""`keyed` is the hash that a tombstone keeps; `mentions`, whether text holds a trace of what was withdrawn.
`new_tombstones` are those of the draft, `file_tombstones` those of the file being read."""


def arm(con: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Make what recognises withdrawn things on a draft's connection; `secret` is the key of the pseudonyms."""
    if first_row(con.execute("SELECT getvariable('tombstone_key')")) == (None,):
        con.execute("SET VARIABLE tombstone_key = $key", {"key": secret.hex()})
        con.execute(_MACROS)
    _know_traces(con)


def know_campaigns(con: duckdb.DuckDBPyConnection) -> None:
    """Note which hashtags make a post part of a campaign by now: they stay of what is erased."""
    con.execute("SET VARIABLE campaign_tags = (SELECT list(hashtag) FROM campaign_hashtags)")


def bury(con: duckdb.DuckDBPyConnection, rows: str, into: str = "new_tombstones") -> None:
    """Make tombstones of `rows`, which is SQL that gives kind, name, link, words, withdrawn_on and reason of what is
    withdrawn."""
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
    """SQL of the list of what a row names, as rejected rows keep it; a post also by its link, as its id may be what is
    wrong."""
    names = [f"'{kind}:' || {name}" for kind, name in NAMES.get(table.name, {}).items()]
    if table.name == "posts":
        names.append(f"'post:' || platform || '/' || {post_urls.post_id('url')}")
    return (
        f"list_filter([{', '.join(names)}]::VARCHAR[], lambda name: name IS NOT NULL)" if names else "NULL::VARCHAR[]"
    )


def withdrawn_consents(source: str) -> str:
    """Consents that are withdrawn by today, among rows of their sheet."""
    return f"""
        SELECT 'consent' AS kind, consent AS name, NULL AS link, NULL AS words, withdrawn AS withdrawn_on, 'sheet' AS reason
        FROM {source} WHERE withdrawn <= current_date AND NOT starts_with(consent, '{GONE}')
    """


def covered(table: str, source: str) -> str:
    """What withdrawn consents cover among the rows of a table."""
    (kind, name), *_ = NAMES[table].items()
    said = "url AS link, text AS words" if table == "posts" else "NULL AS link, NULL AS words"
    return f"""
        SELECT '{kind}' AS kind, {name} AS name, {said}, withdrawn_on, reason
        FROM {source} JOIN (SELECT item, withdrawn_on, reason FROM buried WHERE kind = 'consent') ON item = keyed('consent:' || consent)
    """


def among(table: str, tombstones: str) -> str:
    """SQL that says whether a row names anything that has a tombstone."""
    names = [f"keyed('{kind}:' || {name})" for kind, name in NAMES.get(table, {}).items()]
    return (
        f"({' OR '.join(f'coalesce({name} IN (SELECT item FROM {tombstones}), false)' for name in names)})"
        if names
        else "false"
    )


def some(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether a table, or a condition on one, has any row."""
    return first_row(con.execute(f"SELECT 1 FROM {table} LIMIT 1")) is not None


def _know_traces(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("SET VARIABLE traces = (SELECT list(item) FROM buried WHERE kind = 'trace')")
