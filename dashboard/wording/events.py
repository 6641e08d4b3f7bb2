"""What can be said of the days of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.i18n import _, counted, day, number
from metrics.definitions.fact_tables import FACT_TABLES


def answer(ranked: pd.DataFrame) -> str:
    """Return which event stood out most.

    Args:
        ranked: What `event_study.event_days` returned.
    """
    known = ranked.dropna(subset=["posts", "typical"])
    if known.empty or not known["posts"].iloc[0] >= 2 * max(known["typical"].iloc[0], 1):
        return _("No event day has twice the posts of a typical day")
    top = known.iloc[0]
    return _("“{event}” stood out most, with {sentence}").format(event=top["event"], sentence=sentence(top).rstrip("."))


def sentence(event: Mapping[Any, Any] | pd.Series) -> str:
    """Return what can be said of the day of an event in one sentence.

    Args:
        event: A row of what `event_study` returned for the days of events: day, event, posts, automatic, typical.
    """
    if pd.isna(event["posts"]):
        return _("The data do not cover this day.")
    posts = counted(event["posts"], FACT_TABLES["posts"].counted)
    if pd.isna(event["typical"]):
        return _("{posts}.").format(posts=posts)
    typical = number(event["typical"], 0 if float(event["typical"]).is_integer() else 1)
    automatic = 0 if pd.isna(event["automatic"]) else int(event["automatic"])
    template = _("{posts}; a typical {weekday} has {typical}.")
    if automatic:
        template = _("{posts}, and {n} sent automatically; a typical {weekday} has {typical}.")
    return template.format(posts=posts, weekday=day(event["day"], "EEEE"), typical=typical, n=number(automatic))
