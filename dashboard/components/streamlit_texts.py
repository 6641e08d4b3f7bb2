"""What Streamlit says in English by itself, and takes no parameter for, in the reader's language."""

from __future__ import annotations

from dashboard.i18n import _, language


def texts() -> dict[str, str]:
    """Return Streamlit's own texts with their translations, which `streamlit_texts.js` puts in their place.

    Returns:
        The translations by the text as Streamlit writes it; empty in English.
    """
    if language() == "en":
        return {}
    return {
        # the upload field
        "Upload": _("Upload"),
        "Upload directories": _("Upload directories"),
        "file upload": _("file upload"),
        "Add files": _("Add files"),
        "Drag and drop a file here": _("Drag and drop a file here"),
        "Drag and drop files here": _("Drag and drop files here"),
        "Drag and drop directories here": _("Drag and drop directories here"),
        "{n} MB per file": _("{n} MB per file"),
        # fields
        "Press Enter to apply": _("Press Enter to apply"),
        "Press Enter to submit form": _("Press Enter to submit form"),
        "Choose options": _("Choose options"),
        "Choose an option": _("Choose an option"),
        "No results": _("No results"),
        "Select all": _("Select all"),
        "Clear value": _("Clear value"),
        "Choose date": _("Choose date"),
        "Choose date range": _("Choose date range"),
        "Quick select a date range": _("Quick select a date range"),
        "Open": _("Open"),
        # dates: their parts, their signs as long as they are empty, and the calendar
        "day": _("day"),
        "month": _("month"),
        "year": _("year"),
        "dd": _("dd"),
        "mm": _("mm"),
        "yyyy": _("yyyy"),
        "Empty": _("Empty"),
        "{name}, first day": _("{name}, first day"),
        "{name}, last day": _("{name}, last day"),
        "Previous month": _("Previous month"),
        "Next month": _("Next month"),
        "Use arrow keys to navigate dates. Enter to select. Escape to close.": _(
            "Use arrow keys to navigate dates. Enter to select. Escape to close."
        ),
        # around the page
        "Skip to main content": _("Skip to main content"),
        "Main menu": _("Main menu"),
        "Help for {name}": _("Help for {name}"),
        # tools on charts and tables
        "Fullscreen": _("Fullscreen"),
        "Close fullscreen": _("Close fullscreen"),
        "Show/hide columns": _("Show/hide columns"),
        "Download as CSV": _("Download as CSV"),
        "Search": _("Search"),
    }
