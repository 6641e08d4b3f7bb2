"""The missions of the reference data, `reference/missions.csv`: what those are called that an account can belong to."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

with (Path(__file__).parent / "reference" / "missions.csv").open(encoding="utf-8", newline="") as _file:
    _NAMED: dict[str, str] = {row["mission"]: row["name"] for row in csv.DictReader(_file)}
NAMES: Final[dict[str, str]] = dict(sorted(_NAMED.items(), key=lambda pair: pair[1].casefold()))
"""Code -> name, sorted by name."""
