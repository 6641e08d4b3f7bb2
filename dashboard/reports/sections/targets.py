"""What was promised and what came: the table that donors ask for."""

from __future__ import annotations

import pandas as pd

from dashboard.i18n import MISSING, _, day, ngettext, number, percent
from dashboard.reports.model import Block, Column, Style, Table, Text, Value
from dashboard.reports.sections.results import HEADLINES, Found
from dashboard.reports.source import Source
from metrics import METRICS, MeasureError

USUAL = (
    *HEADLINES,
    "impressions",
    "views",
    "thunderclap_supporters",
    "thunderclap_social_reach",
    "photo_votes",
    "stories",
)
"""What stands in the table beside what has a target."""


def targets(source: Source) -> Found | None:
    """Return each headline number with its target, its share of it and what it counts."""
    due = {row["metric"]: row["due"] for row in source.targets.to_dict("records")}
    names = [name for name in dict.fromkeys((*due, *USUAL)) if name in METRICS]
    rows = [row for name in names if (row := _row(name, due, source))]
    if not rows:
        return None
    columns = (
        Column("metric", _("Metric")),
        Column("value", _("Result"), "count"),
        Column("target", _("Target"), "count"),
        Column("share", _("Share of the target"), "share"),
        Column("due", _("Due"), "day"),
    )
    reached = sum(1 for _name, row, _texts in rows if row[3] is not None and float(str(row[3])) >= 1)
    with_target = sum(row[2] is not None for _name, row, _texts in rows)
    table = Table(
        "targets",
        _("Results against targets"),
        columns,
        tuple(row for _name, row, _texts in rows),
        tuple(texts for _name, _row, texts in rows),
        tuple(name for name, _row, _texts in rows),
        (_("Numbers of different kinds are never added together."),),
    )
    meanings = tuple(
        _("{metric}: {meaning}").format(metric=_(METRICS[name].label), meaning=_(METRICS[name].description))
        for name, _row, _texts in rows
    )
    finding = ngettext("{n} of {all} target is reached", "{n} of {all} targets are reached", with_target).format(
        n=number(reached), all=number(with_target)
    )
    blocks: list[Block] = [table, Text("meanings", meanings, Style.NOTE, _("What these numbers mean"))]
    return finding if with_target else _("No targets are recorded"), blocks


def _row(name: str, due: dict[str, object], source: Source) -> tuple[str, tuple[Value, ...], tuple[str, ...]] | None:
    metric = METRICS[name]
    try:
        value = source.ask([name], (), source.narrowed(name))[name].iloc[0]
    except MeasureError:
        return None
    target = source.target(name)
    if target is None and (pd.isna(value) or not value):
        return None
    result = None if pd.isna(value) else int(value)
    share = result / target if result is not None and target else None
    at = due.get(name)
    by = None if at is None or pd.isna(at) else pd.Timestamp(str(at)).date()  # type: ignore[call-overload]
    return (
        name,
        (_(metric.label), result, target, share, by),
        (
            _(metric.label),
            MISSING if result is None else number(result),
            MISSING if target is None else number(target),
            MISSING if share is None else percent(share),
            MISSING if by is None else day(by, "d MMM y"),
        ),
    )
