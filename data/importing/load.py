"""Landing: accepted rows are stored with their import, rejected rows with their reasons."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from common.rows import first_row, single_row
from data import schema
from data.importing.judging import Judged
from data.parsing import message_sql
from data.privacy import tombstones
from data.store import refresh

_SUMS = {"gross_reach" if count == "reach" else count: count for count in schema.COUNTS if count != "video_views"}


@dataclass(frozen=True)
class Tally:
    """The numbers of a file's rows by result, and the sums over the accepted ones by metric."""

    rows_read: int
    accepted: int
    duplicates: int
    rejected: int
    totals: dict[str, int]

    def __post_init__(self) -> None:
        if self.rows_read != self.accepted + self.duplicates + self.rejected:
            raise AssertionError(f"{self} does not add up")


def land(con: duckdb.DuckDBPyConnection, judged: Judged, import_id: int) -> Tally:
    """Store the accepted rows and those known from other imports, and keep the rejected ones with their reasons."""
    table = judged.plan.table
    taken = ", ".join(table.columns)
    landed = f"SELECT $id, row_number, key_hash, content, extra, {taken} FROM erased_rows ANTI JOIN repeated_rows USING (row_number)"
    con.execute(f"INSERT INTO landing.{table.name} {landed}", {"id": import_id})
    if judged.lines.stored:
        _keep_rejects(con, table, import_id)
    con.execute("INSERT INTO new_tombstones FROM file_tombstones; DELETE FROM file_tombstones")
    if judged.plan.corrects:
        _settle(con, table, import_id)
    (landed,) = single_row(
        con.execute(f"SELECT count(*) FROM landing.{table.name} WHERE import_id = $id", {"id": import_id})
    )
    repeated, known = single_row(
        con.execute("SELECT (SELECT count(*) FROM repeated_rows), (SELECT count(*) FROM known_rows)")
    )
    refresh.mark_stale(con, table, import_id)
    totals = _totals(con, table, import_id)
    con.execute(
        "DROP VIEW erased_rows; DROP VIEW accepted_rows; DROP VIEW parsed_rows; DROP TABLE lines"
    )  # a large file's rows fill the memory
    return Tally(judged.lines.rows, landed - known, repeated + known, judged.lines.rejected, totals)


def _keep_rejects(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Keep the rejected rows with their cells, and of accepted rows what is needed to correct a cell.

    Of rows about withdrawn or deleted content, keep only that there was one.
    """
    con.execute(
        f"""
        INSERT INTO rejects (import_id, row_number, reason, reason_codes, reason_values, raw, named, accepted)
        SELECT $id, row_number, array_to_string(list_transform(messages, lambda m: m.english), '; '),
            list_transform(messages, lambda m: m.code), list_transform(messages, lambda m: m.values::JSON),
            CASE WHEN silent THEN [] ELSE cells END,
            CASE WHEN NOT silent THEN {tombstones.named(table)} END, reasons IS NULL
        FROM (
            SELECT *, {message_sql.kept_parts("coalesce(reasons, unread)", "silent")} AS messages
            FROM (SELECT *, row_number IN (SELECT row_number FROM withheld_rejects) AS silent FROM parsed_rows WHERE cells IS NOT NULL)
        )
        """,
        {"id": import_id},
    )


def _settle(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Mark the rejected rows that this file's rows correct, whether these were accepted or rejected again."""
    con.execute(
        """
        UPDATE rejects SET resolved_by = $id
        FROM (SELECT DISTINCT settles FROM parsed_rows WHERE settles IS NOT NULL), imports
        WHERE rejects.import_id || '/' || rejects.row_number = settles
            AND imports.import_id = rejects.import_id AND imports.landed_in = $table
        """,
        {"id": import_id, "table": table.name},
    )


def _totals(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> dict[str, int]:
    """Return the sums over the accepted rows by metric.

    A post that is in a file several times counts once, with its highest counts.
    """
    fresh = f"FROM landing.{table.name} ANTI JOIN known_rows USING (row_number) WHERE import_id = {int(import_id)}"
    if table.name == "posts":
        if first_row(con.execute("SELECT 1 FROM repeated_keys LIMIT 1")):
            highest = ", ".join(f"max({count}) AS {count}" for count in _SUMS.values())
            fresh = f"FROM (SELECT {highest} {fresh} GROUP BY platform, post_id)"
        sums = ", ".join(f"sum({count})::BIGINT AS {metric}" for metric, count in _SUMS.items())
        sql = f"SELECT count(*) AS posts, {sums} {fresh}"
    elif table.name == "supporters":
        sql = f"""SELECT count(*) FILTER (NOT coalesce(opted_out, false)) AS thunderclap_supporters,
            (sum(connections) FILTER (NOT coalesce(opted_out, false)))::BIGINT AS thunderclap_social_reach {fresh}"""
    elif table.name == "photo_votes":
        sql = f"SELECT sum(votes)::BIGINT AS photo_votes {fresh}"
    else:
        sql = f"SELECT count(*) AS {table.name} {fresh}"
    result = con.execute(sql)
    names = [column[0] for column in result.description or []]
    row = single_row(result)
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}
