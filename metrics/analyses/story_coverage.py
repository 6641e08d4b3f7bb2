"""Stories: from which countries they may be published, which countries are missing, and what waits for whom.

Places are given of stories that may be published, and of no other. How many were nominated, wait or were rejected is
counted for whole campaigns.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.definitions.model import Selection, as_day
from metrics.definitions.spellings import folded
from metrics.disclosure import voices

CONTRIBUTIONS: Final = ("home", "transit", "host")
"""To which country a story says that somebody contributed."""
LISTED: Final = 50
"""The most stories for the Council that are listed."""


def countries(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List every country with a mission, and any other with a story that may be published.

    Args:
        where: The selection; a filter by mission or region leaves the other countries out.
        as_of: Only stories nominated up to the end of this day; consent is always that of today.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each country: country (`unknown` for stories without one), region, is_listed (whether the reference
        list has a country mission there), stories (0 without any), a column of stories for each of `CONTRIBUTIONS`, and
        not_recorded; most stories first. The answer is that of the stories.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    counts = ask(["stories"], ["country"], chosen, as_of, warehouse=warehouse)
    found = (
        _listed(chosen, warehouse)
        .merge(counts, how="outer", on="country")
        .merge(_contributions(chosen, as_of, warehouse), how="left", on="country")
        .merge(_regions(warehouse), how="left", on="country")
    )
    numbers = {name: found[name].fillna(0).astype("int64") for name in ("stories", *CONTRIBUTIONS)}
    made = found.assign(
        **numbers,
        is_listed=found["is_listed"].eq(True),
        region=found["region_listed"].fillna(found["region_of_country"]).fillna("unknown"),
        not_recorded=numbers["stories"] - sum(numbers[name] for name in CONTRIBUTIONS),
    )
    columns = ["country", "region", "is_listed", "stories", *CONTRIBUTIONS, "not_recorded"]
    ordered = made[columns].sort_values(["stories", "country"], ascending=[False, True], ignore_index=True)
    return attach(ordered, attached(counts))


def steps(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the stories of whole campaigns by where they stand today.

    Args:
        where: The selection, of which only the campaign counts.
        as_of: Only stories nominated up to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each combination: state (accepted, pending, rejected), standing (publishable, pending, rejected,
        withdrawn, expired, without consent), reason (what it waits for or was rejected by: consent, review, decision;
        `other` if nobody recorded it, empty if it needs none), stories, published (how many have a link of the published
        story; missing if no story of these campaigns has one, because then nobody recorded it).
    """
    campaigns = list(as_selection(where, warehouse).values("campaign"))
    found = rows_of(
        """
        SELECT f.state, f.standing,
            CASE f.standing
                WHEN 'pending' THEN
                    CASE WHEN s.given IS NULL THEN 'consent' WHEN lower(s.risk_review) = 'passed' THEN 'decision' ELSE 'review' END
                WHEN 'rejected' THEN CASE WHEN lower(s.risk_review) = 'failed' THEN 'review' ELSE 'other' END
                WHEN 'without consent' THEN
                    CASE WHEN s.given IS NOT NULL AND lower(s.risk_review) IS DISTINCT FROM 'passed' THEN 'review' ELSE 'consent' END
                ELSE '' END AS reason,
            count(*) AS stories, count(s.story_link) AS published, bool_or(count(s.story_link) > 0) OVER () AS is_recorded
        FROM story_facts f JOIN story_rows s USING (story)
        WHERE ($every OR list_has_any(f.campaigns, $campaigns::VARCHAR[])
                OR (len(f.campaigns) = 0 AND list_contains($campaigns::VARCHAR[], 'none')))
            AND ($as_of IS NULL OR f.day <= $as_of::DATE)
        GROUP BY f.state, f.standing, reason ORDER BY f.state, f.standing, reason
        """,
        {"every": not campaigns, "campaigns": campaigns, "as_of": as_day(as_of)},
        warehouse,
    )
    published = found["published"].astype("Int64").where(found["is_recorded"].eq(True))
    return found.drop(columns="is_recorded").assign(published=published)


def for_council(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List the stories chosen for the Council that may be published.

    Returns:
        One row for each story, at most `LISTED`: nominated, mission, country (`unknown` without one), contribution_to.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("stories", chosen, as_of)
    return rows_of(
        "SELECT v.nominated, f.mission, f.country, v.contribution_to"
        f" FROM (SELECT * FROM story_facts WHERE {condition} AND council) f"
        f" JOIN v_publishable_stories v USING (story) ORDER BY v.nominated, story LIMIT {LISTED}",
        params,
        warehouse,
    )


def of_the_month(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """List the stories of the month that may be published, the latest month first.

    Returns:
        One row for each story, at most `LISTED`: story_month (as 2015-03), mission, country (`unknown` without one),
        contribution_to, story_link.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    condition, params = filter_of("stories", chosen, as_of)
    return rows_of(
        "SELECT v.story_month, f.mission, f.country, v.contribution_to, v.story_link"
        f" FROM (SELECT * FROM story_facts WHERE {condition}) f JOIN v_publishable_stories v USING (story)"
        f" WHERE v.story_month IS NOT NULL ORDER BY v.story_month DESC, f.mission, story LIMIT {LISTED}",
        params,
        warehouse,
    )


def routes(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the stories that may be published by the countries of origin, transit and host.

    Returns:
        One row for each route, most stories first: origin, transit, host (each `unknown` if it is not recorded, but not
        all three), stories. The answer is that of the stories.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    counts = ask(["stories"], (), chosen, as_of, warehouse=warehouse)
    condition, params = filter_of("stories", chosen, as_of)
    found = rows_of(
        "SELECT coalesce(v.origin, 'unknown') AS origin, coalesce(v.transit, 'unknown') AS transit,"
        " coalesce(v.host, 'unknown') AS host, count(*) AS stories"
        f" FROM (SELECT story FROM story_facts WHERE {condition}) f JOIN v_publishable_stories v USING (story)"
        " WHERE coalesce(v.origin, v.transit, v.host) IS NOT NULL"
        " GROUP BY ALL ORDER BY stories DESC, origin, transit, host",
        params,
        warehouse,
    )
    return attach(found, attached(counts))


def by_theme(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the stories that may be published by the theme in the story sheet.

    Returns:
        One row for each theme, at most `LISTED`, most stories first and `unknown` last: theme (the area of work that the
        reference list gives to it, else as it is written), stories.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    found = _by("coalesce(v.theme, 'unknown')", "theme", as_selection(where, warehouse), as_of, warehouse)
    listed = rows_of("SELECT spelling, code FROM names WHERE list = 'thematic_area'", {}, warehouse)
    areas = found["theme"].map(folded).map(listed.set_index("spelling")["code"])
    rows = found.assign(theme=areas.fillna(found["theme"])).groupby("theme")["stories"].sum().reset_index()
    in_order = rows.assign(last=rows["theme"] == "unknown").sort_values(
        ["last", "stories", "theme"], ascending=[True, False, True], ignore_index=True
    )
    return in_order[["theme", "stories"]]


def by_language(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> pd.DataFrame:
    """Count the stories that may be published by their languages, of which a story can have several.

    Returns:
        One row for each language code, at most `LISTED`, most stories first and `unknown` last: language, stories.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    codes = "list_distinct(list_filter(string_split_regex(lower(coalesce(v.languages, '')), '[^a-z]+'), lambda code: code <> ''))"
    each = f"unnest(CASE WHEN len({codes}) = 0 THEN ['unknown'] ELSE {codes} END)"
    return _by(each, "language", as_selection(where, warehouse), as_of, warehouse)


def _by(sql: str, name: str, chosen: Selection, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    """Count the stories that may be published by what is written of each."""
    voices.check_list(chosen)
    condition, params = filter_of("stories", chosen, as_of)
    return rows_of(
        f"SELECT {name}, count(*) AS stories FROM (SELECT {sql} AS {name}"
        f" FROM (SELECT story FROM story_facts WHERE {condition}) f JOIN v_publishable_stories v USING (story))"
        f" GROUP BY {name} ORDER BY {name} = 'unknown', stories DESC, {name} LIMIT {LISTED}",
        params,
        warehouse,
    )


def _listed(chosen: Selection, warehouse: Path | None) -> pd.DataFrame:
    return rows_of(
        "SELECT country, any_value(region) AS region_listed, true AS is_listed FROM missions"
        " WHERE kind = 'country' AND present AND country IS NOT NULL"
        " AND (len($missions::VARCHAR[]) = 0 OR list_contains($missions::VARCHAR[], mission))"
        " AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], region)) GROUP BY country",
        {"missions": list(chosen.values("mission")), "regions": list(chosen.values("region"))},
        warehouse,
    )


def _contributions(chosen: Selection, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    condition, params = filter_of("stories", chosen, as_of)
    parts = ", ".join(f"count(*) FILTER (WHERE v.contribution_to = '{name}') AS {name}" for name in CONTRIBUTIONS)
    return rows_of(
        f"SELECT f.country, {parts} FROM (SELECT * FROM story_facts WHERE {condition}) f"
        " JOIN v_publishable_stories v USING (story) GROUP BY f.country",
        params,
        warehouse,
    )


def _regions(warehouse: Path | None) -> pd.DataFrame:
    return rows_of("SELECT country, region AS region_of_country FROM countries", {}, warehouse)
