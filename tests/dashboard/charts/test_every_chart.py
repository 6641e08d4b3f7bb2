"""Every chart there is, drawn of the sample: it has a title, a sentence and a figure that can be shown, in both
looks."""

from __future__ import annotations

import json

import pytest

from dashboard.charts.base.theme import DARK, LIGHT, Look, figure
from data.store.warehouse import Warehouse
from tests.support.standard_frames import OWN, Draw, drawn, every_chart


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("chart", list(every_chart()), ids=lambda chart: chart.__name__)
def test_it_says_what_it_shows(chart: Draw, look: Look, sample: Warehouse) -> None:
    made = drawn(chart, sample.directory, look)
    assert not made.empty
    assert made.title
    assert "{" not in made.title + made.summary
    assert made.summary.endswith(".")
    assert json.loads(made.figure.to_json())["data"]
    assert made.figure.layout.paper_bgcolor == figure(look, 100).layout.paper_bgcolor


def test_what_has_a_frame_of_its_own_is_a_chart() -> None:
    assert set(OWN) <= {chart.__name__ for chart in every_chart()}
