"""The columns that records of JSON have: one for every scalar and array in any of them, with nested names joined by dots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_DEPTH: Final = 8
"""Below this depth a value is kept as JSON text."""


@dataclass(frozen=True)
class Column:
    """A name in the table and where its text stands in a record; `many`: in each member of an array."""

    name: str
    path: str
    many: bool = False


def top(structure: str | None) -> list[str]:
    """Return the names that stand in records themselves, and not below another."""
    found = json.loads(structure or "{}")
    return list(found) if isinstance(found, dict) else []


def columns(structure: str | None) -> dict[str, Column]:
    """Return the columns of records by name.

    Args:
        structure: What `json_group_structure` says of them; None where there are none.
    """
    return {column.name: column for column in _leaves(json.loads(structure or '"NULL"'))}


def _leaves(structure: Any, steps: tuple[str, ...] = ()) -> Iterator[Column]:
    """Yield the names below a structure that have a value somewhere.

    Of an array of objects also the members' values, such as `referenced_tweets.type`.
    """
    if isinstance(structure, dict) and structure and len(steps) < _DEPTH:
        for key, below in structure.items():
            yield from _leaves(below, (*steps, key))
        return
    if structure in ("NULL", {}) or not steps:
        return
    yield Column(".".join(steps), "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps))
    if len(steps) == 1 and isinstance(structure, list) and structure and isinstance(structure[0], dict):
        for key, below in structure[0].items():
            if isinstance(below, str) and re.fullmatch(r"\w+", steps[0] + key):
                yield Column(f"{steps[0]}.{key}", f"$.{steps[0]}[*].{key}", many=True)
