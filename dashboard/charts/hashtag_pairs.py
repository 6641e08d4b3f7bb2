"""Hashtags used together: one bar for each pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.phrases import counted
from dashboard.charts.base.theme import LIGHT, Look, figure, isolated, wrapped
from dashboard.i18n import _, ngettext, number, percent, shown
from metrics.definitions.catalogue import METRICS


def hashtag_pairs(frame: pd.DataFrame, *, look: Look = LIGHT, limit: int = 10) -> Chart:
    """Draw one bar for each pair of hashtags, those in most posts first.

    Args:
        frame: The frame of metrics.analyses.hashtag_pairs.
        look: The colours.
        limit: The most bars; the table has the rest.
    """
    if frame.empty:
        none = _("No two hashtags stand together in two posts or more.")
        return Chart(figure(look, 120), _("No hashtags used together"), [none], empty=True)
    drawn = frame.head(limit)
    names = [_pair(row) for row in drawn.to_dict("records")]
    made = figure(look, 20 + 40 * len(drawn), bargap=0.35)
    made.add_bar(
        x=drawn["posts"].tolist(),
        y=list(range(len(drawn))),
        orientation="h",
        text=[f" {number(posts)}" for posts in drawn["posts"]],
        textposition="outside",
        textfont={"color": look.ink, "size": 13},
        cliponaxis=False,
        marker={"color": look.accent, "cornerradius": 3},
        hovertext=[
            f"<b>{wrapped(name, 60)}</b><br>{counted(row['posts'], METRICS['posts'])}<br>{_part(row)}"
            for name, row in zip(names, drawn.to_dict("records"), strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    made.update_xaxes(visible=False, range=[0, float(drawn["posts"].max()) * 1.22])
    made.update_yaxes(
        autorange="reversed",
        showgrid=False,
        showline=False,
        ticks="",
        tickvals=list(range(len(drawn))),
        ticktext=[f"{isolated(wrapped(name, 26))}  " for name in names],
        tickfont={"color": look.ink, "size": 12},
    )
    return Chart(made, _title(frame), _sentences(frame, len(frame) - len(drawn)))


def _pair(row: Mapping[Any, Any]) -> str:
    return f"#{row['hashtag']} + #{row['other']}"


def _part(row: Mapping[Any, Any]) -> str:
    return _("{share} of the posts with the rarer of the two").format(share=percent(row["of_rarer_share"]))


def _title(frame: pd.DataFrame) -> str:
    first = frame.iloc[0]
    equal = int((frame["posts"] == first["posts"]).sum())
    value = counted(first["posts"], METRICS["posts"])
    if equal > 1:
        return _("{n} share first place with {value} each").format(n=shown(equal), value=value)
    return fitting(
        _("{pair} most often: {value}").format(pair=_pair(first.to_dict()), value=value),
        _("Most frequent pair: {value}").format(value=value),
    )


def _sentences(frame: pd.DataFrame, more: int) -> list[str]:
    sentences = [
        _("Posts that contain both hashtags."),
        _("A post with three hashtags counts in three pairs, so do not add them up."),
        _("Most frequent: {pair}, {part}.").format(
            pair=_pair(frame.iloc[0].to_dict()), part=_part(frame.iloc[0].to_dict())
        ),
        _("Pairs in a single post are left out."),
    ]
    if more > 0:
        sentences.append(
            ngettext("{n} more row in the table.", "{n} more rows in the table.", more).format(n=number(more))
        )
    return sentences
