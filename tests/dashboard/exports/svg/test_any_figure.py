"""Figures of any values: something is drawn, every number in it is one, and nothing is lost or breaks."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import LIGHT, figure
from dashboard.exports.svg import svg
from tests.support.examples import examples

NUMBERS = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from([0, 1, 1e-9])
)
DAYS = st.one_of(st.none(), st.dates().filter(lambda day: day.year > 1500).map(lambda day: f"{day}T00:00:00"))
TEXTS = st.text(max_size=30)
COLUMNS = st.lists(st.tuples(NUMBERS, NUMBERS, DAYS, TEXTS), max_size=12)
WORDS = re.compile(r"(?<![\w#])(nan|inf|None)\b")


def checked(made: Figure, width: float = 300) -> ElementTree.Element:
    picture = svg(made, width=width)
    root = ElementTree.fromstring(picture)
    for each in root.iter():
        assert not [value for name, value in each.attrib.items() if name != "id" and WORDS.search(value)]
    return root


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]


@examples(10)
@given(COLUMNS, st.sampled_from(["linear", "log", "date", None]), st.sampled_from([None, "tozero"]), st.booleans())
def test_lines_dots_and_areas(rows: list[Any], kind: str | None, mode: str | None, filled: bool) -> None:
    made = figure(LIGHT, 200)
    across = [row[2] if kind == "date" else row[0] for row in rows]
    fill = {"fill": "tozeroy", "fillcolor": LIGHT.fill} if filled else {}
    made.add_scatter(x=across, y=[row[1] for row in rows], mode="lines+markers", **fill)
    if kind:
        made.update_xaxes(type=kind)
    if mode:
        made.update_yaxes(rangemode=mode)
    checked(made)


@examples(10)
@given(COLUMNS, st.sampled_from(["h", "v"]), st.sampled_from(["group", "stack", "overlay"]))
def test_bars_with_texts(rows: list[Any], orientation: str, mode: str) -> None:
    made = figure(LIGHT, 200, barmode=mode)
    values, places = [row[0] for row in rows], list(range(len(rows)))
    x, y = (values, places) if orientation == "h" else (places, values)
    for _trace in range(2):
        made.add_bar(x=x, y=y, orientation=orientation, text=[row[3] for row in rows], marker={"cornerradius": 3})
    checked(made)


@examples(10)
@given(st.lists(TEXTS, min_size=1, max_size=30), st.sampled_from([60, 300, 2000]))
def test_labels_of_any_length_and_number(names: list[str], width: float) -> None:
    made = figure(LIGHT, 200)
    made.add_bar(x=list(range(len(names))), y=[1] * len(names))
    made.update_xaxes(tickvals=list(range(len(names))), ticktext=names)
    checked(made, width)


@examples(10)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_cells(rows: int, columns: int, data: st.DataObject) -> None:
    values = [[data.draw(NUMBERS) for _column in range(columns)] for _row in range(rows)]
    made = figure(LIGHT, 200)
    made.add_heatmap(
        z=values,
        x=list(range(columns)),
        y=list(range(rows)),
        colorscale=[[0, "#FFFFFF"], [1, "#0033A0"]],
        showscale=False,
        text=[[str(value) for value in row] for row in values],
        texttemplate="%{text}",
    )
    said = texts(checked(made))
    assert all(str(value) in said for row in values for value in row if value is not None)


def test_nothing_at_all() -> None:
    assert texts(checked(Figure({}))) != []
    made = figure(LIGHT, 120)
    made.add_bar(x=[None], y=[None])
    checked(made)


def test_an_axis_may_reach_the_last_day_there_is() -> None:
    made = figure(LIGHT, 200)
    made.add_scatter(x=["2000-01-01T00:00:00", "9999-12-31T00:00:00"], y=[1, 2], mode="lines")
    made.update_xaxes(type="date")
    assert texts(checked(made))
