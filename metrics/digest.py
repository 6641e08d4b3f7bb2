"""Hashes of the cells of a table, by which a number is known again in a table that was cut, sorted or joined.

Each cell is hashed together with what its row is about, so that a number under another name is another number. Equal
values hash equally in whatever type a file or a join has put them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads bits when hashes of several columns are joined."""


def digest(frame: pd.DataFrame, by: Sequence[str], columns: Iterable[str]) -> dict[str, str]:
    """Return hashes of the cells of some columns.

    Args:
        frame: The table.
        by: The columns that say what a row is about.
        columns: The columns to hash; those that the table lacks are left out.

    Returns:
        By column the hashes of its cells in the order of the rows, as text; nothing where the table lacks a column of
        `by`.
    """
    key = _row_hashes(frame, by)
    return (
        {} if key is None else {name: _written(_hashes(key, frame[name])) for name in columns if name in frame.columns}
    )


def places(frame: pd.DataFrame, by: Sequence[str], known: Mapping[str, str]) -> np.ndarray | None:
    """Return where each row of a table stood in another one.

    Args:
        frame: The table.
        by: The columns, or levels of the index, that say what a row is about.
        known: The digest of the other table, for columns that `frame` has.

    Returns:
        For each row its number in the other table; None where one stood nowhere, or a cell of it is another.
    """
    key = _row_hashes(frame, by)
    if key is None:
        return None
    columns = list(known)
    first = _read(known[columns[0]])
    if not first.size:
        return None if len(frame) else np.arange(0)
    order = np.argsort(first, kind="stable")
    found = np.searchsorted(first, _hashes(key, frame[columns[0]]), sorter=order)
    stood: np.ndarray = order[np.minimum(found, first.size - 1)]
    same = all(np.array_equal(_read(known[name])[stood], _hashes(key, frame[name])) for name in columns)
    return stood if same else None


def size(hashes: str) -> int:
    """Return the number of cells in hashes."""
    return _read(hashes).size


def cut(hashes: str, stood: np.ndarray) -> str:
    """Return the hashes of the cells at some places.

    Args:
        hashes: Hashes as `digest` writes them.
        stood: Indices of rows, shape (rows,).

    Returns:
        Their hashes as text.
    """
    return _written(_read(hashes)[stood])


def _row_hashes(frame: pd.DataFrame, by: Sequence[str]) -> np.ndarray | None:
    """Return for each row a hash of what it is about; None where the table does not say."""
    key = np.zeros(len(frame), dtype=np.uint64)
    for name in by:
        values = _values(frame, name)
        if values is None:
            return None
        key = _hashes(key, values)
    return key


def _values(frame: pd.DataFrame, name: str) -> pd.Series | None:
    if name in frame.columns:
        values: pd.Series = frame[name]
        return values
    return frame.index.get_level_values(name).to_series() if name in frame.index.names else None


def _hashes(key: np.ndarray, values: pd.Series) -> np.ndarray:
    hashed: np.ndarray = pd.util.hash_array(_comparable(values), categorize=False)
    joined: np.ndarray = (key * _MIX) ^ hashed
    return joined


def _comparable(values: pd.Series) -> np.ndarray[Any, Any]:
    """Return values so that equal ones are equal in whatever type they stand."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.to_numpy("datetime64[s]").view("int64")
    if pd.api.types.is_numeric_dtype(values):
        numbers: np.ndarray = values.to_numpy("float64", na_value=np.nan)
        return numbers
    codes, found = pd.factorize(values, use_na_sentinel=False)
    texts = np.array(["" if pd.isna(value) else str(value) for value in found], dtype=object)
    return texts[codes]


def _written(hashes: np.ndarray) -> str:
    return b64encode(hashes.astype("<u8").tobytes()).decode("ascii")


def _read(hashes: str) -> np.ndarray:
    return np.frombuffer(b64decode(hashes), dtype="<u8").astype(np.uint64)
