"""No text that people see has a word that is wrong everywhere; tests/support/glossary.toml says which words those
are."""

from __future__ import annotations

import argparse
import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from dashboard.i18n import LANGUAGES
from terminal.parser import parser
from tools.translations import texts

ROOT = Path(__file__).parents[1]
TERMS: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "support" / "glossary.toml").read_text("utf-8"))["term"]
BANNED = [word for term in TERMS for word in term.get("banned", [])]
WRONG = re.compile(rf"\b({'|'.join(BANNED)})\b", re.IGNORECASE)
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
"""Parts of a document in which names of files, columns and options stay as they are."""


def of_pages() -> Iterator[tuple[str, str]]:
    for text in texts():
        for part in (text,) if isinstance(text, str) else text:
            yield "a text of the dashboard", part


def of_translations() -> Iterator[tuple[str, str]]:
    for code in set(LANGUAGES) - {"en"}:
        with (ROOT / "dashboard" / "i18n" / f"{code}.po").open("rb") as file:
            for message in read_po(file, locale=code):
                for part in (message.string,) if isinstance(message.string, str) else message.string:
                    yield f"{code}.po", part


def of_the_terminal() -> Iterator[tuple[str, str]]:
    whole = parser()
    yield "cli.py --help", whole.format_help()
    for action in whole._actions:
        for name, command in (action.choices or {}).items() if isinstance(action, argparse._SubParsersAction) else ():
            yield f"cli.py {name} --help", command.format_help()


def of_what_is_printed() -> Iterator[tuple[str, str]]:
    """Texts in the modules that write lines for a terminal or a notebook, but for what the code says of itself."""
    for name in (
        "data/receipt_texts.py",
        "metrics/answer_texts.py",
        "metrics/answers.py",
        "terminal/importing.py",
        "terminal/asking.py",
    ):
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        own = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in own:
                yield name, node.value


def of_documents() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path.name != "design.md":  # it speaks to developers, in the names of the code
            yield path.name, CODE.sub(" ", path.read_text("utf-8"))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.name, CODE.sub(" ", "".join(cell["source"]))


@pytest.mark.parametrize("found", [of_pages, of_translations, of_the_terminal, of_what_is_printed, of_documents])
def test_no_text_has_a_word_that_is_wrong_everywhere(found: Any) -> None:
    wrong = {(where, match.group(), text[:80]) for where, text in found() for match in WRONG.finditer(text)}
    assert not wrong


def test_every_concept_has_one_term_in_each_language_and_says_what_it_means() -> None:
    for term in TERMS:
        assert {*LANGUAGES, "means"} <= set(term), term
    names = [term["en"] for term in TERMS]
    assert len(names) == len(set(names))


def test_a_banned_word_is_found_in_any_case_and_not_within_another_word() -> None:
    assert WRONG.search("Follower slots of all authors")
    assert not WRONG.search("refreeze the arrest on it")
