"""Formats that a team has saved beside its warehouse, and the imports that were read with one as it was before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from common.messages import TranslatableText
from common.messages import text_of as text_of_error
from common.quoting import shortened
from data.editing.custom_formats import short_name
from data.formats.catalogue import OWN, read
from data.formats.format_file import as_toml
from data.formats.model import Format, NotRecognised
from data.messages import Message
from data.store.warehouse import Warehouse


@dataclass(frozen=True)
class Outdated:
    """An import that was read with a format as it was before it was edited."""

    import_id: int
    file: str


def saved(warehouse: Warehouse) -> dict[str, Format]:
    """Return the formats that are saved beside a warehouse, by name.

    Raises:
        NotRecognised: A file is no format; the message names it.
    """
    return {path.stem: read(path) for path in _files(warehouse)}


def broken(warehouse: Warehouse) -> dict[str, TranslatableText]:
    """Return why files of formats beside a warehouse cannot be read, by name."""
    found = {}
    for path in _files(warehouse):
        try:
            read(path)
        except NotRecognised as error:
            found[path.stem] = text_of_error(error)
    return found


def text_of(name: str, warehouse: Warehouse) -> str:
    """Return a saved format as the TOML of its file.

    Raises:
        NotRecognised: No such format is saved.
    """
    return _file_of(name, warehouse).read_text(encoding="utf-8", errors="replace")


def save(fmt: Format, warehouse: Warehouse) -> Path:
    """Save a format beside the warehouse, where every later import finds it, and return its file.

    It takes the place of one of the same name.

    Raises:
        NotRecognised: Its file could not be read again. Nothing is saved, because every later import would stop there.
    """
    text = as_toml(fmt)
    _read(fmt.name, text, warehouse)
    return _write(fmt.name, text, warehouse)


def load(name: str, text: str, warehouse: Warehouse) -> Format:
    """Save a format that is given as TOML, in place of one of the same name, and return it.

    Args:
        name: The name of the format.
        text: What its file is to hold.
        warehouse: Where it is saved.

    Raises:
        NotRecognised: The text is no format, or the name is that of a format of the project.
    """
    short = short_name(name)
    fmt = _read(short, text, warehouse)
    _write(short, text, warehouse)
    return fmt


def outdated(name: str, warehouse: Warehouse) -> list[Outdated]:
    """Return the imports that were read with a saved format as it was before, and are not undone.

    An edit that changes no row, such as another label, leaves none. Where an earlier release did not note how the format
    was, the import is among them.

    Raises:
        NotRecognised: No such format is saved.
    """
    digest = read(_file_of(name, warehouse)).digest
    if not warehouse.current:
        return []
    with warehouse.read() as con:
        found = con.execute(
            """
            SELECT import_id, file FROM imports
            WHERE format = $name AND undone_at IS NULL AND format_digest IS DISTINCT FROM $digest ORDER BY import_id
            """,
            {"name": name, "digest": digest},
        ).fetchall()
    return [Outdated(*row) for row in found]


def delete(name: str, warehouse: Warehouse) -> None:
    """Delete a saved format. What was imported with it stays.

    Raises:
        NotRecognised: No such format is saved.
    """
    _file_of(name, warehouse).unlink()


def _read(name: str, text: str, warehouse: Warehouse) -> Format:
    with warehouse.scratch() as folder:
        file = folder / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        try:
            return read(file)
        except NotRecognised as error:  # its message names a file that is gone by then
            raise NotRecognised(Message.NOT_A_FORMAT.format(reason=error.__cause__ or error)) from error


def _file_of(name: str, warehouse: Warehouse) -> Path:
    found = [path for path in _files(warehouse) if path.stem == name]
    if not found:
        raise NotRecognised(Message.NOT_SAVED.format(name=shortened(name)))
    return found[0]


def _files(warehouse: Warehouse) -> list[Path]:
    return sorted((warehouse.directory / OWN).glob("*.toml"))


def _write(name: str, text: str, warehouse: Warehouse) -> Path:
    path = warehouse.directory / OWN / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
