"""Logging is silent until it is asked for, says one line an import, and names nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXPORT = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,retweets,replies,likes,url clicks\n"
    "1,https://twitter.com/maria_silva/status/1,Hello Maria,2021-01-30 12:56 +0000,10,1,2,3,0\n"
    "2,https://twitter.com/maria_silva/status/2,Hello again,soon,10,1,2,3,0\n"
)


def run(tmp_path: Path, level: str) -> list[str]:
    export = tmp_path / "maria_silva.csv"
    export.write_text(EXPORT, encoding="utf-8")
    (tmp_path / "maria_list.csv").write_text("maria,silva\n1,2\n", encoding="utf-8")
    command = [
        sys.executable,
        "cli.py",
        "import",
        str(export),
        str(tmp_path / "maria_list.csv"),
        "--warehouse",
        str(tmp_path / "warehouse"),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"REACH_LOG": level}, capture_output=True, text=True, check=False
    )
    return [line for line in done.stderr.splitlines() if " INFO " in line]


@pytest.mark.long
def test_nothing_is_logged_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path, "") == []


def test_an_import_is_one_line_without_names(tmp_path: Path) -> None:
    first, second = run(tmp_path, "info")
    assert first.endswith("import 1: x_analytics_tweets, 2 rows = 1 accepted + 0 duplicates + 1 rejected, version 1")
    assert second.endswith("a file was refused")
    assert "maria" not in (first + second).lower()
