"""Pages as their readers meet them, run without a browser over the sample."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard import charts
from dashboard.pages import filters
from dashboard.pages.post_list import link
from data.importing import import_files
from data.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS, Selection, measure
from tests.support.pages import AppTest, look, run, said

ROOT = Path(__file__).parents[2]
PAGES = ("", "reach", "contributions", "thunderclap", "events", "posts", "data", "contributors", "claims", "quality", "definitions")


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def tiles(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_runs_in_every_language_and_says_that_the_data_are_synthetic(path: str, language: str) -> None:
    app = look(path, lang=language)
    assert len(app.title) == 1
    assert {"en": "Synthetic sample", "fr": "Échantillon synthétique", "es": "Muestra sintética"}[language] in said(app)
    assert {"en": "not an IOM product", "fr": "n’est pas un produit", "es": "no es un producto"}[language] in said(app)


def test_app_opens_on_the_overview() -> None:
    app = run(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60))
    assert app.title[0].value == "#MigrationMeans"


def test_the_overview_shows_the_published_totals() -> None:
    app = look()
    assert tiles(app) == {"Posts": "4,437", "Thunderclap social reach": "521,840", "Contributors": "1,853", "Missions taking part": "52"}
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
    app = look(lang="fr", contributor_type="public")
    assert app.query_params["contributor_type"] == "public"
    assert "Type de contributeur\u00a0: Grand public" in said(app)


def test_a_value_that_the_data_do_not_have_is_named_and_left_out() -> None:
    app = look(platform=["facebook", "myspace"], mission="XXX")
    assert "The address names XXX, myspace" in said(app) or "The address names myspace, XXX" in said(app)
    assert tiles(app)["Posts"] == "1,418"


@pytest.mark.parametrize(
    "address",
    [
        {"from": "yesterday"}, {"from": "2019-01-01", "to": "2018-01-01"}, {"lang": "xx"}, {"page": "x"}, {"shown": "x"}, {"grain": "x"},
    ],
)  # fmt: skip
def test_a_broken_address_still_opens(address: dict[str, str]) -> None:
    assert tiles(look(**address))["Posts"] == "4,437"


def test_what_does_not_record_a_filter_shows_no_number_for_it() -> None:
    app = look(mission="KEN")
    assert tiles(app)["Thunderclap social reach"] == "–"
    thunderclap = look("thunderclap", mission="KEN")
    assert "Not filtered here by mission" in said(thunderclap)
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
    assert "only the chosen kinds" in [each.delta for each in app.metric]


def test_no_match_names_the_next_step() -> None:
    app = look(**{"platform": "tumblr", "from": "2014-06-20", "to": "2014-06-21"})
    assert "Widen the period or clear a filter." in said(app)


def test_the_thunderclap_reaches_its_goal() -> None:
    app = look("thunderclap")
    assert tiles(app)["Thunderclap supporters"] == "347"
    assert "347 supporters; the goal of 250 was reached on" in said(app)
    assert "521,840 connections: potential, not de-duplicated" in said(app)


def test_posts_say_how_many_are_withheld_and_can_be_searched() -> None:
    everything = look("posts")
    assert "withheld" in said(everything)
    nothing = look("posts", search="zzzz no such word")
    assert "No post matches" in said(nothing)
    assert nothing.query_params["search"] == "zzzz no such word"


def test_a_page_of_posts_that_is_no_more_becomes_the_last_one() -> None:
    app = look("posts", page="999", platform="tumblr")
    assert "6 posts" in said(app)
    assert "No post matches" not in said(app)


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://example.org/p/1", True), ("http://example.org", True), ("javascript:alert(1)", False), (" JavaScript:alert(1)", False),
        ("data:text/html,x", False), ("ftp://example.org", False), ("//example.org", False), ("https://", False), (None, False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str | None, opens: bool) -> None:
    assert bool(link(url)) is opens


# -- as known on a day


def test_a_look_back_changes_every_number_and_says_so_with_what_differs() -> None:
    app = look(as_of="2014-08-18")
    assert tiles(app)["Posts"] == "1,599"
    assert tiles(app)["Thunderclap social reach"] != "521,840"
    assert "**As known on 18 August 2014.** Since then: 2,838 posts published," in said(app)
    assert app.query_params["as_of"] == "2014-08-18"
    assert "The target is as it stands today." in said(app)


def test_one_click_leads_back_to_today() -> None:
    app = look(as_of="2014-08-18")
    next(each for each in app.button if each.label == "Back to today").click()
    run(app)
    assert tiles(app)["Posts"] == "4,437"
    assert not dict(app.query_params)
    assert "As known on 18 August" not in said(app)


def test_what_changed_is_that_of_the_selection() -> None:
    everything, facebook = look(as_of="2014-08-18"), look(as_of="2014-08-18", platform="facebook")
    told = [re.search(r"Since then: ([\d,]+) posts", said(app)) for app in (everything, facebook)]
    posted = [int(found[1].replace(",", "")) if found else 0 for found in told]
    assert posted == [2838, 909]


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01", "tomorrow"])
def test_a_day_on_which_nothing_was_known_is_named_and_left_out(day: str) -> None:
    app = look(as_of=day)
    assert f"The address names {day}" in said(app)
    assert tiles(app)["Posts"] == "4,437"


@pytest.mark.parametrize("path", ["data", "contributors", "quality", "definitions"])
def test_a_page_that_does_not_look_back_says_so(path: str) -> None:
    app = look(path, as_of="2014-08-18")
    assert "This page shows the data as they are today, not as known on 18 August 2014." in said(app)


def test_posts_are_listed_as_known_then() -> None:
    assert "2014" in said(look("posts", as_of="2014-06-20"))
    assert len(re.findall("<li>", " ".join(each.value for each in look("posts", as_of="2014-06-20").get("html")))) == 20


def test_a_part_that_has_no_answer_says_why_in_the_readers_language_and_leaves_the_rest() -> None:
    def page() -> None:
        import streamlit as st

        from dashboard.locale import speak
        from dashboard.pages import parts
        from metrics import METRICS
        from metrics.model import Kind, KindError, Sentence

        @parts.or_reason
        def card() -> None:
            raise KindError(Sentence("{metric} does not add up. {advice}", metric=METRICS["contributors"].label, advice=Kind.RATIO.advice))

        speak("fr")
        card()
        st.markdown("the rest")

    told = said(run(AppTest.from_function(page)))
    assert "Contributeurs\u00a0: cela ne s’additionne pas. Les rapports ne s’additionnent pas" in told
    assert "the rest" in told


def test_what_may_not_be_crossed_when_looking_back_is_a_notice_and_the_rest_of_the_page_is_there() -> None:
    app = look("contributions", as_of="2014-08-18")
    notices = " ".join(each.value for each in app.info)
    assert "narrower tables could be subtracted from each other. Leave out either of them, or: As known on." in notices
    assert tiles(app)["Contributions"] != "–"
    alone = look(as_of="2014-08-18", mission="KEN", contributor_type="migrant")
    assert tiles(alone)["Posts"] == "–"
    assert "Hidden for privacy: the selection is too narrow" in [each.delta for each in alone.metric]
    assert "Since then" not in said(alone)


# -- how it was counted


def test_every_number_and_chart_says_how_it_was_counted() -> None:
    app = look("thunderclap")
    told = said(app)
    assert "**Thunderclap social reach.** Friends and followers of all supporters added up" in told
    assert "**It is not:** People reached." in told
    assert "**Formula:** `sum(connections)`" in told
    assert "**Kind:** pledged. Connection slots that supporters promised to post to" in told
    assert "**Whose definition:** Thunderclap's own" in told
    assert "The fewest supporters whose friends and followers together make up half" in told
    asked = [each for each in app.get("popover") if each.proto.popover.label == "How was this counted?"]
    assert len(asked) == len(app.metric) + len(app.get("plotly_chart"))
    assert any("FROM supporter_facts" in each.value for each in app.code)


def test_how_much_is_known_is_said_with_how_many_posts_that_is() -> None:
    frame = measure(["gross_reach"])
    assert f"{frame.attrs['n']['gross_reach']:,}" in explained(frame)
    assert "Known for" in explained(frame)


def explained(frame: pd.DataFrame) -> str:
    from dashboard.pages import counting

    return "\n".join(line for metric in counting._metrics(frame) for line in counting._explained(metric, frame))


# -- definitions


def test_every_metric_and_dimension_is_defined_and_can_be_linked_to() -> None:
    app = look("definitions")
    assert {each.anchor for each in app.subheader} == {*METRICS, *DIMENSIONS}
    assert "Nothing here claims an outcome" in said(app)


@pytest.mark.parametrize(
    ("words", "lang", "found"), [("votes", "en", {"photo_votes"}), ("PORTEE brute", "fr", {"gross_reach"}), ("zzzz", "en", set())]
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


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "0", "-1", "٣", "1e9"])
def test_no_number_in_an_address_ends_a_page(number: str) -> None:
    assert look("posts", page=number).session_state["page"] == 1
    assert look("thunderclap", length=number).session_state["length"] == look("thunderclap").session_state["length"]
    look("", **{"from": number, "to": number, "as_of": number, "campaign": number, "mission": number})
    look("reach", universe=f"facebook={number}", within=number)


@pytest.mark.parametrize("path", ["", "reach", "contributions", "thunderclap", "events", "posts", "definitions"])
def test_choices_that_a_run_cut_short_has_lost_are_made_again(path: str) -> None:
    app = look(path, lang="fr")
    for key in (*filters.STARTS, "lang"):
        app.session_state[key] = None
    run(app)
    assert app.query_params["lang"] == "fr"
    assert "None" not in app.query_params.values()
    assert None not in [app.session_state[key] for key in filters.STARTS]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("posts", {"page": "0"}), ("posts", {"page": "9" * 400}), ("posts", {"page": "-1"}), ("posts", {"order": "none"}),
        ("", {"grain": "year"}), ("", {"shown": "potential_reach"}), ("events", {"length": "9" * 400}), ("events", {"event": "9999-12-31"}),
        ("", {"as_of": "9999-12-31"}), ("reach", {"universe": "facebook=" + "9" * 400}), ("", {"from": "0001-01-01"}),
        ("", {"to": "9999-12-31"}), ("", {"to": "9" * 400}), ("contributions", {"rate": "posts", "rate_by": "mission"}),
        ("reach", {"overlap": "x", "within": "y"}), ("", {"lang": "xx"}),
    ],
)  # fmt: skip
def test_an_address_that_nobody_meant_opens_the_page_as_it_starts(path: str, address: dict[str, str]) -> None:
    app, plain = look(path, **address), look(path)
    assert tiles(app) == tiles(plain)
    assert [each.value for each in app.header] == [each.value for each in plain.header]


@pytest.fixture
def imported(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Warehouse]:
    """Looks at data of its own: imports rows of a contribution sheet."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))

    def take(*rows: str) -> Warehouse:
        (tmp_path / "posts.csv").write_text("\n".join(("Platform,Post ID,Posted at,Contributor type,Mission", *rows)), encoding="utf-8")
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
    assert [each.delta for each in app.metric if each.label == "Thunderclap social reach"] == ["No data match these filters."]


def test_headquarters_alone_is_a_mission_known_and_not_counted(imported: Callable[..., Warehouse]) -> None:
    imported("Twitter,1,2014-08-19 10:00,IOM staff,Headquarters")
    assert tiles(look())["Missions taking part"] == "0"


@pytest.mark.parametrize("by", ["contributor_type", "account_type", "platform"])
def test_no_headline_names_a_leader_while_a_value_is_hidden(by: str) -> None:
    hiding = 0
    for mission in measure(["posts"], ["mission"])["mission"]:
        frame = measure(["posts"], [by], Selection({"campaign": ["migrationmeans"], "mission": [mission]}))
        title = charts.bars(frame, by, METRICS["posts"], {}).title
        if frame.attrs["suppressed"]:
            hiding += 1
            assert "leads" not in title
            assert "first place" not in title
    assert hiding > 40 or by != "contributor_type"


def test_with_a_mission_chosen_the_reason_stands_beside_what_is_hidden() -> None:
    told = said(look(mission="IRL"))
    assert "General public leads" not in told
    assert "3 values are hidden. Hidden for privacy: too few people, or it would reveal such a value." in told


def test_with_a_platform_chosen_its_card_speaks_of_it() -> None:
    told = said(look(platform="facebook"))
    assert "Twitter / X leads" not in told
    assert "Facebook: 1,418 posts of 4,437 (32%)" in told
