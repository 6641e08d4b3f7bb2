"""Write the platforms' own statistics files: X Analytics by tweet, and Facebook Insights by post."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from data.sample.generator.posts import Post
from data.sample.generator.sheets import link, write_csv

X_COUNTS: Final = (
    "retweets",
    "replies",
    "likes",
    "user profile clicks",
    "url clicks",
    "hashtag clicks",
    "detail expands",
    "permalink clicks",
    "app opens",
    "app installs",
    "follows",
    "email tweet",
    "dial phone",
    "media views",
    "media engagements",
)
X_HEADER: Final = (
    "Tweet id",
    "Tweet permalink",
    "Tweet text",
    "time",
    "impressions",
    "engagements",
    "engagement rate",
    *X_COUNTS,
    *(f"promoted {name}" for name in ("impressions", "engagements", "engagement rate", *X_COUNTS)),
)

INSIGHTS_NOTES: Final = {
    "Post ID": "",
    "Permalink": "",
    "Post Message": "",
    "Type": "",
    "Countries": "",
    "Languages": "",
    "Posted": "",
    "Audience Targeting": "",
    "Lifetime Post Total Reach": "Lifetime: How many accounts your post was shown to, each counted once.",
    "Lifetime Post organic reach": "Lifetime: How many accounts it was shown to without payment.",
    "Lifetime Post Paid Reach": "Lifetime: How many accounts it was shown to by payment.",
    "Lifetime Post Total Impressions": "Lifetime: How often your post was shown.",
    "Lifetime Post Organic Impressions": "Lifetime: How often it was shown without payment.",
    "Lifetime Post Paid Impressions": "Lifetime: How often it was shown by payment.",
    "Lifetime Engaged Users": "Lifetime: How many accounts clicked anywhere in your post.",
    "Lifetime Post Consumptions": "Lifetime: How many clicks there were anywhere in your post.",
    "Lifetime Negative feedback": "Lifetime: How often your post was hidden or reported.",
    "Lifetime Post Stories by action type - share": "Lifetime: How often your post was shared.",
    "Lifetime Post Stories by action type - like": "Lifetime: How often your post was liked.",
    "Lifetime Post Stories by action type - comment": "Lifetime: How many comments your post received.",
}
INSIGHTS_TYPES: Final = {"photo": "Photo", "album": "Album", "video": "Video", "link": "Link", "text": "Status"}
PACIFIC: Final = ZoneInfo("America/Los_Angeles")


def midnight(day: date) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, datetime.min.time())


def x_analytics_row(post: Post, exported: datetime) -> list[str]:
    """Return a post as a row of X Analytics."""
    counts = post.counts_at(exported)
    engagement = counts["reactions"] + counts["shares"]
    first = (
        counts["shares"],
        0,
        counts["reactions"],
        engagement // 4,
        counts["clicks"],
        engagement // 10,
        engagement + engagement // 2,
        0,
    )
    rate = sum(first) / counts["impressions"] if counts["impressions"] else 0
    return [
        post.post_id,
        link(post),
        post.text,
        f"{post.posted_at:%Y-%m-%d %H:%M} +0000",
        *(f"{count}.0" for count in (counts["impressions"], sum(first))),
        str(rate),
        *(f"{count}.0" for count in first),
        *["0"] * 7,
        *["-"] * 18,
    ]


def write_x_analytics(
    folder: Path, posts: Iterable[Post], handle: str, start: date, end: date, repeated: int | None = None
) -> None:
    """Write one account's tweets from `start` until before `end`, with the counts of that moment, newest first.

    `repeated` is the place of a row that the export contains twice.
    """
    rows = [
        x_analytics_row(post, midnight(end))
        for post in posts
        if post.source == "x_analytics"
        and post.account.handle == handle
        and midnight(start) <= post.posted_at < midnight(end)
    ][::-1]
    if repeated is not None:
        rows.insert(repeated + 3, rows[repeated])
    path = folder / f"synthetic_tweet_activity_metrics_{handle}_{start:%Y%m%d}_{end:%Y%m%d}_en.csv"
    write_csv(path, [X_HEADER, *rows], quoting=csv.QUOTE_ALL)


def insights_row(post: Post, exported: datetime) -> list[object]:
    """Return a post as a row of Facebook Insights."""
    counts = post.counts_at(exported)
    posted = post.posted_at.replace(tzinfo=UTC).astimezone(PACIFIC)
    engaged = counts["reactions"] + counts["comments"] + counts["shares"] + counts["clicks"] * 3 // 4
    return [
        f"{post.account.handle}_{post.post_id}",
        link(post),
        post.text,
        "Share" if post.kind == "share" else INSIGHTS_TYPES[post.media],
        "",
        post.language,
        f"{posted:%m/%d/%Y %I:%M:%S %p}",
        "",
        counts["reach"],
        counts["reach"],
        0,
        counts["impressions"],
        counts["impressions"],
        0,
        engaged,
        counts["clicks"],
        0,
        counts["shares"],
        counts["reactions"],
        counts["comments"],
    ]


def write_insights(
    folder: Path, posts: Iterable[Post], page: str, name: str, start: date, exported: date, encoding: str
) -> None:
    """Write one page's posts from `start` until the day before the export, as the platform needs a day to count."""
    end = midnight(exported) - timedelta(days=1)
    rows = [
        insights_row(post, midnight(exported))
        for post in posts
        if post.source == "insights" and post.account.handle == page and midnight(start) <= post.posted_at < end
    ][::-1]
    path = folder / f"synthetic_Facebook_Insights_Data_Export_Post_Level_{name}_{exported:%Y-%m-%d}.csv"
    line_end = "\r\n" if encoding == "utf-16" else "\n"
    write_csv(path, [list(INSIGHTS_NOTES), list(INSIGHTS_NOTES.values()), *rows], encoding, lineterminator=line_end)
