"""Figures on a page, given to Streamlit as they are: Plotly would check each value of them once more at every view."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard.charts.base.figure import Figure
from dashboard.components import first_picture

_STILL: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def plotted(figure: Figure, key: str, alt: str, **selecting: Any) -> None:
    """Draw a figure.

    Args:
        figure: The figure.
        key: The key of the element.
        alt: What it shows, in words.
        selecting: What happens on a selection, as Streamlit takes it.
    """
    with first_picture.before(figure, key, alt):
        st.plotly_chart(_Checked(figure), key=key, theme=None, config=_STILL, alt=alt, **selecting)


class _Checked(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure of which Streamlit takes the values without checks, as it does of Plotly's own."""

    def __init__(self, figure: Figure) -> None:
        object.__setattr__(self, "_plain", figure.as_dict())

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = self._plain
        return plain
