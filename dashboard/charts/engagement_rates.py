"""Engagement rates with intervals: which format or language has a clearly higher rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, figure, isolated, wrapped
from dashboard.i18n import _, counted, percent
from metrics.analyses.engagement_rates import clearly_highest, comparable
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.statistics.intervals import COVERED

if TYPE_CHECKING:
    from metrics import Metric

LIMIT = 12


def rates(frame: pd.DataFrame, by: str, metric: Metric, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw one dot for each value of `by` with its interval, highest first; open and last without an interval.

    Args:
        frame: The frame of metrics.analyses.engagement_rates.
        by: The dimension.
        metric: The rate.
        labels: Names of the values by code.
        look: The colours.
    """
    rows = frame.assign(_vague=frame["lower_share"].isna()).sort_values(
        ["_vague", metric.name], ascending=[True, False], ignore_index=True
    )
    if rows.empty:
        return nothing(look)
    drawn = rows.head(LIMIT)
    names = [isolated(wrapped(str(labels.get(code, code)), 22)) for code in drawn[by]]
    texts = [ranged(*each) for each in drawn[[metric.name, "lower_share", "upper_share"]].itertuples(index=False)]
    made = figure(look, 40 + 46 * len(drawn))
    value, upper = drawn[metric.name].astype(float), drawn["upper_share"].astype(float)
    sure = drawn[~drawn["_vague"]]
    for place, low, high in zip(sure.index, sure["lower_share"], sure["upper_share"], strict=True):
        made.add_shape(type="line", x0=low, x1=high, y0=place, y1=place, line={"color": look.accent, "width": 3})
    made.add_scatter(
        x=value,
        y=list(range(len(drawn))),
        mode="markers",
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        hovertext=[f"<b>{name.replace('<br>', ' ')}</b><br>{text}" for name, text in zip(names, texts, strict=True)],
        marker={
            "size": 12,
            "color": look.accent,
            "symbol": ["circle-open" if vague else "circle" for vague in drawn["_vague"]],
            "line": {"width": 2, "color": look.accent},
        },
    )
    for place, (rate, end) in enumerate(zip(value, upper.fillna(value), strict=True)):
        made.add_annotation(
            x=end,
            y=place,
            text=percent(rate),
            showarrow=False,
            xanchor="left",
            xshift=10,
            font={"size": 13, "color": look.ink},
        )
    made.update_xaxes(visible=False, range=[0, 1.25 * max(value.max(), upper.max()) or 1])
    made.update_yaxes(
        range=[len(drawn) - 0.4, -0.6],
        showgrid=True,
        showline=False,
        ticks="",
        tickvals=list(range(len(drawn))),
        ticktext=[
            f"{name}  <br><span style='font-size:11px'>{counted(posts, FACT_TABLES['posts'].counted)}</span>  "
            for name, posts in zip(names, drawn["n_posts"], strict=True)
        ],
        tickfont={"color": look.ink, "size": 13},
    )
    return Chart(made, _title(rows, by, metric, labels), _summary(rows))


def _title(rows: pd.DataFrame, by: str, metric: Metric, labels: Labels) -> str:
    dimension = _(DIMENSIONS[by].label)
    if len(comparable(rows, by)) < 2:
        return _("{dimension}: not enough authors to compare").format(dimension=dimension)
    first = clearly_highest(rows, by, metric.name)
    if first is None:
        return _("{dimension}: no clear difference in engagement rate").format(dimension=dimension)
    name, rate = labels.get(first[by], first[by]), first[metric.name]
    return fitting(
        _("Highest engagement rate: {name}, {rate}").format(
            name=name, rate=ranged(rate, *first[["lower_share", "upper_share"]])
        ),
        _("Highest engagement rate: {name}, {rate}").format(name=name, rate=percent(rate)),
        _("{name} has the highest rate: {value}").format(name=name, value=percent(rate)),
    )


def _summary(rows: pd.DataFrame) -> list[str]:
    sentences = []
    if not rows["_vague"].all():
        covered = percent(COVERED)
        sentences.append(
            _("Lines: how far a rate could vary by chance. About {share} of such lines contain the true rate.").format(
                share=covered
            )
        )
    if rows["_vague"].any():
        sentences.append(_("Open dots: fewer than twenty effective authors, so no interval."))
    return sentences


def ranged(rate: float, lower: float, upper: float) -> str:
    """Return a rate with its interval, if it has one."""
    if pd.isna(lower):
        return percent(rate)
    return _("{rate} ({low} to {high})").format(rate=percent(rate), low=percent(lower), high=percent(upper))
