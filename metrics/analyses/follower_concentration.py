"""Concentration of followers: how few accounts make up a sum, without revealing any account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.definitions.catalogue import INSTITUTIONS
from metrics.definitions.fact_tables import FACT_TABLES, single_posts
from metrics.definitions.model import Selection
from metrics.disclosure import decisions, voices

Sum = Literal["potential_reach", "thunderclap_social_reach"]
_MOST: Final = 10**9


def largest_accounts(
    metric: Sum, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Return the share of a sum of followers that the largest accounts have.

    Between two rows there are enough accounts to protect each of them, so that no single number can be computed. The
    largest account has a row of its own only if it belongs to an office or an organization.

    Args:
        metric: The sum of followers.
        where: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        accounts (how many, from the largest) and cumulative_share; the last row is all accounts. Empty with too few
        accounts. The frame has the answer of the metric.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    asked = ask(metric, (), chosen, as_of, warehouse=warehouse)
    each, params = _accounts(metric, chosen, as_of)
    enough = decisions.least_people()
    found = rows_of(
        f"""
        WITH each AS ({each}), ranked AS (
            SELECT row_number() OVER largest AS accounts,
                sum(followers) OVER largest / nullif(sum(followers) OVER (), 0) AS cumulative_share, may_be_named, count(*) OVER () AS every
            FROM each WHERE followers IS NOT NULL WINDOW largest AS (ORDER BY followers DESC, may_be_named ROWS UNBOUNDED PRECEDING)
        )
        SELECT accounts, cumulative_share FROM ranked
        WHERE cumulative_share IS NOT NULL AND every >= 2 * $enough AND (accounts = every OR every - accounts >= $enough AND (
            list_contains($cuts::BIGINT[], accounts) OR accounts = 1 AND may_be_named
        ))
        ORDER BY accounts
        """,
        params | {"enough": enough, "cuts": list(_cuts(enough))},
        warehouse,
    )
    return attach(
        found, with_queries(replace(attached(asked), by=("accounts",)), attached(found)), ["cumulative_share"]
    )


def _accounts(metric: Sum, chosen: Selection, as_of: date | None) -> tuple[str, dict[str, Any]]:
    """Return the statement for the accounts behind a sum, with the followers of each, and its parameters."""
    if metric == "thunderclap_social_reach":
        condition, params = filter_of("supporters", chosen, as_of)
        facts = f"FROM supporter_facts WHERE {condition} AND contributor IS NOT NULL"
        return (
            f"SELECT connections AS followers, false AS may_be_named {facts}",
            params,
        )  # nobody knows which supporters are offices
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    authors = FACT_TABLES["authors"]
    (_, followers), keys = authors.reduced[0], ", ".join(authors.per)
    facts = f"FROM {table.name} WHERE {condition} AND account IS NOT NULL GROUP BY {keys}"
    return f"SELECT {followers} AS followers, bool_and(account_type IN {INSTITUTIONS}) AS may_be_named {facts}", params


def _cuts(step: int) -> Iterator[int]:
    """Yield round numbers of accounts, at least `step` apart, such as 10, 20, 50 and 100."""
    while step < _MOST:
        yield from (step, 2 * step, 5 * step)
        step *= 10
