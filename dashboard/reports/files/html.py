"""A report as one HTML file: nothing in it is loaded from elsewhere, and nothing in it runs.

It is read on a phone, in dark mode, printed, and by screen readers. Charts are drawn twice, for wide and for narrow
screens, and each has its numbers as a table. The record stands in a `script` element of JSON, which browsers keep when
they save a page.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dashboard.i18n import _, speaking
from dashboard.reports.brand import Brand
from dashboard.reports.files.contents import Contents
from dashboard.reports.files.grids import grid
from dashboard.reports.files.html_reading import RECORD, contents
from dashboard.reports.files.markup import Markup, element, joined
from dashboard.reports.files.texts import closing, printable
from dashboard.reports.model import (
    Block,
    Figure,
    Quotation,
    Quotations,
    Report,
    Section,
    Style,
    Table,
    Text,
    Tile,
    Tiles,
)
from dashboard.reports.pictures import logo_of, svg_of

WIDE: Final = 760
NARROW: Final = 336
"""Widths of charts in pixels; a phone is 390 wide and has margins."""
STYLES: Final = Path(__file__).with_name("report.css")
_RECORD: Final = re.compile(rf'<script type="application/json" id="{RECORD}">.*?</script>\n', re.DOTALL)


def write(report: Report) -> bytes:
    """Return a report as a file, without a record."""
    with speaking(report.request.language):
        page = joined(
            element(
                "head",
                element("meta", charset="utf-8"),
                element("meta", name="viewport", content="width=device-width, initial-scale=1"),
                element("meta", name="color-scheme", content="light dark"),
                element("meta", name="author", content=report.brand.organisation or "Campaign reach"),
                element("meta", name="date", content=report.request.made_on.isoformat()),
                element("title", f"{report.title}: {report.kind}"),
                element("style", Markup(_styles(report))),
            ),
            element("body", _header(report), element("main", *_body(report), id="report"), _footer(report)),
        )
    document = element("html", page, lang=report.request.language, dir="ltr")
    return f"<!doctype html>\n{document}\n".encode()


def read(file: bytes) -> Contents:
    """Return what a file says.

    Raises:
        UnreadableFile: It is damaged, no HTML, or larger than a report can be.
    """
    return contents(file)


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a file that carries a record; nothing else changes."""
    said = json.dumps(record.decode(), ensure_ascii=False).replace("<", "\\u003c")
    script = element("script", Markup(said), type="application/json", id=RECORD)
    before, end, after = _RECORD.sub("", file.decode()).rpartition("</body>")
    return f"{before}{script}\n{end}{after}".encode()


def _styles(report: Report) -> str:
    running = " ".join((*report.warnings, report.source))
    own = [f":root {{ --brand: {report.brand.colour}; }}", f"@page {{ @bottom-left {{ content: {_css(running)}; }} }}"]
    return "\n".join([*own, STYLES.read_text("utf-8")])


def _css(text: str) -> str:
    """Return a text as a string of CSS, in which nothing ends the string or the element around it."""
    return '"' + re.sub(r"[^\w .,:;·–#()/-]", lambda found: f"\\{ord(found[0]):06x}", printable(text)) + '"'


def _header(report: Report) -> Markup:
    return joined(
        element("a", _("Skip to the report"), class_="skip", href="#report"),
        element(
            "header",
            _logo(report.brand),
            _paragraph(report.brand.organisation, "organisation"),
            _paragraph(report.kind, "kind"),
            element("h1", report.title, dir="auto"),
            _paragraph(report.scope, "scope"),
            *(_paragraph(warning, "warning") for warning in report.warnings),
            _paragraph(report.made, "made"),
        ),
        _contents(report),
    )


def _logo(brand: Brand) -> Markup:
    """Return the logo as a picture in the page; a browser runs nothing of it."""
    drawn = logo_of(brand)
    if drawn is None:
        return Markup()
    content = base64.b64encode(drawn).decode("ascii")
    return element("img", class_="logo", alt=brand.organisation or _("Logo"), src=f"data:image/png;base64,{content}")


def _contents(report: Report) -> Markup:
    if len(report.sections) == 1:
        return Markup()
    links = [element("a", section.title, href=f"#{section.key}") for section in report.sections]
    links.append(element("a", _("Definitions and method"), href="#method"))
    return element(
        "nav", element("h2", _("Contents"), id="contents"), _list(links), aria_labelledby="contents", class_="contents"
    )


def _body(report: Report) -> Iterable[Markup]:
    for section in report.sections:
        yield _section(section)
    yield element(
        "section",
        element("h2", _("Definitions and method"), id="method"),
        element("dl", *(_defined(name, meaning) for name, meaning in report.definitions), class_="definitions"),
        _list(closing(report)),
        aria_labelledby="method",
    )


def _section(section: Section) -> Markup:
    topic = " · ".join(filter(None, (section.title, section.stage.capitalize())))
    return element(
        "section",
        element("h2", element("span", topic, class_="topic"), " ", section.finding, id=section.key, dir="auto"),
        *(_block(section, block) for block in section.blocks),
        aria_labelledby=section.key,
    )


def _block(section: Section, block: Block) -> Markup:
    if isinstance(block, Text):
        return _text(block)
    if isinstance(block, Tiles):
        return element("dl", *map(_tile, block.tiles), class_="tiles")
    if isinstance(block, Quotations):
        return element("div", *map(_quotation, block.quotations), class_="quotations")
    if isinstance(block, Figure):
        return _figure(f"{section.key}-{block.key}", block)
    return element("div", element("h3", block.title, dir="auto"), _table(block), class_="block")


def _text(text: Text) -> Markup:
    heading = element("h3", text.title, dir="auto") if text.title else Markup()
    if text.style is Style.LIST:
        return joined(heading, _list(text.sentences))
    return joined(heading, *(_paragraph(sentence, text.style.value) for sentence in text.sentences))


def _tile(tile: Tile) -> Markup:
    return element(
        "div",
        element("dt", tile.label, dir="auto"),
        element("dd", tile.shown, class_="number"),
        *(element("dd", text, dir="auto") for text in (tile.note, tile.change) if text),
    )


def _quotation(quoted: Quotation) -> Markup:
    refused = _("May not be quoted. {reason}").format(reason=quoted.refusal)
    return element(
        "div",
        element("h3", quoted.title, dir="auto"),
        element("blockquote", _paragraph(quoted.sentence)) if quoted.sentence else _paragraph(refused),
        *((element("h4", _("Say with it")), _list(quoted.say_with)) if quoted.say_with else ()),
        _paragraph(quoted.do_not_say, "note"),
        class_="block",
    )


def _figure(name: str, figure: Figure) -> Markup:
    return element(
        "figure",
        element(
            "figcaption",
            _paragraph(figure.topic, "topic"),
            element("h3", figure.title, id=name, dir="auto"),
            _paragraph(figure.caption, "caption"),
        ),
        *(
            element("div", Markup(svg_of(figure, width)), class_=f"chart {size}")
            for size, width in (("wide", WIDE), ("narrow", NARROW))
        ),
        _paragraph(figure.notes, "note"),
        element("details", element("summary", _("Show these numbers as a table")), _table(figure.table)),
        aria_labelledby=name,
    )


def _table(table: Table) -> Markup:
    laid = grid(table)
    head = [
        element("th", title, scope="col", class_="number" if is_number else None, dir="auto")
        for title, is_number in zip(laid.head, laid.is_number, strict=True)
    ]
    rows = [element("tr", *_cells(row, laid.is_number)) for row in laid.rows]
    made = element(
        "table",
        element("caption", table.title, dir="auto"),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
    )
    return joined(
        element("div", made, class_="scroll", tabindex="0", role="region", aria_label=table.title),
        *(_paragraph(note, "note") for note in table.notes),
    )


def _cells(row: tuple[str, ...], is_number: tuple[bool, ...]) -> Iterable[Markup]:
    yield element("th", row[0], scope="row", dir="auto")
    for text, right in zip(row[1:], is_number[1:], strict=True):
        yield element("td", text, class_="number" if right else None, dir="auto")


def _footer(report: Report) -> Markup:
    lines = (*report.warnings, report.source, report.made, report.brand.footer)
    return element("footer", *(_paragraph(line) for line in lines))


def _defined(name: str, meaning: str) -> Markup:
    return joined(element("dt", name, dir="auto"), element("dd", meaning, dir="auto"))


def _list(items: Iterable[str]) -> Markup:
    return element("ul", *(element("li", item, dir="auto") for item in items))


def _paragraph(text: str, kind: str | None = None) -> Markup:
    return element("p", text, class_=kind, dir="auto") if text else Markup()
