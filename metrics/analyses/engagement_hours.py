"""At which weekday and hour posts got a response, in the reader's time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from metrics.analyses.engagement_spread import ranked
from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.definitions.fact_tables import single_posts
from metrics.definitions.model import TranslatableText, WrongArgument
from metrics.disclosure import voices

ENOUGH: Final = 500
"""The fewest posts that are divided among the 168 hours of a week."""
ENOUGH_IN_HOUR: Final = 10
"""The fewest posts of an hour whose share is given."""
CHANCE: Final = 0.05
"""The chance below which the best hour is said to stand out."""


def by_weekday_and_hour(
    zone: str = "UTC", where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None
) -> pd.DataFrame:
    """Return which share of the posts of each hour of the week has more engagement than usual on their platform.

    A post is compared with the median post of its platform, so that an hour in which one platform posts more is no
    better for it. Posts of which only the day is known, or no engagement, are left out.

    Args:
        zone: The time zone of weekdays and hours, such as Europe/Paris.
        where: The selection.
        as_of: Use data as of the end of this day.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each weekday (1 Monday to 7 Sunday) and hour (0 to 23) with posts: n_posts, above (those with more
        than the median) and above_share, missing with fewer than `ENOUGH_IN_HOUR` posts. The frame has the answer of
        the engagement.

    Raises:
        WrongArgument: There is no such time zone.
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    _check(zone)
    asked = ask(["engagement"], (), chosen, as_of, warehouse=warehouse)
    table = single_posts(is_looked_back=as_of is not None)
    condition, params = filter_of("posts", chosen, as_of, table)
    usual = ranked("platform", chosen, as_of, warehouse)
    # Time zones differ by quarters of an hour, so that quarters are all that has to be moved to another one.
    quarters = rows_of(
        f"""
        SELECT time_bucket(INTERVAL 15 MINUTES, posted_at) AS quarter, count(*) AS n_posts, count(*) FILTER (engagement > median) AS above
        FROM (SELECT platform, posted_at, engagement FROM {table.name} WHERE {condition} AND engagement IS NOT NULL AND hour IS NOT NULL)
        JOIN (SELECT unnest($platforms::VARCHAR[]) AS platform, unnest($medians::BIGINT[]) AS median) USING (platform)
        GROUP BY quarter ORDER BY quarter
        """,
        params | {"platforms": usual["value"].tolist(), "medians": usual["median"].tolist()},
        warehouse,
    )
    local = pd.to_datetime(quarters["quarter"]).dt.tz_localize("UTC").dt.tz_convert(zone)
    found = (
        quarters.assign(weekday=local.dt.day_of_week + 1, hour=local.dt.hour)
        .groupby(["weekday", "hour"], as_index=False)[["n_posts", "above"]]
        .sum()
    )
    shares = (found["above"] / found["n_posts"]).astype("Float64")
    found["above_share"] = shares.mask(found["n_posts"] < ENOUGH_IN_HOUR)
    made = replace(attached(asked), by=("weekday", "hour"))
    return attach(found, with_queries(made, attached(quarters)), ["above_share"])


def stands_out(frame: pd.DataFrame) -> bool:
    """Return whether the hour with the highest share is better than chance makes the best of so many hours.

    Args:
        frame: The frame of `by_weekday_and_hour`.

    Returns:
        Whether the chance that some hour reaches such a share, if all had the share of all posts, is below 5% (binomial,
        Bonferroni). Posts of one author resemble each other, so this still says yes too often rather than too seldom.
    """
    from scipy.stats import binom  # it takes long to load

    known = frame.dropna(subset="above_share")
    if known.empty:
        return False
    usual = float(frame["above"].sum() / frame["n_posts"].sum())
    above, posts = known["above"].to_numpy(dtype=float), known["n_posts"].to_numpy(dtype=float)
    return bool(
        len(known) * binom.sf(above - 1, posts, usual)[int(known["above_share"].astype(float).argmax())] < CHANCE
    )


def _check(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:  # unknown, a folder, or empty
        raise WrongArgument(
            TranslatableText("“{zone}” is not a time zone. Write it as Europe/Paris.", zone=zone)
        ) from error
