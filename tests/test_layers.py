"""Imports point one way, within packages too: the order of the rooms is that of docs/design.md, and nothing runs back
up.

`data` and `metrics` meet in the tables only. All may import common, which imports none of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = (
    "data.messages",
    "data.missions",
    "data.networks",
    "data.vocabularies",
    "data.schema",
    "data.reading",
    "data.formats",
    "data.parsing",
    "data.privacy",
    "data.store",
    "data.importing",
    "data.editing",
    "data.receipt_texts",
)
"""The rooms of data, in the order in which data flow: each may import those before it."""
METRICS = (
    "metrics.definitions",
    "metrics.statistics",
    "metrics.compiler",
    "metrics.disclosure",
    "metrics.digest",
    "metrics.answers",
    "metrics.caveats",
    "metrics.api",
    "metrics.measure_command",
    "metrics.analyses",
    "metrics.answer_texts",
)
DASHBOARD = (
    "dashboard.i18n",
    "dashboard.browser_files",
    "dashboard.server",
    "dashboard.charts.base",
    "dashboard.charts",
    "dashboard.exports",
    "dashboard.wording",
    "dashboard.reports",
    "dashboard.remembered",
    "dashboard.queries",
    "dashboard.analyses",
    "dashboard.photos_and_stories",
    "dashboard.who_contributed",
    "dashboard.goals",
    "dashboard.components",
    "dashboard.pages",
)
FROM_OTHERS = {
    "terminal": {"data", "metrics", "dashboard"},
    "dashboard.i18n": {"data", "metrics"},
    "dashboard.charts.base": {"metrics"},
    "dashboard.charts": {"metrics"},
    "dashboard.exports": {"data", "metrics"},
    "dashboard.wording": {"metrics"},
    "dashboard.reports": {"data", "metrics"},
    "dashboard.remembered": {"metrics"},
    "dashboard.queries": {"metrics"},
    "dashboard.analyses": {"metrics"},
    "dashboard.photos_and_stories": {"metrics"},
    "dashboard.who_contributed": {"metrics"},
    "dashboard.goals": {"metrics"},
    "dashboard.components": {"data", "metrics"},
    "dashboard.pages": {"data", "metrics"},
}
"""What a room may import of other packages beside common."""
NEVER = {
    "common": {"streamlit", "plotly", "pandas"},
    "data": {"streamlit", "plotly"},
    "metrics": {"streamlit", "plotly"},
    "terminal": {"streamlit", "plotly"},
    "metrics/definitions/model.py": {"duckdb", "sqlglot", "pandas"},
    "metrics/statistics": {"duckdb", "sqlglot", "pandas"},
    "dashboard/charts": {"streamlit", "duckdb"},
    "dashboard/exports": {"streamlit", "duckdb"},
    "dashboard/wording": {"streamlit", "duckdb"},
    "dashboard/reports": {"streamlit", "duckdb"},
    "dashboard/pages": {"duckdb", "sqlglot"},
    "dashboard/components": {"duckdb", "sqlglot"},
}
TERMINAL = ("terminal",)
UNDRAWN = {"data.missions", "data.networks", "data.vocabularies"}
"""What the drawing of docs/design.md tells in the line of another module."""
ROOMS = (*DATA, *METRICS, *DASHBOARD, *TERMINAL)
SAMPLE = ROOT / "data" / "sample"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(place: str) -> list[Path]:
    target = ROOT / place
    found = [target] if target.is_file() else sorted(target.rglob("*.py"))
    assert found, f"{place} is gone: mend this test with the layout"
    return found


def room(name: str) -> str:
    """The room in which a module lies, by its dotted name; its package where it lies in none."""
    return max(
        (each for each in ROOMS if name == each or name.startswith(each + ".")), key=len, default=name.partition(".")[0]
    )


def lying_in(place: str) -> list[Path]:
    return [path for path in python_files() if room(dotted(path)) == place]


def python_files() -> list[Path]:
    return [
        path
        for package in ("data", "metrics", "dashboard", "terminal")
        for path in modules(package)
        if SAMPLE not in path.parents
    ]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def drawn() -> dict[str, list[str]]:
    """The drawing of docs/design.md: for each folder and module in it, the modules that its line names."""
    drawing = (ROOT / "docs" / "design.md").read_text("utf-8").split("```")[1]
    found: dict[str, list[str]] = {}
    package = ""
    for line in re.sub(r"\n {10,}", " ", drawing).strip().splitlines():
        place, _, about = line.strip().partition("  ")
        if not line.startswith(" "):
            package = place if place.endswith("/") else ""
        elif place.endswith(("/", ".py")):
            place = package + place
        found[place.removesuffix("/").removesuffix(".py").replace("/", ".")] = about.partition(": ")[2].split()
    return found


def test_the_drawing_shows_every_room_in_order() -> None:
    places = list(drawn())
    assert [place for place in places if place in ROOMS] == [
        room_ for order in (DATA, METRICS, DASHBOARD, TERMINAL) for room_ in order if room_ not in UNDRAWN
    ]


@pytest.mark.parametrize("place", [name for name, modules_ in drawn().items() if modules_])
def test_the_drawing_names_the_modules_of_a_room(place: str) -> None:
    named, folder = drawn()[place], ROOT / place.replace(".", "/")
    there = {path.stem for path in folder.iterdir() if path.suffix == ".py" and path.stem != "__init__"}
    there |= {path.name for path in folder.iterdir() if path.is_dir() and path.name == "sql"}
    assert set(named) - {"…"} <= there
    assert "…" in named or set(named) == there


def test_every_module_lies_in_a_room() -> None:
    for path in python_files():
        assert room(dotted(path)) in ROOMS or path.name == "__init__.py", path


@pytest.mark.parametrize("place", ROOMS)
def test_a_room_imports_only_the_rooms_before_it(place: str) -> None:
    order = next(each for each in (DATA, METRICS, DASHBOARD, TERMINAL) if place in each)
    others = {"common"} | FROM_OTHERS.get(place, set())
    before = (
        set(order[: order.index(place) + 1]) | others | {each for each in ROOMS if each.partition(".")[0] in others}
    )
    paths = lying_in(place)
    assert paths, f"{place} is gone: mend this test with the layout"
    for path in paths:
        own = {
            name
            for name in imported(path)
            if name.partition(".")[0] in ("common", "data", "metrics", "dashboard", "terminal")
        }
        assert {room(name) for name in own} <= before, (path, {name for name in own if room(name) not in before})


@pytest.mark.parametrize("package", ["data", "metrics", "dashboard", "terminal"])
def test_common_imports_no_other_package(package: str) -> None:
    for path in modules("common"):
        assert not {name for name in imported(path) if name.partition(".")[0] == package}, path


@pytest.mark.parametrize("place", NEVER)
def test_a_room_does_without_the_libraries_of_others(place: str) -> None:
    for path in modules(place):
        assert not {name.partition(".")[0] for name in imported(path)} & NEVER[place], path


@pytest.mark.parametrize(
    "place", ["common", "data", "metrics", "dashboard", "terminal", "cli.py", "app.py", "benchmarks", "tests"]
)
def test_no_answer_is_left_half_read(place: str) -> None:
    """A connection of DuckDB 2 does nothing else until an answer is read to its end: `common.rows` does that."""
    for path in modules(place):
        calls = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert not calls & {"fetchone", "fetchmany"}, path
