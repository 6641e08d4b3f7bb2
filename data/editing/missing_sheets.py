"""What a warehouse has, and the sheets that would let its readers see more, filled in with what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from data.editing import contributor_directory, sheets
from data.formats.catalogue import formats
from data.store.warehouse import Warehouse

_THERE: Final = {
    "posts": "SELECT 1 FROM posts LIMIT 1",
    "reach": "SELECT 1 FROM posts WHERE reach IS NOT NULL LIMIT 1",
    "engagement": "SELECT 1 FROM posts WHERE coalesce(reactions, comments, shares) IS NOT NULL LIMIT 1",
    "campaign": "SELECT 1 FROM posts WHERE len(campaigns) > 0 LIMIT 1",
    "target_sheet": "SELECT 1 FROM targets LIMIT 1",
    "event_sheet": "SELECT 1 FROM events LIMIT 1",
    "campaign_sheet": "SELECT 1 FROM campaigns LIMIT 1",
}
"""What there can be, and the statement that finds it."""


@dataclass(frozen=True)
class Sheet:
    """A sheet to fill in.

    Args:
        name: The name of its format.
        label: What it is called.
        content: The sheet as CSV, with what is known.
    """

    name: str
    label: str
    content: bytes


@dataclass(frozen=True)
class State:
    """What there is, by name, and the sheets that are missing."""

    there: tuple[str, ...]
    missing: tuple[Sheet, ...]


def state(warehouse: Warehouse) -> State:
    """Look at what a warehouse has.

    Args:
        warehouse: One that has data.

    Returns:
        What there is of posts, reach, engagement and campaign, and the sheets that nobody has imported yet.

    Raises:
        WarehouseError: if it cannot be read.
    """
    with warehouse.read() as con:
        there = {name for name, sql in _THERE.items() if con.execute(sql).fetchall()}
        campaigns = con.execute("SELECT campaign, starts, ends FROM campaigns ORDER BY campaign").fetchall()
    unclassified = contributor_directory.accounts(warehouse)
    unclassified = unclassified[unclassified["unclassified"] > 0]
    targets = [{"campaign": name, "metric": "posts", "starts": first, "due": last} for name, first, last in campaigns]
    missing: dict[str, list[Mapping[str, object]]] = {}
    if "campaign_sheet" not in there:
        missing["campaign_sheet"] = []
    if "target_sheet" not in there:
        missing["target_sheet"] = list(targets)
    if "event_sheet" not in there:
        missing["event_sheet"] = []
    if len(unclassified):
        missing["contributor_directory"] = [
            {"platform": row.platform, "account": row.account} for row in unclassified.itertuples()
        ]
    return State(
        tuple(name for name in _THERE if name in there and not name.endswith("_sheet")),
        tuple(Sheet(name, formats()[name].label, _content(warehouse, name, rows)) for name, rows in missing.items()),
    )


def _content(warehouse: Warehouse, name: str, rows: Iterable[Mapping[str, object]]) -> bytes:
    with warehouse.scratch() as folder:
        path = folder / f"{name}.csv"
        if name == contributor_directory.FORMAT:
            contributor_directory.write(path, rows)
        else:
            sheets.write(path, name, rows)
        return path.read_bytes()
