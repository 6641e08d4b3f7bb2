"""What stands in Word documents: styles, fields, captions, real tables. python-docx has no words for most of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph

from dashboard.charts.base.theme import LIGHT
from dashboard.reports.brand import Brand
from dashboard.reports.files.colours import CARD, WARNING, title_colour
from dashboard.reports.files.fitting import clean, column_widths, is_right_to_left

FONT: Final = "Calibri"
SIZES: Final = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0)}
"""The width and the height of paper in points."""
MARGIN: Final = 62.0
CELL: Final = 9.5
NUMBER: Final = 14.0
"""The sizes of letters in tables and of headline numbers, in points."""


def set_styles(document: Any, brand: Brand, language: str) -> None:
    """Say how everything looks, in styles that people can change in Word.

    Args:
        document: The document of python-docx.
        brand: How the organisation wants reports to look.
        language: The language of the texts, such as `en-GB`.
    """
    accent = title_colour(brand)
    styles = document.styles
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    defaults.set(qn("w:val"), language)
    _look(styles["Normal"], 10.5, LIGHT.ink, after=6, line=1.15)
    _look(styles["Title"], 30, accent, bold=True, after=6)
    _look(styles["Subtitle"], 13, LIGHT.muted, after=4)
    _look(styles["Heading 1"], 18, accent, bold=True, before=22, after=6)
    _look(styles["Heading 2"], 13, accent, bold=True, before=14, after=4)
    _look(styles["Heading 3"], 11, LIGHT.ink, bold=True, before=10, after=3)
    _look(styles["List Bullet"], 10.5, LIGHT.ink, after=3)
    _look(styles["Caption"], 9, LIGHT.muted, before=3, after=6)
    _look(styles["Quote"], 12, LIGHT.ink, bold=True, before=2, after=3)
    _look(styles["Header"], 9, LIGHT.muted, after=0)
    _look(styles["Footer"], 8.5, LIGHT.muted, after=0)
    for style, part, name in (("Title", "w:pPr", "w:pBdr"), ("Subtitle", "w:rPr", "w:spacing")):
        _without(styles[style], part, name)
    for name, size, colour, bold in (
        ("Finding", 12, LIGHT.ink, True),
        ("Step", 9, LIGHT.muted, True),
        ("Note", 9, LIGHT.muted, False),
        ("Warning", 9, WARNING, True),
        ("toc 1", 10.5, LIGHT.ink, False),
        ("Cell", CELL, LIGHT.ink, False),
        ("Cell title", CELL, LIGHT.ink, True),
        ("Number", NUMBER, accent, True),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == "toc 1")
        style.base_style = styles["Normal"]
        _look(style, size, colour, bold=bold, after=2 if name.startswith(("Cell", "Number", "toc")) else 6)
    for name in ("Finding", "Step"):
        styles[name].paragraph_format.keep_with_next = True


def _look(
    style: Any,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
) -> None:
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour[1:].upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), FONT)
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing = line


def _without(style: Any, part: str, name: str) -> None:
    """Remove what the model of python-docx adds to a style."""
    for each in style.element.findall(f"{qn(part)}/{qn(name)}"):
        each.getparent().remove(each)


def paragraph(container: Any, text: str, style: str = "Normal") -> Any:
    """Add a paragraph.

    Args:
        container: The document, a cell, a header or a footer.
        text: Its text.
        style: Its style.

    Returns:
        The paragraph of python-docx.
    """
    added = styled(container, style)
    write(added, text)
    return added


def styled(container: Any, style: str) -> Any:
    """Add an empty paragraph. To look its style up by name takes python-docx as long as all else.

    Args:
        container: The document, a cell, a header or a footer.
        style: Its style.

    Returns:
        The paragraph of python-docx.
    """
    added = container.add_paragraph()
    added._p.style = _id(style)
    return added


def _id(style: str) -> str:
    """Return what a style is called in documents."""
    return style.replace(" ", "")


def write(into: Any, text: str) -> Any:
    """Write a text into a paragraph, and say so if it runs to the left.

    Args:
        into: The paragraph of python-docx.
        text: The text.

    Returns:
        The run.
    """
    plain = clean(text)
    run = into.add_run(plain)
    if is_right_to_left(plain):
        _flag(into._p.get_or_add_pPr(), "w:bidi")
        run.font.rtl = True
    return run


def field(into: Any, instruction: str, result: str) -> None:
    """Write a field, whose result Word works out anew, such as the number of a page.

    Args:
        into: The paragraph of python-docx.
        instruction: What it is, such as `PAGE`.
        result: What it says until then.
    """
    _field_sign(into, "begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    into.add_run()._r.append(code)
    _field_sign(into, "separate")
    into.add_run(result)
    _field_sign(into, "end")


def _field_sign(into: Any, kind: str) -> None:
    sign = OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    into.add_run()._r.append(sign)


def contents(document: Any, titles: Iterable[str]) -> None:
    """Write a table of contents: a field that Word renews, with a link to each section until then.

    Args:
        document: The document.
        titles: The titles of sections, each with a bookmark by `bookmark`.
    """
    added = None
    for number, title in enumerate(titles):
        added = styled(document, "toc 1")
        if number == 0:
            _field_sign(added, "begin")
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = ' TOC \\o "1-1" \\n \\h \\z \\u '
            added.add_run()._r.append(code)
            _field_sign(added, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"_Toc{number + 1:06d}")
        link.set(qn("w:history"), "1")
        run = write(added, title)
        link.append(run._r)
        added._p.append(link)
    if added is not None:
        _field_sign(added, "end")


def bookmark(heading: Any, number: int) -> None:
    """Make a heading a place that the table of contents leads to.

    Args:
        heading: The paragraph.
        number: Which one it is, from 1.
    """
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for each in (start, end):
        each.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"_Toc{number:06d}")
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def table(
    container: Any,
    texts: Sequence[Sequence[str]],
    is_number: Sequence[bool],
    room: float,
    accent: str,
    *,
    first: str = "Cell",
    second: str = "Cell",
) -> Any:
    """Add a table whose first row is repeated on each page.

    Args:
        container: The document.
        texts: The texts of its rows, titles first.
        is_number: For each column whether it stands on the right.
        room: The width that it may have in points.
        accent: The colour of the line above the titles.
        first: The style of the first column.
        second: The style of the second column.

    Returns:
        The table of python-docx.
    """
    rows = [[clean(text) for text in row] for row in texts]
    sizes = [NUMBER if style == "Number" else CELL for style in (first, second, *["Cell"] * len(is_number))]
    widths = column_widths(rows, sizes[: len(is_number)], room)
    added = container.add_table(len(rows), len(is_number))
    added.alignment, added.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _rule(added, accent)
    for wide, column in zip(widths, added._tbl.tblGrid.gridCol_lst, strict=True):
        column.w = Pt(wide)
    for number, (row, said) in enumerate(zip(added._tbl.tr_lst, rows, strict=True)):
        properties = row.get_or_add_trPr()
        _flag(properties, "w:cantSplit")
        if number == 0:
            _flag(properties, "w:tblHeader")
        for place, (cell, text) in enumerate(zip(row.tc_lst, said, strict=True)):
            cell.width = Pt(widths[place])
            style = "Cell title" if number == 0 else (first, second)[place] if place < 2 else "Cell"
            into = Paragraph(cell.p_lst[0], added)
            into._p.style = _id(style)
            write(into, text)
            if is_number[place]:
                into.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return added


def _rule(added: Any, accent: str) -> None:
    """Give a table thin lines between its rows, and a strong one in the colour of the organisation above."""
    properties = added._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", 12, accent), ("bottom", 6, LIGHT.grid), ("insideH", 4, LIGHT.grid)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour[1:])):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    later = {qn(f"w:{name}") for name in ("shd", "tblLayout", "tblCellMar", "tblLook")}
    following = next((each for each in properties if each.tag in later), None)
    properties.append(borders) if following is None else following.addprevious(borders)
    for cell in added.rows[0].cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", CARD[1:])):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def picture(document: Any, content: Any, room: float, tallest: float, name: str, description: str) -> None:
    """Add a picture with its description, in a paragraph that stays with the next.

    Args:
        document: The document.
        content: The PNG as a file.
        room: Its width in points.
        tallest: The height it may have.
        name: What it is.
        description: What it says, for those who cannot see it.
    """
    added = document.add_paragraph()
    added.paragraph_format.keep_with_next = True
    shape = added.add_run().add_picture(content, width=Pt(room))
    if shape.height > Pt(tallest):
        shape.width, shape.height = Emu(int(shape.width * Pt(tallest) / shape.height)), Pt(tallest)
    properties = shape._inline.docPr
    properties.set("name", clean(name))
    properties.set("descr", clean(description))


def _flag(properties: Any, name: str) -> None:
    if properties.find(qn(name)) is None:
        flag = OxmlElement(name)
        if name == "w:bidi":
            _insert_bidi(properties, flag)
        else:
            properties.append(flag)


def _insert_bidi(properties: Any, flag: Any) -> None:
    """Put the sign of a paragraph that runs to the left where the order of the schema has it."""
    later = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    following = next((each for each in properties if each.tag in set(map(qn, later))), None)
    properties.append(flag) if following is None else following.addprevious(flag)
