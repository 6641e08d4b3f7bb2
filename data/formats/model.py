"""What a format is: the columns it needs, where each column comes from, and which rows it leaves out."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final
from unicodedata import normalize

from common.messages import TranslatableText

_LONGEST = 500
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width characters and marks of direction, which some exports write into names."""


class NotRecognised(ValueError):
    """No format, or more than one, fits the table, or its format cannot be imported."""


class NoFormat(NotRecognised):
    """No format fits the table. Its columns can be mapped (data/editing/custom_formats.py)."""


@dataclass(frozen=True)
class Sign:
    """A condition on a row: its cell in `column` is `like` a regular expression. For a closed list it `says` a code."""

    column: str
    like: str
    says: str = ""


Signs = tuple[tuple[Sign, ...], ...]
"""Groups of signs. Of the groups whose columns a file has, the first is gone by."""


@dataclass(frozen=True)
class Column:
    """The source of a column and how its text is read; docs/writing_a_format.md explains the keys."""

    sources: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    extract: str = ""
    shape: str = ""
    id_in_link: bool = False
    network_in_link: bool = False
    link: str = ""
    moment_in: str = ""
    zones: dict[str, str] = field(default_factory=dict)
    join: bool = False
    between: str = " "
    sum: bool = False
    total: bool = False
    pieces: bool = False
    html: bool = False
    rewrite: tuple[str, ...] = ()
    values: dict[str, list[str]] = field(default_factory=dict)
    match: dict[str, str] = field(default_factory=dict)
    signs: Signs = ()
    otherwise: str = ""
    absent: str = ""
    needed: bool = False
    essential: bool = False
    at_posting: bool = False
    about: str = ""
    example: str = ""


@dataclass(frozen=True)
class Unless:
    """Counts that do not belong to the row's own post, and the signs of rows in which they are ignored.

    They are ignored in every row of a file that has the columns of no group.
    """

    signs: Signs
    leave_out: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """Rows of a table of mentions that are not posts of a platform.

    They have none of these signs, or else no link to a known network. The column `kind` says what they are.
    """

    kind: str
    unless: tuple[Sign, ...]


@dataclass(frozen=True)
class Format:
    """An export format: one TOML file in `data/formats/`."""

    name: str
    label: str
    requires: tuple[str, ...]
    seen: str = ""
    """What the format was seen in, in our own words, for docs/formats.md."""
    unknown: str = ""
    """What is not known of it."""
    table: str = ""
    forbids: tuple[str, ...] = ()
    refuse: str = ""
    timezone: str = "UTC"
    dates: str = ""
    thousands: str = ""
    captured: dict[str, str] = field(default_factory=dict)
    account_in_name: str = ""
    """What the name of the account is in the name of the file or its archive: a regular expression with one group."""
    only: dict[str, str] = field(default_factory=dict)
    note_row: dict[str, str] = field(default_factory=dict)
    summary: tuple[str, ...] = ()
    """Columns that are empty in rows that add up or close the table: their first cell is no id of a post."""
    beside: tuple[str, ...] = ()
    """Other sheets of the workbook that have one row a post too, and are read together with this one."""
    beside_key: tuple[str, ...] = ()
    """The columns by which they belong together."""
    identity: tuple[str, ...] = ()
    """What identifies a post of which the table has neither id nor link (data/parsing/unlinked_posts.py)."""
    elsewhere: Elsewhere | None = None
    unless: tuple[Unless, ...] = ()
    translations: dict[str, str] = field(default_factory=dict)
    """Names in another language or layout, and those of this format, all folded: its own, and those of the tables that
    `words` names."""
    words: str = ""
    alone: bool = False
    """Whether the header has the required columns and no others: a few common names say nothing beside more."""
    titled: bool = False
    """Whether the header has a title of its own in the row above, as in what a chart downloads."""
    constants: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    sheet: bool = False
    own: bool = False
    """Whether a file is exported by the account whose posts it holds."""
    about: str = ""

    @cached_property
    def required(self) -> frozenset[str]:
        """`requires`, folded once, because every file is compared with every format."""
        return frozenset(map(fold, self.requires))

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """`forbids`, folded."""
        return frozenset(map(fold, self.forbids))

    @cached_property
    def digest(self) -> str:
        """Return a digest of how the rows of a file are read.

        Two formats have the same if they differ only in what they are called or which files they recognize. Keys that a
        later release adds, and that a format does not use, do not change it.
        """
        read = {key: value for key, value in asdict(self).items() if key not in _NOT_OF_ROWS}
        for column in read["columns"].values():
            if column["network_in_link"]:
                del column["match"]  # the addresses of all networks, which a release may add to
        return blake2b(json.dumps(_used(read), sort_keys=True).encode(), digest_size=16).hexdigest()

    @property
    def refusal(self) -> TranslatableText:
        """Why files in this format are not imported; empty if they are."""
        return TranslatableText(self.refuse, f"{self.name}.refuse")

    @property
    def other_rows(self) -> TranslatableText:
        """Why rows that do not match `only` are rejected; empty if all match."""
        return TranslatableText(self.only.get("else", ""), f"{self.name}.only")


_NOT_OF_ROWS: Final = (
    "name",
    "label",
    "seen",
    "unknown",
    "about",
    "requires",
    "forbids",
    "alone",
    "titled",
    "own",
    "sheet",
    "account_in_name",
)
"""Keys that say what a format is called and which files it recognizes."""


def _used(value: Any) -> Any:
    """Return the parts of a format that say something."""
    if isinstance(value, dict):
        return {key: _used(each) for key, each in value.items() if each}
    return [_used(each) for each in value] if isinstance(value, list | tuple) else value


def fold(name: str) -> str:
    """Return a column name as it is compared.

    It is without case, quotation marks and invisible characters, with single spaces and composed letters. A long text
    becomes empty.
    """
    seen = name[:_LONGEST]
    is_plain = seen.isascii()  # most are, and each file is compared with each format
    bare = " ".join((seen if is_plain else _UNSEEN.sub("", seen)).split()).strip("\"'").strip()
    return bare.lower() if is_plain else normalize("NFC", bare).casefold()
