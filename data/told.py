"""The tables of contributor types that readers may be shown, written into a version before it is published.

`told_voices` holds the rows of each table that voices.py decides on, `told_sums` of which contributor types a measured sum may be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from typing import Final

import duckdb
import pandas as pd

from common import settings
from data import schema, voices

MEASURES: Final = tuple(name for name in schema.MEASURES if name != "items" and not name.endswith("_items"))

_FACTS: Final = {
    "daily": "daily", "supporters": "supporter_facts", "thunderclaps": "supporter_facts", "photos": "photo_facts",
    "photo_votes": "vote_facts", "stories": "story_facts",
}  # fmt: skip
"""Table -> facts that stand on it."""
_PROTECTED: Final = f"contributor_type IN {voices.PROTECTED}"
_MONTH: Final = "coalesce(strftime(day, '%Y-%m-01'), '') AS month"


def decide(con: duckdb.DuckDBPyConnection) -> None:
    """Decide anew what may be told of voices, and write it down.

    Raises:
        settings.SettingError: if the least number of people cannot be read.
    """
    least = settings.least_people()
    held = _held(con)
    campaigns = _largest(con, held)
    rows = [
        (items, table.campaign, table.row, value, place)
        for items, cube, rows_of in _cubes(con, held, campaigns)
        for table, groups in voices.decide(cube, campaigns, least, rows_of).items()
        for place, row in enumerate(groups)
        for value in row or (voices.ALONE,)
    ]
    voice_rows = pd.DataFrame(rows, columns=["items", "campaign", "rows_of", "value", "place"])  # noqa: F841 - read by the statement below
    sum_rows = _sums(con, held, campaigns, least)  # noqa: F841
    con.execute("DELETE FROM told_voices")
    con.execute("DELETE FROM told_sums")
    con.execute("INSERT INTO told_voices SELECT * FROM voice_rows")
    con.execute("INSERT INTO told_sums SELECT * FROM sum_rows")
    about = {"told_least": str(least), "told_campaigns": json.dumps(campaigns)}
    if dict(con.execute("SELECT key, value FROM meta WHERE key IN ('told_least', 'told_campaigns')").fetchall()) != about:
        con.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(about.items()))


def is_raised(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the least number of people is another than the one that was decided with."""
    found = con.execute("SELECT value FROM meta WHERE key = 'told_least'").fetchall()
    return found != [(str(settings.least_people()),)]


def _held(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The facts that there are any of: most warehouses hold posts alone, and to prepare a question costs more than to ask it of few."""
    found = con.execute(" UNION ALL ".join(f"SELECT '{facts}' WHERE EXISTS (FROM {of})" for of, facts in _FACTS.items()))
    return {str(facts) for (facts,) in found.fetchall()}


def _largest(con: duckdb.DuckDBPyConnection, held: Set[str]) -> list[str]:
    """The campaigns that get tables of their own."""
    items = "daily" if held <= {"daily"} else "contribution_day"
    found = con.execute(
        f"SELECT campaign FROM (SELECT unnest(campaigns) AS campaign, items FROM {items})"
        f" GROUP BY campaign ORDER BY sum(items) DESC, campaign LIMIT {voices.CAMPAIGNS}"
    )
    return [str(name) for (name,) in found.fetchall()]


def _mask(campaigns: Sequence[str]) -> str:
    """SQL for a whole number whose bits say which of the campaigns an item is of."""
    bits = (f"list_contains(campaigns, '{name.replace(chr(39), chr(39) * 2)}')::INTEGER << {place}" for place, name in enumerate(campaigns))
    return " + ".join(f"({bit})" for bit in bits) or "0"


# -- counts of items


_CELL: Final = "account_type, mission, country, month, platform, campaigns"
_NO_CUBE: Final = pd.DataFrame(
    dict.fromkeys(("account_type", "mission", "country", "month", "platform"), pd.Series(dtype=object))
    | dict.fromkeys(("campaigns", "protected", "free", "cover", "crowd"), pd.Series(dtype="int64"))
)


def _cubes(con: duckdb.DuckDBPyConnection, held: Set[str], campaigns: Sequence[str]) -> Iterator[tuple[str, pd.DataFrame, Sequence[str]]]:
    """For each sort of items its name, its cube as voices.decide takes it, and what its tables may have as rows."""
    mask = _mask(campaigns)
    for name, facts, counted_and_spoken, rows in (
        ("post", "daily", _posts, voices.ROWS),
        ("sign_up", "supporter_facts", _sign_ups, voices.ROWS),
        ("photo", "photo_facts", _photos, voices.ROWS),
        ("contributor", "daily", _contributors, ()),
    ):
        yield name, _cube(con, *counted_and_spoken(mask)) if facts in held else _NO_CUBE, rows


def _posts(mask: str) -> tuple[str, str]:
    by = f"account_type, mission, country, {_MONTH}, platform, {mask} AS campaigns"
    return (
        f"SELECT {by}, contributor_type, sum(items) AS items, sum(items) AS cover FROM daily GROUP BY ALL",
        f"SELECT {by}, contributor_type, contributor FROM contributor_day",
    )


def _sign_ups(mask: str) -> tuple[str, str]:
    # A Thunderclap known by its summary alone tells no voices, so that nobody could be taken for one of its supporters.
    by = f"account_type, 'unknown' AS mission, country, {_MONTH}, platform, {mask} AS campaigns"
    facts = "FROM supporter_facts WHERE counted"
    return (
        f"SELECT {by}, contributor_type, sum(supporters) AS items, coalesce(sum(supporters) FILTER (contributor IS NOT NULL), 0) AS cover"
        f" {facts} GROUP BY ALL",
        f"SELECT {by}, contributor_type, contributor {facts}",
    )


def _photos(mask: str) -> tuple[str, str]:
    by = f"'unknown' AS account_type, mission, country, {_MONTH}, 'unknown' AS platform, {mask} AS campaigns"
    return (
        f"SELECT {by}, contributor_type, count(*) AS items, count(*) AS cover FROM photo_facts GROUP BY ALL",
        f"SELECT {by}, contributor_type, NULL AS contributor FROM photo_facts LIMIT 0",
    )


def _contributors(mask: str) -> tuple[str, str]:
    """Each contributor stands in all their places, with all their campaigns; one who spoke with a protected voice is protected."""
    each = f"""
        WITH each AS (
            SELECT DISTINCT contributor, mission, country, account_type, contributor_type, {mask} AS campaigns
            FROM contributor_day WHERE contributor IS NOT NULL
        ), who AS (
            SELECT contributor, string_agg(DISTINCT account_type, '+' ORDER BY account_type) AS account_type,
                bit_or(campaigns) AS campaigns, count(DISTINCT (mission, country)) AS places, bool_or({_PROTECTED}) AS is_protected
            FROM each GROUP BY contributor
        )
    """
    by = "w.account_type, e.mission, e.country, '' AS month, '' AS platform, w.campaigns"
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


# -- measured sums


def _sums(con: duckdb.DuckDBPyConnection, held: Set[str], campaigns: Sequence[str], least: int) -> pd.DataFrame:
    """For all data and each campaign, the contributor types of which each measured sum may be told."""
    bases = (
        ("posts", "daily", "post_latest", "coalesce(contributor, account)", MEASURES),
        ("supporters", "supporter_facts", "supporter_facts WHERE counted", "contributor", ("connections",)),
        ("votes", "vote_facts", "vote_facts", "photo", ("votes",)),
    )
    told = [
        (context, base, measure, voice)
        for base, facts, source, account, measures in bases
        if facts in held
        for (context, measure), spoken in _spoken(con, source, account, measures, (voices.ALONE, *campaigns)).items()
        for voice in voices.may_tell_sum(spoken, least)
    ]
    return pd.DataFrame(told, columns=["campaign", "base", "measure", "contributor_type"])


def _spoken(
    con: duckdb.DuckDBPyConnection, facts: str, account: str, measures: Sequence[str], contexts: Sequence[str]
) -> dict[tuple[str, str], dict[str, voices.Spoken]]:
    """What voices.may_tell_sum takes, by context and measure; the first context is all data, the others are campaigns."""
    held = ", ".join(f"sum({name}) AS {name}, count({name}) AS {name}_known" for name in measures)
    sums = ", ".join(f"sum({name}) AS {name}, sum({name}_known) AS {name}_known" for name in measures)
    parts = ", ".join(
        f"coalesce(sum({name}), 0), sum({name}_known)::BIGINT, count(account) FILTER ({name}_known > 0),"
        f" coalesce(list_sum(max({name}, 2)), 0)"
        for name in measures
    )
    rows = con.execute(
        f"""
        WITH held AS MATERIALIZED (
            SELECT contributor_type, {account} AS account, ({_mask(contexts[1:])}) << 1 | 1 AS contexts, {held} FROM {facts} GROUP BY ALL
        ),
        each AS (
            SELECT context, contributor_type, account, {sums}
            FROM held JOIN range({len(contexts)}) AS of(context) ON contexts >> context & 1 = 1 GROUP BY ALL
        )
        SELECT context, contributor_type, {parts} FROM each GROUP BY context, contributor_type ORDER BY context, contributor_type
        """
    ).fetchall()
    spoken: dict[tuple[str, str], dict[str, voices.Spoken]] = {}
    for context, voice, *numbers in rows:
        for place, measure in enumerate(measures):
            part = voices.Spoken(*numbers[4 * place : 4 * place + 4])
            spoken.setdefault((contexts[context], measure), {})[voice] = part
    return spoken
