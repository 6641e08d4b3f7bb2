"""Detection of formats by the folded names in the header; order, case and further columns do not matter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from common.messages import TranslatableText
from common.quoting import shortened
from data.formats.date_order import Order
from data.messages import Message
from data.networks import ADDRESSES
from data.reading.header_row import names_in, shown
from data.schema import SUPPOSED

THOUSANDS = (",", ".", " ")
"""What may stand between thousands; `.` also says that a comma begins decimals."""
FOLDER = Path(__file__).parent
WORDS = FOLDER / "translations"
"""One table of translations a tool, which its formats share."""
SEEN = "seen"
"""The part of such a table that says what its names were seen in."""
OWN = "formats"
"""The folder beside a warehouse with the formats that a team has saved."""
_LONGEST = 500
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width characters and marks of direction, which some exports write into names."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REASON_COLUMN = "Reason for rejection"
REJECT_COLUMN = "Rejected row"
"""The columns that a file of rejects carries beside its own: why, and which row of which import, so that a mended row
settles it."""
INTERNAL_COLUMN = "Internal: not protected"
"""The column by which a sheet says that it came from a view for those alone who keep the data."""


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

    @property
    def refusal(self) -> TranslatableText:
        """Why files in this format are not imported; empty if they are."""
        return TranslatableText(self.refuse, f"{self.name}.refuse")

    @property
    def other_rows(self) -> TranslatableText:
        """Why rows that do not match `only` are rejected; empty if all match."""
        return TranslatableText(self.only.get("else", ""), f"{self.name}.only")


@dataclass(frozen=True)
class Recognised:
    """A format, and the row of the table's head that is its header."""

    format: Format
    header_row: int
    header: list[str]
    """The names as the file has them."""

    @property
    def names(self) -> list[str]:
        """The header in the names of the format, folded. A name that is in the header itself is not translated."""
        folded = [fold(name) for name in self.header]
        words = {local: word for local, word in self.format.translations.items() if word not in folded}
        return [words.get(name, name) for name in folded]


@cache
def formats() -> dict[str, Format]:
    """Return the project's formats by name, in the order of their names."""
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}


def label_of(name: str | None, known: Mapping[str, Format] | None = None) -> str:
    """Return what people call a format.

    Args:
        name: The name of the format; None where there is none.
        known: The formats there are; those of the project without it. One that is not among them goes by its name.
    """
    fmt = (known or formats()).get(name or "")
    return fmt.label if fmt else name or ""


def own_messages() -> dict[str, str]:
    """Return the messages that formats have themselves, by code: why a file or a row is left out."""
    said = [text for fmt in formats().values() for text in (fmt.refusal, fmt.other_rows) if text]
    return {text.code: text.template for text in said}


def every(directory: Path) -> dict[str, Format]:
    """Return the project's formats, and those that a team has saved beside the warehouse in `directory`."""
    return formats() | {path.stem: read(path) for path in sorted((directory / OWN).glob("*.toml"))}


def read(path: Path) -> Format:
    """Read the file of a format.

    Raises:
        NotRecognised: The file is no format; the message says why.
    """
    try:
        return _parse(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotRecognised(Message.BROKEN_FORMAT.format(path=path, reason=error)) from error


def _parse(name: str, raw: dict[str, Any]) -> Format:
    if raw.get("dates", "") not in ("", *Order) or raw.get("thousands", "") not in ("", *THOUSANDS):
        raise ValueError(f"dates: {', '.join(Order)}; thousands: {', '.join(THOUSANDS)}")
    columns = {
        column: Column(
            sources=tuple(spec.pop("from", ())),
            patterns=tuple(spec.pop("patterns", ())),
            rewrite=tuple(spec.pop("rewrite", ())),
            signs=_signs(spec.pop("signs", ())),
            match=ADDRESSES if spec.get("network_in_link") else spec.pop("match", {}),
            **spec,
        )
        for column, spec in raw.pop("columns", {}).items()
    }
    elsewhere = raw.pop("elsewhere", None)
    own = raw.pop("translations", {})
    shared = _words(raw["words"]) if "words" in raw else {}
    made = Format(
        name=name,
        requires=tuple(raw.pop("requires")),
        forbids=tuple(raw.pop("forbids", ())),
        summary=tuple(raw.pop("summary", ())),
        beside=tuple(raw.pop("beside", ())),
        beside_key=tuple(raw.pop("beside_key", ())),
        columns=columns,
        identity=tuple(raw.pop("identity", ())),
        elsewhere=_elsewhere(elsewhere, columns) if elsewhere else None,
        unless=tuple(Unless(_signs(spec["signs"]), tuple(spec["leave_out"])) for spec in raw.pop("unless", ())),
        translations={
            fold(local): fold(name)
            for names in (*shared.values(), *own.values())
            for local, name in names.items()
            if fold(local) != fold(name)
        },
        **raw,
    )
    if unsaid := _unsaid(made):
        raise ValueError(Message.UNSAID.format(columns=", ".join(unsaid)))
    supposing = [
        name for name, column in columns.items() if (column.otherwise or column.absent) and name not in SUPPOSED
    ]
    if supposing:
        raise ValueError(Message.NOT_SUPPOSED.format(columns=", ".join(supposing)))
    return made


@cache
def _words(name: str) -> dict[str, dict[str, str]]:
    """Return what the exports of a tool call their columns in other languages, by language and name there."""
    raw = tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))
    return {language: names for language, names in raw.items() if language != SEEN}


def words_seen(name: str) -> dict[str, str]:
    """Return where the names of a tool's columns in each language were found; `missing` lists what was not found."""
    seen: dict[str, str] = tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))[SEEN]
    return seen


def _elsewhere(raw: dict[str, Any], columns: Mapping[str, Column]) -> Elsewhere:
    """Return the rule for rows that are not posts; without signs, rows whose link is at no known network."""
    anywhere = "|".join(ADDRESSES.values())
    of_network = [Sign(source, anywhere) for source in columns["platform"].sources] if "unless" not in raw else []
    return Elsewhere(raw["kind"], (*(Sign(**sign) for sign in raw.get("unless", ())), *of_network))


def _signs(groups: Iterable[Iterable[dict[str, str]]]) -> Signs:
    return tuple(tuple(Sign(**sign) for sign in group) for group in groups)


def _unsaid(fmt: Format) -> list[str]:
    """Return the columns on which a format's conditions depend although a file may lack them.

    The format gives no value for that case, so a condition that no row can meet would go unnoticed.
    """
    judged: list[list[list[str]]] = []
    """Of each condition, the groups of columns of which one is enough."""
    for rows in (fmt.only, fmt.note_row):
        if rows and not rows.get("absent"):
            judged.append([[rows["column"]]])
    if fmt.elsewhere:
        judged.append([[fmt.elsewhere.kind, *(sign.column for sign in fmt.elsewhere.unless)]])
    for column in fmt.columns.values():
        if not column.absent and column.otherwise != "unknown" and (column.match or column.signs):
            judged.append(
                [[source] for source in column.sources] + [[sign.column for sign in group] for group in column.signs]
            )
    unsure = [groups for groups in judged if not any(fmt.required.issuperset(map(fold, group)) for group in groups)]
    return [name for groups in unsure for group in groups for name in group]


def fold(name: str) -> str:
    """Return a column name as it is compared.

    It is without case, quotation marks and invisible characters, with single spaces and composed letters. A long text
    becomes empty.
    """
    seen = _UNSEEN.sub("", name[:_LONGEST])
    bare = re.sub(r"\s+", " ", seen.strip().strip("\"'").strip())
    return normalize("NFC", bare).casefold()


def find(head: Sequence[Sequence[str]], candidates: Iterable[Format]) -> list[Recognised]:
    """Return every format that fits, each with the first row of the head that is its header."""
    folded = [{fold(cell) for cell in row} for row in head]
    found = []
    for candidate in candidates:
        local = candidate.translations
        rows = (row if row.isdisjoint(local) else {local.get(cell, cell) for cell in row} for row in folded)
        place = next(
            (
                i
                for i, row in enumerate(rows)
                if candidate.required <= row
                and not candidate.forbidden & row
                and (not candidate.alone or row - {""} == candidate.required)
            ),
            None,
        )
        if candidate.titled:
            place = _below_title(head)
        if place is not None:
            found.append(Recognised(candidate, place, list(head[place])))
    return found


def _below_title(head: Sequence[Sequence[str]]) -> int | None:
    """Return the header of two names below a title of one cell, in any language.

    The second name is the title or `Primary`, and its rows begin with a day.
    """
    rows = [[cell for cell in row if cell.strip()] for row in head]
    for place in range(1, len(rows) - 1):
        title, names, first = rows[place - 1 : place + 2]
        if (
            len(title) == 1
            and len(names) == 2
            and fold(names[1]) in (fold(title[0]), "primary")
            and _DAY.match(fold(first[0]) if first else "")
        ):
            return place
    return None


def recognise(
    name: str, head: Sequence[Sequence[str]], known: Mapping[str, Format], wanted: str | None = None
) -> Recognised:
    """Return the format of a table.

    Args:
        name: The name of the file.
        head: Its first rows.
        known: The formats to try.
        wanted: The format that a person chose; otherwise every format is tried.

    Raises:
        NotRecognised: No format fits, or several do. The message gives the closest format with its missing columns, or
            the formats that fit.
    """
    candidates = list(known.values()) if wanted is None else [named(wanted, known)]
    found = find(head, candidates)
    if len(found) > 1:
        *others, last = (f"{each.format.name} (“{each.format.label}”)" for each in found)
        raise NotRecognised(Message.SEVERAL.format(file=name, formats=", ".join(others), other=last))
    if not found:
        raise NoFormat(_nearest(name, head, candidates))
    if found[0].format.refuse:
        raise NotRecognised(
            Message.REFUSED.format(file=name, format=found[0].format.label, reason=found[0].format.refusal)
        )
    return found[0]


def named(name: str, known: Mapping[str, Format]) -> Format:
    """Return the format of that name.

    Raises:
        NotRecognised: There is none; the message suggests a similar name.
    """
    if name in known:
        return known[name]
    near, said = get_close_matches(name, known, n=1), shortened(name)
    raise NotRecognised(
        Message.NEAR_FORMAT.format(name=said, near=near[0]) if near else Message.UNKNOWN_FORMAT.format(name=said)
    )


_MISSING_AT_MOST: Final = 1 / 3
"""The share of its columns that a file may lack of the format that is named as the closest one."""


def _nearest(name: str, head: Sequence[Sequence[str]], candidates: Sequence[Format]) -> str:
    rows = [{fold(cell) for cell in row if cell.strip()} for row in head] or [set()]

    def missing(candidate: Format) -> list[str]:
        translated = ({candidate.translations.get(cell, cell) for cell in row} for row in rows)
        return min(([c for c in candidate.requires if fold(c) not in row] for row in translated), key=len)

    told = [c for c in candidates if not c.alone] or candidates
    nearest = min(told, key=lambda c: len(missing(c)) / len(c.requires))
    lacks = missing(nearest)
    if len(candidates) > 1 and len(lacks) > len(nearest.requires) * _MISSING_AT_MOST:
        names = names_in(head)
        return (
            Message.NO_FORMAT.format(file=name, columns=shown(names)) if names else Message.NO_HEADER.format(file=name)
        )
    if not lacks:
        header = next((row for row in head if nearest.required <= {fold(cell) for cell in row}), [])
        beyond = nearest.forbids or [cell for cell in header if fold(cell) not in nearest.required]
        return Message.TOO_MUCH.format(file=name, format=nearest.label, columns=", ".join(beyond))
    return Message.NEAREST.format(file=name, format=nearest.label, columns=", ".join(lacks))
