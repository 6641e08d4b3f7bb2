"""Data in which every text tries to be something else on a page: a picture, a link, an icon, a formula, a script."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.formats import templates
from data.formats.catalogue import formats
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

ELSEWHERE: Final = "elsewhere.example"
TRICKS: Final = (
    f"![picture](http://{ELSEWHERE}/p.png)",
    "[link](javascript:alert(1))",
    ":material/home:",
    ":material_home:",
    ":streamlit:",
    ":smile:",
    ":red[red]",
    ":blue-badge[badge]",
    "$x^2$",
    f"<script src=http://{ELSEWHERE}/s.js></script>",
    f"<img src=http://{ELSEWHERE}/i.png>",
    "<b>bold</b>",
    "`code`",
    "**strong**",
    "_soft_",
    "~~gone~~",
    f"http://{ELSEWHERE}/q",
    f"www.{ELSEWHERE}",
    f"someone@{ELSEWHERE}",
)
HOSTILE: Final = " ".join(TRICKS)
TEXTS: Final = (
    *TRICKS,
    HOSTILE,
    "12:100:5",
    "- a",
    "1. a",
    "# a",
    "> a",
    "---",
    "===",
    "a -> b <- c -- d <= e",
    "&lt;b&gt; &amp; R&D",
    "a\\*b",
    "a | b",
    "1,204 (68%)",
    "14:30",
    "~a~",
    "[^1]",
    "[x]: http://a.b",
    "a@b.co",
    "::note[x]",
    ":::x",
    "+ a",
    "HTTPS://ELSEWHERE.EXAMPLE",
    "WWW.ELSEWHERE.EXAMPLE",
    "\\",
    "_",
    "$5 and $6",
    ":é[x]",
    ":100:",
    ":+1:",
    "ftp://a.b",
    "mailto:a@b.co",
    "xmpp:a@b.co",
)
"""The tricks and more that a text may hold by accident."""
FILE: Final = "![p](x) [l](javascript:alert(1)) :material_home: $x$ `c` **b** :red[r] www.elsewhere.example.csv"
"""As much of it as the name of a file can hold."""


def import_hostile(warehouse: Warehouse, folder: Path) -> list[Receipt]:
    """Import each of our sheets: its example, and a row for each column with hostile text in it; what the column
    refuses is a reject."""
    for name in templates.sheets():
        columns = list(formats()[name].columns.values())
        path = folder / name / FILE
        path.parent.mkdir()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.sources[0] for column in columns)
            writer.writerows(_rows([column.example for column in columns]))
    return import_files(sorted(path for path in folder.rglob("*.csv")), warehouse)


def _rows(examples: list[str]) -> Iterator[list[str]]:
    yield examples
    for place in range(len(examples)):
        others = [f"{example}{place}" if example in _KEYS else example for example in examples]
        yield [*others[:place], HOSTILE, *others[place + 1 :]]


_KEYS: Final = {
    column.example
    for name in templates.sheets()
    for column in formats()[name].columns.values()
    if column.sources[0] in ("Post ID", "Figure", "Story", "Photo", "Consent", "Thunderclap", "Account")
}
