"""Notes of the import summary about the rows of a file, and reasons to refuse the file."""

from __future__ import annotations

import duckdb

from common.messages import TranslatableText
from common.rows import single_row
from data import networks, schema
from data.importing.accepted_rows import MAY_BE_OWN
from data.messages import Message
from data.parsing import columns, judged_lines, message_sql
from data.reading import text

_LONGEST_KIND = 40
_MOST_KINDS = 12
"""Letters of a name that is shown as the kind of a row, and how many names are."""
_MOST_NETWORKS = 12
"""Networks beside those of the reference data that one file may name."""
_BY_CHANCE = 5
"""Ids from which on it is no chance that all end in 00."""


def summaries(con: duckdb.DuckDBPyConnection, plan: columns.Plan, rows: int) -> list[TranslatableText]:
    """Return notes on rows that are totals or close a table: how many were left out, and how much posts lack."""
    if not rows:
        return []
    notes = [(Message.SUMMARY if rows == 1 else Message.SUMMARIES).format(n=rows)]
    if lacks := judged_lines.lack(con, plan) if "views" in plan.taken else None:
        total, views, posts = lacks
        cut_off = Message.CUT_OFF_AFTER_ONE if posts == 1 else Message.CUT_OFF
        notes.append(cut_off.format(total=total, n=posts, most=views))
    return notes


def elsewhere(con: duckdb.DuckDBPyConnection, plan: columns.Plan) -> list[TranslatableText]:
    """Return notes on rows that are not posts of a platform, by kind; a kind is shown if it is a short name."""
    kinds: dict[str, int] = {}
    for kind, rows in judged_lines.elsewhere(con, plan):
        shown = kind if 0 < len(kind) <= _LONGEST_KIND and len(kinds) < _MOST_KINDS else "?"
        kinds[shown] = kinds.get(shown, 0) + rows
    if not kinds:
        return []
    template = Message.ELSEWHERE_ROW if sum(kinds.values()) == 1 else Message.ELSEWHERE_ROWS
    return [
        template.format(n=sum(kinds.values()), columns=", ".join(f"{kind} {rows:,}" for kind, rows in kinds.items()))
    ]


def other_networks(con: duckdb.DuckDBPyConnection, file: str, plan: columns.Plan) -> list[TranslatableText]:
    """Return notes on networks that are not in the reference data.

    Raises:
        Unreadable: There are so many that the column must contain something else.
    """
    if "platform" not in plan.taken:
        return []
    found = con.execute(
        """
        SELECT platform, count(*) AS n FROM parsed_rows WHERE reasons IS NULL AND platform NOT IN (SELECT unnest($known::VARCHAR[]))
        GROUP BY platform ORDER BY n DESC, platform
        """,
        {"known": list(networks.NAMES)},
    ).fetchall()
    if len(found) > _MOST_NETWORKS:
        raise text.Unreadable(Message.MANY_NETWORKS.format(file=file, title=plan.taken["platform"], n=len(found)))
    counted = ", ".join(f"{name} ({n:,})" for name, n in found)
    return [Message.OTHER_NETWORKS.format(columns=counted)] if found else []


def unread(con: duckdb.DuckDBPyConnection) -> dict[TranslatableText, int]:
    """Return notes on unreadable cells in accepted rows by column and reason, with their numbers."""
    kinds = con.execute(
        """
        SELECT string_split(unread_cell, chr(31))[:3] AS kind, count(*) AS cells
        FROM (SELECT unnest(unread) AS unread_cell FROM parsed_rows WHERE unread IS NOT NULL)
        GROUP BY kind ORDER BY cells DESC, kind[2], kind[1]
        """
    ).fetchall()
    counted = {message_sql.kind(*parts): cells for parts, cells in kinds}
    return {
        (Message.UNREAD_CELL if cells == 1 else Message.UNREAD_CELLS).format(n=cells, reason=kind): cells
        for kind, cells in counted.items()
    }


def names_not_kept(con: duckdb.DuckDBPyConnection, plan: columns.Plan) -> list[TranslatableText]:
    """Return a note on public names and profiles of accounts that are not the organisation's own."""
    if plan.table.name != "accounts" or not set(schema.NAMES_ACCOUNT) & set(plan.taken):
        return []
    named = f"coalesce({', '.join(schema.NAMES_ACCOUNT)}) IS NOT NULL"
    (rows,) = single_row(
        con.execute(
            f"SELECT count(*) FROM parsed_rows WHERE reasons IS NULL AND {named} AND NOT coalesce({MAY_BE_OWN}, false)"
        )
    )
    return [(Message.NAME_NOT_KEPT if rows == 1 else Message.NAMES_NOT_KEPT).format(n=rows)] if rows else []


def rounded_ids(con: duckdb.DuckDBPyConnection, found: judged_lines.Kinds) -> int:
    """Return how many posts the file has if all their IDs end as rounded ones do, or else 0.

    One in a hundred ends so by chance.
    """
    if found.exact_ids or found.long_ids < _BY_CHANCE:
        return 0
    long = "FROM parsed_rows WHERE reasons IS NULL AND length(post_id) >= 17 AND regexp_full_match(post_id, '[0-9]+')"
    (posts,) = single_row(con.execute(f"SELECT count(DISTINCT post_id) {long}"))
    return int(posts) if posts >= _BY_CHANCE else 0
