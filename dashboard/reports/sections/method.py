"""What a reader must know of the data: quality, changes in how platforms count, and what is not known."""

from __future__ import annotations

import pandas as pd

from dashboard.i18n import _, day, ngettext, number, said
from dashboard.reports.model import Block, Style, Text
from dashboard.reports.sections.results import HEADLINES, Found
from dashboard.reports.source import Source
from metrics import MeasureError
from metrics.analyses import data_quality
from metrics.analyses.quality_checks import CHECKS
from metrics.answers import attached
from metrics.definitions.kinds import AmecStage


def quality(source: Source) -> Found | None:
    """Return what the quality checks found, changes in how platforms count, and what is not measured."""
    blocks: list[Block] = []
    finding = _("Quality checks cannot be shown for this selection")
    try:
        checked = data_quality.check(source.where, warehouse=source.warehouse)
    except MeasureError as reason:
        blocks.append(Text("checks", (said(reason),), Style.NOTE))
    else:
        found = checked[checked["found"] > 0]
        finding = ngettext("{n} quality check needs attention", "{n} quality checks need attention", len(found)).format(
            n=number(len(found))
        )
        if len(found):
            blocks.append(Text("checks", tuple(_sentences(found)), Style.LIST, _("Data quality")))
    frame = source.look_up((*HEADLINES, "gross_reach", "impressions", "views"))
    breaks = tuple(said(each.sentence) for each in attached(frame).breaks)
    newest = data_quality.newest_change(warehouse=source.warehouse)
    known = _("Changes in how platforms count are known up to {day}. Newer ones are not marked.").format(
        day=day(newest)
    )
    blocks.append(Text("changes", (*breaks, known), Style.LIST, _("Changes in how platforms count")))
    blocks.append(Text("not-measured", tuple(_not_measured()), Style.LIST, _("What is not known")))
    return finding, blocks


def _sentences(found: pd.DataFrame) -> list[str]:
    return [
        said(data_quality.result_text(CHECKS[row["check"]], row["found"], row["among"]))
        for row in found.to_dict("records")
    ]


def _not_measured() -> list[str]:
    """Return the stages of the evaluation of which platform counts say nothing."""
    return [
        _("{stage}: {meaning} {missing}").format(
            stage=_(stage.value).capitalize(), meaning=_(stage.meaning), missing=_(stage.missing)
        )
        for stage in AmecStage
        if stage.missing
    ]
