"""The formats there are: those of the project and those that a team has saved, read from their files and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from data import schema
from data.formats.format_checks import WrongFormat, check
from data.formats.model import Column, Elsewhere, Format, NotRecognised, Sign, Signs, Unless, fold
from data.messages import Message
from data.networks import ADDRESSES

FOLDER = Path(__file__).parent
WORDS = FOLDER / "translations"
"""One table of translations a tool, which its formats share."""
SEEN = "seen"
"""The part of such a table that says what its names were seen in."""
OWN = "formats"
"""The folder beside a warehouse with the formats that a team has saved."""


@cache
def formats() -> dict[str, Format]:
    """Return the project's formats by name, in the order of their names."""
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}


@cache
def count_names() -> dict[str, frozenset[str]]:
    """Return the folded names of columns that the project's formats read as counts of posts, each with these counts."""
    named: dict[str, set[str]] = {}
    for fmt in formats().values():
        for count in schema.COUNTS if fmt.table == "posts" else ():
            for source in fmt.columns[count].sources if count in fmt.columns else ():
                named.setdefault(fold(source), set()).add(count)
    return {name: frozenset(counts) for name, counts in named.items()}


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
    texts = [text for fmt in formats().values() for text in (fmt.refusal, fmt.other_rows) if text]
    return {text.code: text.template for text in texts}


def every(directory: Path) -> dict[str, Format]:
    """Return the project's formats, and those that a team has saved beside the warehouse in `directory`."""
    return formats() | {path.stem: read(path) for path in sorted((directory / OWN).glob("*.toml"))}


def readable(directory: Path) -> dict[str, Format]:
    """Return the formats as `every` does, without those of a team whose files are no formats."""
    found = dict(formats())
    for path in sorted((directory / OWN).glob("*.toml")):
        with suppress(NotRecognised):
            found[path.stem] = read(path)
    return found


def read(path: Path) -> Format:
    """Read the file of a format.

    Raises:
        NotRecognised: The file is no format; the message says why.
    """
    try:
        return _parse(path.stem, path.read_bytes(), is_own=path.parent == FOLDER)
    except WrongFormat as error:
        raise NotRecognised(Message.BROKEN_FORMAT.format(path=path, reason=error)) from error


def _parse(name: str, content: bytes, *, is_own: bool) -> Format:
    """Return the format in a file. The patterns of the project's own are tried in its tests."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongFormat(Message.NO_TOML.format(reason=error)) from error
    check(raw, (file.stem for file in WORDS.glob("*.toml")), with_patterns=not is_own)
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
        raise WrongFormat(Message.UNSAID.format(columns=", ".join(unsaid)))
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
