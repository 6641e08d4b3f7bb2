"""What a PowerPoint file says, read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from dashboard.i18n import _
from dashboard.reports.files.contents import Contents, Piece, damaged
from dashboard.reports.files.drawing_pieces import bullets, chart_pieces, digest, paragraph, plain
from dashboard.reports.files.office_record import record_of
from dashboard.reports.files.packages import Link, Package

_TEXTS: Final = ("diagramData", "diagramDrawing")
"""Parts beside a slide whose texts are shown on it."""
_COMMENTS: Final = ("comments", "comment")
_KNOWN: Final = frozenset(
    (*_TEXTS, *_COMMENTS, "chart", "image", "slideLayout", "notesSlide", "tags", "hyperlink", "slide")
)
_OF_DECKS: Final = frozenset(
    (
        *("slide", "slideMaster", "notesMaster", "handoutMaster", "presProps", "viewProps", "theme", "tableStyles"),
        *("customXml", "commentAuthors", "authors", "font", "printerSettings", "tags", "revisionInfo", "changesInfo"),
    )
)
"""What a presentation names that says nothing, or is read elsewhere."""


def read(file: bytes) -> Contents:
    """Return what a PowerPoint file says.

    Args:
        file: The file, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, of another kind, or larger than a report can be.
    """
    package = Package(file)
    main = package.linked("officeDocument")
    if main is None or not main.startswith("ppt/"):
        raise damaged()
    pieces: list[Piece] = []
    pictures: list[Piece] = []
    for number, slide in enumerate(_slides(package, main), 1):
        place = _("slide {n}").format(n=number)
        said = [*_of_slide(package, slide, place, pictures), *_of_notes(package, slide, place)]
        shown = {piece.text for piece in said}
        pieces += said
        # A description that repeats a paragraph says nothing new, and LibreOffice drops those of charts.
        pieces += (piece for piece in _descriptions(package, slide, place) if piece.text not in shown)
    pieces += _of_masters(package, main, pictures)
    others = [link.part for link in package.links(main) if link.kind not in _OF_DECKS and link.part in package]
    pieces += (Piece(_("embedded file"), digest(package.bytes(part))) for part in others)
    return Contents(tuple(pieces), tuple(pictures), record_of(package))


def _slides(package: Package, main: str) -> Iterator[str]:
    parts = {link.id: link.part for link in package.links(main)}
    for each in package.xml(main).iter("{*}sldId"):
        part = parts.get(next((value for name, value in each.items() if name.endswith("}id")), ""))
        if part is None or part not in package:
            raise damaged()
        yield part


def _of_slide(package: Package, slide: str, place: str, pictures: list[Piece]) -> Iterator[Piece]:
    links, root = package.links(slide), package.xml(slide)
    if root.get("show") in ("0", "false"):
        yield Piece(place, _("hidden"))
    for shape in [each for each in root.iter("{*}cNvPr") if each.get("hidden") in ("1", "true")]:
        yield Piece(place, _("{name} is hidden").format(name=shape.get("name", "")))
    yield from _of_drawing(package, root, links, place, pictures)
    for text in bullets(root):
        yield Piece(place, text)
    for link in links:
        if link.kind in _COMMENTS and link.part in package:
            said = plain(" ".join(map(str, package.xml(link.part).itertext())))
            yield Piece(_("{place}, comment").format(place=place), said)
        if link.kind in _TEXTS and link.part in package:
            for text in _paragraphs(package.xml(link.part)):
                yield Piece(place, text)
        elif link.kind not in _KNOWN and link.part in package:
            yield Piece(_("{place}, embedded file").format(place=place), digest(package.bytes(link.part)))


def _of_drawing(
    package: Package, root: etree._Element, links: tuple[Link, ...], place: str, pictures: list[Piece]
) -> Iterator[Piece]:
    """Yield the texts, cells and chart numbers of a slide as they stand in it, and note its pictures."""
    parts = {link.id: link.part for link in links}
    charts = tables = 0
    in_tables: set[etree._Element] = set()
    for element in root.iter("{*}tbl", "{*}p", "{*}chart", "{*}blip"):
        name = element.tag.rpartition("}")[2]
        if name == "tbl":
            tables += 1
            in_tables.update(element.iter("{*}p"))
            yield from _cells(element, _("{place}, table {n}").format(place=place, n=tables))
        elif name == "p" and element not in in_tables:
            if text := paragraph(element):
                yield Piece(place, text)
        elif name == "chart" and (part := _linked(element, parts)) in package:
            charts += 1
            yield from chart_pieces(package, part, _("{place}, chart {n}").format(place=place, n=charts))
        elif name == "blip" and (part := _linked(element, parts)) in package:
            pictures.append(Piece(_("{place}, picture").format(place=place), digest(package.bytes(part))))


def _cells(table: etree._Element, place: str) -> Iterator[Piece]:
    for row, line in enumerate(table.iter("{*}tr"), 1):
        for column, cell in enumerate(line.iter("{*}tc"), 1):
            where = _("{place}, row {row}, column {column}").format(place=place, row=row, column=column)
            yield Piece(where, plain(" ".join(map(paragraph, cell.iter("{*}p")))))


def _of_notes(package: Package, slide: str, place: str) -> Iterator[Piece]:
    notes = package.linked("notesSlide", slide)
    if notes is not None:
        for text in _paragraphs(package.xml(notes)):
            yield Piece(_("{place}, notes").format(place=place), text)


def _descriptions(package: Package, slide: str, place: str) -> Iterator[Piece]:
    for each in package.xml(slide).iter("{*}cNvPr"):
        for name in ("title", "descr"):
            if text := plain(each.get(name, "")):
                yield Piece(_("{place}, description").format(place=place), text)


def _of_masters(package: Package, main: str, pictures: list[Piece]) -> Iterator[Piece]:
    """Yield what masters and layouts show on slides: all but the prompts of their placeholders, each text once."""
    parts = list(
        dict.fromkeys(
            link.part
            for name in package.names
            if name.startswith("ppt/slides/")
            for link in package.links(name)
            if link.kind == "slideLayout" and link.part in package
        )
    )
    parts += dict.fromkeys(master for part in parts if (master := package.linked("slideMaster", part)))
    said: dict[str, None] = {}
    for part in parts:
        root = package.xml(part)
        for prompt in [each for each in root.iter("{*}sp") if next(each.iter("{*}ph"), None) is not None]:
            prompt.getparent().remove(prompt)
        found: list[Piece] = []
        place = _("slide master")
        pieces = [*_of_drawing(package, root, package.links(part), place, found)]
        said |= dict.fromkeys(piece.text for piece in pieces)
        pictures += (piece for piece in found if piece not in pictures)
    for text in sorted(said):
        yield Piece(_("slide master"), text)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    return filter(None, map(paragraph, root.iter("{*}p")))


def _linked(element: etree._Element, parts: dict[str, str]) -> str:
    """Return the path of the part that an element names; empty if it names none."""
    named = next((value for name, value in element.items() if name.endswith(("}id", "}embed"))), "")
    return parts.get(named, "")
