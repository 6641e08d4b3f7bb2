"""A data set unlike the sample: nobody is in a directory, many publishers are unknown, two campaigns overlap, people
have several accounts and voices, offices post on somebody's behalf, some of them from accounts of the organisation's
own; with sign-ups, photos and votes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.schema import OTHER_ACCOUNTS

if TYPE_CHECKING:
    from tests.metrics.conftest import Builder

CLAIMED = (
    "contributor_type=migrant; mission=KEN",
    "contributor_type=migrant; platform=youtube; mission=KEN",
    "contributor_type=migrant",
)
"""What published figures may ask: the first two are narrower than is told."""


def fill(house: Builder) -> Builder:
    rng = np.random.default_rng(5)
    number = 2000
    missions = np.array(["KEN", "UGA", "JOR", "ITA", "MEX", "NER", "BGD", "unknown"])
    kind = rng.choice(["unknown", "person", "office", "organisation"], number, p=[0.5, 0.3, 0.15, 0.05])
    mission = rng.choice(missions, number, p=[0.04, 0.03, 0.35, 0.35, 0.02, 0.06, 0.05, 0.1])
    people = ["public", "staff", "unknown", "migrant", "crisis_affected"]
    spoken = {
        "unknown": (people, [0.4, 0.1, 0.35, 0.1, 0.05]),
        "person": (people, [0.5, 0.3, 0, 0.15, 0.05]),
        "office": (["mission", "crisis_affected"], [0.94, 0.06]),
        "organisation": (["partner", "donor"], [0.6, 0.4]),
    }
    voice = np.array([rng.choice(spoken[each][0], p=spoken[each][1]) for each in kind])
    who = np.array(
        [
            f"{each}{place}{rng.integers(3 if each == 'office' else 150)}"
            for each, place in zip(kind, mission, strict=True)
        ]
    )
    own = (kind == "office") & (mission != "unknown") & np.char.endswith(who, "0")
    days = rng.integers(0, 85, number)
    inside = rng.choice([0, 1, 2, 3], number, p=[0.3, 0.35, 0.15, 0.2])
    frame = pd.DataFrame(
        {
            "key_hash": np.arange(1, number + 1, dtype=np.uint64),
            "platform": rng.choice(["twitter", "facebook", "youtube"], number, p=[0.65, 0.3, 0.05]),
            "post_id": np.arange(number).astype(str),
            "account": [f"{name}:{n % 2}" for n, name in enumerate(who)],
            "contributor": who,
            "posted_at": pd.Timestamp("2016-01-04 08:00")
            + pd.to_timedelta(days * 24 + rng.integers(0, 12, number), unit="h"),
            "hashtags": [[["iamamigrant"], ["migrants", "refugees"], []][n] for n in rng.integers(0, 3, number)],
            "campaigns": [[[], ["stories"], ["voices"], ["stories", "voices"]][n] for n in inside],
            "language": rng.choice(["en", "fr", "unknown"], number),
            "country": mission,
            "region": "unknown",
            "mission": mission,
            "mission_kind": "country",
            "media_type": rng.choice(["photo", "text"], number),
            "post_kind": rng.choice(["original", "share"], number),
            "contributor_type": voice,
            "posted_on_behalf": (kind == "office") & (voice == "crisis_affected"),
            "account_type": kind,
            "own_account": np.where(own, np.char.add("IOM ", mission), OTHER_ACCOUNTS),
            "theme": (theme := rng.choice(["work", "home", "unknown"], number)),
            "thematic_area": pd.Series(theme).map({"work": "labour", "home": "integration", "unknown": "unknown"}),
            "is_synthetic": True,
            "day_only": False,
            "falling": False,
        }
    )
    for name, most in (
        ("impressions", 9000),
        ("reach", 5000),
        ("reactions", 300),
        ("shares", 40),
        ("followers", 20000),
    ):
        frame[name] = pd.array(np.where(rng.random(number) < 0.6, rng.integers(0, most, number), -1), dtype="Int64")
        frame[name] = frame[name].mask(frame[name] < 0)
    _insert(house, "posts", frame)
    for campaign in ("stories", "voices"):
        house.insert("campaigns", {"campaign": campaign, "name": campaign.title()})
    sign_ups = pd.DataFrame(
        {
            "thunderclap": "t",
            "supporter": [f"s{n}" for n in range(120)],
            "platform": rng.choice(["twitter", "facebook"], 120),
            "country": rng.choice(missions, 120),
            "supporter_type": rng.choice(people, 120, p=[0.5, 0.2, 0.15, 0.1, 0.05]),
            "connections": rng.integers(10, 900, 120),
            "signed_up": pd.Timestamp("2016-02-01"),
            "is_synthetic": True,
        }
    )
    _insert(house, "supporters", sign_ups)
    house.insert(
        "thunderclaps",
        {"thunderclap": "t", "campaign": "voices", "launched_at": dt.datetime(2016, 3, 1), "is_synthetic": True},
    )
    entered = pd.DataFrame(
        {
            "photo": [f"p{n}" for n in range(90)],
            "campaign": "stories",
            "mission": rng.choice(missions, 90),
            "submitted": pd.Timestamp("2016-02-09"),
            "contributor_type": rng.choice(people, 90, p=[0.5, 0.2, 0.15, 0.1, 0.05]),
            "is_synthetic": True,
        }
    )
    _insert(house, "photos", entered)
    votes_cast = pd.DataFrame(
        {
            "photo": entered["photo"],
            "day": pd.Timestamp("2016-03-02"),
            "votes": rng.integers(1, 99, 90),
            "is_synthetic": True,
        }
    )
    _insert(house, "photo_votes", votes_cast)
    for place, filters in enumerate(CLAIMED):
        house.insert(
            "claims", {"claim": f"C{place}", "metric": "posts", "value": 3.0, "filters": filters, "is_synthetic": True}
        )
    return house


def _insert(house: Builder, table: str, rows: pd.DataFrame) -> None:
    house.con.execute(f"INSERT INTO {table} BY NAME FROM rows")
