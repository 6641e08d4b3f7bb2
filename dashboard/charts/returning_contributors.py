"""Contributors of each month: those who came back, and those who are new."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.phrases import nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn, figure
from dashboard.charts.over_time import FEW, time_axis
from dashboard.i18n import _, month, ngettext, number, percent

_BAR: Final = 22 * 86_400_000
"""Width of the bar of a month, in milliseconds."""
_HALF: Final = pd.Timedelta(days=16)


def returning_contributors(frame: pd.DataFrame, total: pd.DataFrame, *, look: Look = LIGHT) -> Chart:
    """Draw a bar for each month in two parts: contributors who came back below, new ones above.

    Args:
        frame: One row for each month: month, contributors and returning_contributors.
        total: The same of all months together, one row.
        look: The colours.
    """
    rows = frame.dropna(subset="month").sort_values("month")
    if rows.empty or not rows["contributors"].any():
        return nothing(look)
    back, every = rows["returning_contributors"].astype(int), rows["contributors"].astype(int)
    made = figure(look, 270, barmode="stack")
    parts = ((_("came back"), back, look.accent), (_("new"), every - back, look.quiet))
    for name, values, colour in parts:
        made.add_bar(
            x=rows["month"],
            y=values,
            width=[_BAR] * len(rows),
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            hovertext=[
                f"<b>{as_drawn(month(at))}</b><br>{as_drawn(name)}: {number(value)}"
                for at, value in zip(rows["month"], values, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    made.add_scatter(
        x=rows["month"],
        y=every,
        mode="text",
        text=[percent(part / whole) if whole else "" for part, whole in zip(back, every, strict=True)],
        textposition="top center",
        textfont={"color": look.ink, "size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )
    time_axis(made, rows["month"].iloc[0], rows["month"].iloc[-1], look)
    made.update_xaxes(range=[rows["month"].iloc[0] - _HALF, rows["month"].iloc[-1] + _HALF])
    highest = float(every.max())
    made.update_yaxes(rangemode="tozero", range=[0, highest * 1.14], tickformat=",", nticks=5, showline=False)
    if highest < FEW:
        made.update_yaxes(dtick=1)
    return Chart(made, _title(total), _sentences(rows))


def _title(total: pd.DataFrame) -> str:
    back, every = (int(total[name].iloc[0]) for name in ("returning_contributors", "contributors"))
    values = {"n": number(back), "all": number(every), "share": percent(back / every if every else 0)}
    template = ngettext(
        "{n} of {all} contributor came back in a later month ({share})",
        "{n} of {all} contributors came back in a later month ({share})",
        every,
    )
    return fitting(template.format(**values), _("Came back: {n} of {all} ({share})").format(**values))


def _sentences(rows: pd.DataFrame) -> list[str]:
    later = rows.iloc[1:]
    sentences = [_("Lower part and percentage: contributors with a post in an earlier month. Upper part: new ones.")]
    if len(later):
        share = (later["returning_contributors"] / later["contributors"]).astype(float)
        most = later.iloc[int(share.argmax())]
        sentences.append(
            _("Highest share: {month}, {n} of {all} ({share}).").format(
                month=month(most["month"]),
                n=number(most["returning_contributors"]),
                all=number(most["contributors"]),
                share=percent(share.max()),
            )
        )
    sentences += [
        _("In the first month nobody can have come back."),
        _("A contributor is in each month with a post, so do not add the months up."),
    ]
    return sentences
