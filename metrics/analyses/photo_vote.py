"""The photo vote: who won, and whether the result would stand without some of its votes.

None of the checks says that somebody cheated: they say how much of the result depends on which votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from metrics.analyses.claim_query import filters_of
from metrics.analyses.listings import Where, filter_of, rows_of
from metrics.api import as_selection, ask
from metrics.definitions.model import MeasureError, Selection
from metrics.disclosure import voices

VOTES: Final = "photo_votes"
FIRST_PLACES: Final = 10
"""The places among which bursts are looked for: with few votes one day always has a large share."""
LISTED: Final = 500
"""The most photos that are listed one by one."""


class Rest(NamedTuple):
    """The vote without its last days.

    Attributes:
        days: How many days are left out.
        left_out: The votes of these days.
        ranked: The places without them, as `places` returns them.
        stands: Whether the winner is the same.
    """

    days: int
    left_out: int
    ranked: pd.DataFrame
    stands: bool


@dataclass(frozen=True)
class Audit:
    """The checks of a vote.

    Attributes:
        ranked: The places, as `places` returns them.
        winners: The photos with the most votes: one, several on a tie, or none without votes.
        to_remove: How many votes would have to be removed to change the winner; None if no number would.
        days: Days with votes.
        days_ahead: Days on whose evening the winner alone had the most votes; None on a tie.
        rests: The vote without its last day and its last two days, as far as votes are left.
        ties: The photos of each number of votes that several share, the most votes first.
        bursts: Each photo's best day, as `bursts` returns it.
        without_best_day: The winner's votes without its best day; None on a tie.
    """

    ranked: pd.DataFrame
    winners: tuple[str, ...]
    to_remove: int | None
    days: int
    days_ahead: int | None
    rests: tuple[Rest, ...]
    ties: tuple[tuple[str, ...], ...]
    bursts: pd.DataFrame
    without_best_day: int | None


class Vote(NamedTuple):
    """The votes of a selection and the photos that may be shown.

    Attributes:
        votes: One row for each photo and day: photo, day, photo_votes.
        photos: One row for each photo that may be shown one by one, at most `LISTED`, most votes first: photo, title,
            mission, documented, shortlisted.
        entered: How many photos were entered.
        publishable: How many of them have valid consent.
        shortlisted: How many of them were short-listed.
        audiences: One row for each mission of these photos with a page: mission, platform, followers.
    """

    votes: pd.DataFrame
    photos: pd.DataFrame
    entered: int
    publishable: int
    shortlisted: int
    audiences: pd.DataFrame


def audit(votes: pd.DataFrame) -> Audit:
    """Check whether the result of a vote would stand.

    Args:
        votes: One row for each photo and day: photo, day, photo_votes.
    """
    ranked = places(votes)
    first = winners(ranked)
    best = bursts(votes)
    rests = (without_last_days(votes, days) for days in (1, 2))
    return Audit(
        ranked,
        first,
        votes_to_remove(ranked),
        int(votes.loc[votes[VOTES] > 0, "day"].nunique()),
        _days_ahead(votes, first[0]) if len(first) == 1 else None,
        tuple(rest for rest in rests if rest),
        tuple(
            tuple(tied["photo"])
            for _votes, tied in sorted(ranked[ranked[VOTES] > 0].groupby(VOTES), key=lambda pair: -_number(pair[0]))
            if len(tied) > 1
        ),
        best,
        _without_best_day(ranked, best, first),
    )


def places(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each photo; photos with equal votes share a place.

    Args:
        votes: One row for each photo and day: photo, day, photo_votes.

    Returns:
        One row for each photo, most votes first: photo, photo_votes, place (1, 2, 2, 4 …), share (of all votes).
    """
    totals = votes.groupby("photo")[[VOTES]].sum().astype("int64").reset_index()
    totals = totals.sort_values([VOTES, "photo"], ascending=[False, True], ignore_index=True)
    place = totals[VOTES].rank(method="min", ascending=False).astype("int64")
    ranked: pd.DataFrame = totals.assign(place=place, share=totals[VOTES] / max(int(totals[VOTES].sum()), 1))
    return ranked


def winners(ranked: pd.DataFrame) -> tuple[str, ...]:
    """Return the photos with the most votes; none if there are no votes.

    Args:
        ranked: What `places` returned.
    """
    return tuple(ranked.loc[(ranked["place"] == 1) & (ranked[VOTES] > 0), "photo"])


def votes_to_remove(ranked: pd.DataFrame) -> int | None:
    """Return the smallest number of votes without which a winner no longer has the most votes.

    They are all the winner's: removing another photo's votes only helps it.

    Args:
        ranked: What `places` returned.

    Returns:
        One more than the lead; None if there is no second photo with votes, because a winner without votes would still
        share the first place.
    """
    totals = ranked[VOTES].tolist()
    if len(totals) < 2 or totals[1] <= 0:
        return None
    return int(totals[0] - totals[1] + 1)


def without_last_days(votes: pd.DataFrame, days: int) -> Rest | None:
    """Return the vote without the last days on which votes were cast; None if no vote is left.

    Args:
        votes: One row for each photo and day: photo, day, photo_votes.
        days: How many days to leave out.
    """
    last = votes.loc[votes[VOTES] > 0, "day"].max()
    if pd.isna(last):
        return None
    kept = votes[votes["day"] <= last - pd.Timedelta(days=days)]
    rest = int(kept[VOTES].sum())
    if rest <= 0:
        return None
    ranked = places(kept)
    return Rest(days, int(votes[VOTES].sum()) - rest, ranked, winners(ranked) == winners(places(votes)))


def bursts(votes: pd.DataFrame, first: int = FIRST_PLACES) -> pd.DataFrame:
    """Return the day on which each of the first photos got most of its votes.

    Args:
        votes: One row for each photo and day: photo, day, photo_votes.
        first: The last place that is looked at.

    Returns:
        One row for each photo with votes, the largest share first: photo, day, photo_votes (of that day), total, share.
    """
    ranked = places(votes)
    looked_at = ranked[(ranked["place"] <= first) & (ranked[VOTES] > 0)][["photo", VOTES]].rename(
        columns={VOTES: "total"}
    )
    daily = votes.groupby(["photo", "day"])[[VOTES]].sum().reset_index()
    best = daily.sort_values([VOTES, "day"], ascending=[False, True]).drop_duplicates("photo")
    found = looked_at.merge(best, on="photo")
    found = found.assign(share=found[VOTES] / found["total"])
    return found.sort_values(["share", "total"], ascending=[False, False], ignore_index=True)


def running_totals(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the votes of each photo up to the evening of each day.

    Args:
        votes: One row for each photo and day: photo, day, photo_votes.

    Returns:
        One row for each day with a row in the sheet, indexed by it, and one column for each photo.
    """
    known = votes.dropna(subset="day")
    daily = known.pivot_table(index="day", columns="photo", values=VOTES, aggfunc="sum", observed=True)
    return daily.sort_index().fillna(0).cumsum().astype("int64")


def _days_ahead(votes: pd.DataFrame, winner: str) -> int:
    running = running_totals(votes[votes[VOTES] > 0])
    others = running.drop(columns=winner).max(axis=1).fillna(0)
    return int((running[winner] > others).sum())


def _without_best_day(ranked: pd.DataFrame, best: pd.DataFrame, first: tuple[str, ...]) -> int | None:
    if len(first) != 1:
        return None
    of_day = best.set_index("photo")[VOTES].get(first[0], 0)
    return int(ranked[VOTES].iloc[0] - of_day)


def _number(value: Any) -> int:
    return int(value)


def vote(where: Where = None, as_of: date | None = None, *, warehouse: Path | None = None) -> Vote:
    """Return the votes of a selection, and the photos entered that may be shown one by one.

    Args:
        where: The selection. Its period is that of the votes; photos count whenever they were entered.
        as_of: Only votes and photos up to the end of this day; consent is always that of today.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Raises:
        VoicesNotShown: The selection has a filter by contributor type.
    """
    chosen = as_selection(where, warehouse)
    voices.check_list(chosen)
    votes = ask([VOTES], ["photo", "day"], chosen, as_of, warehouse=warehouse)
    condition, params = filter_of("votes", Selection(chosen.where), as_of)
    counts = rows_of(
        "SELECT count(*) AS entered, count(v.photo) AS publishable, count(*) FILTER (WHERE f.shortlisted) AS shortlisted"
        f" FROM (SELECT * FROM photo_facts WHERE {condition}) f LEFT JOIN v_publishable_photos v USING (photo)",
        params,
        warehouse,
    ).iloc[0]
    photos = rows_of(
        "SELECT photo, v.title, f.mission, coalesce(v.documented, false) AS documented,"
        " coalesce(v.shortlisted, false) AS shortlisted"
        f" FROM (SELECT photo, mission FROM photo_facts WHERE {condition}) f JOIN v_publishable_photos v USING (photo)"
        " LEFT JOIN (SELECT photo, sum(votes) AS votes FROM photo_votes GROUP BY photo) USING (photo)"
        f" ORDER BY votes DESC NULLS LAST, shortlisted DESC, photo LIMIT {LISTED}",
        params,
        warehouse,
    )
    return Vote(
        votes,
        photos,
        int(counts["entered"]),
        int(counts["publishable"]),
        int(counts["shortlisted"]),
        _audiences(photos["mission"].unique().tolist(), votes["day"].max(), warehouse),
    )


def published(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures that are about one photo each.

    Args:
        ledger: The frame of metrics.analyses.claims.

    Returns:
        The rows of the ledger about votes of one photo, with the column photo.
    """
    about = ledger[ledger["metric"] == VOTES]
    photos = pd.Series([_photo(row) for row in about.to_dict("records")], index=about.index, dtype="object")
    return about.assign(photo=photos).dropna(subset="photo").reset_index(drop=True)


def _photo(row: Mapping[Any, Any]) -> str | None:
    """Return the photo that a published figure is about; None if it is about several or more is asked."""
    try:
        filters = filters_of(row["filters"] if isinstance(row["filters"], str) else "")
    except MeasureError:
        return None
    photos = filters.pop("photo", [])
    return photos[0] if len(photos) == 1 and set(filters) <= {"campaign"} else None


def _audiences(missions: list[str], until: Any, warehouse: Path | None) -> pd.DataFrame:
    """Return the followers of each mission's largest page, as last known by the end of the vote."""
    return rows_of(
        """
        WITH pages AS (
            SELECT mission, platform, account, arg_max(followers, posted_at) FILTER (WHERE followers IS NOT NULL) AS followers
            FROM post_details
            WHERE account_type = 'office' AND list_contains($missions::VARCHAR[], mission)
                AND ($until IS NULL OR day <= $until::DATE)
            GROUP BY mission, platform, account
        )
        SELECT mission, arg_max(platform, (followers, platform)) AS platform, max(followers) AS followers
        FROM pages WHERE followers > 0 GROUP BY mission
        """,
        {
            "missions": [each for each in missions if each != "unknown"],
            "until": None if pd.isna(until) else until.date(),
        },
        warehouse,
    )
