"""What the card of an event says and draws: from days made by hand, and on the pages over the sample."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard import analyses, queries
from dashboard.charts import event_effect
from dashboard.charts.base import chart
from dashboard.components import tables
from dashboard.i18n import speaking
from data.store.warehouse import Warehouse
from metrics import METRICS, Selection
from metrics.analyses.event_study import Around
from metrics.definitions.model import TranslatableText
from metrics.statistics.baseline import Rate
from metrics.statistics.event_effect import Expected, NotEstimable, Placebos, Uplift
from tests.support.figures import checked
from tests.support.pages import cells, look, run, said, titles, unfolded

POSTS, ENGAGEMENT = METRICS["posts"], METRICS["engagement"]
EVENT, LAST = dt.date(2014, 8, 19), dt.date(2014, 8, 20)
RATE = Rate(188.4, 321.6, 2.7065, (1.83, 4.11))
PLACEBOS = Placebos(109, 0, (212.5, 418.8))
PATH = (Expected(EVENT, 100, 40, 200), Expected(LAST, 74, 20, 150))
FOUND = Uplift(510.0, 174.0, (248.0, 398.2), PATH, 171, PLACEBOS, RATE, "World Humanitarian Day")
REASON = TranslatableText(
    "The days to count end on {end}, but the data end on {known}. Import newer files or count fewer days.",
    end=LAST,
    known=EVENT,
)


def found(**changes: Any) -> Uplift:
    return Uplift(**{name: getattr(FOUND, name) for name in FOUND.__dataclass_fields__} | changes)


def around(answer: Uplift | NotEstimable = FOUND, *, automatic: int = 347, metric: str = "posts") -> Around:
    """Four days: one before, one of sign-ups, two of the window with what was expected of them."""
    path = answer.path if isinstance(answer, Uplift) else ()
    days = pd.DataFrame(
        {
            "day": pd.date_range("2014-08-17", "2014-08-20"),
            "part": ["before", "sign-ups", "window", "window"],
            metric: pd.array([20, 30, 400, 110], dtype="Int64"),
            "automatic": pd.array([0, 0, automatic, 0], dtype="Int64"),
            "expected": pd.array([None, None, *(each.count for each in path)] if path else [None] * 4, dtype="Float64"),
            "lower": pd.array([None, None, *(each.lower for each in path)] if path else [None] * 4, dtype="Float64"),
            "upper": pd.array([None, None, *(each.upper for each in path)] if path else [None] * 4, dtype="Float64"),
        }
    )
    return Around(
        "World Humanitarian Day; Thunderclap", EVENT, LAST, metric, Selection(), days, float(automatic), answer
    )


def bars(chart: chart.Chart) -> list[Any]:
    return [trace for trace in checked(chart).data if trace.type == "bar"]


def notes(chart: chart.Chart) -> str:
    return " ".join(str(each.text) for each in checked(chart).layout.annotations)


def test_the_title_is_the_finding_and_the_summary_has_its_interval() -> None:
    chart = event_effect.above_baseline(around(), POSTS)
    assert chart.title == "336 posts above baseline, 19–20 Aug 2014"
    assert chart.summary == (
        "510 posts; 174 expected. Above baseline on World Humanitarian Day: 336 (95% interval: 248 to 398). "
        "The Thunderclap’s own 347 posts are not counted."
    )


def test_without_a_day_of_the_calendar_the_baseline_stands_alone() -> None:
    chart = event_effect.above_baseline(around(found(observance=""), automatic=0), POSTS)
    assert chart.title == "336 posts above baseline, 19–20 Aug 2014"
    assert chart.summary == "510 posts; 174 expected. Above baseline: 336 (95% interval: 248 to 398)."


def test_what_cannot_be_told_apart_claims_nothing() -> None:
    chart = event_effect.above_baseline(around(found(observed=180.0, interval=(-115.0, 111.0)), automatic=1), POSTS)
    assert chart.title == "Posts: no clear difference from baseline, 19–20 Aug 2014"
    assert "The difference is −115 to 111 (95% interval), so there may be none." in chart.summary
    assert "The Thunderclap’s own 1 post is not counted." in chart.summary


def test_less_than_expected_is_below_baseline() -> None:
    chart = event_effect.above_baseline(around(found(observed=74.0, interval=(-150.0, -20.0))), POSTS)
    assert chart.title == "100 posts below baseline, 19–20 Aug 2014"


def test_engagement_on_automatic_posts_is_told_apart_as_well() -> None:
    chart = event_effect.above_baseline(around(automatic=1955, metric="engagement"), ENGAGEMENT)
    assert chart.title.startswith("336 engagements above baseline")
    assert "Not counted, because the Thunderclap’s own posts received it: 1,955." in chart.summary


def test_a_reason_takes_the_place_of_a_number_and_the_days_are_shown_all_the_same() -> None:
    chart = event_effect.above_baseline(around(NotEstimable(REASON)), POSTS)
    assert chart.title == "Posts: no comparison with baseline possible, 19–20 Aug 2014"
    assert "The days to count end on 20 August 2014, but the data end on 19 August 2014." in chart.summary
    assert not chart.empty
    assert len(checked(chart).data) == 2
    assert list(event_effect.beside(around(NotEstimable(REASON)))) == []
    with speaking("fr"):
        assert "s’arrêtent au 19 août 2014" in event_effect.above_baseline(around(NotEstimable(REASON)), POSTS).summary


def test_an_event_outside_the_data_has_no_chart_but_its_reason() -> None:
    nowhere = around(NotEstimable(REASON))
    nowhere = Around(nowhere.event, EVENT, LAST, "posts", Selection(), nowhere.days.head(0), 0, nowhere.found)
    chart = event_effect.above_baseline(nowhere, POSTS)
    assert chart.empty
    assert "Import newer files" in chart.summary


def test_parts_are_told_apart_by_more_than_colour() -> None:
    chart = event_effect.above_baseline(around(), POSTS)
    people, automatic = bars(chart)
    assert list(people.marker.pattern.shape) == ["", "/", "", ""]
    assert people.marker.color[0] == people.marker.color[1] != people.marker.color[2] == people.marker.color[3]
    assert (list(automatic.y), automatic.marker.pattern.shape) == ([347], ".")
    assert "347 automatic" in notes(chart)
    assert "sign-up days: not in the baseline" in notes(chart)
    assert "sign-up day, not in the baseline" in people.hovertext[1]


def test_the_band_spans_the_days_of_the_window() -> None:
    upper, lower, level = (
        trace for trace in checked(event_effect.above_baseline(around(), POSTS)).data if trace.type == "scatter"
    )
    assert list(upper.y) == [200, 200, 150, 150]
    assert list(lower.y) == [40, 40, 20, 20]
    assert list(level.y) == [100, 100, 74, 74]
    assert "expected: 100.0 (40.0 to 200.0)" in level.hovertext[0]


def test_beside_it_stand_placebos_a_ratio_and_what_it_is_not() -> None:
    sentences = list(event_effect.beside(around()))
    assert sentences == [
        "Baseline: 171 days before the event, without sign-up days.",
        "Check: none of 109 earlier periods of this length was as far from expected (p = 0.009). "
        "Judged by these periods, the difference is 212 to 419.",
        "Ratio: 2.7 times the 188 expected from weekdays and trend (95% interval: 1.8 to 4.1).",
        "People post on World Humanitarian Day with or without a campaign.",
        "“Above baseline” does not mean “caused by the event”: it includes anything else that happened on these days.",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"placebos": None}, "Check: no earlier period of this length has enough days before it."),
        (
            {"placebos": Placebos(20, 1, None)},
            "1 earlier period of this length, of 20, was at least as far from expected (p = 0.095).",
        ),
        (
            {"placebos": Placebos(20, 9, None)},
            "9 of 20 earlier periods of this length were at least as far from expected (p = 0.48).",
        ),
        ({"rate": None}, "No ratio, because"),
        ({"rate": Rate(1.0, 5.0, 6.0, (1.5, float("inf")))}, "(95% interval: 1.5 or more)"),
        ({"interval": (-20.0, 600.0)}, "The two models disagree"),
    ],
)
def test_what_is_missing_or_in_doubt_is_said(changes: dict[str, Any], expected: str) -> None:
    assert expected in " ".join(event_effect.beside(around(found(**changes))))


def test_the_table_names_its_columns_and_parts() -> None:
    table = tables.readable(around().days)
    assert list(table.columns) == ["Day", "Part", "Posts", "Sent automatically", "Expected", "From", "To"]
    assert table["Part"].tolist() == [
        "before the event",
        "sign-up day, not in the baseline",
        "counted day",
        "counted day",
    ]


# -- on the pages


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def test_the_thunderclap_of_the_sample_has_too_few_days_before_it_and_says_so() -> None:
    app = unfolded(look("thunderclap"))
    assert "Posts: no comparison with baseline possible, 19–25 Aug 2014" in said(app)
    assert "A baseline needs 56 days before the event. The data have 42," in said(app)
    assert "The Thunderclap’s own 347 posts are not counted." in said(app)


def test_without_a_baseline_the_page_says_in_plain_words_what_happened_around_the_launch() -> None:
    app = look("thunderclap")
    assert app.title[0].value == "347 supporters with 521,840 friends and followers: potential, not de-duplicated"
    assert "21.3 a day before the launch, 13.2 a day after it" in titles(app)
    for sentence in (
        "Compared: the 4 weeks before the first sign-up and the 4 weeks after the day of the launch.",
        "More after the launch on 0 of 7 weekdays.",
        "On the day itself, 19 August 2014: 174 posts.",
        "Counted apart: the message itself, posted automatically by supporters (347 posts).",
        "This is a comparison, not an effect",
    ):
        assert sentence in said(app)
    assert "Tuesday | 25.0 | 15.8" in cells(app)
    assert "All days | 21.3 | 13.2" in cells(app)


def test_events_open_on_the_one_that_stood_out_most_of_those_that_can_be_estimated() -> None:
    app = look("events")
    assert app.selectbox(key="event").value == "2014-12-10"
    assert "176 posts;" in said(app)
    assert "People post on Human Rights Day" in said(app)


def test_the_page_begins_with_the_event_that_stood_out_most_and_lists_all() -> None:
    app = look("events")
    assert app.title[0].value == (
        "“International Migrants Day; end of the campaign” stood out most, with 444 posts; a typical Thursday has 20"
    )
    html = " ".join(each.value for each in app.get("html"))
    rows = re.findall(r'<tr><td><a href="events\?event=([-\d]+)[^>]*>.*?</a></td><td>.*?</td><td>(.*?)</td></tr>', html)
    assert len(rows) == 15
    assert rows[0] == ("2014-12-18", "444 posts; a typical Thursday has 20.")
    assert ("2014-08-19", "174 posts, and 347 sent automatically; a typical Tuesday has 20.") in rows, (
        "without the Thunderclap’s own"
    )
    assert rows[-1] == ("2014-12-22", "The data do not cover this day.")
    assert "How the baseline was checked" in [each.label for each in app.expander]


def test_few_posts_have_no_event_that_stood_out() -> None:
    quiet = look("events", **{"from": "2014-10-04", "to": "2014-11-20"})
    assert quiet.title[0].value == "No event day has twice the posts of a typical day"
    automatic = look("events", platform="tumblr")
    assert automatic.title[0].value == "Events"
    assert "Automatic posts have no baseline." in said(automatic)


def test_the_address_holds_event_window_and_what_is_counted() -> None:
    address = {"event": "2014-09-21", "length": "3", "counted": "engagement"}
    app = look("events", **address)
    assert {key: app.query_params[key] for key in app.query_params} == address
    assert "Engagement: no clear difference from baseline, 21–23 Sept 2014" in said(app)


def test_a_longer_window_meets_the_next_event_and_says_which() -> None:
    app = look("events", event="2014-09-21", length="3")
    next(each for each in app.get("button_group") if each.key == "length").set_value(7)
    assert "“World Tourism Day” on 27 September 2014 is less than 7 days away" in said(run(app))


@pytest.mark.parametrize(
    "address", [{"event": "yesterday"}, {"length": "999"}, {"counted": "likes"}, {"beside": "none"}]
)
def test_a_broken_address_opens_all_the_same(address: dict[str, str]) -> None:
    assert "176 posts;" in said(look("events", **address))


def test_a_period_without_events_says_what_to_do() -> None:
    app = look("events", **{"from": "2014-11-01", "to": "2014-11-02"})
    assert app.title[0].value == "No events in this period"
    assert "import an event sheet" in said(app)


def test_automatic_posts_alone_have_no_baseline() -> None:
    assert "Automatic posts have no baseline." in said(look("thunderclap", post_kind="thunderclap"))


def test_a_fit_is_made_once() -> None:
    asked = (dt.date(2014, 12, 10), "posts", 7, Selection(), None)
    analyses.above_baseline(*asked)
    start = time.perf_counter()
    assert analyses.above_baseline(*asked) is analyses.above_baseline(*asked)
    assert time.perf_counter() - start < 0.05


def test_events_are_named_in_the_readers_language_if_the_sheet_has_it(own_sheets: Callable[..., None]) -> None:
    rows = "".join(f"Twitter,{n},2014-08-{1 + n % 28:02} 10:00,Public\n" for n in range(60))
    own_sheets(
        posts="Platform,Post ID,Posted at,Contributor type\n" + rows,
        events="Day,Event,Kind,Source,Event (fr),Event (es)\n"
        "2014-08-19,World Humanitarian Day,observance,UN,Journée mondiale de l’aide humanitaire,\n"
        "2014-08-12,Youth Day,observance,UN,,Día de la Juventud\n",
    )
    for language, names in {
        "en": ("World Humanitarian Day", "Youth Day"),
        "fr": ("Journée mondiale de l’aide humanitaire", "Youth Day"),
        "es": ("World Humanitarian Day", "Día de la Juventud"),
    }.items():
        listed = cells(look("events", lang=language))
        assert all(name in listed for name in names), language
    assert queries.in_every_language("Youth Day") == {"Youth Day", "Día de la Juventud"}
    assert queries.in_every_language("Journée mondiale de l’aide humanitaire") >= {"World Humanitarian Day"}


def test_what_a_figure_is_and_its_note_are_said_in_the_readers_language(own_sheets: Callable[..., None]) -> None:
    own_sheets(
        posts="Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,Public\n",
        figures="Figure,Campaign,Metric,Value,As of,Source,What it really is,What it really is (fr),Note,Note (fr)\n"
        "F1,,posts,1,2014,Web log,all posts,toutes les publications,as printed,tel que publié\n",
    )
    assert "all posts" in said(look("claims"))
    french = said(look("claims", lang="fr"))
    assert "toutes les publications" in french
    assert "tel que publié" in french
    assert "all posts" not in french


def test_what_a_figure_was_published_as_is_said_in_the_readers_language(own_sheets: Callable[..., None]) -> None:
    """The word is a warning in each: a sum of friends and followers is no number of people."""
    own_sheets(
        posts="Platform,Post ID,Posted at,Contributor type\nTwitter,1,2014-08-19 10:00,Public\n",
        figures="Figure,Campaign,Metric,Value,As of,Source,Unit as published,Unit as published (fr)\n"
        "F1,,potential_reach,200,2014,Web log,people,personnes\n",
    )
    assert "200 people" in said(look("claims"))
    french = said(look("claims", lang="fr")).replace("\u00a0", " ")
    assert "200 personnes" in french
    assert "Publié comme « personnes »" in french
    assert "people" not in french
