"""A map of the countries with a story that may be published, with missing countries hatched."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.base import world
from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import counted, most_listed, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn
from dashboard.i18n import _, number
from metrics.definitions.catalogue import METRICS


def stories_map(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw countries by their stories, and those with a mission but without a story hatched.

    Args:
        frame: The frame of `countries` in metrics.analyses.story_coverage.
        labels: Names of countries by code.
        look: The colours.
    """
    places = frame[frame["country"] != "unknown"]
    covered, missing = places[places["stories"] > 0], places[places["stories"] == 0]
    if covered.empty:
        return nothing(look)
    texts = {
        code: f"<b>{as_drawn(labels.get(code, code))}</b><br>{counted(stories, METRICS['stories'])}"
        for code, stories in zip(places["country"], places["stories"], strict=True)
    }
    made = world.draw(
        {str(code): float(stories) for code, stories in zip(covered["country"], covered["stories"], strict=True)},
        {},
        texts,
        set(missing["country"]),
        _("country with a mission, without a story"),
        look,
    )
    of_missions = covered["is_listed"].sum()
    title = fitting(
        _("{n} of {all} countries with a mission have a story; {missing} are missing").format(
            n=number(of_missions), all=number(places["is_listed"].sum()), missing=number(len(missing))
        ),
        _("Countries with a story: {n} of {all}").format(n=number(of_missions), all=number(places["is_listed"].sum())),
    )
    parts = [
        f"{labels.get(code, code)} {number(stories)}"
        for code, stories in zip(covered["country"], covered["stories"], strict=True)
    ]
    return Chart(made, title, [most_listed(_("Most stories: {parts}."), parts), *world.too_small(places["country"])])
