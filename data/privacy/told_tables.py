"""The tables of contributor types that readers may be shown, written into a version before it is published.

`told_voices` holds the rows of each table that voices.py decides on, `told_sums` of which contributor types a measured
sum may be told.
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
"""Table -> facts that stand on it."""
_VOICES: Final = {
    "daily": "posts",
    "supporter_facts": "supporter_facts",
    "photo_facts": "photos",
    "vote_facts": "photos",
}
"""Facts -> the table that says who speaks in them."""
_PROTECTED: Final = f"contributor_type IN {voices.PROTECTED}"
_SEVERAL: Final = 4
"""Of contributors with so many posts or more, the number of posts does not tell them apart."""
_MONTH: Final = "coalesce(strftime(day, '%Y-%m-01'), '') AS month"


def decide(con: duckdb.DuckDBPyConnection) -> None:
    """Decide anew what may be told of voices, and write it down.

    Raises:
        settings.SettingError: if the least number of people cannot be read.
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
    """Tell whether the least number of people is another than the one that was decided with."""
    found = con.execute("SELECT value FROM meta WHERE key = 'told_least'").fetchall()
    return found != [(str(settings.least_people()),)]


def _held(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The facts that there are any of: most warehouses hold posts alone, and to prepare a question costs more than to
    ask it of few."""
    found = con.execute(
        " UNION ALL ".join(f"SELECT '{facts}' WHERE EXISTS (FROM {of})" for of, facts in _FACTS.items())
    )
    return {str(facts) for (facts,) in found.fetchall()}


def _protected(con: duckdb.DuckDBPyConnection, held: Set[str]) -> set[str]:
    """Those of the facts in which a protected voice speaks: in most warehouses none does, and then there is nothing to
    find out."""
    looked = [
        f"SELECT '{facts}' WHERE EXISTS (FROM {of} WHERE {_PROTECTED})"
        for facts, of in _VOICES.items()
        if facts in held
    ]
    return {str(facts) for (facts,) in con.execute(" UNION ALL ".join(looked)).fetchall()} if looked else set()


def _largest(con: duckdb.DuckDBPyConnection, held: Set[str]) -> list[str]:
    """The campaigns that get tables of their own; none of a name that means no campaign, or all data."""
    items = "daily" if held <= {"daily"} else "contribution_day"
    found = con.execute(
        f"SELECT campaign FROM (SELECT unnest(campaigns) AS campaign, items FROM {items})"
        f" WHERE campaign NOT IN ('none', '{voices.ALONE}')"
        f" GROUP BY campaign ORDER BY sum(items) DESC, campaign LIMIT {voices.CAMPAIGNS}"
    )
    return [str(name) for (name,) in found.fetchall()]


def _mask(campaigns: Sequence[str]) -> str:
    """SQL for a whole number whose bits say which of the campaigns an item is of."""
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
    """The told tables of each sort of items; of contributors those of campaigns whose posts are told."""

    def cube(facts: str, counted: str, spoken: str) -> pd.DataFrame:
        if facts in protected:
            return _cube(con, counted, spoken)
        return _unprotected(con, counted) if facts in held else _NO_CUBE

    mask = _mask(campaigns)
    told = {
        name: voices.decide(cube(facts, *counted_and_spoken(mask)), campaigns, least)
        for name, facts, counted_and_spoken in (
            ("post", "daily", _posts),
            ("sign_up", "supporter_facts", _sign_ups),
            ("photo", "photo_facts", _photos),
        )
    }
    named = [campaign for campaign in campaigns if voices.Table(campaign, voices.ALONE) in told["post"]]
    contributors = _cube(con, *_contributors(_mask(named))) if "daily" in protected else _NO_CUBE
    return told | {"contributor": voices.decide(contributors, named, least, rows_of=())}


def _posts(mask: str) -> tuple[str, str]:
    return _of_facts(mask, "daily", "sum(items)", spoken="contributor_day")


def _sign_ups(mask: str) -> tuple[str, str]:
    # A Thunderclap known by its summary alone tells no voices, so that nobody could be taken for one of its supporters.
    cover = "coalesce(sum(supporters) FILTER (contributor IS NOT NULL), 0)"
    return _of_facts(mask, "supporter_facts WHERE counted", "sum(supporters)", cover, mission="'unknown' AS mission")


def _photos(mask: str) -> tuple[str, str]:
    facts = "(SELECT *, NULL AS contributor FROM photo_facts)"  # nobody is known to have taken one
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
    """What _cube takes of items that stand in one cell each; who spoke is read from `spoken`, where `facts` do not say
    it."""
    by = f"{account_type}, '' AS alike, {mission}, country, {_MONTH}, {platform}, {mask} AS campaigns, contributor_type"
    return (
        f"SELECT {by}, {items} AS items, {cover or items} AS cover FROM {facts} GROUP BY ALL",
        f"SELECT {by}, contributor FROM {spoken or facts}",
    )


def _contributors(mask: str) -> tuple[str, str]:
    """Each contributor stands in all their places, with all their campaigns; one who spoke with a protected voice is
    protected.

    Posts are told by voice too, so that a contributor could only be another one who is alike: who has as many posts, as
    far as few have more, and those in the same campaigns, as far as campaigns are told.
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
    """The cells of a sort of items.

    `counted` gives items by cell and contributor type, `spoken` the people who speak, by cell and contributor type.
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
    """The cells of a sort of items in which nobody protected speaks, as far as they say which rows there are."""
    return con.execute(
        f"SELECT month, platform, campaigns, 0::BIGINT AS protected, sum(items)::BIGINT AS free FROM ({counted}) GROUP BY ALL"
    ).df()
