"""What the chart of rates says: who stands out, who only seems to, and who has too few authors."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import engagement_rates
from dashboard.charts.base import chart
from dashboard.components import tables
from data.store.warehouse import Warehouse
from metrics import METRICS
from tests.support.figures import checked
from tests.support.pages import look, said

RATE = METRICS["engagement_rate_by_followers"]
NAMES = {"photo": "Photo", "video": "Video", "unknown": "Unknown"}


@pytest.fixture
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


def frame(**rows: tuple[float, float | None, float | None]) -> pd.DataFrame:
    rates, lower, upper = zip(*rows.values(), strict=True)
    return pd.DataFrame(
        {
            "media_type": list(rows),
            RATE.name: pd.array(rates, dtype="Float64"),
            "n_posts": [90] * len(rows),
            "authors": [30] * len(rows),
            "effective_authors": [25.5] * len(rows),
            "lower_share": pd.array(lower, dtype="Float64"),
            "upper_share": pd.array(upper, dtype="Float64"),
        }
    )


def drawn(**rows: Any) -> chart.Chart:
    return engagement_rates.rates(frame(**rows), "media_type", RATE, NAMES)


def test_one_whose_interval_lies_above_all_others_engages_most() -> None:
    assert (
        drawn(video=(0.02, 0.01, 0.03), photo=(0.05, 0.04, 0.06)).title
        == "Highest engagement rate: Photo, 5.0% (4.0% to 6.0%)"
    )


def test_intervals_that_overlap_have_no_winner() -> None:
    assert (
        drawn(video=(0.02, 0.01, 0.045), photo=(0.05, 0.04, 0.06)).title
        == "Media type: no clear difference in engagement rate"
    )


def test_who_has_too_few_authors_is_an_open_dot_below_and_never_wins() -> None:
    chart = drawn(video=(0.5, None, None), photo=(0.05, 0.04, 0.06))
    assert chart.title == "Media type: not enough authors to compare"
    (dots,) = checked(chart).data
    assert (list(dots.x), list(dots.marker.symbol)) == ([0.05, 0.5], ["circle", "circle-open"])
    assert len(checked(chart).layout.shapes) == 1
    assert "Open dots: fewer than twenty effective authors, so no interval." in chart.summary
    assert "Open dots" not in drawn(photo=(0.05, 0.04, 0.06)).summary


def test_lines_say_how_often_they_hold_the_true_rate() -> None:
    assert "About 90% of such lines contain the true rate" in drawn(photo=(0.05, 0.04, 0.06)).summary
    assert "95%" not in drawn(photo=(0.05, 0.04, 0.06)).summary
    assert "about 90%" not in drawn(photo=(0.05, None, None)).summary


def test_the_unknown_never_wins() -> None:
    title = drawn(unknown=(0.5, 0.4, 0.6), photo=(0.05, 0.04, 0.06), video=(0.02, 0.01, 0.03)).title
    assert title.startswith("Highest engagement rate: Photo")


def test_nothing_to_show_says_so() -> None:
    assert engagement_rates.rates(frame(photo=(0.05, 0.04, 0.06)).head(0), "media_type", RATE, NAMES).empty


@pytest.mark.usefixtures("data")
def test_the_table_shows_shares() -> None:
    table = tables.readable(frame(photo=(0.05, 0.04, 0.06), video=(0.02, None, None)))
    assert table.iloc[0].tolist()[1:] == ["5.0%", 90, 30, 25.5, "4.0%", "6.0%"]
    assert table.iloc[1].tolist()[5:] == ["no interval", "no interval"]


@pytest.mark.long
@pytest.mark.usefixtures("data")
def test_the_page_compares_formats_and_by_its_address_anything_else() -> None:
    assert "Media type: not enough authors to compare" in said(look("engagement"))
    assert "Platform: not enough authors to compare" in said(look("engagement", rate_by="platform"))
    assert "Media type:" in said(look("engagement", rate_by="day", rate="likes"))
    assert "No data to show" in said(look("engagement", platform="tumblr", rate="engagement_rate_by_reach"))
