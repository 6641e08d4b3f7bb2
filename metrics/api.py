"""Query metrics by name, and get a table that comes with the meaning of its numbers."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa

from metrics.answers import attach, attached
from metrics.caveats import contributors, coverage, largest_account
from metrics.compiler import computed
from metrics.compiler.engine import Engine, engine
from metrics.compiler.expressions import find, find_dimension, zero_without_rows
from metrics.compiler.filter_values import code, resolved
from metrics.compiler.planner import Query, Question, queries
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.model import (
    Dimension,
    HiddenCells,
    KindError,
    MeasureError,
    MeasureWarning,
    Metric,
    Selection,
    TranslatableText,
    UnknownName,
    UnknownValue,
    as_day,
)
from metrics.disclosure import combined_rows, voices

_TYPES = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
_registries: WeakKeyDictionary[Engine, tuple[coverage.Change, ...]] = WeakKeyDictionary()
"""The registry of platforms' changes of each open version."""
_names: WeakKeyDictionary[Engine, dict[str, dict[str, str]]] = WeakKeyDictionary()
"""The names of codes by dimension, of each open version."""


def measure(
    metrics: str | Metric | Sequence[str | Metric],
    by: str | Dimension | Sequence[str | Dimension] | None = (),
    where: Selection | Mapping[str, object] | None = None,
    as_of: date | str | None = None,
    *,
    assumptions: Assumptions | Mapping[str, Any] | None = None,
    warehouse: Path | None = None,
) -> pd.DataFrame:
    """Answer a question: one row for each combination of `by` that occurs, one column for each metric.

    Args:
        metrics: Names, or metrics of your own.
        by: Dimensions to break down by.
        where: What is counted, as `{"mission": ["KEN", "Jordan"]}` or a Selection, which can have a period too. Labels
            stand for codes.
        as_of: Goes back to what was known at the end of that day.
        assumptions: What a person declares about audiences.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        A frame, NA where there is no answer or where few people stand behind it. A row of contributor types that shows
        several values together is named by all of them, with + between. `metrics.answer(frame)` says what the numbers
        mean and rest on (see `Answer`); `attrs["answer"]` holds the same in a form that JSON, and so Parquet, can keep.

    Raises:
        UnknownName: A metric, a dimension, or a value of a closed list (platforms, missions …) that does not exist.
        WrongArgument: What is no metric, filter, day or assumption.
        VoicesNotShown: A question about contributor types that could point at people; the message says what to ask
            instead.
        MeasureError: Any other question that has no answer, with the reason.

    Warns:
        MeasureWarning: All that a reader must know; the answer holds it too.
        UnknownValue: A value of an open list (hashtags …) that does not occur.
    """
    frame = ask(metrics, by, where, as_of, assumptions=assumptions, warehouse=warehouse)
    metadata = attached(frame)
    for text in metadata.warnings:
        warnings.warn(text, UnknownValue if text in metadata.doubts else MeasureWarning, stacklevel=2)
    return frame


def ask(
    metrics: str | Metric | Sequence[str | Metric],
    by: str | Dimension | Sequence[str | Dimension] | None = (),
    where: Selection | Mapping[str, object] | None = None,
    as_of: date | str | None = None,
    *,
    assumptions: Assumptions | Mapping[str, Any] | None = None,
    warehouse: Path | None = None,
) -> pd.DataFrame:
    """Answer a question as `measure` does, but without warnings, for callers that show the answer themselves.

    Args:
        metrics: As for `measure`.
        by: As for `measure`.
        where: As for `measure`.
        as_of: As for `measure`.
        assumptions: As for `measure`.
        warehouse: As for `measure`.

    Returns:
        The frame that `measure` returns.
    """
    question = _question(metrics, by, where, as_of, assumptions)  # what nothing is called is refused without data, too
    source = engine(warehouse)
    question, doubts = _in_codes(question, source)
    asked = queries(question)
    together = _Together(source, question)

    def rows(other: Question) -> pd.DataFrame:
        return together.rows(other)

    def run(query: Query) -> pd.DataFrame:
        asked.append(query)
        return as_frame(source.query(query.sql, query.params))

    plan = voices.plan(question, source, rows) if voices.tells(question) else None
    frame, hidden = rows(question), dict[int, tuple[str, ...]]()
    cautions: list[TranslatableText] = []
    if plan:
        frame, hidden = combined_rows.answered(frame, question, plan)
        cautions += combined_rows.sentences(plan, hidden, _labels("platform", source))
    else:
        cautions += computed.complete(frame, question, run)
    about = coverage.metadata(question, together.values, _changes(source))
    composition = contributors.composition(question, frame, rows)
    known = largest_account.partly_known(question, about.n, about.coverage, run)
    of_all_rows = (
        *contributors.sentences(question, composition),
        *largest_account.sentences(question.metrics, known),
        *largest_account.partial_rows(question, about.coverage, run),
        *cautions,
    )
    made = replace(
        about,
        contributors=tuple(composition),
        partly_known=known,
        warnings=(*about.warnings, *of_all_rows, *doubts),
        of_all_rows=of_all_rows,
        doubts=tuple(doubts),
        sql=tuple(query.sql for query in asked),
        params=tuple(plain(query.params) for query in asked),
        data_version=source.version,
        together=plan.together if plan else (),
        suppressed_cells=hidden,
        hidden_because={name: combined_rows.HIDDEN_SUM for names in hidden.values() for name in names},
    )
    return attach(frame, made)


def numbers(
    metrics: Sequence[str],
    where: Selection | Mapping[str, object] | None = None,
    as_of: date | str | None = None,
    *,
    warehouse: Path | None = None,
) -> dict[str, int | float | None]:
    """Return numbers alone, for places that show them beside one that comes with its answer.

    Args:
        metrics: Names of metrics that do not concern contributor types.
        where: As for `measure`.
        as_of: As for `measure`.
        warehouse: As for `measure`.

    Returns:
        By metric the number of the whole selection; None where there is none.

    Raises:
        VoicesNotShown: A metric or filter concerns contributor types.
    """
    source = engine(warehouse)
    question, _doubts = _in_codes(_question(metrics, (), where, as_of, None), source)
    voices.check_apart_from_voices(question)
    frame = _answer(source, question)
    computed.complete(frame, question, lambda query: as_frame(source.query(query.sql, query.params)))
    return {str(name): None if pd.isna(value) else value for name, value in frame.iloc[0].items()}


def total(frame: pd.DataFrame, name: str) -> int | float | None:
    """Return the sum of one column of an answer; None if no value is known.

    Args:
        frame: What `measure` returned.
        name: The column.

    Raises:
        KindError: The kind of the metric does not allow a sum.
        HiddenCells: Some values are hidden for privacy.
    """
    metadata = attached(frame)
    if name not in metadata.kinds:
        raise UnknownName(TranslatableText("metric in this answer"), name, metadata.kinds)
    kind = metadata.kinds[name]
    if not kind.adds:
        raise KindError(
            TranslatableText(
                "{metric} ({kind}) cannot be added up. {advice}", metric=name, kind=kind.value, advice=kind.advice
            )
        )
    overlapping = [column for column in frame.columns if column in DIMENSIONS and DIMENSIONS[column].many]
    if overlapping:
        raise KindError(
            TranslatableText(
                "A post can count in several rows of {dimension}, so a sum counts it twice. Query without this "
                "breakdown.",
                dimension=DIMENSIONS[overlapping[0]],
            )
        )
    if any(name in names for names in metadata.suppressed_cells.values()):
        raise HiddenCells(
            TranslatableText(
                "Some {metric} values are hidden for privacy, so the rest is not the total. Query without the "
                "breakdown.",
                metric=name,
            )
        )
    known = frame[name].dropna()
    return None if known.empty else sum(known.tolist())


def labels(dimension: str, *, warehouse: Path | None = None) -> dict[str, str]:
    """Return the names that people read for the codes of a dimension; codes without a name are left out."""
    return _labels(dimension, engine(warehouse))


def data_version(*, warehouse: Path | None = None) -> int:
    """Return the number of the current data version."""
    return engine(warehouse).version


def as_selection(where: Selection | Mapping[str, object] | None, warehouse: Path | None = None) -> Selection:
    """Return a selection in codes from what a caller gave.

    Args:
        where: A Selection, or values by dimension, as codes or labels.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        UnknownName: A dimension, or a value of a closed list, does not exist.

    Warns:
        UnknownValue: A value of an open list does not occur.
    """
    found, doubts = resolved(_selected(where), engine(warehouse))
    for doubt in doubts:
        warnings.warn(doubt, UnknownValue, stacklevel=3)
    return found


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as values that JSON can hold; statements give the type of each."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}


def _selected(where: Selection | Mapping[str, object] | None) -> Selection:
    chosen = where if isinstance(where, Selection) else Selection(() if where is None else where)
    for name in chosen.names:
        find_dimension(name)
    return chosen


def _question(
    metrics: str | Metric | Sequence[str | Metric] | None,
    by: str | Dimension | Sequence[str | Dimension] | None,
    where: Selection | Mapping[str, object] | None,
    as_of: date | str | None,
    assumptions: Assumptions | Mapping[str, Any] | None,
) -> Question:
    chosen = tuple(dict.fromkeys(map(find, _several(metrics, Metric))))
    if not chosen:
        raise MeasureError(TranslatableText("Give at least one metric. `python cli.py metrics` lists them."))
    dimensions = tuple(dict.fromkeys(find_dimension(name).name for name in _several(by, Dimension)))
    return Question(chosen, dimensions, _selected(where), as_day(as_of), Assumptions.of(assumptions))


def _several(given: Any, one: type) -> list[Any]:
    """Return one thing or several as a list; None becomes an empty list."""
    if given is None:
        return []
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str | one) else [given]


class _Together:
    """Answers a question together with all that is asked of the same rows to say what it rests on.

    There is one statement a table, because for few rows it takes longer to plan a statement than to run it.
    """

    def __init__(self, source: Engine, question: Question) -> None:
        self._source, self._question = source, question
        beside = (*coverage.companions(question, _changes(source)), *contributors.companions(question))
        wanted = dict.fromkeys((*question.metrics, *beside))
        self._metrics = {metric.name: metric for metric in wanted}
        if len(self._metrics) < len(wanted):  # a metric of the caller's own is called as one of these
            self._metrics = {}
        self._tables: list[pa.Table] = []

    def rows(self, other: Question) -> pd.DataFrame:
        """Return the rows of a question."""
        if not self._has(other):
            return _answer(self._source, other)
        every = self._every(other)
        tables = self._read(every)
        names = [*other.by, *(each.name for each in other.metrics)]
        if not other.by:  # one row a table
            row = {name: table[name] for table in tables for name in table.column_names}
            return as_frame(pa.table({name: row[name] for name in names}))
        if len(tables) == 1:
            return as_frame(tables[0].select(names))
        return _beside_each_other(list(map(as_frame, tables)), every)[names]

    def values(self, other: Question) -> dict[str, Any]:
        """Return the one row of a question without a breakdown, without the cost of a frame."""
        if self._has(other):
            tables = self._read(self._every(other))
        else:
            tables = [self._source.query(query.sql, query.params) for query in queries(other)]
        row = {name: table[name][0].as_py() for table in tables for name in table.column_names}
        return {each.name: row[each.name] for each in other.metrics}

    def _has(self, other: Question) -> bool:
        asks_the_same = replace(other, metrics=self._question.metrics, assumptions=self._question.assumptions)
        return asks_the_same == self._question and all(self._metrics.get(each.name) == each for each in other.metrics)

    def _every(self, other: Question) -> Question:
        return replace(other, metrics=tuple(self._metrics.values()))

    def _read(self, every: Question) -> list[pa.Table]:
        self._tables = self._tables or [self._source.query(query.sql, query.params) for query in queries(every)]
        return self._tables


def _in_codes(question: Question, source: Engine) -> tuple[Question, list[TranslatableText]]:
    """Return a question with codes instead of labels, and notes on values that do not occur."""
    selection, doubts = resolved(question.selection, source)
    assumptions = _of_platforms(question.assumptions, source)
    return replace(question, selection=selection, assumptions=assumptions), doubts


def _answer(source: Engine, question: Question) -> pd.DataFrame:
    """Return the rows of all queries of a question side by side.

    Where a fact table has no row, its counts are 0 and its sums unknown.
    """
    return _beside_each_other(
        [as_frame(source.query(query.sql, query.params)) for query in queries(question)], question
    )


def _beside_each_other(frames: list[pd.DataFrame], question: Question) -> pd.DataFrame:
    """Return the rows of the queries of a question as one frame."""
    by = list(question.by)
    if len(frames) == 1:
        return frames[0]
    if not by:
        return pd.concat(frames, axis=1)[[metric.name for metric in question.metrics]]
    frame = reduce(lambda left, right: _side_by_side(left, right, by), frames).sort_values(by, ignore_index=True)
    counts = [metric.name for metric in question.metrics if zero_without_rows(metric)]
    frame[counts] = frame[counts].fillna(0)
    return frame[[*by, *(metric.name for metric in question.metrics)]]


def _side_by_side(left: pd.DataFrame, right: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    # Tables of the same items have the same rows; a join of them costs more, and fails where both are empty.
    if left[by].equals(right[by]):
        return pd.concat([left, right.drop(columns=by)], axis=1)
    return left.merge(right, on=by, how="outer")


def _changes(source: Engine) -> tuple[coverage.Change, ...]:
    """Return the registry of platforms' changes, read once of each data version, because a version never changes."""
    if source not in _registries:
        rows = source.query(coverage.CHANGES, {}).to_pylist()
        _registries[source] = tuple(coverage.Change(**row) for row in rows)
    return _registries[source]


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Return the rows of a query as a frame with nullable types.

    Args:
        table: The rows as Arrow.

    Returns:
        The same rows and columns; missing values are NA.
    """
    frame: pd.DataFrame = table.to_pandas(types_mapper=_TYPES.get, date_as_object=False)
    return frame


def _labels(dimension: str, source: Engine) -> dict[str, str]:
    """Return the names of a dimension's codes, read once of each data version."""
    known = _names.setdefault(source, {})
    if dimension not in known:
        known[dimension] = _read_labels(dimension, source)
    return dict(known[dimension])


def _read_labels(dimension: str, source: Engine) -> dict[str, str]:
    found = find_dimension(dimension)
    table = source.query(
        "SELECT code, coalesce(label, code) AS label FROM labels WHERE dimension = $dimension ORDER BY code",
        {"dimension": dimension},
    )
    named = dict(zip(table["code"].to_pylist(), table["label"].to_pylist(), strict=True))
    own = {found.unknown: found.unknown_label, found.withheld: "Withheld", found.rest: found.rest_label}
    return {code: label for code, label in own.items() if code} | named


def _of_platforms(declared: Assumptions, source: Engine) -> Assumptions:
    """Return assumptions with platforms as codes.

    Raises:
        UnknownName: A platform does not exist.
    """
    if not declared.platforms:
        return declared
    universe = {
        name if name == Assumptions.ALL else code("platform", name, source): accounts
        for name, accounts in declared.universe
    }
    return Assumptions(universe, declared.overlap, declared.within)
