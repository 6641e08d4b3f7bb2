"""The engagement of a typical post: median, mean and top tenth beside each other."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.bars import UNKNOWN
from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, figure, isolated, wrapped
from dashboard.i18n import _, counted, ngettext, number
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.fact_tables import FACT_TABLES

LIMIT = 12
MARKS = (("median", "circle", 0), ("mean", "diamond-open", 5), ("top_tenth", "triangle-up", 1))
"""The columns, each with its symbol and its colour."""


def spread(frame: pd.DataFrame, by: str, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw a row for each value of `by` with a mark for the median, the mean and the top tenth, most posts first.

    Args:
        frame: The frame of metrics.analyses.engagement_spread.
        by: The dimension.
        labels: Names of the values by code.
        look: The colours.
    """
    if frame.empty:
        return nothing(look)
    rows = frame.assign(_unknown=frame[by].isin(UNKNOWN)).sort_values(
        ["_unknown", "n_posts"], ascending=[True, False], kind="stable", ignore_index=True
    )
    drawn = rows.head(LIMIT)
    names = [wrapped(str(labels.get(code, code)), 20) for code in drawn[by]]
    made = figure(look, 40 + 46 * len(drawn))
    for place, (low, high) in enumerate(zip(drawn["median"], drawn["top_tenth"], strict=True)):
        if pd.notna(low):
            made.add_shape(type="line", x0=low, x1=high, y0=place, y1=place, line={"color": look.quiet, "width": 3})
    texts = [_said(*each) for each in drawn[["median", "mean", "top_tenth"]].itertuples(index=False)]
    for column, symbol, hue in MARKS:
        made.add_scatter(
            x=drawn[column].astype("Float64"),
            y=list(range(len(drawn))),
            mode="markers",
            cliponaxis=False,
            marker={
                "size": 12,
                "color": look.hues[hue],
                "symbol": symbol,
                "line": {"width": 2, "color": look.hues[hue]},
            },
            hovertext=[
                f"<b>{name.replace('<br>', ' ')}</b><br>{text}" for name, text in zip(names, texts, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    longest = float(drawn[["mean", "top_tenth"]].astype("Float64").max().max())
    made.update_xaxes(
        range=[-0.03 * longest, 1.06 * longest or 1], rangemode="tozero", nticks=5, tickformat=",", showgrid=True
    )
    made.update_yaxes(
        range=[len(drawn) - 0.4, -0.6],
        showgrid=False,
        showline=False,
        ticks="",
        tickvals=list(range(len(drawn))),
        ticktext=[
            f"{isolated(name)}  <br><span style='font-size:11px'>{counted(posts, FACT_TABLES['posts'].counted)}</span>  "
            for name, posts in zip(names, drawn["n_posts"], strict=True)
        ],
        tickfont={"color": look.ink, "size": 13},
    )
    return Chart(made, _title(rows, by, labels), _summary(rows))


def _title(rows: pd.DataFrame, by: str, labels: Labels) -> str:
    named = rows[rows["median"].notna() & ~rows["_unknown"] & (rows[by] != DIMENSIONS[by].rest)]
    neutral = _("Engagement of a typical post")
    if named.empty:
        return _("Too few posts for a median")
    top = named.sort_values("median", ascending=False).iloc[0]
    if len(named) < 2 or (named["median"] == top["median"]).sum() > 1:
        return neutral
    name = labels.get(top[by], top[by])
    return fitting(
        _("{name} has the highest median: {value}").format(name=name, value=number(top["median"])),
        _("{name} has the highest median").format(name=name),
        neutral,
    )


def _summary(rows: pd.DataFrame) -> list[str]:
    sentences = []
    if rows["median"].notna().any():
        sentences.append(
            _(
                "Circle: median, the post in the middle. Diamond: mean. Triangle: one post in ten has at least this many."
            )
        )
    if rows["median"].isna().any():
        sentences.append(_("Rows with fewer than twenty posts have the mean only."))
    if (more := len(rows) - LIMIT) > 0:
        sentences.append(
            ngettext("{n} more row in the table.", "{n} more rows in the table.", more).format(n=number(more))
        )
    return sentences


def _said(median: Any, mean: Any, top_tenth: Any) -> str:
    if pd.isna(median):
        return _("mean {mean}").format(mean=number(mean, 1))
    return _("median {median}, mean {mean}, one post in ten has at least {top_tenth}").format(
        median=number(median), mean=number(mean, 1), top_tenth=number(top_tenth)
    )
