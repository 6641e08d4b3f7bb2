"""What a reader must know beside the numbers: how much is known, how much is synthetic, what not to conclude."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import pandas as pd
from sqlglot import exp

from metrics import disclosure
from metrics.bases import BASES, Base
from metrics.catalogue import DIMENSIONS, METRICS
from metrics.formula import columns, expression
from metrics.model import Dimension, Kind, Metric
from metrics.query import Question

SERIES_BREAKS: Final = (
    ("instagram", "Instagram", date(2025, 4, 21)),
    ("facebook", "Facebook Pages", date(2025, 11, 15)),
)
"""When a platform replaced impressions by views: the series before and after do not continue each other."""

Ask = Callable[[Question], pd.DataFrame]


def about(question: Question, ask: Ask) -> dict[str, Any]:
    """Attributes of an answer: what was asked, what its numbers mean, and what is known of the selection as a whole."""
    metrics = question.metrics
    facts = ask(Question(_companions(question), (), question.selection, question.as_of)).iloc[0]
    return {
        "definitions": {metric.name: metric.description for metric in metrics},
        "kinds": {metric.name: metric.kind for metric in metrics},
        "filters": question.selection.text(),
        "as_of": question.as_of,
        "synthetic": _synthetic(facts),
        "coverage": {metric.name: _number(facts.get(f"known_{metric.name}")) for metric in metrics},
        "unknown": {name: share for name in question.by if (share := _number(facts.get(f"unknown_{name}"))) is not None},
        "warnings": [*_series_breaks(facts), *_overlaps(question), *_cautions(question), *_persons_interval(question, ask)],
    }


def _companions(question: Question) -> tuple[Metric, ...]:
    """What to ask about the whole selection along with the question."""
    bases = dict.fromkeys(_items(metric).name for metric in question.metrics)
    asked = [_companion(f"{word}_synthetic_{base}", f"{word}(is_synthetic)", base) for base in bases for word in ("min", "max")]
    if not _protected(question):
        base = _items(question.metrics[0])
        unknowns = [DIMENSIONS[name] for name in question.by if DIMENSIONS[name].unknown]
        asked += [_companion(f"unknown_{each.name}", _share_unknown(each, base), base.name, "share") for each in unknowns]
        shares = {metric: _share_known(metric) for metric in question.metrics}
        asked += [_companion(f"known_{metric.name}", share, _items(metric).name, "share") for metric, share in shares.items() if share]
    if {"impressions", "views"} & {name for metric in question.metrics for name in columns(expression(metric))}:
        asked += [_companion(f"break_{platform}", _sides(platform, day), "posts") for platform, _, day in SERIES_BREAKS]
    return tuple(asked)


def _companion(name: str, sql: str, base: str, form: Any = "count") -> Metric:
    return Metric(name, name, sql, Kind.RATIO if form == "share" else Kind.COUNT, "", "", base=base, format=form)


def _items(metric: Metric) -> Base:
    """The items behind a metric, where its base is made of other items."""
    base = BASES[metric.base]
    return BASES[base.made_of or base.name]


def _protected(question: Question) -> bool:
    return disclosure.crosses(question) and disclosure.filters_sensitive(question)


def _share_unknown(dimension: Dimension, base: Base) -> str:
    test = f"array_length({dimension.sql}) = 0" if dimension.many else f"{dimension.sql} = '{dimension.unknown}'"
    return f"coalesce({base.units} filter (where {test}), 0) / {base.units}"


def _share_known(metric: Metric) -> str | None:
    """The share of items for which the metric's first measure is known; None for what counts items or dimensions."""
    base = _items(metric)
    measures = base.relations[-1].measures
    used = [node.name for node in expression(metric).find_all(exp.Column) if node.name in measures and node.name not in base.units]
    if not used:
        return None
    return f"sum({used[0]}_items) / sum(items)" if f"{used[0]}_items" in measures else f"count({used[0]}) / count(*)"


def _sides(platform: str, day: date) -> str:
    """2 where a platform's posts lie on both sides of a day."""
    return f"count(distinct case when platform = '{platform}' and day < date '{day}' then 0 when platform = '{platform}' then 1 end)"


def _synthetic(facts: pd.Series) -> str:
    flags = {int(value) for name, value in facts.items() if "_synthetic_" in str(name) and pd.notna(value)}
    return {frozenset(): "none", frozenset({1}): "yes", frozenset({0}): "no"}.get(frozenset(flags), "part")


def _series_breaks(facts: pd.Series) -> Iterator[str]:
    for platform, label, day in SERIES_BREAKS:
        if facts.get(f"break_{platform}") == 2:
            yield f"{label} replaced impressions by views on {day}: numbers before and after that day do not continue each other."


def _overlaps(question: Question) -> Iterator[str]:
    for dimension in (DIMENSIONS[name] for name in question.by if DIMENSIONS[name].many):
        yield f"One post can count under several values of {dimension.label.lower()}: these rows overlap and do not add up to the total."


def _cautions(question: Question) -> Iterator[str]:
    for metric in question.metrics:
        if metric.kind in (Kind.POTENTIAL, Kind.PLEDGED, Kind.MODELLED):
            yield f"{metric.label}: {metric.kind.meaning}"


def _persons_interval(question: Question, ask: Ask) -> Iterator[str]:
    """Nobody knows how many accounts on different platforms belong to one person: the interval says so."""
    contributors = METRICS["contributors"]
    one_platform = "platform" in question.by or len(question.selection.values("platform")) == 1
    if contributors not in question.metrics or one_platform or disclosure.crosses(question):
        return
    counts = ask(Question((contributors,), ("platform",), question.selection, question.as_of))["contributors"]
    if len(counts) > 1:
        yield (
            "Accounts of one person on several platforms count once only where they are linked: "
            f"the number of different persons lies between {counts.max()} and {counts.sum()}."
        )


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
