"""Tell apart which metrics can be available by contributor type: counts of items, measured sums, and contributors.

Anything else, such as a median or the number of places, has no table or sum that was decided at import.
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from metrics.compiler.expressions import columns, expression
from metrics.definitions.catalogue import METRICS
from metrics.definitions.fact_tables import FACT_TABLES, FactTable
from metrics.definitions.model import Metric

ITEMS: Final = {
    "posts": ("post",),
    "supporters": ("sign_up",),
    "contributions": ("post", "sign_up", "photo"),
    "votes": ("photo",),
}
"""The sorts of items whose tables must be allowed, by fact table of a metric."""
CONTRIBUTORS: Final = METRICS["contributors"]


def counts_items(metric: Metric) -> bool:
    """Return whether a metric is only a count of items.

    Exchanging the contributor types of two items leaves such counts unchanged.
    """
    base = FACT_TABLES[metric.base]
    if metric.base not in ITEMS or metric.base == "votes" or metric.computed:
        return False
    tree = expression(metric)
    return _adds_only(tree) and bool(columns(tree)) and {f"sum({name})" for name in columns(tree)} == {base.units}


def is_measured(metric: Metric) -> bool:
    """Return whether a metric is a sum, or a rate of sums, of measures.

    Metrics that count the items with a known value are not.
    """
    base = FACT_TABLES[metric.base]
    if metric.base not in ITEMS or metric.computed or counts_items(metric):
        return False
    tree = expression(metric)
    read = columns(tree)
    return (
        _adds_only(tree)
        and bool(read)
        and read <= base.relations[-1].measures - _item_measures(base)
        and not any(map(_is_count, read))
    )


def _is_count(measure: str) -> bool:
    return measure.endswith("_items")


def _item_measures(base: FactTable) -> frozenset[str]:
    return frozenset({"items", "supporters"}) & base.relations[-1].measures


def _adds_only(tree: exp.Expr) -> bool:
    """Return whether all columns of an expression are in plain sums.

    Expressions with conditions, subqueries or other aggregates are not.
    """
    if tree.find(exp.Filter, exp.Case, exp.If, exp.Subquery, exp.Count, exp.Min, exp.Max, exp.Avg):
        return False
    return all(isinstance(node.parent, exp.Sum) for node in tree.find_all(exp.Column))


def items_of(metric: Metric) -> tuple[str, ...]:
    """Return the sorts of items whose tables must be allowed for a metric."""
    return ("contributor",) if metric == CONTRIBUTORS else ITEMS[metric.base]
