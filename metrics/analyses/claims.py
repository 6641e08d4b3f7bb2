"""The ledger of published figures: each is checked against the data whenever it is asked for; no result is stored.

A figure has a query that gives it again: a metric, filters, a period and a day. It is reproduced if the data agree, off
if they give another number, and otherwise it cannot be reproduced. Figures of one conflict group with different numbers
are conflicting if definition, scope and date are the same, and otherwise not comparable.

A figure is compared with the range of what it counts: a sum of followers with the range of that sum, and reach with the
range of the posts that report reach. A sum of followers is compared with reach only if every post in its scope reports
it. Ratios are given only if the range covers all items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from common import published_figure
from metrics import api
from metrics.analyses.claim_query import asked
from metrics.analyses.claim_wording import State, metric_of
from metrics.analyses.comparability import DIFFERENCES, relations
from metrics.analyses.listings import Where, rows_of
from metrics.answers import Answer, attach, attached
from metrics.api import as_selection, data_version
from metrics.compiler.expressions import find_dimension, is_whole
from metrics.compiler.planner import recorded
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import MeasureError, Metric, NotCarried, Selection, TranslatableText, as_day
from metrics.measure_command import Asked, command
from metrics.statistics import reach
from metrics.statistics.published_precision import agrees, off_by

UNIQUE: Final = "unique_reach"
ALL_POSTS: Final = "unique_reach_upper_all_posts"
RANGE_OF: Final = {
    "thunderclap_social_reach": "thunderclap_social_reach",
    "potential_reach": "potential_reach",
    "potential_impressions": "potential_reach",
    "gross_reach": UNIQUE,
    "unique_reach_lower": UNIQUE,
    "unique_reach_upper": UNIQUE,
    "unique_reach_upper_all_posts": UNIQUE,
    "unique_reach_modelled": UNIQUE,
}
"""Metrics that get published as people reached, and whose low and high end (`…_lower`, `…_upper`) they are held
against."""

Ask = Callable[[Asked], pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """The result of checking one figure."""

    state: State
    reason: str
    detail: str = ""
    derived: float | None = None
    lower: float | None = None
    upper: float | None = None
    off_by: float | None = None
    range_of: str = ""
    range_lower: float | None = None
    range_upper: float | None = None
    coverage: float | None = None
    by_lower: float | None = None
    by_upper: float | None = None
    reach_lower: float | None = None
    reach_upper: float | None = None
    by_reach_lower: float | None = None
    by_reach_upper: float | None = None
    synthetic: str = "none"
    question: str = ""
    queries: tuple[tuple[str, Mapping[str, Any]], ...] = ()


_NUMBERS: Final = (
    "derived",
    "lower",
    "upper",
    "off_by",
    "range_lower",
    "range_upper",
    "coverage",
    "by_lower",
    "by_upper",
    "reach_lower",
    "reach_upper",
    "by_reach_lower",
    "by_reach_upper",
)
_TEXTS: Final = ("state", "reason", "synthetic", "question", "range_of")


def ledger(where: Where = None, *, as_of: date | None = None, warehouse: Path | None = None) -> pd.DataFrame:
    """Check the published figures against the data.

    Args:
        where: A campaign; other filters are not possible.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each published figure. Columns of the sheet (`common.published_figure`), then: derived, or lower and
        upper for a range; state; off_by (published over derived, less 1); conflicting and conflicts_with;
        not_comparable, not_comparable_with and differs_in (definition, scope, date); reason and detail, which `reason_text`
        puts into words; kind, unit and format of the metric; synthetic; question (the terminal command). For reach and
        followers: range_of, range_lower and range_upper (different accounts), coverage (share of items in the range)
        and, if that is 1, by_lower and by_upper (the figure divided by each end); likewise reach_lower, reach_upper,
        by_reach_lower and by_reach_upper for unique reach, which are empty for sums of followers unless every post in
        scope reports reach. Values hidden for privacy stay hidden.
    """
    chosen, as_of = as_selection(where, warehouse), as_day(as_of)
    if missing := [
        *(name for name in chosen.names if name != "campaign"),
        *(["day"] if chosen.start or chosen.end else []),
    ]:
        raise NotCarried(
            TranslatableText("This list"),
            TranslatableText("published figures"),
            map(find_dimension, missing),
            [find_dimension("campaign")],
        )
    said = _listed(chosen, warehouse)

    @cache
    def ask(question: Asked) -> pd.DataFrame:
        return api.ask(
            question.metrics, (), question.where, question.as_of, assumptions=question.assumptions, warehouse=warehouse
        )

    rows = said.to_dict("records")
    findings = [_finding(row, as_of, ask) for row in rows]
    others = [relations(rows)[row["claim"]] for row in rows]
    metrics = [metric_of(row) for row in rows]
    frame = said.assign(
        **{name: pd.Series([getattr(each, name) for each in findings], dtype="Float64") for name in _NUMBERS},
        **{name: pd.Series([str(getattr(each, name)) for each in findings], dtype=object) for name in _TEXTS},
        **{
            name: pd.Series([str(getattr(each, name, "")) for each in metrics], dtype=object)
            for name in ("kind", "unit")
        },
        detail=pd.Series(
            [each.detail for each in findings], dtype=object
        ),  # sentences, which can be said in other languages
        format=pd.Series([_format(row, metric) for row, metric in zip(rows, metrics, strict=True)], dtype=object),
        conflicts_with=pd.Series([", ".join(each.conflicts) for each in others], dtype=object),
        conflicting=pd.Series([bool(each.conflicts) for each in others], dtype=bool),
        not_comparable_with=pd.Series([", ".join(each.not_comparable) for each in others], dtype=object),
        not_comparable=pd.Series([bool(each.not_comparable) for each in others], dtype=bool),
        differs_in=pd.Series(
            [", ".join(name for name in DIFFERENCES if name in each.differences) for each in others], dtype=object
        ),
    )
    flags = {each.synthetic for each in findings} - {"none"}
    queries = {repr(query): query for each in findings for query in each.queries}.values()
    metadata = Answer(
        by=("claim",),
        labels={metric.name: metric.label for metric in metrics if metric},
        definitions={metric.name: metric.description for metric in metrics if metric},
        kinds={metric.name: metric.kind for metric in metrics if metric},
        data_version=data_version(warehouse=warehouse),
        filters=chosen.text(),
        as_of=as_of,
        synthetic="part" if len(flags) > 1 else next(iter(flags), "none"),
        sql=tuple(sql for sql, _ in queries),
        params=tuple(params for _, params in queries),
    )
    return attach(frame, metadata, ["value", *_NUMBERS])


# -- one figure


def _listed(chosen: Selection, warehouse: Path | None) -> pd.DataFrame:
    rows = rows_of(
        "SELECT * FROM claims WHERE $every OR list_contains($campaigns::VARCHAR[], coalesce(campaign, 'none')) ORDER BY claim",
        {"campaigns": chosen.values("campaign"), "every": not chosen.names},
        warehouse,
    )
    return rows.reindex(
        columns=list(published_figure.COLUMNS)
    )  # a version written before there were more columns has fewer


def _format(row: Mapping[Any, Any], metric: Metric | None) -> str:
    if metric:
        return metric.format
    return "count" if pd.isna(row["value"]) or float(row["value"]).is_integer() else "ratio"


def _finding(row: Mapping[Any, Any], as_of: date | None, ask: Ask) -> Finding:
    metric = metric_of(row)
    if metric is None:
        near = get_close_matches(str(row["metric"]), METRICS, n=1, cutoff=0.7)
        return Finding(State.UNREPRODUCED, "no_metric", f"{row['metric']}{f' ({near[0]}?)' if near else ''}")
    try:
        question = asked(row, as_of)
        answer = ask(question)
    except MeasureError as error:
        return Finding(State.UNREPRODUCED, "unreadable", error.args[0])
    finding = _compared(row, metric, answer)
    if finding.reason == "beyond_known" and metric.name == ALL_POSTS.removesuffix("_all_posts"):
        finding = _beyond_all(finding, row["value"], question, ask)
    finding = replace(
        finding, question=command(question), synthetic=attached(answer).synthetic, queries=attached(answer).queries
    )
    return _held(finding, row["value"], metric, question, ask)


def _compared(row: Mapping[Any, Any], metric: Metric, answer: pd.DataFrame) -> Finding:
    value, qualifier = row["value"], "exact" if pd.isna(row["qualifier"]) else row["qualifier"]
    metadata = attached(answer)
    if metadata.suppressed_cells:
        return Finding(State.UNREPRODUCED, "hidden")
    numbers = answer.iloc[0]
    if metadata.synthetic == "none" or numbers.isna().any() or pd.isna(value):
        return Finding(State.UNREPRODUCED, "no_data")
    if len(numbers) > 1:
        return _bounded(value, float(numbers.iloc[0]), float(numbers.iloc[-1]), metadata.coverage[metric.name])
    number = float(numbers.iloc[0])
    try:
        agreed = agrees(value, qualifier, number, whole=is_whole(metric))
    except ValueError as error:
        return Finding(State.UNREPRODUCED, "unreadable", str(error))
    if agreed:
        return Finding(State.REPRODUCED, "agrees", derived=number)
    off = off_by(value, number)
    reason = "nothing" if off is None else "too_much" if off > 0 else "too_little" if off < 0 else "not_beyond"
    return Finding(State.OFF, reason, derived=number, off_by=off)


def _bounded(value: float, lower: float, upper: float, coverage: float | None) -> Finding:
    """Return the finding for a figure that the data only limit to a range.

    Inside the range the figure may be right. Above it, it is wrong only if every post reports reach.
    """
    found = Finding(State.UNREPRODUCED, "within" if coverage == 1 else "within_known", lower=lower, upper=upper)
    if value < lower:
        return replace(found, state=State.OFF, reason="short_of", off_by=off_by(value, lower))
    if value > upper and coverage == 1:
        return replace(found, state=State.OFF, reason="beyond", off_by=off_by(value, upper))
    return replace(found, reason="beyond_known") if value > upper else found


def _beyond_all(finding: Finding, value: float, question: Asked, ask: Ask) -> Finding:
    """Return the finding for a reach above that of the posts that report it.

    It is wrong only if it is also above the high end for all posts.
    """
    most = ask(replace(question, metrics=(ALL_POSTS,)))[ALL_POSTS].iloc[0]
    if pd.isna(most) or value <= most:
        return finding
    return replace(finding, state=State.OFF, reason="beyond", upper=float(most), off_by=off_by(value, float(most)))


def _held(finding: Finding, value: float, metric: Metric, question: Asked, ask: Ask) -> Finding:
    """Add the range of what the figure counts, and for sums of followers that of unique reach.

    The latter only if every post in scope reports reach.
    """
    name = RANGE_OF.get(metric.name)
    own = _range(name, question, ask) if name else None
    if not name or own is None:
        return finding
    times = _times(value, own)
    finding = replace(
        finding,
        queries=(*finding.queries, *own.queries),
        range_of=name,
        range_lower=own.lower,
        range_upper=own.upper,
        coverage=own.coverage,
        by_lower=times.by_lower,
        by_upper=times.by_upper,
    )
    reached = own if name == UNIQUE else _range(UNIQUE, question, ask)
    if reached is None or (name != UNIQUE and reached.coverage != 1):
        return finding
    times = _times(value, reached)
    return replace(
        finding,
        queries=(*finding.queries, *reached.queries),
        reach_lower=reached.lower,
        reach_upper=reached.upper,
        by_reach_lower=times.by_lower,
        by_reach_upper=times.by_upper,
    )


class _Range(NamedTuple):
    """The fewest and the most different accounts, the share of items that are in both, and the queries."""

    lower: float
    upper: float
    coverage: float | None
    queries: tuple[tuple[str, Mapping[str, Any]], ...]


def _range(name: str, question: Asked, ask: Ask) -> _Range | None:
    """Return the range of a metric in the selection of a question; None where nothing is known.

    Filters that its items do not record are ignored.
    """
    ends = (f"{name}_lower", f"{name}_upper")
    where = recorded(question.where, METRICS[ends[1]])
    try:
        answer = ask(replace(question, metrics=ends, where=where))
    except MeasureError:
        return None
    lower, upper = answer.iloc[0]
    if pd.isna(lower) or pd.isna(upper):
        return None
    metadata = attached(answer)
    return _Range(float(lower), float(upper), metadata.coverage[ends[1]], metadata.queries)


def _times(value: float, found: _Range) -> reach.Inflation:
    """Divide a figure by each end of a range that covers all items."""
    return (
        reach.inflation(value, reach.Bounds(found.lower, found.upper))
        if found.coverage == 1
        else reach.Inflation(None, None)
    )
