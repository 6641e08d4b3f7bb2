"""Published figures of reach and followers compared with the range of different accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.interval_rows import Track, tracks
from dashboard.charts.base.phrases import beside, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn
from dashboard.i18n import _, ngettext, number, percent, shown
from metrics.analyses import claim_wording
from metrics.definitions.model import Kind

Row = Mapping[Any, Any]


def inflation(figures: pd.DataFrame, qualifiers: Mapping[str, str], *, look: Look = LIGHT) -> Chart:
    """Draw one row for each figure: a diamond for the published number, a bar for the range of different accounts.

    Args:
        figures: Rows of the ledger of published figures; those without a range are left out.
        qualifiers: The word of each qualifier by its code.
        look: The colours.
    """
    rows = comparable(figures)
    if rows.empty:
        return nothing(look)
    drawn = list(_tracks(rows.to_dict("records"), qualifiers))
    return Chart(
        tracks(drawn, look, _("Each figure has its own filters and assumptions.")), _title(rows), _summary(rows)
    )


def comparable(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that have a range, with those of one group together.

    Args:
        figures: Rows of the ledger of published figures.

    Returns:
        The rows in the order in which they are drawn.
    """
    rows = figures[figures["range_lower"].notna() & figures["range_upper"].notna() & (figures["value"] > 0)]
    groups = rows["conflict_group"].where(rows["conflicting"] | rows["not_comparable"])
    return (
        rows.assign(_group=groups).sort_values(["_group", "value", "claim"], na_position="last").drop(columns="_group")
    )


def _tracks(rows: Sequence[Row], qualifiers: Mapping[str, str]) -> Iterator[Track]:
    before = ""
    for row in rows:
        group = str(row["conflict_group"]) if row["conflicting"] or row["not_comparable"] else ""
        heading = "" if group == before else beside(row["conflicting"]) if group else _("Others")
        before = group
        yield Track(
            claim_wording.published(row, qualifiers, shown),
            _values(row),
            "",
            _meant(row),
            float(row["range_lower"]),
            float(row["range_upper"]),
            claimed=float(row["value"]),
            heading=heading,
            hover=_("<b>{claim}</b><br>accounts: {low} to {high}").format(
                claim=as_drawn(row["claim"]), low=number(row["range_lower"]), high=number(row["range_upper"])
            ),
        )


def _values(row: Row) -> list[str]:
    """Return the ratios of the figure to each end, or the ends alone if they are not those of all posts."""
    if pd.isna(row["by_lower"]) or pd.isna(row["by_upper"]):
        known = _("{low} to {high}").format(low=number(row["range_lower"]), high=number(row["range_upper"]))
        return [known, _("based on {share}").format(share=percent(row["coverage"]))]
    return [
        _("{ratio} × low end").format(ratio=_times(row["by_lower"])),
        _("{ratio} × high end").format(ratio=_times(row["by_upper"])),
    ]


def _meant(row: Row) -> str:
    """Return what a figure really is, and its unit."""
    metric = claim_wording.metric_of(row)
    if metric is None:
        return ""
    label = _("Unique reach") if metric.kind is Kind.UNIQUE else _(metric.label)
    return _("measures: {metric} ({unit})").format(metric=label, unit=_(metric.unit))


def _times(ratio: float) -> str:
    """Return a ratio with as many decimals as a small one needs."""
    return number(ratio, 0 if ratio >= 10 else 1 if ratio >= 2 else 2)


def _title(rows: pd.DataFrame) -> str:
    beyond = int((rows["value"] > rows["range_upper"]).sum())
    template = ngettext(
        "{n} published figure of {all} is above the range of accounts",
        "{n} of {all} published figures are above the range of accounts",
        beyond,
    )
    return template.format(n=number(beyond), all=number(len(rows)))


def _summary(rows: pd.DataFrame) -> list[str]:
    sentences = [_("Diamond: published figure. Bar: the different accounts it may represent.")]
    rated = rows[rows["by_upper"].notna()]
    if len(rated):
        most = rated.iloc[int(rated["by_upper"].astype(float).argmax())]
        sentences.append(
            _("{value} is {by_upper} × the high end and {by_lower} × the low end.").format(
                value=number(most["value"]), by_upper=_times(most["by_upper"]), by_lower=_times(most["by_lower"])
            )
        )
    if len(rated) < len(rows):
        sentences.append(_("No ratio where some posts do not report reach."))
    return sentences
