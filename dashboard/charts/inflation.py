"""Published figures of reach against the accounts that can have been reached: how many times too many, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.model import Chart
from dashboard.charts.theme import LIGHT, Look
from dashboard.charts.tracks import Track, tracks
from dashboard.charts.words import nothing
from dashboard.locale import _, ngettext, number, shown
from metrics import claim_texts
from metrics.model import Kind

Row = Mapping[Any, Any]


def inflation(figures: pd.DataFrame, qualifiers: Mapping[str, str], *, look: Look = LIGHT) -> Chart:
    """One row a figure: a diamond where it was published, a bar for the accounts that the posts in its scope reached at least and at most.

    `figures` are rows of metrics.claims; those without bounds are left out. `qualifiers` are their words by code.
    """
    rows = comparable(figures)
    if rows.empty:
        return nothing(look)
    drawn = list(_tracks(rows.to_dict("records"), qualifiers))
    return Chart(tracks(drawn, look, _("Each figure has a question and assumptions of its own.")), _title(rows), _summary(rows))


def comparable(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of reach that there are bounds for, those that contradict each other together."""
    rows = figures[figures["by_upper"].notna() & figures["by_lower"].notna() & (figures["value"] > 0)]
    groups = rows["conflict_group"].where(rows["conflicting"])
    return rows.assign(_group=groups).sort_values(["_group", "value", "claim"], na_position="last").drop(columns="_group")


def _tracks(rows: Sequence[Row], qualifiers: Mapping[str, str]) -> Iterator[Track]:
    before = ""
    for row in rows:
        group = str(row["conflict_group"]) if row["conflicting"] else ""
        heading = "" if group == before else _("These contradict each other") if group else _("Others")
        before = group
        yield Track(
            claim_texts.published(row, qualifiers, shown),
            [
                _("{ratio} × the fewest").format(ratio=_times(row["by_lower"])),
                _("{ratio} × the most").format(ratio=_times(row["by_upper"])),
            ],
            "", _meant(row), float(row["reach_lower"]), float(row["reach_upper"]),
            claimed=float(row["value"]), heading=heading,
            hover=_("<b>{claim}</b><br>accounts: at least {low}, at most {high}").format(
                claim=row["claim"], low=number(row["reach_lower"]), high=number(row["reach_upper"])
            ),
        )  # fmt: skip


def _meant(row: Row) -> str:
    """What a figure really is, and in which unit."""
    metric = claim_texts.metric_of(row)
    if metric is None:
        return ""
    label = _("Unique reach") if metric.kind is Kind.UNIQUE else _(metric.label)
    return _("really: {metric}, in {unit}").format(metric=label, unit=_(metric.unit))


def _times(ratio: float) -> str:
    """A ratio with as many decimals as a small one needs."""
    return number(ratio, 0 if ratio >= 10 else 1 if ratio >= 2 else 2)


def _title(rows: pd.DataFrame) -> str:
    beyond = int((rows["by_upper"] > 1).sum())
    if not beyond:
        return ngettext(
            "The published figure is no more than posts can have reached",
            "None of {n} published figures is more than posts can have reached",
            len(rows),
        ).format(n=number(len(rows)))
    told = ngettext(
        "{n} of {all} published figures is more than the posts that say their reach can have reached",
        "{n} of {all} published figures are more than the posts that say their reach can have reached",
        beyond,
    )
    return told.format(n=number(beyond), all=number(len(rows)))


def _summary(rows: pd.DataFrame) -> str:
    worst = rows.iloc[int(rows["by_upper"].astype(float).argmax())]
    told = _(
        "A diamond is what was published, a bar the different accounts that posts in its scope reached at least and at most. "
        "The furthest off, {value}, is {by_upper} times the most and {by_lower} times the fewest."
    )
    return told.format(value=number(worst["value"]), by_upper=_times(worst["by_upper"]), by_lower=_times(worst["by_lower"]))
