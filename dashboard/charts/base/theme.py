"""The look of all charts, in a light and a dark version."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Final

from dashboard.charts.base.figure import Figure
from dashboard.i18n import separators

FONT: Final = "Open Sans, Segoe UI, Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Look:
    """The colours of a chart. People with any colour-vision deficiency can tell `hues` apart; at most six are used."""

    name: str
    ink: str
    muted: str
    grid: str
    paper: str
    quiet: str
    """Bars that are not selected."""
    unknown: str
    """What nobody recorded."""
    fill: str
    """Under a line."""
    hues: tuple[str, ...]
    ramp: tuple[str, ...]
    """From little to much."""

    @property
    def accent(self) -> str:
        """The main colour."""
        return self.hues[0]


LIGHT: Final = Look(
    "light",
    ink="#131C2B",
    muted="#4A5768",
    grid="#E1E7F0",
    paper="#FFFFFF",
    quiet="#B3CDF3",
    unknown="#8792A0",
    fill="rgba(0,51,160,.10)",
    hues=("#0033A0", "#C77F12", "#17937A", "#A35BC4", "#7A1230", "#5F6B7A"),
    ramp=("#E6EFFB", "#B3CDF3", "#7FA8E6", "#4A7FD2", "#1F58B8", "#0033A0", "#001F66"),
)
DARK: Final = Look(
    "dark",
    ink="#E9EEF6",
    muted="#B4C0D0",
    grid="#26344A",
    paper="#0D1522",
    quiet="#34507C",
    unknown="#7C899C",
    fill="rgba(111,168,255,.16)",
    hues=("#6FA8FF", "#C5E495", "#AC5377", "#829146", "#8134F4", "#E1C1CE"),
    ramp=("#14233C", "#1A3053", "#2A508E", "#3562AC", "#5A8EDD", "#6FA8FF", "#D3E4FF"),
)
LOOKS: Final = {look.name: look for look in (LIGHT, DARK)}


def figure(look: Look, height: int, **layout: Any) -> Figure:
    """Return an empty figure: transparent, without legend and zoom, with the reader's separators."""
    ticks = {"color": look.muted, "size": 12}
    axis = {
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "linecolor": look.grid,
        "tickfont": ticks,
        "gridcolor": look.grid,
    }
    looks = {  # given as a whole, which costs a sixth of what updates of an empty figure do
        "height": height,
        "margin": {"l": 4, "r": 12, "t": 8, "b": 4},
        "font": {"family": FONT, "size": 13, "color": look.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "separators": separators(),
        "hoverlabel": {
            "font": {"size": 13, "color": look.ink},
            "bgcolor": look.paper,
            "bordercolor": look.grid,
            "align": "left",
        },
        "colorway": list(look.hues),
        "template": {},
        "xaxis": axis | {"showgrid": False},
        "yaxis": axis,
    }
    made = Figure(looks)
    made.update_layout(**layout)
    return made


def as_drawn(text: object) -> str:
    """Return a text for a figure, which reads tags in it, so that it is shown unchanged."""
    return escape(str(text), quote=False)


def isolated(text: str) -> str:
    """Return a text with its own writing direction, so that an Arabic name does not reverse the numbers around it."""
    return f"\u2068{text}\u2069"


def wrapped(text: str, width: int, lines: int = 2) -> str:
    """Return a text in lines for a chart; what does not fit is replaced by an ellipsis."""
    out = [""]
    for word in text.split(" "):  # not at spaces that keep a number together
        candidate = f"{out[-1]} {word}".strip()
        if len(candidate) <= width or not out[-1]:
            out[-1] = candidate
        else:
            out.append(word)
    if len(out) > lines:
        out = [*out[: lines - 1], out[lines - 1][: width - 1].rstrip() + "…"]
    return "<br>".join(as_drawn(line if len(line) <= width + 6 else line[: width + 4].rstrip() + "…") for line in out)
