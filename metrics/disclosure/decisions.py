"""Read what was decided at import: which tables and sums of contributor types may be shown.

The decisions are made by data/privacy/told_tables.py and stored with the data version.
"""

from __future__ import annotations

from collections.abc import Sequence

from common import settings
from common.messages import text_of
from metrics.compiler.engine import Engine
from metrics.compiler.expressions import columns, expression
from metrics.compiler.planner import Question
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import MeasureError, Metric, TranslatableText, VoicesNotShown

Row = tuple[str, ...]
"""The values of months or platforms that one row combines."""


def least_people() -> int:
    """Return the minimum number of people in a group.

    Raises:
        MeasureError: The setting cannot be read.
    """
    try:
        return settings.least_people()
    except settings.SettingError as error:
        raise MeasureError(text_of(error)) from error


def settings_of(source: Engine) -> dict[str, str]:
    """Return the threshold and the campaigns of the stored decision, as text.

    Raises:
        VoicesNotShown: The threshold was lower than the current one.
    """
    rows = source.query("SELECT key, value FROM meta WHERE key IN ('told_least', 'told_campaigns')", {}).to_pylist()
    decided_with = {row["key"]: row["value"] for row in rows}
    if int(decided_with.get("told_least", 0)) < least_people():
        raise VoicesNotShown(
            TranslatableText(
                "The minimum number of people was raised after these data were imported. Update them with `python "
                "cli.py migrate`."
            )
        )
    return decided_with


def shown_tables(source: Engine) -> dict[tuple[str, str, str], list[Row]]:
    """Return the rows of each table that may be shown.

    Returns:
        By sort of items, campaign and row dimension, the rows in their order, each as the values it combines.
    """
    rows = source.query(
        "SELECT items, campaign, rows_of, value, place FROM told_voices ORDER BY place, value", {}
    ).to_pylist()
    found: dict[tuple[str, str, str], dict[int, list[str]]] = {}
    for row in rows:
        found.setdefault((row["items"], row["campaign"], row["rows_of"]), {}).setdefault(row["place"], []).append(
            row["value"]
        )
    return {table: [tuple(values) for values in places.values()] for table, places in found.items()}


def common_rows(tables: Sequence[Sequence[Row]]) -> list[Row]:
    """Return the combined rows that several tables have in common.

    Values that any table combines are combined in the result; rows of one value are left out.
    """
    groups: list[set[str]] = []
    for row in (set(row) for table in tables for row in table):
        apart = [group for group in groups if not group & row]
        groups = [*apart, row.union(*(group for group in groups if group & row))]
    return sorted(tuple(sorted(group)) for group in groups if len(group) > 1)


def hidden_types(metric: Metric, question: Question, campaign: str, source: Engine) -> frozenset[str]:
    """Return the contributor types for which a measured sum is hidden."""
    base, read = FACT_TABLES[metric.base], columns(expression(metric))
    shown = source.query(
        "SELECT contributor_type FROM told_sums"
        " WHERE campaign = $campaign AND base = $base AND list_contains($measures::VARCHAR[], measure)"
        " GROUP BY contributor_type HAVING count(*) = $all",
        {"campaign": campaign, "base": base.name, "measures": sorted(read), "all": len(read)},
    )["contributor_type"].to_pylist()
    every = source.query(f"SELECT DISTINCT contributor_type FROM {base.relations[0].name}", {})[
        "contributor_type"
    ].to_pylist()
    return frozenset(every) - frozenset(shown)
