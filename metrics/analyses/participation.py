"""Which missions took part, and which are silent: every mission of the reference list beside what it posted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.compiler.planner import with_days
from metrics.disclosure import voices

COUNTRY, REGIONAL = "country", "regional"
"""Kinds of missions that can take part. Headquarters posts, but is not counted as a mission."""
PUBLISHERS: Final = ("office", "organisation", "person", "unknown")
"""Account types, in the order in which they are shown."""


def missions(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List every mission of the reference list, and any other that posted, with what is known of its posts.

    Args:
        where: The selection; a filter by mission or region leaves the others out.
        as_of: Only posts up to the end of this day, with their counts of that day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each mission: mission, kind (country, regional, headquarters), name, region, country, is_listed
        (whether it is in the reference list as present), posts (0 without any), engagement (missing where none is
        reported), a column of posts for each of `PUBLISHERS`, first_day and last_day; most posts first. The answer is
        that of the posts.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    counts = ask(["posts", "engagement"], ["mission"], chosen, as_of, warehouse=warehouse)
    publishers = ask(["posts"], ["mission", "account_type"], chosen, as_of, warehouse=warehouse)
    by_publisher = (
        publishers.pivot_table(index="mission", columns="account_type", values="posts", aggfunc="sum")
        .reindex(columns=list(PUBLISHERS))
        .fillna(0)
        .astype("Int64")
        .reset_index()
    )
    found = (
        _reference(chosen.values("mission"), chosen.values("region"), warehouse)
        .merge(counts, how="left", on="mission")
        .merge(by_publisher, how="left", on="mission")
        .merge(_days(chosen, as_of, warehouse), how="left", on="mission")
    )
    found = found[found["is_listed"] | found["posts"].notna()]
    zeros = {name: found[name].fillna(0) for name in ("posts", *PUBLISHERS)}
    ordered = found.assign(**zeros).sort_values(["posts", "name"], ascending=[False, True], ignore_index=True)
    return attach(ordered, attached(counts))


def _reference(missions: tuple[str, ...], regions: tuple[str, ...], warehouse: Path | None) -> pd.DataFrame:
    return rows_of(
        "SELECT mission, kind, name, region, country, coalesce(present, false) AS is_listed FROM missions"
        " WHERE (len($missions::VARCHAR[]) = 0 OR list_contains($missions::VARCHAR[], mission))"
        " AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region))",
        {"missions": list(missions), "regions": list(regions)},
        warehouse,
    )


def _days(chosen: Where, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    selection = as_selection(chosen, warehouse)
    table = with_days("posts", selection)
    condition, params = filter_of("posts", selection, as_of, table)
    return rows_of(
        f"SELECT mission, min(day) AS first_day, max(day) AS last_day FROM {table.name} WHERE {condition} GROUP BY mission",
        params,
        warehouse,
    )
