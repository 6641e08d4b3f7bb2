"""The record in Word and PowerPoint files: a custom XML part, and a document property as a second place.

LibreOffice 7.4 keeps both when it opens and saves a file (`test_libreoffice.py` among the tests). Microsoft documents
that Office keeps them too; this has not been tried with Microsoft Office.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import zlib
from typing import Final

from lxml import etree

from dashboard.reports.files.contents import damaged
from dashboard.reports.files.packages import CONTENT_TYPES, Package, as_bytes, repacked, with_links, with_types

NAMESPACE: Final = "urn:campaign-reach:record:1"
PROPERTY: Final = "Campaign reach record"
LONGEST_PROPERTY: Final = 60_000
"""Characters of the property; a longer record stands in the custom XML part alone."""
LARGEST: Final = 20_000_000
"""Bytes of a record once it is unpacked."""
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_VALUES: Final = f"{_OFFICE}/docPropsVTypes"
_CUSTOM: Final = "docProps/custom.xml"
_ITEM_ID: Final = "{5B0C8E57-6A0B-4C6E-9E44-0C2A64B1F3D7}"


def with_record(file: bytes, record: bytes) -> bytes:
    """Return an Office file that carries a record; what it says does not change.

    Args:
        file: The file as a writer made it.
        record: The record.
    """
    package = Package(file)
    main = package.linked("officeDocument")
    if main is None:
        raise damaged()
    packed = as_text(record)
    root = etree.Element(f"{{{NAMESPACE}}}record", nsmap={None: NAMESPACE})
    root.text = packed
    item = _free(package)
    parts = {f"customXml/item{item}.xml": as_bytes(root), f"customXml/itemProps{item}.xml": _item_properties()}
    parts[f"customXml/_rels/item{item}.xml.rels"] = with_links(
        None, [(f"{_OFFICE}/relationships/customXmlProps", f"itemProps{item}.xml")]
    )
    types = {f"customXml/itemProps{item}.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"}
    folder, name = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    parts[relations] = with_links(
        package.bytes(relations), [(f"{_OFFICE}/relationships/customXml", f"../customXml/item{item}.xml")]
    )
    if len(packed) <= LONGEST_PROPERTY:
        parts[_CUSTOM] = _properties(packed)
        types[_CUSTOM] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        parts["_rels/.rels"] = with_links(
            package.bytes("_rels/.rels"), [(f"{_OFFICE}/relationships/custom-properties", _CUSTOM)]
        )
    parts[CONTENT_TYPES] = with_types(package.bytes(CONTENT_TYPES), types)
    return repacked(file, parts)


def record_of(package: Package) -> bytes | None:
    """Return the record of an Office file; None if it has none.

    Args:
        package: The file.

    Raises:
        UnreadableFile: It is damaged.
    """
    main = package.linked("officeDocument") or ""
    for link in package.links(main):
        if link.kind == "customXml" and link.part in package:
            root = package.xml(link.part)
            if root.tag == f"{{{NAMESPACE}}}record" and (found := unpacked(root.text)) is not None:
                return found
    custom = package.linked("custom-properties")
    if custom is not None:
        for each in package.xml(custom).iter("{*}property"):
            if each.get("name") == PROPERTY:
                return unpacked("".join(map(str, each.itertext())))
    return None


def as_text(record: bytes) -> str:
    """Return a record as letters and digits, and short."""
    return base64.b64encode(zlib.compress(record, 9)).decode("ascii")


def unpacked(text: str | None) -> bytes | None:
    """Return a record from its text; None if it is none.

    Args:
        text: The text.
    """
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(base64.b64decode(text or "", validate=False), LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return found if unpacker.eof else None


def _free(package: Package) -> int:
    """Return a number that no custom XML part of the file has."""
    return next(number for number in range(1, 10_000) if f"customXml/item{number}.xml" not in package)


def _item_properties() -> bytes:
    name = f"{_OFFICE}/customXml"
    root = etree.Element(f"{{{name}}}datastoreItem", {f"{{{name}}}itemID": _ITEM_ID}, nsmap={"ds": name})
    references = etree.SubElement(root, f"{{{name}}}schemaRefs")
    etree.SubElement(references, f"{{{name}}}schemaRef", {f"{{{name}}}uri": NAMESPACE})
    return as_bytes(root)


def _properties(packed: str) -> bytes:
    name = f"{_OFFICE}/custom-properties"
    root = etree.Element(f"{{{name}}}Properties", nsmap={None: name, "vt": _VALUES})
    one = etree.SubElement(
        root, f"{{{name}}}property", fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid="2", name=PROPERTY
    )
    etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = packed
    return as_bytes(root)
