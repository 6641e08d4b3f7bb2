"""Answers about photos and stories, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from dashboard.queries import known_on
from dashboard.remembered import Version, remembered, version
from metrics import Selection
from metrics.analyses.photo_vote import Audit, Vote, audit, vote
from metrics.analyses.story_coverage import countries, for_council, of_the_month, routes, steps


def photo_votes(where: Selection) -> Vote:
    """Return the votes of a selection and the photos that may be shown.

    Returns:
        What metrics.analyses.photo_vote returns.
    """
    return _photo_votes(where, known_on(), version())


def photo_audit(where: Selection) -> Audit:
    """Return the checks of the votes of a selection."""
    return _photo_audit(where, known_on(), version())


@remembered(100)
def _photo_audit(where: Selection, as_of: dt.date | None, version_: Version) -> Audit:
    return audit(_photo_votes(where, as_of, version_).votes)


@remembered(100)
def _photo_votes(where: Selection, as_of: dt.date | None, _version: Version) -> Vote:
    return vote(where, as_of)


def stories_by_country(where: Selection) -> pd.DataFrame:
    """Return every country with its stories.

    Returns:
        The frame of `countries` in metrics.analyses.story_coverage.
    """
    return _stories(countries, where, known_on(), version())


def story_steps(where: Selection) -> pd.DataFrame:
    """Return where the stories of whole campaigns stand.

    Returns:
        The frame of `steps` in metrics.analyses.story_coverage.
    """
    return _stories(steps, where, known_on(), version())


def stories_for_council(where: Selection) -> pd.DataFrame:
    """Return the stories chosen for the Council that may be published.

    Returns:
        The frame of `for_council` in metrics.analyses.story_coverage.
    """
    return _stories(for_council, where, known_on(), version())


def stories_of_the_month(where: Selection) -> pd.DataFrame:
    """Return the stories of the month that may be published.

    Returns:
        The frame of `of_the_month` in metrics.analyses.story_coverage.
    """
    return _stories(of_the_month, where, known_on(), version())


def story_routes(where: Selection) -> pd.DataFrame:
    """Return the stories by the countries of origin, transit and host.

    Returns:
        The frame of `routes` in metrics.analyses.story_coverage.
    """
    return _stories(routes, where, known_on(), version())


@remembered(200)
def _stories(
    listing: Callable[[Selection, dt.date | None], pd.DataFrame],
    where: Selection,
    as_of: dt.date | None,
    _version: Version,
) -> pd.DataFrame:
    return listing(where, as_of)
