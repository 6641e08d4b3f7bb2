"""The record of a workbook: texts in the first column of a very hidden sheet, which programs keep as they keep cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from dashboard.reports.files.contents import damaged
from dashboard.reports.files.office_record import as_text
from dashboard.reports.files.packages import Package, as_bytes, repacked

SHEET: Final = "campaign-reach-record"
_OF_A_CELL: Final = 30_000
"""Characters of a cell; Excel takes 32,767."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_record(file: bytes, record: bytes) -> bytes:
    """Return a workbook that carries a record; nothing else changes.

    Args:
        file: The workbook as the writer made it, with an empty sheet for the record.
        record: The record.
    """
    part = parts_of_sheets(Package(file)).get(SHEET)
    if part is None:
        raise damaged()
    packed = as_text(record)
    root = etree.Element(f"{{{_MAIN}}}worksheet", nsmap={None: _MAIN})
    rows = etree.SubElement(root, f"{{{_MAIN}}}sheetData")
    for number, start in enumerate(range(0, len(packed), _OF_A_CELL), 1):
        row = etree.SubElement(rows, f"{{{_MAIN}}}row", r=str(number))
        cell = etree.SubElement(row, f"{{{_MAIN}}}c", r=f"A{number}", t="inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
        text.text = packed[start : start + _OF_A_CELL]
    return repacked(file, {part: as_bytes(root)})


def parts_of_sheets(package: Package) -> Mapping[str, str]:
    """Return the path of each sheet of a workbook by its name, in order.

    Args:
        package: The workbook.

    Raises:
        UnreadableFile: Two sheets have the same name.
    """
    main = package.linked("officeDocument")
    if main is None:
        return {}
    parts = {link.id: link.part for link in package.links(main)}
    sheets = list(package.xml(main).iter("{*}sheet"))
    if len({sheet.get("name", "").casefold() for sheet in sheets}) < len(sheets):
        raise damaged()  # programs differ on which of two sheets with one name they show
    return {
        sheet.get("name", ""): parts.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
        for sheet in sheets
    }
