"""Answers about photos and stories, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.remembered import as_known
from metrics import Selection
from metrics.analyses import photo_vote, story_coverage

Day = dt.date | None
"""The day looked back to; `as_known` adds it."""


@as_known(100)
def photo_votes(as_of: Day, where: Selection) -> photo_vote.Vote:
    """Return the votes of a selection and the photos that may be shown.

    Returns:
        What metrics.analyses.photo_vote returns.
    """
    return photo_vote.vote(where, as_of)


@as_known(100)
def photo_audit(_as_of: Day, where: Selection) -> photo_vote.Audit:
    """Return the checks of the votes of a selection."""
    return photo_vote.audit(photo_votes(where).votes)


@as_known(100)
def stories_by_country(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return every country with its stories.

    Returns:
        The frame of `countries` in metrics.analyses.story_coverage.
    """
    return story_coverage.countries(where, as_of)


@as_known(100)
def story_steps(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return where the stories of whole campaigns stand.

    Returns:
        The frame of `steps` in metrics.analyses.story_coverage.
    """
    return story_coverage.steps(where, as_of)


@as_known(100)
def stories_for_council(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the stories chosen for the Council that may be published.

    Returns:
        The frame of `for_council` in metrics.analyses.story_coverage.
    """
    return story_coverage.for_council(where, as_of)


@as_known(100)
def stories_of_the_month(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the stories of the month that may be published.

    Returns:
        The frame of `of_the_month` in metrics.analyses.story_coverage.
    """
    return story_coverage.of_the_month(where, as_of)


@as_known(100)
def story_routes(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the stories by the countries of origin, transit and host.

    Returns:
        The frame of `routes` in metrics.analyses.story_coverage.
    """
    return story_coverage.routes(where, as_of)


@as_known(100)
def stories_by_theme(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the stories that may be published by theme.

    Returns:
        The frame of `by_theme` in metrics.analyses.story_coverage.
    """
    return story_coverage.by_theme(where, as_of)


@as_known(100)
def stories_by_language(as_of: Day, where: Selection) -> pd.DataFrame:
    """Return the stories that may be published by language.

    Returns:
        The frame of `by_language` in metrics.analyses.story_coverage.
    """
    return story_coverage.by_language(where, as_of)
