"""What a format may fill: the columns of each table, and the codes of those whose values are a list."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from data import missions, schema, vocabularies

_REFERENCE: Final = Path(__file__).parents[1] / "reference"
_COUNTRIES: Final = ("country", "origin", "transit", "host")
_DERIVED: Final = {"posts": ("day_only",)}
"""Columns that imports fill themselves."""
KINDS: Final = {
    "VARCHAR": "text",
    "BIGINT": "whole number",
    "DOUBLE": "number",
    "TIMESTAMP": "time",
    "DATE": "day",
    "BOOLEAN": "yes or no",
}
"""SQL type -> what a column contains."""
LISTS: Final = {"mission": "missions.csv", **dict.fromkeys(_COUNTRIES, "countries.csv"), "platform": "platforms.csv"}
"""Columns with more codes than a sentence can list -> the file in `data/reference` that has them."""


def columns(table: str) -> dict[str, str]:
    """Return the columns of a table that a format may fill, with what each contains.

    Args:
        table: The name of the table.
    """
    filled = schema.TABLES[table].columns.items()
    return {name: KINDS[kind] for name, kind in filled if name not in _DERIVED.get(table, ())}


def codes(column: str) -> Sequence[str]:
    """Return the codes that a column can have; empty if it can have any text.

    Other networks than those of the reference data come in as a file names them.
    """
    return tuple(labels(column))


def labels(column: str) -> Mapping[str, str]:
    """Return the codes that a column can have, each with what people call it; empty if it can have any text."""
    if column == "mission":
        return missions.NAMES
    return _countries() if column in _COUNTRIES else vocabularies.CHOICES.get(column, {})


@cache
def _countries() -> dict[str, str]:
    with (_REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["country"]: row["name"] for row in csv.DictReader(file)}
