"""An export of X Analytics in a few lines."""

from __future__ import annotations

HEADER = "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"


def line(post: str, impressions: str = "10") -> str:
    """Return the line of a post."""
    return f"{post},https://twitter.com/a/status/1,text,2021-01-30 12:56 +0000,{impressions},1,2,3,0\n"
