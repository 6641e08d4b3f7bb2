"""One mission: its numbers beside those of the median mission, its photo, its stories, and advice from its own posts.

It never has contributor types: of one mission they could point at people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from metrics.analyses.engagement_rates import with_intervals
from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached
from metrics.api import as_selection, ask
from metrics.definitions.fact_tables import single_posts
from metrics.definitions.model import Selection
from metrics.disclosure import voices
from metrics.statistics import intervals

METRICS: Final = ("posts", "contributors", "engagement", "engagement_per_post")
"""The metrics that are shown beside the median mission."""
FEWEST: Final = 30
"""The fewest posts of a mission from which advice is worked out."""
FORMAT_RATE: Final = "engagement_rate_by_followers"
"""The rate by which formats are compared."""


@dataclass(frozen=True)
class Mission:
    """A mission as the reference list has it."""

    code: str
    kind: str
    name: str
    region: str | None
    is_listed: bool


@dataclass(frozen=True)
class Photos:
    """The photos of a mission in the vote.

    Attributes:
        entered: How many were entered.
        votes: The votes for the one with most; None without any votes.
        rank: Its place among the photos of all missions.
        photos: How many photos have votes.
        title: Its title, only if it may be shown.
    """

    entered: int
    votes: int | None
    rank: int | None
    photos: int
    title: str | None


@dataclass(frozen=True)
class Share:
    """A share of a mission's posts with its interval, beside the share of all other missions together.

    Attributes:
        rule: What is counted: `language` (posts in another language than the most frequent one) or `events` (posts on
            days with an event).
        value: The share.
        low: The low end of the interval.
        high: The high end.
        others: The share of all other missions.
        posts: The posts that the share is of.
    """

    rule: str
    value: float
    low: float
    high: float
    others: float
    posts: int

    @property
    def differs(self) -> bool:
        """Whether the share of the others lies outside the interval."""
        return not self.low <= self.others <= self.high


@dataclass(frozen=True)
class Formats:
    """Two media types with the intervals of their engagement rates, the higher rate first."""

    better: str
    better_rate: intervals.Interval
    other: str
    other_rate: intervals.Interval

    @property
    def differs(self) -> bool:
        """Whether the intervals do not overlap."""
        return self.better_rate[0] > self.other_rate[1]


_RULES: Final = {
    "language": """
        SELECT * EXCLUDE (usual), language <> usual AS hit FROM chosen JOIN (
            SELECT mission, max_by(language, (posts, language)) AS usual FROM (
                SELECT mission, language, count(*) AS posts FROM chosen WHERE language <> 'unknown' GROUP BY ALL
            ) GROUP BY mission
        ) USING (mission) WHERE language <> 'unknown'
    """,
    "events": "SELECT *, day IN (SELECT day FROM events) AS hit FROM chosen WHERE EXISTS (SELECT 1 FROM events)",
}
"""For each rule the posts that it looks at, each with whether it is a hit."""


def mission(code: str, *, warehouse: Path | None = None) -> Mission | None:
    """Return a mission of the reference list; None if it is not in the list."""
    listed = rows_of(
        "SELECT kind, name, region, coalesce(present, false) AS is_listed FROM missions WHERE mission = $mission",
        {"mission": code},
        warehouse,
    )
    if listed.empty:
        return None
    row = listed.iloc[0]
    region = row["region"] if pd.notna(row["region"]) else None
    return Mission(code, row["kind"], row["name"], region, bool(row["is_listed"]))


def beside_median(
    code: str, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Return the numbers of a mission beside the median of all missions of its kind that took part.

    Args:
        code: The mission.
        where: The selection; filters by mission and region are left out.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each of `METRICS`: metric, value, median, place (1 is the highest) and missions (how many have a
        value). Value and place are missing if the mission has none.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = _of_all(as_selection(where, warehouse))
    voices.check_list(chosen)
    counts = ask(list(METRICS), ["mission"], chosen, as_of, warehouse=warehouse)
    found = counts.merge(_of_kind(code, warehouse), on="mission").set_index("mission")[list(METRICS)]
    values = found.loc[code] if code in found.index else pd.Series(pd.NA, index=list(METRICS))
    places = found.rank(ascending=False, method="min").reindex([code]).iloc[0]
    rows = pd.DataFrame(
        {
            "metric": list(METRICS),
            "value": pd.Series(list(values), dtype="Float64"),
            "median": pd.array(found.median().tolist(), dtype="Float64"),
            "place": pd.array(places.tolist(), dtype="Int64"),
            "missions": pd.array(found.count().tolist(), dtype="Int64"),
        }
    )
    return attach(rows, attached(counts), ())


def by_month(
    code: str, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Return a mission's posts by month beside the median of all missions of its kind that took part.

    Args:
        code: The mission.
        where: The selection; filters by mission and region are left out.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each month from the first to the last with a post of any of them: month, posts (0 without any) and
        median. The answer is that of the mission's posts.
    """
    chosen = _of_all(as_selection(where, warehouse))
    voices.check_list(chosen)
    mine = ask(["posts"], ["month"], of_one(code, chosen), as_of, warehouse=warehouse)
    every = ask(["posts"], ["mission", "month"], chosen, as_of, warehouse=warehouse)
    cells = every.merge(_of_kind(code, warehouse), on="mission").pivot(index="month", columns="mission", values="posts")
    if cells.empty:
        return attach(
            mine.assign(median=pd.array([], dtype="Float64"))[["month", "posts", "median"]][:0], attached(mine)
        )
    months = pd.date_range(cells.index.min(), cells.index.max(), freq="MS")
    cells = cells.reindex(months).fillna(0).astype("Float64")
    posts = cells[code].astype("Int64") if code in cells else 0
    found = pd.DataFrame({"month": months, "posts": posts, "median": cells.median(axis="columns")}).reset_index(
        drop=True
    )
    return attach(found.astype({"posts": "Int64"}), replace(attached(mine), formats={"median": "ratio"}))


def photos(code: str, where: Where = None, *, warehouse: Path | None = None) -> Photos:
    """Return the photos of a mission in the vote, and of the one with most votes its place.

    Args:
        code: The mission.
        where: The selection, of which only the campaign counts.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
    """
    campaigns = list(as_selection(where, warehouse).values("campaign"))
    found = rows_of(
        """
        WITH entered AS (
            SELECT photo, mission FROM photo_facts
            WHERE len($campaigns::VARCHAR[]) = 0 OR list_has_any(campaigns, $campaigns::VARCHAR[])
        ),
        voted AS (SELECT photo, sum(votes) AS votes FROM photo_votes GROUP BY photo),
        ranked AS (
            SELECT *, rank() OVER (ORDER BY votes DESC) AS place, count(*) OVER () AS photos FROM entered JOIN voted USING (photo)
        )
        SELECT (SELECT count(*) FROM entered WHERE mission = $mission) AS entered, (SELECT count(*) FROM ranked) AS photos,
            r.votes, r.place, v.title
        FROM (SELECT 1) LEFT JOIN (SELECT * FROM ranked WHERE mission = $mission ORDER BY place, photo LIMIT 1) r ON true
        LEFT JOIN v_publishable_photos v USING (photo)
        """,
        {"campaigns": campaigns, "mission": code},
        warehouse,
    ).iloc[0]
    return Photos(
        int(found["entered"]),
        None if pd.isna(found["votes"]) else int(found["votes"]),
        None if pd.isna(found["place"]) else int(found["place"]),
        int(found["photos"]),
        None if pd.isna(found["title"]) else str(found["title"]),
    )


def shares(code: str, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> list[Share]:
    """Return the shares of a mission's posts from which it can learn, each with an interval.

    Posts of one author resemble each other, so the interval is Wilson's for the effective number of authors (Kish).

    Args:
        code: The mission.
        where: The selection; filters by mission and region are left out.
        as_of: Use posts up to the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        A share for each rule; none for a rule with fewer than `FEWEST` posts or twenty effective authors.
    """
    chosen = _of_all(as_selection(where, warehouse))
    voices.check_list(chosen)
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    found = []
    for rule, marked in _RULES.items():
        authors = rows_of(
            f"""
            WITH chosen AS (SELECT mission, contributor, language, day FROM {table.name} WHERE ({condition}) AND mission <> 'unknown'),
            marked AS ({marked})
            SELECT mission = $own_mission AS is_own, coalesce(contributor, 'unknown') AS author, count(*) AS posts,
                count(*) FILTER (hit) AS hits
            FROM marked GROUP BY ALL ORDER BY is_own, author
            """,
            params | {"own_mission": code},
            warehouse,
        )
        own, others = authors[authors["is_own"]], authors[~authors["is_own"]]
        posts, effective = int(own["posts"].sum()), int(intervals.effective(own["posts"]))
        if posts < FEWEST or effective < intervals.ENOUGH or others.empty:
            continue
        value = int(own["hits"].sum()) / posts
        low, high = intervals.share(round(value * effective), effective)
        found.append(Share(rule, value, low, high, int(others["hits"].sum()) / int(others["posts"].sum()), posts))
    return found


def best_format(
    code: str, where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> Formats | None:
    """Return the media types of a mission with the highest rate and with one that is clearly lower.

    Args:
        code: The mission.
        where: The selection; filters by mission and region are left out.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The two, whose intervals do not overlap; None if fewer than two have an interval.
    """
    own = of_one(code, as_selection(where, warehouse))
    rates = with_intervals(FORMAT_RATE, "media_type", own, as_of, warehouse=warehouse)
    known = rates[rates["lower_share"].notna() & (rates["media_type"] != "unknown")].sort_values(FORMAT_RATE)
    if len(known) < 2:
        return None
    low, high = known.iloc[0], known.iloc[-1]
    return Formats(
        str(high["media_type"]),
        (float(high["lower_share"]), float(high["upper_share"])),
        str(low["media_type"]),
        (float(low["lower_share"]), float(low["upper_share"])),
    )


def of_one(code: str, where: Selection) -> Selection:
    """Return the part of a selection that is about one mission."""
    others = _of_all(where)
    return Selection((*others.where, ("mission", code)), others.start, others.end)


def _of_all(chosen: Selection) -> Selection:
    """Return a selection for all missions."""
    others = [(name, values) for name, values in chosen.where if name not in ("mission", "region")]
    return Selection(others, chosen.start, chosen.end)


def _of_kind(code: str, warehouse: Path | None) -> pd.DataFrame:
    """Return the missions of the kind of one: country missions, regional offices, or Headquarters alone."""
    return rows_of(
        "SELECT mission FROM missions WHERE kind = (SELECT kind FROM missions WHERE mission = $mission)",
        {"mission": code},
        warehouse,
    )
