"""The headline numbers of a report as published figures, so that they are checked whenever the data change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from dashboard.i18n import _
from dashboard.reports.model import Report
from metrics import METRICS, Selection, api
from metrics.analyses.claim_query import assumptions_text, filters_text
from metrics.answers import attached
from metrics.compiler.planner import recorded

REACH = ("unique_reach_lower", "unique_reach_upper")
"""The ends of the range that the tile of reach shows."""


def headline_figures(report: Report, source: str, warehouse: Path | None = None) -> list[dict[str, object]]:
    """Return the numbers of the tiles of a report as rows of the sheet of published figures.

    Each number is measured alone, as known today or on the day looked back to, because its query must give it again.

    Args:
        report: The report.
        source: Where it is published.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    asked = report.request
    known_on = asked.as_of or dt.datetime.now(dt.UTC).date()
    figures = []
    for metric in _metrics(report):
        where = recorded(asked.where, METRICS[metric])
        answer = api.ask([metric], (), where, known_on, warehouse=warehouse)
        value = answer[metric].iloc[0]
        if pd.isna(value):
            continue
        number = float(value)
        said = {
            "value": int(number) if number.is_integer() else number,
            "qualifier": "exact",
            "unit_as_published": _(METRICS[metric].unit),
            "source": source,
        }
        figures.append(question_of(metric, answer, where) | said)
    return figures


def question_of(metric: str, answer: pd.DataFrame, where: Selection) -> dict[str, object]:
    """Return the columns of the sheet of published figures that describe the query of a number.

    Args:
        metric: The metric.
        answer: Its measured frame.
        where: The selection.
    """
    campaigns = where.values("campaign")
    alone = campaigns[0] if len(campaigns) == 1 else None
    metadata = attached(answer)
    universe, overlap = assumptions_text(metadata.assumed)
    return {
        "metric": metric,
        "campaign": alone,
        "what_it_is": METRICS[metric].description,
        "scope": where.text(),
        "filters": filters_text((name, values) for name, values in where.where if not (name == "campaign" and alone)),
        "starts": where.start,
        "ends": where.end,
        "known_on": metadata.as_of,
        "data_version": metadata.data_version,
        "universe": universe,
        "overlap": overlap,
        "assumptions": metadata.assumptions,
    }


def _metrics(report: Report) -> list[str]:
    """Return the metrics of the tiles, reach by both its ends."""
    return [
        name
        for tile in report.tiles
        for name in (REACH if tile.key == "unique_reach" else (tile.key,))
        if name in METRICS
    ]
