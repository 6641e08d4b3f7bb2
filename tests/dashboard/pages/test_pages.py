"""Pages as their readers meet them, run without a browser over the sample."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import pages
from dashboard.components import internal_access
from dashboard.components.page import starts
from dashboard.components.post_list import link
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS, Selection, answer, measure
from metrics import labels as names_of
from tests.support.examples import first
from tests.support.pages import AppTest, look, run, said

ROOT = Path(__file__).parents[3]
PAGES = [module.PAGE.address for module in pages.every() if module.PAGE.is_shown is not internal_access.are_allowed]


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def tiles(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", first(1, ["en", "fr", "es"]))
def test_every_page_runs_in_every_language_and_says_that_the_data_are_synthetic(path: str, language: str) -> None:
    app = look(path, lang=language)
    assert len(app.title) == 1
    assert {"en": "Synthetic sample data", "fr": "Données d’exemple (fictives)", "es": "Datos de muestra (ficticios)"}[
        language
    ] in said(app)
    assert {"en": "not an IOM product", "fr": "n’est pas un produit", "es": "no es un producto"}[language] in said(app)


def test_app_opens_on_the_overview() -> None:
    app = run(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60))
    assert app.title[0].value == "#MigrationMeans"


def test_the_overview_shows_the_published_totals() -> None:
    app = look()
    assert tiles(app) == {
        "Posts": "4,437",
        "Thunderclap social reach": "521,840",
        "Contributors": "1,853",
        "Missions taking part": "52",
    }
    notes = [each.delta for each in app.metric]
    assert "111% of the target of 4,000" in notes
    assert "potential, not de-duplicated" in notes


def test_the_address_filters_and_so_does_the_widget_with_the_same_number() -> None:
    by_address = look(platform="facebook")
    by_widget = look()
    next(each for each in by_widget.get("button_group") if each.key == "platform").set_value(["facebook"])
    run(by_widget)
    assert tiles(by_address)["Posts"] == tiles(by_widget)["Posts"] == "1,418"
    assert by_widget.query_params["platform"] == "facebook"


def test_a_view_comes_back_from_its_address() -> None:
    address = {
        "platform": "twitter",
        "mission": ["KEN", "SOM"],
        "from": "2014-08-01",
        "to": "2014-08-31",
        "post_kind": ["original", "share"],
    }
    app = look(**address)
    assert {key: app.query_params[key] for key in app.query_params} == address
    assert "Mission: Kenya and Somalia" in said(app)
    assert "1–31 Aug 2014" in said(app)


def test_the_address_holds_codes_in_every_language() -> None:
    app = look(lang="fr", account_type="person")
    assert app.query_params["account_type"] == "person"
    assert "Publié par\u00a0: Personne" in said(app)


def test_a_contributor_type_in_an_address_from_before_is_named_and_left_out() -> None:
    app = look(contributor_type=["public", "nobody"], platform="facebook")
    assert (
        "Ignored: General public and nobody. Pages cannot be filtered by contributor type. Use “Published by”."
    ) in said(app)
    assert tiles(app)["Posts"] == "1,418"
    assert "Left out" not in said(look(platform="facebook"))


def test_a_value_that_the_data_do_not_have_is_named_and_left_out() -> None:
    app = look(platform=["facebook", "myspace"], mission="XXX")
    assert "do not contain them: XXX, myspace" in said(app) or "do not contain them: myspace, XXX" in said(app)
    assert tiles(app)["Posts"] == "1,418"


@pytest.mark.parametrize(
    "address",
    [
        {"from": "yesterday"},
        {"from": "2019-01-01", "to": "2018-01-01"},
        {"lang": "xx"},
        {"page": "x"},
        {"shown": "x"},
        {"grain": "x"},
    ],
)
def test_a_broken_address_still_opens(address: dict[str, str]) -> None:
    assert tiles(look(**address))["Posts"] == "4,437"


def test_what_does_not_record_a_filter_shows_no_number_for_it() -> None:
    app = look(mission="KEN")
    assert tiles(app)["Thunderclap social reach"] == "–"
    thunderclap = look("thunderclap", mission="KEN")
    assert "Not filtered by mission" in said(thunderclap)
    assert tiles(thunderclap)["Thunderclap supporters"] == "347"


def test_clearing_the_filters_brings_everything_back() -> None:
    app = look(platform="facebook", mission="KEN")
    next(each for each in app.button if each.label == "Clear filters").click()
    run(app)
    assert tiles(app)["Posts"] == "4,437"
    assert not dict(app.query_params)


def test_a_kind_of_post_can_be_left_out_and_the_page_says_so() -> None:
    app = look(post_kind="original")
    assert tiles(app)["Posts"] == "2,307"
    assert "selected post types only" in [each.delta for each in app.metric]


def test_no_match_names_the_next_step() -> None:
    app = look(**{"platform": "tumblr", "from": "2014-06-20", "to": "2014-06-21"})
    assert "Widen the period or clear a filter." in said(app)


def test_the_thunderclap_reaches_its_goal() -> None:
    app = look("thunderclap")
    assert tiles(app)["Thunderclap supporters"] == "347"
    assert "347 supporters; goal of 250 reached on" in said(app)
    assert "521,840 friends and followers: potential, not de-duplicated" in said(app)


def test_posts_say_how_many_are_withheld_and_can_be_searched() -> None:
    everything = look("posts")
    assert (
        "posts are counted but not listed. Posts of offices and organizations in their own voice are listed."
        in said(everything)
    )
    nothing = look("posts", search="zzzz no such word")
    assert "No posts match" in said(nothing)
    assert nothing.query_params["search"] == "zzzz no such word"


def test_a_page_of_posts_that_is_no_more_becomes_the_last_one() -> None:
    app = look("posts", page="999", mission="KEN")
    assert app.session_state["page"] < 999
    assert "No posts match" not in said(app)
    assert items(app)


def test_a_list_says_who_published_for_which_mission_and_never_whose_voice_it_is() -> None:
    found = items(look("posts", mission="KEN"))
    assert all("· Kenya ·" in item for item in found)
    assert all("· Office ·" in item or "· Organization ·" in item for item in found)
    voices = [label for code, label in names_of("contributor_type").items() if code != "unknown"]
    assert not [item for item in found for voice in voices if f"· {voice} ·" in item]


def items(app: AppTest) -> list[str]:
    """What a list says about each of its posts, between marks."""
    html = " ".join(each.value for each in app.get("html"))
    return [f"· {about} ·" for about in re.findall(r'<p class="about">(.*?)</p>', html)]


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://example.org/p/1", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org", False),
        ("//example.org", False),
        ("https://", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, opens: bool) -> None:
    assert bool(link(url)) is opens


# -- as known on a day


def test_a_look_back_changes_every_number_and_says_so_with_what_differs() -> None:
    app = look(as_of="2014-08-18")
    assert tiles(app)["Posts"] == "1,599"
    assert tiles(app)["Thunderclap social reach"] != "521,840"
    assert "**Data as of 18 August 2014.** Since then: 2,838 posts published," in said(app)
    assert app.query_params["as_of"] == "2014-08-18"
    assert "The target is today’s target." in said(app)


def test_one_click_leads_back_to_today() -> None:
    app = look(as_of="2014-08-18")
    next(each for each in app.button if each.label == "Show the latest data").click()
    run(app)
    assert tiles(app)["Posts"] == "4,437"
    assert not dict(app.query_params)
    assert "Data as of 18 August" not in said(app)


def test_what_changed_is_that_of_the_selection() -> None:
    everything, facebook = look(as_of="2014-08-18"), look(as_of="2014-08-18", platform="facebook")
    told = [re.search(r"Since then: ([\d,]+) posts", said(app)) for app in (everything, facebook)]
    posted = [int(found[1].replace(",", "")) if found else 0 for found in told]
    assert posted == [2838, 909]


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01", "tomorrow"])
def test_a_day_on_which_nothing_was_known_is_named_and_left_out(day: str) -> None:
    app = look(as_of=day)
    assert f"do not contain them: {day}" in said(app)
    assert tiles(app)["Posts"] == "4,437"


@pytest.mark.parametrize("path", ["data", "contributors", "quality", "definitions"])
def test_a_page_that_does_not_look_back_says_so(path: str) -> None:
    app = look(path, as_of="2014-08-18")
    assert "This page always shows the latest data, not the data as of 18 August 2014." in said(app)


def test_posts_are_listed_as_known_then() -> None:
    assert "2014" in said(look("posts", as_of="2014-06-20"))
    assert len(re.findall("<li>", " ".join(each.value for each in look("posts", as_of="2014-06-20").get("html")))) == 20


def test_a_part_that_has_no_answer_says_why_in_the_readers_language_and_leaves_the_rest() -> None:
    def page() -> None:
        import streamlit as st

        from dashboard.components import cards as parts
        from dashboard.i18n import speak
        from metrics import METRICS
        from metrics.definitions.model import Kind, KindError, TranslatableText

        @parts.show_reason_on_error
        def card() -> None:
            raise KindError(
                TranslatableText(
                    "{metric} cannot be added up. {advice}",
                    metric=METRICS["contributors"].label,
                    advice=Kind.RATIO.advice,
                )
            )

        speak("fr")
        card()
        st.markdown("the rest")

    told = said(run(AppTest.from_function(page)))
    assert "Contributeurs\u00a0: les valeurs ne s’additionnent pas. Les taux ne peuvent être ni" in told
    assert "the rest" in told


# -- contributor types, and who published where a view is too narrow for them

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


def titles(app: AppTest) -> list[str]:
    return [each.value for each in app.header]


@pytest.mark.parametrize("path", VOICE_CARDS)
def test_contributor_types_are_there_for_the_whole_campaign(path: str) -> None:
    app = look(path)
    assert TOO_NARROW not in said(app)
    assert "by contributor type" in said(app)
    assert "by account type" not in said(app).replace("Posts by mission and account type", "")


@pytest.mark.parametrize("path", ["", "contributions"])
@pytest.mark.parametrize("narrow", first(2, NARROW))
def test_a_view_too_narrow_for_contributor_types_shows_who_published_and_is_never_blank(path: str, narrow: str) -> None:
    app = look(path, **NARROW[narrow])
    untouched = int(
        path == "contributions" and narrow == "post kind"
    )  # contributions are of no kind of post, so they stay whole
    assert said(app).count(TOO_NARROW) == VOICE_CARDS[path] - untouched
    assert said(app).count("by contributor type") == untouched
    assert "by account type" in said(app)
    assert not [each.value for each in app.info if "Contributor type" in each.value]
    assert "No data to show" not in titles(app)
    assert len(app.get("plotly_chart")) >= len(look(path).get("plotly_chart")) - 1, (
        "only a target of the whole campaign goes"
    )


def test_supporters_are_shown_by_who_they_are_on_the_network_where_the_view_is_narrow() -> None:
    app = look("thunderclap", platform="twitter")
    assert TOO_NARROW in said(app)
    assert "Person has the most: 190 supporters (82%)" in titles(app)


def test_posts_of_no_campaign_are_shown_by_who_published(imported: Callable[..., Warehouse]) -> None:
    imported(
        *(
            f"Twitter,{n},2014-08-{n} 10:00,{kind},KEN"
            for n, kind in ((10, "Migrant"), (11, "IOM staff"), (12, "IOM staff"))
        )
    )
    for path, cards in VOICE_CARDS.items():
        app = look(path, campaign="none") if path != "thunderclap" else look("", campaign="none")
        assert said(app).count("You see who published instead.") == (cards if path != "thunderclap" else 1)
        assert "pointing at people" in said(app) or "not one of them" in said(app)


def test_months_in_which_somebody_would_stand_alone_are_one_bar_with_its_sentence(
    imported: Callable[..., Warehouse],
) -> None:
    posted = {"2014-06": 20, "2014-07": 20, "2014-08": 8}
    public = [
        f"{month}-{day:02} 10:00,General public,JOR" for month, days in posted.items() for day in range(1, days + 1)
    ]
    migrant = [f"2014-08-{day:02} 11:00,Migrant,KEN" for day in (1, 2)]
    imported(*(f"Twitter,{number},{row}" for number, row in enumerate([*public, *migrant])))
    app = look("contributions")
    told = "July and August 2014 are shown together, so that nobody's posts stand alone."
    assert [each.value for each in app.caption if told in each.value] == [f":material/visibility_off: {told}"]
    assert "July and August 2014" in [month for table in app.dataframe for month in table.value.get("Month", [])]
    assert "juillet et août 2014" in said(look("contributions", lang="fr"))


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

    app = run(AppTest.from_function(page, default_timeout=60))
    assert "September and October 2014 are shown together, so that nobody's posts stand alone." in said(app)
    assert app.dataframe[0].value["Month"].tolist() == ["August 2014", "September and October 2014"]


# -- how it was counted


def test_every_number_and_chart_says_how_it_was_counted() -> None:
    app = look("thunderclap")
    told = said(app)
    assert "**Thunderclap social reach.** Friends and followers of all supporters added up" in told
    assert "**What it is not:** People reached." in told
    assert "**Formula:** `sum(connections)`" in told
    assert "**Type of metric:** pledged. " in told
    assert "**Defined by:** Thunderclap" in told
    assert "The smallest number of supporters whose friends and followers make up half" in told
    asked = [each for each in app.get("popover") if each.proto.popover.label == "How was this counted?"]
    assert len(asked) == len(app.metric) + len(app.get("plotly_chart"))
    assert any("FROM supporter_facts" in each.value for each in app.code)


def test_how_much_is_known_is_said_with_how_many_posts_that_is() -> None:
    frame = measure(["gross_reach"])
    assert f"{answer(frame).n['gross_reach']:,}" in explained(frame)
    assert "Based on" in explained(frame)


def explained(frame: pd.DataFrame) -> str:
    from dashboard.components import method_popover

    return "\n".join(
        line for metric in method_popover._metrics(frame) for line in method_popover._explained(metric, frame)
    )


# -- definitions


def test_every_metric_and_dimension_is_defined_and_can_be_linked_to() -> None:
    app = look("definitions")
    assert {each.anchor for each in app.subheader} == {*METRICS, *DIMENSIONS}
    assert "Not measured here, because platform counts cannot show outcomes" in said(app)


@pytest.mark.parametrize(
    ("words", "lang", "found"),
    [("votes", "en", {"photo_votes"}), ("PORTEE brute", "fr", {"gross_reach"}), ("zzzz", "en", set())],
)
def test_definitions_are_found_by_words_in_any_case_and_without_accents(words: str, lang: str, found: set[str]) -> None:
    app = look("definitions", find=words, lang=lang)
    assert found <= {each.anchor for each in app.subheader}
    assert len(app.subheader) < len(METRICS)
    assert app.query_params["find"] == words


# -- imports


def test_every_import_is_listed_with_its_rows() -> None:
    app = look("data")
    table = app.dataframe[0].value
    assert (table["Rows"] == table["Accepted"] + table["Duplicates"] + table["Rejected"]).all()
    assert len(table) > 40


@pytest.mark.parametrize("number", first(2, ["9" * 400, "-1", "٣", "9" * 5000, "0", "1e9"]))
def test_no_number_in_an_address_ends_a_page(number: str) -> None:
    assert look("posts", page=number).session_state["page"] == 1
    assert look("thunderclap", length=number).session_state["length"] == look("thunderclap").session_state["length"]
    look("", **{"from": number, "to": number, "as_of": number, "campaign": number, "mission": number})
    look("reach", universe=f"facebook={number}", within=number)


@pytest.mark.parametrize(
    "path", first(2, ["", "reach", "contributions", "thunderclap", "events", "posts", "definitions"])
)
def test_choices_that_a_run_cut_short_has_lost_are_made_again(path: str) -> None:
    app = look(path, lang="fr")
    for key in (*starts(), "lang"):
        app.session_state[key] = None
    run(app)
    assert app.query_params["lang"] == "fr"
    assert "None" not in app.query_params.values()
    assert None not in [app.session_state[key] for key in starts()]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("posts", {"page": "0"}),
        ("posts", {"page": "9" * 400}),
        ("posts", {"page": "-1"}),
        ("posts", {"order": "none"}),
        ("", {"grain": "year"}),
        ("", {"shown": "potential_reach"}),
        ("events", {"length": "9" * 400}),
        ("events", {"event": "9999-12-31"}),
        ("", {"as_of": "9999-12-31"}),
        ("reach", {"universe": "facebook=" + "9" * 400}),
        ("", {"from": "0001-01-01"}),
        ("", {"to": "9999-12-31"}),
        ("", {"to": "9" * 400}),
        ("contributions", {"rate": "posts", "rate_by": "mission"}),
        ("reach", {"overlap": "x", "within": "y"}),
        ("", {"lang": "xx"}),
    ],
)
def test_an_address_that_nobody_meant_opens_the_page_as_it_starts(path: str, address: dict[str, str]) -> None:
    app, plain = look(path, **address), look(path)
    assert tiles(app) == tiles(plain)
    assert [each.value for each in app.header] == [each.value for each in plain.header]


@pytest.fixture
def imported(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Warehouse]:
    """Looks at data of its own: imports rows of a contribution sheet."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))

    def take(*rows: str) -> Warehouse:
        (tmp_path / "posts.csv").write_text(
            "\n".join(("Platform,Post ID,Posted at,Contributor type,Mission", *rows)), encoding="utf-8"
        )
        (receipt,) = import_files([tmp_path / "posts.csv"], warehouse)
        assert receipt.accepted == len(rows), warehouse.rejects()["reason"].tolist()
        return warehouse

    return take


def test_what_no_post_says_is_unknown_and_not_none(imported: Callable[..., Warehouse]) -> None:
    imported("Twitter,1,2014-08-19 10:00,,", "Twitter,2,2014-08-19 11:00,General public,")
    for path, labels in {
        "": ["Contributors", "Missions taking part"],
        "contributions": ["Contributors", "Missions taking part", "Countries or areas"],
    }.items():
        unknown = [each for each in look(path).metric if each.delta == "unknown: not recorded for these posts"]
        assert [(each.label, each.value) for each in unknown] == [(label, "–") for label in labels]
    app = look()
    assert "19 August 2014: 2 posts" in said(app)
    assert [each.delta for each in app.metric if each.label == "Thunderclap social reach"] == [
        "No data match these filters."
    ]


def test_headquarters_alone_is_a_mission_known_and_not_counted(imported: Callable[..., Warehouse]) -> None:
    imported("Twitter,1,2014-08-19 10:00,IOM staff,Headquarters")
    assert tiles(look())["Missions taking part"] == "0"


def test_a_rate_of_which_every_contributor_type_is_hidden_is_shown_by_who_published() -> None:
    frame = measure(["engagement_rate_by_impressions"], ["contributor_type"])
    assert answer(frame).suppressed
    assert frame["engagement_rate_by_impressions"].isna().all()
    app = look("contributions", rate="engagement_rate_by_impressions")
    assert "All values by contributor type are hidden for privacy. You see who published instead." in said(app)
    assert "Engagement rate by impressions by account type" in said(app)
    assert "Engagement by contributor type" in said(app)


def test_with_a_platform_chosen_its_card_speaks_of_it() -> None:
    told = said(look(platform="facebook"))
    assert "Twitter / X leads" not in told
    assert "Facebook: 1,418 posts of 4,437 (32%)" in told
