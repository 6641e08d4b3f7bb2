"""Horizontal bars: one number for each platform, mission, region, language or type."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, Labels, fitting, hidden, hidden_note
from dashboard.charts.base.phrases import MOST_LISTED, counted, most_listed, nothing, unknown_share
from dashboard.charts.base.theme import LIGHT, Look, figure, isolated, wrapped
from dashboard.i18n import _, listed, ngettext, percent, phrase, shown
from metrics.answers import attached
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.kinds import Kind

if TYPE_CHECKING:
    from metrics import Metric

UNKNOWN: Final = ("unknown", "none")
"""Codes of values that nobody recorded: never the leader of anything."""


def bars(
    frame: pd.DataFrame,
    by: str,
    metric: Metric,
    labels: Labels,
    *,
    look: Look = LIGHT,
    selected: Collection[str] = (),
    limit: int = 12,
) -> Chart:
    """Draw one bar for each value of `by`, longest first, with unknown last and grey.

    The row of all others has no bar, which would hide the others beside it, but a sentence.

    Args:
        frame: One row for each value: `by` and the metric.
        by: The dimension.
        metric: The metric.
        labels: Names of the values by code.
        look: The colours.
        selected: Values that are highlighted and marked with a tick.
        limit: The most bars; the table has the rest.

    Returns:
        The chart; a hidden value has a row that says so.
    """
    rows = _rows(frame, by, metric.name)
    apart = [row for row in rows if row.code != DIMENSIONS[by].rest or row.code in selected]
    if not apart:
        return nothing(look)
    room = limit - sum(row.code in selected for row in apart[limit:])
    drawn = [
        row for place, row in enumerate(apart) if row.code in selected or place < room
    ]  # selected: always in sight
    names = [_name(labels.get(row.code, row.code)) for row in drawn]
    height = 40 if any("<br>" in name for name in names) else 31
    texts = [_text(row, metric) for row in drawn]
    made = figure(look, 20 + height * len(drawn), bargap=0.3, clickmode="event+select")
    made.add_bar(
        x=[row.value or 0 for row in drawn],
        y=list(range(len(drawn))),
        orientation="h",
        customdata=[[row.code] for row in drawn],
        text=[f" {text}" for text in texts],
        textposition="outside",
        textfont={"color": look.ink, "size": 13},
        cliponaxis=False,
        marker={"color": [_colour(row.code, selected, look) for row in drawn], "cornerradius": 3},
        # plotly fades what is not selected; here colour already tells, and the next page run confirms
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertext=[f"<b>{name.replace('<br>', ' ')}</b><br>{text}" for name, text in zip(names, texts, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    longest = float(max((row.value for row in drawn if row.value is not None), default=1))
    made.update_xaxes(
        visible=False, range=[0, longest * max(1.22, 1.1 + 0.035 * len(shown(longest, metric.format))) or 1]
    )
    made.update_yaxes(
        autorange="reversed",
        showgrid=False,
        showline=False,
        ticks="",
        tickvals=list(range(len(drawn))),
        ticktext=[
            _mark(row.code in selected) + name.replace("<br>", "  <br>") + "  "
            for row, name in zip(drawn, names, strict=True)
        ],
        tickfont={"color": look.ink, "size": 13 if height == 31 else 12},
    )
    return Chart(
        made,
        _title(frame, rows, by, metric, labels, selected),
        series_breaks.with_breaks(frame, *_summary(frame, rows, by, metric, labels, more=len(apart) - len(drawn))),
        unrecorded=not selected and all(row.code in UNKNOWN for row in apart),
    )


class _Row(NamedTuple):
    """A value of the dimension with its number; None where there is none."""

    code: Any
    value: Any
    is_hidden: bool


def ordered(frame: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Sort rows from the highest to the lowest value, hidden ones after them and unknown last.

    Args:
        frame: One row for each value of `by`.
        by: The dimension.
        value: The column to sort by.

    Returns:
        The rows, with `_unknown` and `_hidden` (booleans) added.
    """
    marked = frame.assign(_unknown=frame[by].isin(UNKNOWN), _hidden=hidden(frame, value))
    return marked.sort_values(["_unknown", value, by], ascending=[True, False, True], na_position="last")


def _rows(frame: pd.DataFrame, by: str, value: str) -> list[_Row]:
    """Return the rows in the order of `ordered`, as plain values: on frames this small, pandas takes longer to begin."""
    values = [None if missing else number for number, missing in zip(frame[value], frame[value].isna(), strict=True)]
    rows = map(_Row, frame[by].tolist(), values, hidden(frame, value).tolist())
    return sorted(
        rows, key=lambda row: (row.code in UNKNOWN, row.value is None, -row.value if row.value else 0, row.code)
    )


def _text(row: _Row, metric: Metric) -> str:
    if row.value is not None:
        return shown(row.value, metric.format)
    return _("hidden for privacy") if row.is_hidden else _("not reported")


def _known(rows: Iterable[_Row]) -> list[_Row]:
    return [row for row in rows if row.value is not None]


def _named(rows: Iterable[_Row], by: str) -> list[_Row]:
    """Return the rows with a value of their own, neither unknown nor all others, and a number."""
    return [row for row in _known(rows) if row.code not in (*UNKNOWN, DIMENSIONS[by].rest)]


def _name(label: str) -> str:
    """Return a label on one line, or divided evenly into two, but never within “Twitter / X”."""
    label = label.replace(" / ", "\u00a0/\u00a0")
    return isolated(wrapped(label, min(max(28, len(label) // 2 + 5), 34)))


def _mark(is_selected: bool) -> str:
    """Return the mark of a selected bar besides its colour."""
    return "✓ " if is_selected else ""


def _colour(code: str, selected: Collection[str], look: Look) -> str:
    if selected:
        return look.accent if code in selected else look.quiet
    return look.unknown if code in UNKNOWN else look.accent


def _title(
    frame: pd.DataFrame, rows: list[_Row], by: str, metric: Metric, labels: Labels, selected: Collection[str]
) -> str:
    """Return the finding.

    No value has the most if a hidden one may be larger, if several are equal, or if some were selected. If more is
    unknown than any value has, that comes first.
    """
    named, any_hidden = _named(rows, by), any(row.is_hidden for row in rows)
    if not named and not selected:
        return hidden_note(frame, metric.name) if any_hidden else _("Not recorded in these data")
    neutral = _("{metric} by {dimension}").format(metric=_(metric.label), dimension=phrase(DIMENSIONS[by]))
    if selected:
        return fitting(_of_whole(rows, by, metric, labels, selected) or neutral, neutral)
    first = named[0]
    name, value = labels.get(first.code, first.code), _with_noun(first.value, metric)
    if len(named) == 1 and len(rows) == 1:
        return _("{name}: {value}").format(name=name, value=value)
    if any_hidden:
        return neutral
    equal = sum(row.value == first.value for row in named)
    unknown = [row for row in _known(rows) if row.code in UNKNOWN]
    if any(row.value > first.value for row in unknown):
        most = unknown[0]
        template = (
            _("{unknown}: {most}; then {n} with {value} each")
            if equal > 1
            else _("{unknown}: {most}; then {name} with {value}")
        )
        most_of_all = {"unknown": labels.get(most.code, most.code), "most": shown(most.value, metric.format)}
        return fitting(template.format(**most_of_all, n=shown(equal), name=name, value=value), neutral)
    if equal > 1:
        return _("{n} share first place with {value} each").format(n=shown(equal), value=value)
    if metric.kind is Kind.RATIO:
        return fitting(_("{name} has the highest rate: {value}").format(name=name, value=value), neutral)
    shorter = [
        _("{name} has the most: {value}").format(name=name, value=value),
        _("{name} has the most").format(name=name),
        _("Most: {name}").format(name=name),
    ]
    if whole := _whole(rows, by, metric):
        share = percent(first.value / whole)
        shorter.insert(0, _("{name} has the most: {value} ({share})").format(name=name, value=value, share=share))
    return fitting(*shorter, neutral)


def _of_whole(rows: list[_Row], by: str, metric: Metric, labels: Labels, selected: Collection[str]) -> str:
    """Return the selected values as a part of all; empty if they cannot be added up or are hidden."""
    chosen = [row for row in _known(rows) if row.code in selected]
    if len(chosen) < len(selected):
        return ""
    name, value = listed([labels.get(row.code, row.code) for row in chosen]), float(sum(row.value for row in chosen))
    if whole := _whole(rows, by, metric):
        return _("{name}: {value} of {total} ({share})").format(
            name=name, value=_with_noun(value, metric), total=shown(whole), share=percent(value / whole)
        )
    return _("{name}: {value}").format(name=name, value=_with_noun(value, metric)) if len(chosen) == 1 else ""


def _with_noun(value: Any, metric: Metric) -> str:
    """Return a value with its noun, or alone if it has none, because the topic above names it."""
    return counted(value, metric) if metric.noun else shown(value, metric.format)


def _whole(rows: list[_Row], by: str, metric: Metric) -> float:
    """Return the sum of which a bar is a share; 0 if the bars must not be added up, or some are hidden."""
    adds = metric.kind.adds and not DIMENSIONS[by].many and not any(row.is_hidden for row in rows)
    return float(sum(row.value for row in _known(rows))) if adds else 0


def _summary(frame: pd.DataFrame, rows: list[_Row], by: str, metric: Metric, labels: Labels, more: int) -> list[str]:
    first = [
        f"{labels.get(row.code, row.code)} {shown(row.value, metric.format)}" for row in _named(rows, by)[:MOST_LISTED]
    ]
    sentences = [most_listed(_("{metric}: {parts}."), first, metric=_(metric.label))] if first else []
    sentences += [
        _("{name}: {value}.").format(name=labels.get(row.code, row.code), value=_with_noun(row.value, metric))
        for row in _known(rows)
        if row.code == DIMENSIONS[by].rest
    ]
    sentences += unknown_share(attached(frame).unknown.get(by))
    if concealed := sum(row.is_hidden for row in rows):
        hidden_count = ngettext(
            "{n} value is hidden for privacy.", "{n} values are hidden for privacy.", concealed
        ).format(n=shown(concealed))
        sentences.append(f"{hidden_count} {hidden_note(frame, metric.name)}.")
    if not metric.kind.adds:
        sentences.append(_("Do not add these numbers together. {meaning}").format(meaning=_(metric.kind.meaning)))
    elif DIMENSIONS[by].many:
        sentences.append(_("A post can count in several rows, so do not add them up."))
    if more > 0:
        sentences.append(
            ngettext("{n} more row in the table.", "{n} more rows in the table.", more).format(n=shown(more))
        )
    return sentences
