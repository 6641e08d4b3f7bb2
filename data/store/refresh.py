"""Refreshing derived tables by the statements of `sql/`, only for the posts in `stale_posts`."""

from __future__ import annotations

from typing import Final

import duckdb

from common.rows import single_row
from data import schema
from data.store import threads
from data.store.row_fetching import fetch
from data.store.statements import load_sql

BATCH: Final = 200_000
"""Rows of posts said several times that are gone through at once: choosing among texts cannot be put on disk."""


def mark_stale(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Note in `stale_posts` the posts whose derived rows an import's rows can change."""
    this = f"FROM landing.{table.name} WHERE import_id = {int(import_id)}"
    if table.name == "campaigns":
        con.execute("INSERT INTO stale_posts SELECT key_hash FROM landing.posts WHERE contains(text, '#')")
    if table.name == "posts":
        con.execute(f"INSERT INTO stale_posts SELECT key_hash {this}")
    if table.name in ("posts", "accounts"):
        # what a post tells of its author is the followers, what the directory tells can be anything
        has_followers = "followers IS NOT NULL" if table.name == "posts" else "true"
        accounts = f"SELECT DISTINCT platform, account {this} AND {has_followers}"
        con.execute(
            f"INSERT INTO stale_posts SELECT key_hash FROM landing.posts SEMI JOIN ({accounts}) USING (platform, account)"
        )


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Derive again everything based on the posts in `stale_posts`."""
    (posts,) = single_row(con.execute("SELECT count(*) FROM stale_posts"))
    if not posts:
        return
    threads.use(con, small=posts <= BATCH)
    con.execute("BEGIN")  # until it ends, rows keep their places
    con.execute(load_sql("find"))
    fetch(con, "old_posts", "posts", "old_post_places")
    fetch(con, "single_rows", "landing.posts", "single_row_places")
    fetch(con, "several_rows", "landing.posts", "several_row_places")
    con.execute(load_sql("gather"))
    (last,) = single_row(con.execute("SELECT coalesce(max(rowid), -1) FROM posts"))
    _choose(con, load_sql("choose"))
    con.execute(load_sql("derive"))
    con.execute(f"CREATE OR REPLACE TEMP VIEW new_posts AS SELECT * FROM posts WHERE rowid > {last}")
    con.execute(load_sql("rollup"))
    con.execute("COMMIT")


def _choose(con: duckdb.DuckDBPyConnection, step: str) -> None:
    """Choose the values of the posts in `rows_to_merge`, some at a time as `merge_batch`."""
    (rows,) = single_row(con.execute("SELECT count(*) FROM rows_to_merge"))
    batches = -(-rows // BATCH)
    for batch in range(batches):
        low, high = (2**64 * place // batches for place in (batch, batch + 1))
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW merge_batch AS FROM rows_to_merge WHERE key_hash BETWEEN {low} AND {high - 1}"
        )
        con.execute(step)
