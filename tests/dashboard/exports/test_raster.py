"""SVG as PNG: as large as was asked for, in its colours, with its texts, and without anything from elsewhere."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dashboard.charts.base.figure import Figure
from dashboard.exports.raster import png
from dashboard.exports.svg import svg


def opened(made: Figure, scale: float = 1) -> Image.Image:
    return Image.open(io.BytesIO(png(svg(made, width=300), scale))).convert("RGBA")


def plain(text: str = "") -> Figure:
    """A blue bar over the left half of 300 by 100 pixels, and a text in the other half."""
    hidden = {"visible": False}
    made = Figure({"height": 100, "margin": dict.fromkeys("lrtb", 0), "xaxis": hidden, "yaxis": hidden})
    made.add_bar(x=[50], y=[0], orientation="h", width=1, marker={"color": "#0033A0"})
    made.update_xaxes(range=[0, 100])
    made.update_yaxes(range=[-0.5, 0.5])
    made.add_annotation(x=60, y=0, text=text, showarrow=False, xanchor="left", font={"size": 20, "color": "#131C2B"})
    return made


def dark(picture: Image.Image) -> int:
    """How many points of the right half are dark."""
    half = picture.crop((picture.width // 2 + 4, 0, picture.width, picture.height))
    return sum(alpha > 127 for alpha in half.getchannel("A").tobytes())


@pytest.mark.parametrize("scale", [1, 2, 2.5])
def test_it_is_as_large_as_was_asked_for_and_has_its_colours(scale: float) -> None:
    made = opened(plain(), scale)
    assert made.size == (300 * scale, 100 * scale)
    assert made.getpixel((round(75 * scale), round(50 * scale))) == (0, 51, 160, 255)
    assert made.getpixel((round(225 * scale), round(50 * scale)))[3] == 0, "what is free is transparent"


@pytest.mark.parametrize("text", ["Nairobi", "3\u202f013 ■ ✓", "#set page(fill: red)", "مرحبا"])
def test_texts_are_drawn_and_are_never_markup(text: str) -> None:
    made = opened(plain(text))
    assert made.size == (300, 100)
    assert 50 < dark(made) < 3000


def test_the_signs_of_legends_and_french_spaces_are_in_the_font_of_the_project() -> None:
    assert dark(opened(plain("■"))) > dark(opened(plain("▨"))) > dark(opened(plain("✓"))) > 0
    assert dark(opened(plain("3\u202f013"))) == pytest.approx(dark(opened(plain("3013"))), rel=0.1)


def test_a_frame_stands_for_a_letter_that_no_font_has() -> None:
    assert dark(opened(plain("\u0378"))) == dark(opened(plain("□"))) > 0
    assert dark(opened(plain("Nai\u0378robi"))) > dark(opened(plain("Nairobi")))


def test_parts_of_a_text_keep_their_distance() -> None:
    apart, together = (
        opened(plain(text)).getchannel("A").crop((160, 0, 300, 100)).getbbox() for text in ("<b>a</b> b", "<b>a</b>b")
    )
    assert apart[2] >= together[2] + 4


def test_what_has_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="how wide"):
        png("<svg/>")
