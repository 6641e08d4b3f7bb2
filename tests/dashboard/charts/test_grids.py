"""Charts of two dimensions: heat maps, and small bars in rows."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import heatmap, multiples
from dashboard.charts.base import theme
from metrics import METRICS, KindError
from tests.support.figures import checked
from tests.support.small_frames import POSTS, crossed, trace


def test_a_heat_map_is_complete_and_says_which_combination_is_the_largest() -> None:
    chart = heatmap.heatmap(crossed(), "mission", "account_type", POSTS, {"KEN": "Kenya"}, {"person": "Person"})
    assert [list(row) for row in trace(chart, "heatmap").z] == [[34, 5], [12, None]]
    assert [each.type for each in checked(chart).data] == ["heatmap"], "nothing is hatched"
    assert (chart.title, chart.summary) == ("Largest combination: Kenya, Person", "It has 34 posts.")


def test_a_heat_map_says_how_many_rows_only_the_table_has() -> None:
    assert (
        "1 more row in the table."
        in heatmap.heatmap(crossed(), "mission", "account_type", POSTS, {}, {}, limit=1).summary
    )


def test_no_combination_is_the_largest_where_two_are_equal() -> None:
    cells = pd.DataFrame({"mission": ["KEN", "JOR"], "account_type": ["person", "person"], "posts": [5, 5]})
    assert heatmap.heatmap(cells, "mission", "account_type", POSTS, {}, {}).title == "Posts"


def test_the_largest_known_combination_is_called_so_beside_a_larger_unknown_one() -> None:
    cells = pd.DataFrame({"mission": ["KEN", "JOR", "unknown"], "contributor_type": ["staff"] * 3, "posts": [5, 3, 9]})
    assert (
        heatmap.heatmap(cells, "mission", "contributor_type", POSTS, {}, {}).title
        == "Largest known combination: KEN, staff"
    )


# -- small bars along months or platforms


def along(column: str, *cells: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=["contributor_type", column, "posts"])
    return frame.assign(month=pd.to_datetime(frame["month"])) if column == "month" else frame


def test_small_bars_have_a_name_and_a_sum_for_each_row_and_a_number_on_each_bar() -> None:
    frame = along("platform", ("staff", "x", 4), ("staff", "y", 2), ("donor", "x", 1), ("unknown", "y", 9))
    chart = multiples.multiples(frame, "contributor_type", "platform", POSTS, {"staff": "IOM staff"}, {"x": "X"})
    assert [note.text for note in checked(chart).layout.annotations] == [
        "<b>\u2068IOM staff\u2069</b>  6 posts",
        "<b>\u2068donor\u2069</b>  1 post",
        "<b>\u2068unknown\u2069</b>  9 posts",
    ]
    assert [list(bar.text) for bar in checked(chart).data] == [["2", "4"], ["0", "1"], ["9", "0"]]
    assert [bar.marker.color for bar in checked(chart).data] == [
        theme.LIGHT.accent,
        theme.LIGHT.accent,
        theme.LIGHT.unknown,
    ]
    assert chart.title == "IOM staff has the most on every platform"
    assert chart.summary == "Posts: IOM staff 6 and donor 1."


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ((1, 1, 1), "a has the most in every month"),
        ((1, 9, 1), "a has the most in 2 of 3 months"),
        ((1, 5, 1), "a has the most in 2 of 3 months"),
        ((6, 5, 1), "a has the most"),
        ((5, 5, 5), "2 share first place"),
    ],
)
def test_the_title_of_small_bars_says_how_often_the_first_is_first(others: tuple[int, ...], title: str) -> None:
    months = ("2014-06-01", "2014-07-01", "2014-08-01")
    frame = along(
        "month",
        *(("a", month, 5) for month in months),
        *(("b", month, n) for month, n in zip(months, others, strict=True)),
    )
    chart = multiples.multiples(frame, "contributor_type", "month", POSTS, {}, {})
    assert chart.title == title
    assert [text.replace("<br>", " ") for text in checked(chart).layout.xaxis.ticktext] == [
        f"\u2068{month}\u2069" for month in ("Jun 2014", "Jul", "Aug")
    ]


def test_the_bars_of_a_row_stand_above_its_columns() -> None:
    chart = multiples.multiples(
        along("platform", ("a", "x", 4), ("b", "x", 2)), "contributor_type", "platform", POSTS, {}, {}
    )
    assert checked(chart).layout.barmode == "overlay", "side by side, each row would have a part of the width only"
    assert [bar.base for bar in checked(chart).data] == [1, 0]


def test_months_that_one_row_shows_together_are_named_in_words() -> None:
    frame = pd.DataFrame(
        {"contributor_type": ["a", "a"], "month": ["2014-08-01", "2014-09-01+2014-10-01"], "posts": [3, 4]}
    )
    chart = multiples.multiples(
        frame, "contributor_type", "month", POSTS, {}, {"2014-09-01+2014-10-01": "September and October 2014"}
    )
    assert [text.replace("<br>", " ").strip("\u2068\u2069") for text in checked(chart).layout.xaxis.ticktext] == [
        "Aug 2014",
        "Sept and Oct",
    ]
    assert "September and October 2014" in checked(chart).data[0].hovertext[1]


def test_small_bars_of_what_does_not_add_up_are_refused() -> None:
    with pytest.raises(KindError):
        multiples.multiples(
            along("platform", ("a", "x", 1)), "contributor_type", "platform", METRICS["contributors"], {}, {}
        )


def test_rows_of_what_does_not_add_up_are_ordered_by_their_largest_cell() -> None:
    frame = pd.DataFrame({"mission": ["A", "A", "A", "B"], "platform": ["x", "y", "z", "x"], "posts": [4, 4, 4, 9]})
    frame["contributors"] = frame["posts"]
    rows = {
        name: checked(heatmap.heatmap(frame, "mission", "platform", METRICS[name], {}, {}))
        .layout.yaxis.ticktext[0]
        .strip()
        for name in ("contributors", "posts")
    }
    assert ("B" in rows["contributors"], "A" in rows["posts"]) == (True, True)
