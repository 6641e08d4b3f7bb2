"""Answer queries by contributor type only where nobody can be identified.

A *voice* is the contributor type of an item. A query concerns voices if a breakdown, a filter, an assumption or a
metric uses contributor type. It is answered for all data or one campaign: contributor types alone, by month or by
platform, and only if data/privacy/told_tables.py decided at import that the table may be shown. Every other query that
concerns voices is refused with what to leave out. Queries that do not concern voices are answered in full.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import pandas as pd
from sqlglot import exp

from metrics.compiler.engine import Engine
from metrics.compiler.expressions import columns, dimension_expression, expression
from metrics.compiler.planner import Question, carried, queries
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Dimension, Kind, Metric, Role, Selection, TranslatableText, VoicesNotShown
from metrics.disclosure.decisions import Row, common_rows, hidden_types, settings_of, shown_tables
from metrics.disclosure.metric_sorts import CONTRIBUTORS, counts_items, is_measured, items_of

VOICES: Final = tuple(name for name, dimension in DIMENSIONS.items() if dimension.role is Role.VOICE)
ROWS: Final = ("month", "platform")
"""The dimensions that contributor types can be crossed with, one at a time."""
TOO_NARROW: Final = TranslatableText(
    "Contributor types are available for all data or one campaign: alone, by month or by platform."
)
NOT_AMONG_LARGEST: Final = TranslatableText(
    "Contributor types are available for all data and for the campaigns with most contributions; this is not one of them."
)
TOO_FEW_OTHERS: Final = TranslatableText(
    "This campaign has too few posts by others to show contributor types without pointing at people."
)
TOO_FEW_OTHERS_IN_ALL: Final = TranslatableText(
    "There are too few posts by others to show contributor types without pointing at people."
)
PUBLISHED_BY: Final = "account_type"
"""The dimension that a refusal offers instead."""

Ask = Callable[[Question], pd.DataFrame]


class Plan(NamedTuple):
    """How a query that concerns contributor types is answered."""

    row: str
    """The dimension crossed with contributor type; empty if there is none."""
    together: tuple[Row, ...]
    """The values of that dimension combined in one row, one tuple for each such row, each of two values or more."""
    hidden: Mapping[str, frozenset[str]]
    """For each measured metric, the contributor types for which it is hidden."""


# -- whether a query concerns contributor types


def tells(question: Question) -> bool:
    """Return whether a query concerns contributor types.

    It does if a breakdown, a filter, an assumption or a metric uses them.
    """
    asked = {*question.dimensions, question.assumptions.within}
    return bool(asked & set(VOICES)) or any(map(reads_voices, question.metrics))


def reads_voices(metric: Metric) -> bool:
    """Return whether the expression of a metric reads contributor types."""
    return bool({node.name for node in expression(metric).find_all(exp.Column)} & _voice_columns())


def check_list(chosen: Selection) -> None:
    """Check that a list of single items is not filtered by contributor type.

    Raises:
        VoicesNotShown: The selection has such a filter.
    """
    if set(VOICES) & set(chosen.names):
        raise VoicesNotShown(
            TranslatableText(
                "Lists cannot be filtered by contributor type. Leave out this filter, or filter by account type."
            )
        )


def check_apart_from_voices(question: Question) -> None:
    """Check that a query does not concern contributor types.

    Raises:
        VoicesNotShown: It does.
    """
    if tells(question):
        raise VoicesNotShown(TOO_NARROW)


def apart(selection: Selection) -> Selection:
    """Return a selection without its filters on contributor type."""
    return Selection([pair for pair in selection.where if pair[0] not in VOICES], selection.start, selection.end)


def _voice_columns() -> frozenset[str]:
    return frozenset().union(*(columns(dimension_expression(name)) for name in VOICES))


# -- whether and how it is answered


def plan(question: Question, source: Engine, ask: Ask) -> Plan:
    """Decide how a query that concerns contributor types is answered.

    Args:
        question: The query.
        source: The data version.
        ask: Answers a query in full, without hiding anything.

    Returns:
        The dimension crossed with contributor type, its combined rows, and the hidden sums.

    Raises:
        VoicesNotShown: The query is not answered; the message says what to leave out or to query instead.
        MeasureError: The query is not valid, or the minimum number of people cannot be read.
    """
    queries(question)  # raises the errors of queries that are not valid
    row = next((name for name in question.by if name in ROWS), "")
    _check_apart(question)
    _check_metrics(question, row)
    campaign = _context(question, row, ask)
    decided_with, tables = settings_of(source), shown_tables(source)
    if campaign not in ("", *json.loads(decided_with["told_campaigns"])):
        raise _refused(NOT_AMONG_LARGEST, question)
    sorts = [sort for metric in question.metrics for sort in items_of(metric)]
    if any((sort, campaign, row) not in tables for sort in sorts):
        raise _refused(TOO_FEW_OTHERS if campaign else TOO_FEW_OTHERS_IN_ALL, question)
    hidden = {
        metric.name: hidden_types(metric, question, campaign, source)
        for metric in question.metrics
        if is_measured(metric)
    }
    return Plan(row, tuple(common_rows([tables[sort, campaign, row] for sort in sorts])) if row else (), hidden)


# -- checks of the query


def _check_metrics(question: Question, row: str) -> None:
    """Check that the metrics are available by contributor type and row.

    Raises:
        VoicesNotShown: A metric is not.
    """
    metrics = question.metrics
    never = tuple(
        metric.label
        for metric in metrics
        if not (counts_items(metric) or is_measured(metric) or metric == CONTRIBUTORS)
    )
    if never:
        raise _refused(TranslatableText("{metrics}: not available by contributor type.", metrics=never), question)
    with_rows = tuple(metric.label for metric in metrics if not counts_items(metric)) if row else ()
    if with_rows:
        why = TranslatableText(
            "{metrics}: not available by contributor type and {row} at once.", metrics=with_rows, row=DIMENSIONS[row]
        )
        instead = TranslatableText("{reason} Leave out one of the two, or use account type instead.", reason=why)
        raise VoicesNotShown(
            instead
            if _records_publishers(question)
            else TranslatableText("{reason} Leave out one of the two.", reason=why),
            why,
        )


def _check_apart(question: Question) -> None:
    """Check that contributors of several types are not counted as one group.

    Otherwise the number of contributors with both types could be derived.

    Raises:
        VoicesNotShown: They would be counted as one group.
    """
    several = "contributor_type" not in question.by and len(question.selection.values("contributor_type")) > 1
    if CONTRIBUTORS in question.metrics and several:
        raise VoicesNotShown(
            TranslatableText(
                "Contributors can have several contributor types. Break down by contributor type instead of filtering."
            )
        )


def _context(question: Question, row: str, ask: Ask) -> str:
    """Return the campaign of a query; empty for all data.

    A filter or period that leaves no items out is ignored.

    Raises:
        VoicesNotShown: The query is narrower than one campaign.
    """
    narrowing: list[Dimension | TranslatableText] = [
        DIMENSIONS[name] for name in question.by if name not in (*VOICES, row)
    ]
    if question.assumptions.within:
        narrowing.append(TranslatableText("overlap within a dimension"))
    if question.as_of:
        narrowing.append(TranslatableText("Data as of"))
    chosen = question.selection
    filters = [pair for pair in chosen.where if pair[0] not in (*VOICES, "campaign")]
    campaigns = chosen.values("campaign")
    if chosen.start or chosen.end or filters or len(campaigns) > 1:
        wide = Selection([("campaign", campaigns)] if len(campaigns) == 1 else ())
        if _leaves_out(question, apart(chosen), wide, ask):
            narrowing += [DIMENSIONS[name] for name, _ in filters]
            narrowing += [DIMENSIONS["campaign"]] if len(campaigns) > 1 else []
            narrowing += [TranslatableText("Period")] if chosen.start or chosen.end else []
    if narrowing:
        names = tuple(dict.fromkeys(narrowing))
        instead = TranslatableText(
            "{rule} Ask by account type instead, or leave out: {names}.", rule=TOO_NARROW, names=names
        )
        leave_out = TranslatableText("{rule} Leave out: {names}.", rule=TOO_NARROW, names=names)
        raise VoicesNotShown(instead if _records_publishers(question) else leave_out, is_too_narrow=True)
    if len(campaigns) != 1 or not _leaves_out(question, Selection([("campaign", campaigns)]), Selection(), ask):
        return ""
    return campaigns[0]


def _refused(why: TranslatableText, question: Question) -> VoicesNotShown:
    """Return a refusal.

    It suggests account type instead where that can be queried.
    """
    return VoicesNotShown(
        TranslatableText("{reason} Ask by account type instead.", reason=why) if _records_publishers(question) else why,
        why,
    )


def _records_publishers(question: Question) -> bool:
    """Return whether the query could use account type instead.

    It does not use it yet, and all its facts record it.
    """
    of_all = (carried(FACT_TABLES[metric.base]) for metric in question.metrics)
    return PUBLISHED_BY not in question.dimensions and all(PUBLISHED_BY in names for names in of_all)


def _leaves_out(question: Question, narrow: Selection, wide: Selection, ask: Ask) -> bool:
    """Return whether a selection has fewer items than a wider one.

    Items are counted in each fact table of the query.
    """
    for base in (FACT_TABLES[name] for name in dict.fromkeys(metric.base for metric in question.metrics)):
        count = Metric("items_behind", "", f"coalesce({base.units}, 0)", Kind.COUNT, "", "", base=base.name)
        few, many = (ask(Question((count,), (), selection))["items_behind"].iloc[0] for selection in (narrow, wide))
        if few != many:
            return True
    return False
