"""Which published figures can be compared: those with the same definition, scope and date.

Two different numbers conflict only if both describe the same posts at the same time in the same way. Otherwise they are
not comparable, and neither shows that the other is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

import pandas as pd

from metrics.analyses.claim_query import filters_of
from metrics.definitions.model import MeasureError
from metrics.statistics.published_precision import QUALIFIERS, contradict

DEFINITION, SCOPE, DATE = DIFFERENCES = ("definition", "scope", "date")
"""In what two figures can differ, so that they cannot be compared."""

_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    DEFINITION: ("metric", "universe", "overlap"),
    SCOPE: ("campaign", "scope", "starts", "ends"),
    DATE: ("as_of", "known_on"),
}
"""What a figure says of each; what one of two does not say is not known to be the same."""


class Relations(NamedTuple):
    """Figures that contradict a figure, figures that cannot be compared with it, and in what these differ."""

    conflicts: list[str]
    not_comparable: list[str]
    differences: set[str]


def relations(rows: Sequence[Mapping[Any, Any]]) -> dict[str, Relations]:
    """Compare each figure of a ledger with the figures of its conflict group that give another number.

    Args:
        rows: One mapping for each figure, with the columns of `common.published_figure`.

    Returns:
        Relations by figure; empty if no other figure of its group gives another number.
    """
    found = {row["claim"]: Relations([], [], set()) for row in rows}
    grouped = [row for row in rows if pd.notna(row["value"]) and pd.notna(row["conflict_group"])]
    for one, other in combinations(grouped, 2):
        if one["conflict_group"] != other["conflict_group"] or not contradict(_number(one), _number(other)):
            continue
        differ = differences(one, other)
        for row, second in ((one, other), (other, one)):
            mine = found[row["claim"]]
            (mine.not_comparable if differ else mine.conflicts).append(second["claim"])
            mine.differences.update(differ)
    return found


def differences(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> list[str]:
    """Return in which of `DIFFERENCES` two published figures differ; empty if they can be compared."""
    found = {about for about, names in _SAME.items() if any(_plain(one[name]) != _plain(other[name]) for name in names)}
    meanings = {_plain(row["what_it_is"]) for row in (one, other)} - {""}
    if len(meanings) > 1:
        found.add(DEFINITION)
    if _filters(one) != _filters(other):
        found.add(SCOPE)
    return [about for about in DIFFERENCES if about in found]


def _number(row: Mapping[Any, Any]) -> tuple[float, str]:
    return row["value"], row["qualifier"] if row["qualifier"] in QUALIFIERS else "exact"


def _plain(value: Any) -> str:
    """Return a cell without what does not change its meaning: case, spaces, and signs between words."""
    return "" if pd.isna(value) else " ".join(re.findall(r"\w+", str(value).casefold()))


def _filters(row: Mapping[Any, Any]) -> object:
    """Return filters without regard to their order; filters that cannot be read stay as written."""
    text = "" if pd.isna(row["filters"]) else str(row["filters"])
    try:
        return {name: sorted(set(values)) for name, values in filters_of(text).items()}
    except MeasureError:
        return text
