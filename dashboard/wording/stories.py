"""From how many countries stories may be published, in one sentence."""

from __future__ import annotations

import pandas as pd

from dashboard.i18n import _, ngettext, number


def answer(found: pd.DataFrame) -> str:
    """Return how many stories may be published, and from how many countries.

    Args:
        found: What `story_coverage.countries` returned.
    """
    count, places = int(found["stories"].sum()), found[found["is_listed"]]
    if not count:
        return _("No story may be published")
    values = {"n": number(count), "countries": number((places["stories"] > 0).sum()), "all": number(len(places))}
    if places.empty:
        return ngettext("{n} story may be published", "{n} stories may be published", count).format(**values)
    return ngettext(
        "{n} story may be published, from {countries} of {all} countries with a mission",
        "{n} stories may be published, from {countries} of {all} countries with a mission",
        count,
    ).format(**values)
