"""A saved format is edited by the choices that made it; what was written into its file by hand stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.editing.custom_formats import Incomplete, propose
from data.editing.edited_formats import can_be_chosen, choices_of, edited, sources
from data.formats import catalogue
from data.formats.date_order import Order
from data.formats.model import Column, Format

HEADER = ["Ref", "When", "Link", "Words", "Likes", "Shares", "Net", "Kind"]
POSTS = {"post_id": "Ref", "posted_at": "When", "text": "Words", "reactions": "Likes", "shares": "Shares"}
BY_LINK = {"url": "Link", "posted_at": "When", "platform": "Net"}
MADE = {
    "posts": propose("Our tool", HEADER, POSTS, platform="facebook", campaign="means", mission="KEN"),
    "tweets": propose("Our tool", HEADER, POSTS, platform="twitter", timezone="Europe/Paris", dates=Order.DAY_FIRST),
    "by link": propose("Our tool", HEADER, BY_LINK, thousands=".", date_patterns=["%d %b %Y"]),
    "counts": propose("Our tool", HEADER, {"url": "Link", "captured_at": "When", "reactions": "Likes"}, counts=True),
    "two sheets": propose(
        "Our tool",
        [*HEADER, "Numbers - Seen"],
        POSTS | {"views": "Numbers - Seen"},
        platform="facebook",
        beside="Numbers",
        key="Ref",
    ),
}


@pytest.mark.parametrize("fmt", MADE.values(), ids=MADE.keys())
def test_a_format_with_the_choices_that_made_it_is_the_same(fmt: Format) -> None:
    assert can_be_chosen(fmt)
    assert edited(fmt, choices_of(fmt), sources(fmt)) == fmt


def test_other_choices_make_the_format_that_they_would_have_made() -> None:
    fmt = MADE["tweets"]
    chosen = replace(choices_of(fmt), mapping=POSTS | {"text": "Kind", "comments": "Shares"}, thousands=",")
    made = propose(
        "Our tool",
        HEADER,
        POSTS | {"text": "Kind", "comments": "Shares"},
        platform="twitter",
        timezone="Europe/Paris",
        dates=Order.DAY_FIRST,
        thousands=",",
    )
    assert edited(fmt, chosen, HEADER) == made, "retweets are known by the text that is read now"
    by_link = MADE["by link"]
    chosen = replace(choices_of(by_link), mapping=BY_LINK | {"url": "Kind"})
    assert edited(by_link, chosen, HEADER).columns["post_id"] == Column(("Kind",), id_in_link=True)
    chosen = replace(choices_of(fmt), constants={"platform": "bluesky", "mission": "UGA"})
    assert edited(fmt, chosen, HEADER).constants == {"platform": "bluesky", "mission": "UGA"}


def test_what_was_written_by_hand_stays() -> None:
    by_hand = {
        "text": Column(("Words", "Kind"), join=True),
        "media_type": Column(("Kind",), values={"photo": ["Bild"]}),
        "theme": Column(("Kind",), extract="^(a)"),
    }
    made = MADE["posts"]
    fmt = replace(
        made,
        columns={**made.columns, **by_hand},
        requires=("Ref",),
        note_row={"column": "Ref", "like": "^Total$"},
        constants={**made.constants, "post_kind": "original"},
    )
    chosen = choices_of(fmt)
    after = edited(fmt, replace(chosen, mapping={**chosen.mapping, "reactions": "Shares"}), HEADER)
    assert after == replace(
        fmt, columns={**fmt.columns, "reactions": replace(fmt.columns["reactions"], sources=("Shares",))}
    )
    without = {name: source for name, source in chosen.mapping.items() if name != "media_type"}
    assert "media_type" not in edited(fmt, replace(chosen, mapping=without), HEADER).columns


def test_what_is_missing_is_said() -> None:
    fmt = MADE["posts"]
    with pytest.raises(Incomplete, match="when it was posted"):
        edited(fmt, replace(choices_of(fmt), mapping={"post_id": "Ref"}), HEADER)


def test_a_format_that_choices_do_not_make_is_edited_as_text() -> None:
    assert not can_be_chosen(replace(MADE["posts"], columns={"posted_at": Column(("When",))})), "no post has an id"
    assert not can_be_chosen(catalogue.formats()["event_sheet"])
