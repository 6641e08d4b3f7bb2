"""What a PDF says: the lines of its pages, its bookmarks, alternative texts, notes that were added, and its title."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from dashboard.i18n import _
from dashboard.reports.files.contents import Contents, Piece, UnreadableFile, damaged, too_large
from dashboard.reports.files.pdf_record import record_of
from dashboard.reports.files.texts import one_line

LARGEST: Final = 50_000_000
"""Bytes of a file: a report with every chart is a fiftieth of it."""
MOST_PAGES: Final = 500
MOST_DRAWN: Final = 30_000_000
"""Bytes, once they are unpacked, of what draws all pages: those of a campaign report are a tenth of it."""
MOST_TEXTS: Final = 60_000
"""Pieces of text that all pages write: those of a campaign report are a tenth of it, and each takes long to read."""
MOST_PARTS: Final = 200_000
"""Parts of the structure that screen readers follow, and of what is drawn on a page."""
_PATHS: Final = re.compile(rb"(?<!\S)(?:[-+]?[\d.]+\s+){2,6}(?:m|l|c|v|y|re)(?=\s)")
_WRITES: Final = (b"Tj", b"TJ", b"'", b'"', b" Do")
"""What writes a text, or draws something that can."""
_READ_ALOUD: Final = ("/Alt", "/ActualText", "/E")
_ABOUT: Final = ("/Title", "/Subject", "/Keywords")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of damage, which is told by an error here


def contents(file: bytes) -> Contents:
    """Return what a PDF says.

    Args:
        file: The PDF, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, no PDF, or larger than a report can be.
    """
    if len(file) > LARGEST:
        raise too_large()
    try:
        reader = PdfReader(io.BytesIO(file))
        if len(reader.pages) > MOST_PAGES:
            raise too_large()
        drawn = tuple(_drawn(reader))
        pieces = [*_lines(reader), *_notes(reader), *_bookmarks(reader), *_read_aloud(reader), *_about(reader)]
        return Contents(tuple(pieces), drawn, record_of(reader))
    except UnreadableFile:
        raise
    except Exception as error:  # the library raises whatever it meets in damaged files
        raise damaged() from error


def _lines(reader: PdfReader) -> Iterator[Piece]:
    """Yield the lines of each page, read without what draws lines and areas, which takes most of the time."""
    count = 0
    for number, page in enumerate(reader.pages, 1):
        content = page.get_contents()
        if content is not None:
            texts = DecodedStreamObject()
            drawn = content.get_data()
            count += sum(map(drawn.count, _WRITES))
            if count > MOST_TEXTS:
                raise too_large()
            texts.set_data(_PATHS.sub(b"", drawn))
            page[NameObject("/Contents")] = texts
            yield from _pieces(_page(number), page.extract_text().splitlines())


def _notes(reader: PdfReader) -> Iterator[Piece]:
    """Yield what stands in notes, forms and links to elsewhere."""
    for number, page in enumerate(reader.pages, 1):
        for note in page.annotations or ():
            each = note.get_object()
            link = each.get("/A", DictionaryObject()).get_object()
            texts = [each.get("/Contents"), each.get("/V"), link.get("/URI"), link.get("/JS")]
            if each.get("/Subtype") != "/Link":
                texts.append(each.get("/Subtype"))
            if "/AP" in each:
                texts.append("/AP")  # it is drawn over the page
            yield from _pieces(_page(number), [str(text) for text in texts if text is not None])


def _bookmarks(reader: PdfReader) -> Iterator[Piece]:
    left: list[Any] = [reader.outline]
    while left:
        each = left.pop(0)
        if isinstance(each, list):
            left[:0] = each
        else:
            yield from _pieces(_("bookmark"), [str(each.title)])


def _read_aloud(reader: PdfReader) -> Iterator[Piece]:
    """Yield what screen readers say instead of what is drawn."""
    for each in _parts(reader.root_object.get("/StructTreeRoot"), ("/K",)):
        if isinstance(each, DictionaryObject):
            texts = [str(each[name]) for name in _READ_ALOUD if name in each]
            yield from _pieces(_("alternative text"), texts)


def _about(reader: PdfReader) -> Iterator[Piece]:
    found: DictionaryObject = reader.metadata or DictionaryObject()
    yield from _pieces(_("title"), [str(found[name]) for name in _ABOUT if name in found])


def _drawn(reader: PdfReader) -> Iterator[Piece]:
    """Yield a hash of what draws each page, with its fonts and pictures."""
    size = 0
    for number, page in enumerate(reader.pages, 1):
        digest = hashlib.sha256()
        for part in _drawing(page):
            digest.update(part)
            size += len(part)
            if size > MOST_DRAWN:
                raise too_large()
        yield Piece(_page(number), digest.hexdigest())


def _drawing(page: PageObject) -> Iterator[bytes]:
    """Yield what draws a page: what of it is seen, its content, and its fonts and pictures with all that they say."""
    boxes = (page.mediabox, page.cropbox, page.rotation, page.get("/UserUnit"))
    yield repr(boxes).encode()
    content = page.get_contents()
    if content is not None:
        yield content.get_data()
    for each in _parts(page.get("/Resources"), None):
        if isinstance(each, StreamObject):
            yield each.get_data()
        if isinstance(each, DictionaryObject):
            yield " ".join(sorted(map(str, each))).encode()
        elif not isinstance(each, ArrayObject):
            yield repr(each).encode()


def _parts(root: Any, names: Iterable[str] | None) -> Iterator[Any]:
    """Yield an object and all that it holds, in order, each once.

    Args:
        root: The object.
        names: Through which entries of dictionaries to go; None for all but those that lead back to the page.
    """
    left, met, count = [root], set(), 0
    while left:
        each = left.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in met:
                continue
            met.add(each.idnum)
            each = each.get_object()
        count += 1
        if count > MOST_PARTS:
            raise too_large()
        yield each
        if isinstance(each, ArrayObject):
            left.extend(reversed(list(each)))
        elif isinstance(each, DictionaryObject):
            keys = [key for key in each if key in names] if names else sorted(set(each) - {"/Parent", "/P", "/Pg"})
            left.extend(each.raw_get(key) for key in reversed(keys))


def _page(number: int) -> str:
    return _("page {n}").format(n=number)


def _pieces(place: str, texts: Iterable[str]) -> Iterator[Piece]:
    for text in texts:
        if said := one_line(text):
            yield Piece(place, said)
