"""SQL made from the signs of a format, which show the kind of a row or whose counts it has."""

from __future__ import annotations

from collections.abc import Mapping

from common.sql import literal
from data.formats.model import Format, Sign, Signs, fold
from data.parsing.cell_sql import cell


def gone_by(signs: Signs, places: Mapping[str, int]) -> tuple[Sign, ...]:
    """Return the first group whose columns are all in the file; empty if no group's are."""
    return next((group for group in signs if all(fold(sign.column) in places for sign in group)), ())


def says(group: tuple[Sign, ...], places: Mapping[str, int]) -> str:
    """Return SQL of the code that the signs of a group give a row, the first of several; NULL without a sign."""
    return f"CASE {' '.join(f'WHEN {is_there(sign, places)} THEN {literal(sign.says)}' for sign in group)} END"


def left_out(name: str, fmt: Format, places: Mapping[str, int]) -> str:
    """Return SQL of whether a count of a row is ignored, as of a retweet, which has the original's; empty if never."""
    conditions = []
    for unless in fmt.unless:
        if name in unless.leave_out:
            group = gone_by(unless.signs, places)
            conditions += [is_there(sign, places) for sign in group] or ["true"]
    return " OR ".join(conditions)


def untold(fmt: Format, places: Mapping[str, int]) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return the conditions on counts that have no sign in this file.

    Returns:
        For each, the columns that would show it, and the counts that are ignored in every row.
    """
    return [
        ([sign.column for group in unless.signs for sign in group], unless.leave_out)
        for unless in fmt.unless
        if not gone_by(unless.signs, places)
    ]


def columns(fmt: Format) -> set[str]:
    """Return the folded names of columns by which the rows of a format are judged without being stored."""
    signs = (*(unless.signs for unless in fmt.unless), *(column.signs for column in fmt.columns.values()))
    names = [sign.column for groups in signs for group in groups for sign in group]
    names += [sign.column for sign in fmt.elsewhere.unless] if fmt.elsewhere else []
    return {fold(name) for name in (*names, *(rows["column"] for rows in (fmt.only, fmt.note_row) if rows))}


def is_there(sign: Sign, places: Mapping[str, int]) -> str:
    """Return SQL of whether a row has a sign."""
    return f"coalesce(regexp_matches({cell(places[fold(sign.column)])}, {literal(sign.like)}), false)"
