"""Figures as SVG: what is drawn lies where it belongs, and texts from outside stay texts."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboard.charts.base.figure import Figure
from dashboard.charts.base.theme import LIGHT, as_drawn, figure, isolated
from dashboard.exports.svg import UnknownAttribute, svg
from dashboard.exports.svg.symbols import SYMBOLS
from dashboard.exports.svg.text import letters, text
from dashboard.i18n import speaking
from tools import fonts

NAME = "{http://www.w3.org/2000/svg}"


def plain(**layout: Any) -> Figure:
    """A figure of 400 by 300 pixels, with a plot of 300 by 200 and nothing around it."""
    return Figure(
        {
            "height": 300,
            "margin": {"l": 50, "r": 50, "t": 50, "b": 50},
            "font": {"size": 12, "color": "#131C2B"},
            "xaxis": {"visible": False},
            "yaxis": {"visible": False},
            **layout,
        }
    )


def drawn(made: Figure, **asked: Any) -> ElementTree.Element:
    return ElementTree.fromstring(svg(made, **{"width": 400, **asked}))


def all_of(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(root.iter(NAME + name))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in all_of(root, "text")]


def corners(path: ElementTree.Element) -> list[list[float]]:
    return [[float(part) for part in each.split(",")] for each in re.findall(r"-?[\d.]+,-?[\d.]+", path.get("d") or "")]


def paths(root: ElementTree.Element) -> list[str]:
    return [each.get("d") or "" for each in all_of(root, "path")]


def test_a_bar_is_as_long_as_its_value() -> None:
    made = plain()
    made.add_bar(x=[100, 50], y=[0, 1], orientation="h", marker={"color": "#0033A0"})
    made.update_xaxes(range=[0, 100])
    assert [each.split("V")[0] for each in paths(drawn(made))] == ["M50,160H350", "M50,60H200"]


def test_a_reversed_axis_starts_at_the_top() -> None:
    made = plain()
    made.add_bar(x=[100, 50], y=[0, 1], orientation="h")
    made.update_xaxes(range=[0, 100])
    made.update_yaxes(autorange="reversed")
    assert [each.split("V")[0] for each in paths(drawn(made))] == ["M50,60H350", "M50,160H200"]


def test_bars_of_several_traces_stand_beside_each_other_on_each_other_or_over_each_other() -> None:
    boxes = {}
    for mode in ("group", "stack", "overlay"):
        made = plain(barmode=mode, bargap=0)
        for _trace in range(2):
            made.add_bar(x=[0], y=[10])
        made.update_xaxes(range=[-0.5, 0.5])
        made.update_yaxes(range=[0, 20])
        boxes[mode] = paths(drawn(made))
    assert boxes["group"] == ["M50,250H200V150H50Z", "M200,250H350V150H200Z"]
    assert boxes["stack"] == ["M50,250H350V150H50Z", "M50,150H350V50H50Z"]
    assert boxes["overlay"] == ["M50,250H350V150H50Z"] * 2


def test_bars_on_days_are_as_wide_as_is_said() -> None:
    made = plain()
    made.add_bar(x=["2014-08-19T00:00:00"], y=[5], width=[86_400_000])
    made.update_xaxes(type="date", range=["2014-08-18T12:00:00", "2014-08-20T12:00:00"])
    made.update_yaxes(range=[0, 10])
    assert paths(drawn(made)) == ["M50,250H200V150H50Z"]


def test_a_logarithmic_axis_has_as_much_room_for_each_power_of_ten() -> None:
    made = plain()
    made.add_scatter(x=[1, 10, 100], y=[0, 0, 0], mode="markers", marker={"size": 4})
    made.update_xaxes(type="log", range=[0, 2])
    made.update_yaxes(range=[-1, 1])
    assert [each.get("cx") for each in all_of(drawn(made), "circle")] == ["50", "200", "350"]


def test_a_gap_ends_a_line_and_a_stair_goes_on_before_it_rises() -> None:
    made = plain()
    made.add_scatter(
        x=[0, 1, None, 2, 3], y=[0, 1, None, 1, 0], mode="lines", line={"shape": "hv", "dash": "dash", "width": 2}
    )
    made.update_xaxes(range=[0, 3])
    made.update_yaxes(range=[0, 1])
    (line,) = all_of(drawn(made), "path")
    assert line.get("d") == "M50.0,250.0L150.0,250.0L150.0,50.0M250.0,50.0L350.0,50.0L350.0,250.0"
    assert line.get("stroke-dasharray") == "9 9"


def test_an_area_reaches_down_to_zero_or_to_the_line_before() -> None:
    made = plain()
    made.add_scatter(x=[0, 1], y=[1, 1], mode="lines", fill="tozeroy", fillcolor="rgba(0,51,160,.10)")
    made.add_scatter(x=[0, 1], y=[2, 2], mode="lines", fill="tonexty", fillcolor="#C77F12")
    made.update_xaxes(range=[0, 1])
    made.update_yaxes(range=[0, 2])
    below, _line, between, _other = all_of(drawn(made), "path")
    assert below.get("d") == "M50.0,150.0L350.0,150.0V250.0H50.0Z"
    assert (below.get("fill"), below.get("fill-opacity")) == ("#0033A0", "0.1")
    assert between.get("d") == "M50.0,50.0L350.0,50.0L350.0,150.0L50.0,150.0Z"


def test_cells_have_the_colours_of_the_scale_and_texts_that_can_be_read_on_them() -> None:
    made = plain()
    scale = [[0, "#FFFFFF"], [0.5, "#808080"], [1, "#000000"]]
    made.add_heatmap(
        z=[[0, 5, None, 10]],
        x=[0, 1, 2, 3],
        y=[0],
        zmin=0,
        colorscale=scale,
        showscale=False,
        text=[["0", "5", "", "10"]],
        texttemplate="%{text}",
    )
    root = drawn(made)
    assert [each.get("fill") for each in all_of(root, "rect")][1:] == ["#FFFFFF", "#808080", "#000000"]
    assert [(each.text, each.get("fill")) for each in all_of(root, "text")] == [
        ("0", "#131C2B"),
        ("5", "#131C2B"),
        ("10", "#FFFFFF"),
    ]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_each_symbol_has_a_shape_and_stays_at_its_place(symbol: str) -> None:
    made = plain()
    made.add_scatter(x=[0], y=[0], mode="markers", marker={"symbol": symbol, "size": 10, "line": {"width": 1}})
    made.update_xaxes(range=[-1, 1])
    made.update_yaxes(range=[-1, 1])
    root = drawn(made)
    if symbol.startswith("circle"):
        (dot,) = all_of(root, "circle")
        assert (dot.get("cx"), dot.get("cy"), dot.get("r")) == ("200", "150", "5")
    else:
        (dot,) = all_of(root, "path")
        assert all(abs(x - 200) <= 8 and abs(y - 150) <= 8 for x, y in corners(dot))
    assert (dot.get("fill") == "none") is (symbol.endswith("-open") or symbol.startswith("line"))


def test_hatching_is_defined_once() -> None:
    made = plain()
    for _trace in range(2):
        made.add_bar(
            x=[0],
            y=[1],
            marker={"pattern": {"shape": "/", "fgcolor": "#FFFFFF", "fillmode": "overlay"}, "color": "#0033A0"},
        )
    root = drawn(made)
    (pattern,) = all_of(root, "pattern")
    assert {each.get("fill") for each in all_of(root, "path")} == {"none", f"url(#{pattern.get('id')})"}


def test_both_axes_of_a_map_have_one_scale() -> None:
    made = plain()
    made.add_scatter(x=[0, 100, 100, 0], y=[0, 0, 100, 100], mode="lines", fill="toself", fillcolor="#E1E7F0")
    made.update_xaxes(range=[0, 100], constrain="domain")
    made.update_yaxes(range=[0, 100], scaleanchor="x", constrain="domain", constraintoward="top")
    places = corners(all_of(drawn(made, height=400), "path")[0])
    assert places == [[50, 350], [350, 350], [350, 50], [50, 50]]
    places = corners(all_of(drawn(made, height=300), "path")[0])
    assert places == [[100, 250], [300, 250], [300, 50], [100, 50]], "in the middle where the width is to spare"


def test_what_lies_beyond_the_axes_is_not_drawn() -> None:
    made = plain()
    made.update_xaxes(range=[0, 10])
    made.update_yaxes(range=[0, 10])
    made.add_vrect(x0=8, x1=14, fillcolor="#E1E7F0", line={"width": 0})
    made.add_vrect(x0=12, x1=14, fillcolor="#E1E7F0", line={"width": 0})
    made.add_annotation(x=12, y=5, text="beyond", showarrow=False)
    root = drawn(made)
    assert [(each.get("x"), each.get("width")) for each in all_of(root, "rect")] == [("290", "60")]
    assert texts(root) == []


def test_a_slanting_line_is_cut_at_the_edge_and_not_bent() -> None:
    made = plain()
    made.update_xaxes(range=[0, 10])
    made.update_yaxes(range=[0, 10])
    made.add_shape(type="line", x0=0, y0=0, x1=20, y1=10, line={"width": 1})
    root = drawn(made)
    assert paths(root) == ["M50,250L650,50"]
    assert [each.get("clip-path") is not None for each in all_of(root, "g")] == [True]


def test_a_place_on_a_logarithmic_axis_is_a_value_for_shapes_and_a_logarithm_for_texts() -> None:
    made = plain()
    made.update_xaxes(type="log", range=[0, 2])
    made.update_yaxes(range=[0, 1])
    made.add_vline(10, line={"width": 1})
    made.add_annotation(x=1, y=0.5, text="ten", showarrow=False, align="center")
    root = drawn(made)
    assert paths(root)[0].startswith("M200,")
    (ten,) = all_of(root, "text")
    assert (ten.get("x"), ten.get("text-anchor")) == ("200", "middle")


def test_a_text_is_moved_by_pixels_and_stays_in_the_picture() -> None:
    made = plain()
    made.update_xaxes(range=[0, 1])
    made.update_yaxes(range=[0, 1])
    place = {"y": 0.5, "showarrow": False, "xanchor": "left", "align": "left"}
    made.add_annotation(x=0, text="here", xshift=10, **place)
    made.add_annotation(x=1, text="a text without room on its right", **place)
    here, moved = all_of(drawn(made), "text")
    assert here.get("x") == "62", "ten pixels and the edge of a text, as on a screen"
    width = text("a text without room on its right", 12).width
    assert float(moved.get("x") or 0) + width <= 400


def test_tags_set_weight_colour_size_and_lines_of_a_text_and_nothing_else() -> None:
    made = plain()
    made.add_annotation(
        x=0.5,
        xref="paper",
        y=0.5,
        yref="paper",
        showarrow=False,
        text="<b>much</b> <span style='color:#C77F12;font-size:9px'>little</span><br><a href='https://example.org'>two</a>",
    )
    root = drawn(made)
    (note,) = all_of(root, "text")
    assert "".join(note.itertext()) == "much littletwo"
    assert note.get("font-weight") == "700"
    little = next(each for each in all_of(root, "tspan") if each.text == "little")
    assert (little.get("fill"), little.get("font-size"), little.get("font-weight")) == ("#C77F12", "9", "400")
    assert "example.org" not in ElementTree.tostring(root, "unicode")


def labels(root: ElementTree.Element) -> list[tuple[float, float, str]]:
    """The turn of each label, how high it is across its turn, and how far it is from the next, across the same."""
    found = []
    for each in all_of(root, "text"):
        turned = re.match(r"rotate\(([-\d.]+)", each.get("transform") or "rotate(0")
        found.append((float(each.get("x") or 0), float(turned[1] if turned else 0), "".join(each.itertext())))
    return found


def axis_of(names: list[str], width: float, **axis: Any) -> list[tuple[float, float, str]]:
    made = figure(LIGHT, 300)
    made.add_bar(x=list(range(len(names))), y=[1] * len(names))
    made.update_xaxes(tickvals=list(range(len(names))), ticktext=names, **axis)
    made.update_yaxes(visible=False)
    return labels(drawn(made, width=width))


def test_labels_are_level_where_there_is_room_else_turned_else_fewer() -> None:
    names = [f"Regional office {n:02}" for n in range(40)]
    level, turned, upright = axis_of(names[:4], 800), axis_of(names[:8], 500), axis_of(names[:20], 500)
    assert ({turn for _x, turn, _name in level}, len(level)) == ({0}, 4)
    assert ({turn for _x, turn, _name in turned}, len(turned)) == ({30}, 8)
    assert ({turn for _x, turn, _name in upright}, len(upright)) == ({90}, 20)
    few = axis_of(names, 300)
    assert 5 < len(few) < 40
    assert all(b[0] - a[0] >= 12 for a, b in pairwise(few)), "a line has that height"
    heat = axis_of(names[:8], 500, autotickangles=[0, -40, -90])
    assert {turn for _x, turn, _name in heat} == {-40}
    assert {turn for _x, turn, _name in axis_of(names[:8], 500, tickangle=0)} == {0}


def test_names_beside_the_plot_have_all_the_room_they_need() -> None:
    made = figure(LIGHT, 200)
    made.add_bar(x=[1, 1], y=[0, 1], orientation="h")
    made.update_yaxes(tickvals=[0, 1], ticktext=["short", "a name that needs much room, much more than others"])
    root = drawn(made, width=600)
    long = next(each for each in all_of(root, "text") if (each.text or "").startswith("a name"))
    assert float(long.get("x") or 0) - text(long.text or "", 12).width >= 3.5
    bars = [corner for path in all_of(root, "path") if path.get("fill") != "none" for corner in [path.get("d") or ""]]
    assert all(float(re.match(r"M([\d.]+)", path)[1]) > float(long.get("x") or 0) for path in bars)


def test_a_legend_stands_above_the_plot_in_as_many_rows_as_it_needs() -> None:
    for width, rows in ((800, 1), (300, 3)):
        made = figure(LIGHT, 300, showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.12})
        for name in ("Twitter / X", "Facebook", "Instagram", "LinkedIn", "YouTube"):
            made.add_scatter(x=[0, 1], y=[0, 1], mode="lines+markers", name=name, marker={"symbol": "square"})
        made.update_xaxes(visible=False)
        made.update_yaxes(visible=False)
        root = drawn(made, width=width)
        heights = {float(each.get("y") or 0) for each in all_of(root, "text")}
        clip = all_of(root, "clipPath")[0][0]
        assert len(heights) == rows
        assert 0 < min(heights) <= max(heights) < float(clip.get("y") or 0)


HOSTILE = [
    "<script>alert(1)</script>",
    "]]><!--",
    "&lt;b&gt; & \" '",
    "a\x00b\x1b\ufffe\ud800",
    "\u202eevil",
    "x" * 200,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_from_outside_stay_texts(name: str) -> None:
    made = plain()
    made.add_bar(
        x=[1, 2], y=[0, 1], orientation="h", text=[as_drawn(name), "2"], textposition="outside", name=as_drawn(name)
    )
    made.update_layout(showlegend=True)
    made.update_yaxes(visible=True, tickvals=[0, 1], ticktext=[as_drawn(name), "second"], automargin=True)
    made.add_annotation(x=0, y=0, text=isolated(as_drawn(name)), showarrow=False)
    root = drawn(made, title=name, description=name)
    said = re.sub("[\x00\x1b\ufffe\ud800\u202e]", "", name)
    assert texts(root).count(said) == 4
    assert [all_of(root, each)[0].text for each in ("title", "desc")] == [said] * 2
    assert {each.tag.removeprefix(NAME) for each in root.iter()} <= {
        *("svg", "title", "desc", "defs", "clipPath", "g", "rect", "path", "text", "tspan")
    }
    assert not {name for each in root.iter() for name in each.attrib if "href" in name or name.startswith("on")}


def test_names_written_from_the_right_are_isolated_in_each_line() -> None:
    made = plain()
    made.add_annotation(
        x=0, xref="paper", y=0, yref="paper", showarrow=False, text=f"{isolated('مرحبا<br>بالعالم')}: 1,234"
    )
    made.add_annotation(x=0, xref="paper", y=1, yref="paper", showarrow=False, text=f"{isolated('Kenya')}: 1,234")
    arabic, latin = texts(drawn(made))
    assert arabic == "\u2068مرحبا\u2069\u2068بالعالم\u2069: 1,234"
    assert latin == "Kenya: 1,234", "needs no marks, and who searches for it finds it"


def test_it_has_a_name_for_screen_readers_and_ids_of_its_own() -> None:
    made, other = plain(), plain(bargap=0.5)
    for each in (made, other):
        each.add_bar(x=[1], y=[1])
    root = drawn(made, title="Finding", description="What it shows")
    ids = [each.get("id") for name in ("title", "desc") for each in all_of(root, name)]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(map(str, ids))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("400", "300", "0 0 400 300")
    assert svg(made, width=400) == svg(made, width=400)
    found = {each.get("id") for each in drawn(made).iter()} & {each.get("id") for each in drawn(other).iter()}
    assert found == {None}


def test_what_cannot_be_drawn_is_refused_by_name() -> None:
    made = plain()
    made.add_scatter(x=[1], y=[1], mode="markers", error_y={"array": [1]}, hovertext="only on a screen")
    made.update_xaxes(tickformat="%B", fixedrange=True)
    made.add_annotation(x=1, y=1, text="there", showarrow=True)
    made.add("pie", values=[1])
    with pytest.raises(UnknownAttribute) as refused:
        svg(made, width=400)
    assert refused.value.names == [
        "axis.tickformat = '%B'",
        "layout.annotation.showarrow = True",
        "pie",
        "scatter.error_y",
    ]


def test_drawing_leaves_the_figure_alone() -> None:
    made = figure(LIGHT, 300)
    made.add_bar(x=[1, 2], y=["a", "b"], orientation="h")
    before = json.dumps(made.as_dict())
    svg(made, width=400)
    assert json.dumps(made.as_dict()) == before


def test_french_numbers_and_months_are_written_as_in_french() -> None:
    with speaking("fr"):
        made = figure(LIGHT, 300)
        made.add_bar(x=["2014-06-01T00:00:00", "2015-02-01T00:00:00"], y=[1500, 4000])
        made.update_yaxes(tickformat=",", nticks=5)
        said = texts(drawn(made, width=600))
    assert said[:5] == ["avr.2014", "juil.", "oct.", "janv.2015", "avr."]
    assert "2\u202f000" in said


def test_widths_are_those_of_the_font() -> None:
    for name in fonts.WEIGHTS:
        table = fonts.widths(fonts.plain(name))
        assert {each: round(1000 * letters(each, name == "Bold")) for each in table} == table
    assert letters("汉字") >= 2, "a generous estimate for what it does not have"
