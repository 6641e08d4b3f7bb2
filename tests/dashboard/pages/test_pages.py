"""Pages as their readers meet them, run without a browser over the sample."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard import pages
from dashboard.components.markdown import as_text
from dashboard.components.post_list import link, written
from data.store.warehouse import Warehouse
from metrics import DIMENSIONS, METRICS, Selection, answer, measure
from metrics import labels as names_of
from tests.support.examples import first
from tests.support.pages import AppTest, all_parts, items, look, opened, run, said, tiles, titles, unfolded

ROOT = Path(__file__).parents[3]
PAGES = [module.PAGE.address for module in pages.every() if module.PAGE.is_for_everybody]


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def test_a_text_is_shown_as_its_author_wrote_it_and_never_read_as_html() -> None:
    assert written("Rights &amp; dignity &lt;3") == "Rights &amp; dignity &lt;3"
    assert written("Rights & dignity <3 <script>") == "Rights &amp; dignity &lt;3 &lt;script&gt;"
    assert written("&amp;lt;script&amp;gt;") == "&amp;lt;script&amp;gt;"


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
    assert app.title[0].value == as_text("#MigrationMeans passed its target: 4,437 posts against 4,000")


def test_the_overview_shows_the_published_totals() -> None:
    app = look()
    assert tiles(app) == {
        "Posts": "4,437",
        "Contributors": "1,853",
        "Missions taking part": "52",
        "Engagement": "43,475",
        "Unique reach": "9,963 to 479,071",
        "Thunderclap social reach": "521,840",
    }
    notes = [each.delta for each in app.metric]
    assert "111% of the target of 4,000" in notes
    assert "potential, not de-duplicated" in notes


def test_numbers_of_the_overview_are_held_against_the_period_before() -> None:
    written = said(look())
    assert "Last 30 days (19 November 2014 to 18 December 2014) against the 30 days before" in written
    before, now = (
        measure(["posts", "engagement"], where=Selection({"campaign": "migrationmeans"}, *days)).iloc[0]
        for days in (("2014-10-20", "2014-11-18"), ("2014-11-19", "2014-12-18"))
    )
    for name in ("posts", "engagement"):
        assert f"{now[name]:,}, before {before[name]:,}" in written
    assert "no change: 52 in both periods" in written
    assert "▲ 139%: 637, before 266" in written, "“▲ 637” reads as an increase by 637"


def test_a_number_without_a_period_before_has_no_change() -> None:
    written = said(look(**{"from": "2014-06-20", "to": "2014-07-01"}))
    assert "before" not in " ".join(each for each in written.split("▲")[1:])
    assert "▲" not in written


def test_the_overview_says_what_stands_out_and_where_to_look() -> None:
    found = " ".join(each.value for each in look().get("html"))
    assert "3 days brought 26% of the total." in found
    assert "The target of 4,000 posts was passed only on the last day." in found
    assert "114 of 158 country missions have no post." in found
    assert 'href="missions' in found
    assert 'href="events' in found
    assert 'href="say' in found


def test_what_does_not_record_a_filter_shows_no_number_for_it() -> None:
    app = look(mission="KEN")
    assert tiles(app)["Thunderclap social reach"] == "Not available"
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
    assert "are only counted" in everything.title[0].value
    assert "Posts of offices and organizations in their own voice are listed." in said(everything)
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

    texts = said(run(AppTest.from_function(page)))
    assert "Contributeurs\u00a0: les valeurs ne s’additionnent pas. Les taux ne peuvent être ni" in texts
    assert "the rest" in texts


# -- how it was counted


def test_every_number_and_chart_says_how_it_was_counted() -> None:
    app = unfolded(look("thunderclap"))
    texts = said(app)
    assert "**Thunderclap social reach.** Friends and followers of all supporters added up" in texts
    assert "**What it is not:** People reached." in texts
    assert "**Formula:** `sum(connections)`" in texts
    assert "**Type of metric:** pledged. " in texts
    assert "**Defined by:** Thunderclap" in texts
    assert "The smallest number of supporters whose friends and followers make up half" in texts
    asked = [each for each in app.get("popover") if each.proto.popover.label == "How was this counted?"]
    assert len(asked) == len(app.metric) + len(app.get("plotly_chart"))
    assert any("FROM supporter_facts" in each.value for each in app.code)


@pytest.mark.parametrize("path", ["", "missions", "contributions"])
def test_every_chart_that_can_be_clicked_names_a_filter_of_its_page_for_the_keyboard(path: str) -> None:
    app = all_parts(look(path))
    named = set(re.findall(r"With the keyboard, choose under “Table” or use the filter “(.+?)”", said(app)))
    assert named
    assert named <= {each.label for each in [*app.sidebar.multiselect, *app.sidebar.get("button_group")]}


def test_how_much_is_known_is_said_with_how_many_posts_that_is() -> None:
    frame = measure(["gross_reach"])
    assert f"{answer(frame).n['gross_reach']:,}" in explained(frame)
    assert "Based on" in explained(frame)


def explained(frame: pd.DataFrame) -> str:
    from dashboard.components import method_popover

    return "\n".join(
        line for metric in method_popover._metrics(frame) for line in method_popover._explained(metric, frame)
    )


def test_what_stands_under_a_chart_is_made_when_it_is_opened() -> None:
    app = all_parts(look("contributions"))
    assert not app.dataframe
    assert not app.code
    app.session_state["table_posts-by-country"] = True
    run(app)
    assert [table.value.columns.tolist() for table in app.dataframe] == [["Country or area", "Posts"]]


# -- definitions


def defined(app: AppTest) -> dict[str, str]:
    """The line of each definition, by what an address calls it."""
    html = " ".join(each.value for each in app.get("html"))
    return dict(re.findall(r'<details id="(\w+)"[^>]*><summary>(.*?)</summary>', html))


def test_every_metric_and_dimension_is_defined_and_can_be_linked_to() -> None:
    app = look("definitions")
    assert set(defined(app)) == {*METRICS, *DIMENSIONS}
    assert app.title[0].value == f"{len(METRICS)} metrics and {len(DIMENSIONS)} dimensions, each with one definition"
    assert defined(app)["contributors"] == (
        "<b>Contributors</b><span>Different authors of posts: people, offices and organizations.</span><small>contributors</small>"
    )
    assert "Not measured here, because platform counts cannot show outcomes" in said(app)


@pytest.mark.parametrize(
    ("words", "lang", "found"),
    [
        ("votes", "en", {"photo_votes"}),
        ("PORTEE brute", "fr", {"gross_reach"}),
        ("PORTEE brute", "en", {"gross_reach"}),
        ("visualizaciones", "en", {"views"}),
        ("zzzz", "en", set()),
    ],
)
def test_definitions_are_found_by_words_in_any_case_and_without_accents(words: str, lang: str, found: set[str]) -> None:
    app = look("definitions", find=words, lang=lang)
    assert found <= set(defined(app))
    assert len(defined(app)) < len(METRICS)
    assert app.query_params["find"] == words


# -- imports


def test_every_import_is_listed_with_its_rows() -> None:
    app = look("data")
    table = app.dataframe[0].value
    assert (table["Rows"] == table["Accepted"] + table["Duplicates"] + table["Rejected"]).all()
    assert len(table) > 40


def test_what_no_post_says_is_unknown_and_not_none(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,", "Twitter,2,2014-08-19 11:00,General public,")
    for path, labels in {
        "": ["Contributors", "Missions taking part"],
        "contributions": ["Contributors", "Missions taking part", "Countries or areas"],
    }.items():
        unknown = [each for each in look(path).metric if each.delta == "not recorded for these posts"]
        assert [(each.label, each.value) for each in unknown] == [(label, "Unknown") for label in labels]
    app = look()
    assert "19 August 2014: 2 posts" in said(app)
    assert titles(app).count("Not recorded in these data") == 1
    assert "Exports of platforms often lack it. Add it in the contributor directory" in said(app)
    assert (
        "Select a bar to filter by it. With the keyboard, choose under “Table” or use the filter “Mission”."
        not in said(app)
    )
    assert "Select a country to filter by its mission." not in said(look("missions")), (
        "a map without a mission is not drawn"
    )
    assert not [each for each in app.metric if each.label == "Thunderclap social reach"]  # nobody joined any
    thunderclap = look("thunderclap")
    assert not thunderclap.metric
    assert "No supporters match. Import the sheets" in said(thunderclap)


def test_headquarters_alone_is_a_mission_known_and_not_counted(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,IOM staff,Headquarters")
    assert tiles(look())["Missions taking part"] == "0"


def test_with_a_platform_chosen_its_card_speaks_of_it() -> None:
    texts = said(look(platform="facebook"))
    assert "Twitter / X leads" not in texts
    assert "Facebook: 1,418 posts of 4,437 (32%)" in texts


def test_own_accounts_are_charted_filtered_by_and_named_in_lists() -> None:
    app = all_parts(look("contributions"))
    assert any(each.value.startswith("IOM Headquarters (Twitter / X) has the most: 78 posts") for each in app.header)
    name = "IOM Kenya (Facebook)"
    narrowed = look("posts", account=name)
    assert next(each for each in narrowed.multiselect if each.key == "account").value == [name]
    assert items(narrowed)
    assert all(f"· {name} ·" in each for each in items(narrowed))
    assert measure("posts", where={"account": name}).iloc[0, 0] >= len(items(narrowed))


def with_search() -> None:
    """Every page below the search that all have, as app.py draws them."""
    from dashboard import pages
    from dashboard.components import address, filter_bar
    from dashboard.components.top_row import top_row

    address.speak_first()
    filter_bar.bar("definitions")
    top_row("definitions")
    next(module for module in pages.every() if module.PAGE.address == "definitions").page()


def test_the_search_of_definitions_is_not_that_of_all_pages() -> None:
    app = opened(with_search, find="reach")
    assert app.text_input(key="find").value == "reach"
    assert len(defined(app)) < len(METRICS)


def test_where_nobody_recorded_missions_none_is_called_silent(own_posts: Callable[..., Warehouse]) -> None:
    own_posts("Twitter,1,2014-08-19 10:00,,", "Twitter,2,2014-08-19 11:00,General public,")
    for path in ("", "missions"):
        app = look(path)
        assert "silent" not in " ".join([said(app), *(each.value for each in app.title)])
        assert "in both periods" not in said(app)
    assert look("missions").title[0].value == "No mission has a post in these data"


def test_what_a_bar_filters_by_can_be_chosen_in_its_table_too() -> None:
    app = look("")
    app.session_state["table_posts-by-platform"] = True
    choice = run(app).multiselect(key="only_posts-by-platform")
    choice.select("facebook").run()
    assert app.session_state["platform"] == ["facebook"]
    assert app.multiselect(key="only_posts-by-platform").value == ["facebook"]
