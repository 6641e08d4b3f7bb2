"""Rows that overlap are said to, and only those: where a post of these rows counts under several of their values."""

from __future__ import annotations

import pytest

from metrics import Selection, answer, measure
from tests.conftest import Imported

FILES = {
    "campaigns.csv": "Campaign,Name,Hashtags,Starts,Ends\na,A,#a,,\nb,B,#b,,\nc,C,#c,,\n",
    "posts.csv": (
        "Platform,Post ID,Posted at,Text,Contributor type\n"
        "Twitter,1,2014-08-19 10:00,words #a,Public\n"
        "Twitter,2,2014-08-20 10:00,words #b #c,Public\n"
        "Facebook,3,2014-08-21 10:00,words #c,Public\n"
    ),
}
SAID = "do not add these rows up"


@pytest.mark.parametrize(
    ("by", "where", "overlaps"),
    [
        ("campaign", Selection(), True),
        ("hashtag", Selection(), True),
        ("platform", Selection(), False),
        ("campaign", Selection({"platform": "facebook"}), False),
        ("hashtag", Selection({"platform": "facebook"}), False),
        ("campaign", Selection({"campaign": ["a"]}), False),
        ("campaign", Selection({"campaign": ["b"]}), False),
        ("campaign", Selection({"campaign": ["a", "b"]}), False),
        ("campaign", Selection({"campaign": ["b", "c"]}), True),
        ("campaign", Selection(start="2014-08-21"), False),
        ("campaign", Selection(start="2015-01-01"), False),
    ],
)
def test_rows_are_said_to_overlap_where_one_of_their_posts_has_several_values(
    imported: Imported, by: str, where: Selection, overlaps: bool
) -> None:
    frame = measure("posts", by, where, warehouse=imported(FILES, shared=True).directory)
    said = [str(warning) for warning in answer(frame).warnings if SAID in str(warning)]
    assert bool(said) is overlaps
