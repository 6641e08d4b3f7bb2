"""Questions of several measures, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pandas as pd

from dashboard.queries import known_on
from dashboard.remembered import Version, remembered, version
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


def reach_by_platform(where: Selection, assumptions: Assumptions) -> pd.DataFrame:
    """Return the range of unique reach on each platform, for posts that report reach and for all posts.

    Returns:
        The frame of metrics.analyses.reach_by_platform.
    """
    return _by_platform(where, known_on(), assumptions, version())


@remembered(300)
def _by_platform(where: Selection, as_of: dt.date | None, assumptions: Assumptions, _version: Version) -> pd.DataFrame:
    return by_platform(where, as_of, assumptions)


def follower_concentration(metric: Sum, where: Selection) -> pd.DataFrame:
    """Return the share of a sum of followers that its largest accounts have.

    Returns:
        The frame of metrics.analyses.follower_concentration.
    """
    return _follower_concentration(metric, where, known_on(), version())


@remembered(300)
def _follower_concentration(metric: Sum, where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return largest_accounts(metric, where, as_of)


def since(where: Selection) -> changes_since.Revisions | None:
    """Return what changed since the day looked back to.

    None without such a day, or if it would reveal something about people.
    """
    day = known_on()
    return _since(day, where, version()) if day else None


@remembered(100)
def _since(day: dt.date, where: Selection, _version: Version) -> changes_since.Revisions | None:
    return changes_since.since(day, where)


def events(where: Selection) -> pd.DataFrame:
    """Return the events in the period, up to the day looked back to.

    Returns:
        One row for each event: day, event, kind, source.
    """
    return _listed("events", Selection((), where.start, where.end), known_on(), version())


def event_days(where: Selection) -> pd.DataFrame:
    """Return the days of events with their posts beside those of a typical day.

    Returns:
        The frame of `event_days` in metrics.analyses.event_study.
    """
    return _event_days(where, known_on(), version())


@remembered(100)
def _event_days(where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return event_study.event_days(where, as_of)


def concentration(where: Selection) -> pd.DataFrame:
    """Return the concentration of the social reach.

    Returns:
        The frame of `concentration` in metrics.analyses.listings.
    """
    return _listed("concentration", where, known_on(), version())


@remembered(300)
def _listed(
    listing: Literal["events", "concentration", "thunderclaps"],
    asked: Selection,
    as_of: dt.date | None,
    _version: Version,
) -> pd.DataFrame:
    made: pd.DataFrame = getattr(listings, listing)(asked, as_of)
    return made


def above_baseline(day: dt.date, metric: str, length: int, where: Selection, control: Selection | None) -> Around:
    """Return how far an event lies above its baseline; fitted once for each query and data version."""
    return _above_baseline(day, metric, length, where, control, known_on(), version())


@remembered(300)
def _above_baseline(
    day: dt.date,
    metric: str,
    length: int,
    where: Selection,
    control: Selection | None,
    as_of: dt.date | None,
    _version: Version,
) -> Around:
    return event_study.above_baseline(day, metric, length, where, as_of, control)


def rates(rate: str, by: str, where: Selection) -> pd.DataFrame:
    """Return an engagement rate by one dimension, with intervals.

    Returns:
        The frame of metrics.analyses.engagement_rates.
    """
    return _rates(rate, by, where, known_on(), version())


@remembered(300)
def _rates(rate: str, by: str, where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return with_intervals(rate, by, where, as_of)


def thunderclaps(where: Selection) -> pd.DataFrame:
    """Return the Thunderclaps of a selection.

    Returns:
        One row for each, with its goal and its launch.
    """
    return _listed("thunderclaps", where, known_on(), version())


def launches(where: Selection) -> list[dt.date]:
    """Return the days on which Thunderclaps of the selection were launched, the last one last."""
    found = thunderclaps(Selection({"campaign": where.values("campaign")}))
    return sorted({at.date() for at in found["launched_at"].dropna()})


def claims(where: Selection) -> pd.DataFrame:
    """Return the ledger of published figures as of the day looked back to.

    Returns:
        The frame of metrics.analyses.claims.
    """
    return _claimed(where, known_on(), version())


@remembered(50)
def _claimed(where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return ledger(where, as_of=as_of)


def quality(where: Selection) -> pd.DataFrame:
    """Return the results of the quality checks.

    Returns:
        The frame of metrics.analyses.data_quality.
    """
    return _checked(where, version())


@remembered(100)
def _checked(where: Selection, _version: Version) -> pd.DataFrame:
    return checks.check(where)


def newest_change() -> dt.date:
    """Return the day of the newest known change in how a platform counts."""
    return _newest_change(version())


@remembered(2)
def _newest_change(_version: Version) -> dt.date:
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


def sources(base: str, where: Selection) -> pd.DataFrame:
    """Return the imports behind a number.

    Returns:
        The frame of `sources` in metrics.analyses.listings.
    """
    return _sources(base, where, known_on(), version())


@remembered(100)
def _sources(base: str, where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return listings.sources(where, base, as_of)


def engagement_spread(by: str, where: Selection) -> pd.DataFrame:
    """Return the mean, the median and the top tenth of the engagement of posts.

    Returns:
        The frame of metrics.analyses.engagement_spread.
    """
    return _spread(by, where, known_on(), version())


@remembered(100)
def _spread(by: str, where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return by_dimension(by, where, as_of)


def engagement_hours(zone: str, where: Selection) -> pd.DataFrame:
    """Return which share of the posts of each hour of the week has more engagement than usual.

    Returns:
        The frame of metrics.analyses.engagement_hours.
    """
    return _hours(zone, where, known_on(), version())


@remembered(100)
def _hours(zone: str, where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return by_weekday_and_hour(zone, where, as_of)


def engagement_age(where: Selection) -> pd.DataFrame:
    """Return which share of their later engagement posts had at each age.

    Returns:
        The frame of metrics.analyses.engagement_age.
    """
    return _age(where, known_on(), version())


@remembered(100)
def _age(where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return by_age(where, as_of)


def listed_posts(where: Selection, order: listings.Order, limit: int) -> tuple[pd.DataFrame, int]:
    """List the first posts that may be shown one by one.

    Returns:
        What `publishable_posts` in metrics.analyses.listings returns.
    """
    return _listed_posts(where, order, limit, known_on(), dt.date.today(), version())


@remembered(100)
def _listed_posts(
    where: Selection, order: listings.Order, limit: int, as_of: dt.date | None, _today: dt.date, _version: Version
) -> tuple[pd.DataFrame, int]:
    # Consent can end from one day to the next.
    return listings.publishable_posts(where, order=order, limit=limit, as_of=as_of)


def missions(where: Selection) -> pd.DataFrame:
    """Return every mission with its posts.

    Returns:
        The frame of metrics.analyses.participation.
    """
    return _missions(where, known_on(), version())


@remembered(100)
def _missions(where: Selection, as_of: dt.date | None, _version: Version) -> pd.DataFrame:
    return participation.missions(where, as_of)


def quotes(where: Selection) -> list[Quote]:
    """Return what may be said of each headline number."""
    return _quotes(where, known_on(), version())


@remembered(100)
def _quotes(where: Selection, as_of: dt.date | None, _version: Version) -> list[Quote]:
    return quotable.quotes(where, as_of)


def quote(metric: str, where: Selection) -> Quote | None:
    """Return what may be said of a headline number; None if the data hold nothing of this kind."""
    return _quote(metric, where, known_on(), version())


@remembered(300)
def _quote(metric: str, where: Selection, as_of: dt.date | None, _version: Version) -> Quote | None:
    return quotable.quote(metric, where, as_of)


def findings(where: Selection) -> list[standing_out.Finding]:
    """Return what stands out in a selection."""
    return _findings(where, known_on(), version())


@remembered(100)
def _findings(where: Selection, as_of: dt.date | None, version_: Version) -> list[standing_out.Finding]:
    return standing_out.findings(where, as_of, taking_part=_missions(where, as_of, version_))


def period_before(where: Selection) -> comparison.Before | TranslatableText:
    """Return with which period before it a selection can be compared, or the reason why there is none."""
    return _period_before(where, known_on(), version())


@remembered(100)
def _period_before(where: Selection, as_of: dt.date | None, _version: Version) -> comparison.Before | TranslatableText:
    return comparison.period_before(where, as_of)
