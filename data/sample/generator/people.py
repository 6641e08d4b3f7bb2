"""The people and offices of the sample campaign, their accounts, and the supporters of the Thunderclap.

Distributions and exact totals are those of the sample's specification. Where it gives none, a comment says what was
assumed.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator

REFERENCE: Final = Path(__file__).parents[2] / "reference"

# Share of office posts by region, and the offices that take part: 44 country missions, eight regional offices,
# headquarters.
REGION_SHARES: Final = {
    "SJO": 18,
    "NBO": 15,
    "BKK": 13,
    "BRU": 12,
    "HQ": 11,
    "VIE": 8,
    "DKR": 7,
    "CAI": 6,
    "PRY": 5,
    "BUE": 5,
}
OFFICES: Final = {
    "SJO": ["RO-SJO", "CRI", "GTM", "HND", "MEX", "SLV", "DOM", "HTI", "NIC"],
    "NBO": ["RO-NBO", "SOM", "KEN", "ETH", "SSD", "UGA", "TZA"],
    "BKK": ["RO-BKK", "PHL", "BGD", "IDN", "NPL", "THA", "MMR"],
    "BRU": ["RO-BRU", "IRL", "ITA", "BEL", "PRT", "GBR", "POL"],
    "HQ": ["HQ"],
    "VIE": ["RO-VIE", "TUR", "UKR", "GEO", "MDA", "SRB"],
    "DKR": ["RO-DKR", "SEN", "NER", "MLI", "GHA"],
    "CAI": ["RO-CAI", "JOR", "EGY", "TUN"],
    "PRY": ["RO-PRY", "ZAF", "NAM", "MOZ"],
    "BUE": ["COL", "PER", "ARG"],
}
CRISIS_OFFICES: Final = ("SOM", "SSD", "JOR", "NER", "MLI", "PHL", "HTI", "UKR")
ELSEWHERE: Final = (
    "USA",
    "CAN",
    "FRA",
    "DEU",
    "SWE",
    "AUS",
    "IND",
    "BRA",
    "NGA",
    "SYR",
    "IRQ",
    "ERI",
    "SDN",
    "LBN",
    "ESP",
)

# People and organisations by type (1,800 together) and the posts they write before the Thunderclap's own are counted.
PEOPLE: Final = {
    "public": 740,
    "staff": 490,
    "migrant": 306,
    "partner": 164,
    "donor": 36,
    "crisis_affected": 24,
    "unknown": 40,
}
PEOPLE_POSTS: Final = {
    "public": 1022,
    "staff": 736,
    "migrant": 409,
    "partner": 368,
    "donor": 123,
    "crisis_affected": 24,
    "unknown": 0,
}
OFFICE_POSTS, ON_BEHALF_POSTS = 1268, 140

# Followers and friends: lognormal (median, sigma).
TWITTER_FOLLOWERS: Final = {
    "mission": (1900, 0.95),
    "staff": (260, 1.15),
    "public": (230, 1.30),
    "partner": (5200, 1.10),
    "donor": (3800, 0.90),
    "migrant": (200, 1.10),
    "crisis_affected": (150, 1.00),
    "unknown": (230, 1.30),
}
FRIENDS, FRIENDS_AT_MOST = (310, 0.85), 5000
PAGE_FANS, REGIONAL_PAGE_FANS = (3600, 0.90), (9000, 0.60)
HEADQUARTERS_FOLLOWERS, HEADQUARTERS_FANS = 41_000, 62_000

SUPPORTERS: Final = {
    ("twitter", "mission"): 22,
    ("twitter", "staff"): 104,
    ("twitter", "public"): 86,
    ("twitter", "partner"): 15,
    ("twitter", "donor"): 4,
    ("facebook", "unknown"): 40,
    ("facebook", "staff"): 34,
    ("facebook", "public"): 30,
    ("facebook", "migrant"): 6,
    ("tumblr", "public"): 5,
    ("tumblr", "staff"): 1,
}
SOCIAL_REACH, OPTED_OUT = 521_840, 9
SIGN_UP_WEIGHTS: Final = (7, 9, 6, 4, 3, 2.5, 2, 2, 1.2, 1.2, 2, 2.2, 2.5, 3, 2, 2.5, 6, 12, 14)
FIRST_DAY, LAST_DAY = date(2014, 6, 20), date(2014, 12, 18)
OFFICE_GROWTH = 0.12  # assumed: offices' accounts grow evenly by 12 % over the campaign, people's do not


@dataclass
class Account:
    """An account on one platform."""

    platform: str
    handle: str
    followers: int  # on the day before the campaign

    def followers_on(self, day: date, grows: bool) -> int:
        """Return the followers on a day; those of offices grow."""
        share = (day - FIRST_DAY).days / (LAST_DAY - FIRST_DAY).days
        return round(self.followers * (1 + OFFICE_GROWTH * min(max(share, 0), 1))) if grows else self.followers


@dataclass
class Contributor:
    """An office, an organization or a person, with accounts."""

    key: str
    type: str  # whose voice
    mission: str
    region: str
    country: str
    accounts: dict[str, Account] = field(default_factory=dict)
    platforms: list[str] = field(default_factory=list)  # the platform of each of its posts

    @property
    def account_type(self) -> str:
        """Who owns the accounts: an office, an organization or a person."""
        return {"mission": "office", "partner": "organisation", "donor": "organisation"}.get(self.type, "person")


@dataclass
class Supporter:
    """A supporter of the Thunderclap."""

    account: Account
    contributor: Contributor
    signed_up: date
    connections: int
    opted_out: bool = False


def largest_remainder(total: int, weights: list[float]) -> list[int]:
    """Return whole numbers that add up to `total`, in proportion to `weights`."""
    exact = np.array(weights) / sum(weights) * total
    counts = np.floor(exact).astype(int)
    counts[np.argsort(counts - exact, kind="stable")[: total - counts.sum()]] += 1
    return [int(count) for count in counts]


def lognormal(rng: Generator, median: float, sigma: float) -> int:
    """Return a random count with a log-normal distribution, at least 3."""
    return max(round(median * float(np.exp(rng.normal(0, sigma)))), 3)


def read_missions() -> dict[str, dict[str, str]]:
    """Return the rows of the mission list by code."""
    with (REFERENCE / "missions.csv").open(encoding="utf-8", newline="") as file:
        return {row["mission"]: row for row in csv.DictReader(file)}


def office_weights(region: str) -> list[float]:
    """Return how much each office of a region posts, relative to the others: the regional office posts most."""
    return [3.0 if office.startswith("RO-") else 1.6 / (rank + 1) ** 0.6 for rank, office in enumerate(OFFICES[region])]


def office_handle(name: str) -> str:
    """Return the account name of an office: `Regional Office San José` becomes `IOM_RO_SanJose`."""
    short = (
        name.replace("Regional Office ", "RO_").replace("Headquarters", "HQ").split("Republic of ")[-1].replace(" ", "")
    )
    return "IOM_" + unicodedata.normalize("NFKD", short).encode("ascii", "ignore").decode()


def make_offices(rng: Generator) -> dict[str, Contributor]:
    """Make the offices and their accounts."""
    missions = read_missions()
    offices = {}
    for region, codes in OFFICES.items():
        for code in codes:
            office = Contributor(f"office-{code}", "mission", code, region, missions[code]["country"])
            page, fans = str(rng.integers(10**14, 10**15)), REGIONAL_PAGE_FANS if code.startswith("RO-") else PAGE_FANS
            handle = office_handle(missions[code]["name"])
            office.accounts["twitter"] = Account("twitter", handle, lognormal(rng, *TWITTER_FOLLOWERS["mission"]))
            office.accounts["facebook"] = Account("facebook", page, lognormal(rng, *fans))
            offices[code] = office
    headquarters = offices["HQ"].accounts
    headquarters["twitter"].followers, headquarters["facebook"].followers = HEADQUARTERS_FOLLOWERS, HEADQUARTERS_FANS
    return offices


def share_out_office_posts(rng: Generator, offices: dict[str, Contributor], on_facebook: int) -> None:
    """Distribute the posts of offices over offices and platforms."""
    posts: list[Contributor] = []
    by_region = largest_remainder(OFFICE_POSTS, [float(share) for share in REGION_SHARES.values()])
    for region, count in zip(REGION_SHARES, by_region, strict=True):
        for code, own in zip(OFFICES[region], largest_remainder(count, office_weights(region)), strict=True):
            posts += [offices[code]] * own
    platforms = np.array(["facebook"] * on_facebook + ["twitter"] * (OFFICE_POSTS - on_facebook))
    for office, platform in zip(posts, rng.permutation(platforms), strict=True):
        office.platforms.append(str(platform))


def make_people(rng: Generator, on_facebook: int) -> list[Contributor]:
    """Make 1,800 people and organizations: one post each, the rest by Zipf's law, some on two platforms.

    `on_facebook` of their posts are on Facebook. The 40 of unknown type only join the Thunderclap.
    """
    missions = read_missions()
    numbers = iter(rng.permutation(sum(PEOPLE.values())) + 1)
    regions, shares = list(REGION_SHARES), np.array(list(REGION_SHARES.values())) / 100
    people = []
    for kind, size in PEOPLE.items():
        zipf = np.arange(1, size + 1) ** -1.02
        more = rng.multinomial(max(PEOPLE_POSTS[kind] - size, 0), zipf / zipf.sum())
        for extra in more:
            region = str(rng.choice(regions, p=shares))
            weights = np.array(office_weights(region)) * np.array(
                [0.2 if code.startswith("RO-") else 1 for code in OFFICES[region]]
            )
            mission = str(rng.choice(OFFICES[region], p=weights / weights.sum()))
            away = kind in ("migrant", "public") and rng.random() < 0.12
            country = str(rng.choice(ELSEWHERE)) if away else missions[mission]["country"]
            person = Contributor(f"{next(numbers):04d}", kind, mission, region, country)
            person.platforms = platforms_of(rng, kind, int(extra) + 1)
            people.append(person)
    settle_platforms(rng, people, on_facebook)
    for person in people:
        for platform in sorted(set(person.platforms)) or ["facebook"]:
            add_account(rng, person, platform)
    return people


def platforms_of(rng: Generator, kind: str, posts: int) -> list[str]:
    """Return the platform of each post of a person."""
    if kind == "unknown":
        return []
    first = "facebook" if rng.random() < 0.275 else "twitter"
    if posts == 1 or rng.random() > 0.35:
        return [first] * posts
    second = "twitter" if first == "facebook" else "facebook"
    return [first, second] + [first if rng.random() < 0.7 else second for _ in range(posts - 2)]


def settle_platforms(rng: Generator, people: list[Contributor], on_facebook: int) -> None:
    """Move people with a single post until the total on Facebook is exact."""
    surplus = sum(person.platforms.count("facebook") for person in people) - on_facebook
    source, target = ("facebook", "twitter") if surplus > 0 else ("twitter", "facebook")
    movable = [
        person for person in people if person.platforms == [source] and person.type in ("public", "staff", "migrant")
    ]
    for index in rng.choice(len(movable), abs(surplus), replace=False):
        movable[index].platforms = [target]


def add_account(rng: Generator, person: Contributor, platform: str) -> Account:
    """Give a contributor an account on a platform."""
    stem = {"partner": "partner", "donor": "donor"}.get(person.type, "contributor")
    # A second account has a number of its own: only the directory's Person column links the two.
    number = int(person.key) + 2000 * len(person.accounts)
    if platform == "twitter":
        followers = lognormal(rng, *TWITTER_FOLLOWERS[person.type])
    elif platform == "tumblr":
        followers = lognormal(rng, 90, 1.0)
    elif person.account_type == "organisation":
        followers = lognormal(rng, *PAGE_FANS)
    else:
        followers = min(lognormal(rng, *FRIENDS), FRIENDS_AT_MOST)
    person.accounts[platform] = Account(platform, f"{stem}_{number:04d}", followers)
    return person.accounts[platform]


def make_supporters(rng: Generator, offices: dict[str, Contributor], people: list[Contributor]) -> list[Supporter]:
    """Make 347 supporters with exactly the specified social reach, and nine who opted out before the launch."""
    chosen = [(offices["HQ"], offices["HQ"].accounts["twitter"])]
    taken = {offices["HQ"].key}
    everybody = [*offices.values(), *people]
    for (platform, kind), wanted in SUPPORTERS.items():
        needed = "twitter" if platform == "tumblr" else platform
        pool = [one for one in everybody if one.type == kind and needed in one.accounts and one.key not in taken]
        already = sum(one.type == kind and account.platform == platform for one, account in chosen)
        for index in rng.choice(len(pool), wanted - already, replace=False):
            one = pool[index]
            chosen.append((one, add_account(rng, one, platform) if platform == "tumblr" else one.accounts[platform]))
            taken.add(one.key)
    left = [one for one in people if one.type in ("public", "staff") and one.key not in taken]
    opted_out = [
        (left[index], next(iter(left[index].accounts.values())))
        for index in rng.choice(len(left), OPTED_OUT, replace=False)
    ]

    weights = np.array(SIGN_UP_WEIGHTS)
    days = rng.choice(len(weights), len(chosen) + len(opted_out), p=weights / weights.sum())
    supporters = [
        Supporter(account, one, date(2014, 8, 1) + timedelta(int(day)), account.followers, index >= len(chosen))
        for index, ((one, account), day) in enumerate(zip(chosen + opted_out, days, strict=True))
    ]
    scale_institutions([supporter for supporter in supporters if not supporter.opted_out])
    return supporters


def scale_institutions(supporters: list[Supporter]) -> None:
    """Scale the friends and followers of institutions so that the sum is exact; those of others do not change."""
    scaled = [
        one for one in supporters if one.contributor.account_type != "person" and one.contributor.key != "office-HQ"
    ]
    fixed = sum(one.connections for one in supporters) - sum(one.connections for one in scaled)
    exact = largest_remainder(SOCIAL_REACH - fixed, [float(one.connections) for one in scaled])
    for one, connections in zip(scaled, exact, strict=True):
        one.connections = connections
        one.account.followers = connections
