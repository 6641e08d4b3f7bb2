"""Images of charts: always light, with the title, the source and a note on synthetic data in the image."""

from __future__ import annotations

from typing import Any, Final

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import LIGHT, wrapped
from dashboard.exports.provenance import Provenance
from dashboard.i18n import _

PIXELS: Final = 3200
"""Width of the picture: 1600 × 900 for screens of double density."""
HEIGHT: Final = 600
FRAME: Final = 206
"""Height of title and footer."""


def picture(chart: Chart, provenance: Provenance) -> dict[str, Any]:
    """Return a chart as plotly.js draws it, with the scale that makes a 16:9 image.

    It is laid out smaller than it is drawn, so that its text can be read from the back of a meeting room.

    Args:
        chart: A chart in the light look.
        provenance: Where its numbers come from.
    """
    height = max(HEIGHT, int(chart.figure.layout.get("height") or 0) + FRAME)
    width = round(height * 16 / 9)
    made = chart.figure.copy()
    left = _room(made)
    made.update_layout(
        width=width,
        height=height,
        autosize=False,
        paper_bgcolor=LIGHT.paper,
        plot_bgcolor=LIGHT.paper,
        margin={"l": left, "r": 36, "t": 96, "b": FRAME - 96},
        title={
            "text": f"<b>{wrapped(chart.title, 78)}</b>",
            "x": 28 / width,
            "xanchor": "left",
            "y": 1 - 24 / height,
            "yanchor": "top",
            "font": {"size": 20, "color": LIGHT.ink},
        },
    )
    source = _("Source: campaign data, {line}").format(line=provenance.line())
    footer = [provenance.internal_note(), source, provenance.synthetic_note(), provenance.hidden_note()]
    made.add_annotation(
        text="<br>".join(wrapped(line, 165) for line in footer if line),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xshift=28 - left,
        yshift=-62,
        xanchor="left",
        yanchor="top",
        align="left",
        showarrow=False,
        font={"size": 10.5, "color": LIGHT.muted},
    )
    made.update_yaxes(automargin=False)
    marks = [
        _("INTERNAL: NOT PROTECTED") if provenance.is_internal else "",
        _("SYNTHETIC") if provenance.is_synthetic else "",
    ]
    if any(marks):
        made.add_annotation(
            text=" · ".join(filter(None, marks)),
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            yshift=62,
            xanchor="right",
            yanchor="middle",
            showarrow=False,
            font={"size": min(max(11, round(height / 55)), 36), "color": "#7A4A00"},
            bgcolor="#FDF1DD",
            bordercolor="#C77F12",
            borderwidth=1,
            borderpad=5,
        )
    return {**made.as_dict(), "width": width, "height": height, "scale": PIXELS / width}


def _room(made: Figure) -> int:
    """Return the width in pixels that the labels on the left need.

    It is fixed, so that the source can start at the edge of the image.
    """
    labels = [line for text in made.layout["yaxis"].get("ticktext") or () for line in text.split("<br>")]
    return max(76, round(7.3 * max(map(len, labels), default=0)) + 24)
