"""One large JSON object, as apps export a whole channel, becomes many small ones that hold a part of its longest list each.

What holds a list, such as the name of the channel, is repeated in every piece: the rows that come of them are the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import orjson

LARGEST: Final = 512 * 2**20
"""Bytes of an object that is read whole; it takes several times as much memory."""
_PIECE: Final = 1_000
"""Items of the list in a piece."""
_AROUND: Final = 2**16
"""Bytes around the list that are worth repeating."""


def in_pieces(path: Path) -> Path | None:
    """Return a file of pieces, one a line, of a file that is one object.

    Args:
        path: The file, of UTF-8 text.

    Returns:
        The file of pieces, beside it. None if it is not one object, is larger than `LARGEST`, has no list, or has too much
        around it to be repeated.
    """
    if path.stat().st_size > LARGEST:
        return None
    try:
        document = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return None
    lists = (
        {name: each for name, each in document.items() if isinstance(each, list)} if isinstance(document, dict) else {}
    )
    if not lists:
        return None
    longest = max(lists, key=lambda name: len(lists[name]))
    items = document.pop(longest)
    if len(orjson.dumps(document)) > _AROUND:
        return None
    pieces = path.with_suffix(".pieces")
    with pieces.open("wb") as target:
        for start in range(0, len(items), _PIECE):
            target.write(orjson.dumps(document | {longest: items[start : start + _PIECE]}) + b"\n")
    return pieces
