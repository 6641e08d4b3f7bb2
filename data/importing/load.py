"""One file's rows are judged and landed, inside a draft's connection."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from common.messages import TranslatableText
from common.rows import first_row, single_row
from common.sql import literal
from data import schema
from data.formats.date_order import Order
from data.formats.detect import Recognised
from data.messages import Message
from data.parsing import clock_changes, columns, dates, message_sql
from data.parsing.date_orders import Known
from data.privacy import erasure, pseudonyms, tombstones
from data.reading import open_quotes, text
from data.reading.text_table import UNREADABLE, write_rows
from data.store import refresh, threads
from data.store.row_fetching import fetch

_SUMS = {"gross_reach" if count == "reach" else count: count for count in schema.COUNTS if count != "video_views"}
SPARE = 256
"""Fields a row may have beyond its header before its tail is cut."""
_LONGEST_KIND = 40
_MOST_KINDS = 12
"""Letters of a name that is shown as the kind of a row, and how many names are."""
_MOST_NETWORKS = 12
"""Networks beside those of the reference data that one file may name."""
_BY_CHANCE = 5
"""Ids from which on it is no chance that all end in 00."""
_DAY_IN_NAME = {"file_name": r"(\d{4}-\d{2}-\d{2})\D*$", "pattern": "%Y-%m-%d"}


@dataclass(frozen=True)
class Judged:
    """A file whose rows are in the temporary table `judged`: typed, pseudonymised, with reasons."""

    plan: columns.Plan
    captured_at: dt.datetime | None
    """When the counts were read from the platform; rows may know better."""
    captured_basis: TranslatableText | None
    notes: list[TranslatableText]
    unread: int
    """How many cells could not be read in rows that are accepted."""


@dataclass(frozen=True)
class Capture:
    """When a file's counts were read, as far as that is known before its rows are: chosen at import, or that of the
    import it mends."""

    chosen: dt.datetime | None = None
    origin: dt.datetime | None = None


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
    table: text.TextTable,
    found: Recognised,
    timezone: str,
    campaign: str | None,
    captured: Capture,
    known: Known,
    secret: bytes,
) -> Judged:
    """Read the table and make the temporary tables `judged`, `filled`, `silent`, `repeated_rows` and `known_rows`. `known` says
    what is known of its dates, `secret` is the key of the pseudonyms."""
    width = max(place for place, name in enumerate(found.header, 1) if name.strip())
    if width > text.MAX_COLUMNS:
        raise text.Unreadable(Message.WIDE.format(file=table.name, n=width))
    found = replace(found, header=found.header[:width])
    moment = captured.chosen or captured.origin or _named(table.name, found)
    known = replace(known, captured=moment.date() if moment else None)
    plan = _judged_strictly(con, table, found, timezone, known) or _judged_leniently(con, table, found, timezone, known)
    if rounded := _rounded_ids(con, plan):
        raise text.Unreadable(Message.ROUNDED_IDS.format(file=table.name, n=rounded))
    other_networks = _other_networks(con, table.name, plan)
    explanations = columns.explanations(con, plan)
    explained = (Message.EXPLAINS if explanations == 1 else Message.EXPLAIN).format(n=explanations)
    unlinked = columns.unlinked_posts(con, plan)
    unread = _unread(con)
    notes = [
        *plan.notes,
        *other_networks,
        *([explained] if explanations else []),
        *_summaries(con, plan),
        *_elsewhere(con, plan),
        *unlinked,
        *unread,
    ]
    pseudonyms.collect(con, "judged", _handles(plan.table), secret)
    captured_at, basis = _captured(con, table.name, found, plan, captured)
    _fill(con, plan, captured_at, campaign)
    notes += erasure.meet(con, plan.table, secret)
    _mark_duplicates(con, plan.table)
    return Judged(plan, captured_at, basis, notes, sum(unread.values()))


def _summaries(con: duckdb.DuckDBPyConnection, plan: columns.Plan) -> list[TranslatableText]:
    """What a receipt says of rows that add up or close a table: that they were left out, and how much the table lacks
    of its own total."""
    rows, lacks = columns.summaries(con, plan)
    notes = [(Message.SUMMARY if rows == 1 else Message.SUMMARIES).format(n=rows)] if rows else []
    if lacks:
        total, views, posts = lacks
        notes.append(Message.CUT_OFF.format(total=total, n=posts, most=views))
    return notes


def _elsewhere(con: duckdb.DuckDBPyConnection, plan: columns.Plan) -> list[TranslatableText]:
    """What a receipt says of rows that are no posts of a platform, by kind; a kind is shown if it is a short name."""
    kinds: dict[str, int] = {}
    for kind, rows in columns.elsewhere(con, plan):
        shown = kind if 0 < len(kind) <= _LONGEST_KIND and len(kinds) < _MOST_KINDS else "?"
        kinds[shown] = kinds.get(shown, 0) + rows
    if not kinds:
        return []
    template = Message.ELSEWHERE_ROW if sum(kinds.values()) == 1 else Message.ELSEWHERE_ROWS
    return [
        template.format(n=sum(kinds.values()), columns=", ".join(f"{kind} {rows:,}" for kind, rows in kinds.items()))
    ]


def _other_networks(con: duckdb.DuckDBPyConnection, file: str, plan: columns.Plan) -> list[TranslatableText]:
    """What a receipt says of networks that are not in the reference data. Raises `Unreadable` where there are so many
    that the column names something else."""
    if "platform" not in plan.taken:
        return []
    found = con.execute(
        """
        SELECT platform, count(*) AS n FROM judged WHERE reasons IS NULL AND platform NOT IN (SELECT unnest($known::VARCHAR[]))
        GROUP BY platform ORDER BY n DESC, platform
        """,
        {"known": list(schema.PLATFORMS)},
    ).fetchall()
    if len(found) > _MOST_NETWORKS:
        raise text.Unreadable(Message.MANY_NETWORKS.format(file=file, title=plan.taken["platform"], n=len(found)))
    told = ", ".join(f"{name} ({n:,})" for name, n in found)
    return [Message.OTHER_NETWORKS.format(columns=told)] if found else []


def _judged_strictly(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str, known: Known
) -> columns.Plan | None:
    """Read and judge a table in which nothing is out of place, which is fast; None where something is."""
    width = len(found.header)
    threads.use(con, small=table.path.stat().st_size <= columns.SMALL)
    try:
        return _judged(con, table, found, width, timezone, known)
    except (duckdb.InvalidInputException, duckdb.NotImplementedException, duckdb.ConversionException):
        return None


def _judged_leniently(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str, known: Known
) -> columns.Plan:
    """Read and judge a table as far as it can be, its quotes made sound: one column wider than its header, else as wide
    as rows may be."""
    if not table.quoted_by_us and not open_quotes.are_sound(table, len(found.header)):
        open_quotes.mend(table, found.header_row, len(found.header), _records(con, table, found, timezone))
        found = replace(found, header=[*found.header, *UNREADABLE])
    width = len(found.header)
    for read in (width + 1, width + SPARE):
        plan = _judged(con, table, found, read, timezone, known)
        if not first_row(con.execute("SELECT 1 FROM lines WHERE longer LIMIT 1")):
            break
    return plan


def _judged(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, read: int, timezone: str, known: Known
) -> columns.Plan:
    """Judge the rows of a table, of which so many columns are read: strictly if these are the ones of its header."""
    width = len(found.header)
    source = text.source(table, read, strict=read == width)
    written = columns.how_dates_are_written(con, table.name, found, source, known)
    plan = columns.plan(found, width, read, timezone, written)
    columns.judge(con, plan, source, table.path.stat().st_size)
    if not plan.local_time or timezone == "UTC":
        return plan
    return replace(plan, notes=[*plan.notes, *clock_changes.notes(con, source, plan.local_time, timezone)])


def _records(
    con: duckdb.DuckDBPyConnection, table: text.TextTable, found: Recognised, timezone: str
) -> open_quotes.Records:
    """What says of rows which are records of the table: those in which its format finds nothing wrong, whichever way
    dates are written."""
    tried = replace(table, path=table.path.with_suffix(".tried"), delimiter=",")

    def records(rows: Sequence[Sequence[str]]) -> list[bool]:
        if not rows:
            return []
        write_rows(tried.path, rows)
        return columns.records(
            con, _judged(con, tried, found, len(found.header), timezone, Known(chosen=Order.DAY_FIRST))
        )

    return records


def _unread(con: duckdb.DuckDBPyConnection) -> dict[TranslatableText, int]:
    """What the receipt says of cells that could not be read in rows that were accepted, by column and reason; and how
    many there are."""
    kinds = con.execute(
        """
        SELECT string_split(told, chr(31))[:3] AS kind, count(*) AS cells
        FROM (SELECT unnest(unread) AS told FROM judged WHERE unread IS NOT NULL) GROUP BY kind ORDER BY cells DESC, kind[2], kind[1]
        """
    ).fetchall()
    counted = {message_sql.kind(*parts): cells for parts, cells in kinds}
    return {
        (Message.UNREAD_CELL if cells == 1 else Message.UNREAD_CELLS).format(n=cells, reason=kind): cells
        for kind, cells in counted.items()
    }


def _rounded_ids(con: duckdb.DuckDBPyConnection, plan: columns.Plan) -> int:
    """How many posts the file has, if all their ids end as rounded ones do; else 0. One in a hundred ends so by
    chance."""
    if plan.table.name != "posts":
        return 0
    long = "FROM judged WHERE reasons IS NULL AND length(post_id) >= 17 AND regexp_full_match(post_id, '[0-9]+')"
    if first_row(con.execute(f"SELECT 1 {long} AND NOT ends_with(post_id, '00') LIMIT 1")):
        return 0
    (posts,) = single_row(con.execute(f"SELECT count(DISTINCT post_id) {long}"))
    return int(posts) if posts >= _BY_CHANCE else 0


def land(con: duckdb.DuckDBPyConnection, judged: Judged, import_id: int) -> Tally:
    """Land the accepted rows and those that another import said before; keep the rejected ones with their reasons."""
    table = judged.plan.table
    taken = ", ".join(table.columns)
    landed = f"SELECT $id, row_number, key_hash, content, extra, {taken} FROM filled ANTI JOIN repeated_rows USING (row_number)"
    con.execute(f"INSERT INTO landing.{table.name} {landed}", {"id": import_id})
    _keep_rejects(con, table, import_id)
    con.execute("INSERT INTO new_tombstones FROM file_tombstones; DELETE FROM file_tombstones")
    _settle(con, table, import_id)
    read, rejected = single_row(con.execute("SELECT count(*), count(reasons) FROM judged"))
    (landed,) = single_row(
        con.execute(f"SELECT count(*) FROM landing.{table.name} WHERE import_id = $id", {"id": import_id})
    )
    repeated, known = single_row(
        con.execute("SELECT (SELECT count(*) FROM repeated_rows), (SELECT count(*) FROM known_rows)")
    )
    refresh.mark_stale(con, table, import_id)
    totals = _totals(con, table, import_id)
    con.execute(
        "DROP VIEW filled; DROP VIEW whole; DROP VIEW judged; DROP TABLE lines"
    )  # a large file's rows fill the memory
    return Tally(read, landed - known, repeated + known, rejected, totals)


def _keep_rejects(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Keep the rejected rows as they came, and of accepted ones what is needed to correct a cell; of those that speak
    of what was withdrawn or deleted, that there was one."""
    if not first_row(con.execute("SELECT 1 FROM judged WHERE cells IS NOT NULL LIMIT 1")):
        return
    con.execute(
        f"""
        INSERT INTO rejects (import_id, row_number, reason, reason_codes, reason_values, raw, named, accepted)
        SELECT $id, row_number, array_to_string(list_transform(told, lambda m: m.english), '; '), list_transform(told, lambda m: m.code),
            list_transform(told, lambda m: m.values::JSON), CASE WHEN silent THEN [] ELSE cells END,
            CASE WHEN NOT silent THEN {tombstones.named(table)} END, reasons IS NULL
        FROM (
            SELECT *, {message_sql.kept_parts("coalesce(reasons, unread)", "silent")} AS told
            FROM (SELECT *, row_number IN (SELECT row_number FROM silent) AS silent FROM judged WHERE cells IS NOT NULL)
        )
        """,
        {"id": import_id},
    )


def _settle(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> None:
    """Mark the rejected rows of this table that this file's rows stand for now, whether these were accepted or rejected
    anew."""
    con.execute(
        """
        UPDATE rejects SET resolved_by = $id
        FROM (SELECT DISTINCT settles FROM judged WHERE settles IS NOT NULL), imports
        WHERE rejects.import_id || '/' || rejects.row_number = settles
            AND imports.import_id = rejects.import_id AND imports.landed_in = $table
        """,
        {"id": import_id, "table": table.name},
    )


# -- parts of a judgement


def _handles(table: schema.Table) -> dict[str, str]:
    scopes = {"account": "platform", "supporter": "platform", "person": "'person'"}
    return {column: scope for column, scope in scopes.items() if column in table.columns}


def _captured(
    con: duckdb.DuckDBPyConnection, name: str, found: Recognised, plan: columns.Plan, known: Capture
) -> tuple[dt.datetime | None, TranslatableText | None]:
    """When the file's counts were read, and how that is known: chosen at import, that of the import it mends, its name,
    else no earlier than its newest post.

    An export that contains a post cannot be older than the post, whatever its name says.
    """
    if known.chosen:
        return known.chosen, Message.CHOSEN.format()
    if known.origin:
        return known.origin, Message.BY_ORIGIN.format()
    named, newest = _named(name, found), None
    if "posted_at" in plan.taken:
        (newest,) = single_row(con.execute("SELECT max(posted_at) FROM judged WHERE reasons IS NULL"))
    if named and (not newest or named >= newest):
        return named, Message.BY_NAME.format()
    if newest:
        return min(newest, dates.now()), Message.BY_NEWEST.format()
    return None, None


def _named(name: str, found: Recognised) -> dt.datetime | None:
    """The day in the file's name. One that is still to come is none on which counts were read."""
    named = _day_in(Path(name.partition(" › ")[0]).stem, found.format.captured or _DAY_IN_NAME)
    return min(named, dates.now()) if named and named.date() <= dates.today() + dt.timedelta(days=1) else None


def _day_in(name: str, rule: dict[str, str]) -> dt.datetime | None:
    found = re.search(rule["file_name"], name)
    try:
        return dt.datetime.strptime(found.group(1), rule["pattern"]) if found else None
    except ValueError:
        return None


def _fill(
    con: duckdb.DuckDBPyConnection, plan: columns.Plan, captured_at: dt.datetime | None, campaign: str | None
) -> None:
    """Make the temporary view `whole`: the rows without a reason, with pseudonyms for handles, with the file's time of
    capture and campaign where they have none of their own, and with hashes of their key and of their content.

    A time of capture that was only inferred from the file, because the row says none, is no content: the same counts in
    an overlapping export are a duplicate.
    """
    table = plan.table
    values = {column: column for column in table.columns}
    joins = []
    for column, scope in _handles(table).items():
        values[column] = f"of_{column}.pseudonym"
        joins.append(
            f"LEFT JOIN pseudonyms AS of_{column} ON of_{column}.handle = {column} AND of_{column}.scope = {scope}"
        )
    if "captured_at" in values:
        values["captured_at"] = f"coalesce(captured_at, {literal(captured_at)}::TIMESTAMP, posted_at)"
    if table.name == "accounts":
        values["as_of"] = f"coalesce(as_of, {literal(captured_at)}::TIMESTAMP)"
    if "campaign" in values:
        values["campaign"] = f"coalesce(campaign, {literal(campaign)})"
    written = ", ".join(f"{value} AS {column}" for column, value in values.items())
    inferred = [column for column in ("captured_at", "as_of") if values.get(column, column) != column]
    own = "".join(f", judged.{column} AS own_{column}" for column in inferred)
    content = [
        f"own_{column}" if column in inferred else column
        for column in table.columns
        if column != "day_only" and (column != "captured_at" or "captured_at" in plan.taken)
    ]
    but_own = f"EXCLUDE ({', '.join(f'own_{column}' for column in inferred)})" if inferred else ""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW whole AS
        SELECT * {but_own}, hash({", ".join(table.key)}) AS key_hash, hash({", ".join(content)}) AS content
        FROM (SELECT row_number, extra, {written}{own} FROM judged {" ".join(joins)} WHERE reasons IS NULL)
        """
    )


def _mark_duplicates(con: duckdb.DuckDBPyConnection, table: schema.Table) -> None:
    """Make the temporary tables `repeated_rows` and `known_rows (row_number)`, one row a row of the file: rows whose
    content stands above them in the file, and other rows that an earlier import landed.

    On the way it makes `row_hashes` (one row an accepted row), `repeated_keys` (one row a key that stands several times
    in the file, kept for the totals) and `same_key_places` (one row a landed row with a key of the file). Rows are the
    same where both hashes, 128 bits together, agree.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE row_hashes AS SELECT row_number, key_hash, content FROM filled;
        CREATE OR REPLACE TEMP TABLE repeated_keys AS SELECT key_hash FROM row_hashes GROUP BY key_hash HAVING count(*) > 1;
        CREATE OR REPLACE TEMP TABLE repeated_rows AS
        SELECT row_number FROM (
            SELECT row_number, row_number() OVER (PARTITION BY key_hash, content ORDER BY row_number) AS place
            FROM row_hashes SEMI JOIN repeated_keys USING (key_hash)
        ) WHERE place > 1;
        CREATE OR REPLACE TEMP TABLE same_key_places AS
        SELECT rowid AS place FROM landing.{table.name} SEMI JOIN row_hashes USING (key_hash);
        """
    )
    fetch(con, "same_key_rows", f"landing.{table.name}", "same_key_places")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE known_rows AS
        SELECT row_number FROM row_hashes ANTI JOIN repeated_rows USING (row_number) SEMI JOIN same_key_rows USING (key_hash, content);
        DROP TABLE row_hashes;
        """
    )


def _totals(con: duckdb.DuckDBPyConnection, table: schema.Table, import_id: int) -> dict[str, int]:
    """Sums over the accepted rows, by metric; a post that stands several times in a file counts once, with its highest
    counts."""
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
