"""Whether day or month comes first in a date that ends in its year."""

from __future__ import annotations

from enum import StrEnum


class Order(StrEnum):
    """Which comes first in a date that ends in its year; the words are those of the command line."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def other(self) -> Order:
        return Order.MONTH_FIRST if self is Order.DAY_FIRST else Order.DAY_FIRST
