"""The columns that files written by the project carry beside those of their format."""

from __future__ import annotations

REASON_COLUMN = "Reason for rejection"
REJECT_COLUMN = "Rejected row"
"""The columns that a file of rejects carries beside its own: why, and which row of which import, so that a mended row
settles it."""
INTERNAL_COLUMN = "Internal: not protected"
"""The column by which a sheet says that it came from a view for those alone who keep the data."""
