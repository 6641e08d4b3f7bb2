"""Settings are read in one place, checked at the start, and documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli import main
from common import settings

ROOT = Path(__file__).parents[2]
NAMES = [setting.name for setting in settings.SETTINGS]


def code() -> list[Path]:
    rooms = [
        path for room in ("common", "data", "metrics", "dashboard", "terminal") for path in (ROOT / room).rglob("*.py")
    ]
    return [ROOT / "app.py", ROOT / "cli.py", *rooms]


def test_every_variable_that_the_code_names_is_a_setting() -> None:
    named = {name for path in code() for name in re.findall(r"REACH_[A-Z]+", path.read_text("utf-8"))}
    assert named == set(NAMES)


def test_nothing_else_reads_a_setting_from_the_environment() -> None:
    reads = re.compile(r"(environ|getenv)[^\n]*REACH_")
    assert [path.name for path in code() if reads.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=NAMES)
def test_every_setting_is_documented_with_its_default(setting: settings.Setting) -> None:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{setting.name}` \|.*$", page, re.MULTILINE)
    assert row.split("|")[2].strip() == (f"`{setting.default}`" if setting.default else "not set")
    assert setting.help


@pytest.mark.parametrize(("name", "value"), [("REACH_MEMORY", "lots"), ("REACH_THRESHOLD", "9"), ("REACH_LOG", "loud")])
def test_a_setting_that_cannot_be_read_is_said_before_any_work(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["formats"]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.startswith(f"{name} is '{value}'")
    assert len(printed.err.splitlines()) == 1
