"""Exports: a chart or a frame becomes a file that says where it comes from. No Streamlit."""

from dashboard.exports.image import picture
from dashboard.exports.provenance import Provenance
from dashboard.exports.tables import to_csv, to_xlsx

__all__ = ["Provenance", "picture", "to_csv", "to_xlsx"]
