"""What the project says about itself agrees: pins and bounds, the version, the targets of the Makefile."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.examples import first

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]],
}

FOLDERS = ("benchmarks", "common", "dashboard", "data", "docs", "metrics", "notebooks", "terminal", "tests", "tools")


def pins(file: str) -> dict[str, str]:
    """The pinned versions of a file by name."""
    lines = [line for line in (ROOT / file).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


@pytest.mark.parametrize("file", DECLARED)
def test_pins_are_those_of_pyproject_and_within_its_bounds(file: str) -> None:
    declared = {canonicalize_name(each.name): each.specifier for each in map(Requirement, DECLARED[file])}
    pinned = pins(file)
    assert pinned.keys() == declared.keys(), "run make pins"
    assert {name: version for name, version in pinned.items() if not declared[name].contains(version)} == {}, (
        "run make pins"
    )


def test_both_files_pin_the_same_versions() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_version_is_the_same_wherever_it_is_named() -> None:
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    released = re.findall(r"^## (?:\[)?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert cited
    assert cited[1] == PROJECT["version"]
    assert not released or released[0] == PROJECT["version"]


def test_every_target_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert phony[1].split() == targets
    assert all(re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE) for target in targets)
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [target for target in targets if f"make {target}" not in contributing] == []


def test_no_database_is_opened_by_the_text_of_a_path() -> None:
    """That of a path which is not there is `None`: a file of that name would be made wherever the program runs. The
    database refuses what is no path."""
    sources = [
        path for folder in FOLDERS for end in ("py", "ipynb", "md") for path in (ROOT / folder).rglob(f"*.{end}")
    ]
    pattern = re.compile(r"\bconnect\(\s*str\(")
    assert [str(path) for path in sources if pattern.search(path.read_text("utf-8"))] == []


VERBS = {
    "Added": {"Add", "Read"},
    "Changed": {"Change", "Leave", "Refuse", "Reject", "Say", "Speed"},
    "Fixed": {"Fix"},
    "Removed": {"Remove"},
    "Security": {"Fix", "Hide", "Refuse"},
}


def test_lines_of_the_changelog_start_with_their_verb() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for section, lines in re.findall(r"^### (\w+)\n\n(.*?)(?=^#|\Z)", changelog, re.MULTILINE | re.DOTALL):
        assert [line for line in re.findall(r"^- (\w+)", lines, re.MULTILINE) if line not in VERBS[section]] == []
    assert len(re.findall(r"^- ", changelog, re.MULTILINE)) == len(re.findall(r"^- [A-Z]\w+ ", changelog, re.MULTILINE))


def test_the_hook_for_subjects_knows_the_areas_of_the_guide() -> None:
    pattern = re.search(r"entry: '(\\A.*)'", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    areas = re.search(r"Areas are ([a-z0-9,\s]+) and (\w+)\.", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert pattern
    assert areas
    for area in [*re.split(r",\s+", areas[1]), areas[2]]:
        assert re.match(pattern[1], f"{area}: say what changes\n\nbody\n")
    for subject in ("wip", "docs: ", "other: say what changes", f"docs: {'x' * 70}"):
        assert not re.match(pattern[1], f"{subject}\n\nbody\n"), subject


def test_tests_of_files_that_are_not_there_are_collected_all_the_same() -> None:
    assert first(2, []) == []
    assert [case.values for case in first(2, ["a"])] == [("a",)]
