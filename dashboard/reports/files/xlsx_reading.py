"""What a workbook says: its cells, native charts, the texts of its drawings, comments, and feet of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from dashboard.i18n import _
from dashboard.reports.files.contents import Contents, Piece, damaged
from dashboard.reports.files.drawing_pieces import chart_pieces, digest, paragraph
from dashboard.reports.files.office_record import unpacked
from dashboard.reports.files.packages import Package
from dashboard.reports.files.texts import one_line
from dashboard.reports.files.workbook_cells import cells
from dashboard.reports.files.xlsx_record import SHEET, parts_of_sheets

_WRITES: Final = re.compile(r'"[^"]*\w[^"]*"|\\\w|[1-9]')
"""What in the pattern of a number writes a digit or a text of its own."""
_CONDITION: Final = re.compile(r"\[[^\]]*\]")
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
    pieces = [piece for name, part in shown.items() for piece in _of_sheet(package, name, part, known.get(name, {}))]
    pieces += _patterns(package)
    return Contents(tuple(pieces), tuple(_pictures(package, shown)), unpacked("".join(record)))


def _of_sheet(package: Package, name: str, part: str, known: Mapping[tuple[int, int], str]) -> Iterator[Piece]:
    yield Piece(_("sheet {name}").format(name=name), name)
    for (row, column), text in known.items():
        if said := one_line(text):
            place = _("{sheet}, row {row}, column {column}").format(sheet=name, row=row, column=column)
            yield Piece(place, said)
    root = package.xml(part)
    for each in root.iter("{*}oddFooter", "{*}oddHeader", "{*}evenFooter", "{*}evenHeader", "{*}firstFooter"):
        yield from _piece(name, _FOOT.sub(" ", (each.text or "").replace("&&", "\0")).replace("\0", "&"))
    for each in root.iter("{*}row", "{*}col"):
        if each.get("hidden") in ("1", "true"):
            yield Piece(_("sheet {name}").format(name=name), f"hidden {etree.QName(each).localname}")
    for link in package.links(part):
        if link.kind == "drawing" and link.part in package:
            yield from _of_drawing(package, link.part, name, known.values())
        elif link.kind in ("comments", "threadedComment") and link.part in package:
            yield from _piece(name, " ".join(map(str, package.xml(link.part).itertext())))


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


def _patterns(package: Package) -> Iterator[Piece]:
    """Yield the patterns of numbers that write digits or texts of their own."""
    styles = package.linked("styles", package.linked("officeDocument") or "")
    for each in package.xml(styles).iter("{*}numFmt") if styles else ():
        code = each.get("formatCode", "")
        if _WRITES.search(_CONDITION.sub("", code)):
            yield Piece(_("how numbers are written"), code)


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
