"""The networks with reference data: `reference/platforms.csv`."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

with (Path(__file__).parent / "reference" / "platforms.csv").open(encoding="utf-8", newline="") as _file:
    _ROWS: Final = list(csv.DictReader(_file))
NAMES: Final = {row["platform"]: row["name"] for row in _ROWS}
"""What the networks that there are reference data of are called, by code. Others come in as a file names them."""
SPELLINGS: Final = {spelling: row["platform"] for row in _ROWS for spelling in row["spellings"].split("|") if spelling}
"""Other spelling -> code."""
_HOSTS: Final = {row["platform"]: row["hosts"].split() for row in _ROWS}
HOSTS: Final = frozenset(host for hosts in _HOSTS.values() for host in hosts)
"""The hosts of all networks; `.*` is any ending."""
LINKS: Final = {row["platform"]: tuple(row["links"].split()) for row in _ROWS}
"""Where the id of a post stands in the addresses of a network: patterns with one group. A network without one has posts
known by their whole address."""
POST_IDS: Final = {row["platform"]: row["id"] for row in _ROWS}
"""What the id of a post looks like: a pattern; empty where posts are known by their whole address."""
COUNTS: Final = {
    row["platform"]: dict(count.split("=", 1) for count in row["counts"].split("|") if count) for row in _ROWS
}
"""What a network calls its counts: count -> its name there."""


def _at(hosts: list[str]) -> str:
    """Return the pattern of an address at one of these hosts or below it; `.*` is any ending."""
    names = "|".join(re.escape(host).replace(r"\.\*", r"\.[a-z.]+") for host in hosts)
    return rf"(?i)^(?:https?://)?(?:[^/?#@]+\.)?(?:{names})(?:[:/?#]|$)"


ADDRESSES: Final = {platform: _at(hosts) for platform, hosts in _HOSTS.items() if hosts} | {
    platform: "|".join(LINKS[platform]) for platform, hosts in _HOSTS.items() if LINKS[platform] and not hosts
}
"""What an address at a network looks like. One that is at home on many hosts is known by the shape of its links, and
comes last."""
