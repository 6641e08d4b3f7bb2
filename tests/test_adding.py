"""The recipes of docs/adding.md, followed word for word in a copy of the project: what they add works, with nothing
else changed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.components.page import PAGES
from data.store.warehouse import Warehouse

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "docs" / "adding.md").read_text("utf-8")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "warehouse", "notebooks", "benchmarks", "docs", "tests")


class Step(NamedTuple):
    """What a recipe says to write, and where."""

    verb: str
    name: str
    path: str
    text: str


def steps() -> list[Step]:
    said = r"^(Create|Append to|Add to `(?P<name>\w+)` in) `(?P<path>[^`]+)`:\n\n```\w+\n(?P<text>.*?)^```$"
    return [
        Step(found[1].partition(" ")[0], found["name"], found["path"], found["text"])
        for found in re.finditer(said, RECIPES, re.M | re.S)
    ]


def follow(step: Step, project: Path) -> None:
    target = project / step.path
    if step.verb == "Create":
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(step.text, encoding="utf-8")
    elif step.verb == "Append":
        target.write_text(target.read_text("utf-8") + step.text, encoding="utf-8")
    else:
        before, begin, after = target.read_text("utf-8").partition(f"\n{step.name} = (\n")
        inside, end, rest = after.partition("\n)")
        target.write_text(before + begin + inside + "\n" + step.text.rstrip("\n") + end + rest, encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("adding") / "project"
    shutil.copytree(ROOT, made, ignore=LEFT_OUT)
    shutil.copytree(ROOT / "tests" / "support", made / "tests" / "support")
    for path in ("tests/conftest.py", "tests/formats/test_golden.py"):
        (made / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, made / path)
    for step in steps():
        follow(step, made)
    return made


def run(project: Path, *command: str, warehouse: Path | None = None) -> str:
    environment = os.environ | ({"REACH_WAREHOUSE": str(warehouse)} if warehouse else {})
    done = subprocess.run(
        [sys.executable, *command], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def own(project: Path, sample: Warehouse, tmp_path: Path) -> Path:
    """The sample in a warehouse of its own, brought up to date by the copy."""
    folder = tmp_path / "warehouse"
    shutil.copytree(sample.directory, folder)
    run(project, "cli.py", "migrate", warehouse=folder)
    return folder


def test_each_kind_has_a_recipe() -> None:
    assert len(steps()) == 8
    assert re.findall(r"^## (.*)$", RECIPES, re.M) == [
        "A metric",
        "A dimension",
        "A file format",
        "A chart",
        "A page",
        "A platform",
        "A language",
    ]


@pytest.mark.long
def test_what_they_add_works(project: Path, own: Path) -> None:
    assert "posts_with_pictures" in run(project, "cli.py", "metrics")
    rows = json.loads(
        run(project, "cli.py", "measure", "posts_with_pictures", "--by", "quarter", "--format", "json", warehouse=own)
    )
    assert sum(row["posts_with_pictures"] for row in rows) > 0
    export = project / "tests" / "formats" / "radio_log" / "september.csv"
    (receipt,) = run(project, "cli.py", "import", str(export), "--json", "--warehouse", str(own)).splitlines()
    assert (json.loads(receipt)["format"], json.loads(receipt)["accepted"]) == ("radio_log", 2)
    run(project, "-m", "pytest", "tests/formats", "--renew", "-k", "radio_log", "-n0")
    assert json.loads((export.parent / f"{export.name}.golden.json").read_text("utf-8"))["receipts"][0]["accepted"] == 2
    assert json.loads(run(project, "-c", EVERYTHING_ELSE, warehouse=own).splitlines()[-1]) == {
        "defined": True,
        "counted": "2 posts with pictures",
        "chart": "Twitter / X has the most",
        "page": "Languages",
        "platform": "Ello",
        "language": "Visão geral",
    }


EVERYTHING_ELSE = """
import json, os
from pathlib import Path
from dashboard import i18n, pages
from dashboard.charts.base.phrases import counted
from dashboard.charts.base.theme import LIGHT
from metrics import METRICS, labels
from metrics.definitions import glossary
from tests.support.pages import look
from tests.support.standard_frames import drawn, every_chart

dots = next(chart for chart in every_chart() if chart.__name__ == "dots")
title = drawn(dots, Path(os.environ["REACH_WAREHOUSE"]), LIGHT).title
assert "languages" in [module.PAGE.address for module in pages.every()]
with i18n.speaking("pt"):
    language = i18n._("Overview")
print(json.dumps({
    "defined": "posts_with_pictures" in glossary.document(),
    "counted": counted(2, METRICS["posts_with_pictures"]),
    "chart": title,
    "page": look("languages", lang="en").title[0].value,
    "platform": labels("platform").get("ello"),
    "language": language,
}, ensure_ascii=False))
"""


def test_what_the_recipes_write_of_the_dashboard_runs() -> None:
    written = [step for step in steps() if step.path.startswith("dashboard/") and step.path.endswith(".py")]
    assert {step.path.split("/")[1] for step in written} >= {"charts", "pages"}
    known = set(PAGES)
    for step in written:
        exec(compile(step.text, step.path, "exec"), {"__name__": "recipe"})
    for added in set(PAGES) - known:
        del PAGES[added]
