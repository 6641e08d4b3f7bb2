"""The notebooks run from top to bottom, and their numbers are those of the rest of the house."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from data.store.warehouse import Warehouse
from tests.support.examples import first

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

SHOWN = {
    "explore_a_campaign": {
        "totals": ["4437", "521840"],
        "meaning": ["Friends and followers of all supporters added up: potential, not de-duplicated."],
        "warnings": ["synthetic: yes"],
        "days": ["Posts peaked on 19 August 2014"],
        "days-total": ["4437"],
        "no-sum": ["contributors (unique) cannot be added up."],
        "voices": ["unknown: 0.9% of the posts"],
        "voices-months": ["posts in all rows: 4437"],
        "refused": ["Ask by account type instead, or leave out: mission."],
        "published-by": ["posts in all rows: 4437"],
        "as-of": ["2014-08-19", "2120"],
        "terminal": ["'posts': 4437", "'missions': 52"],
    },
    "add_a_metric": {
        "definition": ["'original_share': 'Original posts divided by all posts"],
        "whole": ["0.519946"],  # 2,307 originals of 4,437 posts
        "forbidden-sum": ["original_share (ratio) cannot be added up."],
        "unknown-name": ["Did you mean 'impressions'?"],
        "not-carried": ["Thunderclap sign-ups do not record it."],
        "no-column": ["applause needs claps, which posts do not have."],
    },
    "read_the_warehouse": {
        "number": ["post_latest   4437", "daily   4437"],
        "same": ["4437"],
        "files": ["synthetic_thunderclap_posts.csv"],
        "sum": ["True"],
        "rejects": ["“07/08/2014” could be two dates"],
    },
    "count_reach_honestly": {
        "bounds": ["lower=4200.0, upper=11400.0"],
        "universe": ["upper=5000.0"],
        "overlaps": ["lower=9200.0, upper=9900.0"],
        "union": ["5,600.0", "8,200.0"],
        "missing": ["upper=16300.0"],
        "contradiction": ["page = 10; video = 20; page or video = 35"],
        "independence": ["4,897.9", "7,482.7", "10,495.3", "11,353.2"],
        "contacts": ["2,517.3", "50.8"],
        "disjoint": ["(5800.0, 7000.0)"],
        "nested": ["[1884.   671.1 2600. ]", "5,076.3", "5,632.9", "17,800.0"],
        "ladder": ["assumed: audience size: facebook 500,000 accounts; any overlap between audiences"],
        "undeclared": ["because no audience size was entered"],
        "assumptions": ["<NA>", "at least as much as by chance within each language"],
        "no-sum": ["gross reach of all days: 479,071", "cannot be added up"],
        "claim": ["upper=521840.0", "by_upper=0.996"],
        "inside": [f"{share:<23} {own:>19} {40:>30}" for share, own in (("100%", 40), ("50%", 0), ("12%", 0))],
    },
}
"""What a reader would look for in the output of a cell, by the cell's id."""


@pytest.mark.parametrize(
    ("name", "folder"),
    first(
        1,
        [
            ("add_a_metric", "."),
            ("explore_a_campaign", "notebooks"),
            ("read_the_warehouse", "notebooks"),
            ("count_reach_honestly", "."),
        ],
    ),
)
def test_runs_and_shows(name: str, folder: str, sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each runs without an error, from its own folder or from the project's, and shows the numbers of the sample."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT / folder)}}
    ).execute()
    shown = {cell.id: _text(cell) for cell in notebook.cells if cell.cell_type == "code"}
    missing = {
        (cell, words) for cell, expected in SHOWN[name].items() for words in expected if words not in shown[cell]
    }
    assert not missing


def test_every_notebook_is_run() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(SHOWN)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_without_outputs(path: Path) -> None:
    """Outputs would carry somebody's data into the project; the first cell says what the notebook is for."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not [cell.id for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    title, purpose = notebook.cells[0].source.split("\n\n")
    assert title.startswith("# ")
    assert len(purpose) > 100


def _text(cell: nbformat.NotebookNode) -> str:
    """What a cell printed and returned, as text."""
    parts = [output.text if output.output_type == "stream" else _data(output) for output in cell.outputs]
    return "\n".join(parts)


def _data(output: nbformat.NotebookNode) -> str:
    return "\n".join(text for kind, text in output.get("data", {}).items() if kind in ("text/plain", "text/markdown"))
