"""What it costs to decide which tables of contributor types are told, and to ask for them.

    python benchmarks/privacy.py [--posts 4400 1000000 ...] [--memory 6GB]

A campaign is made up for each size: 60 missions, half a year, three platforms, two campaigns that overlap, eight
contributor types, and as many authors as posts to the power of three quarters. Tables are decided on cubes of cells,
sums on accounts; both happen once a data version, when it is published. `first` and `second` are questions by
contributor type of a process that has asked nothing before. Times are seconds of processor, and beside them by the
clock.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from data import schema
from data.privacy import told_sums, told_tables
from data.store.warehouse import Warehouse
from metrics import measure

ROLLUPS = (("daily", "", schema.MEASURES), ("contributor_day", ", contributor", ("items",)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", nargs="+", type=int, default=[4_400, 1_000_000])
    parser.add_argument("--memory", default="6GB")
    options = parser.parse_args()
    print(f"{'posts':>10}  {'cells':>8} {'rows':>5}  {'deciding':>13} {'of it sums':>13} {'first':>13} {'second':>13}")
    for posts in options.posts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{posts:>10,}  {line(Warehouse(folder), posts, options.memory)}", flush=True)


def line(warehouse: Warehouse, posts: int, memory: str) -> str:
    """The line for a size."""
    with warehouse.draft() as draft:
        draft.con.execute(f"SET memory_limit = '{memory}'")
        generate(draft.con, posts)
        spent: dict[str, str] = {}
        sums = told_sums.decide
        told_sums.decide = lambda *given: timed("sums", spent, lambda: sums(*given))  # type: ignore[assignment]
        timed("both", spent, lambda: told_tables.decide(draft.con))
        told_sums.decide = sums  # type: ignore[assignment]
        cells = draft.con.execute(
            "SELECT count(*) FROM (SELECT DISTINCT account_type, mission, country, strftime(day, '%Y-%m'),"
            " platform, campaigns FROM daily)"
        ).fetchall()[0][0]
        rows = draft.con.execute("SELECT count(*) FROM told_voices").fetchall()[0][0]
        draft.changed = True
    for name in ("first", "second"):
        timed(name, spent, lambda: measure(["posts", "engagement"], "contributor_type", warehouse=warehouse.directory))
    parts = " ".join(f"{spent[name]:>13}" for name in ("both", "sums", "first", "second"))
    return f"{cells:>8,} {rows:>5}  {parts}"


def timed(name: str, spent: dict[str, str], work: Callable[[], Any]) -> Any:
    """What the work gives; how long it took is noted."""
    processor, clock = process_time(), perf_counter()
    given = work()
    spent[name] = f"{process_time() - processor:.2f} ({perf_counter() - clock:.2f})"
    return given


def generate(con: duckdb.DuckDBPyConnection, posts: int) -> None:
    """Posts as they are derived, and their rollups: what follows from a file and how is no part of this."""
    authors = round(posts**0.75)
    con.execute(
        f"""
        INSERT INTO posts BY NAME
        WITH offices AS (
            SELECT list(mission ORDER BY mission)[:60] AS codes, list(country ORDER BY mission)[:60] AS countries FROM missions
        ),
        made AS (
            SELECT i, hash(i) AS h, (hash(i, 'author') % {authors})::BIGINT AS author, offices.* FROM range({posts}) numbers(i), offices
        ),
        drawn AS (
            SELECT *, hash(author) AS a, CASE WHEN hash(author) % 10 < 6 THEN 'person' WHEN hash(author) % 10 < 8 THEN 'office'
                WHEN hash(author) % 10 = 8 THEN 'organisation' ELSE 'unknown' END AS published_by
            FROM made
        )
        SELECT h AS key_hash, ['twitter', 'facebook', 'tumblr'][1 + (h // 7 % 3)::BIGINT] AS platform, i::VARCHAR AS post_id,
            'a' || author AS account, 'a' || author AS contributor,
            TIMESTAMP '2014-06-20' + to_minutes((h // 11 % 262080)::BIGINT) AS posted_at, [] AS hashtags,
            [[], ['means'], ['means', 'heroes'], ['means']][1 + (h // 13 % 4)::BIGINT] AS campaigns,
            ['en', 'es', 'fr', 'ar', 'unknown'][1 + (h // 17 % 5)::BIGINT] AS language, 'original' AS post_kind,
            'unknown' AS theme, 'unknown' AS thematic_area,
            ['photo', 'text', 'link', 'video'][1 + (h // 19 % 4)::BIGINT] AS media_type,
            codes[1 + (a // 23 % 60)::BIGINT] AS mission, 'country' AS mission_kind, 'unknown' AS region,
            coalesce(countries[1 + (a // 23 % 60)::BIGINT], 'unknown') AS country, published_by AS account_type,
            CASE published_by WHEN 'office' THEN if(h // 29 % 50 = 0, 'crisis_affected', 'mission') WHEN 'organisation' THEN 'partner'
                ELSE ['public', 'staff', 'public', 'migrant', 'public', 'staff', 'crisis_affected', 'unknown'][1 + (a // 31 % 8)::BIGINT]
                END AS contributor_type,
            false AS posted_on_behalf, false AS is_synthetic, false AS day_only, false AS falling,
            if(h // 37 % 3 = 0, (h // 41 % 5000)::BIGINT, NULL) AS impressions, (h // 43 % 41)::BIGINT AS reactions,
            (h // 47 % 5)::BIGINT AS comments, (h // 53 % 13)::BIGINT AS shares, (a // 59 % 9000)::BIGINT AS followers
        FROM drawn
        """
    )
    for name, more, measures in ROLLUPS:
        sums = ", ".join(f"sum({measure})::BIGINT AS {measure}" for measure in measures)
        con.execute(
            f"INSERT INTO {name} BY NAME SELECT {', '.join(schema.DIMENSIONS)}{more}, {sums} FROM post_latest GROUP BY ALL"
        )


if __name__ == "__main__":
    main()
