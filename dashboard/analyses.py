"""Questions of several measures, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard import queries
from dashboard.remembered import as_known, as_of_today
from metrics import Assumptions, Selection
from metrics.analyses import changes_since, comparison, event_study, internal_view, listings, participation, quotable
from metrics.analyses import data_quality as checks
from metrics.analyses import findings as standing_out
from metrics.analyses.claims import ledger
from metrics.analyses.engagement_age import by_age
from metrics.analyses.engagement_hours import by_weekday_and_hour
from metrics.analyses.engagement_rates import with_intervals
from metrics.analyses.engagement_spread import by_dimension
from metrics.analyses.event_study import Around
from metrics.analyses.follower_concentration import Sum, largest_accounts
from metrics.analyses.quote_wording import Quote
from metrics.analyses.reach_by_platform import by_platform
from metrics.definitions.model import TranslatableText

Day = dt.date | None
"""The day looked back to; `as_known` adds it."""


@as_known(300)
def reach_by_platform(as_of: Day, where: Selection, assumptions: Assumptions) -> pd.DataFrame:
    """Return the range of unique reach on each platform, for posts that report reach and for all posts.

    Returns:
        The frame of metrics.analyses.reach_by_platform.
    """
    return by_platform(where, as_of, assumptions)


@as_known(300)
def follower_concentration(as_of: Day, metric: Sum, where: Selection) -> pd.DataFrame:
    """Return the share of a sum of followers that its largest accounts have.

    Returns:
        The frame of metrics.analyses.follower_concentration.
    """
    return largest_accounts(metric, where, as_of)


@as_known(100)
def since(as_of: Day, where: Selection) -> changes_since.Revisions | None:
    """Return what changed since the day looked back to.

    None without such a day, or if it would reveal something about people.
    """
    return changes_since.since(as_of, where) if as_of else None


@as_known(100)
def _events(as_of: Day, period: Selection) -> pd.DataFrame:
    return listings.events(period, as_of)


def events(where: Selection) -> pd.DataFrame:
    """Return the events in the period, up to the day looked back to.

    Returns:
        One row for each event: day, event (in the reader's language, if the sheet has it), kind, source.
    """
    return _in_own_words(_events(Selection((), where.start, where.end)))


def event_days(where: Selection) -> pd.DataFrame:
    """Return the days of events with their posts beside those of a typical day.

    Returns:
        The frame of `event_days` in metrics.analyses.event_study, with names in the reader's language.
    """
    return _in_own_words(_event_days(where))


@as_known(100)
def _event_days(as_of: Day, where: Selection) -> pd.DataFrame:
    return event_study.event_days(where, as_of, known=_series("posts", where, None))


def _in_own_words(events: pd.DataFrame) -> pd.DataFrame:
    return events.assign(event=events["event"].map(queries.in_own_words))


@as_known(100)
def concentration(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the concentration of the social reach.

    Returns:
        The frame of `concentration` in metrics.analyses.listings.
    """
    return listings.concentration(where, as_of)


@as_known(100)
def _series(as_of: Day, metric: str, where: Selection, control: Selection | None) -> event_study.Series:
    """Return what all events of a query are compared with; asked once for each query and data version."""
    return event_study.series(metric, where, as_of, control)


@as_known(300)
def above_baseline(
    as_of: Day, day: dt.date, metric: str, length: int, where: Selection, control: Selection | None
) -> Around:
    """Return how far an event lies above its baseline; fitted once for each query and data version."""
    return event_study.above_baseline(day, metric, length, where, as_of, control, known=_series(metric, where, control))


@as_known(300)
def is_estimable(
    as_of: Day, day: dt.date, metric: str, length: int, where: Selection, control: Selection | None
) -> bool:
    """Return whether `above_baseline` has an estimate."""
    return event_study.is_estimable(day, metric, length, _series(metric, where, control))


@as_known(300)
def rates(as_of: Day, rate: str, by: str, where: Selection) -> pd.DataFrame:
    """Return an engagement rate by one dimension, with intervals.

    Returns:
        The frame of metrics.analyses.engagement_rates.
    """
    return with_intervals(rate, by, where, as_of)


@as_known(100)
def thunderclaps(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the Thunderclaps of a selection.

    Returns:
        One row for each, with its goal and its launch.
    """
    return listings.thunderclaps(where, as_of)


def launches(where: Selection) -> list[dt.date]:
    """Return the days on which Thunderclaps of the selection were launched, the last one last."""
    found = thunderclaps(Selection({"campaign": where.values("campaign")}))
    return sorted({at.date() for at in found["launched_at"].dropna()})


@as_known(50)
def claims(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the ledger of published figures as of the day looked back to.

    Returns:
        The frame of metrics.analyses.claims.
    """
    return ledger(where, as_of=as_of)


@as_of_today(100)
def quality(where: Selection) -> pd.DataFrame:
    """Return the results of the quality checks.

    Returns:
        The frame of metrics.analyses.data_quality.
    """
    return checks.check(where)


@as_of_today(2)
def newest_change() -> dt.date:
    """Return the day of the newest known change in how a platform counts."""
    return checks.newest_change()


def posts_behind(check: str, where: Selection) -> tuple[pd.DataFrame, int]:
    """List the posts behind the result of a quality check that may be listed.

    Returns:
        One row for each post, and the number of further posts.
    """
    return checks.posts_behind(check, where)


def missions_by_contributor_type(where: Selection) -> pd.DataFrame:
    """Return missions by contributor type as of today, in full, for the internal view only.

    Returns:
        The frame of metrics.analyses.internal_view.
    """
    return internal_view.missions_by_contributor_type(where)


@as_known(100)
def sources(as_of: Day, base: str, where: Selection) -> pd.DataFrame:
    """Return the imports behind a number.

    Returns:
        The frame of `sources` in metrics.analyses.listings.
    """
    return listings.sources(where, base, as_of)


@as_known(100)
def engagement_spread(as_of: Day, by: str, where: Selection) -> pd.DataFrame:
    """Return the mean, the median and the top tenth of the engagement of posts.

    Returns:
        The frame of metrics.analyses.engagement_spread.
    """
    return by_dimension(by, where, as_of)


@as_known(100)
def engagement_hours(as_of: Day, zone: str, where: Selection) -> pd.DataFrame:
    """Return which share of the posts of each hour of the week has more engagement than usual.

    Returns:
        The frame of metrics.analyses.engagement_hours.
    """
    return by_weekday_and_hour(zone, where, as_of)


@as_known(100)
def engagement_age(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return which share of their later engagement posts had at each age.

    Returns:
        The frame of metrics.analyses.engagement_age.
    """
    return by_age(where, as_of)


@as_known(100)
def listed_posts(
    as_of: Day, where: Selection, order: listings.Order, limit: int, search: str = "", offset: int = 0
) -> tuple[pd.DataFrame, int]:
    """List a page of the posts that may be shown one by one.

    Returns:
        What `publishable_posts` in metrics.analyses.listings returns.
    """
    return listings.publishable_posts(where, search, order, limit, offset, as_of)


@as_known(300)
def withheld(as_of: Day, where: Selection) -> int:
    """Return how many posts of a selection are counted but never listed."""
    return listings.withheld(where, as_of)


@as_known(100)
def missions(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return every mission with its posts.

    Returns:
        The frame of metrics.analyses.participation.
    """
    return participation.missions(where, as_of)


@as_known(100)
def quotes(as_of: Day, where: Selection) -> list[Quote]:
    """Return what may be said of each headline number."""
    return quotable.quotes(where, as_of)


@as_known(300)
def quote(as_of: Day, metric: str, where: Selection) -> Quote | None:
    """Return what may be said of a headline number; None if the data hold nothing of this kind."""
    return quotable.quote(metric, where, as_of)


@as_known(100)
def findings(as_of: Day, where: Selection, since: int | None) -> list[standing_out.Finding]:
    """Return what stands out in a selection, and what has changed since a data version."""
    by_day = queries.ask(["posts"], ["day"], where)
    return standing_out.findings(where, as_of, since, by_day=by_day, taking_part=missions(where))


@as_known(100)
def period_before(as_of: Day, where: Selection) -> comparison.Before | TranslatableText:
    """Return with which period before it a selection can be compared, or the reason why there is none."""
    return comparison.period_before(where, as_of)
