"""Exports: a chart or a frame becomes a file that says where it comes from. No Streamlit."""

from dashboard.exports.image import SLIDE, SQUARE, as_png, as_svg, picture
from dashboard.exports.provenance import Provenance
from dashboard.exports.tables import to_csv, to_xlsx

__all__ = ["SLIDE", "SQUARE", "Provenance", "as_png", "as_svg", "picture", "to_csv", "to_xlsx"]
