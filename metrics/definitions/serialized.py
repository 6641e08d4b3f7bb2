"""Sentences of metrics from JSON, as common/messages.py writes them, with dimensions by their names."""

from __future__ import annotations

from typing import Any

from common import messages
from metrics.definitions.catalogue import DIMENSIONS


def from_json(said: Any) -> Any:
    """Return the value that `to_json` of common/messages.py was given; lists become tuples, as sentences have them."""
    return messages.from_json(said, others=lambda value: DIMENSIONS.get(value.get("dimension", "")))
