"""Answer queries by contributor type only where nobody can be identified.

A *voice* is the contributor type of an item. A query concerns voices if a breakdown, a filter, an assumption or a
metric uses contributor type. It is answered for all data or one campaign: contributor types alone, by month or by
platform, and only if data/privacy/told_tables.py decided at import that the table may be shown. Every other query that
concerns voices is refused with what to leave out. Queries that do not concern voices are answered in full.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd
from sqlglot import exp

from common import settings
from common.messages import text_of
from metrics.compiler.engine import Engine
from metrics.compiler.expressions import columns, dimension_expression, expression
from metrics.compiler.planner import Question, carried, queries
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.fact_tables import FACT_TABLES, FactTable
from metrics.definitions.model import (
    Dimension,
    Kind,
    Listed,
    MeasureError,
    Metric,
    Month,
    Role,
    Selection,
    TranslatableText,
    VoicesNotShown,
)

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
HIDDEN_SUM: Final = TranslatableText("hidden for privacy: too few accounts, or it would reveal such a value")
"""The reason shown where the sum of a contributor type is hidden."""
PUBLISHED_BY: Final = "account_type"
"""The dimension that a refusal offers instead."""
TOGETHER: Final = "+"
"""The separator between the values of a row that combines several months or platforms."""

_SORTS: Final = {
    "posts": ("post",),
    "supporters": ("sign_up",),
    "contributions": ("post", "sign_up", "photo"),
    "votes": ("photo",),
}
"""The sorts of items whose tables must be allowed, by fact table of a metric."""
_CONTRIBUTORS: Final = METRICS["contributors"]

Ask = Callable[[Question], pd.DataFrame]
Row = tuple[str, ...]


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


def apart(selection: Selection) -> Selection:
    """Return a selection without its filters on contributor type."""
    return Selection([pair for pair in selection.where if pair[0] not in VOICES], selection.start, selection.end)


def _voice_columns() -> frozenset[str]:
    return frozenset().union(*(columns(dimension_expression(name)) for name in VOICES))


def least_people() -> int:
    """Return the minimum number of people in a group.

    Raises:
        MeasureError: The setting cannot be read.
    """
    try:
        return settings.least_people()
    except settings.SettingError as error:
        raise MeasureError(text_of(error)) from error


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
    about, told = _about(source), _told(source)
    if campaign not in ("", *json.loads(about["told_campaigns"])):
        raise _refused(NOT_AMONG_LARGEST, question)
    sorts = [sort for metric in question.metrics for sort in _sorts(metric)]
    if any((sort, campaign, row) not in told for sort in sorts):
        raise _refused(TOO_FEW_OTHERS if campaign else TOO_FEW_OTHERS_IN_ALL, question)
    hidden = {
        metric.name: _hidden(metric, question, campaign, source) for metric in question.metrics if _measured(metric)
    }
    return Plan(row, tuple(_coarsest([told[sort, campaign, row] for sort in sorts])) if row else (), hidden)


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
        yield TranslatableText(
            "Hidden for privacy: {cells} numbers. Each covers too few accounts of one contributor type, or would "
            "reveal such a number.",
            cells=cells,
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
        if not (_counts_items(metric) or _measured(metric) or metric == _CONTRIBUTORS)
    )
    if never:
        raise _refused(TranslatableText("{metrics}: not available by contributor type.", metrics=never), question)
    with_rows = tuple(metric.label for metric in metrics if not _counts_items(metric)) if row else ()
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
    if _CONTRIBUTORS in question.metrics and several:
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


# -- sorts of metrics


def _counts_items(metric: Metric) -> bool:
    """Return whether a metric is only a count of items.

    Exchanging the contributor types of two items leaves such counts unchanged.
    """
    base = FACT_TABLES[metric.base]
    if metric.base not in _SORTS or metric.base == "votes" or metric.computed:
        return False
    tree = expression(metric)
    return _adds_only(tree) and bool(columns(tree)) and {f"sum({name})" for name in columns(tree)} == {base.units}


def _measured(metric: Metric) -> bool:
    """Return whether a metric is a sum, or a rate of sums, of measures.

    Metrics that count the items with a known value are not.
    """
    base = FACT_TABLES[metric.base]
    if metric.base not in _SORTS or metric.computed or _counts_items(metric):
        return False
    tree = expression(metric)
    read = columns(tree)
    return (
        _adds_only(tree)
        and bool(read)
        and read <= base.relations[-1].measures - _items(base)
        and not any(map(_is_count, read))
    )


def _is_count(measure: str) -> bool:
    return measure.endswith("_items")


def _items(base: FactTable) -> frozenset[str]:
    return frozenset({"items", "supporters"}) & base.relations[-1].measures


def _adds_only(tree: exp.Expr) -> bool:
    """Return whether all columns of an expression are in plain sums.

    Expressions with conditions, subqueries or other aggregates are not.
    """
    if tree.find(exp.Filter, exp.Case, exp.If, exp.Subquery, exp.Count, exp.Min, exp.Max, exp.Avg):
        return False
    return all(isinstance(node.parent, exp.Sum) for node in tree.find_all(exp.Column))


def _sorts(metric: Metric) -> tuple[str, ...]:
    return ("contributor",) if metric == _CONTRIBUTORS else _SORTS[metric.base]


# -- decisions stored in the data version


def _about(source: Engine) -> dict[str, str]:
    """Return the threshold and the campaigns of the stored decision, as text.

    Raises:
        VoicesNotShown: The threshold was lower than the current one.
    """
    rows = source.query("SELECT key, value FROM meta WHERE key IN ('told_least', 'told_campaigns')", {}).to_pylist()
    said = {row["key"]: row["value"] for row in rows}
    if int(said.get("told_least", 0)) < least_people():
        raise VoicesNotShown(
            TranslatableText(
                "The minimum number of people was raised after these data were imported. Update them with `python "
                "cli.py migrate`."
            )
        )
    return said


def _told(source: Engine) -> dict[tuple[str, str, str], list[Row]]:
    """Return the rows of each table that may be shown.

    Returns:
        By sort of items, campaign and row dimension, the rows in their order, each as the values it combines.
    """
    rows = source.query(
        "SELECT items, campaign, rows_of, value, place FROM told_voices ORDER BY place, value", {}
    ).to_pylist()
    found: dict[tuple[str, str, str], dict[int, list[str]]] = {}
    for row in rows:
        found.setdefault((row["items"], row["campaign"], row["rows_of"]), {}).setdefault(row["place"], []).append(
            row["value"]
        )
    return {table: [tuple(values) for values in places.values()] for table, places in found.items()}


def _coarsest(tables: Sequence[Sequence[Row]]) -> list[Row]:
    """Return the combined rows that several tables have in common.

    Values that any table combines are combined in the result; rows of one value are left out.
    """
    groups: list[set[str]] = []
    for row in (set(row) for table in tables for row in table):
        apart = [group for group in groups if not group & row]
        groups = [*apart, row.union(*(group for group in groups if group & row))]
    return sorted(tuple(sorted(group)) for group in groups if len(group) > 1)


def _hidden(metric: Metric, question: Question, campaign: str, source: Engine) -> frozenset[str]:
    """Return the contributor types for which a measured sum is hidden."""
    base, read = FACT_TABLES[metric.base], columns(expression(metric))
    told = source.query(
        "SELECT contributor_type FROM told_sums"
        " WHERE campaign = $campaign AND base = $base AND list_contains($measures::VARCHAR[], measure)"
        " GROUP BY contributor_type HAVING count(*) = $all",
        {"campaign": campaign, "base": base.name, "measures": sorted(read), "all": len(read)},
    )["contributor_type"].to_pylist()
    every = source.query(f"SELECT DISTINCT contributor_type FROM {base.relations[0].name}", {})[
        "contributor_type"
    ].to_pylist()
    return frozenset(every) - frozenset(told)


# -- hiding and combining


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
