"""A map of the missions that took part, with silent missions hatched."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.base import world
from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.phrases import counted, most_listed, nothing
from dashboard.charts.base.theme import LIGHT, Look, as_drawn
from dashboard.i18n import _, number
from metrics.definitions.catalogue import METRICS


def missions_map(frame: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw country missions by their posts, silent ones hatched, and a dot for each regional office with posts.

    Args:
        frame: The frame of metrics.analyses.participation.missions.
        labels: Names of missions by code.
        look: The colours.
    """
    countries = frame[(frame["kind"] == "country") & (frame["is_listed"] | (frame["posts"] > 0))]
    if countries.empty:
        return nothing(look)
    active, silent = countries[countries["posts"] > 0], countries[countries["posts"] == 0]
    if not (frame["posts"] > 0).any():  # nobody recorded it, so nobody is silent
        silent = silent.iloc[:0]
    texts = {
        country: f"<b>{as_drawn(labels.get(mission, mission))}</b><br>{counted(posts, METRICS['posts'])}"
        for country, mission, posts in zip(countries["country"], countries["mission"], countries["posts"], strict=True)
    }
    regional = frame[(frame["kind"] == "regional") & (frame["posts"] > 0)]
    made = world.draw(
        {str(code): float(posts) for code, posts in zip(active["country"], active["posts"], strict=True)},
        dict(zip(countries["country"], countries["mission"], strict=True)),
        texts,
        set(silent["country"]),
        _("country mission without a post"),
        look,
        list(regional["country"]),
        _("regional office with posts"),
    )
    title = fitting(
        _("{n} of {all} country missions took part; {silent} are silent").format(
            n=number(len(active)), all=number(len(countries)), silent=number(len(silent))
        ),
        _("{n} of {all} country missions took part").format(n=number(len(active)), all=number(len(countries))),
    )
    if active.empty and silent.empty:
        sentences = [_("No post says which mission it came from.")]
        return Chart(made, _("Not recorded in these data"), sentences, unrecorded=True)
    return Chart(made, title, [*_most(active, labels), *world.too_small(countries["country"])])


def _most(active: pd.DataFrame, labels: Labels) -> list[str]:
    parts = [
        f"{labels.get(mission, mission)} {number(posts)}"
        for mission, posts in zip(active["mission"], active["posts"], strict=True)
    ]
    return [most_listed(_("Most posts: {parts}."), parts)] if parts else [_("No country mission has a post.")]
