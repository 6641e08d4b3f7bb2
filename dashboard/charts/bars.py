"""Horizontal bars: one number for each platform, mission, region, language or type."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, Labels, fitting, hidden, hidden_note, known
from dashboard.charts.base.phrases import counted, most_listed, nothing, unknown_share
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
    rows = ordered(frame, by, metric.name)
    apart = rows[(rows[by] != DIMENSIONS[by].rest) | rows[by].isin(selected)]
    if apart.empty:
        return nothing(look)
    room = limit - int(apart.iloc[limit:][by].isin(selected).sum())
    drawn = apart[apart[by].isin(selected) | (apart.reset_index().index < room)]  # what is selected is always in sight
    names = [_name(labels.get(code, code)) for code in drawn[by]]
    row = 40 if any("<br>" in name for name in names) else 31
    texts = [
        _text(value, is_hidden, metric) for value, is_hidden in zip(drawn[metric.name], drawn["_hidden"], strict=True)
    ]
    made = figure(look, 20 + row * len(drawn), bargap=0.3, clickmode="event+select")
    made.add_bar(
        x=drawn[metric.name].fillna(0).tolist(),
        y=list(range(len(drawn))),
        orientation="h",
        customdata=[[code] for code in drawn[by]],
        text=[f" {text}" for text in texts],
        textposition="outside",
        textfont={"color": look.ink, "size": 13},
        cliponaxis=False,
        marker={"color": [_colour(code, selected, look) for code in drawn[by]], "cornerradius": 3},
        # plotly fades what is not selected; here colour already tells, and the next page run confirms
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertext=[f"<b>{name.replace('<br>', ' ')}</b><br>{text}" for name, text in zip(names, texts, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    longest = float(drawn[metric.name].max()) if drawn[metric.name].notna().any() else 1.0
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
            _mark(code in selected) + name.replace("<br>", "  <br>") + "  "
            for code, name in zip(drawn[by], names, strict=True)
        ],
        tickfont={"color": look.ink, "size": 13 if row == 31 else 12},
    )
    return Chart(
        made,
        _title(rows, by, metric, labels, selected),
        series_breaks.with_breaks(frame, *_summary(rows, by, metric, labels, more=len(apart) - len(drawn))),
    )


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


def _text(value: Any, is_hidden: bool, metric: Metric) -> str:
    if pd.notna(value):
        return shown(value, metric.format)
    return _("hidden for privacy") if is_hidden else _("not reported")


def _has_name(rows: pd.DataFrame, by: str) -> pd.Series:
    """Return which rows are of a value of their own, neither unknown nor all others."""
    return ~rows[by].isin([*UNKNOWN, DIMENSIONS[by].rest])


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


def _title(rows: pd.DataFrame, by: str, metric: Metric, labels: Labels, selected: Collection[str]) -> str:
    """Return the finding.

    No value has the most if a hidden one may be larger, if several are equal, or if some were selected. If more is
    unknown than any value has, that comes first.
    """
    named = known(rows[_has_name(rows, by)], metric.name)
    if named.empty and not selected:
        return hidden_note(rows, metric.name) if rows["_hidden"].any() else _("Not recorded in these data")
    neutral = _("{metric} by {dimension}").format(metric=_(metric.label), dimension=phrase(DIMENSIONS[by]))
    if selected:
        return fitting(_of_whole(rows, by, metric, labels, selected) or neutral, neutral)
    first = named.iloc[0]
    name, value = labels.get(first[by], first[by]), _with_noun(first[metric.name], metric)
    if len(named) == 1 and len(rows) == 1:
        return _("{name}: {value}").format(name=name, value=value)
    if rows["_hidden"].any():
        return neutral
    equal = int((named[metric.name] == first[metric.name]).sum())
    unknown = known(rows[rows[by].isin(UNKNOWN)], metric.name)
    if (unknown[metric.name] > first[metric.name]).any():
        most = unknown.iloc[0]
        template = (
            _("{unknown}: {most}; then {n} with {value} each")
            if equal > 1
            else _("{unknown}: {most}; then {name} with {value}")
        )
        most_of_all = {"unknown": labels.get(most[by], most[by]), "most": shown(most[metric.name], metric.format)}
        return fitting(template.format(**most_of_all, n=shown(equal), name=name, value=value), neutral)
    if equal > 1:
        return _("{n} share first place with {value} each").format(n=shown(equal), value=value)
    if metric.kind is Kind.RATIO:
        return fitting(_("{name} has the highest rate: {value}").format(name=name, value=value), neutral)
    shorter = [
        _("{name} has the most: {value}").format(name=name, value=value),
        _("{name} has the most").format(name=name),
    ]
    if whole := _whole(rows, by, metric):
        share = percent(first[metric.name] / whole)
        shorter.insert(0, _("{name} has the most: {value} ({share})").format(name=name, value=value, share=share))
    return fitting(*shorter, neutral)


def _of_whole(rows: pd.DataFrame, by: str, metric: Metric, labels: Labels, selected: Collection[str]) -> str:
    """Return the selected values as a part of all; empty if they cannot be added up or are hidden."""
    chosen = known(rows[rows[by].isin(selected)], metric.name)
    if len(chosen) < len(selected):
        return ""
    name, value = listed([labels.get(code, code) for code in chosen[by]]), float(chosen[metric.name].sum())
    if whole := _whole(rows, by, metric):
        return _("{name}: {value} of {total} ({share})").format(
            name=name, value=_with_noun(value, metric), total=shown(whole), share=percent(value / whole)
        )
    return _("{name}: {value}").format(name=name, value=_with_noun(value, metric)) if len(chosen) == 1 else ""


def _with_noun(value: Any, metric: Metric) -> str:
    """Return a value with its noun, or alone if it has none, because the topic above names it."""
    return counted(value, metric) if metric.noun else shown(value, metric.format)


def _whole(rows: pd.DataFrame, by: str, metric: Metric) -> float:
    """Return the sum of which a bar is a share; 0 if the bars must not be added up, or some are hidden."""
    adds = metric.kind.adds and not DIMENSIONS[by].many and not rows["_hidden"].any()
    return float(rows[metric.name].sum()) if adds else 0


def _summary(rows: pd.DataFrame, by: str, metric: Metric, labels: Labels, more: int) -> list[str]:
    named = known(rows[_has_name(rows, by)], metric.name)
    parts = [
        f"{labels.get(code, code)} {shown(value, metric.format)}"
        for code, value in zip(named[by], named[metric.name], strict=True)
    ]
    sentences = [most_listed(_("{metric}: {parts}."), parts, metric=_(metric.label))] if parts else []
    rest = known(rows[rows[by] == DIMENSIONS[by].rest], metric.name)
    sentences += [
        _("{name}: {value}.").format(name=labels.get(code, code), value=_with_noun(value, metric))
        for code, value in zip(rest[by], rest[metric.name], strict=True)
    ]
    sentences += unknown_share(attached(rows).unknown.get(by))
    if concealed := int(rows["_hidden"].sum()):
        hidden_count = ngettext(
            "{n} value is hidden for privacy.", "{n} values are hidden for privacy.", concealed
        ).format(n=shown(concealed))
        sentences.append(f"{hidden_count} {hidden_note(rows, metric.name)}.")
    if not metric.kind.adds:
        sentences.append(_("Do not add these numbers together. {meaning}").format(meaning=_(metric.kind.meaning)))
    elif DIMENSIONS[by].many:
        sentences.append(_("A post can count in several rows, so do not add them up."))
    if more > 0:
        sentences.append(
            ngettext("{n} more row in the table.", "{n} more rows in the table.", more).format(n=shown(more))
        )
    return sentences
