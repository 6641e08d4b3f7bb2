"""What an HTML file says, as a browser shows it: its texts, and the attributes that are shown or read aloud."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from dashboard.i18n import _
from dashboard.reports.files.contents import Contents, Piece, damaged, too_large
from dashboard.reports.files.texts import one_line

RECORD: Final = "campaign-reach-record"
"""The name of the element with the record."""
LARGEST: Final = 5_000_000
"""Bytes of a file: a report with all its charts is a fifth of it."""
MOST_TAGS: Final = 100_000
"""Tags of a file: that of a whole campaign has a tenth."""
INLINE: Final = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "code",
    "em",
    "i",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tspan",
    "u",
}
"""Elements in the midst of a sentence."""
SHOWN: Final = {
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "value",
    "content",
    "label",
    "style",
    "hidden",
}
"""Attributes that are seen or heard, or that hide something."""


def contents(file: bytes) -> Contents:
    """Return what a file says.

    Args:
        file: The file, which anybody may have changed.

    Raises:
        UnreadableFile: It is damaged, no HTML, or larger than a report can be.
    """
    if len(file) > LARGEST:
        raise too_large()
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise damaged() from error
    if text.lstrip()[:9].lower() != "<!doctype" or "</html>" not in text[-2000:].lower():
        raise damaged()
    if text.count("<") > MOST_TAGS:
        raise too_large()
    page = _Page()
    try:
        page.feed(text)
        page.close()
        if "<" in (page.record or ""):
            raise damaged()  # browsers differ on where such a script ends
        record = None if page.record is None else json.loads(page.record).encode()
    except (ValueError, AssertionError, AttributeError, RecursionError) as error:
        raise damaged() from error
    drawn = [Piece(_("chart {n}").format(n=n), _digest(found)) for n, found in enumerate(_charts(text), 1)]
    return Contents(tuple(page.pieces), (*drawn, Piece(_("layout"), _digest("\n".join(page.tags)))), record)


def _charts(text: str) -> Iterator[str]:
    for part in text.split("</svg>")[:-1]:
        start = part.find("<svg")
        if start >= 0:
            yield part[start:]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Page(HTMLParser):
    """Collects what is shown.

    Attributes:
        pieces: The texts met so far.
        tags: Each element with its attributes, which say how a page looks.
        record: The text of the element with the record.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.tags: list[str] = []
        self.record: str | None = None
        self._text: list[str] = []
        self._place = _("text")
        self._charts = 0
        self._tables = 0
        self._is_record = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a text, unless the element stands in the midst of one."""
        if tag == "script" and dict(attrs).get("id") == RECORD and self.record is None:
            self._is_record = True
            self.record = ""
            return
        if tag not in INLINE:
            self._end()
            self._charts += tag == "svg"
            self._tables += tag == "table"
            self._place = self._placed(tag)
        self.tags.append(f"{tag} {sorted((name, value or '') for name, value in attrs)}")
        for name, value in attrs:
            if name in SHOWN:
                self._add(self._place, value or name)

    def handle_endtag(self, tag: str) -> None:
        """End a text, unless the element stands in the midst of one."""
        if tag == "script" and self._is_record:
            self._is_record = False
        elif tag not in INLINE:
            self._end()

    def handle_data(self, data: str) -> None:
        """Collect a text."""
        if self._is_record:
            self.record = (self.record or "") + data
        else:
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        """Collect a comment: browsers do not agree on where each ends."""
        self._add(_("comment"), data)

    def handle_decl(self, decl: str) -> None:
        """Collect what a file says that it is."""
        self.tags.append(decl.lower())

    def handle_pi(self, data: str) -> None:
        """Collect an instruction."""
        self._add(_("comment"), data)

    def unknown_decl(self, data: str) -> None:
        """Collect a declaration that HTML does not know."""
        self._add(_("comment"), data)

    def close(self) -> None:
        """End the last text."""
        super().close()
        self._end()

    def _placed(self, tag: str) -> str:
        if tag in ("td", "th"):
            return _("table {n}").format(n=self._tables)
        if tag in ("svg", "text", "title", "desc") and self._charts:
            return _("chart {n}").format(n=self._charts)
        return _("heading") if tag in ("h1", "h2", "h3", "h4") else _("text")

    def _end(self) -> None:
        self._add(self._place, "".join(self._text))
        self._text.clear()

    def _add(self, place: str, text: str) -> None:
        if text := one_line(text):
            self.pieces.append(Piece(place, text))
