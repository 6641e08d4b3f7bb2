"""The SQL that reads one cell: its parts, its text, and messages that quote it."""

from __future__ import annotations

from dataclasses import dataclass

from common.formulas import GUARDED
from common.sql import literal
from data.messages import Message
from data.parsing.message_sql import GAP, in_sql

SPACE = " \t\n\u00a0"


@dataclass(frozen=True)
class Reading:
    """The SQL of one column of a table.

    It has the text `t_…`; a costly intermediate value used more than once, `m_…`; the value `v_…`; what is wrong with
    it; and a join that it needs.
    """

    text: str
    value: str
    problem: str = "NULL"
    join: str = ""
    middle: str = ""


def cell(place: int) -> str:
    """Return SQL of a cell without surrounding space, NULL if nothing is left.

    The apostrophe that keeps spreadsheets from running a cell is removed too; common/formulas.py writes it.

    Args:
        place: The number of the column in the file, from 0.
    """
    c, guarded = f"c{place}", _guarded(place)
    # Trimming each cell would take longer than all the rest of judging; nearly none has space around it.
    spaced = " OR ".join(f"{test}({c}, '{space}')" for space in SPACE for test in ("starts_with", "ends_with"))
    trimmed = (
        f"CASE WHEN {guarded} THEN trim(substr({c}, 2), '{SPACE}') WHEN {spaced} THEN trim({c}, '{SPACE}') ELSE {c} END"
    )
    return f"nullif({trimmed}, '')"


def _guarded(place: int) -> str:
    return f"starts_with(c{place}, '''') AND regexp_matches(c{place}, {literal(GUARDED)})"


def in_short(sql: str, columns: int) -> str:
    """Return a statement in which cells are read by shorter SQL, which takes less to plan and more to run."""
    for place in range(columns):
        c = f"c{place}"
        short = f"nullif(trim(CASE WHEN {_guarded(place)} THEN substr({c}, 2) ELSE {c} END, '{SPACE}'), '')"
        sql = sql.replace(cell(place), short)
    return sql


def quoting(sentence: Message, title: str, text: str, **values: object) -> str:
    """Return SQL of a message that quotes a cell, cut to a readable length and without quotation marks of its own.

    Args:
        sentence: The message.
        title: The name of the column.
        text: SQL of the cell's text.
        values: What fills the other gaps of the message.
    """
    return in_sql(sentence.format(title=title, cell=GAP, **values), f"translate(substr({text}, 1, 60), '“”', '\"\"')")
