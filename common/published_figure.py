"""The columns of a published figure, in its sheet, its table and the list of figures."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = {
    "claim": "VARCHAR",
    "campaign": "VARCHAR",
    "metric": "VARCHAR",
    "value": "DOUBLE",
    "qualifier": "VARCHAR",
    "unit_as_published": "VARCHAR",
    "what_it_is": "VARCHAR",
    "scope": "VARCHAR",
    "as_of": "VARCHAR",
    "source": "VARCHAR",
    "url": "VARCHAR",
    "verified": "VARCHAR",
    "conflict_group": "VARCHAR",
    "filters": "VARCHAR",
    "starts": "DATE",
    "ends": "DATE",
    "known_on": "DATE",
    "data_version": "BIGINT",
    "universe": "VARCHAR",
    "overlap": "VARCHAR",
    "assumptions": "VARCHAR",
    "note": "VARCHAR",
}
"""The columns by name, with their types in SQL."""
