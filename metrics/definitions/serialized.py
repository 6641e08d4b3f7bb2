"""Sentences of metrics from JSON: as common/messages.py writes them, with dimensions by their names."""

from __future__ import annotations

from typing import Any

from common import messages
from metrics.definitions.catalogue import DIMENSIONS


def from_json(said: Any) -> Any:
    """Return what `to_json` of common/messages.py was given; a list is a tuple, as sentences hold them."""
    return messages.from_json(said, others=lambda value: DIMENSIONS.get(value.get("dimension", "")))
