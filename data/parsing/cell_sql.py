"""The SQL with which a cell is read: what a reading consists of, a cell's text, and sentences that quote it."""

from __future__ import annotations

from dataclasses import dataclass

from common.formulas import GUARDED
from common.sql import literal
from data.messages import Message
from data.parsing.message_sql import GAP, in_sql

SPACE = " \t\n\u00a0"


@dataclass(frozen=True)
class Reading:
    """One canonical column, all SQL: its text `t_…`; what is costly and used more than once, worked out from the text,
    `m_…`; its value `v_…`; what is wrong with it; a join it needs."""

    text: str
    value: str
    problem: str = "NULL"
    join: str = ""
    middle: str = ""


def cell(place: int) -> str:
    """A cell without the space around it, and without the apostrophe that keeps a spreadsheet from running it
    (common/formulas.py writes it); NULL where nothing is left."""
    c = f"c{place}"
    guarded = f"starts_with({c}, '''') AND regexp_matches({c}, {literal(GUARDED)})"
    # Trimming each cell would take longer than all the rest of judging; nearly none has space around it.
    spaced = " OR ".join(f"{test}({c}, '{space}')" for space in SPACE for test in ("starts_with", "ends_with"))
    trimmed = (
        f"CASE WHEN {guarded} THEN trim(substr({c}, 2), '{SPACE}') WHEN {spaced} THEN trim({c}, '{SPACE}') ELSE {c} END"
    )
    return f"nullif({trimmed}, '')"


def quoting(sentence: Message, title: str, text: str, **values: object) -> str:
    """SQL for a sentence that quotes the cell, cut to a readable length; in it stand no marks but those around it."""
    return in_sql(sentence.format(title=title, cell=GAP, **values), f"translate(substr({text}, 1, 60), '“”', '\"\"')")
