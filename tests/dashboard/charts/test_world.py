"""The map of the world: its shapes, its colours and what lies where."""

from __future__ import annotations

import csv
from math import pi

import pytest

from dashboard.charts.base import world
from dashboard.charts.base.theme import LIGHT
from tests.support.figures import checked


def test_the_projection_keeps_the_size_of_areas() -> None:
    """The whole globe has the area of a sphere, 4 pi, in squares of its radius."""
    step, area = 1, 0.0
    for latitude in range(-90, 90, step):
        (low, bottom), (high, top) = world.projected(180, latitude), world.projected(180, latitude + step)
        area += (low + high) * (top - bottom) / 1_000_000
    assert area == pytest.approx(4 * pi, rel=0.002)


@pytest.mark.parametrize(
    ("code", "latitude", "west", "east"), [("KEN", 1, 33, 43), ("BRA", -10, -75, -34), ("FJI", -18, 176, 182)]
)
def test_a_country_lies_where_it_is(code: str, latitude: float, west: float, east: float) -> None:
    x, _y = world.centres()[code]
    assert world.projected(west, latitude)[0] <= x <= world.projected(east, latitude)[0]


def test_no_shape_runs_around_the_globe() -> None:
    for code, (x, _y) in world.shapes().items():
        known = [value for value in x if value is not None]
        assert code in ("RUS", "USA", "FJI", "KIR") or max(known) - min(known) < 2700


def test_every_shape_is_a_country_or_area_of_the_reference_list() -> None:
    with (world.FILE.parent / "countries.csv").open(encoding="utf-8") as file:
        known = {row["country"] for row in csv.DictReader(file)}
    assert set(world.shapes()) <= known | {"XKX", "ATF"}


def test_colours_begin_at_round_numbers_and_at_the_smallest() -> None:
    assert world.steps([1, 2, 2, 3]) == [1, 2, 3]
    assert world.steps([]) == []
    lowest = world.steps(range(31, 142))
    assert lowest[0] == 31
    assert len(lowest) == 4
    assert all(low % 5 == 0 for low in lowest[1:])


def test_values_missing_and_dots_are_drawn_and_named() -> None:
    made = checked(
        world.draw({"KEN": 3.0}, {"KEN": "KEN"}, {"KEN": "Kenya"}, {"SOM"}, "silent", LIGHT, ["ETH"], "office")
    )
    legend = made.layout.annotations[0].text
    assert "silent" in legend
    assert "office" in legend
    assert sum(each.fillpattern.shape == "/" for each in made.data) == 1
    (target,) = (each for each in made.data if each.customdata is not None)
    assert [list(each) for each in target.customdata] == [["KEN"]]
