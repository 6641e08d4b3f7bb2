"""The ledger of published figures: each is worked out anew from the data whenever it is asked for; its state is never kept.

A figure carries the question that gives it again: a metric, filters, a period and the day whose knowledge counts. What agrees is
reproduced; what does not is off by so much; what nothing gives cannot be reproduced. Figures of one conflict group that cannot all be meant
are conflicting on top of that: a figure may be reproduced and still contradict another that was published for the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from metrics import reach
from metrics.agreement import QUALIFIERS, agrees, contradict, off_by
from metrics.bases import BASES
from metrics.catalogue import METRICS
from metrics.claim_texts import State, metric_of
from metrics.formula import find_dimension, is_whole
from metrics.listings import Where, rows_of
from metrics.measuring import as_selection, data_version, measure
from metrics.model import Kind, MeasureError, Metric, NotCarried, Selection, Sentence
from metrics.query import carried
from metrics.questions import Asked, asked

SAID: Final = (
    "claim", "campaign", "metric", "value", "qualifier", "unit_as_published", "what_it_is", "scope", "as_of", "source", "url", "verified",
    "conflict_group", "filters", "starts", "ends", "known_on", "data_version", "universe", "overlap", "assumptions", "note",
)  # fmt: skip
"""What a sheet says of a figure."""
BOUNDS: Final = ("unique_reach_lower", "unique_reach_upper")
REACH: Final = frozenset({Kind.EXPOSURES, Kind.POTENTIAL, Kind.PLEDGED, Kind.MODELLED})
"""Kinds whose numbers get published as people reached."""


Ask = Callable[[Asked], pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """What the data say to a figure."""

    state: State
    reason: str
    detail: str = ""
    derived: float | None = None
    lower: float | None = None
    upper: float | None = None
    off_by: float | None = None
    reach_lower: float | None = None
    reach_upper: float | None = None
    by_lower: float | None = None
    by_upper: float | None = None
    coverage: float | None = None
    synthetic: str = "none"
    question: str = ""
    queries: tuple[tuple[str, Mapping[str, Any]], ...] = ()


_NUMBERS: Final = ("derived", "lower", "upper", "off_by", "reach_lower", "reach_upper", "by_lower", "by_upper", "coverage")
_TEXTS: Final = ("state", "reason", "synthetic", "question")


def ledger(where: Where = None, *, as_of: date | None = None, warehouse: Path | None = None) -> pd.DataFrame:
    """One row a published figure: what was said of it (`SAID`), and what the data say to it, as known today or at the end of `as_of`.

    Added are: derived, or lower and upper where the data only bound it; state; off_by (published over derived, less 1); conflicting and
    conflicts_with; reason and detail, which `told` puts in words; kind, unit and format of the metric; synthetic; question (for the
    terminal); for figures of reach the bounds of unique reach of the same selection (reach_lower, reach_upper), how many times the figure
    is each (by_lower, by_upper) and coverage, the share of posts that say their reach. Only campaigns can be selected. What is hidden to
    protect people stays hidden.
    """
    chosen = as_selection(where)
    if missing := [*(name for name in chosen.names if name != "campaign"), *(["day"] if chosen.start or chosen.end else [])]:
        raise NotCarried(Sentence("This list"), Sentence("published figures"), map(find_dimension, missing), [find_dimension("campaign")])
    said = _listed(chosen, warehouse)

    @cache
    def ask(question: Asked) -> pd.DataFrame:
        return measure(question.metrics, (), question.where, question.known_on, assumptions=question.assumptions, warehouse=warehouse)

    rows = said.to_dict("records")
    findings = [_finding(row, as_of, ask) for row in rows]
    conflicts = _conflicts(rows)
    metrics = [metric_of(row) for row in rows]
    frame = said.assign(
        **{name: pd.Series([getattr(each, name) for each in findings], dtype="Float64") for name in _NUMBERS},
        **{name: pd.Series([str(getattr(each, name)) for each in findings], dtype=object) for name in _TEXTS},
        **{name: pd.Series([str(getattr(each, name, "")) for each in metrics], dtype=object) for name in ("kind", "unit")},
        detail=pd.Series([each.detail for each in findings], dtype=object),  # sentences, which can be said in other languages
        format=pd.Series([_format(row, metric) for row, metric in zip(rows, metrics, strict=True)], dtype=object),
        conflicts_with=pd.Series([", ".join(conflicts[row["claim"]]) for row in rows], dtype=object),
        conflicting=pd.Series([bool(conflicts[row["claim"]]) for row in rows], dtype=bool),
    )
    flags = {each.synthetic for each in findings} - {"none"}
    queries = {repr(query): query for each in findings for query in each.queries}.values()
    frame.attrs |= {
        "sql": [sql for sql, _ in queries],
        "params": [params for _, params in queries],
        "definitions": {metric.name: metric.description for metric in metrics if metric},
        "kinds": {metric.name: metric.kind for metric in metrics if metric},
        "data_version": data_version(warehouse=warehouse),
        "filters": chosen.text(),
        "as_of": as_of,
        "synthetic": "part" if len(flags) > 1 else next(iter(flags), "none"),
        "suppressed": 0,
        "warnings": [],
    }
    return frame


# -- one figure


def _listed(chosen: Selection, warehouse: Path | None) -> pd.DataFrame:
    rows = rows_of(
        "SELECT * FROM claims WHERE $every OR list_contains($campaigns::VARCHAR[], coalesce(campaign, 'none')) ORDER BY claim",
        {"campaigns": chosen.values("campaign"), "every": not chosen.names},
        warehouse,
    )
    return rows.reindex(columns=list(SAID))  # a version written before there were more columns has fewer


def _format(row: Mapping[Any, Any], metric: Metric | None) -> str:
    if metric:
        return metric.format
    return "count" if pd.isna(row["value"]) or float(row["value"]).is_integer() else "ratio"


def _finding(row: Mapping[Any, Any], as_of: date | None, ask: Ask) -> Finding:
    metric = metric_of(row)
    if metric is None:
        near = get_close_matches(str(row["metric"]), METRICS, n=1)
        return Finding(State.UNREPRODUCED, "no_metric", f"{row['metric']}{f' ({near[0]}?)' if near else ''}")
    try:
        question = asked(row, as_of)
        answer = ask(question)
    except MeasureError as error:
        return Finding(State.UNREPRODUCED, "unreadable", error.args[0])
    finding = replace(_compared(row, metric, answer), question=question.text, synthetic=answer.attrs["synthetic"], queries=_queries(answer))
    return _inflated(finding, row["value"], question, ask) if metric.kind in REACH or metric.name in BOUNDS else finding


def _compared(row: Mapping[Any, Any], metric: Metric, answer: pd.DataFrame) -> Finding:
    value, qualifier = row["value"], "exact" if pd.isna(row["qualifier"]) else row["qualifier"]
    if answer.attrs["suppressed_cells"]:
        return Finding(State.UNREPRODUCED, "hidden")
    numbers = answer.iloc[0]
    if answer.attrs["synthetic"] == "none" or numbers.isna().any() or pd.isna(value):
        return Finding(State.UNREPRODUCED, "no_data")
    if len(numbers) > 1:
        return _bounded(value, float(numbers.iloc[0]), float(numbers.iloc[-1]), answer.attrs["coverage"][metric.name])
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
    """Between two bounds nothing says that a figure is right. Above them it is wrong only where every post says its reach."""
    found = Finding(State.UNREPRODUCED, "within", lower=lower, upper=upper)
    if value < lower:
        return replace(found, state=State.OFF, reason="short_of", off_by=off_by(value, lower))
    if value > upper and coverage == 1:
        return replace(found, state=State.OFF, reason="beyond", off_by=off_by(value, upper))
    return replace(found, reason="beyond_known") if value > upper else found


def _inflated(finding: Finding, value: float, question: Asked, ask: Ask) -> Finding:
    """With the bounds of unique reach of the posts in the same selection, as far as posts record what it filters by."""
    names = carried(BASES["posts"])
    where = Selection([(name, values) for name, values in question.where.where if name in names], question.where.start, question.where.end)
    try:
        answer = ask(Asked(BOUNDS, where, question.known_on, question.assumptions))
    except MeasureError:
        return finding
    lower, upper = answer.iloc[0]
    if pd.isna(lower) or pd.isna(upper):
        return finding
    times = reach.inflation(value, reach.Bounds(float(lower), float(upper)))
    coverage = answer.attrs["coverage"][BOUNDS[1]]
    return replace(
        finding,
        queries=(*finding.queries, *_queries(answer)),
        reach_lower=float(lower),
        reach_upper=float(upper),
        by_lower=times.by_lower,
        by_upper=times.by_upper,
        coverage=coverage,
    )


def _queries(answer: pd.DataFrame) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple(zip(answer.attrs["sql"], answer.attrs["params"], strict=True))


def _conflicts(rows: Sequence[Mapping[Any, Any]]) -> dict[str, list[str]]:
    """Of each figure the others of its conflict group that cannot be meant as well."""
    known = [
        (row["claim"], row["conflict_group"], (row["value"], row["qualifier"] if row["qualifier"] in QUALIFIERS else "exact"))
        for row in rows
        if pd.notna(row["value"])
    ]
    found: dict[str, list[str]] = {row["claim"]: [] for row in rows}
    for claim, group, number in known:
        others = ((other, second) for other, its, second in known if pd.notna(group) and its == group and other != claim)
        found[claim] = [other for other, second in others if contradict(number, second)]
    return found
