"""Values as SQL writes them."""

from __future__ import annotations


def literal(value: object) -> str:
    """Return a value as text in SQL, in quotes; NULL for None."""
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
