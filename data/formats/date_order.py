"""The order of day and month in dates that end in the year."""

from __future__ import annotations

from enum import StrEnum


class Order(StrEnum):
    """The order of day and month in a date that ends in the year; the words are those of the command line."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def other(self) -> Order:
        """The other order."""
        return Order.MONTH_FIRST if self is Order.DAY_FIRST else Order.DAY_FIRST
