"""Text that a spreadsheet would run as a formula, and the apostrophe that keeps it from doing so."""

from __future__ import annotations

import re
from typing import Any, Final

BEGINNINGS: Final = "=+@\t\r\n＝＋－＠-"
"""What a spreadsheet takes for the beginning of a formula; the full-width forms count too. In a class of letters the
last stands for itself."""
_RUNS: Final = re.compile(rf"\s*[{BEGINNINGS}]")
GUARDED: Final = rf"^'\s*[{BEGINNINGS}]"
"""A pattern, for Python and SQL, of text with the apostrophe that `harmless` puts before it."""


def harmless(cell: Any) -> Any:
    """Return a cell, with an apostrophe in front where a spreadsheet would run it, leading spaces or not."""
    return f"'{cell}" if isinstance(cell, str) and _RUNS.match(cell) else cell
