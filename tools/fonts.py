"""Make what is needed beside the fonts that pages use: two plain fonts, widths of letters, icons, empty letters.

    python -m tools.fonts

Pages have variable fonts in two parts, which browsers read. What sets PDF and PNG files reads one plain font a weight,
and a chart in a file is laid out by the widths of letters. Hints for coarse screens are left out.

Of Streamlit's icons pages show few, so browsers get a font of those: run this after an upgrade of Streamlit, and where a page
shows another icon. Empty letters that Open Sans does not have are a font of their own, because browsers would load another of
Streamlit's for them (`dashboard/browser_files.py`).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fontTools.fontBuilder import FontBuilder
from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from streamlit import file_util

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = ROOT / "static" / "fonts"
PARTS: Final = ("open-sans-latin.woff2", "open-sans-latin-ext.woff2")
WEIGHTS: Final = {"Regular": 400, "Bold": 700}
WIDTHS: Final = ROOT / "dashboard" / "exports" / "svg" / "widths.json"
SPACES: Final = {0x202F: 0.2, 0x2066: 0, 0x2067: 0, 0x2068: 0, 0x2069: 0}
"""Empty letters that the parts do not have, with their width as a share of the size: the narrow space in French numbers,
and the marks that isolate a writing direction."""
SIGNS: Final[dict[int, tuple[int, tuple[tuple[tuple[int, int], ...], ...]]]] = {
    0x25A0: (1550, (((160, 0), (160, 1230), (1390, 1230), (1390, 0)),)),
    0x25A1: (
        1550,
        (((160, 0), (160, 1230), (1390, 1230), (1390, 0)), ((270, 110), (1280, 110), (1280, 1120), (270, 1120))),
    ),
    0x25A8: (
        1550,
        (
            ((160, 0), (160, 1230), (1390, 1230), (1390, 0)),
            ((240, 80), (1310, 80), (1310, 1150), (240, 1150)),
            ((240, 300), (240, 420), (970, 1150), (1090, 1150)),
            ((240, 720), (240, 840), (550, 1150), (670, 1150)),
            ((440, 80), (1310, 950), (1310, 830), (560, 80)),
            ((860, 80), (1310, 530), (1310, 410), (980, 80)),
        ),
    ),
    0x25C6: (1550, (((60, 615), (775, 1330), (1490, 615), (775, -100)),)),
    0x2713: (1550, (((220, 560), (380, 680), (640, 330), (1210, 1400), (1350, 1320), (670, 40), (580, 40)),)),
}
"""Signs that files have and the parts do not (■ □ ▨ ◆ ✓): width and outlines, in units of 2,048 to the size."""
STREAMLIT: Final = Path(file_util.get_static_dir()) / "static"
_ICON: Final = re.compile(r":material/([a-z0-9_]+):")
_DRAWN: Final = {"star_filled"}
"""Names of icons that Streamlit draws without the font."""
_IN_NAMES: Final = "abcdefghijklmnopqrstuvwxyz0123456789_"
_HINTS: Final = ("fpgm", "prep", "cvt ", "cvar", "gasp", "HVAR", "MVAR", "STAT", "avar", "DSIG")


def plain(name: str) -> TTFont:
    """Return one weight of the font as a plain font.

    Args:
        name: `Regular` or `Bold`.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [_part(part, name, Path(folder)) for part in PARTS]
        font = Merger().merge([str(file) for file in files])
    for code, share in SPACES.items():
        _add(font, code, round(share * font["head"].unitsPerEm), ())
    for code, (width, outlines) in SIGNS.items():
        _add(font, code, width, outlines)
    for record in list(font["name"].names):
        font["name"].removeNames(nameID=record.nameID)
    for number, text in ((1, "Open Sans"), (2, name), (4, f"Open Sans {name}"), (6, f"OpenSans-{name}")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].setName("SIL Open Font License, Version 1.1", 13, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[name]
    font["OS/2"].fsSelection = 0x20 if name == "Bold" else 0x40
    font["head"].macStyle = int(name == "Bold")
    font["head"].created = font["head"].modified = 0  # the same bytes whenever they are made
    font.recalcTimestamp = False
    return font


def widths(font: TTFont) -> dict[str, int]:
    """Return the width of each letter, in thousandths of the size.

    Args:
        font: A plain font.
    """
    advances, unit = font["hmtx"], font["head"].unitsPerEm
    return {
        chr(code): round(1000 * advances[glyph][0] / unit)
        for code, glyph in sorted(font.getBestCmap().items())
        if code >= 0x20
    }


def spaces() -> TTFont:
    """Return a font of the empty letters that Open Sans does not have."""
    unit = 1000
    names = {code: f"uni{code:04X}" for code in SPACES}
    builder = FontBuilder(unit, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    missing = TTGlyphPen(None)  # with an outline, because browsers refuse a font that has none at all
    missing.moveTo((0, 0))
    missing.lineTo((0, unit // 2))
    missing.lineTo((unit // 2, 0))
    missing.closePath()
    builder.setupGlyf({".notdef": missing.glyph()} | {name: TTGlyphPen(None).glyph() for name in names.values()})
    widths = {name: (round(SPACES[code] * unit), 0) for code, name in names.items()}
    builder.setupHorizontalMetrics({".notdef": (unit // 2, 0)} | widths)
    builder.setupHorizontalHeader(ascent=unit, descent=0)
    builder.setupNameTable({"familyName": "Spaces", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0  # the same bytes whenever it is made
    builder.font.recalcTimestamp = False
    builder.font.flavor = "woff2"
    return builder.font


def icons() -> set[str]:
    """Return the names of the icons that Streamlit or a page may show."""
    own = [path for path in (ROOT / "dashboard").rglob("*") if path.suffix in (".py", ".po", ".toml", ".js")]
    files = [*(STREAMLIT / "js").glob("*.js"), *own, ROOT / "app.py"]
    return {name for file in files for name in _ICON.findall(file.read_text("utf-8"))} - _DRAWN


def icon_font() -> TTFont:
    """Return Streamlit's font of icons with those alone that are used."""
    (file,) = (STREAMLIT / "media").glob("MaterialSymbols-Rounded.*.woff2")
    font = TTFont(file, recalcTimestamp=False)
    options = Options(
        layout_closure=False, layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=[0, 13, 14]
    )
    maker = Subsetter(options)
    glyphs = ligatures(font)
    maker.populate(unicodes=map(ord, _IN_NAMES), glyphs=sorted(glyphs[name] for name in icons()))
    maker.subset(font)
    font.flavor = "woff2"
    return font


def ligatures(font: TTFont) -> dict[str, str]:
    """Return the glyph of each icon by its name, which the font writes as one sign.

    Args:
        font: A font of icons.
    """
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    return {
        "".join(letters.get(glyph, "?") for glyph in (first, *each.Component)): each.LigGlyph
        for table in tables
        for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items()
        for each in ligatures
    }


def write() -> None:
    """Write the fonts and the table of widths."""
    spaces().save(FOLDER / "spaces.woff2")
    icon_font().save(FOLDER / "icons.woff2")
    fonts = {name: plain(name) for name in WEIGHTS}
    for name, font in fonts.items():
        font.save(FOLDER / f"open-sans-{name.lower()}.ttf")
    table = {name.lower(): widths(font) for name, font in fonts.items()}
    WIDTHS.write_text(json.dumps(table, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf-8")


def _part(part: str, name: str, folder: Path) -> Path:
    """Write one weight of a part of the font into a folder."""
    font = instantiateVariableFont(TTFont(FOLDER / part), {"wght": WEIGHTS[name]})
    for table in _HINTS:
        if table in font:
            del font[table]
    for glyph in font["glyf"].glyphs.values():
        glyph.expand(font["glyf"])
        if hasattr(glyph, "program"):
            glyph.removeHinting()
    file = folder / f"{part}.ttf"
    font.flavor = None
    font.save(file)
    return file


def _add(font: TTFont, code: int, width: int, outlines: Iterable[Iterable[tuple[int, int]]]) -> None:
    """Add a letter to a font, with its outlines as polygons."""
    pen = TTGlyphPen(None)
    for outline in outlines:
        first, *others = outline
        pen.moveTo(first)
        for place in others:
            pen.lineTo(place)
        pen.closePath()
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


if __name__ == "__main__":
    write()
