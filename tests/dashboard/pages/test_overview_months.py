"""The chart over time of the Overview, in days, weeks and months."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store.warehouse import Warehouse
from tests.support.pages import AppTest, look, run, titles


def test_posts_of_many_years_start_with_months_and_the_address_keeps_another_choice(
    own_posts: Callable[..., Warehouse],
) -> None:
    """Bars of eleven years of days are hairlines, and “by day” chosen there is not the start of such data."""
    own_posts("Twitter,1,2014-08-19 10:00,,Kenya", "Twitter,2,2025-03-01 11:00,,Kenya", "Twitter,3,2025-03-02,,Kenya")
    app = look()
    assert "Posts peaked in March 2025" in titles(app)
    assert "grain" not in app.query_params
    _step(app, "day")
    assert app.query_params["grain"] == "day"
    assert "Posts peaked in March 2025" not in titles(look(grain="day"))


def test_a_campaign_of_half_a_year_starts_with_days(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    app = look()
    assert "Posts peaked on 19 August 2014: World Humanitarian Day" in titles(app)
    _step(app, "month")
    assert any(title.startswith("Posts peaked in ") for title in titles(app))
    assert app.query_params["grain"] == "month"


def _step(app: AppTest, step: str) -> None:
    next(each for each in app.button_group if each.key == "grain").set_value(step)
    run(app)
