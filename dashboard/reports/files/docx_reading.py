"""What a Word file says, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from dashboard.i18n import _
from dashboard.reports.files.contents import Contents, Piece, damaged
from dashboard.reports.files.drawing_pieces import chart_pieces, digest, is_page_number, plain
from dashboard.reports.files.office_record import record_of
from dashboard.reports.files.packages import Link, Package

_MARGINS: Final = ("header", "footer", "footnotes", "endnotes", "comments", "diagramData", "diagramDrawing")
"""Parts beside the text that are shown too."""
_KNOWN: Final = frozenset(
    (
        *_MARGINS,
        *(
            "chart",
            "image",
            "hyperlink",
            "styles",
            "stylesWithEffects",
            "settings",
            "webSettings",
            "fontTable",
            "theme",
        ),
        *("numbering", "customXml", "commentsExtended", "commentsIds", "commentsExtensible", "people"),
    )
)
_COUNTED: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
"""Fields whose results depend on where pages end."""
_REFERRING: Final = _COUNTED | {"TOC", "PAGEREF", "SEQ", "REF", "HYPERLINK"}
"""Fields that programs write anew without making another statement of them; others can become any text."""


def read(file: bytes) -> Contents:
    """Return what a Word file says.

    Args:
        file: The file, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, of another kind, or larger than a report can be.
    """
    package = Package(file)
    main = package.linked("officeDocument")
    if main is None or not main.startswith("word/"):
        raise damaged()
    pictures: list[Piece] = []
    text = _Text(package, package.links(main), _("text"), pictures)
    pieces = list(text.pieces(package.xml(main)))
    shown = {piece.text for piece in pieces}
    pieces += (piece for piece in text.descriptions if piece.text not in shown)
    pieces += _of_margins(package, main, pictures)
    pieces += _of_numbering(package, main)
    styles = package.linked("styles", main)
    if styles is not None and any(map(_is_on, package.xml(styles).iter("{*}vanish"))):
        pieces.append(Piece(_("text"), _("hidden")))
    return Contents(tuple(pieces), tuple(pictures), record_of(package))


def _of_margins(package: Package, main: str, pictures: list[Piece]) -> Iterator[Piece]:
    """Yield what stands beside the text, such as at the foot of pages: each text once, however many kinds of pages."""
    said: dict[str, None] = {}
    for link in package.links(main):
        if link.part not in package:
            continue
        if link.kind in _MARGINS:
            found: list[Piece] = []
            beside = _Text(package, package.links(link.part), _("margin of the page"), found)
            said |= dict.fromkeys(piece.text for piece in beside.pieces(package.xml(link.part)) if piece.text)
            said |= dict.fromkeys(piece.text for piece in beside.descriptions)
            pictures += (piece for piece in found if piece not in pictures)
        elif link.kind not in _KNOWN:
            yield Piece(_("embedded file"), digest(package.bytes(link.part)))
    for text in sorted(said):
        yield Piece(_("margin of the page"), text)


def _of_numbering(package: Package, main: str) -> Iterator[Piece]:
    """Yield what stands before the items of lists, if it is more than a number from one on."""
    part = package.linked("numbering", main)
    for each in package.xml(part).iter("{*}lvlText", "{*}start", "{*}startOverride") if part else ():
        value = next(iter(each.values()), "")
        is_text = each.tag.endswith("}lvlText")
        if any(map(str.isalnum, re.sub(r"%\d", "", value))) if is_text else value not in ("0", "1"):
            yield Piece(_("numbers of lists"), value)


@dataclass
class _Field:
    """A field while it is read: its instruction, and whether its result has begun."""

    instruction: str = ""
    is_result: bool = False

    @property
    def name(self) -> str:
        words = self.instruction.split()
        return words[0].upper() if words else ""

    def hides(self, text: str) -> bool:
        """Whether a text in it is no text of its own: its instruction, or the number of a page."""
        return not self.is_result or (self.name in _COUNTED and is_page_number(text))


@dataclass
class _Table:
    number: int
    row: int = 0
    column: int = 0


@dataclass
class _Text:
    """Reads one part of a document.

    Attributes:
        package: The file.
        links: What the part names.
        place: Where it stands, for people; the heading above once there is one.
        pictures: Takes the pictures.
        descriptions: The descriptions of pictures.
    """

    package: Package
    links: tuple[Link, ...]
    place: str
    pictures: list[Piece]
    descriptions: list[Piece] = field(default_factory=list)
    _open: list[list[str]] = field(default_factory=list)
    _cells: list[list[str]] = field(default_factory=list)
    _tables: list[_Table] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _count: int = 0

    def pieces(self, root: etree._Element) -> Iterator[Piece]:
        """Yield texts, cells and numbers of charts in their order.

        Args:
            root: The part.
        """
        parts = {link.id: link.part for link in self.links}
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if event == "end":
                yield from self._ended(name, element)
                continue
            self._started(name, element)
            if name in ("blip", "imagedata", "chart", "relIds"):
                part = parts.get(
                    next((value for key, value in element.items() if key.endswith(("}id", "}embed"))), ""), ""
                )
                if part in self.package and name == "chart":
                    yield from chart_pieces(self.package, part, _("{place}, chart").format(place=self.place))
                elif part in self.package and name != "relIds":
                    place = _("{place}, picture").format(place=self.place)
                    self.pictures.append(Piece(place, digest(self.package.bytes(part))))

    def _started(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self._open.append([])
        elif name == "tbl":
            self._count += 1
            self._tables.append(_Table(self._count))
        elif name == "tr" and self._tables:
            self._tables[-1].row, self._tables[-1].column = self._tables[-1].row + 1, 0
        elif name == "tc" and self._tables:
            self._tables[-1].column += 1
            self._cells.append([])
        elif name == "t":
            self._say(element.text or "")
        elif name == "vanish" and _is_on(element):
            self._say(_("hidden"))
        elif name in ("br", "tab", "cr", "ptab") and self._is_in_run(element):
            self._say(" ")
        elif name == "noBreakHyphen":
            self._say("-")
        elif name == "sym":
            self._say(next((value for key, value in element.items() if key.endswith("}char")), ""))
        elif name == "docPr":
            for key in ("title", "descr"):
                self._describe(element.get(key, ""))
        elif name == "textpath":
            self._describe(element.get("string", ""))
        elif name == "dataBinding":  # programs show what is bound instead of what stands there
            self._describe(" ".join(["dataBinding", *map(str, element.values())]))
        else:
            self._follow_field(name, element)

    def _follow_field(self, name: str, element: etree._Element) -> None:
        values = {key.rpartition("}")[2]: value for key, value in element.items()}
        if name == "fldSimple":
            self._fields.append(_Field(values.get("instr", ""), True))
            self._tell_of_field()
        elif name == "instrText" and self._fields:
            self._fields[-1].instruction += element.text or ""
        elif name == "fldChar":
            kind = values.get("fldCharType")
            if kind == "begin":
                self._fields.append(_Field())
            elif kind == "separate" and self._fields:
                self._fields[-1].is_result = True
                self._tell_of_field()
            elif kind == "end" and self._fields:
                self._fields.pop()

    def _ended(self, name: str, element: etree._Element) -> Iterator[Piece]:
        if name == "p" and self._open:
            text = plain("".join(self._open.pop()))
            if self._cells:
                self._cells[-1].append(text)
            elif text:
                if _style(element).lower().startswith(("heading", "titre", "ttulo")):
                    self.place = text
                yield Piece(self.place, text)
        elif name == "tc" and self._cells and self._tables:
            table = self._tables[-1]
            where = _("{place}, table {n}").format(place=self.place, n=table.number)
            where = _("{place}, row {row}, column {column}").format(place=where, row=table.row, column=table.column)
            yield Piece(where, plain(" ".join(self._cells.pop())))
        elif name == "tbl" and self._tables:
            self._tables.pop()
        elif name == "fldSimple" and self._fields:
            self._fields.pop()

    def _say(self, text: str) -> None:
        if self._open and not any(each.hides(text) for each in self._fields):
            self._open[-1].append(text)

    def _describe(self, text: str) -> None:
        if text := plain(text):
            self.descriptions.append(Piece(_("{place}, description").format(place=self.place), text))

    def _tell_of_field(self) -> None:
        if self._fields[-1].name not in _REFERRING:
            self._describe(self._fields[-1].instruction)

    @staticmethod
    def _is_in_run(element: etree._Element) -> bool:
        parent = element.getparent()
        return parent is not None and parent.tag.endswith("}r")


def _is_on(flag: etree._Element) -> bool:
    return next(iter(flag.values()), "1") not in ("0", "false", "off")


def _style(paragraph: etree._Element) -> str:
    named = paragraph.find("{*}pPr/{*}pStyle")
    return "" if named is None else next(iter(named.values()), "")
