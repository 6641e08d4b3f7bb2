"""The guides for readers, analysts and who runs it name every page and every command."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from types import ModuleType

import pytest

from dashboard import pages
from terminal.parser import parser

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)).choices
HEADINGS = re.findall(r"^### (.*)$", (DOCS / "reading.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("module", pages.every(), ids=lambda module: module.__name__)
def test_every_page_has_its_paragraph(module: ModuleType) -> None:
    title = module.PAGE.title()
    assert [heading for heading in HEADINGS if title.casefold() in heading.casefold().split(": ")], (
        f"docs/reading.md lacks {title}"
    )


def test_the_guide_has_no_page_that_is_gone() -> None:
    assert len(HEADINGS) == len(pages.every())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name: str) -> None:
    rows = re.findall(rf"^\| `python cli\.py {name}\b.*$", (DOCS / "running.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 1


@pytest.mark.parametrize("guide", ["reading.md", "analysis.md", "running.md"])
def test_the_readme_leads_to_every_guide(guide: str) -> None:
    assert f"(docs/{guide})" in (DOCS.parent / "README.md").read_text("utf-8")
