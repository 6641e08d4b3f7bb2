"""Ask for metrics by name, get a table that says what its numbers mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from pathlib import Path

import pandas as pd
import pyarrow as pa

from metrics import computed, concentration, disclosure, provenance
from metrics.assumptions import Assumptions
from metrics.catalogue import DIMENSIONS
from metrics.engine import Engine, engine
from metrics.formula import find, find_dimension, zero_without_rows
from metrics.model import HiddenCells, KindError, MeasureError, Metric, Selection, Sentence, UnknownName
from metrics.query import Query, Question, queries

_TYPES = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}


def measure(
    metrics: str | Metric | Sequence[str | Metric],
    by: str | Sequence[str] = (),
    where: Selection | Mapping[str, object] | None = None,
    as_of: date | None = None,
    *,
    assumptions: Assumptions | None = None,
    warehouse: Path | None = None,
) -> pd.DataFrame:
    """One row for each combination of `by` that occurs, one column for each metric; NA where there is no answer.

    `where` limits what is counted, `as_of` goes back to what was known at the end of that day, `assumptions` are what a person declares
    about audiences. Cells that few people stand behind are empty. `attrs` says the rest: sql, params, definitions, kinds, data_version,
    filters, as_of, assumptions (in words) and assumed, synthetic, coverage, n, partly_known (whose posts
    a number is that few report), unknown, breaks, suppressed, suppressed_cells, refused (why nothing can be shown, and what to leave out),
    warnings. Raises a MeasureError with the reason where a question has no answer.
    """
    question = _question(metrics, by, where, as_of, assumptions)
    source = engine(warehouse)
    _known_platforms(question.assumptions, source)
    told = disclosure.answer(question, source, lambda other: _answer(source, other))
    frame, hidden = told.frame, told.hidden
    all_refused = bool(told.refused) and disclosure.crosses(question)
    asked = [] if all_refused else queries(question)

    def run(query: Query) -> pd.DataFrame:
        asked.append(query)
        return as_frame(source.query(query.sql, query.params))

    cautions = [] if all_refused else computed.complete(frame, question, hidden, run)
    changes = as_frame(source.query(provenance.CHANGES, {}))
    about = provenance.about(question, lambda other: _answer(source, other), changes)
    known = {} if all_refused else concentration.partly_known(question, about["n"], about["coverage"], run)
    about["warnings"] += [*concentration.sentences(question.metrics, known), *cautions, *disclosure.sentences(question, told)]
    if about["synthetic"] == "none":
        about["warnings"] += _unmatched(question.selection, source)
    frame.attrs |= about | {
        "partly_known": known,
        "sql": [query.sql for query in asked],
        "params": [query.params for query in asked],
        "data_version": source.version,
        "suppressed": sum(map(len, hidden.values())),
        "suppressed_cells": hidden,
        "refused": tuple(disclosure.reasons(told)),
    }
    return frame


def total(frame: pd.DataFrame, name: str) -> int | float | None:
    """The sum of one column of an answer, None where nothing is known; raises where its numbers must not be added."""
    kinds = frame.attrs["kinds"]
    if name not in kinds:
        raise UnknownName(Sentence("metric in this answer"), name, kinds)
    if not kinds[name].adds:
        raise KindError(
            Sentence("{metric} ({kind}) cannot be added up. {advice}", metric=name, kind=kinds[name].value, advice=kinds[name].advice)
        )
    overlapping = [column for column in frame.columns if column in DIMENSIONS and DIMENSIONS[column].many]
    if overlapping:
        raise KindError(
            Sentence(
                "An item can stand in several rows of {dimension}, so their sum counts it again. Ask without it.",
                dimension=DIMENSIONS[overlapping[0]],
            )
        )
    if any(name in names for names in frame.attrs["suppressed_cells"].values()):
        raise HiddenCells(
            Sentence(
                "Some cells of {metric} are hidden to protect people, so the rest is no total. Ask without the breakdown.", metric=name
            )
        )
    known = frame[name].dropna()
    return None if known.empty else sum(known.tolist())


def labels(dimension: str, *, warehouse: Path | None = None) -> dict[str, str]:
    """The names people read for the codes of a dimension; codes without a name are not in it."""
    return _labels(dimension, engine(warehouse))


def data_version(*, warehouse: Path | None = None) -> int:
    """The number of the data version that measures read now."""
    return engine(warehouse).version


def as_selection(where: Selection | Mapping[str, object] | None) -> Selection:
    """A selection from what a caller gave; raises UnknownName for a dimension that does not exist."""
    chosen = where if isinstance(where, Selection) else Selection(where or {})
    for name in chosen.names:
        find_dimension(name)
    return chosen


def _question(
    metrics: str | Metric | Sequence[str | Metric],
    by: str | Sequence[str],
    where: Selection | Mapping[str, object] | None,
    as_of: date | None,
    assumptions: Assumptions | None,
) -> Question:
    asked = [metrics] if isinstance(metrics, str | Metric) else metrics
    chosen = tuple(dict.fromkeys(find(metric) for metric in asked))
    if not chosen:
        raise MeasureError(Sentence("Name at least one metric: python cli.py metrics lists them."))
    names = (by,) if isinstance(by, str) else tuple(by)
    dimensions = tuple(dict.fromkeys(find_dimension(name).name for name in names))
    return Question(chosen, dimensions, as_selection(where), as_of, assumptions or Assumptions())


def _answer(source: Engine, question: Question) -> pd.DataFrame:
    """The rows of all queries of a question side by side; where one base has no row, its counts are zero and its sums unknown."""
    frames = [as_frame(source.query(query.sql, query.params)) for query in queries(question)]
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


def as_frame(table: pa.Table) -> pd.DataFrame:
    """The rows of a query with types that know what is missing."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=_TYPES.get, date_as_object=False)
    return frame


def _labels(dimension: str, source: Engine) -> dict[str, str]:
    found = find_dimension(dimension)
    table = source.query("SELECT code, label FROM labels WHERE dimension = $dimension ORDER BY code", {"dimension": dimension})
    named = dict(zip(table["code"].to_pylist(), table["label"].to_pylist(), strict=True))
    own = {found.unknown: found.unknown_label, found.withheld: "Withheld"}
    return {code: label for code, label in own.items() if code} | named


def _known_platforms(assumptions: Assumptions, source: Engine) -> None:
    known = _labels("platform", source) if assumptions.platforms else {}
    for platform in assumptions.platforms if len(known) > 1 else ():
        if platform not in known:
            raise UnknownName("platform", platform, known)


def _unmatched(chosen: Selection, source: Engine) -> Iterator[str]:
    """Where nothing was found: filter values that do not exist, with what may have been meant."""
    for name, values in chosen.where:
        known = _labels(name, source)
        if len(known) > 1:
            yield from (UnknownName(name, value, known).args[0] for value in values if value not in known)
