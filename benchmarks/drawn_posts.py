"""Posts drawn from the sample, in any number and shaped like it.

Each post is made of four posts of the sample that are drawn independently: one says who published it and where (account,
mission, country, contributor type, language, followers), one on which day, one what it is (text, hashtags, campaigns,
kind of post and of media), and one of the same platform gives its counts and when they were read. So every combination
occurs in the share that independence gives it, and the rollups grow as they do for real campaigns: a generator that
counts instead repeats itself, and its rollups stay tiny.

An author who is drawn becomes one of as many as the data are times larger than the sample, so that authors have as many
posts as there; the organisation's own accounts stay the same. Every tenth post keeps the earlier counts of the post that
it has its counts from. What the other sheets say (sign-ups, photos, stories, events, targets, published figures) is the
sample's own.

Rows are written as they are derived: how an import gets there is measured by benchmarks/import.py.
"""

from __future__ import annotations

from typing import Final

import duckdb

from data import schema
from data.importing.landed_sample import ensure_sample
from data.schema import COUNTS, OTHER_ACCOUNTS
from data.store.warehouse import Warehouse

_WHO: Final = (
    "platform, mission, mission_kind, country, region, account_type, own_account, contributor_type, contributor_basis,"
    " posted_on_behalf, followers, language"
)
_WHAT: Final = "text, url, hashtags, campaigns, media_type, post_kind, theme, thematic_area"
_COUNTED: Final = (
    f"deleted_at, consent, day_only, is_synthetic, first_captured_at, captured_at, falling, {', '.join(COUNTS)}"
)
_ROLLUPS: Final = (("daily", "", schema.MEASURES), ("contributor_day", ", contributor", ("items",)))


def fill(warehouse: Warehouse, posts: int) -> None:
    """Fill an empty warehouse.

    Args:
        warehouse: The warehouse.
        posts: The number of posts.
    """
    ensure_sample(warehouse)
    with warehouse.draft() as draft:
        _draw(draft.con, posts)
        draft.changed = True


def _draw(con: duckdb.DuckDBPyConnection, posts: int) -> None:
    con.execute(
        "CREATE TEMP TABLE drawn_from AS SELECT *, row_number() OVER (ORDER BY platform, post_id) - 1 AS place,"
        " row_number() OVER (PARTITION BY platform ORDER BY post_id) - 1 AS rank, count(*) OVER (PARTITION BY platform) AS ranks FROM posts"
    )
    con.execute("CREATE TEMP TABLE counted_before AS FROM earlier_counts")
    (size,) = con.execute("SELECT count(*) FROM posts").fetchall()[0]
    (source,) = con.execute("SELECT mode(import_id) FROM landing.posts").fetchall()[0]
    for table in ("posts", "earlier_counts", "landing.posts", "daily", "contributor_day"):
        con.execute(f"DELETE FROM {table}")
    con.execute(
        f"""
        INSERT INTO posts BY NAME
        WITH draws AS (
            SELECT i, (hash(i, 'who') % {size})::BIGINT AS who, (hash(i, 'when') % {size})::BIGINT AS at,
                (hash(i, 'what') % {size})::BIGINT AS what, hash(i, 'counts') AS counts, hash(i, 'second') % 86400 AS second,
                '-' || hash(i, 'author') % {-(-posts // size)} AS author
            FROM range({posts}) AS numbers(i)
        ),
        published AS MATERIALIZED (
            SELECT d.i, d.at, d.what, d.second, d.author, (d.counts % a.ranks)::BIGINT AS rank, a.account, a.contributor, {_of("a", _WHO)}
            FROM draws d JOIN drawn_from a ON a.place = d.who
        )
        SELECT hash(i, 'key') AS key_hash, p.i::VARCHAR AS post_id,
            p.account || CASE WHEN p.own_account = '{OTHER_ACCOUNTS}' THEN p.author ELSE '' END AS account,
            p.contributor || CASE WHEN p.own_account = '{OTHER_ACCOUNTS}' THEN p.author ELSE '' END AS contributor,
            b.posted_at::DATE + to_seconds(p.second::BIGINT) AS posted_at,
            {_of("p", _WHO)}, {_of("c", _WHAT)}, {_of("n", _COUNTED)}
        FROM published p JOIN drawn_from b ON b.place = p.at JOIN drawn_from c ON c.place = p.what
        JOIN drawn_from n ON n.platform = p.platform AND n.rank = p.rank
        """
    )
    con.execute(
        f"""
        INSERT INTO earlier_counts BY NAME
        SELECT p.key_hash, p.platform, p.post_id, {_of("e", f"known_from, known_until, falling, {', '.join(COUNTS)}")}
        FROM (SELECT p.key_hash, p.platform, p.post_id, n.post_id AS counted_as
            FROM (SELECT *, (hash(post_id::BIGINT, 'counts') % ranks)::BIGINT AS rank
                FROM posts JOIN (SELECT DISTINCT platform, ranks FROM drawn_from) USING (platform) WHERE post_id::BIGINT % 10 = 0) p
            JOIN drawn_from n ON n.platform = p.platform AND n.rank = p.rank) p
        JOIN counted_before e ON e.platform = p.platform AND e.post_id = p.counted_as
        """
    )
    of_counts = ", ".join(COUNTS)
    con.execute(
        f"""
        INSERT INTO landing.posts BY NAME
        SELECT {source} AS import_id, key_hash, platform, post_id, account, posted_at, captured_at, {of_counts} FROM posts
        UNION ALL BY NAME
        SELECT {source} AS import_id, key_hash, platform, post_id, known_from AS captured_at, {of_counts} FROM earlier_counts
        """
    )
    for name, more, measures in _ROLLUPS:
        sums = ", ".join(f"sum({measure})::BIGINT AS {measure}" for measure in measures)
        con.execute(
            f"INSERT INTO {name} BY NAME SELECT {', '.join(schema.DIMENSIONS)}{more}, {sums} FROM post_latest GROUP BY ALL"
        )


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{name.strip()}" for name in columns.split(","))
