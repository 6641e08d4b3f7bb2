"""Caveats about coverage: how much is known, how much is synthetic, and what not to conclude."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import pandas as pd
from sqlglot import exp

from common.sql import literal
from metrics.answers import Answer
from metrics.compiler.computed import ASSUMING
from metrics.compiler.expressions import columns, expression, find
from metrics.compiler.planner import Question, carried
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.fact_tables import FACT_TABLES, FactTable
from metrics.definitions.model import Dimension, Kind, Metric, SeriesBreak, TranslatableText
from metrics.disclosure import voices

CHANGES: Final = """
    SELECT c.day, c.platform, coalesce(label, c.platform) AS name, metric, change
    FROM platform_changes c LEFT JOIN labels ON dimension = 'platform' AND code = c.platform
    SEMI JOIN (
        SELECT platform, min(day) AS first, max(day) AS last
        FROM (SELECT platform, day FROM publisher_day UNION ALL SELECT platform, day FROM supporter_facts) GROUP BY platform
    ) items ON items.platform = c.platform AND first < c.day AND last >= c.day
    ORDER BY c.day, c.platform
"""
"""The registry of days on which a platform changed what it counts, as far as the data have items of the platform on
both sides, because no selection has where they have not; `metric` names the metrics or counts (`reach`) that changed,
with spaces between."""


class Change(NamedTuple):
    """A row of the registry."""

    day: date
    platform: str
    name: str
    metric: str
    change: str


Ask = Callable[[Question], Mapping[str, Any]]
"""Answers a question without a breakdown: values by the names of its metrics."""


def metadata(question: Question, ask: Ask, changes: tuple[Change, ...]) -> Answer:
    """Return an answer without numbers: what was asked, what it means, and what is known of the whole selection.

    Args:
        question: What was asked.
        ask: Answers a question as it is.
        changes: The registry of platforms' changes, as `CHANGES` reads it.
    """
    metrics = question.metrics
    possible = _touching(metrics, changes)
    selection = voices.apart(question.selection)
    facts = ask(Question(_companions_of(question, changes), (), selection, question.as_of))
    breaks = tuple(each for place, (each, _) in enumerate(possible) if facts[f"break_{place}"] == 2)
    return Answer(
        by=question.by,
        labels={metric.name: metric.label for metric in metrics},
        definitions={metric.name: metric.description for metric in metrics},
        kinds={metric.name: metric.kind for metric in metrics},
        filters=question.selection.text(),
        selection=question.selection,
        as_of=question.as_of,
        assumptions=question.assumptions.text() if any(metric.computed in ASSUMING for metric in metrics) else "",
        assumed=question.assumptions,
        synthetic=_synthetic(facts),
        coverage={metric.name: _number(facts.get(f"known_{metric.name}")) for metric in metrics},
        n={metric.name: _whole(facts.get(f"n_{metric.name}")) for metric in metrics},
        unknown={name: share for name in question.by if (share := _number(facts.get(f"unknown_{name}"))) is not None},
        breaks=breaks,
        warnings=(
            *(each.sentence for each in breaks),
            *_overlaps(question, facts),
            *_cautions(question),
            *_without_history(question),
        ),
    )


def companions(question: Question, changes: tuple[Change, ...]) -> tuple[Metric, ...]:
    """Return the metrics that `metadata` queries, if they are of the rows that the question asks for itself.

    Args:
        question: What was asked.
        changes: The registry of platforms' changes, as `CHANGES` reads it.
    """
    is_of_whole = not question.by and voices.apart(question.selection) == question.selection
    return _companions_of(question, changes) if is_of_whole else ()


def _companions_of(question: Question, changes: tuple[Change, ...]) -> tuple[Metric, ...]:
    tells_no_voices = not set(voices.VOICES) & set(question.selection.names)
    found = _companions(question.metrics, question.by, tells_no_voices, _touching(question.metrics, changes))
    base = _items(question.metrics[0]).name
    lists = [DIMENSIONS[name] for name in question.by if DIMENSIONS[name].many]
    return (*found, *(_companion(f"values_{each.name}", _values(each, question), base) for each in lists))


def sample_size_metric(metric: str | Metric) -> Metric:
    """Return a metric that counts the items on which another metric is based, to be measured in the same rows."""
    asked = find(metric)
    base = _items(asked)
    count, _ = known_items(asked) or (base.units, "")
    label, meaning = f"n ({asked.label})", f"How many {base.noun} this is based on: {asked.label}."
    return Metric(
        f"n_{asked.name}",
        label,
        f"coalesce({count}, 0)",
        Kind.COUNT,
        base.noun,
        meaning,
        base=base.name,
        noun=base.counted,
    )


@lru_cache(maxsize=1024)
def _companions(
    metrics: tuple[Metric, ...],
    by: tuple[str, ...],
    tells_no_voices: bool,
    possible: tuple[tuple[SeriesBreak, str], ...],
) -> tuple[Metric, ...]:
    """Return the metrics to query for the whole selection together with a question.

    Args:
        metrics: Its metrics.
        by: Its breakdown.
        tells_no_voices: Whether no filter of it is by contributor type.
        possible: Changes that affect its counts, each with a fact table.
    """
    bases = dict.fromkeys(_items(metric).name for metric in metrics)
    asked = [
        _companion(f"{word}_synthetic_{base}", f"{word}(is_synthetic)", base)
        for base in bases
        for word in ("min", "max")
    ]
    if tells_no_voices:  # what is known of single voices is not told
        base = _items(metrics[0])
        unknowns = [DIMENSIONS[name] for name in by if DIMENSIONS[name].unknown]
        asked += [
            _companion(f"unknown_{each.name}", _share_unknown(each, base), base.name, "share") for each in unknowns
        ]
        for metric in metrics:
            if known := known_items(metric):
                count, of = known
                asked.append(_companion(f"n_{metric.name}", count, _items(metric).name))
                asked.append(_companion(f"known_{metric.name}", f"{count} / {of}", _items(metric).name, "share"))
    asked += [_companion(f"break_{place}", _sides(each), base) for place, (each, base) in enumerate(possible)]
    return tuple(asked)


def _companion(name: str, sql: str, base: str, form: Any = "count") -> Metric:
    return Metric(name, name, sql, Kind.RATIO if form == "share" else Kind.COUNT, "", "", base=base, format=form)


def _items(metric: Metric) -> FactTable:
    """Return the fact table of the items behind a metric, if its own table is made of other items."""
    base = FACT_TABLES[metric.base]
    return FACT_TABLES[base.made_of or base.name]


def _share_unknown(dimension: Dimension, base: FactTable) -> str:
    test = f"array_length({dimension.sql}) = 0" if dimension.many else f"{dimension.sql} = '{dimension.unknown}'"
    return f"coalesce({base.units} filter (where {test}), 0) / {base.units}"


@lru_cache(maxsize=512)
def known_items(metric: Metric) -> tuple[str, str] | None:
    """Return the SQL that counts the items on which a metric is based, and all items.

    The items are those of which all measures of the metric are known. None for metrics that count items.
    """
    base = _items(metric)
    measures = {name for name in base.relations[-1].measures if name not in base.units and not name.endswith("_items")}
    used = list(dict.fromkeys(node.name for node in expression(metric).find_all(exp.Column) if node.name in measures))
    if not used:
        return (base.units, base.units) if metric.kind is Kind.RATIO else None
    if counted := _counted(used) & base.relations[-1].measures:
        return f"sum({min(counted)})", "sum(items)"
    known = " and ".join(f"{name} is not null" for name in stand_ins(expression(metric)) or used)
    return f"count(*) filter (where {known})", "count(*)"


def _counted(used: list[str]) -> frozenset[str]:
    """Return what measures are called that count the items of which one measure is known, or two that go together."""
    if len(used) == 1:
        return frozenset({f"{used[0]}_items"})
    pair = [name.split("_with_") for name in used]
    is_pair = len(used) == 2 and len(pair[0]) == 2 and pair[0] == pair[1][::-1]
    return frozenset(f"{name}_items" for name in used) if is_pair else frozenset()


def stand_ins(tree: exp.Expr) -> list[str]:
    """Return the expressions in which one measure replaces another; empty if a metric has none."""
    return list(
        dict.fromkeys(
            each.sql("duckdb") for each in tree.find_all(exp.Coalesce) if all(map(_is_column, each.iter_expressions()))
        )
    )


def _is_column(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column)


@lru_cache(maxsize=512)
def _touching(metrics: tuple[Metric, ...], changes: tuple[Change, ...]) -> tuple[tuple[SeriesBreak, str], ...]:
    """Return the changes that affect a count in some metrics, each with the fact table of the metric."""
    found: dict[SeriesBreak, str] = {}
    for day, platform, label, names, change in changes:
        changed = {count for name in names.split() for count in (_counts(METRICS[name]) if name in METRICS else {name})}
        for metric in metrics:
            if changed & _counts(metric) and "platform" in carried(_items(metric)):
                found.setdefault(SeriesBreak(day, platform, label, change), _items(metric).name)
    return tuple(found.items())


@lru_cache(maxsize=256)
def _counts(metric: Metric) -> frozenset[str]:
    """Return the counts in a metric, such as both of `engagement_with_reach`."""
    return frozenset(
        count for name in columns(expression(metric)) for count in name.removesuffix("_items").split("_with_")
    )


def _sides(broken: SeriesBreak) -> str:
    """Return SQL that gives 2 if a platform's items lie on both sides of the day."""
    return f"count(distinct case when platform = {literal(broken.platform)} then case when day < date '{broken.day}' then 0 else 1 end end)"


def _synthetic(facts: Mapping[str, Any]) -> str:
    flags = {int(value) for name, value in facts.items() if "_synthetic_" in str(name) and pd.notna(value)}
    return {frozenset(): "none", frozenset({1}): "yes", frozenset({0}): "no"}.get(frozenset(flags), "part")


def _values(dimension: Dimension, question: Question) -> str:
    """Return SQL of the most values of a list that an item counts under, of those that have a row."""
    if chosen := question.selection.values(dimension.name):
        each = (f"case when list_contains({dimension.sql}, {literal(value)}) then 1 else 0 end" for value in chosen)
        return f"max({' + '.join(each)})"
    return f"max(array_length({dimension.sql}))"


def _overlaps(question: Question, facts: Mapping[str, Any]) -> Iterator[TranslatableText]:
    """Yield a note on each list under several values of which some item counts."""
    for dimension in (DIMENSIONS[name] for name in question.by if DIMENSIONS[name].many):
        if not (_number(facts[f"values_{dimension.name}"]) or 0) > 1:
            continue
        yield TranslatableText(
            "A post can count under several values of “{dimension}”, so do not add these rows up.",
            dimension=dimension.label,
        )


def _cautions(question: Question) -> Iterator[TranslatableText]:
    for metric in question.metrics:
        if metric.kind in (Kind.POTENTIAL, Kind.PLEDGED, Kind.MODELLED):
            yield TranslatableText("{metric}: {meaning}", metric=metric.label, meaning=metric.kind.meaning)


def _without_history(question: Question) -> Iterator[TranslatableText]:
    """Yield notes on metrics whose earlier counts were not kept, so that only the day of their items limits them."""
    for metric in question.metrics if question.as_of else ():
        if not FACT_TABLES[metric.base].history and known_items(metric):
            yield TranslatableText(
                "{metric}: items up to {day}, with today’s counts, because earlier counts were not kept.",
                metric=metric.label,
                day=question.as_of,
            )


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)
