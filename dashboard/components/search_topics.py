"""What people look for and no page is called: words of everyday speech by page, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dashboard.i18n import _

TOPICS: Final[Mapping[str, Callable[[], str]]] = {
    "": lambda: _("target, goal, progress, summary, posts over time"),
    "reach": lambda: _("people reached, how many people, audience, accounts"),
    "engagement": lambda: _("best posts, what worked, best time to post, when to post, likes, comments, formats"),
    "contributions": lambda: _(
        "who else used the hashtag, who posted most, others, partners, voices, themes, languages, hashtags"
    ),
    "missions": lambda: _("silent missions, missing countries, coverage, map, regions"),
    "thunderclap": lambda: _("supporters, sign-ups, social reach, friends and followers"),
    "events": lambda: _("days, dates, peak, what happened"),
    "posts": lambda: _("texts, list, download posts"),
    "photos": lambda: _("photo vote, winner, pictures, ranking"),
    "stories": lambda: _("countries without a story, missing stories, heroes, consent, nominations"),
    "say": lambda: _("quote, sentence, press release, media lines"),
    "mission": lambda: _("country profile, fact sheet, what to do next"),
    "compare": lambda: _("this month and last month, before and after, difference, change, campaigns"),
    "claims": lambda: _("which number is right, published numbers, check a report"),
    "report": lambda: _("presentation, slides, chart for a slide, download, print, export"),
    "definitions": lambda: _("how is it counted, meaning, formula, glossary"),
    "quality": lambda: _("what is missing, gaps, errors, how good are the data, trust"),
    "data": lambda: _("upload, import files, undo, erase, withdraw"),
    "contributors": lambda: _("accounts, contributor types, migrants, staff"),
}
"""Words by the address of the page."""
