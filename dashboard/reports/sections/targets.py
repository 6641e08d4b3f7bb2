"""What was promised and what came: the table that donors ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.i18n import _, day, ngettext, number, percent
from dashboard.reports.model import Block, Column, Table, Value
from dashboard.reports.sections.results import HEADLINES, Found
from dashboard.reports.source import Source
from metrics import METRICS, MeasureError

Row = tuple[tuple[Value, ...], tuple[str, ...]]
"""The cells of a row, and what is written in them."""
USUAL = (
    *HEADLINES,
    "impressions",
    "views",
    "thunderclap_supporters",
    "thunderclap_social_reach",
    "photo_votes",
    "stories",
)
"""What is told beside what has a target."""


def targets(source: Source) -> Found | None:
    """Return the results that have a target beside it, and the other results below."""
    due = {str(row["metric"]): row["due"] for row in source.targets.to_dict("records")}
    results = _results([name for name in dict.fromkeys((*due, *USUAL)) if name in METRICS], source)
    promised = {name: target for name in results if (target := source.target(name)) is not None}
    others = [name for name, result in results.items() if result and name not in promised]
    if not promised and not others:
        return None
    source.asked |= dict.fromkeys((*promised, *others))
    blocks: list[Block] = []
    if promised:
        rows = [_row(name, results[name], target, due.get(name)) for name, target in promised.items()]
        columns = (
            *_columns(),
            Column("target", _("Target"), "count"),
            Column("share", _("Share of the target"), "share"),
            Column("due", _("Due"), "day"),
        )
        blocks.append(_table("targets", _("Results against targets"), columns, tuple(promised), rows))
    if others:
        rows = [_without_target(name, results[name]) for name in others]
        title = _("Other results, without a target") if promised else _("Results")
        blocks.append(_table("others", title, _columns(), tuple(others), rows))
    if not promised:
        return _("No targets are recorded"), blocks
    reached = sum((results[name] or 0) >= target for name, target in promised.items())
    finding = ngettext("{n} of {all} target is reached", "{n} of {all} targets are reached", len(promised))
    return finding.format(n=number(reached), all=number(len(promised))), blocks


def _results(names: Iterable[str], source: Source) -> dict[str, int | None]:
    """Return the result of each metric that may be told; None where it is not known."""
    found: dict[str, int | None] = {}
    for name in names:
        try:
            value = source.look_up([name], (), source.narrowed(name))[name].iloc[0]
        except MeasureError:
            continue
        found[name] = None if pd.isna(value) else int(value)
    return found


def _columns() -> tuple[Column, ...]:
    return Column("metric", _("Metric")), Column("value", _("Result"), "count")


def _row(name: str, result: int | None, target: int, due: object) -> Row:
    values, texts = _without_target(name, result)
    share = result / target if result is not None and target else None
    by = None if due is None or pd.isna(due) else pd.Timestamp(str(due)).date()  # type: ignore[call-overload]
    return (
        (*values, target, share, by),
        (
            *texts,
            number(target),
            _("not reported") if share is None else percent(share),
            _("not recorded") if by is None else day(by, "d MMM y"),
        ),
    )


def _without_target(name: str, result: int | None) -> Row:
    label = _(METRICS[name].label)
    return (label, result), (label, _("not reported") if result is None else number(result))


def _table(key: str, title: str, columns: tuple[Column, ...], names: tuple[str, ...], rows: Sequence[Row]) -> Table:
    values, texts = zip(*rows, strict=True)
    notes = (_("Numbers of different kinds are never added together."),) if len(rows) > 1 else ()
    return Table(key, title, columns, values, texts, names, notes)
