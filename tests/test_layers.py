"""Imports point one way: pages -> reports -> charts -> metrics, and data beside them; data and metrics meet in the tables only.

All of them may import common, which imports none of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("common", "data", "metrics", "dashboard.charts", "dashboard.reports", "dashboard.pages", "dashboard.locale")
MAY_IMPORT = {
    "common": set(),
    "data": {"common"},
    "metrics": {"common"},
    "dashboard/charts": {"metrics", "dashboard.locale"},
    "dashboard/reports": {"metrics", "dashboard.charts", "dashboard.locale"},
    "dashboard/pages": {"common", "data", "metrics", "dashboard.charts", "dashboard.reports", "dashboard.locale"},
    "dashboard/locale": {"common", "data", "metrics"},
}
NEVER = {
    "common": {"streamlit", "plotly", "pandas"},
    "data": {"streamlit", "plotly"},
    "metrics": {"streamlit", "plotly"},
    "metrics/model.py": {"duckdb", "sqlglot", "pandas"},
    "metrics/reach.py": {"duckdb", "sqlglot", "pandas"},
    "metrics/venn.py": {"duckdb", "sqlglot", "pandas"},
    "metrics/baseline.py": {"duckdb", "sqlglot", "pandas"},
    "metrics/uplift.py": {"duckdb", "sqlglot", "pandas"},
    "dashboard/charts": {"streamlit", "duckdb"},
    "dashboard/reports": {"streamlit", "duckdb"},
    "dashboard/pages": {"duckdb", "sqlglot"},
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(place: str) -> list[Path]:
    target = ROOT / place
    found = [target] if target.is_file() else sorted(target.rglob("*.py"))
    assert found, f"{place} is gone: mend this test with the layout"
    return found


@pytest.mark.parametrize("place", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(place: str) -> None:
    own = place.replace("/", ".")
    for path in modules(place):
        rooms = {room for name in imported(path) for room in ROOMS if name == room or name.startswith(room + ".")}
        assert rooms - {own} <= MAY_IMPORT[place], path


@pytest.mark.parametrize("place", NEVER)
def test_a_room_does_without_the_libraries_of_others(place: str) -> None:
    for path in modules(place):
        assert not {name.partition(".")[0] for name in imported(path)} & NEVER[place], path


@pytest.mark.parametrize("place", ["common", "data", "metrics", "dashboard", "cli.py", "app.py", "benchmarks", "tests"])
def test_no_answer_is_left_half_read(place: str) -> None:
    """A connection of DuckDB 2 does nothing else until an answer is read to its end: `data.rows` does that."""
    for path in modules(place):
        calls = {node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)}
        assert not calls & {"fetchone", "fetchmany"}, path
