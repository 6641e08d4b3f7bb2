"""Definitions of metrics as SQL expressions: formulas expanded, divisions guarded, portable functions only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, Generic, TypeVar

from sqlglot import exp, parse_one

from common.quoting import quoted
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.model import (
    Dimension,
    Kind,
    KindError,
    MeasureError,
    Metric,
    NotPortable,
    TranslatableText,
    UnknownName,
    WrongArgument,
)

# Engines were seen to agree on these. Everything else is refused, so that a definition never means two things.
PORTABLE: Final = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Star,
    exp.DataType,
    exp.Paren,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.Neg,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.And,
    exp.Or,
    exp.Not,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Case,
    exp.If,
    exp.Cast,
    exp.Coalesce,
    exp.Nullif,
    exp.ArrayContains,
    exp.ArraySize,
    exp.Count,
    exp.Sum,
    exp.Min,
    exp.Max,
    exp.Avg,
    exp.Distinct,
    exp.Filter,
    exp.Where,
    exp.Subquery,
    exp.Select,
    exp.From,
    exp.Table,
)
WRITE_WITH: Final = "sum, count, min, max, avg, filter, case, coalesce and arithmetic"
REFERENCE_LISTS: Final = {"missions": frozenset({"mission", "kind", "name", "region", "country", "present"})}
"""What a definition may look up beside its own base, and the columns there."""
IDENTITIES: Final = frozenset({"contributor", "account", "post_id"})
"""What names a single account or post: it may be counted, and never read or compared."""

_PART = re.compile(r"\{(\w+)\}")
Entry = TypeVar("Entry")


class _Sort(Generic[Entry]):
    """Metrics or dimensions: what they are by name, and what is said of a name that is none."""

    def __init__(
        self, entries: Mapping[str, Entry], word: TranslatableText, no_name: Callable[[str], TranslatableText]
    ) -> None:
        self.entries, self.word, self.no_name = entries, word, no_name

    def find(self, name: object, others: Iterable[str]) -> Entry:
        """Return the entry of that name; `others` are the names of the other sort."""
        if not isinstance(name, str):
            raise WrongArgument(self.no_name(quoted(name)))
        if name not in self.entries:
            raise UnknownName(self.word, name, self.entries, hint=_of_the_other_sort(name, self.entries, others))
        return self.entries[name]


_METRICS: Final = _Sort(
    METRICS,
    TranslatableText("metric"),
    lambda text: TranslatableText(
        "{text} is not the name of a metric. Write a name such as {example}.", example="'posts'", text=text
    ),
)
_DIMENSIONS: Final = _Sort(
    DIMENSIONS,
    TranslatableText("dimension"),
    lambda text: TranslatableText(
        "{text} is not the name of a dimension. Write a name such as {example}.", example="'platform'", text=text
    ),
)


def find(metric: str | Metric) -> Metric:
    """Return the metric of that name; a `Metric` of the caller's own is returned as it is."""
    if not isinstance(metric, Metric):
        return _METRICS.find(metric, DIMENSIONS)
    if not metric.name.isidentifier() or metric.name in DIMENSIONS:
        raise MeasureError(
            f"A metric cannot be called {metric.name!r}: take letters, digits and _, and no dimension's name."
        )
    return metric


def find_dimension(name: str | Dimension) -> Dimension:
    """Return the dimension of that name."""
    return _DIMENSIONS.find(name.name if isinstance(name, Dimension) else name, METRICS)


def _of_the_other_sort(name: str, sort: Iterable[str], other: Iterable[str]) -> TranslatableText | None:
    """Return a hint if a metric was given as a dimension or the other way round; None if a similar name is closer."""
    near = get_close_matches(name.casefold(), [*sort, *other], n=1)
    if not near or near[0] in sort:
        return None
    meant = TranslatableText("{name} is a dimension: break down or filter by it.", name=repr(near[0]))
    if near[0] in METRICS:
        meant = TranslatableText("{name} is a metric: name it among the metrics.", name=repr(near[0]))
    alike = get_close_matches(name.casefold(), list(sort), n=1, cutoff=0.8)
    return (
        TranslatableText.of([meant, TranslatableText("Did you mean {near}?", near=repr(alike[0]))]) if alike else meant
    )


@lru_cache(maxsize=1024)
def expression(metric: Metric) -> exp.Expr:
    """Return a metric as one aggregate expression. It is shared, so copy it before you change it."""
    tree = _expanded(metric, ())
    _check_portable(metric, tree)
    return _guarded(tree)


@lru_cache(maxsize=256)
def dimension_expression(name: str) -> exp.Expr:
    """Return a dimension as an expression over the columns of a table.

    It is shared, so copy it before you change it.
    """
    return parse_one(find_dimension(name).sql, read="duckdb")


def columns(tree: exp.Expr) -> frozenset[str]:
    """Return the columns of the table that an expression reads, without those of reference lists."""
    outside = tree.walk(prune=lambda node: isinstance(node, exp.Subquery))
    return frozenset(node.name for node in outside if isinstance(node, exp.Column))


def zero_without_rows(metric: Metric) -> bool:
    """Return whether a metric is 0 without rows, as a count is, instead of having no value, as a sum."""
    tree = expression(metric)
    return isinstance(tree.this if isinstance(tree, exp.Filter) else tree, exp.Count | exp.Coalesce)


def is_whole(metric: Metric) -> bool:
    """Return whether a metric is a whole number."""
    return metric.format == "count" and expression(metric).find(exp.Div, exp.Avg) is None


def _expanded(metric: Metric, parents: tuple[str, ...]) -> exp.Expr:
    if metric.name in parents:
        raise MeasureError(f"The formula of {metric.name} leads back to itself: {' > '.join((*parents, metric.name))}.")
    tree = parse_one(_PART.sub(r"metric.\1", metric.sql), read="duckdb")
    parts = [node for node in tree.find_all(exp.Column) if node.table == "metric"]
    for part in parts:
        base = find(part.name).base
        if find(part.name).computed:
            raise MeasureError(
                f"{part.name} is more than its SQL, so no formula can hold it. Measure it beside {metric.name} instead."
            )
        if base != metric.base:
            raise MeasureError(
                f"{metric.name} counts {metric.base}, {part.name} counts {base}. Measure the two side by side instead."
            )
    _meaning(tree)
    holder = exp.Paren(this=tree)
    for part in parts:
        part.replace(exp.Paren(this=_expanded(find(part.name), (*parents, metric.name))))
    return _bare(holder)


def _meaning(node: exp.Expr) -> Metric | None:
    """Return the metric that a part of a formula is, or None for a number.

    Raises if the formula adds up what must not be added up.
    """
    if isinstance(node, exp.Column) and node.table == "metric":
        return find(node.name)
    known = _by_sql().get(node.sql("duckdb"))
    if known:
        return known
    operands = [meaning for meaning in map(_meaning, _children(node)) if meaning]
    if len(operands) == 2 and isinstance(node, exp.Add | exp.Sub):
        _check_addition(*operands)
    if len(operands) == 2 and isinstance(node, exp.Div | exp.Mul):
        one, other = operands
        return Metric(
            f"{one.name} per {other.name}", f"{one.label} per {other.label.lower()}", "", Kind.RATIO, "ratio", ""
        )
    return operands[0] if operands else None


def _check_addition(one: Metric, other: Metric) -> None:
    for metric in (one, other):
        if not metric.kind.adds:
            raise KindError(
                f"{metric.label} ({metric.kind}) cannot be added to or subtracted from anything. {metric.kind.advice}"
            )
    if one.unit != other.unit:
        advising = one if one.kind is not Kind.COUNT else other
        raise KindError(
            f"{one.label} counts {one.unit} and {other.label} counts {other.unit}: they do not add up. {advising.kind.advice}"
        )


@lru_cache(maxsize=1)
def _by_sql() -> dict[str, Metric]:
    """Return known aggregates by their text, so that `sum(reach)` follows the rules of gross reach."""
    plain = [metric for metric in METRICS.values() if not _PART.search(metric.sql)]
    return {parse_one(metric.sql, read="duckdb").sql("duckdb"): metric for metric in reversed(plain)}


def _children(node: exp.Expr) -> Iterator[exp.Expr]:
    return (child for child in node.iter_expressions() if isinstance(child, exp.Expr))


def _bare(tree: exp.Expr) -> exp.Expr:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree.copy()


def _guarded(tree: exp.Expr) -> exp.Expr:
    """Return an expression in which every division gives a decimal, and no value for a denominator of zero."""
    # Collected first and changed in place: a transform would not visit the children of what it replaced.
    for division in list(tree.find_all(exp.Div)):
        division.set("this", exp.cast(division.this, exp.DType.DOUBLE))
        division.set("expression", exp.Nullif(this=division.expression, expression=exp.Literal.number(0)))
    return tree


def _check_portable(metric: Metric, tree: exp.Expr) -> None:
    foreign = sorted({node.key for node in tree.walk() if not isinstance(node, PORTABLE)})
    if foreign:
        raise NotPortable(
            f"{metric.name} uses {', '.join(foreign)}, which engines compute differently. Write it with {WRITE_WITH}."
        )
    tables = sorted({table.name for table in tree.find_all(exp.Table)} - set(REFERENCE_LISTS))
    if tables:
        raise NotPortable(
            f"{metric.name} reads {', '.join(tables)}. Beside its own base it may look up {', '.join(REFERENCE_LISTS)}."
        )
    _check_lookups(metric, tree)
    shown = dimension_expression("contributor")  # names institutions only
    identities = (
        node
        for node in tree.walk(prune=lambda node: node == shown)
        if isinstance(node, exp.Column) and node.name in IDENTITIES
    )
    if read := sorted({node.name for node in identities if not isinstance(node.parent, exp.Distinct)}):
        raise NotPortable(
            f"{metric.name} reads {', '.join(read)}. Write count(distinct {read[0]}): what names people is counted only."
        )


def _check_lookups(metric: Metric, tree: exp.Expr) -> None:
    """Raise NotPortable if a lookup reads anything but its list, because it could then read protected columns."""
    listed = frozenset().union(*REFERENCE_LISTS.values())
    read = (node for select in tree.find_all(exp.Select) for node in select.find_all(exp.Column))
    foreign = sorted(
        {node.name for node in read if node.name not in listed or node.table not in ("", *REFERENCE_LISTS)}
    )
    if foreign:
        raise NotPortable(
            f"{metric.name} reads {', '.join(foreign)} in a lookup. A lookup reads the columns of its list only."
        )
