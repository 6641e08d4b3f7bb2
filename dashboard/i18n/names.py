"""Names of the values of dimensions in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import combining, normalize

import pandas as pd

from dashboard.i18n import _, in_words, language_name, name_of
from metrics.answers import attached
from metrics.definitions.catalogue import DIMENSIONS
from metrics.disclosure import combined_rows, voices

JOINED: Final = " · "
"""Stands between the names of several events of one day."""


def in_own_words(text: str, known: Mapping[str, str]) -> str:
    """Return a text of a sheet, such as an event's name, in another language, part by part where that is known.

    Args:
        text: The text, or several of them as analyses join them.
        known: Texts of sheets with their translations.
    """
    return JOINED.join(known.get(part, part) for part in text.split(JOINED)) if known else text


def names(dimension: str, labels: Mapping[str, str], occurring: Iterable[str] = ()) -> dict[str, str]:
    """Return the names of a dimension's values by code.

    Args:
        dimension: The dimension.
        labels: What `metrics.labels` returns for it.
        occurring: The codes in the data, of a dimension whose values are named by a standard: languages.
    """
    found = {code: name_of(dimension, code, label) for code, label in labels.items()}
    asked = DIMENSIONS[dimension]
    if dimension == "language":
        found |= {code: language_name(code) or code for code in occurring}
    shared = {asked.unknown: asked.unknown_label, asked.rest: asked.rest_label}
    return found | {code: _(label) for code, label in shared.items() if code}


def sort_key(name: str) -> str:
    """Return what to sort names by as dictionaries do: capitals and accents make no difference, so É stands with E."""
    return "".join(letter for letter in normalize("NFD", name.casefold()) if not combining(letter))


def several_in_one_row(frame: pd.DataFrame) -> str:
    """Return the dimension of which a row may show several values; empty if there is none.

    Args:
        frame: A measured frame.
    """
    return next((name for name in voices.ROWS if name in frame.columns), "")


def joined(frame: pd.DataFrame, row_names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the names of values that rows show together, by dimension and code.

    Args:
        frame: A measured frame.
        row_names: The names of the values of the dimension that `several_in_one_row` returns.
    """
    together, row = attached(frame).together, several_in_one_row(frame)
    if not together:
        return {}
    alone = [[code] for code in frame[row] if combined_rows.TOGETHER not in code] if row == "month" else []
    named = {
        combined_rows.TOGETHER.join(values): combined_rows.together(row, values, row_names)
        for values in (*alone, *together)
    }
    return {row: {code: in_words(name) for code, name in named.items()}}
