"""Judging the lines of a file by its plan, and what kinds of lines they are: records, explanations, totals, other things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
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
    with planned_briefly(con, size):
        con.execute(plan_.sql.replace("{source}", source))
    con.execute("DROP TABLE IF EXISTS lines_as_read")
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


def explanations(con: duckdb.DuckDBPyConnection, plan_: Plan) -> int:
    """Count the rows below the header that only explain the columns."""
    below = f"{_place(plan_)} > {int(plan_.header_row)}"
    (notes,) = single_row(con.execute(f"SELECT count(*) FROM lines WHERE {below} AND explains AND NOT sums_up"))
    return int(notes)


def unlinked_posts(con: duckdb.DuckDBPyConnection, plan_: Plan) -> list[TranslatableText]:
    """Give IDs to judged posts that have none, and return the notes for the import summary."""
    return identify(con, plan_.identity, _place(plan_)) if plan_.identity else []


def elsewhere(con: duckdb.DuckDBPyConnection, plan_: Plan) -> list[tuple[str, int]]:
    """Count the rows below the header that are not posts of a platform, by their kind."""
    below = f"{_place(plan_)} > {int(plan_.header_row)} AND NOT blank AND NOT explains"
    return con.execute(
        f"SELECT elsewhere, count(*) AS n FROM lines WHERE {below} AND elsewhere IS NOT NULL GROUP BY elsewhere ORDER BY n DESC, elsewhere"
    ).fetchall()


def summaries(con: duckdb.DuckDBPyConnection, plan_: Plan) -> tuple[int, tuple[int, int, int] | None]:
    """Find the rows below the header that are totals or close the table.

    Returns:
        How many there are; and, if a total of views is larger than the sum of the other rows, the total, that sum and
        the number of these rows.
    """
    below = f"{_place(plan_)} > {int(plan_.header_row)}"
    ((rows,),) = con.execute(f"SELECT count(*) FROM lines WHERE {below} AND sums_up").fetchall()
    if not rows or "views" not in plan_.taken:
        return int(rows), None
    ((total, views, posts),) = con.execute(
        f"""
        SELECT max(views) FILTER (sums_up), coalesce(sum(views) FILTER (NOT explains AND NOT blank), 0)::BIGINT,
            count(*) FILTER (NOT explains AND NOT blank)
        FROM lines WHERE {below}
        """
    ).fetchall()
    return int(rows), (int(total), int(views), int(posts)) if total is not None and total > views else None


def _place(plan_: Plan) -> str:
    """Return SQL of the place of a line in its file, from 0."""
    return "place" if plan_.joins else "rowid"
