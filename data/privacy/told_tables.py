"""Store which tables of contributor types may be shown.

The decision is stored in a data version before it is published. `told_voices` has the rows of each table that voices.py
allows, `told_sums` the contributor types for which a measured sum may be shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from typing import Final

import duckdb
import pandas as pd

from common import settings
from common.sql import literal
from data.privacy import told_sums, voices

_FACTS: Final = {
    "daily": "daily",
    "supporters": "supporter_facts",
    "thunderclaps": "supporter_facts",
    "photos": "photo_facts",
    "photo_votes": "vote_facts",
    "stories": "story_facts",
}
"""Source tables, and the fact tables derived from them."""
_VOICES: Final = {
    "daily": "posts",
    "supporter_facts": "supporter_facts",
    "photo_facts": "photos",
    "vote_facts": "photos",
}
"""Fact tables, and the tables that record the contributor types of their items."""
_PROTECTED: Final = f"contributor_type IN {voices.PROTECTED}"
_SEVERAL: Final = 4
"""The number of posts from which contributors are not distinguished by their number of posts."""
_MONTH: Final = "coalesce(strftime(day, '%Y-%m-01'), '') AS month"


def decide(con: duckdb.DuckDBPyConnection) -> None:
    """Store which tables and sums of contributor types may be shown.

    It replaces the rows of `told_voices` and `told_sums`, and stores the threshold and the campaigns in `meta`.

    Args:
        con: The connection to the draft of the data version.

    Raises:
        settings.SettingError: The minimum number of people cannot be read.
    """
    least = settings.least_people()
    held = _held(con)
    protected = _protected(con, held)
    campaigns = _largest(con, held)
    rows = [
        (items, table.campaign, table.row, value, place)
        for items, tables in _tables(con, held, protected, campaigns, least).items()
        for table, groups in tables.items()
        for place, row in enumerate(groups)
        for value in row or (voices.ALONE,)
    ]
    voice_rows = pd.DataFrame(rows, columns=["items", "campaign", "rows_of", "value", "place"])  # noqa: F841 - read by the statement below
    sum_rows = told_sums.decide(con, held, protected, campaigns, _mask(campaigns), least)  # noqa: F841
    con.execute("DELETE FROM told_voices")
    con.execute("DELETE FROM told_sums")
    con.execute("INSERT INTO told_voices SELECT * FROM voice_rows")
    con.execute("INSERT INTO told_sums SELECT * FROM sum_rows")
    about = {"told_least": str(least), "told_campaigns": json.dumps(campaigns)}
    if (
        dict(con.execute("SELECT key, value FROM meta WHERE key IN ('told_least', 'told_campaigns')").fetchall())
        != about
    ):
        con.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(about.items()))


def is_raised(con: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the minimum number of people has changed.

    It is compared with the one that the stored decision used.

    Raises:
        settings.SettingError: The minimum number of people cannot be read.
    """
    found = con.execute("SELECT value FROM meta WHERE key = 'told_least'").fetchall()
    return found != [(str(settings.least_people()),)]


def _held(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the fact tables that have rows.

    Most warehouses have posts only, and for few rows preparing a query costs more than running it.
    """
    found = con.execute(
        " UNION ALL ".join(f"SELECT '{facts}' WHERE EXISTS (FROM {of})" for of, facts in _FACTS.items())
    )
    return {str(facts) for (facts,) in found.fetchall()}


def _protected(con: duckdb.DuckDBPyConnection, held: Set[str]) -> set[str]:
    """Return the fact tables that have items of a protected contributor type.

    Most warehouses have none, and nothing has to be hidden.
    """
    looked = [
        f"SELECT '{facts}' WHERE EXISTS (FROM {of} WHERE {_PROTECTED})"
        for facts, of in _VOICES.items()
        if facts in held
    ]
    return {str(facts) for (facts,) in con.execute(" UNION ALL ".join(looked)).fetchall()} if looked else set()


def _largest(con: duckdb.DuckDBPyConnection, held: Set[str]) -> list[str]:
    """Return the campaigns that get tables of their own, the largest first.

    Names that stand for no campaign or for all data are left out.
    """
    items = "daily" if held <= {"daily"} else "contribution_day"
    found = con.execute(
        f"SELECT campaign FROM (SELECT unnest(campaigns) AS campaign, items FROM {items})"
        f" WHERE campaign NOT IN ('none', '{voices.ALONE}')"
        f" GROUP BY campaign ORDER BY sum(items) DESC, campaign LIMIT {voices.CAMPAIGNS}"
    )
    return [str(name) for (name,) in found.fetchall()]


def _mask(campaigns: Sequence[str]) -> str:
    """Return SQL of the campaigns of an item: bit n for the campaign at place n."""
    bits = (f"list_contains(campaigns, {literal(name)})::INTEGER << {place}" for place, name in enumerate(campaigns))
    return " + ".join(f"({bit})" for bit in bits) or "0"


# -- counts of items


_CELL: Final = "account_type, alike, mission, country, month, platform, campaigns"
_NO_CUBE: Final = pd.DataFrame(
    dict.fromkeys(("account_type", "alike", "mission", "country", "month", "platform"), pd.Series(dtype=object))
    | dict.fromkeys(("campaigns", "protected", "free", "cover", "crowd"), pd.Series(dtype="int64"))
)


def _tables(
    con: duckdb.DuckDBPyConnection, held: Set[str], protected: Set[str], campaigns: Sequence[str], least: int
) -> dict[str, dict[voices.Table, list[voices.Row]]]:
    """Return the tables that may be shown, by sort of items.

    Tables of contributors are considered for the campaigns whose posts may be shown.
    """

    def cube(facts: str, counted: str, spoken: str) -> pd.DataFrame:
        if facts in protected:
            return _cube(con, counted, spoken)
        return _unprotected(con, counted) if facts in held else _NO_CUBE

    mask = _mask(campaigns)
    tables = {
        name: voices.decide(cube(facts, *counted_and_spoken(mask)), campaigns, least)
        for name, facts, counted_and_spoken in (
            ("post", "daily", _posts),
            ("sign_up", "supporter_facts", _sign_ups),
            ("photo", "photo_facts", _photos),
        )
    }
    named = [campaign for campaign in campaigns if voices.Table(campaign, voices.ALONE) in tables["post"]]
    contributors = _cube(con, *_contributors(_mask(named))) if "daily" in protected else _NO_CUBE
    return tables | {"contributor": voices.decide(contributors, named, least, rows_of=())}


def _posts(mask: str) -> tuple[str, str]:
    """Return the SQL that `_cube` takes for posts."""
    return _of_facts(mask, "daily", "sum(items)", spoken="contributor_day")


def _sign_ups(mask: str) -> tuple[str, str]:
    """Return the SQL that `_cube` takes for Thunderclap sign-ups."""
    # If only the summary of a Thunderclap is known, its supporters have no contributor types to exchange.
    cover = "coalesce(sum(supporters) FILTER (contributor IS NOT NULL), 0)"
    return _of_facts(mask, "supporter_facts WHERE counted", "sum(supporters)", cover, mission="'unknown' AS mission")


def _photos(mask: str) -> tuple[str, str]:
    """Return the SQL that `_cube` takes for photos."""
    facts = "(SELECT *, NULL AS contributor FROM photo_facts)"  # who took a photo is not recorded
    return _of_facts(
        mask, facts, "count(*)", account_type="'unknown' AS account_type", platform="'unknown' AS platform"
    )


def _of_facts(
    mask: str,
    facts: str,
    items: str,
    cover: str = "",
    *,
    spoken: str = "",
    account_type: str = "account_type",
    mission: str = "mission",
    platform: str = "platform",
) -> tuple[str, str]:
    """Return the SQL that `_cube` takes for items that are in one cell each.

    Args:
        mask: SQL of the campaigns of an item.
        facts: The fact table, or SQL of it.
        items: SQL of the number of items.
        cover: SQL of the number of items that can be exchanged; empty if all can.
        spoken: The table of contributors; empty if the facts record them.
        account_type: SQL of the column.
        mission: SQL of the column.
        platform: SQL of the column.

    Returns:
        SQL of items by cell and contributor type, and of people by cell and contributor type.
    """
    by = f"{account_type}, '' AS alike, {mission}, country, {_MONTH}, {platform}, {mask} AS campaigns, contributor_type"
    return (
        f"SELECT {by}, {items} AS items, {cover or items} AS cover FROM {facts} GROUP BY ALL",
        f"SELECT {by}, contributor FROM {spoken or facts}",
    )


def _contributors(mask: str) -> tuple[str, str]:
    """Return the SQL that `_cube` takes for contributors.

    A contributor counts in each of their places, with all their campaigns, and is protected if any of their contributor
    types is.

    Posts are shown by contributor type too. So a contributor can only be exchanged with one who is alike: with the same
    number of posts, up to `_SEVERAL`, in the same campaigns, as far as tables of these are shown.
    """
    each = f"""
        WITH each AS (
            SELECT contributor, mission, country, account_type, contributor_type, {mask} AS campaigns, sum(items) AS items
            FROM contributor_day WHERE contributor IS NOT NULL GROUP BY ALL
        ), who AS (
            SELECT contributor, string_agg(DISTINCT account_type, '+' ORDER BY account_type) AS account_type,
                least(sum(items), {_SEVERAL})::VARCHAR || ' in ' || list_sort(list(DISTINCT campaigns))::VARCHAR AS alike,
                bit_or(campaigns) AS campaigns, count(DISTINCT (mission, country)) AS places, bool_or({_PROTECTED}) AS is_protected
            FROM each GROUP BY contributor
        )
    """
    by = "w.account_type, w.alike, e.mission, e.country, '' AS month, '' AS platform, w.campaigns"
    return (
        each
        + f"""
        SELECT {by}, CASE WHEN is_protected THEN '{voices.PROTECTED[0]}' ELSE 'unknown' END AS contributor_type, count(*) AS items,
            count(*) FILTER (places = 1) AS cover
        FROM (SELECT DISTINCT contributor, mission, country FROM each) e JOIN who w USING (contributor) GROUP BY ALL
        """,
        each + f"SELECT {by}, e.contributor_type, contributor FROM each e JOIN who w USING (contributor)",
    )


def _cube(con: duckdb.DuckDBPyConnection, counted: str, spoken: str) -> pd.DataFrame:
    """Count the items of a sort by cell.

    Args:
        con: The connection to the data version.
        counted: SQL of items by cell and contributor type.
        spoken: SQL of people by cell and contributor type.

    Returns:
        One row for each cell, as `voices.decide` takes it: text columns account_type, alike, mission, country, month
        and platform; int64 columns campaigns, protected, free and cover (in items) and crowd (in people).
    """
    return con.execute(
        f"""
        WITH spoken AS (SELECT DISTINCT {_CELL}, contributor_type, contributor FROM ({spoken})
            WHERE {_PROTECTED} AND account_type NOT IN ('office', 'organisation') AND contributor IS NOT NULL),
        voices_of AS (
            SELECT 'mission' AS level, mission AS place, count(DISTINCT contributor_type) AS voices FROM spoken GROUP BY mission
            UNION ALL SELECT 'country', country, count(DISTINCT contributor_type) FROM spoken GROUP BY country
        ),
        heard AS (SELECT {_CELL}, count(*) AS people FROM spoken GROUP BY {_CELL}, contributor_type),
        crowds AS (
            SELECT {_CELL}, min(people) AS people FROM heard GROUP BY {_CELL}
            HAVING count(*) = (SELECT voices FROM voices_of WHERE level = 'mission' AND place = mission)
                AND count(*) = (SELECT voices FROM voices_of WHERE level = 'country' AND place = country)
        ),
        cells AS (
            SELECT {_CELL}, coalesce(sum(items) FILTER ({_PROTECTED}), 0) AS protected,
                coalesce(sum(items) FILTER (NOT {_PROTECTED}), 0) AS free,
                coalesce(sum(cover) FILTER (NOT {_PROTECTED}), 0) AS cover
            FROM ({counted}) GROUP BY {_CELL}
        )
        SELECT {_CELL}, protected::BIGINT AS protected, free::BIGINT AS free, cover::BIGINT AS cover, coalesce(people, 0)::BIGINT AS crowd
        FROM cells LEFT JOIN crowds USING ({_CELL}) ORDER BY {_CELL}
        """
    ).df()


def _unprotected(con: duckdb.DuckDBPyConnection, counted: str) -> pd.DataFrame:
    """Count the items of a sort without protected items by month and platform.

    Args:
        con: The connection to the data version.
        counted: SQL of items by cell and contributor type.

    Returns:
        One row for each combination of month, platform and campaigns, with the int64 columns protected (0) and free, in
        items.
    """
    return con.execute(
        f"SELECT month, platform, campaigns, 0::BIGINT AS protected, sum(items)::BIGINT AS free FROM ({counted}) GROUP BY ALL"
    ).df()
