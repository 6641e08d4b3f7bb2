"""Texts of figures, with their tags: how wide they are, and how they are drawn.

Widths are those of Open Sans. Letters that it does not have are taken from another font by whoever shows the file, so
for them there is a generous estimate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Final
from unicodedata import bidirectional, category, east_asian_width

from dashboard.exports.svg.elements import element, filled, number, written

LINE: Final = 1.3
"""From one line to the next, as a share of the size."""
ABOVE: Final = 1.069
"""How far a line reaches above its base line, as a share of the size."""
BELOW: Final = 0.293
MIDDLE: Final = 0.35
"""From the base line to the middle of a letter."""
_TAG: Final = re.compile(r"(<[^<>]*>)")
_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"
_ISOLATES: Final = re.compile(f"[{_OPEN}{_CLOSE}]")
_COLOUR: Final = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{3,8}|rgba?\([\d., ]+\))")
_SIZE: Final = re.compile(r"(?:^|;)\s*font-size:\s*([\d.]+)px")


@dataclass(frozen=True)
class Run:
    """Letters of one look; without a colour they have that of the text, without a size its size."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str | None = None
    size: float | None = None

    def width(self, size: float) -> float:
        """Return how wide the letters are, in pixels."""
        return letters(self.text, self.bold) * (self.size or size)


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Text:
    """A text in lines, as a figure writes it, and its size."""

    lines: tuple[Line, ...]
    size: float

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((_width(line, self.size) for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """The height of all lines."""
        return self.size * (ABOVE + BELOW + LINE * (len(self.lines) - 1))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not any(run.text.strip() for line in self.lines for run in line)

    def smaller(self, scale: float) -> Text:
        """Return the text in another size."""
        lines = tuple(tuple(replace(run, size=run.size and run.size * scale) for run in line) for line in self.lines)
        return Text(lines, self.size * scale)


@lru_cache(maxsize=4096)
def text(marked: str, size: float) -> Text:
    """Return a text of a figure, of which tags set breaks, weight, colour and size; other tags are left out.

    Args:
        marked: The text, with tags and entities.
        size: Its size in pixels.
    """
    lines: list[list[Run]] = [[]]
    looks = [Run("")]
    for part in _TAG.split(marked.replace("\n", " ")):
        if not part.startswith("<") or not part.endswith(">"):
            if part:
                lines[-1].append(replace(looks[-1], text=unescape(part)))
        elif part[1:3].lower() == "br":
            lines.append([])
        elif part.startswith("</"):
            looks = looks[:-1] or looks
        else:
            looks.append(_look(part, looks[-1]))
    return Text(tuple(_isolated(lines)), size)


def lines_of(words: str, width: float, size: float, *, bold: bool = False, most: int = 2) -> list[str]:
    """Return a text in lines that have room; what does not fit into the last is replaced by an ellipsis.

    Args:
        words: The text, without tags.
        width: The width that a line may have, in pixels.
        size: The size of the text.
        bold: Whether it is bold.
        most: The most lines.
    """
    room = width / size
    found = [""]
    for word in words.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if letters(longer, bold) <= room or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return [_fitting(line, room, bold) for line in found]


def _fitting(line: str, room: float, bold: bool) -> str:
    """Return as much of a line as has room."""
    if letters(line, bold) <= room:
        return line
    while line and letters(f"{line}…", bold) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def drawn(shown: Text, x: float, y: float, colour: str, anchor: str = "start", angle: float = 0) -> str:
    """Return a text as an element.

    Args:
        shown: The text.
        x: Where it begins, has its middle or ends.
        y: The base line of its first line.
        colour: The colour of what has none of its own.
        anchor: `start`, `middle` or `end`.
        angle: By how many degrees it is turned around that place, clockwise.
    """
    if shown.is_blank:
        return ""
    first = next(run for line in shown.lines for run in line if run.text.strip())
    parts = []
    spaced = False
    for place, line in enumerate(shown.lines):
        content, shift = _line(line, shown.size, anchor, first.bold)
        spaced = spaced or len(line) > 1 or "  " in content  # some readers drop a space at the start of a part
        at = number(x + shift), number(y + place * LINE * shown.size)
        parts.append((content, at))
    (head, (left, top)), *others = parts
    content = head + "".join(f'<tspan x="{left}" y="{top}">{each}</tspan>' for each, (left, top) in others if each)
    return element(
        "text",
        content,
        x=left,
        y=top,
        text_anchor=None if anchor == "start" else anchor,
        font_size=shown.size,
        font_weight="700" if first.bold else None,
        transform=f"rotate({number(angle)} {number(x)} {number(y)})" if angle else None,
        **filled(colour),
        **({"xml:space": "preserve"} if spaced else {}),
    )


@lru_cache(maxsize=8192)
def letters(written_text: str, bold: bool = False) -> float:
    """Return how wide letters are, as a share of the size.

    Args:
        written_text: The letters.
        bold: Whether they are bold.
    """
    table = _widths()["bold" if bold else "regular"]
    return sum(table.get(letter) or _estimate(letter) for letter in written_text) / 1000


def has(letter: str) -> bool:
    """Return whether a letter is in the font of the project.

    Args:
        letter: The letter.
    """
    return letter in _widths()["regular"] or letter == "\n"


@cache
def _widths() -> Mapping[str, Mapping[str, int]]:
    return dict(json.loads(Path(__file__).with_name("widths.json").read_text("utf-8")))


@lru_cache(maxsize=2048)
def _estimate(letter: str) -> int:
    """Return a width that letters of other scripts seldom exceed, in thousandths of the size."""
    if category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 1050 if east_asian_width(letter) in "WF" else 750


def _look(tag: str, look: Run) -> Run:
    name = tag[1:-1].split(maxsplit=1)[0].lower() if tag[1:-1].split() else ""
    if name in ("b", "strong"):
        return replace(look, bold=True)
    if name in ("i", "em"):
        return replace(look, italic=True)
    if name != "span":
        return look
    style = tag.partition("style=")[2][1:]
    colour, size = _COLOUR.search(style), _SIZE.search(style)
    return replace(look, colour=colour[1] if colour else look.colour, size=float(size[1]) if size else look.size)


def _isolated(lines: list[list[Run]]) -> Iterator[Line]:
    """Yield lines in which each isolated part begins and ends; marks go where nothing is written from the right."""
    opened = 0
    for line in lines:
        if not any(bidirectional(letter) in ("R", "AL", "AN") for run in line for letter in run.text):
            for run in line:
                opened = _still_open(run.text, opened)
            yield tuple(replace(run, text=_ISOLATES.sub("", run.text)) for run in line)
            continue
        before = opened
        for run in line:
            opened = _still_open(run.text, opened)
        whole = list(line)
        whole[0] = replace(whole[0], text="\u2068" * before + whole[0].text)
        whole[-1] = replace(whole[-1], text=whole[-1].text + _CLOSE * opened)
        yield tuple(whole)


def _still_open(part: str, opened: int) -> int:
    for mark in _ISOLATES.findall(part):
        opened = opened + 1 if mark in _OPEN else max(opened - 1, 0)
    return opened


def _width(line: Line, size: float) -> float:
    return sum(run.width(size) for run in line)


def _line(line: Line, size: float, anchor: str, bold: bool) -> tuple[str, float]:
    """Return a line without the spaces at its ends, and by how much it moves for them."""
    if not line:
        return "", 0
    runs = list(line)
    leading, trailing = runs[0], runs[-1]
    before = leading.width(size) - replace(leading, text=leading.text.lstrip(" ")).width(size)
    after = trailing.width(size) - replace(trailing, text=trailing.text.rstrip(" ")).width(size)
    runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    shift = {"start": before, "middle": (before - after) / 2, "end": -after}[anchor]
    return "".join(_run(run, size, bold) for run in runs if run.text), shift


def _run(run: Run, size: float, bold: bool) -> str:
    content = written(run.text)
    if run.bold == bold and not run.italic and run.colour is None and run.size in (None, size):
        return content
    return element(
        "tspan",
        content,
        font_weight=None if run.bold == bold else "700" if run.bold else "400",
        font_style="italic" if run.italic else None,
        font_size=None if run.size in (None, size) else run.size,
        **(filled(run.colour) if run.colour else {}),
    )
