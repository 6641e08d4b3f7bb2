"""How much of its engagement a post has at each age, by platform."""

from __future__ import annotations

from math import log10

import pandas as pd

from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure
from dashboard.i18n import _, counted, ngettext, number, percent
from metrics.definitions.fact_tables import FACT_TABLES

A_DAY = 24


def ages(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw a line for each platform: the share of their later engagement that posts had at each age.

    Args:
        frame: The frame of metrics.analyses.engagement_age.
        labels: Names of platforms by code.
        look: The colours.
    """
    if frame.empty:
        return nothing(look)
    made = figure(look, 320)
    platforms = list(frame.groupby("platform")["n_posts"].max().sort_values(ascending=False).index)
    for place, platform in enumerate(platforms):
        rows, colour = frame[frame["platform"] == platform], look.hues[place % len(look.hues)]
        name = as_drawn(labels.get(platform, platform))
        made.add_scatter(
            x=rows["age_hours"],
            y=rows["of_last_share"].astype("Float64"),
            name=name,
            mode="lines+markers",
            cliponaxis=False,
            line={"color": colour, "width": 3},
            marker={"size": 9, "color": colour, "symbol": ["circle", "square", "diamond"][place % 3]},
            hovertext=[
                f"<b>{name}</b><br>{age(hours)}<br>{percent(share)}<br>{counted(posts, FACT_TABLES['posts'].counted)}"
                for hours, share, posts in zip(rows["age_hours"], rows["of_last_share"], rows["n_posts"], strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    known = sorted(set(frame["age_hours"]))
    made.update_layout(showlegend=len(platforms) > 1, legend={"orientation": "h", "y": 1.12, "x": 0})
    made.update_xaxes(
        type="log",
        range=[log10(known[0]) - 0.05, log10(known[-1]) + 0.08],
        tickvals=known,
        ticktext=[age(hours) for hours in known],
    )
    highest = max(1.0, float(frame["of_last_share"].max() or 0))
    levels = [0, 0.25, 0.5, 0.75, 1]
    made.update_yaxes(tickvals=levels, ticktext=[percent(level) for level in levels], range=[0, 1.05 * highest])
    return Chart(made, _title(frame, labels), _summary(frame, labels))


def age(hours: int) -> str:
    """Return an age in words: hours up to a day, then days."""
    if hours < A_DAY:
        return ngettext("{n} hour", "{n} hours", hours).format(n=number(hours))
    return ngettext("{n} day", "{n} days", hours // A_DAY).format(n=number(hours / A_DAY))


def _title(frame: pd.DataFrame, labels: Labels) -> str:
    after_a_day = frame[(frame["age_hours"] == A_DAY) & frame["of_last_share"].notna()]
    neutral = _("Engagement by age of post")
    if after_a_day.empty:
        return neutral
    first = after_a_day.sort_values("n_posts", ascending=False).iloc[0]
    return fitting(
        _("{name}: {share} of the engagement within a day").format(
            name=labels.get(first["platform"], first["platform"]), share=percent(first["of_last_share"])
        ),
        neutral,
    )


def _summary(frame: pd.DataFrame, labels: Labels) -> list[str]:
    lasts = frame.loc[frame.groupby("platform")["age_hours"].idxmax()]
    same = lasts["age_hours"].nunique() == 1
    at = age(int(lasts["age_hours"].iloc[0]))
    sentences = [
        _("Share of the engagement at {age} that the same posts had at each age before.").format(age=at)
        if same
        else _("Share of the engagement at the last age that the same posts had at each age before.")
    ]
    most = lasts.sort_values("n_posts", ascending=False)
    for platform, posts in zip(most["platform"], most["n_posts"], strict=True):
        sentences.append(
            _("{name}: {value}.").format(
                name=labels.get(platform, platform), value=counted(posts, FACT_TABLES["posts"].counted)
            )
        )
    return sentences
