"""Combine the rows and hide the sums of an answer by contributor type, as its plan says, and name them in notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from metrics.compiler.planner import Question
from metrics.definitions.model import Listed, Month, TranslatableText
from metrics.disclosure.voices import Plan

HIDDEN_SUM: Final = TranslatableText("hidden for privacy: too few accounts, or it would reveal such a value")
"""The reason shown where the sum of a contributor type is hidden."""
TOGETHER: Final = "+"
"""The separator between the values of a row that combines several months or platforms."""


def answered(frame: pd.DataFrame, question: Question, plan: Plan) -> tuple[pd.DataFrame, dict[int, tuple[str, ...]]]:
    """Combine the rows and hide the sums that a plan says.

    Args:
        frame: The full answer: one row for each combination of the dimensions of the query, one column for each
            dimension and metric. It is changed in place unless rows are combined.
        question: The query.
        plan: How it is answered.

    Returns:
        The frame with hidden values missing, metrics in their own units; and, by row label, the names of the metrics
        hidden in that row. Where rows are combined, the crossed dimension is text: months as YYYY-MM-DD, values of one
        row joined by `TOGETHER`.
    """
    if plan.together:
        frame = _added_up(frame, question, plan)
    hidden: dict[int, tuple[str, ...]] = {}
    for name, voices in plan.hidden.items():
        flags = _of_voices(frame, question, voices)
        frame[name] = frame[name].mask(flags)
        for place in flags[flags].index:
            hidden[int(place)] = (*hidden.get(int(place), ()), name)
    return frame, hidden


def sentences(
    plan: Plan, hidden: Mapping[int, tuple[str, ...]], names: Mapping[str, str]
) -> Iterator[TranslatableText]:
    """Yield the notes on combined rows and on the number of hidden values.

    Args:
        plan: How the query is answered.
        hidden: By row label, the names of the metrics hidden in that row.
        names: Names of platforms by code.
    """
    yield from (shown_together(plan.row, values, names) for values in plan.together)
    if cells := sum(map(len, hidden.values())):
        yield (
            TranslatableText(
                "Hidden for privacy: {cells} number. It covers too few accounts of one contributor type, or would "
                "reveal such a number.",
                cells=cells,
            )
            if cells == 1
            else TranslatableText(
                "Hidden for privacy: {cells} numbers. Each covers too few accounts of one contributor type, or would "
                "reveal such a number.",
                cells=cells,
            )
        )


def shown_together(row: str, values: Sequence[str], names: Mapping[str, str]) -> TranslatableText:
    """Return the note that a row combines several months or platforms.

    Args:
        row: The dimension, `month` or `platform`.
        values: The values that are combined; months as YYYY-MM-DD.
        names: Names of platforms by code.
    """
    return TranslatableText(
        "{rows} are shown together, so that nobody's posts stand alone.", rows=together(row, values, names)
    )


def together(row: str, values: Sequence[str], names: Mapping[str, str]) -> Listed:
    """Return the name of a row of several months or platforms in a sentence.

    Args:
        row: The dimension, `month` or `platform`.
        values: The values that are combined; months as YYYY-MM-DD, empty if unknown.
        names: Names of platforms by code.
    """
    if row != "month":
        return Listed(names.get(value, value) for value in values)
    following = [*values[1:], ""]
    return Listed(
        Month.of(value, has_year=value[:4] != later[:4]) if value else TranslatableText("Unknown")
        for value, later in zip(values, following, strict=True)
    )


def _of_voices(frame: pd.DataFrame, question: Question, hidden: frozenset[str]) -> pd.Series:
    """Return the rows in which a sum is hidden.

    Args:
        frame: The answer, one row for each combination of the dimensions.
        question: The query.
        hidden: The contributor types for which the sum is hidden.

    Returns:
        A bool series with the index of the frame.
    """
    if "contributor_type" in question.by:
        return frame["contributor_type"].isin(hidden)
    chosen = set(question.selection.values("contributor_type"))
    return pd.Series(bool(chosen & hidden), index=frame.index)


def _added_up(frame: pd.DataFrame, question: Question, plan: Plan) -> pd.DataFrame:
    """Add up the rows that are combined.

    Args:
        frame: The answer, one row for each combination of the dimensions.
        question: The query.
        plan: How it is answered.

    Returns:
        The answer with one row for combined values, and the crossed dimension as text; a sum of missing values only is
        missing.
    """
    codes = frame[plan.row].dt.strftime("%Y-%m-%d") if plan.row == "month" else frame[plan.row].astype(object)
    names = {value: TOGETHER.join(values) for values in plan.together for value in values}
    frame = frame.assign(**{plan.row: codes.fillna("").map(lambda code: names.get(code, code))})
    metrics = [metric.name for metric in question.metrics]
    return frame.groupby(list(question.by), as_index=False, sort=True)[metrics].sum(min_count=1)
