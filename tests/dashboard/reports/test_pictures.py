"""Charts and logos become pictures that every file can hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from dashboard.reports.brand import Brand, BrandError
from dashboard.reports.pictures import logo_of, png_of
from tests.support.reports import small_report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#F00"/></svg>'


def test_a_chart_stands_on_white_and_stays_as_it_is() -> None:
    figure = small_report().sections[0].figures[0]
    before = figure.chart.figure.as_dict().copy()
    picture = Image.open(io.BytesIO(png_of(figure, 300, scale=1)))
    assert picture.size == (300, 200)
    assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    assert figure.chart.figure.as_dict() == before


def test_a_logo_is_drawn_whatever_its_file_is(tmp_path: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Somebody")
    Image.new("RGB", (20, 10), "#FF0000").save(tmp_path / "logo.png", pnginfo=said)
    (tmp_path / "logo.svg").write_text(SVG)
    for name in ("logo.png", "logo.svg"):
        drawn = logo_of(Brand(logo=tmp_path / name))
        picture = Image.open(io.BytesIO(drawn))
        assert picture.size == (384, 192)
        assert picture.convert("RGB").getpixel((190, 90)) == (255, 0, 0)
        assert b"Somebody" not in drawn


@pytest.mark.parametrize(("name", "content"), [("a.png", b"\x89PNG cut"), ("b.svg", b"<svg"), ("c.png", None)])
def test_a_logo_that_is_none_is_refused(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BrandError, match=name):
        logo_of(Brand(logo=tmp_path / name))


def test_without_a_logo_there_is_none() -> None:
    assert logo_of(Brand()) is None
