"""The 4,437 posts of the sample campaign: when, by whom, in which language and form, and their counts."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator

from data.sample.generator import captions
from data.sample.generator.people import (
    CRISIS_OFFICES,
    FIRST_DAY,
    LAST_DAY,
    ON_BEHALF_POSTS,
    Account,
    Contributor,
    Supporter,
    largest_remainder,
)

SHARES, REPLIES = 1643, 140
DELETED_SHARE = 0.025
LAUNCH = datetime(2014, 8, 19, 14, 0)
SETTLED = timedelta(days=14)  # counts no longer move after fourteen days

# Offices whose own platform statistics are exported, post by post.
X_ANALYTICS_OFFICES: Final = ("HQ", "RO-NBO", "RO-SJO", "RO-BKK")
INSIGHTS_OFFICES: Final = ("HQ", "RO-SJO")

WEEKDAYS: Final = (1.10, 1.20, 1.15, 1.15, 1.05, 0.45, 0.40)
PHASES: Final = (
    (date(2014, 7, 4), 1.6),
    (date(2014, 8, 1), 1.05),
    (date(2014, 8, 19), 1.35),
    (date(2014, 9, 1), 0.85),
    (date(2014, 11, 1), 0.70),
    (date(2014, 12, 1), 0.80),
    (date(2014, 12, 13), 1.15),
    (date(2014, 12, 19), 1.9),
)
PULSES: Final = {
    date(2014, 6, 20): 6.0,
    date(2014, 7, 18): 1.4,
    date(2014, 7, 30): 2.6,
    date(2014, 8, 12): 1.8,
    date(2014, 8, 19): 8.0,
    date(2014, 9, 21): 2.2,
    date(2014, 9, 27): 1.3,
    date(2014, 10, 3): 2.4,
    date(2014, 10, 13): 1.6,
    date(2014, 10, 18): 2.0,
    date(2014, 10, 24): 1.3,
    date(2014, 11, 25): 2.0,
    date(2014, 12, 10): 1.9,
    date(2014, 12, 18): 9.0,
}
PULSE_SHAPE: Final = {-1: 0.25, 0: 1.0, 1: 0.35, 2: 0.12}

# Local hours of work and of the evening; hours ahead of UTC by region (in August).
HOURS: Final = (0.3, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 2, 4, 6, 7, 7, 6, 5, 6, 6.5, 6, 5, 4, 3.5, 3, 2.5, 1.5, 0.7)
OFFSETS: Final = {"SJO": -6, "NBO": 3, "BKK": 7, "BRU": 2, "HQ": 2, "VIE": 2, "DKR": 0, "CAI": 2, "PRY": 2, "BUE": -4}

LANGUAGES: Final = {"ar": 0.03, "pt": 0.025, "other": 0.045, "fr": 0.11, "es": 0.18}  # the rest is English
SPOKEN: Final = {
    "ar": {"JOR": 1, "EGY": 1, "TUN": 0.6, "RO-CAI": 1, "HQ": 0.03},
    "pt": {"PRT": 3, "MOZ": 3, "RO-BRU": 0.3, "HQ": 0.1},
    "fr": {"SEN": 3, "NER": 3, "MLI": 3, "HTI": 3, "TUN": 1, "RO-DKR": 2, "BEL": 0.7, "RO-BRU": 0.2, "HQ": 0.3},
    "es": dict.fromkeys(("CRI", "GTM", "HND", "MEX", "SLV", "DOM", "NIC", "COL", "PER", "ARG"), 3.0)
    | {"RO-SJO": 1.5, "HQ": 0.1},
}
OTHER_LANGUAGES: Final = {"ITA": "it", "TUR": "tr", "UKR": "uk", "POL": "pl", "IDN": "id"}
MEDIA: Final = {"photo": 0.72, "text": 0.12, "link": 0.10, "video": 0.03, "album": 0.03}

# Engagement after fourteen days is Poisson-lognormal (mu, sigma).
ENGAGEMENT: Final = {
    "twitter": {
        "mission": (0.9, 1.15),
        "staff": (-0.25, 1.15),
        "public": (-0.55, 1.25),
        "partner": (1.25, 1.15),
        "migrant": (-0.35, 1.2),
        "donor": (1.0, 1.1),
        "crisis_affected": (0.3, 1.2),
        "unknown": (-0.55, 1.25),
    },
    "facebook": {
        "mission": (3.1, 0.95),
        "staff": (2.2, 0.9),
        "public": (2.0, 0.95),
        "partner": (3.3, 1.0),
        "migrant": (2.2, 1.0),
        "donor": (2.7, 0.9),
        "crisis_affected": (2.8, 1.0),
        "unknown": (2.0, 0.95),
    },
}
GROWTH: Final = {"twitter": (0.4, 0.55), "tumblr": (0.4, 0.55), "facebook": (1.5, 0.60)}  # (tau in hours, b)


@dataclass
class Post:
    """A post of the sample."""

    contributor: Contributor
    account: Account
    type: str  # whose voice
    kind: str = "original"
    on_behalf: bool = False
    posted_at: datetime = datetime.min  # UTC
    post_id: str = ""
    language: str = "en"
    media: str = ""
    theme: str = ""
    text: str = ""
    deleted_at: date | None = None
    counts: dict[str, int] = field(default_factory=dict)  # after fourteen days; what is not known is not in it

    @property
    def platform(self) -> str:
        """The platform of its account."""
        return self.account.platform

    @property
    def by_office(self) -> bool:
        """Whether an office published it."""
        return self.contributor.type == "mission"

    @property
    def source(self) -> str:
        """The export that contains the post: the account's own statistics, or a sheet."""
        if self.kind == "thunderclap":
            return "thunderclap"
        if self.platform == "twitter" and self.contributor.key in {f"office-{code}" for code in X_ANALYTICS_OFFICES}:
            return "x_analytics"
        if self.platform == "facebook" and self.contributor.key in {f"office-{code}" for code in INSIGHTS_OFFICES}:
            return "insights"
        return "sheet"

    def counts_at(self, moment: datetime) -> dict[str, int]:
        """Return the cumulative counts at a moment."""
        tau, b = GROWTH[self.platform]
        hours = min(moment - self.posted_at, SETTLED) / timedelta(hours=1)
        grown = (1 - (1 + max(hours, 0) / tau) ** -b) / (1 - (1 + SETTLED / timedelta(hours=1) / tau) ** -b)
        return {name: round(count * grown) for name, count in self.counts.items()}


def make_posts(
    rng: Generator,
    offices: dict[str, Contributor],
    people: list[Contributor],
    supporters: list[Supporter],
    on_behalf_on_facebook: int,
) -> list[Post]:
    """Make all posts."""
    posts = [
        Post(one, one.accounts[platform], one.type)
        for one in [*offices.values(), *people]
        for platform in one.platforms
    ]
    posts += on_behalf(rng, offices, on_behalf_on_facebook)
    set_kinds(rng, posts)
    set_times(rng, posts)
    posts += [
        Post(one.contributor, one.account, one.contributor.type, "thunderclap", posted_at=LAUNCH)
        for one in supporters
        if not one.opted_out
    ]
    set_languages(rng, posts)
    posts.sort(key=lambda post: post.posted_at)
    set_ids(rng, posts)
    quoted = set_words(rng, posts)
    for post in posts:
        post.counts = settled_counts(rng, post)
    set_deletions(rng, posts, quoted)
    return posts


def on_behalf(rng: Generator, offices: dict[str, Contributor], on_facebook: int) -> list[Post]:
    """Make posts in the voice of crisis-affected communities that an office publishes for them."""
    chosen = rng.choice(CRISIS_OFFICES, ON_BEHALF_POSTS)
    platforms = rng.permutation(["facebook"] * on_facebook + ["twitter"] * (ON_BEHALF_POSTS - on_facebook))
    return [
        Post(offices[str(code)], offices[str(code)].accounts[str(platform)], "crisis_affected", on_behalf=True)
        for code, platform in zip(chosen, platforms, strict=True)
    ]


def set_kinds(rng: Generator, posts: list[Post]) -> None:
    """Set post types: replies are tweets, and posts of crisis-affected people are originals."""
    pool = [post for post in posts if post.type != "crisis_affected"]
    tweets = [post for post in pool if post.platform == "twitter"]
    for index in rng.choice(len(tweets), REPLIES, replace=False):
        tweets[index].kind = "reply"
    pool = [post for post in pool if post.kind == "original"]
    for index in rng.choice(len(pool), SHARES, replace=False):
        pool[index].kind = "share"


def day_weights(rng: Generator) -> list[float]:
    """Return how much is posted on each day of the campaign, relative to the others."""
    weights = []
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(offset)
        weight = WEEKDAYS[day.weekday()] * next(level for end, level in PHASES if day < end)
        for event, pulse in PULSES.items():
            weight *= 1 + (pulse - 1) * PULSE_SHAPE.get((day - event).days, 0)
        weights.append(weight * float(np.exp(rng.normal(0, 0.18))))
    return weights


def set_times(rng: Generator, posts: list[Post]) -> None:
    """Set the time of each post."""
    weights, hours = np.array(day_weights(rng)), np.array(HOURS)
    days = rng.choice(len(weights), len(posts), p=weights / weights.sum())
    local_hours = rng.choice(24, len(posts), p=hours / hours.sum())
    minutes = rng.integers(0, 60, len(posts))
    for post, day, hour, minute in zip(posts, days, local_hours, minutes, strict=True):
        utc_hour = (int(hour) - OFFSETS[post.contributor.region]) % 24
        post.posted_at = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(
            days=int(day), hours=utc_hour, minutes=int(minute)
        )


def set_languages(rng: Generator, posts: list[Post]) -> None:
    """Set languages with exact shares over all posts, among the offices that use the language."""
    spoken = {**SPOKEN, "other": dict.fromkeys(OTHER_LANGUAGES, 1.0)}
    for language, share in LANGUAGES.items():
        free = [post for post in posts if post.language == "en" and spoken[language].get(post.contributor.mission)]
        if language not in captions.THUNDERCLAP:
            free = [post for post in free if post.kind != "thunderclap"]
        weights = np.array([spoken[language][post.contributor.mission] for post in free])
        for index in rng.choice(len(free), round(share * len(posts)), replace=False, p=weights / weights.sum()):
            free[index].language = OTHER_LANGUAGES[free[index].contributor.mission] if language == "other" else language


def set_ids(rng: Generator, posts: list[Post]) -> None:
    """Set IDs: those of tweets contain the time as real ones do, and all are too long for a spreadsheet's number."""
    facebook = iter(sorted(int(number) for number in rng.choice(10**9, len(posts), replace=False)))
    for post in posts:
        seconds = int(post.posted_at.replace(tzinfo=UTC).timestamp())
        if post.platform == "twitter":
            post.post_id = str(
                ((seconds * 1000 + int(rng.integers(60_000)) - 1_288_834_974_657) << 22) + int(rng.integers(2**22))
            )
        elif post.platform == "facebook":
            post.post_id = f"10152{next(facebook) + 10**11:012d}"
        else:
            post.post_id = str(95_000_000_000 + int(rng.integers(10**9)))


def set_words(rng: Generator, posts: list[Post]) -> set[str]:
    """Set texts, themes and media, and return the IDs of the posts that others shared.

    Only posts of offices and organizations are shared or replied to, so nobody's account name is in another's text.
    """
    quotable: dict[tuple[str, str], list[Post]] = defaultdict(list)
    quoted = set()
    originals = sum(post.kind == "original" for post in posts)
    media_left = iter(rng.permutation(np.repeat(list(MEDIA), largest_remainder(originals, list(MEDIA.values())))))
    for post in posts:
        tag = spelled_tag(rng, post)
        earlier = quotable[post.platform, post.language]
        if post.kind == "thunderclap":
            post.text, post.media = captions.THUNDERCLAP[post.language].format(tag=captions.HASHTAG), "link"
        elif post.kind == "original":
            post.media = str(next(media_left))
            post.theme, post.text = original_text(rng, post, tag)
            if post.contributor.account_type != "person" and captions.HASHTAG in post.text and not post.on_behalf:
                earlier.append(post)
        else:
            others = [model for model in earlier[-40:] if model.account is not post.account]
            model = others[int(rng.integers(len(others)))] if others else None
            if model:
                quoted.add(model.post_id)
            answer_or_pass_on(rng, post, model)
    return quoted


def spelled_tag(rng: Generator, post: Post) -> str:
    """Return the hashtag as an author writes it: some forget it, and some write it in small letters."""
    luck = rng.random()
    if luck < 0.04 and post.source == "sheet" and post.contributor.region != "PRY":
        return ""
    return captions.HASHTAG.lower() if luck > 0.95 else captions.HASHTAG


def original_text(rng: Generator, post: Post, tag: str) -> tuple[str, str]:
    """Return the theme and text of an original post."""
    choices, frames = captions.CAPTIONS[post.language], captions.FRAMES[post.language]
    theme, caption = choices[int(rng.integers(len(choices)))]
    text = frames[int(rng.integers(len(frames)))].format(caption=caption, tag=tag).strip()
    day_tag = captions.DAY_TAGS.get(post.posted_at.date()) or captions.DAY_TAGS.get(
        post.posted_at.date() - timedelta(days=1)
    )
    if day_tag and rng.random() < 0.45 and len(text) + len(day_tag) < 115:
        text += f" {day_tag}"
    if post.media == "link":
        text += f" https://example.org/{int(rng.integers(100, 1000))}"
    return theme, text


def answer_or_pass_on(rng: Generator, post: Post, model: Post | None) -> None:
    """Set the text of a reply or a shared post."""
    handle = model.account.handle if model else "IOM_HQ"
    if post.kind == "reply":
        replies = captions.REPLIES[post.language]
        post.media, post.text = (
            "text",
            f"@{handle} " + replies[int(rng.integers(len(replies)))].format(tag=captions.HASHTAG),
        )
        return
    if model:
        post.theme, post.media, text = model.theme, model.media, model.text
    else:
        post.media = "photo"
        post.theme, text = original_text(rng, post, captions.HASHTAG)
    post.text = (
        f"RT @{handle}: {text}" if post.platform == "twitter" else captions.PASSED_ON[post.language].format(text=text)
    )


def settled_counts(rng: Generator, post: Post) -> dict[str, int]:
    """Return counts after fourteen days; impressions and reach only where the platform shows them to the owner."""
    facebook = post.platform == "facebook"
    mu, sigma = ENGAGEMENT["facebook" if facebook else "twitter"][post.type]
    engagement = int(rng.poisson(math.exp(rng.normal(mu, sigma))))
    followers = post.account.followers_on(post.posted_at.date(), post.by_office)
    if facebook:
        reactions, comments, shares = (int(part) for part in rng.multinomial(engagement, (0.80, 0.08, 0.12)))
        counts = {"reactions": reactions, "comments": comments, "shares": shares}
        if post.by_office:
            reach = round(followers * math.exp(rng.normal(math.log(0.0615) - 0.6**2 / 2, 0.6)))
            counts["reach"] = max(reach, 2 * engagement)
            if post.source == "insights":
                counts["impressions"] = round(counts["reach"] * rng.uniform(1.2, 1.9))
                counts["clicks"] = int(rng.poisson(counts["reach"] * 0.03))
        return counts
    shares = int(rng.binomial(engagement, 0.62))
    counts = {"reactions": engagement - shares, "shares": shares}
    if post.source == "x_analytics" or (post.source == "sheet" and post.by_office and rng.random() < 0.12):
        shown = followers * math.exp(rng.normal(math.log(0.06), 0.5)) * (0.2 if post.kind == "reply" else 1)
        counts["impressions"] = round(shown) + 40 * engagement + 5
    if post.source == "x_analytics":
        counts["clicks"] = int(rng.poisson(counts["impressions"] * 0.004))
    return counts


def set_deletions(rng: Generator, posts: list[Post], quoted: set[str]) -> None:
    """Mark posts that were deleted later, but none that is a contributor's last or that others shared."""
    live: dict[str, int] = defaultdict(int)
    for post in posts:
        live[post.contributor.key] += 1
    candidates = [
        post
        for post in posts
        if post.source == "sheet" and post.contributor.region != "PRY" and post.post_id not in quoted
    ]
    left = round(DELETED_SHARE * len(posts))
    for index in rng.permutation(len(candidates)):
        post = candidates[index]
        if left and live[post.contributor.key] > 2:
            live[post.contributor.key] -= 1
            left -= 1
            post.deleted_at = (post.posted_at + SETTLED + timedelta(days=int(rng.integers(1, 90)))).date()
            post.text = ""
