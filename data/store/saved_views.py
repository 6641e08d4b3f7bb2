"""Views that readers have saved under a name: which page with which filters, for everybody who opens these data.

They lie beside the data versions, because no version depends on them. A view holds what the address of a page holds.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common.messages import StoreMessage
from data.store import private_files
from data.store.warehouse import WarehouseError

FILE: Final = "saved_views.json"
MOST: Final = 100
"""Views that are kept."""
LONGEST_NAME: Final = 60
LONGEST_VIEW: Final = 4_000
"""Letters of what a view holds, all in all."""
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True)
class SavedView:
    """A view that was saved.

    Args:
        name: Its name.
        page: The address of its page; empty for the first page.
        values: What the address holds behind the page, by key.
    """

    name: str
    page: str
    values: Mapping[str, Sequence[str]]


def listed(directory: Path) -> list[SavedView]:
    """Return the saved views by name; none where the file is missing or damaged.

    Args:
        directory: The folder of the data.
    """
    try:
        entries = json.loads((directory / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = [_view(entry) for entry in entries] if isinstance(entries, list) else []
    return sorted(filter(None, found), key=lambda view: view.name.casefold())


def save(directory: Path, view: SavedView) -> SavedView:
    """Save a view under a name that no other has.

    Args:
        directory: The folder of the data.
        view: The view.

    Returns:
        The view under the name that it was given, without line breaks and invisible signs.

    Raises:
        WarehouseError: The name is empty, too long or taken, there are too many views, or the file cannot be written.
    """
    with _ONE_AT_A_TIME:
        views = listed(directory)
        if len(views) >= MOST:
            raise WarehouseError(StoreMessage.TOO_MANY_VIEWS.format(n=MOST))
        if sum(len(key) + sum(map(len, values)) for key, values in view.values.items()) > LONGEST_VIEW:
            raise WarehouseError(StoreMessage.VIEW_TOO_LONG.format())
        named = SavedView(_free_name(view.name, views), view.page, view.values)
        _write(directory, [*views, named])
    return named


def rename(directory: Path, name: str, to: str) -> None:
    """Give a view another name; nothing happens if it is gone.

    Args:
        directory: The folder of the data.
        name: Its name.
        to: Its new name.

    Raises:
        WarehouseError: The new name is empty, too long or taken, or the file cannot be written.
    """
    with _ONE_AT_A_TIME:
        views = listed(directory)
        new = _free_name(to, [view for view in views if view.name != name])
        _write(directory, [SavedView(new, view.page, view.values) if view.name == name else view for view in views])


def delete(directory: Path, name: str) -> None:
    """Delete a view; nothing happens if it is gone.

    Args:
        directory: The folder of the data.
        name: Its name.

    Raises:
        WarehouseError: The file cannot be written.
    """
    with _ONE_AT_A_TIME:
        _write(directory, [view for view in listed(directory) if view.name != name])


def _free_name(name: str, others: Sequence[SavedView]) -> str:
    """Return a name as it is kept, if no other view has it."""
    visible = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in name)
    kept = " ".join(visible.split())
    if not kept:
        raise WarehouseError(StoreMessage.VIEW_WITHOUT_NAME.format())
    if len(kept) > LONGEST_NAME:
        raise WarehouseError(StoreMessage.VIEW_NAME_TOO_LONG.format(n=LONGEST_NAME))
    if kept.casefold() in {view.name.casefold() for view in others}:
        raise WarehouseError(StoreMessage.VIEW_NAME_TAKEN.format())
    return kept


def _view(entry: Any) -> SavedView | None:
    """Return an entry of the file as a view; None if somebody has written something else there."""
    match entry:
        case {"name": str(name), "page": str(page), "values": dict(values)}:
            are_texts = all(
                isinstance(each, list) and all(isinstance(one, str) for one in each) for each in values.values()
            )
            return SavedView(name[:LONGEST_NAME], page, values) if are_texts else None
    return None


def _write(directory: Path, views: Sequence[SavedView]) -> None:
    """Write all views to a file that only its owner can read, whole or not at all."""
    entries = [{"name": view.name, "page": view.page, "values": dict(view.values)} for view in views]
    try:
        private_files.write(directory / FILE, json.dumps(entries, ensure_ascii=False, indent=1))
    except OSError as error:
        raise WarehouseError(StoreMessage.VIEWS_NOT_WRITTEN.format(reason=error.strerror or "")) from error
