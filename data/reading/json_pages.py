"""Documents of JSON become records: response pages of an API, containers, and lines that cannot be read.

A response page becomes its records, each with its author and media from `includes`. A document that cannot be read
becomes a row with the reason and the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import duckdb

from common.rows import first_row, single_row
from common.sql import literal
from data.messages import Message
from data.reading import json_containers

_ENVELOPE: Final = ("data", "includes", "meta", "errors", "matching_rules", "__twarc")
"""What a response page of X's API holds, and nothing else."""
_NESTING: Final = 200
"""A record nested deeper is no post but an attempt to overflow what reads it."""
_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_OTHERS: Final = bytes(set(range(256)) - set(_STEPS))


def can_be_deep(document: str) -> str:
    """Return SQL that says whether a document opens so many brackets that it may be nested too deep."""
    return f"len(string_split({document}, '[')) + len(string_split({document}, '{{')) - 2 > {_NESTING}"


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the function that `unwrap` asks of a document that may be nested too deep."""
    con.create_function("too_deep", _too_deep, ["VARCHAR"], "BOOLEAN")


def _too_deep(document: str) -> bool:
    """Return whether brackets open deeper than in any record; those in texts are no brackets."""
    brackets = _TEXT.sub(b"", document.encode("utf-8", "replace")).translate(None, _OTHERS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > _NESTING


def has_pages(con: duckdb.DuckDBPyConnection, source: str, names: frozenset[str]) -> bool:
    """Return whether any document of a file may be a page or a container.

    Args:
        con: A connection.
        source: SQL that gives the documents, objects all of them, as `json`.
        names: The names that the documents have.
    """
    if json_containers.are_among(con, source, names):
        return True
    page = f"SELECT 1 FROM ({source}) WHERE list_has_all($envelope, json_keys(json)) LIMIT 1"
    return not names.isdisjoint(_ENVELOPE) and first_row(con.execute(page, {"envelope": list(_ENVELOPE)})) is not None


def is_page(document: Mapping[str, Any]) -> bool:
    """Return whether an object is a response page of X's API, of one post or several."""
    data = document.get("data")
    return document.keys() <= set(_ENVELOPE) and (not isinstance(data, dict) or "id" in data)


def unwrap(con: duckdb.DuckDBPyConnection, source: str, path: Path) -> int:
    """Make `part_records` from the JSON at `path`, in its order, and return how many posts and accounts X withheld.

    Records are the objects that are rows, those of response pages with their authors and media, and others with the
    reason.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE documents AS
        SELECT n, line, CASE WHEN json_type(read) <> 'OBJECT' OR (CASE WHEN {can_be_deep("line")} THEN too_deep(line) ELSE false END)
            THEN NULL ELSE read END AS doc
        FROM (SELECT row_number() OVER () AS n, line, try_cast(line AS JSON) AS read FROM ({source}) WHERE trim(line) <> '')
        """,
        {"path": str(path)},
    )
    json_containers.unwrap(con)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE pages AS
        SELECT n, found[1] AS twarc, found[2] AS errors,
            CASE json_type(found[3]) WHEN 'ARRAY' THEN found[3]::JSON[] WHEN 'OBJECT' THEN [found[3]] END AS data,
            CASE json_type(found[4]) WHEN 'ARRAY' THEN found[4]::JSON[] END AS users,
            CASE json_type(found[5]) WHEN 'ARRAY' THEN found[5]::JSON[] END AS media
        FROM (
            SELECT n, json_extract(doc, ['/__twarc', '/errors', '/data', '/includes/users', '/includes/media']) AS found
            FROM documents WHERE doc IS NOT NULL AND list_has_all($envelope, json_keys(doc))
        )
        """,
        {"envelope": list(_ENVELOPE)},
    )
    error = f"rtrim(coalesce(errors->>'$[0].detail', errors->>'$[0].title', '{Message.WITHOUT_REASON}'), '.')"
    before, behind = (literal(text) for text in Message.NO_POST.split("{reason}"))
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part_records AS
        WITH members AS (SELECT n, twarc, media, unnest(data) AS post, generate_subscripts(data, 1) AS i FROM pages),
        posts AS (SELECT * FROM members WHERE json_type(post) = 'OBJECT'),
        linked AS (
            SELECT *, post->>'author_id' AS author_id,
                list_filter(media, lambda m: list_contains(post->>'$.attachments.media_keys[*]', m->>'media_key')) AS shown FROM posts),
        authors AS (SELECT DISTINCT ON (n, id) n, author, author->>'id' AS id FROM (SELECT n, unnest(users) AS author FROM pages)),
        rows(n, i, record, reason, line) AS (
            SELECT linked.n, i, json_merge_patch(post, json_object('author', coalesce(author, post->'author'), '__twarc', twarc,
                'attachments', CASE WHEN len(shown) > 0 THEN json_object('media', shown) ELSE post->'attachments' END)), NULL, NULL
            FROM linked LEFT JOIN authors ON authors.n = linked.n AND authors.id = linked.author_id
            UNION ALL
            SELECT n, 1, doc, NULL, NULL FROM documents ANTI JOIN pages USING (n) WHERE doc IS NOT NULL
            UNION ALL
            SELECT n, 1, NULL, '{Message.NO_RECORD}', line
            FROM documents WHERE doc IS NULL
            UNION ALL
            SELECT n, i, NULL, '{Message.NO_RECORD}', post::VARCHAR FROM members WHERE json_type(post) IS DISTINCT FROM 'OBJECT'
            UNION ALL                             -- a page without posts has at least `meta`
            SELECT n, 1, NULL, '{Message.NO_RECORD}', line
            FROM pages JOIN documents USING (n) WHERE data IS NULL AND errors IS NULL AND json_extract(doc, '/meta') IS NULL
            UNION ALL
            SELECT n, 1, NULL, {before} || {error} || {behind}, line
            FROM pages JOIN documents USING (n) WHERE data IS NULL AND errors IS NOT NULL
        )
        SELECT record::JSON AS record, reason, line FROM rows ORDER BY n, i
        """
    )
    (hidden,) = single_row(
        con.execute("SELECT coalesce(sum(json_array_length(errors)), 0) FROM pages WHERE data IS NOT NULL")
    )
    return int(hidden)
