"""Every chart there is, drawn as SVG: whole, in both looks, on a phone and on a slide, with labels that are not cut.

A chart with an attribute that is neither drawn nor for screens only fails here: `svg` refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from xml.etree import ElementTree

import pytest

from dashboard import i18n
from dashboard.charts.base.theme import DARK, LIGHT, Look
from dashboard.exports.svg import svg
from dashboard.exports.svg.text import letters
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.standard_frames import Draw, drawn, every_chart

NAME = "{http://www.w3.org/2000/svg}"
CHARTS = list(every_chart())


@pytest.mark.parametrize("look", first(1, [LIGHT, DARK]), ids=["light", "dark"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_it_is_whole_on_a_phone_and_on_a_slide(chart: Draw, look: Look, sample: Warehouse) -> None:
    made = drawn(chart, sample.directory, look)
    for width in (330, 640, 1100):
        root = ElementTree.fromstring(svg(made.figure, width=width, title=made.title, description=made.summary))
        assert (root.get("role"), root.findtext(f"{NAME}title")) == ("img", made.title)
        assert root.get("height") == str(made.figure.layout["height"])
        marks = [each for name in ("path", "rect", "circle") for each in root.iter(NAME + name)]
        assert len(marks) > 3
        assert not [each for each in root.iter() if "nan" in str(each.attrib).lower()]
        assert [cut for each in root.iter(NAME + "text") for cut in _cut(each, width)] == []


@pytest.mark.parametrize("language", first(1, i18n.LANGUAGES))
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_it_has_the_numbers_and_names_of_the_figure(chart: Draw, language: str, sample: Warehouse) -> None:
    with i18n.speaking(language):
        made = drawn(chart, sample.directory, LIGHT).figure
        root = ElementTree.fromstring(svg(made, width=1100))
    said = _plain("".join("".join(each.itertext()) for each in root.iter(NAME + "text")))
    for bars in (trace for trace in made.data if trace["type"] == "bar"):
        assert all(_plain(str(text)) in said for text in bars.get("text") or ())
    for axis in (made.layout["xaxis"], made.layout["yaxis"]):
        if axis.get("visible", True) and axis.get("type") != "date":
            assert all(_plain(text) in said for text in axis.get("ticktext") or ())


def _cut(element: ElementTree.Element, width: float) -> list[str]:
    """The lines of a level text that begin or end outside the picture."""
    if element.get("transform"):
        return []
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor") or "start"]
    first, others = deepcopy(element), [part for part in element if part.get("x")]
    for part in [part for part in first if part.get("x")]:
        first.remove(part)
    size, weight = float(element.get("font-size") or 0), element.get("font-weight") or "400"
    lines = [(float(part.get("x") or 0), list(_runs(part, size, weight))) for part in (first, *others)]
    found = []
    for x, runs in lines:
        wide = sum(letters(text, weight == "700") * size for text, size, weight in runs)
        start = x - share * wide
        if start < -1 or start + wide > width + 1:
            found.append("".join(text for text, _size, _weight in runs))
    return found


def _runs(element: ElementTree.Element, size: float, weight: str) -> Iterator[tuple[str, float, str]]:
    """Each part of a line with its size and weight."""
    size, weight = float(element.get("font-size") or size), element.get("font-weight") or weight
    yield element.text or "", size, weight
    for part in element:
        yield from _runs(part, size, weight)
        yield part.tail or "", size, weight


def _plain(text: str) -> str:
    """A text without tags and without spaces."""
    shown = "".join(ElementTree.fromstring(f"<a>{text.replace('<br>', '')}</a>").itertext()) if "<" in text else text
    return "".join(shown.replace("\u2068", "").replace("\u2069", "").split())
