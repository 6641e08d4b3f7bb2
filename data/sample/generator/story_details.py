"""What the sheet of stories records beside the nomination: the route, the theme, languages, the link and the month.

All of it is invented. It is drawn from a generator of its own, so that nothing else in the sample depends on it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.random import Generator, default_rng

from data.sample.generator.people import OFFICES

SEED: Final = 2015
ROUTES: Final[dict[str, tuple[str, str, str]]] = {
    "SJO": ("HND GTM SLV HTI", "MEX GTM PAN", "USA CRI MEX CAN"),
    "NBO": ("SOM SSD ETH ERI", "ETH SDN KEN", "KEN UGA GBR SWE"),
    "BKK": ("PHL NPL MMR BGD", "THA MYS", "THA ARE AUS KOR"),
    "BRU": ("SYR NGA BRA SEN", "TUR GRC LBY", "ITA DEU GBR IRL"),
    "VIE": ("SYR AFG UKR MDA", "TUR SRB GRC", "DEU ITA TUR POL"),
    "DKR": ("SEN MLI NGA GHA", "NER LBY DZA", "ITA FRA ESP"),
    "CAI": ("SYR IRQ SDN TUN", "JOR LBN TUR", "DEU JOR SWE"),
    "PRY": ("MOZ ZWE COD MWI", "ZMB MWI", "ZAF NAM PRT"),
    "BUE": ("COL PER BOL VEN", "ECU PER", "ARG CHL ESP"),
}
"""Countries of origin, transit and host by the region of the mission that nominates, the most frequent first."""
LANGUAGES: Final = {"SJO": "es", "BUE": "es", "DKR": "fr", "CAI": "ar"}
"""What is spoken beside English."""
THEMES: Final = {
    "work": 0.24, "education": 0.16, "family": 0.14, "health": 0.11, "culture": 0.1, "remittances": 0.1, "youth": 0.08,
    "": 0.07,
}  # fmt: skip
HAS_ROUTE, HAS_TRANSIT, HAS_ENGLISH, IS_PUBLISHED = 0.9, 0.55, 0.6, 0.7
MONTHS: Final = [f"2015-{month:02d}" for month in range(2, 12)]
A_MONTH: Final = 2
"""Stories of each month, of different missions."""

Row = dict[str, Any]


def detailed(stories: list[Row], states: list[str]) -> list[Row]:
    """Return the stories with routes, themes, languages, links and months.

    Args:
        stories: Rows of the story sheet in the order of their nomination.
        states: Where each of them stands; only what may be published has a link or is the story of a month.
    """
    rng = default_rng(SEED)
    regions = {mission: region for region, missions in OFFICES.items() for mission in missions}
    rows = []
    for story, state in zip(stories, states, strict=True):
        region = regions[story["mission"]]
        is_published = state == "publishable" and rng.random() < IS_PUBLISHED
        rows.append(
            {
                **story,
                **_route(rng, story, region),
                "theme": str(rng.choice(list(THEMES), p=list(THEMES.values()))),
                "languages": _languages(rng, region),
                "story_link": f"https://example.org/stories/{story['story']}" if is_published else "",
                "story_month": "",
            }
        )
    _choose_of_the_month(rows)
    return rows


def _route(rng: Generator, story: Row, region: str) -> Row:
    """Return a route through the story's own country, which is the one that somebody contributed to."""
    if rng.random() >= HAS_ROUTE:
        return {}
    own = {"home": "origin", "transit": "transit", "host": "host"}[story["contribution_to"]]
    route: Row = {own: story["country"]}
    for name, codes in zip(("origin", "transit", "host"), ROUTES[region], strict=True):
        free = [code for code in codes.split() if code not in route.values()]
        weights = 1 / np.arange(1, len(free) + 1)
        chosen = str(rng.choice(free, p=weights / weights.sum()))
        if name != own and (name != "transit" or rng.random() < HAS_TRANSIT):
            route[name] = chosen
    return route


def _languages(rng: Generator, region: str) -> str:
    spoken = LANGUAGES.get(region)
    if spoken is None:
        return "en"
    return f"{spoken}, en" if rng.random() < HAS_ENGLISH else spoken


def _choose_of_the_month(rows: list[Row]) -> None:
    """Mark published stories as those of a month, each after its nomination and none twice."""
    for month in MONTHS:
        chosen: list[str] = []
        for row in rows:
            is_free = row["story_link"] and not row["story_month"] and row["mission"] not in chosen
            if is_free and f"{row['nominated']:%Y-%m}" <= month and len(chosen) < A_MONTH:
                row["story_month"] = month
                chosen.append(row["mission"])
