"""The Stories page: the sample's stories, and few or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import cells, look, said, titles

STORIES = "Story,Campaign,Nominated,Mission,Country,Contribution to,State,For Council,Consent\n"
CONSENTS = "Consent,Given,Expires,Scope,Risk review\n"


def test_the_sample_says_which_stories_may_be_published_and_what_the_others_wait_for(
    sample: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    app = look("stories")
    assert app.title[0].value == "118 stories may be published, from 53 of 158 countries with a mission"
    assert {
        "Countries with a story: 53 of 158",
        "105 countries with a mission have no story",
        "31 of 180 nominations still wait for a decision",
        "Host country: 60 of 118 (51%)",
        "10 stories for the Council may be published",
        "55 countries or areas have a story",
    } <= set(titles(app))
    texts, lists = said(app), cells(app)
    assert "118% of the target of 100." in texts
    assert "31 nominations wait: 19 for the nominee’s consent and 12 for the risk review." in texts
    assert "without a mission in the reference list: Eritrea and Sweden." in texts
    assert "do not imply official endorsement" in texts
    for line in (
        "| Nomination accepted | Left out: 19 waiting for the nominee’s consent, 12 waiting for the risk review, "
        "11 rejected by the risk review and 9 rejected, reason not recorded. | 129 |",
        "| Left out: 7 withdrawn and 4 with expired consent. | 118 |",
        "| Published | Stories with a link in the story sheet. | 78 |",
        "| All regions | 118 | 49 | 9 | 60 |",
        "| 5 of 21 |",
    ):
        assert line in lists, line


def test_a_place_narrows_what_may_be_published_and_not_what_waits(
    sample: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    app = look("stories", region="NBO")
    assert app.title[0].value.endswith("of 9 countries with a mission")
    assert "31 of 180 nominations still wait for a decision" in titles(app)
    assert "Counted for the whole campaign" in said(app)
    assert "nominations wait:" not in said(app)


def test_without_stories_it_says_what_to_import(own_sheets: Callable[..., None]) -> None:
    own_sheets(posts="Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,General public\n")
    app = look("stories")
    assert app.title[0].value == "No story may be published"
    assert "Import the sheets “Stories” and “Consents”" in said(app)
    assert [each.label for each in app.get("download_button")] == ["Stories (Excel)", "Consents (Excel)"]


def test_one_story_that_may_be_published(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        stories=f"{STORIES}s1,heroes,2015-01-01,KEN,KEN,,accepted,no,k1\n",
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("stories")
    assert app.title[0].value == "1 story may be published, from 1 of 158 countries with a mission"
    assert "Not recorded: 1 of 1 (100%)" in titles(app)
    assert "0 stories for the Council may be published" in titles(app)


def test_a_story_without_valid_consent_is_counted_and_its_place_is_not_shown(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        stories=f"{STORIES}s1,heroes,2015-01-01,KEN,KEN,home,accepted,yes,k1\n",
        consents=f"{CONSENTS}k1,2014-01-01,,report,passed\n",
    )
    app = look("stories")
    assert app.title[0].value == "No story may be published"
    assert "0 of 1 nominations still wait for a decision" in titles(app)
    assert "| Left out: 1 waiting for the nominee’s consent. | 0 |" in cells(app)
    assert "Kenya" not in cells(app) + said(app)


@pytest.mark.long
def test_columns_of_the_route_the_link_and_the_month_are_shown(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        stories=f"{STORIES.strip()},Origin,Transit,Host,Theme,Languages,Story link,Month\n"
        "s1,heroes,2015-01-01,KEN,KEN,host,accepted,no,k1,SOM,ETH,Kenya,Work,en,https://example.org/1,2015-03\n"
        "s2,heroes,2015-01-02,KEN,KEN,host,accepted,no,k1,SOM,ETH,KEN,,,,\n"
        "s3,heroes,2015-01-03,UGA,UGA,host,accepted,no,,SDN,,UGA,,,https://example.org/3,2015-04\n",
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("stories")
    lists = cells(app)
    assert "| Published | Stories with a link in the story sheet. | 2 |" in lists
    assert "| Somalia | Ethiopia | Kenya | 2 |" in lists
    assert "Somalia to Kenya has the most: 2" in titles(app)
    assert "| March 2015 | Kenya | Kenya |" in lists
    assert "April 2015" not in lists, "its story has no valid consent"
    assert "Story of the month: unknown" not in said(app)
    assert "| Labour migration | 1 |" in lists
    assert "| English | 1 |" in lists
    assert "From left to right: home, transit and host country. The wider a band, the more stories." in said(app)


def test_the_sample_has_routes_themes_languages_and_a_sentence_to_quote(
    sample: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    app = look("stories")
    assert "What you may say" in [each.proto.popover.label for each in app.get("popover")]
    assert {
        "107 stories with a route",
        "Integration and social cohesion has the most: 31",
        "English has the most: 98",
        "20 stories of the month",
    } <= set(titles(app))
    assert "unknown, no story has" not in said(app)
    assert "What you may say" in [each.proto.popover.label for each in look("photos").get("popover")]


def test_what_is_not_recorded_of_stories_is_said(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        stories=f"{STORIES}s1,heroes,2015-01-01,KEN,KEN,home,accepted,no,k1\n",
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("stories")
    for text in (
        "Routes from home to host country: unknown, no story has these countries in the story sheet.",
        "Theme: unknown, no story has one in the story sheet.",
        "Languages: unknown, no story has one in the story sheet.",
        "Story of the month: unknown, no story has a month in the story sheet.",
    ):
        assert text in said(app), text
    assert "| Published | Not recorded: no story has a link in the story sheet. | Unknown |" in cells(app)


def test_the_bands_hold_every_story_however_many_routes_there_are(own_sheets: Callable[..., None]) -> None:
    countries = ["SOM", "SYR", "ERI", "SDN", "ETH", "MLI", "GHA", "SEN"]
    routes = [(origin, host) for origin in countries for host in countries if origin != host]
    own_sheets(
        stories=f"{STORIES.strip()},Origin,Host\n"
        + "".join(
            f"s{n},heroes,2015-01-01,KEN,KEN,home,accepted,no,k1,{origin},{host}\n"
            for n, (origin, host) in enumerate(routes)
        ),
        consents=f"{CONSENTS}k1,2014-01-01,,dashboard,passed\n",
    )
    app = look("stories")
    assert "56 stories with a route" in titles(app)
    assert "Most frequent:" not in said(app), "several are as frequent"
