"""Charts as SVG: drawn from a figure without a browser. No Streamlit, no Plotly."""

from dashboard.exports.svg.attributes import UnknownAttribute
from dashboard.exports.svg.drawing import Drawing, document, drawing, height_of, svg

__all__ = ["Drawing", "UnknownAttribute", "document", "drawing", "height_of", "svg"]
