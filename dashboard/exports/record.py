"""What a downloaded file carries so that its numbers can be derived again: the question, and what was answered.

CSV files have both in columns of their own, which every program shows; workbooks in a hidden sheet, images in their
metadata.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from html import escape, unescape
from typing import Any, Final

import pandas as pd

from metrics.analyses.data_state import data_state
from metrics.answers import NoAnswer, answer
from metrics.measure_command import Asked, command

FORMAT: Final = 1
KEYWORD: Final = "campaign-reach-record"
"""What the record is called in images, and the hidden sheet of a workbook."""
CELL: Final = 30_000
"""Characters of the record in one cell of that sheet; a cell takes 32,767."""
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = re.compile(rf'<metadata id="{KEYWORD}">(.*?)</metadata>', re.DOTALL)


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
    return Asked(found.metrics, found.by, found.selection, found.as_of, found.assumed)


def written(frame: pd.DataFrame) -> bytes | None:
    """Return the record of a frame; None for one that no single question gives.

    Args:
        frame: A measured frame.
    """
    asked = question_of(frame)
    if asked is None:
        return None
    columns = [*asked.by, *asked.metrics]
    said = {
        "campaign_reach_record": FORMAT,
        "query": command(asked),
        "state": asdict(data_state(asked.metrics)),
        "columns": columns,
        "rows": [[plain(value) for value in row] for row in frame[columns].itertuples(index=False)],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def plain(value: Any) -> str | int | float | None:
    """Return a cell as a record has it: days as text, whole numbers as such, and None where there is none."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    number = float(value)
    return int(number) if number.is_integer() else number


def row_check(row: Sequence[str]) -> str:
    """Return a short hash of the cells of a row, by which a changed one is noticed.

    Args:
        row: Its cells as the file has them.
    """
    return hashlib.sha256("\x1f".join(row).encode()).hexdigest()[:10]


# -- images


def into_png(png: bytes, record: bytes) -> bytes:
    """Return a PNG with a record in a text chunk after its header."""
    text = KEYWORD.encode() + b"\0\0\0\0\0" + record  # uncompressed UTF-8, no language, no translated keyword
    body = b"iTXt" + text
    chunk = struct.pack(">I", len(text)) + body + struct.pack(">I", zlib.crc32(body))
    after_header = len(SIGNATURE) + 25
    return png[:after_header] + chunk + png[after_header:]


def from_png(png: bytes) -> bytes | None:
    """Return the record of a PNG; None without one, or if its chunks cannot be read."""
    if not png.startswith(SIGNATURE):
        return None
    place = len(SIGNATURE)
    start = KEYWORD.encode() + b"\0\0\0\0\0"
    while place + 8 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        if kind == b"iTXt" and content.startswith(start):
            return content[len(start) :]
        place += length + 12
    return None


def into_svg(svg: bytes, record: bytes) -> bytes:
    """Return an SVG with a record in its metadata."""
    tag = f'<metadata id="{KEYWORD}">{escape(record.decode())}</metadata>'.encode()
    end = svg.rindex(b"</svg>")
    return svg[:end] + tag + svg[end:]


def from_svg(svg: bytes) -> bytes | None:
    """Return the record of an SVG; None without one."""
    found = _SVG.search(svg.decode("utf-8", "replace"))
    return unescape(found[1]).encode() if found else None
