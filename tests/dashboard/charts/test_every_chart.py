"""Every chart there is, drawn of the sample: it has a title, a sentence and a figure that can be shown, in both
looks."""

from __future__ import annotations

import json

import pytest

from dashboard import i18n
from dashboard.charts.base.chart import Chart, fitting
from dashboard.charts.base.theme import DARK, LIGHT, Look, figure
from dashboard.i18n import LANGUAGES
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.figures import checked
from tests.support.standard_frames import OWN, Draw, drawn, every_chart


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("chart", list(every_chart()), ids=lambda chart: chart.__name__)
def test_it_says_what_it_shows(chart: Draw, look: Look, sample: Warehouse) -> None:
    made = drawn(chart, sample.directory, look)
    assert not made.empty
    assert made.title
    assert "{" not in made.title + made.summary
    assert made.summary.endswith(".")
    assert checked(made).data
    assert json.loads(json.dumps(made.figure.as_dict())) == made.figure.as_dict(), "JSON holds it as it is"
    assert checked(made).layout.paper_bgcolor == figure(look, 100).layout["paper_bgcolor"]


@pytest.mark.parametrize("language", first(1, LANGUAGES))
@pytest.mark.parametrize("chart", list(every_chart()), ids=lambda chart: chart.__name__)
def test_its_title_and_caption_are_short_in_every_language(chart: Draw, language: str, sample: Warehouse) -> None:
    with i18n.speaking(language):
        made = drawn(chart, sample.directory, LIGHT)
    assert len(made.title) <= 60, made.title
    assert 0 < len(made.caption) <= 140, made.caption
    assert f"{made.caption} {made.notes}".strip() == made.summary


def test_a_caption_has_whole_sentences_and_the_first_in_any_case() -> None:
    made = Chart(figure(LIGHT, 100), "Title", ["a" * 70 + ".", "b" * 67 + ".", "c."])
    assert (len(made.caption), made.notes) == (140, "c.")
    assert Chart(figure(LIGHT, 100), "Title", ["a" * 200, "b."]).caption == "a" * 200


def test_the_first_title_that_fits_is_taken_or_else_the_shortest() -> None:
    assert fitting("a" * 60, "b") == "a" * 60
    assert fitting("a" * 61, "b" * 60, "c") == "b" * 60
    assert fitting("a" * 70, "b" * 65) == "b" * 65


def test_what_has_a_frame_of_its_own_is_a_chart() -> None:
    assert set(OWN) <= {chart.__name__ for chart in every_chart()}
