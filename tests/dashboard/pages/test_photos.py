"""The Photos page: the sample's vote, and votes of which less is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import cells, look, said, titles

ENTRIES = "Photo,Campaign,Submitted,Short-listed,Title,Mission,Consent\n"
VOTES = "Photo,Day,Votes\n"
CONSENTS = "Consent,Given,Expires,Scope,Risk review\n"


def test_the_sample_says_who_won_and_whether_it_stands(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    app = look("photos")
    assert app.title[0].value == (
        "Somalia won the photo vote with 230 of 1,261 votes, and also without the last two days"
    )
    assert {
        "Somalia was ahead on every day of the vote",
        "3 places are documented",
        "48 votes would have to go to change the winner",
        "20 photos of the vote may be shown",
    } <= set(titles(app))
    texts, lists = said(app), cells(app)
    assert "312 photos entered · 292 with valid consent · 20 short-listed · votes of 8–17 Dec 2014" in texts
    assert "Announced on: unknown" in texts
    assert "published figures are of 22 December 2014" in texts
    assert "20 photos entered have no valid consent: they are counted, but not shown." in texts
    for line in (
        "| 1 | Saving migrants' lives | Somalia | 230 |",
        "| place and votes documented |",
        "| place documented | published as over 180 |",
        "| place documented | published as over 130 |",
        "Somalia 192, Regional Office San José 154 and Regional Office Nairobi 116. 189 votes are left out. | Stands |",
        "Somalia 154, Regional Office San José 138 and Regional Office Nairobi 95. 367 votes are left out. | Stands |",
        "| 48 of 230 |",
        "| 10 of 10 |",
        "Published: 230, over 180 and over 130. The sample was made to agree, so this confirms nothing. | 3 of 3 match |",
        "ten places: Colombia, 15 December 2014. Without its own best day, Somalia has 192 votes and stays first.",
        "| 17 of 64 votes in one day |",
        "Somalia: 6.7% of 3,457 followers (Facebook)",
    ):
        assert line in lists, line
    pictures = " ".join(each.value for each in app.get("html"))
    assert 'role="img" aria-label="Saving migrants&#x27; lives (Somalia)"' in pictures
    assert len(app.get("plotly_chart")) == 1


def test_part_of_a_vote_has_no_winner(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    assert look("photos", mission="IRL").title[0].value == "Ireland has the most: 96 votes"
    assert look("photos", **{"from": "2014-12-17"}).title[0].value == "Somalia has the most: 38 votes"
    assert "Not filtered by platform" in said(look("photos", platform="facebook"))


def test_without_photos_it_says_what_to_import(own_sheets: Callable[..., None]) -> None:
    own_sheets(posts="Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,General public\n")
    app = look("photos")
    assert app.title[0].value == "No votes for photos in these data"
    assert "Import the sheets “Photo entries”, “Photo votes by day” and “Consents”" in said(app)
    assert [each.label for each in app.get("download_button")] == [
        "Photo entries (Excel)",
        "Photo votes by day (Excel)",
        "Consents (Excel)",
    ]


def test_one_vote_for_one_photo(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        photos=f"{ENTRIES}p1,means,2014-10-01,yes,A sign,KEN,k1\n",
        votes=f"{VOTES}p1,2014-12-01,1\n",
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("photos")
    assert app.title[0].value == "Kenya won the photo vote with 1 of 1 votes"
    assert {"Kenya: 1 vote", "No number of removed votes changes the winner", "No place is documented"} <= set(
        titles(app)
    )
    assert "The followers of the missions’ pages are not in these data." in cells(app)
    assert "no valid consent" not in said(app)


def test_votes_alone_show_no_photo(own_sheets: Callable[..., None]) -> None:
    own_sheets(votes=f"{VOTES}p1,2014-12-01,3\np2,2014-12-01,5\np2,2014-12-02,1\n")
    app = look("photos")
    assert app.title[0].value == "A photo without valid consent won the photo vote with 6 of 9 votes"
    assert "Titles and missions of these photos are unknown." in said(app)
    assert "p2" not in cells(app)


def test_a_tie_is_shown_as_a_tie_and_a_photo_without_consent_only_counted(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        photos=f"{ENTRIES}p1,means,2014-10-01,yes,A sign,KEN,k1\np2,means,2014-10-01,yes,Hidden words,SOM,\n"
        "p3,means,2014-10-01,yes,*A* road,KEN,k1\np4,means,2014-10-01,no,Entered only,UGA,k1\n",
        votes=f"{VOTES}p1,2014-12-01,3\np2,2014-12-01,3\np3,2014-12-01,1\n",
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("photos")
    assert app.title[0].value == "2 photos share the first place with 3 votes each"
    lists = cells(app)
    assert "| 1, tied | A sign | Kenya | 3 |" in lists
    assert "| 1, tied | A photo without valid consent | 3 |" in lists
    assert "| 3 | *A* road | Kenya | 1 |" in lists
    assert "1 vote would have to go to change the winner" in titles(app)
    assert "Hidden words" not in lists + said(app)
    assert "Somalia" not in lists + said(app)
    assert "1 photo entered has no valid consent: it is counted, but not shown." in said(app)
    assert "1 other photo with valid consent" in [each.label for each in app.get("expander")]
