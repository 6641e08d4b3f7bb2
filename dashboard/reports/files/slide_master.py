"""The slide master: that of the organisation, or a plain one in its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.i18n import _
from dashboard.reports.brand import Brand, BrandError
from dashboard.reports.files.colours import on, title_colour
from dashboard.reports.files.office_properties import without_traces

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
"""The size of a slide in points: 16:9."""
MARGIN: Final = 43.0
_KEPT: Final = ("title", "secHead", "titleOnly")
_BAND: Final = f"""
<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
    xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
  <p:spPr>
    <a:xfrm><a:off x="0" y="0"/><a:ext cx="{18 * 12700}" cy="{540 * 12700}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
    <a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln>
  </p:spPr>
</p:sp>"""


@dataclass(frozen=True)
class Master:
    """A presentation without slides, and where things stand on its slides, in points.

    Attributes:
        presentation: The presentation of python-pptx.
        cover: The layout of the first slide.
        section: The layout of slides that open a step.
        content: The layout of all others.
        width: The width of a slide.
        left: Where texts begin.
        right: Where they end.
        title_top: Where titles begin.
        title_height: The height of a title of two lines.
        bottom: Where what stands at the foot of each slide begins.
        is_plain: Whether it is the plain one.
    """

    presentation: Any
    cover: Any
    section: Any
    content: Any
    width: float
    left: float
    right: float
    title_top: float
    title_height: float
    bottom: float
    is_plain: bool


def master(brand: Brand) -> Master:
    """Return the slide master.

    Args:
        brand: How the organisation wants reports to look.

    Raises:
        BrandError: Its file is no PowerPoint file, or has no layout with a title.
    """
    if brand.slides is None:
        return _plain(brand)
    try:
        deck = Presentation(str(brand.slides))
        _emptied(deck)
        return _of_organisation(deck)
    except Exception as error:  # python-pptx raises whatever a damaged file leads to
        raise BrandError(
            _(
                "The slide master {file} cannot be used. Save it in PowerPoint as .pptx, with a layout that has a title."
            ).format(file=brand.slides.name)
        ) from error


def _of_organisation(deck: Any) -> Master:
    layouts = [layout for layout in deck.slide_layouts if _placeholder(layout, "title", "ctrTitle") is not None]
    if not layouts:
        raise ValueError
    kinds = {layout._element.get("type", ""): layout for layout in reversed(layouts)}
    content = kinds.get("titleOnly") or kinds.get("obj") or layouts[-1]
    title = _placeholder(content, "title", "ctrTitle")
    width, height = deck.slide_width / 12700, deck.slide_height / 12700
    left, top = title.left / 12700, title.top / 12700
    feet = [_placeholder(content, kind) for kind in ("ftr", "sldNum", "dt")]
    foot = min((each.top / 12700 for each in feet if each is not None), default=height * 0.93)
    return Master(
        deck,
        kinds.get("title", content),
        kinds.get("secHead", content),
        content,
        width,
        left,
        left + title.width / 12700,
        top,
        title.height / 12700,
        min(foot, height * 0.95),
        False,
    )


def _plain(brand: Brand) -> Master:
    deck = Presentation()
    _emptied(deck)
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    base = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout._element.get("type") not in _KEPT:
            deck.slide_layouts.remove(layout)
    by_kind = {layout._element.get("type"): layout for layout in deck.slide_layouts}
    _colour_theme(base, brand)
    _write_title_style(base)
    places = {
        "title": (MARGIN, 44, WIDTH - 2 * MARGIN, 66),
        "body": (MARGIN, 126, WIDTH - 2 * MARGIN, 360),
        "sldNum": (WIDTH - MARGIN - 60, 503, 60, 20),
    }
    for each in [base, *deck.slide_layouts]:
        for shape in list(each.placeholders):
            kind = _kind(shape)
            if kind in ("dt", "ftr"):
                shape._element.getparent().remove(shape._element)
            elif each is base or kind == "sldNum":
                _place(shape, *places[kind])
    cover, section, content = (by_kind[kind] for kind in _KEPT)
    for shape in cover.placeholders:
        kind = _kind(shape)
        if kind == "ctrTitle":
            _place(shape, MARGIN, 150, WIDTH - 2 * MARGIN, 120)
            _write_body(shape, anchor="b", size=44)
        elif kind == "subTitle":
            _place(shape, MARGIN, 282, WIDTH - 2 * MARGIN, 110)
            _write_body(shape, anchor="t", size=18)
    _add_band(cover)
    ground = on(title_colour(brand))
    section.background.fill.solid()
    section.background.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    for shape in section.placeholders:
        kind = _kind(shape)
        if kind == "title":
            _place(shape, MARGIN, 60, WIDTH - 2 * MARGIN, 70)
            _write_body(shape, anchor="b", size=40, colour=ground)
        elif kind == "body":
            _place(shape, MARGIN, 150, WIDTH - 2 * MARGIN, 330)
            _write_body(shape, anchor="t", size=20, colour=ground)
        else:
            _write_body(shape, anchor="ctr", size=11, colour=ground, align="r")
    return Master(deck, cover, section, content, WIDTH, MARGIN, WIDTH - MARGIN, 44, 66, 528, True)


def _emptied(deck: Any) -> None:
    """Remove slides, and what a file holds of those who made it."""
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    without_traces(deck.part, deck.part.package)
    extensions = deck.part._element.find(qn("p:extLst"))
    if extensions is not None:  # sections name slides that are gone
        deck.part._element.remove(extensions)


def _colour_theme(base: Any, brand: Brand) -> None:
    part = next(each.target_part for each in base.part._rels.values() if each.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    accent = root.find(".//{*}accent1")
    if accent is not None:
        for each in list(accent):
            accent.remove(each)
        etree.SubElement(accent, qn("a:srgbClr"), val=title_colour(brand)[1:])
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_band(cover: Any) -> None:
    """Add a band in the colour of the organisation at the left edge of the first slide."""
    band = etree.fromstring(_BAND)
    tree = cover._element.find(f".//{qn('p:spTree')}")
    tree.insert(2, band)


def _write_title_style(base: Any) -> None:
    style = base._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", "2600")
    letters.set("b", "1")
    letters.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "accent1")
    for shape in base.placeholders:
        if _kind(shape) == "title":
            body = shape._element.txBody.find(qn("a:bodyPr"))
            body.set("anchor", "t")
            body.set("lIns", "0")


def _write_body(shape: Any, *, anchor: str, size: int, colour: str | None = None, align: str = "l") -> None:
    """Say how the texts of a placeholder look."""
    body = shape._element.txBody
    frame = body.find(qn("a:bodyPr"))
    frame.set("anchor", anchor)
    frame.set("lIns", "0")
    style = body.find(qn("a:lstStyle"))
    for each in list(style):
        style.remove(each)
    first = etree.SubElement(style, qn("a:lvl1pPr"), marL="0", indent="0", algn=align)
    etree.SubElement(first, qn("a:buNone"))
    letters = etree.SubElement(first, qn("a:defRPr"), sz=str(size * 100), cap="none")
    if colour:
        fill = etree.SubElement(letters, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=colour[1:])


def _placeholder(layout: Any, *kinds: str) -> Any:
    return next((shape for shape in layout.placeholders if _kind(shape) in kinds), None)


def _kind(shape: Any) -> str:
    return str(shape._element.find(f".//{qn('p:ph')}").get("type", "obj"))


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)
