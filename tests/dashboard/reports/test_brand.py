"""How reports look: a file that cannot be used is refused before anything is made, and says nothing of who made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from dashboard.reports.brand import Brand, BrandError
from dashboard.reports.compose import compose
from dashboard.reports.files import docx, html, pdf, pptx, xlsx
from dashboard.reports.files.packages import Package
from dashboard.reports.model import Request
from data.store.warehouse import Warehouse
from tests.support.reports import small_report

TRACE = "/home/somebody/private"


@pytest.mark.parametrize(("setting", "name"), [("logo", "logo.png"), ("logo", "logo.svg"), ("slides", "own.pptx")])
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_asked(
    setting: str, name: str, sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(b"no picture")
    (tmp_path / "brand.toml").write_text(f'{setting} = "{name}"')
    monkeypatch.setenv("REACH_BRAND", str(tmp_path / "brand.toml"))
    monkeypatch.setattr("metrics.api.ask", lambda *_asked, **_named: pytest.fail("nothing is asked"))
    with pytest.raises(BrandError, match=name):
        compose(Request("donor"), sample.directory)


@pytest.mark.parametrize("name", ["logo.png", "logo.svg"])
@pytest.mark.parametrize("kind", [docx, html, pdf, pptx, xlsx])
def test_a_logo_leaves_nothing_of_who_made_it(kind, name: str, tmp_path: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", TRACE)
    Image.new("RGB", (20, 10), "#FF0000").save(tmp_path / "logo.png", pnginfo=said)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><!--{TRACE}--><rect width="2" height="1"/></svg>'
    (tmp_path / "logo.svg").write_text(svg)
    file = kind.write(small_report(brand=Brand("IOM", logo=tmp_path / name)))
    whole = file if kind in (html, pdf) else b"".join(map(Package(file).bytes, Package(file).names))
    assert TRACE.encode() not in whole
    assert kind.read(file).pictures != kind.read(kind.write(small_report(brand=Brand("IOM")))).pictures
