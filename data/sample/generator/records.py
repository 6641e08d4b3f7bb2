"""Everything besides posts: the Thunderclap and its supporters, photos and votes, stories and consents.

All of it is invented except the first three ranks of the photo vote: they were published, and only they are marked as
documented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from data.sample.generator import captions
from data.sample.generator.people import ELSEWHERE, OFFICES, SOCIAL_REACH, Supporter
from data.sample.generator.posts import LAUNCH
from data.sample.generator.sheets import TYPE_LABELS
from data.sample.generator.story_details import detailed

PHOTOS = 312
VOTES: Final = (230, 183, 134, 96, 88, 71, 64, 59, 52, 47, 41, 38, 33, 29, 24, 21, 17, 14, 11, 9)
SHORT_LIST: Final = (
    "SOM",
    "RO-SJO",
    "RO-NBO",
    "IRL",
    "HTI",
    "PHL",
    "COL",
    "JOR",
    "SEN",
    "ITA",
    "MDA",
    "BGD",
    "ZAF",
    "GTM",
    "UGA",
    "TUN",
    "PRT",
    "NPL",
    "GHA",
    "TUR",
)
DOCUMENTED_RANKS = 3
VOTING_DAYS: Final = [date(2014, 12, 8) + timedelta(day) for day in range(10)]
PHOTO_VOICES: Final = {
    "mission": 0.34,
    "staff": 0.2,
    "public": 0.2,
    "migrant": 0.14,
    "partner": 0.06,
    "crisis_affected": 0.06,
}

STORIES: Final = {"publishable": 118, "withdrawn": 7, "expired": 4, "pending": 31, "rejected": 20}
FOR_COUNCIL, MINORS = 10, 6

Row = dict[str, Any]


def thunderclap(supporters: Sequence[Supporter]) -> list[Row]:
    """Return the Thunderclap, as a row of its sheet."""
    return [
        {
            "thunderclap": "whd-2014",
            "campaign": "migrationmeans",
            "title": "World Humanitarian Day 2014",
            "goal": 250,
            "supporters": sum(not one.opted_out for one in supporters),
            "social_reach": SOCIAL_REACH,
            "launched_at": LAUNCH,
        }
    ]


def supporter_rows(supporters: Sequence[Supporter]) -> list[Row]:
    """Return the supporters, as rows of their sheet."""
    return [
        {
            "thunderclap": "whd-2014",
            "platform": one.account.platform.title(),
            "supporter": one.account.handle,
            "signed_up": one.signed_up,
            "connections": one.connections,
            "country": one.contributor.country if one.connections % 5 else None,  # not everybody says
            "supporter_type": TYPE_LABELS[one.contributor.type],
            "opted_out": one.opted_out,
        }
        for one in sorted(supporters, key=lambda one: (one.signed_up, one.account.handle))
    ]


def photos_and_votes(rng: Generator) -> tuple[list[Row], list[Row], list[Row]]:
    """Make 312 photos, of which 20 were put to the vote, the votes by day, and the consents of the photos."""
    offices = [code for codes in OFFICES.values() for code in codes]
    missions = [*SHORT_LIST, *(str(code) for code in rng.choice(offices, PHOTOS - len(SHORT_LIST)))]
    voices = ["mission"] * len(SHORT_LIST) + [
        str(v) for v in rng.choice(list(PHOTO_VOICES), PHOTOS, p=list(PHOTO_VOICES.values()))
    ]
    photos, votes, consents = [], [], []
    for number, rank in enumerate((int(rank) for rank in rng.permutation(PHOTOS)), start=1):
        photo, short_listed = f"photo-{number:03d}", rank < len(SHORT_LIST)
        submitted = date(2014, 6, 21) + timedelta(int(rng.integers(0, 150)))
        consent = f"consent-p{number:03d}" if short_listed or rng.random() > 0.06 else None
        photos.append(
            {
                "photo": photo,
                "campaign": "migrationmeans",
                "mission": missions[rank],
                "country": missions[rank] if len(missions[rank]) == 3 else None,
                "submitted": submitted,
                "contributor_type": TYPE_LABELS[voices[rank]],
                "title": "Saving migrants' lives" if rank == 0 else str(rng.choice(captions.PHOTO_TITLES)),
                "shortlisted": short_listed,
                "consent": consent,
                "documented": rank < DOCUMENTED_RANKS,
            }
        )
        if consent:
            consents.append(
                {
                    "consent": consent,
                    "given": submitted,
                    "scope": "dashboard report",
                    "risk_review": "passed",
                    "minor": False,
                }
            )
        if short_listed:
            weights = np.linspace(1, 2.5, len(VOTING_DAYS))
            by_day = rng.multinomial(VOTES[rank], weights / weights.sum())
            votes += [
                {"photo": photo, "day": day, "votes": int(cast)} for day, cast in zip(VOTING_DAYS, by_day, strict=True)
            ]
    return photos, votes, consents


def winners(votes: list[Row]) -> tuple[str, str, str]:
    """Return the IDs of the photos in the first three places."""
    counted: Counter[str] = Counter()
    for row in votes:
        counted[row["photo"]] += row["votes"]
    first, second, third = (photo for photo, _ in counted.most_common(3))
    return first, second, third


def stories_and_consents(rng: Generator) -> tuple[list[Row], list[Row]]:
    """Make 180 nominations of 2015 in every state that a story and its consent can have."""
    states = [str(state) for state in rng.permutation(np.repeat(list(STORIES), list(STORIES.values())))]
    publishable = [index for index, state in enumerate(states) if state == "publishable"]
    council, minors = (set(rng.choice(publishable, size, replace=False)) for size in (FOR_COUNCIL, MINORS))
    days = sorted(rng.integers(0, 320, len(states)))
    country_missions = [code for codes in OFFICES.values() for code in codes if len(code) == 3]
    missions = [str(code) for code in rng.permutation(np.resize(country_missions, len(states)))]
    stories, consents = [], []
    for index, state in enumerate(states):
        nominated = date(2015, 1, 12) + timedelta(int(days[index]))
        consent = {"consent": f"consent-s{index + 1:03d}", **story_consent(rng, state, nominated)}
        if index in minors:
            consent |= {"minor": True, "guardian_consent": True}
        consents.append(consent)
        stories.append(
            {
                "story": f"story-{index + 1:03d}",
                "campaign": "migrantheroes",
                "nominated": nominated,
                "mission": missions[index],
                "country": str(rng.choice(ELSEWHERE)) if rng.random() < 0.2 else missions[index],
                "contribution_to": str(rng.choice(["home", "transit", "host"], p=[0.38, 0.07, 0.55])),
                "state": state if state in ("pending", "rejected") else "accepted",
                "council": index in council,
                "consent": consent["consent"],
            }
        )
    return detailed(stories, states), consents


def story_consent(rng: Generator, state: str, nominated: date) -> Row:
    """Make the consent of a story."""
    given = nominated + timedelta(int(rng.integers(0, 21)))
    scope = str(rng.choice(["dashboard report", "dashboard report press"]))
    consent: Row = {"given": given, "scope": scope, "risk_review": "passed", "minor": False}
    if state == "withdrawn":
        consent["withdrawn"] = given + timedelta(int(rng.integers(20, 200)))
    elif state == "expired":
        consent["expires"] = min(given + timedelta(int(rng.integers(30, 120))), date(2015, 12, 31))
    elif state == "pending":
        consent |= {"given": given if rng.random() < 0.5 else None, "risk_review": "pending"}
    elif state == "rejected":
        consent["risk_review"] = str(rng.choice(["failed", "passed"]))
    return consent
