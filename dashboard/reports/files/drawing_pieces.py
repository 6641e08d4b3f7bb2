"""What native charts say, and what drawings of Office files have in common, read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from dashboard.i18n import _
from dashboard.reports.files.contents import Piece, too_large
from dashboard.reports.files.number_patterns import effect
from dashboard.reports.files.packages import Package
from dashboard.reports.files.workbook_cells import Place, cells, in_range, numeral

_OF_CHARTS: Final = frozenset(("package", "chartStyle", "chartColorStyle", "themeOverride", "image"))
"""What a chart names that says nothing, or is read elsewhere."""
_PAGE_NUMBER: Final = re.compile(r"\d{0,4}|[<‹][\w#]{1,12}[>›]")
"""The number of a page, or what programs write where it will stand, such as `<number>`."""
MOST_POINTS: Final = 10_000
"""Points that a series may have: a chart of a report has fewer than a thousand."""


def plain(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def paragraph(element: etree._Element) -> str:
    """Return the text of a paragraph of a drawing, without the number of its slide.

    Args:
        element: The paragraph.
    """
    out = []
    for each in element.iter("{*}t", "{*}br", "{*}tab"):
        parent = each.getparent()
        text = (each.text or "") if each.tag.endswith("}t") else " "
        if (
            parent is not None
            and parent.tag.endswith("}fld")
            and parent.get("type") == "slidenum"
            and is_page_number(text)
        ):
            continue
        out.append(text)
    return plain("".join(out))


def is_page_number(text: str) -> bool:
    """Return whether a text is the number of a page, or the sign that stands for it."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def bullets(root: etree._Element) -> Iterator[str]:
    """Yield what stands before the items of lists, if it is more than a sign or a number from one on.

    Args:
        root: A slide, or another part with drawings.
    """
    for each in root.iter("{*}buChar", "{*}buAutoNum"):
        text = each.get("char", "") if each.tag.endswith("}buChar") else each.get("startAt", "1")
        if text != "1" and (len(text) > 1 or text.isalnum()):
            yield text


def digest(content: bytes) -> str:
    """Return the SHA-256 of a picture."""
    return hashlib.sha256(content).hexdigest()


def chart_pieces(package: Package, part: str, place: str) -> Iterator[Piece]:
    """Yield what a native chart says: its texts and numbers, each with that of its workbook where the two differ.

    A program shows what stands in the chart until somebody edits its data; then it shows what stands in the workbook.

    Args:
        package: The file.
        part: The path of the chart.
        place: Where it stands, for people.

    Raises:
        UnreadableFile: It is damaged or too large.
    """
    chart = package.xml(part)
    workbook = package.linked("package", part)
    left = cells(package.bytes(workbook), package) if workbook else None
    known = dict(left or {})
    for element in chart.iter():
        name = _local(element)
        if name in ("strCache", "numCache", "strLit", "numLit"):
            yield from _points(element, name.startswith("num"), place, known, left)
        elif name == "p" and (text := paragraph(element)):
            yield Piece(place, text)
        elif name in ("formatCode", "numFmt"):
            code = (element.text if name == "formatCode" else element.get("formatCode")) or ""
            if (made := effect(code)) != "day" and made:  # LibreOffice gives axes with names the pattern of a day
                yield Piece(place, made)
        elif name == "dispUnits":
            yield Piece(place, "".join(each.get("val", "") for each in element.iter() if isinstance(each.tag, str)))
    yield from _beside_chart(package, part, place)
    for (sheet, row, column), text in sorted((left or {}).items()):
        yield Piece(_("{place}, cell {cell} of its data").format(place=place, cell=f"{sheet} {row}:{column}"), text)


def _beside_chart(package: Package, part: str, place: str) -> Iterator[Piece]:
    """Yield what is drawn over a chart, and whatever else it brings along."""
    for link in package.links(part):
        if link.kind == "chartUserShapes" and link.part in package:
            for element in package.xml(link.part).iter("{*}p", "{*}blip"):
                is_text = element.tag.endswith("}p")
                yield Piece(place, paragraph(element) if is_text else _("{place}, picture").format(place=place))
        elif link.kind not in _OF_CHARTS and link.part in package:
            yield Piece(_("{place}, embedded file").format(place=place), digest(package.bytes(link.part)))


def _points(
    cache: etree._Element, numbers: bool, place: str, known: dict[Place, str], left: dict[Place, str] | None
) -> Iterator[Piece]:
    count = cache.find("{*}ptCount")
    size = int(count.get("val", "0")) if count is not None and count.get("val", "0").isdecimal() else 0
    points = {each.get("idx", ""): each.findtext("{*}v") or "" for each in cache.iter("{*}pt")}
    if max(size, len(points)) > MOST_POINTS:
        raise too_large()
    parent = cache.getparent()
    reference = (parent.findtext("{*}f") or "") if parent is not None else ""
    places = in_range(reference) if left is not None else []
    for number in range(max(size, len(points))):
        text = points.pop(str(number), "")
        shown = numeral(text) if numbers else plain(text)
        if number < len(places):
            cell = places[number]
            behind = known.get(cell, "")
            assert left is not None
            left.pop(cell, None)
            if plain(behind) != shown:
                shown = f"{shown} ({behind})"
        yield Piece(_("{place}, point {n}").format(place=place, n=number + 1), shown)
    for text in points.values():
        yield Piece(place, text)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
