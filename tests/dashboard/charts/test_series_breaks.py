"""Days on which a platform changed what it counts, as charts draw and say them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import bars, cumulative, heatmap, over_time
from dashboard.charts.base import chart
from metrics import METRICS, Answer
from metrics.answers import attach, attached
from metrics.definitions.model import SeriesBreak
from tests.support.figures import checked
from tests.support.small_frames import NO_EVENTS, POSTS, by_day, texts


def across_a_break(name: str = "views", **columns: Any) -> pd.DataFrame:
    """Days on both sides of 5 August, from which on a platform counted something else."""
    frame = by_day(name, d1=5, d4=6, d5=40, d9=50) if not columns else pd.DataFrame(columns)
    return attach(
        frame,
        Answer(breaks=(SeriesBreak(dt.date(2014, 8, 5), "instagram", "Instagram", "Instagram counts views anew."),)),
    )


def lines(chart: chart.Chart) -> list[Any]:
    return [shape for shape in checked(chart).layout.shapes if shape.line.dash == "dash" and shape.x0 == shape.x1]


@pytest.mark.parametrize(("grain", "before"), [("day", "2014-08-04 12:00"), ("week", "2014-08-01 12:00")])
def test_a_series_break_is_a_named_line_before_the_first_bar_that_is_counted_anew(grain: str, before: str) -> None:
    frame = across_a_break()
    if grain == "week":
        weeks = pd.DataFrame({"week": pd.to_datetime(["2014-07-28", "2014-08-04"]), "views": [11, 90]})
        frame = attach(weeks, attached(frame))
    chart = over_time.over_time(frame, METRICS["views"], NO_EVENTS, grain=grain)
    assert {pd.Timestamp(line.x0) for line in lines(chart)} == {pd.Timestamp(before)}
    assert "New counting,<br>Instagram" in texts(chart)
    assert "5 Aug" in texts(chart)
    assert chart.summary.endswith("Change in how the platform counts, 5 August 2014: Instagram counts views anew.")


def test_a_series_break_is_named_before_any_event() -> None:
    days = [dt.date(2014, 8, day) for day in range(1, 10)]
    events = pd.DataFrame({"day": days, "event": [f"Event {day.day}" for day in days]})
    frame = across_a_break()
    assert "New counting" in texts(over_time.over_time(frame, METRICS["views"], events))


def test_without_a_break_no_line_is_drawn() -> None:
    assert not lines(over_time.over_time(by_day("views", d1=5, d9=6), METRICS["views"], NO_EVENTS))


@pytest.mark.parametrize(
    "draw",
    [
        lambda frame: over_time.pacing(frame, POSTS, 100, dt.date(2014, 8, 1), dt.date(2014, 8, 20)),
        lambda frame: cumulative.supporters(frame, POSTS, 250),
        lambda frame: cumulative.social_reach(frame, POSTS),
    ],
    ids=["pacing", "supporters", "social_reach"],
)
def test_running_totals_show_a_break_too(draw: Any) -> None:
    chart = draw(across_a_break("posts"))
    assert len(lines(chart)) == 1
    assert "New counting" in texts(chart)
    assert "Instagram counts views anew." in chart.summary


def test_comparisons_across_a_break_say_so() -> None:
    by_bars = bars.bars(across_a_break(platform=["instagram"], views=[7]), "platform", METRICS["views"], {})
    cells = across_a_break(mission=["KEN"], platform=["instagram"], views=[7])
    crossed = heatmap.heatmap(cells, "mission", "platform", METRICS["views"], {}, {})
    assert "Instagram counts views anew." in by_bars.summary
    assert "Instagram counts views anew." in crossed.summary
