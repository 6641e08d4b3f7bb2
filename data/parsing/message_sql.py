"""Messages inside SQL: while rows are judged a message is one text, which is cheap; the rest is made from it later.

The text has five parts, each followed by a separator, and the value of the gap: the code, the values before and after
the gap as JSON, and the English before and after it. A message without a gap has empty parts after it.
"""

from __future__ import annotations

import json
from typing import Any, Final

from common.messages import TranslatableText
from common.sql import literal
from data.messages import message

GAP: Final = "\0"
"""Stands in a message for what a row fills in."""
HIDDEN: Final = "…"
"""Stands for what a row filled in, where that may not be shown or kept."""
FROM_ROWS: Final = ("cell", "reason")
"""The values of a message that a row may have filled in."""
_SEPARATOR: Final = "\x1f"


def in_sql(text: TranslatableText, filling: str = "''") -> str:
    """Return SQL of a message, in which an expression fills `GAP`."""
    values = json.dumps(text.as_dict()["values"], ensure_ascii=False).partition(json.dumps(GAP))
    english = text.replace(_SEPARATOR, " ").partition(GAP)
    return f"({literal(_SEPARATOR.join([text.code, values[0], values[2], english[0], english[2], '']))} || {filling})"


def kept_parts(messages: str, hidden: str) -> str:
    """Return SQL of what is kept of a list of messages: a list of their code, values (JSON) and English.

    Args:
        messages: SQL of the list.
        hidden: SQL of whether what rows filled in is left out.
    """
    filled = f"CASE WHEN p[3] = '' THEN '' WHEN {hidden} THEN '{HIDDEN}' ELSE array_to_string(p[6:], chr(31)) END"
    parts = f"list_transform({messages}, lambda m: string_split(m, chr(31)))"
    filled_parts = f"list_transform({parts}, lambda p: {{'p': p, 'filling': {filled}}})"
    values = "CASE WHEN m.p[3] = '' THEN m.p[2] ELSE m.p[2] || to_json(m.filling)::VARCHAR || m.p[3] END"
    kept = f"{{'code': m.p[1], 'values': {values}, 'english': m.p[4] || m.filling || m.p[5]}}"
    return f"list_transform({filled_parts}, lambda m: {kept})"


def without_rows(values: str) -> str:
    """Return SQL of the values of a message without what a row filled in."""
    cases = " ".join(
        f"WHEN json_exists({values}, '$.{name}') THEN json_merge_patch({values}, {literal(json.dumps({name: HIDDEN}, ensure_ascii=False))})"
        for name in FROM_ROWS
    )
    return f"CASE {cases} ELSE {values} END"


def kind(code: str, before: str, behind: str) -> TranslatableText:
    """Return a message without what rows filled in, from its first three parts."""
    values: dict[str, Any] = json.loads(f"{before}{json.dumps(HIDDEN)}{behind}" if behind else before)
    return message({"code": code, "values": values})
