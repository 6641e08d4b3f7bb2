"""Packages of Office files: ZIP files of XML parts that name each other, read as if an enemy had made them."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from dashboard.reports.files.contents import damaged, too_large

LARGEST: Final = 100_000_000
"""Bytes of all parts together: a report with every chart is a twentieth of it."""
LARGEST_XML: Final = 20_000_000
"""Bytes of one XML part: that of the longest table is a tenth of it."""
LARGEST_READING: Final = 200_000_000
"""Bytes that are read in all: a file can name one large part a thousand times."""
MOST_TAGS: Final = 200_000
"""Tags of one XML part, each of which takes far more memory than its letters: that of a whole campaign has a tenth."""
MOST_TAGS_READ: Final = 600_000
"""Tags that are read in all."""
MOST_PARTS: Final = 5_000
CONTENT_TYPES: Final = "[Content_Types].xml"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The time of all parts: ZIP knows none before, and the same report gives the same bytes."""


@dataclass(frozen=True)
class Link:
    """What a part names.

    Attributes:
        id: What it is called in the part.
        kind: The last word of its type, such as `chart`.
        part: The path of the part.
    """

    id: str
    kind: str
    part: str


@dataclass
class _Read:
    """What was read of a file and of the packages inside it."""

    size: int = 0
    tags: int = 0


class Package:
    """The parts of a file.

    Args:
        file: The file.
        within: The package that it is a part of, with which it shares what may be read in all.

    Raises:
        UnreadableFile: It is damaged, or larger than a report can be.
    """

    def __init__(self, file: bytes, within: Package | None = None) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise damaged() from error
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
            raise too_large()
        self._read: _Read = within._read if within else _Read()
        self._parts = {part.filename: part for part in parts}
        if len(self._parts) < len(parts):
            raise damaged()  # programs differ on which part of two with one name they show

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The paths of the parts, in the order of the file."""
        return tuple(self._parts)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def size(self, part: str) -> int:
        """Return how many bytes a part says that it has; `bytes` never reads more.

        Args:
            part: Its path.
        """
        return self._parts[part].file_size

    def bytes(self, part: str) -> bytes:
        """Return a part.

        Args:
            part: Its path.

        Raises:
            UnreadableFile: There is none, it is damaged, or too much was read.
        """
        try:
            content = self._zip.read(self._parts[part])
        except (KeyError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError) as error:
            raise damaged() from error
        self._read.size += len(content)
        if self._read.size > LARGEST_READING:
            raise too_large()
        return content

    def xml(self, part: str) -> etree._Element:
        """Return a part as XML.

        Args:
            part: Its path.

        Raises:
            UnreadableFile: There is none, or it is not well-formed, too large, or declares entities.
        """
        content = self.bytes(part)
        tags = content.count(b"<")
        self._read.tags += tags
        if len(content) > LARGEST_XML or tags > MOST_TAGS or self._read.tags > MOST_TAGS_READ:
            raise too_large()
        return parsed(content)

    def links(self, part: str = "") -> tuple[Link, ...]:
        """Return the other parts of the package that a part names, in order.

        Args:
            part: Its path; empty for the package itself.
        """
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return ()
        return tuple(
            Link(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], _path(folder, each.get("Target", "")))
            for each in self.xml(relations).iter("{*}Relationship")
            if each.get("TargetMode") != "External"
        )

    def linked(self, kind: str, part: str = "") -> str | None:
        """Return the path of the first part of a kind that a part names; None without one.

        Args:
            kind: The kind, such as `notesSlide`.
            part: The path of the part that names it; empty for the package itself.
        """
        return next((link.part for link in self.links(part) if link.kind == kind and link.part in self), None)


def parsed(content: bytes) -> etree._Element:
    """Return XML of unknown origin as a tree; entities and what lies outside are never read.

    Args:
        content: The XML.

    Raises:
        UnreadableFile: It is not well-formed, or declares entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    if root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """Return parts as a file: the same parts give the same bytes.

    Args:
        parts: Each part by its path, in the order of the file.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return out.getvalue()


def repacked(file: bytes, parts: Mapping[str, bytes] | None = None, without: Iterable[str] = ()) -> bytes:
    """Return a file with other times, and with parts that are added or replaced.

    Args:
        file: A file that was just made.
        parts: What to add or replace, by path.
        without: The paths of parts to leave out.
    """
    package = Package(file)
    kept = {name: package.bytes(name) for name in package.names if name not in set(without)}
    return packed(kept | dict(parts or {}))


def with_types(types: bytes, parts: Mapping[str, str], without: Iterable[str] = ()) -> bytes:
    """Return the list of content types with more parts in it.

    Args:
        types: The list as it is.
        parts: The content type of each part by its path.
        without: The paths of parts that are left out.
    """
    root = parsed(types)
    gone = {f"/{name}" for name in [*parts, *without]}
    for each in root.findall(f"{{{_TYPES}}}Override"):
        if each.get("PartName") in gone:
            root.remove(each)
    for name, kind in parts.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    return as_bytes(root)


def with_links(relations: bytes | None, links: Iterable[tuple[str, str]]) -> bytes:
    """Return the relationships of a part with more in them.

    Args:
        relations: The relationships as they are; None if there are none.
        links: The type and the target of each one to add.
    """
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    if relations is not None:
        root = parsed(relations)
    taken = {each.get("Id") for each in root}
    free = (name for number in range(1, 10_000) if (name := f"rId{number}") not in taken)
    for kind, target in links:
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=next(free), Type=kind, Target=target)
    return as_bytes(root)


def as_bytes(root: etree._Element) -> bytes:
    """Return XML as a part of a package."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
