"""Reports: a chart or a frame becomes a file that says where it comes from. No Streamlit."""

from dashboard.reports.image import picture
from dashboard.reports.provenance import Provenance
from dashboard.reports.tables import to_csv, to_xlsx

__all__ = ["Provenance", "picture", "to_csv", "to_xlsx"]
