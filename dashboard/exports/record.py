"""What a downloaded file carries so that its numbers can be derived again: the question, and what was answered.

CSV files have both in columns of their own, which every program shows; workbooks in a hidden sheet, images in their
metadata.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from html import escape, unescape
from typing import Any, Final

import pandas as pd

from metrics import digest
from metrics.analyses.data_state import data_state
from metrics.answers import NoAnswer, answer, attached
from metrics.measure_command import Asked, command

FORMAT: Final = 1
KEYWORD: Final = "campaign-reach-record"
"""What the record is called in images, and the hidden sheet of a workbook."""
CELL: Final = 30_000
"""Characters of the record in one cell of that sheet; a cell takes 32,767."""
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_STARTS: Final = f'<metadata id="{KEYWORD}">'.encode()
_ENDS: Final = b"</metadata>"


def question_of(frame: pd.DataFrame) -> Asked | None:
    """Return the question that gives a frame again; None for one that no single question gives.

    Args:
        frame: A measured frame.
    """
    try:
        found = answer(frame)
    except NoAnswer:
        return None
    if found.selection is None or found.is_internal or set(found.digest) != set(found.metrics):
        return None
    measured = attached(frame).digest
    if len(frame) < max(map(digest.size, measured.values())) or frame.duplicated(list(found.by) or None).any():
        return None  # rows were left out or repeated, so that the question gives others
    if not found.by and len(frame) > 1:
        return None
    return Asked(found.metrics, found.by, found.selection, found.as_of, found.assumed)


def written(frame: pd.DataFrame, **more: Any) -> bytes | None:
    """Return the record of a frame; None for one that no single question gives.

    Args:
        frame: A measured frame.
        more: What else the kind of file needs to be checked: `about` and `formats` of a workbook, `picture` of an image.
    """
    asked = question_of(frame)
    if asked is None:
        return None
    said = {
        "campaign_reach_record": FORMAT,
        "query": command(asked),
        "state": asdict(data_state(asked.metrics)),
        "columns": list(map(str, frame.columns)),
        "days": [str(name) for name in frame.columns if _has_days(frame[name])],
        "rows": [[plain(value) for value in row] for row in frame.itertuples(index=False)],
    } | more
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _has_days(values: pd.Series) -> bool:
    known = values.dropna()
    return not known.empty and all(isinstance(value, dt.date) for value in known)


def plain(value: Any) -> str | int | float | None:
    """Return a cell as a record has it: days as text, whole numbers as such, and None where there is none."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    number = float(value)
    return int(number) if number.is_integer() else number


def row_checks(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a short hash for each row, by which one that was changed, moved, added or removed is noticed.

    Args:
        head: The names of the columns.
        rows: The cells of the rows as the file has them.
    """
    whole = hashlib.sha256("\x1f".join((*head, str(len(rows)))).encode())
    out = []
    for number, row in enumerate(rows):
        one = whole.copy()
        one.update("\x1f".join((str(number), *row)).encode("utf-8", "surrogatepass"))
        out.append(one.hexdigest()[:10])
    return out


def picture_digest(image: bytes) -> str:
    """Return a hash of an image without a record.

    Args:
        image: A PNG or SVG.
    """
    return hashlib.sha256(image).hexdigest()


# -- images


def noted(image: bytes, frame: pd.DataFrame, into: Callable[[bytes, bytes], bytes]) -> bytes:
    """Return an image with the record of what it shows; without one where no single question gives that.

    Args:
        image: A PNG or SVG.
        frame: The frame that was drawn.
        into: `into_png` or `into_svg`.
    """
    carried = written(frame, picture=picture_digest(image))
    return into(image, carried) if carried else image


def into_png(png: bytes, record: bytes) -> bytes:
    """Return a PNG with a record in a text chunk after its header."""
    text = KEYWORD.encode() + b"\0\0\0\0\0" + record  # uncompressed UTF-8, no language, no translated keyword
    body = b"iTXt" + text
    chunk = struct.pack(">I", len(text)) + body + struct.pack(">I", zlib.crc32(body))
    after_header = len(SIGNATURE) + 25
    return png[:after_header] + chunk + png[after_header:]


def from_png(png: bytes) -> tuple[bytes, bytes] | None:
    """Return the record of a PNG, and the PNG without it; None without one, or if its chunks cannot be read."""
    if not png.startswith(SIGNATURE):
        return None
    place = len(SIGNATURE)
    start = KEYWORD.encode() + b"\0\0\0\0\0"
    while place + 8 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        if kind == b"iTXt" and content.startswith(start):
            return content[len(start) :], png[:place] + png[place + length + 12 :]
        place += length + 12
    return None


def into_svg(svg: bytes, record: bytes) -> bytes:
    """Return an SVG with a record in its metadata."""
    end = svg.rindex(b"</svg>")
    return svg[:end] + _STARTS + escape(record.decode()).encode() + _ENDS + svg[end:]


def from_svg(svg: bytes) -> tuple[bytes, bytes] | None:
    """Return the record of an SVG, and the SVG without it; None without one."""
    before, start, rest = svg.partition(_STARTS)
    content, end, after = rest.partition(_ENDS)
    if not start or not end:
        return None
    return unescape(content.decode("utf-8", "replace")).encode(), before + after
