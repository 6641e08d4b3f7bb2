"""Posts as a list in HTML: real text that can be read aloud, printed and shown from right to left."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from dashboard import queries
from dashboard.components import html
from dashboard.components.mission_link import mission_link
from dashboard.i18n import _, counted, day, number
from metrics import DIMENSIONS, METRICS

COUNTS = ("reactions", "comments", "shares", "impressions", "views", "reach")


def as_html(posts: pd.DataFrame) -> str:
    """Return posts as a list in HTML.

    Args:
        posts: One row for each post.

    Returns:
        One item for each: its text, who published it, its mission, its counts, and a link if it leads to the web.
    """
    return f'<ol class="posts">{"".join(_item(post) for post in posts.to_dict("records"))}</ol>'


def written(text: str) -> str:
    """Return the text of a post in HTML. X exports `&` and `<` as `&amp;` and `&lt;`, which nobody wrote.

    Args:
        text: The text as it was exported.
    """
    return escape(unescape(text))


def link(url: Any) -> str:
    """Return an address if it leads to the web, else an empty text, because other schemes could run code."""
    text = "" if pd.isna(url) else str(url).strip()
    return text if urlsplit(text).scheme.lower() in ("http", "https") and urlsplit(text).netloc else ""


def _item(post: Mapping[Any, Any]) -> str:
    named = {name: queries.names(name).get(post[name], post[name]) for name in ("platform", "account_type", "mission")}
    named["post_kind"] = _kind(post["post_kind"])
    if post["own_account"] != DIMENSIONS["account"].rest:
        named = {"account": post["own_account"]} | named
    unknown = {_("Unknown"), "unknown"}
    shown = {name: html.text(value) for name, value in named.items() if value not in unknown}
    if "mission" in shown:
        shown["mission"] = mission_link(post["mission"])
    about = [day(post["posted_at"]), *shown.values()]
    counts = " · ".join(text for name in COUNTS if (text := _count(name, post.get(name))))
    url = link(post.get("url"))
    label, none = _("Open post"), _("No text")
    opened = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{label}</a>' if url else ""
    text = written(str(post["text"])) if pd.notna(post["text"]) else f"<em>{none}</em>"
    return (
        f'<li><p class="about">{" · ".join(about)}</p><p class="text" dir="auto">{text}</p>'
        f'<p class="counts"><span>{counts}</span>{opened}</p></li>'
    )


def _kind(code: str) -> str:
    """Return what one post is called by its type; the names of a filter are plural."""
    kinds = {
        "original": _("Original post"),
        "share": _("Shared post"),
        "reply": _("Reply"),
        "thunderclap": _("Thunderclap post"),
    }
    return kinds.get(code) or queries.names("post_kind").get(code, code)


def _count(name: str, value: Any) -> str:
    if pd.isna(value):
        return ""
    noun = METRICS[name].noun if name in METRICS else None
    return counted(value, noun) if noun else _("reach {n}").format(n=number(value))
