"""The `Answer` that comes with measured numbers, and the part of it that applies to a table that was cut or joined."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from common.messages import to_json
from metrics import digest
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import METRICS
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Kind, MeasureError, Noun, Selection, SeriesBreak, TranslatableText, as_day
from metrics.definitions.serialized import from_json
from metrics.disclosure.combined_rows import TOGETHER

_ROWS_SHOWN: Final = 60
_HIDDEN: Final = Noun("{n} number", "{n} numbers")
KEY: Final = "answer"
"""Where a frame's `attrs` hold its answer."""


class NoAnswer(MeasureError, LookupError):
    """A table of which nothing is known: it was never measured, or its rows are no longer those that were."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the numbers of a table mean and rest on.

    Attributes:
        by: The columns that say what a row is about.
        labels: What people call each metric, by name; `definitions` says what it means, `kinds` what may be done with
            it.
        data_version: The data version that was read.
        selection: The selection that was measured; None where an answer is of several questions.
        filters: The same in codes, on one line; `selected` the same in words, where a page says it in its own.
        as_of: The day looked back to; None for today.
        assumptions: What a person declared, in words, where numbers rest on it; `assumed` is all that was declared.
        synthetic: Whether the items are made up: yes, part, no; none where there are no items, unknown where nobody
            says.
        coverage: For each metric the share of all items for which it is known; `n` how many items that is.
        unknown: For each breakdown the share of items of which it is not known.
        contributors: Who the contributors are, row by row.
        partly_known: Whose posts a number is that few report, by metric.
        breaks: Days across which numbers do not continue each other.
        warnings: All that a reader must know; `of_all_rows` are those of them that are true of all rows together only,
            `doubts` those about values to filter by.
        suppressed_cells: For the number of a row the metrics that are hidden in it; `hidden_because` says why, by
            metric.
        together: Values that rows of contributor types show together.
        sql: The statements that give the numbers, each with its `params`.
        formats: How columns that are no metrics are written.
        is_internal: Whether nothing in it is protected.
        digest: For each column hashes of its cells together with what their rows are about, in the order of the rows.
        frame: The numbers that the answer was read from, which a notebook shows with it.
    """

    by: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    data_version: int | None = None
    filters: str = ""
    selection: Selection | None = None
    selected: str = ""
    as_of: date | None = None
    assumptions: str = ""
    assumed: Assumptions = Assumptions()  # noqa: RUF009 - it never changes
    synthetic: str = "unknown"
    coverage: Mapping[str, float | None] = field(default_factory=dict)
    n: Mapping[str, int | None] = field(default_factory=dict)
    unknown: Mapping[str, float] = field(default_factory=dict)
    contributors: tuple[Mapping[str, int | None], ...] = ()
    partly_known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    breaks: tuple[SeriesBreak, ...] = ()
    warnings: tuple[TranslatableText, ...] = ()
    of_all_rows: tuple[TranslatableText, ...] = ()
    doubts: tuple[TranslatableText, ...] = ()
    suppressed_cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    hidden_because: Mapping[str, TranslatableText] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    sql: tuple[str, ...] = ()
    params: tuple[Mapping[str, Any], ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    is_internal: bool = False
    digest: Mapping[str, str] = field(default_factory=dict)
    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the metrics."""
        return tuple(self.definitions)

    @property
    def suppressed(self) -> int:
        """The number of cells hidden for privacy."""
        return sum(map(len, self.suppressed_cells.values()))

    @property
    def queries(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Each statement with the values of its parameters."""
        return tuple(zip(self.sql, self.params, strict=True))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the numbers, what they rest on, and what a reader must know."""
        parts = [] if self.frame is None else [_table(self.frame, self)]
        parts += [
            f"<p><b>{title}</b></p>{_bullets(lines)}"
            for title, lines in (
                ("What the numbers are based on", _foundations(self)),
                ("What to know", list(self.warnings)),
            )
            if lines
        ]
        queries = html.escape("\n\n".join(self.sql))
        return "".join(parts) + (f"<details><summary>SQL</summary><pre>{queries}</pre></details>" if self.sql else "")

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as JSON can hold it; `of_dict` reads it again."""
        said: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}
        said |= {name: to_json(getattr(self, name)) for name in _SENTENCES}
        return said | {
            "kinds": {name: kind.value for name, kind in self.kinds.items()},
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "selection": self.selection.as_dict() if self.selection else None,
            "assumed": self.assumed.as_dict(),
            "breaks": [each.as_dict() for each in self.breaks],
            "hidden_because": {name: to_json(reason) for name, reason in self.hidden_because.items()},
            "suppressed_cells": {str(place): list(names) for place, names in self.suppressed_cells.items()},
        }

    @classmethod
    def of_dict(cls, said: Mapping[str, Any]) -> Answer:
        """Return the answer that `as_dict` wrote, also where it went through JSON."""
        made = {name: _tuples(said[name]) for name in _PLAIN} | {name: from_json(said[name]) for name in _SENTENCES}
        return cls(
            **made,
            kinds={name: _KINDS[kind] for name, kind in said["kinds"].items()},
            as_of=as_day(said["as_of"]),
            selection=Selection.of_dict(said["selection"]) if said.get("selection") else None,
            assumed=Assumptions.of(said["assumed"]),
            breaks=tuple(map(SeriesBreak.of, said["breaks"])),
            hidden_because={name: from_json(reason) for name, reason in said["hidden_because"].items()},
            suppressed_cells={int(place): tuple(names) for place, names in said["suppressed_cells"].items()},
        )


_SENTENCES: Final = ("warnings", "of_all_rows", "doubts")
_TYPED: Final = ("kinds", "as_of", "selection", "assumed", "breaks", "hidden_because", "suppressed_cells")
_PLAIN: Final = tuple(each.name for each in fields(Answer) if each.name not in (*_SENTENCES, *_TYPED, "frame"))
"""Fields that JSON holds as they are, but for tuples, which it reads as lists."""
_KINDS: Final = {kind.value: kind for kind in Kind}
_NOTHING: Final = Answer()


class AnswerRecord(dict[str, Any]):
    """An answer as JSON, with the object it was made from. Copies of a frame share it, so it is never changed."""

    def __init__(self, made: Answer) -> None:
        super().__init__(made.as_dict())
        self.answer = made

    def __deepcopy__(self, _memo: object) -> AnswerRecord:
        return self  # pandas copies what a frame says about itself along with every step

    def __reduce__(self) -> tuple[type[AnswerRecord], tuple[Answer]]:
        return AnswerRecord, (self.answer,)


def with_queries(made: Answer, more: Answer) -> Answer:
    """Return an answer with the statements of another one as well, where both made the numbers."""
    return replace(made, sql=(*made.sql, *more.sql), params=(*made.params, *more.params))


def attach(frame: pd.DataFrame, made: Answer, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Let a frame carry an answer.

    Args:
        frame: The numbers; it is changed.
        made: What is known of them.
        columns: The columns that the answer is about; its metrics by default.

    Returns:
        The same frame.
    """
    about = made.metrics if columns is None else columns
    frame.attrs[KEY] = AnswerRecord(replace(made, frame=None, digest=digest.digest(frame, made.by, about)))
    return frame


def attached(frame: pd.DataFrame | pd.Series) -> Answer:
    """Return the answer that a frame has, whatever was done to the frame since.

    For code that made the frame itself. `answer` checks whether it still applies.

    Args:
        frame: A frame or a column of it.

    Returns:
        The answer; an empty one if the frame has none.
    """
    said = frame.attrs.get(KEY)
    if isinstance(said, AnswerRecord):
        return said.answer
    return _NOTHING if said is None else Answer.of_dict(said)


def answer(frame: pd.DataFrame) -> Answer:
    """Return what is known of measured numbers, as far as it holds of the frame given.

    Each number is held against a digest of what was measured, together with the values that say what its row is about
    (in columns, or in the index). With all rows there, in whatever order, the answer is returned for the metrics there.
    With some of the rows, only what is true of each row: coverage, counts of items, shares unknown, and warnings about
    all rows together are left out. Columns that were added have no part in it, unless they are other metrics: then two
    answers were put together, and neither holds of both.

    Args:
        frame: What `measure` returned, or rows and columns of it, also when read from a file that keeps `attrs`, such
            as Parquet.

    Returns:
        The answer. Places in `suppressed_cells` and `contributors` are those of the frame given.

    Raises:
        NoAnswer: For a frame that was not measured, in which a number or what a row is about has changed or is missing,
            as after adding up, or to which no metric is left.
    """
    metadata = attached(frame)
    kept = [name for name in metadata.digest if name in frame.columns]
    if not metadata.digest:
        raise NoAnswer(
            TranslatableText(
                "This table does not come from measure(), so nothing is known about it. Use a table that measure() returned."
            )
        )
    known = {name: metadata.digest[name] for name in kept}
    joined = any(name in METRICS and name not in metadata.definitions for name in frame.columns)
    stood = digest.places(frame, metadata.by, known) if known and frame.columns.is_unique and not joined else None
    if stood is None:
        raise NoAnswer(
            TranslatableText(
                "Rows, names or values have changed since measure() returned these numbers. "
                "Use the table as measure() returned it, or rows and columns of it."
            )
        )
    return replace(_holding(metadata, frame, kept, stood), frame=frame)


def with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose days are texts without a time of day.

    Args:
        frame: The frame; columns of type datetime64 are changed in the copy.

    Returns:
        The copy.
    """
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime").columns}
    return frame.assign(**days)


def readable(frame: pd.DataFrame, metadata: Answer) -> pd.DataFrame:
    """Return the cells of a frame as people read them.

    Args:
        frame: The numbers.
        metadata: Their answer.

    Returns:
        A frame of the same shape, in which hidden values say so and missing values are a dash.
    """
    shown = with_days(frame).astype(object).where(frame.notna(), "–")
    for place, names in metadata.suppressed_cells.items():
        shown.loc[shown.index[place], list(names)] = "hidden"
    return shown


def sample_sizes(metadata: Answer) -> dict[str, str]:
    """Return on how many items each metric is based, in words, by the name of the metric.

    Metrics that count items themselves, and those of which it is unknown, are left out.
    """
    known = {METRICS[name]: n for name, n in metadata.n.items() if n is not None and name in METRICS}
    return {
        metric.name: FACT_TABLES[FACT_TABLES[metric.base].made_of or metric.base].counted.english(n)
        for metric, n in known.items()
    }


# -- what a notebook shows


def _table(frame: pd.DataFrame, metadata: Answer) -> str:
    shown: str = readable(frame, metadata).to_html(
        index=bool(frame.index.name), max_rows=_ROWS_SHOWN, border=0, escape=True
    )
    return shown


def _foundations(metadata: Answer) -> list[str]:
    """Return what the numbers mean and are based on, line by line."""
    sizes = sample_sizes(metadata)
    lines = []
    for name, meaning in metadata.definitions.items():
        share = metadata.coverage.get(name)
        known = (
            f" Based on: {sizes[name]} ({share:.1%} of those counted)." if share is not None and name in sizes else ""
        )
        lines.append(f"{metadata.labels.get(name, name)} ({metadata.kinds[name].value}): {meaning}{known}")
    about = {
        "Filters": metadata.filters,
        "Data as of": metadata.as_of.isoformat() if metadata.as_of else "today",
        "Data version": "" if metadata.data_version is None else str(metadata.data_version),
        "Assumptions": metadata.assumptions,
        "Synthetic": metadata.synthetic,
        "Hidden for privacy": _HIDDEN.english(metadata.suppressed) if metadata.suppressed else "",
        "Unknown": ", ".join(f"{name} {share:.1%}" for name, share in metadata.unknown.items()),
    }
    return [*lines, *(f"{title}: {text}" for title, text in about.items() if text)]


def _bullets(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(line)}</li>" for line in lines) + "</ul>"


# -- what still holds


def _holding(metadata: Answer, frame: pd.DataFrame, kept: Sequence[str], stood: np.ndarray) -> Answer:
    """Return what is true of some columns, and of the rows that stood at some places."""
    rows = digest.size(metadata.digest[kept[0]])
    if len(kept) == len(metadata.digest) and np.array_equal(stood, np.arange(rows)):
        return metadata
    whole = np.array_equal(np.sort(stood), np.arange(rows))
    gone = {metadata.labels.get(name, name) for name in metadata.digest if name not in kept}
    warnings = [each for each in metadata.warnings if whole or each not in metadata.of_all_rows]
    warnings = [each for each in warnings if not (named := _metrics_named(each)) or not named <= gone]
    cells = {
        new: tuple(name for name in metadata.suppressed_cells.get(int(old), ()) if name in kept)
        for new, old in enumerate(stood)
    }
    names = [name for name in metadata.definitions if name in kept or name not in metadata.digest]
    return replace(
        metadata,
        labels=_only(metadata.labels, names),
        definitions=_only(metadata.definitions, names),
        kinds=_only(metadata.kinds, names),
        synthetic=metadata.synthetic if whole or metadata.synthetic != "part" else "unknown",
        coverage=_only(metadata.coverage, names if whole else ()),
        n=_only(metadata.n, names if whole else ()),
        partly_known=_only(metadata.partly_known, names if whole else ()),
        unknown=metadata.unknown if whole else {},
        contributors=tuple(metadata.contributors[place] for place in stood)
        if metadata.contributors and "contributors" in kept
        else (),
        warnings=tuple(warnings),
        of_all_rows=tuple(each for each in metadata.of_all_rows if each in warnings),
        suppressed_cells={place: hidden for place, hidden in cells.items() if hidden},
        hidden_because=_only(metadata.hidden_because, names),
        together=tuple(values for values in metadata.together if _stands_in(frame, metadata.by, TOGETHER.join(values))),
        digest={name: digest.cut(metadata.digest[name], stood) for name in kept},
    )


def _metrics_named(text: TranslatableText) -> set[str]:
    """Return the labels of the metrics that a sentence is about; none where it is about all of them."""
    values = text.values
    named = {str(values[name]) for name in ("metric",) if name in values} | set(values.get("metrics", ()))
    return named.union(*(_metrics_named(each) for each in values.values() if isinstance(each, TranslatableText)))


def _stands_in(frame: pd.DataFrame, by: Sequence[str], value: str) -> bool:
    return any(value in set(frame[name]) for name in by if name in frame.columns)


def _only(said: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
