"""What a chart shows, leaves out and says, from small frames made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import bars, cumulative, heatmap, multiples, over_time, supporter_concentration
from dashboard.charts.base import chart, theme
from dashboard.charts.base.event_labels import LETTER, NARROW, flags
from dashboard.charts.base.theme import wrapped
from dashboard.i18n import speaking
from metrics import METRICS, Answer, KindError
from metrics.answers import attach
from metrics.disclosure.combined_rows import HIDDEN_SUM
from tests.support.figures import checked
from tests.support.small_frames import IMPRESSIONS, NAMES, NO_EVENTS, POSTS, by_day, by_platform, crossed, trace

# -- over time


def test_a_day_without_posts_is_zero_because_the_posts_are_known() -> None:
    (bar,) = checked(over_time.over_time(by_day("posts", d1=5, d3=7), POSTS, NO_EVENTS)).data
    assert list(bar.y) == [5, 0, 7]


def test_a_day_without_impressions_is_a_gap() -> None:
    (bar,) = checked(over_time.over_time(by_day("impressions", d1=5, d3=7), IMPRESSIONS, NO_EVENTS)).data
    assert bar.y[1] is None or pd.isna(bar.y[1])
    assert "not reported" in bar.hovertext[1]


def test_the_title_says_when_and_on_which_event() -> None:
    events = pd.DataFrame({"day": [dt.date(2014, 8, 19)], "event": ["World Humanitarian Day"]})
    chart = over_time.over_time(by_day("posts", d18=1, d19=90, d20=3), POSTS, events)
    assert chart.title == "Posts peaked on 19 August 2014: World Humanitarian Day"
    assert "90 posts on the busiest day; 3 on a typical (median) day" in chart.summary


def test_of_several_events_the_title_has_as_many_as_fit_and_the_summary_all() -> None:
    frame = by_day("posts", d1=3, d19=90)
    events = pd.DataFrame({"day": [dt.date(2014, 8, 19)], "event": ["World Humanitarian Day; Thunderclap"]})
    chart = over_time.over_time(frame, POSTS, events)
    assert chart.title == "Posts peaked on 19 August 2014: World Humanitarian Day"
    assert chart.summary.endswith("19 August 2014: World Humanitarian Day; Thunderclap.")


def test_an_event_in_the_week_marks_the_week() -> None:
    frame = pd.DataFrame({"week": pd.to_datetime(["2014-08-11", "2014-08-18"]), "posts": [3, 90]})
    events = pd.DataFrame({"day": [dt.date(2014, 8, 19)], "event": ["World Humanitarian Day"]})
    chart = over_time.over_time(frame, POSTS, events, grain="week")
    assert chart.title == "Posts peaked in the week of 18 August 2014", "with the event it would be too long"
    assert chart.summary.endswith("Week of 18 August 2014: World Humanitarian Day.")


def test_months_are_named_and_an_event_marks_its_month() -> None:
    months = pd.to_datetime(["2014-06-01", "2014-08-01", "2014-09-01"])
    frame = pd.DataFrame({"month": months, "posts": [4, 90, 4]})
    events = pd.DataFrame({"day": [dt.date(2014, 8, 19)], "event": ["World Humanitarian Day"]})
    chart = over_time.over_time(frame, POSTS, events, grain="month")
    (bar,) = checked(chart).data
    assert list(bar.y) == [4, 0, 90, 4], "July without posts is 0"
    assert chart.title == "Posts peaked in August 2014: World Humanitarian Day"
    assert "90 posts in the busiest month; 4 in a typical (median) month. June 2014 to September 2014." in chart.summary
    assert bar.hovertext[2].startswith("<b>August 2014</b>")
    first, last = map(pd.Timestamp, chart.figure.layout["xaxis"]["range"])
    assert first <= months[0] - pd.Timedelta(days=14), "the first bar is cut"
    assert last >= months[-1] + pd.Timedelta(days=14), "the last bar is cut"


@given(st.lists(st.tuples(st.integers(0, 181), st.text("abcdefgh ", min_size=1, max_size=60)), max_size=20))
def test_names_of_events_never_meet_on_a_phone(made: list[tuple[int, str]]) -> None:
    start = pd.Timestamp(2014, 6, 20)
    days = [start + pd.Timedelta(days=offset) for offset, _name in made]
    events = pd.DataFrame({"day": days, "at": days, "event": [name for _offset, name in made]})
    boxes = []
    for flag in flags(events, start, start + pd.Timedelta(days=181)):
        foot = (flag.at - start).days / 181 * NARROW
        width = LETTER * max(len(line) for line in [*flag.text.strip("\u2068\u2069").split("<br>"), flag.when])
        boxes.append((flag.lane, foot if flag.right else foot - width, foot + width if flag.right else foot))
    for place, (lane, left, right) in enumerate(boxes):
        for other_lane, other_left, other_right in boxes[place + 1 :]:
            assert lane != other_lane or right <= other_left or other_right <= left


def test_a_long_name_of_an_event_is_not_cut_and_has_room_above_the_bars() -> None:
    weeks = pd.date_range("2014-07-07", "2014-08-18", freq="7D")
    frame = pd.DataFrame({"week": weeks, "posts": [3] * (len(weeks) - 1) + [90]})
    heights = []
    for name in ("World Humanitarian Day", "Journée mondiale de l’aide humanitaire"):
        events = pd.DataFrame({"day": [dt.date(2014, 8, 19)], "event": [name]})
        chart = over_time.over_time(frame, POSTS, events, grain="week")
        labels = [each["text"] for each in chart.figure.layout["annotations"]]
        assert any(name.split()[-1] in text for text in labels)
        assert not any("…" in text for text in labels)
        heights.append(chart.figure.layout["height"])
    assert heights[1] == heights[0] + over_time.LINE


def test_pacing_compares_with_an_even_pace() -> None:
    frame = by_day("posts", d1=10, d10=30)
    chart = over_time.pacing(frame, POSTS, 100, dt.date(2014, 8, 1), dt.date(2014, 8, 20))
    assert chart.title == "40% of the target reached"
    assert "Behind schedule: a steady pace gives 50." in chart.summary


# -- bars


def test_the_leader_is_named_with_its_share_and_is_never_the_unknown() -> None:
    chart = bars.bars(by_platform(unknown=75, facebook=25, twitter=75), "platform", POSTS, NAMES)
    assert chart.title == "Twitter / X has the most: 75 posts (43%)"
    assert [label.strip() for label in trace(chart, "bar").text] == ["75", "25", "75"]


def test_where_most_is_unknown_the_title_says_so_first() -> None:
    chart = bars.bars(by_platform(unknown=900, facebook=25, twitter=75), "platform", POSTS, NAMES)
    assert chart.title == "Unknown: 900; then Twitter / X with 75 posts"
    equal = bars.bars(by_platform(unknown=900, facebook=75, twitter=75), "platform", POSTS, NAMES)
    assert equal.title == "Unknown: 900; then 2 with 75 posts each"
    chosen = bars.bars(
        by_platform(unknown=900, facebook=25, twitter=75), "platform", POSTS, NAMES, selected=("facebook",)
    )
    assert chosen.title == "Facebook: 25 posts of 1,000 (2.5%)"
    frame = pd.DataFrame({"platform": ["twitter", "unknown"], "contributors": [30, 50]})
    assert (
        bars.bars(frame, "platform", METRICS["contributors"], NAMES).title
        == "Unknown: 50; then Twitter / X with 30 contributors"
    )


def test_unlike_things_get_no_share() -> None:
    frame = pd.DataFrame({"platform": ["twitter", "facebook"], "contributors": [30, 20]})
    assert (
        bars.bars(frame, "platform", METRICS["contributors"], NAMES).title
        == "Twitter / X has the most: 30 contributors"
    )


def test_a_hidden_value_has_a_row_that_says_so_and_a_missing_one_says_that() -> None:
    frame = by_platform(twitter=50, facebook=None, unknown=None)
    attach(frame, Answer(suppressed_cells={1: ("posts",)}))
    chart = bars.bars(frame, "platform", POSTS, NAMES)
    assert [label.strip() for label in trace(chart, "bar").text] == ["50", "hidden for privacy", "not reported"]
    assert "1 value is hidden for privacy." in chart.summary


def test_the_share_of_the_unknown_is_left_out_where_it_is_nothing() -> None:
    frame = by_platform(twitter=3, facebook=1)
    attach(frame, Answer(unknown={"platform": 0.0}))
    assert bars.bars(frame, "platform", POSTS, NAMES).summary == "Posts: Twitter / X 3 and Facebook 1."
    attach(frame, Answer(unknown={"platform": 0.1}))
    assert "Unknown: 10%." in bars.bars(frame, "platform", POSTS, NAMES).summary


def test_what_is_selected_is_in_sight_and_marked_by_more_than_colour() -> None:
    frame = by_platform(**{f"p{n}": 100 - n for n in range(30)})
    chart = bars.bars(frame, "platform", POSTS, {}, selected=("p29",), limit=5)
    assert len(trace(chart, "bar").y) == 5
    assert checked(chart).layout.yaxis.ticktext[-1].startswith("✓")
    assert "25 more rows in the table." in chart.summary


def test_long_and_arabic_names_are_broken_and_kept_in_their_direction() -> None:
    frame = by_platform(a=2, b=1)
    labels = {"a": "South-Eastern Europe, Eastern Europe and Central Asia (Vienna)", "b": "المكتب الإقليمي"}
    first, second = checked(bars.bars(frame, "platform", POSTS, labels)).layout.yaxis.ticktext
    assert first.count("<br>") == 1
    assert "\u2068المكتب الإقليمي\u2069" in second


@pytest.mark.parametrize(
    "text", ["", "word", "x" * 90, "two words", "many short words that have to go over several lines of a chart"]
)
def test_wrapped_text_keeps_within_its_lines(text: str) -> None:
    lines = wrapped(text, 16).split("<br>")
    assert len(lines) <= 2
    assert all(len(line) <= 22 for line in lines)


# -- Thunderclap


def test_the_day_the_goal_was_reached_is_in_the_title() -> None:
    frame = by_day("thunderclap_supporters", d1=100, d5=120, d19=127)
    chart = cumulative.supporters(frame, METRICS["thunderclap_supporters"], 250)
    assert chart.title == "347 supporters; goal of 250 reached on 19 August 2014"
    assert "the busiest day was 19 August 2014 with 127" in chart.summary


def test_a_missed_goal_is_said() -> None:
    chart = cumulative.supporters(by_day("thunderclap_supporters", d1=100), METRICS["thunderclap_supporters"], 250)
    assert chart.title == "100 supporters of the 250 needed"


def test_social_reach_is_never_shown_without_what_it_is() -> None:
    chart = cumulative.social_reach(
        by_day("thunderclap_social_reach", d1=400_000, d2=121_840), METRICS["thunderclap_social_reach"]
    )
    assert chart.title == "521,840 friends and followers: potential, not de-duplicated"


def test_concentration_counts_who_carries_half() -> None:
    frame = pd.DataFrame(
        {"rank": [1, 2, 3, 4], "connections": [40, 30, 20, 10], "cumulative_share": [0.4, 0.7, 0.9, 1.0]}
    )
    assert supporter_concentration.half(frame) == 2
    assert supporter_concentration.concentration(frame).title == "2 of 4 supporters make up half of the social reach"
    assert supporter_concentration.half(frame.head(0)) is None


# -- kinds


@pytest.mark.parametrize(
    "metric", [metric for metric in METRICS.values() if not metric.kind.adds], ids=lambda metric: metric.name
)
@pytest.mark.parametrize(
    "draw",
    [
        lambda frame, metric: over_time.pacing(frame, metric, 100, dt.date(2014, 8, 1), dt.date(2014, 8, 20)),
        lambda frame, metric: cumulative.supporters(frame, metric, 250),
        lambda frame, metric: cumulative.social_reach(frame, metric),
    ],
    ids=["pacing", "supporters", "social_reach"],
)
def test_a_running_total_of_what_does_not_add_up_is_refused_with_the_alternative(draw: Any, metric: Any) -> None:
    with pytest.raises(KindError, match="cannot be added up") as refused:
        draw(by_day(metric.name, d1=5, d2=6), metric)
    assert metric.kind.advice in str(refused.value)


def test_bars_that_do_not_add_up_say_so_and_give_no_share() -> None:
    frame = pd.DataFrame({"platform": ["twitter", "facebook"], "contributors": [30, 20]})
    chart = bars.bars(frame, "platform", METRICS["contributors"], NAMES)
    assert "%" not in chart.title
    assert "Do not add these numbers together. Different people" in chart.summary


def test_bars_that_overlap_or_are_partly_hidden_give_no_share() -> None:
    overlapping = bars.bars(pd.DataFrame({"hashtag": ["x", "y"], "posts": [30, 20]}), "hashtag", POSTS, {})
    assert overlapping.title == "x has the most: 30 posts"
    assert "A post can count in several rows" in overlapping.summary
    partly = by_platform(twitter=50, facebook=None)
    attach(partly, Answer(suppressed_cells={1: ("posts",)}))
    assert bars.bars(partly, "platform", POSTS, NAMES).title == "Posts by platform", "the hidden one may be larger"


def test_nobody_leads_where_several_are_equal_or_where_some_were_chosen() -> None:
    tie = by_platform(twitter=50, facebook=50, tumblr=3)
    assert bars.bars(tie, "platform", POSTS, NAMES).title == "2 share first place with 50 posts each"
    frame = by_platform(twitter=300, facebook=80, tumblr=20)
    one, two = (
        bars.bars(frame, "platform", POSTS, NAMES, selected=chosen).title
        for chosen in (["facebook"], ["facebook", "tumblr"])
    )
    assert one == "Facebook: 80 posts of 400 (20%)"
    assert two == "Facebook and tumblr: 100 posts of 400 (25%)"
    assert bars.bars(frame, "platform", POSTS, NAMES, selected=["x"]).title == "Posts by platform"


def test_all_hidden_says_the_reason_that_applied() -> None:
    frame = by_platform(twitter=None, facebook=None)
    attach(frame, Answer(suppressed_cells={0: ("posts",), 1: ("posts",)}, hidden_because={"posts": HIDDEN_SUM}))
    assert (
        bars.bars(frame, "platform", POSTS, NAMES).title
        == "Hidden for privacy: too few accounts, or it would reveal such a value"
    )


# -- all of them


@pytest.mark.parametrize(
    "chart",
    [
        over_time.over_time(by_day("posts"), POSTS, NO_EVENTS),
        bars.bars(by_platform(), "platform", POSTS, {}),
        heatmap.heatmap(crossed().head(0), "mission", "account_type", POSTS, {}, {}),
        multiples.multiples(crossed().head(0), "account_type", "mission", POSTS, {}, {}),
        cumulative.supporters(by_day("thunderclap_supporters"), METRICS["thunderclap_supporters"], 250),
        cumulative.social_reach(by_day("thunderclap_social_reach"), METRICS["thunderclap_social_reach"]),
        supporter_concentration.concentration(pd.DataFrame({"rank": [], "connections": [], "cumulative_share": []})),
        over_time.pacing(by_day("posts"), POSTS, 10, dt.date(2014, 8, 1), dt.date(2014, 8, 2)),
    ],
)
def test_nothing_to_show_is_said(chart: chart.Chart) -> None:
    assert chart.empty
    assert chart.title == "No data to show"


def test_a_single_row_is_a_finding_of_its_own() -> None:
    assert bars.bars(by_platform(twitter=3), "platform", POSTS, NAMES).title == "Twitter / X: 3 posts"
    assert over_time.over_time(by_day("posts", d1=1), POSTS, NO_EVENTS).title == "1 August 2014: 1 post"


@pytest.mark.parametrize(("grain", "days"), [("day", 1), ("week", 7), ("month", 28)])
def test_the_bar_of_a_single_step_is_as_wide_as_the_step(grain: str, days: int) -> None:
    frame = by_day("posts", **{"d1" if grain == "month" else "d4": 3}).rename(columns={"day": grain})
    (bar,) = checked(over_time.over_time(frame, POSTS, NO_EVENTS, grain=grain)).data
    assert 0.5 < bar.width[0] / (days * 86_400_000) < 1


def test_no_day_is_the_peak_where_several_are_equal() -> None:
    assert (
        over_time.over_time(by_day("posts", d1=4, d2=1, d3=4), POSTS, NO_EVENTS).title
        == "Posts peaked on 2 days with 4 each"
    )
    weeks = by_day("posts", d4=4, d11=4).rename(columns={"day": "week"})
    assert over_time.over_time(weeks, POSTS, NO_EVENTS, grain="week").title == "Posts peaked in 2 weeks with 4 each"


def test_no_day_is_the_busiest_where_several_are_equal() -> None:
    frame = by_day("thunderclap_supporters", d1=4, d2=4)
    assert (
        cumulative.supporters(frame, METRICS["thunderclap_supporters"], None).summary
        == "Sign-ups from 1 August 2014 to 2 August 2014."
    )


def test_sign_ups_of_one_day_are_not_said_as_a_period() -> None:
    supporters, reach = (METRICS[name] for name in ("thunderclap_supporters", "thunderclap_social_reach"))
    assert (
        cumulative.supporters(by_day(supporters.name, d1=4), supporters, None).summary == "Sign-ups on 1 August 2014."
    )
    assert cumulative.social_reach(by_day(reach.name, d1=4), reach).summary == "Sign-ups on 1 August 2014."


def test_a_chart_speaks_the_readers_language() -> None:
    with speaking("fr"):
        chart = bars.bars(by_platform(twitter=3013, facebook=1418), "platform", POSTS, NAMES)
    assert chart.title == "En tête\u00a0: Twitter / X, 3\u202f013 publications (68\u00a0%)"
    assert checked(chart).layout.separators == ",\u202f"


@pytest.mark.parametrize("look", theme.LOOKS.values(), ids=list(theme.LOOKS))
def test_text_and_bars_can_be_told_from_the_paper(look: theme.Look) -> None:
    assert contrast(look.ink, look.paper) >= 7
    assert contrast(look.muted, look.paper) >= 4.5
    assert contrast(look.unknown, look.paper) >= 3
    assert all(contrast(hue, look.paper) >= 3 for hue in look.hues[:2])


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- the row of all others


def test_all_others_have_a_sentence_and_no_bar() -> None:
    frame = attach(
        pd.DataFrame(
            {"account": ["IOM Kenya (Facebook)", "IOM Italy (Facebook)", "all other accounts"], "posts": [20, 30, 50]}
        ),
        Answer(),
    )
    named = {"all other accounts": "All other accounts"}
    drawn = bars.bars(frame, "account", POSTS, named)
    assert [code for (code,) in checked(drawn).data[0].customdata] == ["IOM Italy (Facebook)", "IOM Kenya (Facebook)"]
    assert drawn.title == "IOM Italy (Facebook) has the most: 30 posts (30%)"
    assert "All other accounts: 50 posts." in drawn.summary
    assert "more row" not in drawn.summary
    chosen = bars.bars(frame, "account", POSTS, named, selected=["all other accounts"])
    assert len(checked(chosen).data[0].customdata) == 3, "what is selected is always in sight"
    assert bars.bars(frame.iloc[2:], "account", POSTS, named).empty
