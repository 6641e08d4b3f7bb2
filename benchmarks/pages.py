"""How fast the numbers of the overview page come, through measure() and without it.

    python benchmarks/pages.py [--posts 4400 100000 ...] [--repeats 10]

A campaign is made up for each size. `measure` asks what the overview asks, with everything that comes along:
definitions, shares of unknown, warnings, small cells. `sql` asks DuckDB for the bare numbers from `post_latest`, one
row a post. `pandas` has the same rows in memory already, with the campaign as a true-or-false column, and counts them
there. All three must find equal numbers, or the benchmark fails. Times are of the whole page; `first` is the first page
in this process; the ratio of the least times is what may be compared between machines. Nothing is cached between pages
but what measure() itself keeps: compiled SQL, never numbers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from data import schema
from data.store import refresh
from data.store.warehouse import Warehouse
from metrics import measure

Page = Callable[[], list[pd.DataFrame]]

CAMPAIGN = "migrationmeans"
QUESTIONS = (
    ("posts", ""),
    ("thunderclap_social_reach", ""),
    ("contributors", ""),
    ("contributors", "platform"),
    ("missions", ""),
    ("posts", "day"),
    ("posts", "mission"),
    ("posts", "account_type"),
    ("posts", "platform"),
)
"""The tiles and charts of the overview: a metric and what it is broken down by."""
SQL = {
    "posts": "sum(items)::BIGINT",
    "contributors": "count(DISTINCT contributor)",
    "missions": "count(DISTINCT mission) FILTER (mission_kind IN ('country', 'regional'))",
    "thunderclap_social_reach": "sum(connections)::BIGINT",
}
PANDAS = {
    "posts": ("items", "sum"),
    "contributors": ("contributor", "nunique"),
    "missions": ("taking_part", "nunique"),
    "thunderclap_social_reach": ("connections", "sum"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", nargs="+", type=int, default=[4_400, 100_000])
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    print(f"{'posts':>9}  {'contender':<9} {'first ms':>9} {'least ms':>9} {'median ms':>10} {'ratio':>6}")
    for posts in options.posts:
        with tempfile.TemporaryDirectory() as folder:
            warehouse = Warehouse(folder)
            generate(warehouse, posts)
            with warehouse.read() as con:
                compare(posts, contenders(warehouse, con), options.repeats)


def compare(posts: int, pages: dict[str, Page], repeats: int) -> None:
    """Time the contenders in turns, so that a busy moment of the machine falls on all of them, and print a line for
    each."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(repeats):
        answers = {name: _timed(page, times[name]) for name, page in pages.items()}
        for name in pages:
            assert _numbers(answers[name]) == _numbers(answers["sql"]), f"{name} differs from sql"
    for name, taken in times.items():
        first, least, middle = (1000 * seconds for seconds in (taken[0], min(taken), median(taken)))
        print(
            f"{posts:>9,}  {name:<9} {first:>9.1f} {least:>9.1f} {middle:>10.1f} {min(taken) / min(times['sql']):>6.2f}"
        )


def contenders(warehouse: Warehouse, con: duckdb.DuckDBPyConnection) -> dict[str, Page]:
    """Three ways to the same page."""
    selected = f"list_contains(campaigns, '{CAMPAIGN}') AS selected"
    rows = con.execute(
        f"SELECT *, {selected}, CASE WHEN mission_kind IN ('country', 'regional') THEN mission END AS taking_part FROM post_latest"
    ).df()
    pledges = con.execute(f"SELECT *, {selected} FROM supporter_facts WHERE counted").df()

    def measured() -> list[pd.DataFrame]:
        where = {"campaign": CAMPAIGN}
        return [measure([metric], [by] if by else [], where, warehouse=warehouse.directory) for metric, by in QUESTIONS]

    def queried() -> list[pd.DataFrame]:
        return [con.execute(_sql(metric, by)).df() for metric, by in QUESTIONS]

    def counted() -> list[pd.DataFrame]:
        chosen, supporters = rows[rows["selected"]], pledges[pledges["selected"]]
        return [_count(supporters if "thunderclap" in metric else chosen, metric, by) for metric, by in QUESTIONS]

    return {"sql": queried, "measure": measured, "pandas": counted}


def generate(warehouse: Warehouse, posts: int) -> None:
    """A campaign of half a year, landed as an import would and derived by the warehouse's own rules; every tenth post
    is outside it."""
    with warehouse.draft() as draft:
        draft.con.execute("INSERT INTO imports (import_id, is_synthetic) VALUES (1, true)")
        draft.con.execute(
            f"""
            INSERT INTO landing.posts BY NAME
            WITH offices AS (SELECT list(mission ORDER BY mission)[:60] AS codes FROM missions)
            SELECT *, hash(platform, post_id) AS key_hash FROM (SELECT 1 AS import_id, i AS row_number,
                ['twitter', 'facebook', 'tumblr'][1 + i % 3] AS platform, i::VARCHAR AS post_id,
                'a' || floor(sqrt(i * 17 % {posts}) * 20) AS account, TIMESTAMP '2014-06-20' + to_minutes(i * 7919 % 262080) AS posted_at,
                ['en', 'es', 'fr', 'ar', NULL][1 + i % 5] AS language, ['photo', 'text', 'link', 'video'][1 + i % 4] AS media_type,
                ['original', 'share', 'original', 'reply'][1 + i % 4] AS post_kind, codes[1 + i * 31 % 60] AS mission,
                ['mission', 'public', 'staff', 'migrant', 'partner', 'donor', NULL][1 + i % 7] AS contributor_type,
                CASE WHEN i % 10 > 0 THEN '{CAMPAIGN}' END AS campaign, TIMESTAMP '2014-12-20' AS captured_at,
                i % 5000 AS impressions, i % 41 AS reactions, i % 5 AS comments, i % 13 AS shares
            FROM range({posts}) AS numbers(i), offices)
            """
        )
        summary = f"SELECT 1 AS import_id, 'day' AS thunderclap, '{CAMPAIGN}' AS campaign, 347 AS supporters, 521840 AS social_reach"
        draft.con.execute(f"INSERT INTO landing.thunderclaps BY NAME {summary}")
        refresh.mark_stale(draft.con, schema.TABLES["posts"], 1)
        refresh.refresh(draft.con)
        draft.changed = True


def _sql(metric: str, by: str) -> str:
    table = "supporter_facts" if "thunderclap" in metric else "post_latest"
    only = " AND counted" if "thunderclap" in metric else ""
    chosen = f"FROM {table} WHERE list_contains(campaigns, '{CAMPAIGN}'){only}"
    return f"SELECT {by}, {SQL[metric]} {chosen} GROUP BY ALL ORDER BY ALL" if by else f"SELECT {SQL[metric]} {chosen}"


def _count(rows: pd.DataFrame, metric: str, by: str) -> pd.DataFrame:
    column, how = PANDAS[metric]
    return rows.groupby(by)[column].agg(how).reset_index() if by else pd.DataFrame({metric: [rows[column].agg(how)]})


def _timed(page: Page, times: list[float]) -> list[pd.DataFrame]:
    start = perf_counter()
    answers = page()
    times.append(perf_counter() - start)
    return answers


def _numbers(answers: list[pd.DataFrame]) -> list[set[tuple[object, ...]]]:
    return [set(answer.itertuples(index=False, name=None)) for answer in answers]


if __name__ == "__main__":
    main()
