"""Answers about who contributed and how, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from dashboard.queries import known_on
from dashboard.remembered import Version, remembered, version
from metrics import Selection
from metrics.analyses.hashtag_pairs import pairs
from metrics.analyses.own_originals import own_originals


def hashtag_pairs(where: Selection) -> pd.DataFrame:
    """Return the hashtags used together.

    Returns:
        The frame of metrics.analyses.hashtag_pairs.
    """
    return _asked(pairs, where, known_on(), version())


def originals(where: Selection) -> pd.DataFrame:
    """Return which missions' offices publish posts of their own and which only share.

    Returns:
        The frame of metrics.analyses.own_originals.
    """
    return _asked(own_originals, where, known_on(), version())


@remembered(200)
def _asked(
    analysis: Callable[[Selection, dt.date | None], pd.DataFrame],
    where: Selection,
    as_of: dt.date | None,
    _version: Version,
) -> pd.DataFrame:
    return analysis(where, as_of)
