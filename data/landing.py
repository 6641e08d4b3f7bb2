"""One file's rows are judged and landed, and what is derived from them is brought up to date. All inside a draft's connection."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data import mapping, pseudonyms, quotes, readers, schema
from data.recognise import Recognised
from data.tables import UNREADABLE

_SUMS = {"gross_reach" if count == "reach" else count: count for count in schema.COUNTS if count != "video_views"}
BATCH = 250_000
"""Posts derived at a time, so that memory stays bounded however large an export is."""
_DAY_IN_NAME = {"file_name": r"(\d{4}-\d{2}-\d{2})\D*$", "pattern": "%Y-%m-%d"}


@dataclass(frozen=True)
class Judged:
    """A file whose rows are in the temporary table `judged`: typed, pseudonymised, with reasons."""

    plan: mapping.Plan
    captured_at: dt.datetime | None
    """When the counts were read from the platform; rows may know better."""
    captured_basis: str | None
    notes: list[str]


@dataclass(frozen=True)
class Tally:
    """What became of a file's rows, and the sums over the accepted ones by metric."""

    rows_read: int
    accepted: int
    duplicates: int
    rejected: int
    totals: dict[str, int]

    def __post_init__(self) -> None:
        if self.rows_read != self.accepted + self.duplicates + self.rejected:
            raise AssertionError(f"{self} does not add up")


def judge(
    con: duckdb.DuckDBPyConnection,
    table: readers.TextTable,
    found: Recognised,
    timezone: str,
    campaign: str | None,
    captured: dt.datetime | None,
    secret: bytes,
) -> Judged:
    """Read the table and make the temporary tables `raw`, `judged` and `marked`. `secret` is the key of the pseudonyms."""
    width = max(place for place, name in enumerate(found.header, 1) if name.strip())
    if width > readers.MAX_COLUMNS:
        raise readers.Unreadable(f"{table.name} has {width:,} columns, more than any export: check that it is the right file.")
    found = replace(found, header=found.header[:width])
    columns = readers.load(con, table, found.header_row, width)
    if quotes.are_open(con, table, width):
        quotes.mend(table, found.header_row, width)
        found = replace(found, header=[*found.header, *UNREADABLE])
        width = len(found.header)
        columns = readers.load(con, table, found.header_row, width)
    plan = mapping.plan(found, width, columns, timezone, quoted_by_us=table.quoted_by_us, delimiter=table.delimiter)
    explanations = mapping.judge(con, plan)
    notes = [*plan.notes, *([f"{explanations} row explains the columns and was left out."] if explanations else [])]
    pseudonyms.collect(con, "judged", _handles(plan.table), secret)
    captured_at, basis = _captured(con, table.name, found, plan, captured)
    _fill(con, plan.table, captured_at, campaign)
    _mark(con, plan)
    return Judged(plan, captured_at, basis, notes)


def land(con: duckdb.DuckDBPyConnection, judged: Judged, import_id: int) -> Tally:
    """Land the accepted rows and those that another import said before; keep the rejected ones with their reasons."""
    table = judged.plan.table
    columns = ", ".join(table.columns)
    landed = f"SELECT $id, row_number, content, extra, {columns} FROM filled JOIN marked USING (row_number) WHERE NOT repeated"
    con.execute(f"INSERT INTO landing.{table.name} {landed}", {"id": import_id})
    rejects = f"SELECT $id, n, reason, {judged.plan.cells}, NULL FROM raw JOIN judged ON n = row_number WHERE reason IS NOT NULL"
    con.execute(f"INSERT INTO rejects {rejects}", {"id": import_id})
    _settle(con, judged.plan, import_id)
    read, rejected = con.execute("SELECT count(*), count(reason) FROM judged").fetchone() or (0, 0)
    accepted, duplicates = con.execute(
        "SELECT count(*) FILTER (NOT repeated AND NOT known), count(*) FILTER (repeated OR known) FROM marked"
    ).fetchone() or (0, 0)
    touch(con, table, import_id)
    totals = _totals(con, table)
    con.execute("DROP VIEW filled; DROP TABLE raw; DROP TABLE judged; DROP TABLE marked")  # a large file's rows fill the memory
    return Tally(read, accepted, duplicates, rejected, totals)


def _settle(con: duckdb.DuckDBPyConnection, plan: mapping.Plan, import_id: int) -> None:
    """Mark the rejected rows that this file's rows stand for now, whether these were accepted or rejected anew."""
    if plan.settles:
        con.execute(
            f"""
            UPDATE rejects SET resolved_by = $id
            FROM (SELECT DISTINCT trim({plan.settles}) AS mended FROM raw) WHERE rejects.import_id || '/' || rejects.row_number = mended
            """,
            {"id": import_id},
        )


def touch(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Note in `touched` the posts whose derived rows an import's rows can change."""
    this = f"SELECT * FROM landing.{table.name} WHERE import_id = {int(import_id)}"
    if table.name == "posts":
        con.execute(f"INSERT INTO touched SELECT DISTINCT platform, post_id FROM ({this})")
        accounts = f"SELECT DISTINCT platform, account FROM ({this}) WHERE followers IS NOT NULL"
    elif table.name == "accounts":
        accounts = f"SELECT DISTINCT platform, account FROM ({this})"
    elif table.name == "campaigns":
        con.execute("INSERT INTO touched SELECT DISTINCT platform, post_id FROM landing.posts WHERE contains(text, '#')")
        return
    else:
        return
    con.execute(
        f"INSERT INTO touched SELECT DISTINCT platform, post_id FROM landing.posts SEMI JOIN ({accounts}) USING (platform, account)"
    )


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Derive anew what rests on the touched posts."""
    con.execute("ALTER TABLE touched RENAME TO all_touched")
    con.execute("CREATE OR REPLACE TEMP TABLE touched_days (day DATE)")
    (posts,) = con.execute("SELECT approx_count_distinct((platform, post_id)) FROM all_touched").fetchone() or (0,)
    batches = max(1, -(-posts // BATCH))
    steps = schema.steps()
    for batch in range(batches):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT * FROM all_touched WHERE hash(platform, post_id) % $batches = $batch",
            {"batches": batches, "batch": batch},
        )
        con.execute("BEGIN")
        con.execute(steps["refresh"])
        con.execute("COMMIT")
    con.execute("BEGIN")
    con.execute(steps["rollup"])
    con.execute("COMMIT")


# -- parts of a judgement


def _handles(table: schema.Table) -> dict[str, str]:
    scopes = {"account": "platform", "supporter": "platform", "person": "'person'"}
    return {column: scope for column, scope in scopes.items() if column in table.columns}


def _captured(
    con: duckdb.DuckDBPyConnection, name: str, found: Recognised, plan: mapping.Plan, chosen: dt.datetime | None
) -> tuple[dt.datetime | None, str | None]:
    """When the file's counts were read, and how that is known: chosen at import, its name, else no earlier than its newest post.

    An export that contains a post cannot be older than the post, whatever its name says.
    """
    if chosen:
        return chosen, "chosen at import"
    rule = found.format.captured or _DAY_IN_NAME
    named = _day_in(Path(name.partition(" › ")[0]).stem, rule)
    newest = None
    if "posted_at" in plan.taken:
        (newest,) = con.execute("SELECT max(posted_at) FROM judged WHERE reason IS NULL").fetchone() or (None,)
    if named and (not newest or named >= newest):
        return named, "the file's name"
    if newest:
        return newest, "the newest post in the file"
    return None, None


def _day_in(name: str, rule: dict[str, str]) -> dt.datetime | None:
    found = re.search(rule["file_name"], name)
    try:
        return dt.datetime.strptime(found.group(1), rule["pattern"]) if found else None
    except ValueError:
        return None


def _fill(con: duckdb.DuckDBPyConnection, table: schema.Table, captured_at: dt.datetime | None, campaign: str | None) -> None:
    """Make the temporary view `filled`: the rows without a reason, with pseudonyms for handles, and with the file's time of capture and
    campaign where they have none of their own."""
    values = {column: column for column in table.columns}
    joins = []
    for column, scope in _handles(table).items():
        values[column] = f"of_{column}.pseudonym"
        joins.append(f"LEFT JOIN pseudonyms AS of_{column} ON of_{column}.handle = {column} AND of_{column}.scope = {scope}")
    if "captured_at" in values:
        values["captured_at"] = f"coalesce(captured_at, {_literal(captured_at)}::TIMESTAMP, posted_at)"
    if "campaign" in values:
        values["campaign"] = f"coalesce(campaign, {_literal(campaign)})"
    columns = ", ".join(f"{value} AS {column}" for column, value in values.items())
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW filled AS SELECT row_number, extra, {columns} FROM judged {' '.join(joins)} WHERE reason IS NULL"
    )


def _mark(con: duckdb.DuckDBPyConnection, plan: mapping.Plan) -> None:
    """Make the temporary table `marked`: of each row in `filled` a hash of its content, and whether it repeats something.

    A row is `repeated` when the same content stands above it in the file, `known` when an earlier import said it. A time of
    capture that was only inferred from the file is no content: the same counts in an overlapping export are a duplicate.
    """
    table = plan.table
    content = [column for column in table.columns if column != "captured_at" or "captured_at" in plan.taken]
    key = ", ".join(table.key)
    said_before = " AND ".join(f"l.{column} IS NOT DISTINCT FROM h.{column}" for column in (*table.key, "content"))
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE marked AS
        WITH hashed AS (SELECT row_number, {key}, hash({", ".join(content)}) AS content FROM filled)
        SELECT row_number, content,
            row_number() OVER (PARTITION BY {key}, content ORDER BY row_number) > 1 AS repeated,
            EXISTS (SELECT 1 FROM landing.{table.name} l WHERE {said_before}) AS known
        FROM hashed h
        """
    )


def _literal(value: object) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def _totals(con: duckdb.DuckDBPyConnection, table: schema.Table) -> dict[str, int]:
    """Sums over the accepted rows, by metric; a post that stands several times in a file counts once, with its highest counts."""
    fresh = "FROM filled JOIN marked USING (row_number) WHERE NOT repeated AND NOT known"
    if table.name == "posts":
        highest = ", ".join(f"max({count}) AS {count}" for count in _SUMS.values())
        sums = ", ".join(f"sum({count})::BIGINT AS {metric}" for metric, count in _SUMS.items())
        sql = f"SELECT count(*) AS posts, {sums} FROM (SELECT {highest} {fresh} GROUP BY platform, post_id)"
    elif table.name == "supporters":
        sql = f"""SELECT count(*) FILTER (NOT coalesce(opted_out, false)) AS thunderclap_supporters,
            (sum(connections) FILTER (NOT coalesce(opted_out, false)))::BIGINT AS thunderclap_social_reach {fresh}"""
    elif table.name == "photo_votes":
        sql = f"SELECT sum(votes)::BIGINT AS photo_votes {fresh}"
    else:
        sql = f"SELECT count(*) AS {table.name} {fresh}"
    result = con.execute(sql)
    names = [column[0] for column in result.description or []]
    row = result.fetchone() or ()
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}
