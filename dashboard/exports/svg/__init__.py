"""Charts as SVG: drawn from a figure without a browser. No Streamlit, no Plotly."""

from dashboard.exports.svg.attributes import UnknownAttribute
from dashboard.exports.svg.drawing import svg

__all__ = ["UnknownAttribute", "svg"]
