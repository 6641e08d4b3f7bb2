"""Docstrings after PEP 257 in Google's form: a summary on one line that says what a function does, then its arguments
and what it returns, wherever frames or arrays go in or out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ["metrics", "common", "terminal", "data", "dashboard"]
NO_VERB = re.compile(
    "(an?|all|any|both|each|every|for|from|how|if|in|it|no|of|on|one|only|some|the|these|this|those|two|what|when|where|"
    r"whether|which|who|whose|why|with)\b",
    re.IGNORECASE,
)
"""Words with which a summary does not say what a function does."""
TABLES = re.compile(r"\b(DataFrame|Series|ndarray|NDArray|ArrayLike|Numbers)\b")
SECTION = r"^{}:\n((?:(?:    .*)?\n?)*)"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(package: str) -> list[Path]:
    """The modules of a package; a test looks at all of them, because hundreds of small tests take long to begin."""
    return sorted((ROOT / package).rglob("*.py"))


def public(path: Path) -> Iterator[tuple[str, ast.Module | ast.ClassDef | Function]]:
    """Give a module, and what it has that is not private."""
    module = ast.parse(path.read_text("utf-8"))
    yield ".", module
    for node in module.body:
        for each in [node, *(node.body if isinstance(node, ast.ClassDef) and node.name[0] != "_" else ())]:
            if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and each.name[0] != "_":
                yield each.name, each


def is_property(node: Function) -> bool:
    return any("property" in ast.unparse(each) for each in node.decorator_list)


def functions(path: Path) -> Iterator[tuple[str, Function, str]]:
    for name, node in public(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_property(node):
            yield name, node, ast.get_docstring(node) or ""


def arguments(node: Function) -> dict[str, str]:
    given = node.args
    each = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return {
        one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in each if one.arg not in ("self", "cls")
    }


def described(section: str, text: str) -> list[str]:
    found = re.search(SECTION.format(section), text, re.MULTILINE)
    return re.findall(r"^    (\w+): ", found[1], re.MULTILINE) if found else []


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_public_says_what_it_is_in_one_line(package: str) -> None:
    for path, (name, node) in ((file, each) for file in modules(package) for each in public(file)):
        summary, _, rest = (ast.get_docstring(node) or "").partition("\n")
        assert summary.endswith((".", "?")), f"{path}: {name}"
        assert not rest.split("\n")[0], f"{path}: {name}: an empty line comes after the summary"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_function_says_what_it_does_with_a_verb(package: str) -> None:
    for path, (name, _node, text) in ((file, each) for file in modules(package) for each in functions(file)):
        assert not NO_VERB.match(text), f"{path}: {name}: {text[:60]}"


@pytest.mark.parametrize("package", PACKAGES)
def test_frames_and_arrays_are_described_where_they_go_in_or_out(package: str) -> None:
    for path, (name, node, text) in ((file, each) for file in modules(package) for each in functions(file)):
        takes = {arg for arg, kind in arguments(node).items() if TABLES.search(kind)}
        assert takes <= set(described("Args", text)), f"{path}: {name}: {takes}"
        if node.returns and TABLES.search(ast.unparse(node.returns)):
            assert "Returns:" in text, f"{path}: {name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_described_exists(package: str) -> None:
    for path, (name, node) in ((file, each) for file in modules(package) for each in public(file)):
        text = ast.get_docstring(node) or "" if not isinstance(node, ast.Module) else ""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert set(described("Args", text)) <= set(arguments(node)), f"{path}: {name}"
        if isinstance(node, ast.ClassDef):
            fields = {ast.unparse(each.target) for each in node.body if isinstance(each, ast.AnnAssign)}
            assert set(described("Attributes", text)) <= fields, f"{path}: {name}"
