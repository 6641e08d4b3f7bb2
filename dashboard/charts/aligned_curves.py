"""Posts added up by day since the first day, one line for each of several selections."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import counted, most_listed, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure
from dashboard.i18n import _, day, ngettext, number
from metrics.definitions.catalogue import METRICS

LETTERS: Final = "ABCD"
"""What each selection is called, in the order in which they were chosen."""
_DASHES: Final = ("solid", "dash", "dot", "dashdot")
"""Lines differ by more than their colour."""


def aligned_curves(frame: pd.DataFrame, side_labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw one line for each selection, which ends with its letter and its posts.

    Args:
        frame: The frame of metrics.analyses.comparison.curves.
        side_labels: The name of each selection, by its number as text.
        look: The colours.
    """
    if frame.empty or not frame["posts"].any():
        return nothing(look)
    posts, made = METRICS["posts"], figure(look, 300)
    ends = {}
    for side, rows in frame.groupby("side"):
        place = int(str(side))
        name, hue = side_labels.get(str(place), LETTERS[place]), look.hues[place]
        titled = _("{name}: {value}").format(name=LETTERS[place], value=as_drawn(name))
        made.add_scatter(
            x=rows["day_number"],
            y=rows["total"],
            mode="lines",
            line={"color": hue, "width": 3, "dash": _DASHES[place]},
            hovertext=[
                f"<b>{titled}</b><br>{as_drawn(day(at))}<br>{counted(total, posts)}"
                for at, total in zip(rows["day"], rows["total"], strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        ends[place] = float(rows["total"].iloc[-1])
        made.add_annotation(
            x=rows["day_number"].iloc[-1],
            y=ends[place],
            text="<b>" + _("{name}: {value}").format(name=LETTERS[place], value=number(ends[place])) + "</b>",
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": look.ink, "size": 13},
        )
    last = int(frame["day_number"].max())
    made.update_layout(margin={"r": 84})
    made.update_xaxes(
        range=[0.9, last + 0.1],
        nticks=6,
        title={"text": _("Days since the first day"), "font": {"size": 12, "color": look.muted}},
    )
    made.update_yaxes(rangemode="tozero", tickformat=",", nticks=5, showline=False)
    parts = [f"{LETTERS[place]} {number(total)}" for place, total in ends.items()]
    length = ngettext("All lines start at 0 and cover {n} day.", "All lines start at 0 and cover {n} days.", last)
    return Chart(
        made,
        _title(ends),
        series_breaks.with_breaks(frame, length.format(n=number(last)), most_listed(_("Posts: {parts}."), parts)),
    )


def _title(ends: dict[int, float]) -> str:
    first = max(ends, key=lambda place: ends[place])
    if sum(total == ends[first] for total in ends.values()) > 1:
        return _("Several have as many posts")
    value = counted(ends[first], METRICS["posts"])
    return fitting(_("{name} has the most: {value}").format(name=LETTERS[first], value=value), value)
