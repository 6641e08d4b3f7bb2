"""Answers about who contributed and how, asked once for each selection and data version, as known on the day looked back to."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.remembered import as_known
from metrics import Selection
from metrics.analyses.hashtag_pairs import pairs
from metrics.analyses.own_originals import own_originals


@as_known(100)
def hashtag_pairs(as_of: dt.date | None, where: Selection) -> pd.DataFrame:
    """Return the hashtags used together.

    Returns:
        The frame of metrics.analyses.hashtag_pairs.
    """
    return pairs(where, as_of)


@as_known(100)
def originals(as_of: dt.date | None, where: Selection) -> pd.DataFrame:
    """Return which missions' offices publish posts of their own and which only share.

    Returns:
        The frame of metrics.analyses.own_originals.
    """
    return own_originals(where, as_of)
