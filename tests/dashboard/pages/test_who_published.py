"""Contributor types on pages, and who published where a view is too narrow for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.store.warehouse import Warehouse
from metrics import Selection, answer, measure
from tests.support.examples import first
from tests.support.pages import AppTest, all_parts, look, run, said, titles, unfolded


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


TOO_NARROW = "For a selection this narrow you see who published instead."
VOICE_CARDS = {"": 1, "contributions": 5, "thunderclap": 1}
NARROW: dict[str, dict[str, Any]] = {
    "mission": {"mission": "KEN"},
    "region": {"region": "BKK"},
    "platform": {"platform": "twitter"},
    "period": {"from": "2014-08-01", "to": "2014-08-31"},
    "published by": {"account_type": "person"},
    "post kind": {"post_kind": "original"},
    "looking back": {"as_of": "2014-08-18"},
}


@pytest.mark.parametrize("path", first(1, VOICE_CARDS))
def test_contributor_types_are_there_for_the_whole_campaign(path: str) -> None:
    app = all_parts(look(path))
    assert TOO_NARROW not in said(app)
    assert "by contributor type" in said(app)
    assert "by account type" not in said(app).replace("Posts by mission and account type", "")


@pytest.mark.parametrize("path", ["", "contributions"])
@pytest.mark.parametrize("narrow", first(1, NARROW))
def test_a_view_too_narrow_for_contributor_types_shows_who_published_and_is_never_blank(path: str, narrow: str) -> None:
    app = all_parts(look(path, **NARROW[narrow]))
    untouched = int(
        path == "contributions" and narrow == "post kind"
    )  # contributions are of no kind of post, so they stay whole
    assert said(app).count(TOO_NARROW) == VOICE_CARDS[path] - untouched
    assert said(app).count("by contributor type") == untouched
    assert "by account type" in said(app)
    assert not [each.value for each in app.info if "Contributor type" in each.value]
    assert "No data to show" not in titles(app)
    own = 2 * ("No own account published these posts." in [each.value for each in app.info])
    assert len(app.get("plotly_chart")) >= len(all_parts(look(path)).get("plotly_chart")) - 1 - own, (
        "only a target of the whole campaign goes, and charts of own accounts where none published"
    )


def test_supporters_are_shown_by_who_they_are_on_the_network_where_the_view_is_narrow() -> None:
    app = look("thunderclap", platform="twitter")
    assert TOO_NARROW in said(app)
    assert "Person has the most: 190 supporters (82%)" in titles(app)


@pytest.mark.long
def test_posts_of_no_campaign_are_shown_by_who_published(own_posts: Callable[..., Warehouse]) -> None:
    own_posts(
        *(
            f"Twitter,{n},2014-08-{n} 10:00,{kind},KEN"
            for n, kind in ((10, "Migrant"), (11, "IOM staff"), (12, "IOM staff"))
        )
    )
    for path, cards in VOICE_CARDS.items():
        app = all_parts(look(path if path != "thunderclap" else "", campaign="none"))
        assert said(app).count("You see who published instead.") == (cards if path != "thunderclap" else 1)
        assert "pointing at people" in said(app) or "not one of them" in said(app)


@pytest.mark.long
def test_months_in_which_somebody_would_stand_alone_are_one_bar_with_its_sentence(
    own_posts: Callable[..., Warehouse],
) -> None:
    posted = {"2014-06": 20, "2014-07": 20, "2014-08": 8}
    public = [
        f"{month}-{day:02} 10:00,General public,JOR" for month, days in posted.items() for day in range(1, days + 1)
    ]
    migrant = [f"2014-08-{day:02} 11:00,Migrant,KEN" for day in (1, 2)]
    own_posts(*(f"Twitter,{number},{row}" for number, row in enumerate([*public, *migrant])))
    app = unfolded(look("contributions"))
    sentence = "July and August 2014 are shown together, so that nobody's posts stand alone."
    assert [each.value for each in app.caption if sentence in each.value] == [f":material/visibility_off: {sentence}"]
    assert "July and August 2014" in [month for table in app.dataframe for month in table.value.get("Month", [])]
    assert "juillet et août 2014" in said(all_parts(look("contributions", lang="fr"))).lower()


def test_where_the_number_itself_is_not_told_by_contributor_type_its_own_reason_is_said() -> None:
    dimension, why = answers_for(["countries"], (), Selection())
    assert dimension == "account_type"
    assert why == "Countries or areas: not available by contributor type. You see who published instead."


def answers_for(metrics: list[str], rows: tuple[str, ...], where: Selection) -> tuple[str, str]:
    from dashboard import queries

    return queries.voices_or_publishers(metrics, rows, where)


def test_mission_by_account_type_is_whole() -> None:
    frame = measure(["posts"], ["mission", "account_type"])
    assert frame["posts"].sum() == 4437
    assert not answer(frame).suppressed
    app = look("contributions")
    assert "Largest combination: Headquarters, Person" in titles(app)
    app = look("contributions", places="region")
    assert "Posts by region and account type" in said(app)


def test_months_that_stand_together_are_said_in_words_on_a_card_its_table_and_its_files() -> None:
    def page() -> None:
        from dataclasses import replace

        import pandas as pd

        from dashboard import queries
        from dashboard.charts import multiples
        from dashboard.components import cards as parts
        from dashboard.i18n import speak
        from metrics import METRICS, Selection, answer, measure
        from metrics.answers import attach

        speak("en")
        frame = pd.DataFrame(
            {
                "contributor_type": ["staff"] * 2,
                "month": ["2014-08-01", "2014-09-01+2014-10-01"],
                "posts": pd.array([3, 4], dtype="Int64"),
            }
        )
        attach(frame, replace(answer(measure(["posts"])), together=(("2014-09-01", "2014-10-01"),), selected="all"))
        parts.card(
            "x",
            "Posts",
            frame,
            Selection(),
            lambda look: multiples.multiples(
                frame, "contributor_type", "month", METRICS["posts"], {}, queries.names_of(frame, "month"), look=look
            ),
        )
        assert queries.in_words(frame)["month"].tolist() == ["2014-08-01", "September and October 2014"]

    app = unfolded(run(AppTest.from_function(page, default_timeout=60)))
    assert "September and October 2014 are shown together, so that nobody's posts stand alone." in said(app)
    assert app.dataframe[0].value["Month"].tolist() == ["August 2014", "September and October 2014"]


def test_a_rate_of_which_every_contributor_type_is_hidden_is_shown_by_who_published() -> None:
    frame = measure(["engagement_rate_by_impressions"], ["contributor_type"])
    assert answer(frame).suppressed
    assert frame["engagement_rate_by_impressions"].isna().all()
    app = all_parts(look("contributions", rate="engagement_rate_by_impressions"))
    assert "All values by contributor type are hidden for privacy. You see who published instead." in said(app)
    assert "Engagement rate by impressions by account type" in said(app)
    assert "Engagement by contributor type" in said(app)
