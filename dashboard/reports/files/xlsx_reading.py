"""What a workbook says: its cells, native charts, the texts of its drawings, comments, and feet of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from dashboard.i18n import _
from dashboard.reports.files import number_patterns
from dashboard.reports.files.contents import Contents, Piece, damaged
from dashboard.reports.files.drawing_pieces import chart_pieces, digest, paragraph
from dashboard.reports.files.office_record import unpacked
from dashboard.reports.files.packages import Package
from dashboard.reports.files.texts import one_line
from dashboard.reports.files.workbook_cells import cells, place_of
from dashboard.reports.files.xlsx_record import SHEET, parts_of_sheets

_OF_SHEETS: Final = frozenset(("drawing", "table", "printerSettings", "image", "hyperlink"))
"""What a sheet names that says nothing, or is read elsewhere."""
_OF_BOOKS: Final = frozenset(("worksheet", "theme", "styles", "sharedStrings", "calcChain", "customXml", "metadata"))
"""What a workbook names that says nothing, or is read elsewhere."""
_OF_NUMBERS: Final = ("day", "%", "%%", ",", ",,")
"""What patterns make of numbers, but not of texts."""
_SENTENCE: Final = 8
"""Characters of a text that is no label or number."""
_SENTENCES: Final = 200
"""The longest sentences of a sheet among which a description is looked for."""
_FOOT: Final = re.compile(r'&(?:[LCRPNDTGFAZBIUESXY]|"[^"]*"|\d+|K[0-9A-F]{6})')


def contents(file: bytes) -> Contents:
    """Return what a workbook says.

    Args:
        file: The workbook, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, no workbook, or larger than a report can be.
    """
    package = Package(file)
    parts = dict(parts_of_sheets(package))
    if not parts:
        raise damaged()
    known: dict[str, dict[tuple[int, int], str]] = {}
    for (name, *place), text in sorted(cells(file).items()):
        known.setdefault(name, {})[place[0], place[1]] = text
    record = known.get(SHEET, {}).values()
    shown = {name: part for name, part in parts.items() if name != SHEET}
    part_of_styles = package.linked("styles", package.linked("officeDocument") or "")
    styles = package.xml(part_of_styles) if part_of_styles else etree.Element("styles")
    looks = number_patterns.of_styles(styles)
    pieces = [
        piece for name, part in shown.items() for piece in _of_sheet(package, name, part, known.get(name, {}), looks)
    ]
    pieces += _of_conditions(styles)
    pieces += _hidden_sheets(package)
    pieces += _embedded(package)
    return Contents(tuple(pieces), tuple(_pictures(package, shown)), unpacked("".join(record)))


def _of_sheet(
    package: Package, name: str, part: str, known: Mapping[tuple[int, int], str], looks: Mapping[str, str]
) -> Iterator[Piece]:
    yield Piece(_("sheet {name}").format(name=name), name)
    root = package.xml(part)
    effects = dict(_effects(root, looks))
    for (row, column), text in known.items():
        if said := one_line(text):
            place = _("{sheet}, row {row}, column {column}").format(sheet=name, row=row, column=column)
            made = effects.get((row, column))
            yield Piece(place, f"{said} ({made})" if made else said)
    for each in root.iter("{*}oddFooter", "{*}oddHeader", "{*}evenFooter", "{*}evenHeader", "{*}firstFooter"):
        yield from _piece(name, _FOOT.sub(" ", (each.text or "").replace("&&", "\0")).replace("\0", "&"))
    for each in root.iter("{*}row", "{*}col"):
        if each.get("hidden") in ("1", "true"):
            yield Piece(_("sheet {name}").format(name=name), f"hidden {etree.QName(each).localname}")
    for link in package.links(part):
        if link.kind == "drawing" and link.part in package:
            yield from _of_drawing(package, link.part, name, known.values())
        elif link.kind in ("comments", "threadedComment", "vmlDrawing") and link.part in package:
            found = package.xml(link.part)
            yield from _piece(name, " ".join(map(str, found.itertext())))
            for each in found.iter("{*}textpath"):
                yield from _piece(name, each.get("string", ""))
        elif link.kind not in _OF_SHEETS and link.part in package:
            yield from _piece(name, digest(package.bytes(link.part)))


def _of_drawing(package: Package, part: str, name: str, said: Iterable[str]) -> Iterator[Piece]:
    drawing = package.xml(part)
    sentences = sorted((text for text in map(one_line, said) if len(text) >= _SENTENCE), key=len, reverse=True)
    for each in drawing.iter("{*}cNvPr", "{*}p"):
        is_description = etree.QName(each).localname == "cNvPr"
        yield from _piece(
            name, _unsaid(each.get("descr", ""), sentences[:_SENTENCES]) if is_description else paragraph(each)
        )
    for link in package.links(part):
        if link.kind == "chart" and link.part in package:
            yield from chart_pieces(package, link.part, _("chart in {sheet}").format(sheet=name))


def _unsaid(description: str, sentences: Sequence[str]) -> str:
    """Return the description of a drawing; nothing if the sentences of its sheet say the same.

    LibreOffice and openpyxl lose descriptions of native charts, so that what says no more is not missed.
    """
    rest = one_line(description)
    for text in sentences:
        rest = rest.replace(text, " ")
    return description if rest.strip() else ""


def _effects(sheet: etree._Element, looks: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield what is made of a cell by the pattern it is written in."""
    for cell in sheet.iter("{*}c") if looks else ():
        made = looks.get(cell.get("s", ""))
        is_number = cell.get("t", "n") == "n"
        if made and (is_number or made not in _OF_NUMBERS) and (place := place_of(cell.get("r", ""))):
            yield place, made


def _of_conditions(styles: etree._Element) -> Iterator[Piece]:
    """Yield how numbers are written where a condition holds, if that is not as they are."""
    for each in styles.iterfind("{*}dxfs/{*}dxf/{*}numFmt"):
        if made := number_patterns.effect(each.get("formatCode", "")):
            yield Piece(_("how numbers are written"), made)


def _embedded(package: Package) -> Iterator[Piece]:
    """Yield what a workbook brings along that no report has, such as macros and data from elsewhere."""
    for link in package.links(package.linked("officeDocument") or ""):
        if link.kind not in _OF_BOOKS and link.part in package:
            yield Piece(_("embedded file"), digest(package.bytes(link.part)))


def _hidden_sheets(package: Package) -> Iterator[Piece]:
    for sheet in package.xml(package.linked("officeDocument") or "").iter("{*}sheet"):
        if sheet.get("state", "visible") != "visible" and sheet.get("name") != SHEET:
            yield Piece(_("sheet {name}").format(name=sheet.get("name", "")), _("hidden"))


def _pictures(package: Package, sheets: dict[str, str]) -> Iterator[Piece]:
    for name, part in sheets.items():
        for drawing in package.links(part):
            if drawing.kind == "drawing" and drawing.part in package:
                for link in package.links(drawing.part):
                    if link.kind == "image" and link.part in package:
                        place = _("picture in {sheet}").format(sheet=name)
                        yield Piece(place, digest(package.bytes(link.part)))


def _piece(name: str, text: str) -> Iterator[Piece]:
    if said := one_line(text):
        yield Piece(_("sheet {name}").format(name=name), said)
