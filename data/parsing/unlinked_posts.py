"""IDs for posts without an ID or link, from what does not change: network, minute, text, and place among equal rows.

The same report imported again gives the same posts, and so does another report with the same rows of a minute in the
same order. Equal rows of one file are separate posts. A text edited in between makes another post, and a post that
another export has with its link counts in addition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
from data.messages import Message

MARK: Final = "unlinked-"
"""Begins the id of such a post."""


def identify(con: duckdb.DuckDBPyConnection, identity: Sequence[str], place: str) -> list[TranslatableText]:
    """Give IDs to the judged rows in `lines` that have none, if the format says what identifies them.

    It also makes `unlinked_ids`, with one row for each row without an ID.

    Args:
        con: A draft's connection.
        identity: The columns that identify a row.
        place: The column of `lines` with a row's place in the file.

    Returns:
        Notes for the import summary.
    """
    missing = "FROM parsed_rows WHERE reasons IS NULL AND post_id IS NULL"
    (rows,) = single_row(con.execute(f"SELECT count(*) {missing}"))
    if not rows:
        return []
    parts = {"posted_at": "strftime(posted_at, '%Y-%m-%d %H:%M')", "text": "nfc_normalize(text)"}
    base = f"'{MARK}' || md5(concat_ws(chr(31), {', '.join(f'coalesce({parts.get(name, name)}, chr(30))' for name in identity)}))"
    # A row that corrects another one is the post that this was; one that was rejected comes behind those of its import
    # that are equal.
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE unlinked_ids AS
        WITH nameless AS (SELECT row_number, settles, platform, {base} AS base {missing}),
        corrected AS (
            SELECT import_id || '/' || row_number AS settles, regexp_extract(unnest(named), '/({MARK}.*)$', 1) AS post_id
            FROM rejects WHERE named IS NOT NULL
        ),
        landed AS (
            SELECT import_id::VARCHAR AS settled, platform, regexp_replace(post_id, '-[0-9]+$', '') AS base, count(DISTINCT post_id) AS n
            FROM landing.posts WHERE starts_with(post_id, '{MARK}') AND settled IN (SELECT split_part(settles, '/', 1) FROM nameless)
            GROUP BY ALL
        ),
        placed AS (
            SELECT row_number, settles, base,
                row_number() OVER (PARTITION BY platform, base ORDER BY row_number) + coalesce(n, 0) AS n_among_equals
            FROM (SELECT *, split_part(settles, '/', 1) AS settled FROM nameless) LEFT JOIN landed USING (settled, platform, base)
        )
        SELECT DISTINCT ON (row_number) row_number, coalesce(c.post_id, base || '-' || n_among_equals) AS post_id
        FROM placed LEFT JOIN (FROM corrected WHERE post_id <> '') c USING (settles)
        """
    )
    con.execute(f"UPDATE lines SET post_id = i.post_id FROM unlinked_ids i WHERE lines.{place} + 1 = i.row_number")
    con.execute("DROP TABLE unlinked_ids")
    return [(Message.UNLINKED_ROW if rows == 1 else Message.UNLINKED_ROWS).format(n=rows)]
