"""Judging the lines of a file by its plan, and what kinds of lines they are: records, explanations, totals, other things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from common.messages import TranslatableText
from common.rows import single_row
from data.parsing.cell_sql import in_short
from data.parsing.columns import Plan
from data.parsing.unlinked_posts import identify

SMALL = 8 * 2**20
"""Bytes of a file up to which optimising the long statement costs more than running it, and threads have nothing to
share."""


@contextmanager
def planned_briefly(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[None]:
    """Leave statements on the lines of a small file as they are written, without optimizing them."""
    con.execute(f"PRAGMA {'enable' if size > SMALL else 'disable'}_optimizer")
    try:
        yield
    finally:
        con.execute("PRAGMA enable_optimizer")


def judge(con: duckdb.DuckDBPyConnection, plan_: Plan, source: str, size: int) -> None:
    """Make `parsed_rows`, with one row for each row of the file, and under it `lines`, with one row for each line.

    Args:
        con: A draft's connection.
        plan_: The plan for the file.
        source: SQL that reads the lines of the file.
        size: The size of the file in bytes.
    """
    if plan_.joins:
        con.execute(f"CREATE OR REPLACE TEMP TABLE lines_as_read AS SELECT * FROM {source}")
        source = "(SELECT rowid AS place, * FROM lines_as_read)"
    sql = plan_.sql if size > SMALL else in_short(plan_.sql, len(plan_.header))
    with planned_briefly(con, size):
        con.execute(sql.replace("{source}", source))
    con.execute("DROP TABLE IF EXISTS lines_as_read")
    _view_rows(con, plan_)


def taken(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the judged lines, to be given to another connection."""
    return con.execute("FROM lines").to_arrow_table()


def give(con: duckdb.DuckDBPyConnection, plan_: Plan, lines: pa.Table) -> None:
    """Make `parsed_rows` and `lines` of the lines that another connection has judged.

    Args:
        con: A draft's connection.
        plan_: The plan for the file.
        lines: What `taken` returned.
    """
    con.register("lines_given", lines)
    con.execute("CREATE OR REPLACE TEMP TABLE lines AS FROM lines_given")
    con.unregister("lines_given")
    _view_rows(con, plan_)


def _view_rows(con: duckdb.DuckDBPyConnection, plan_: Plan) -> None:
    columns = ", ".join(
        f"{plan_.given[name]} AS {name}" if name in plan_.given else name for name in plan_.table.columns
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW parsed_rows AS
        SELECT {_place(plan_)} + 1 AS row_number, {columns}, reasons, unread, cells, extra, settles FROM lines
        WHERE {_place(plan_)} > {int(plan_.header_row)} AND NOT blank AND NOT explains AND elsewhere IS NULL
        """
    )


def records(con: duckdb.DuckDBPyConnection, plan_: Plan) -> list[bool]:
    """Return for each line just judged whether it is a record without an error."""
    sound = "reasons IS NULL AND unread IS NULL AND NOT blank AND NOT explains"
    found = con.execute(f"SELECT {sound} FROM lines ORDER BY {_place(plan_)}").fetchall()
    return [is_sound for (is_sound,) in found]


def unlinked_posts(con: duckdb.DuckDBPyConnection, plan_: Plan) -> list[TranslatableText]:
    """Give IDs to judged posts that have none, and return the notes for the import summary."""
    return identify(con, plan_.identity, _place(plan_)) if plan_.identity else []


@dataclass(frozen=True)
class Kinds:
    """How many lines below the header there are of each kind.

    Args:
        rows: Those that are rows.
        rejected: Rows that have a reason.
        unread: Rows without a reason, with a cell that cannot be read.
        stored: Rows whose cells are kept.
        explanations: Those that only explain the columns.
        sums: Totals, and what closes the table.
        elsewhere: Those that are not posts of a platform.
        newest: When the newest accepted post was made; None where the rows do not say it.
        long_ids: Accepted rows whose ID has at least 17 digits.
        exact_ids: Those of them whose ID does not end as a rounded one does.
    """

    rows: int
    rejected: int
    unread: int
    stored: int
    explanations: int
    sums: int
    elsewhere: int
    newest: dt.datetime | None
    long_ids: int
    exact_ids: int


def kinds(con: duckdb.DuckDBPyConnection, plan_: Plan) -> Kinds:
    """Count the judged lines by their kind, all at once."""
    newest, long_id = "NULL::TIMESTAMP", "false"
    if "posted_at" in plan_.taken:
        newest = "max(posted_at) FILTER (is_row AND reasons IS NULL)"
    if plan_.table.name == "posts":
        long_id = "is_row AND reasons IS NULL AND length(post_id) >= 17 AND regexp_full_match(post_id, '[0-9]+')"
    counted = {
        "rows": "is_row",
        "rejected": "is_row AND reasons IS NOT NULL",
        "unread": "is_row AND unread IS NOT NULL",
        "stored": "is_row AND cells IS NOT NULL",
        "explanations": "explains AND NOT sums_up",
        "sums": "sums_up",
        "elsewhere": "NOT blank AND NOT explains AND elsewhere IS NOT NULL",
        "long_ids": long_id,
        "exact_ids": f"{long_id} AND NOT ends_with(post_id, '00')" if long_id != "false" else "false",
    }
    counts = ", ".join(f"count(*) FILTER ({which})" for which in counted.values())
    found = con.execute(
        f"""
        SELECT {newest}, {counts}
        FROM (
            SELECT *, NOT blank AND NOT explains AND elsewhere IS NULL AS is_row FROM lines
            WHERE {_place(plan_)} > {int(plan_.header_row)}
        )
        """
    )
    at, *numbers = single_row(found)
    return Kinds(newest=at, **dict(zip(counted, numbers, strict=True)))


def elsewhere(con: duckdb.DuckDBPyConnection, plan_: Plan) -> list[tuple[str, int]]:
    """Count the rows below the header that are not posts of a platform, by their kind."""
    below = f"{_place(plan_)} > {int(plan_.header_row)} AND NOT blank AND NOT explains"
    return con.execute(
        f"SELECT elsewhere, count(*) AS n FROM lines WHERE {below} AND elsewhere IS NOT NULL GROUP BY elsewhere ORDER BY n DESC, elsewhere"
    ).fetchall()


def lack(con: duckdb.DuckDBPyConnection, plan_: Plan) -> tuple[int, int, int] | None:
    """Find out whether a total of views is larger than the sum of the other rows.

    Returns:
        The total, that sum and the number of these rows; None if the total is not larger, or there is none.
    """
    ((total, views, posts),) = con.execute(
        f"""
        SELECT max(views) FILTER (sums_up), coalesce(sum(views) FILTER (NOT explains AND NOT blank), 0)::BIGINT,
            count(*) FILTER (NOT explains AND NOT blank)
        FROM lines WHERE {_place(plan_)} > {int(plan_.header_row)}
        """
    ).fetchall()
    return (int(total), int(views), int(posts)) if total is not None and total > views else None


def _place(plan_: Plan) -> str:
    """Return SQL of the place of a line in its file, from 0."""
    return "place" if plan_.joins else "rowid"
