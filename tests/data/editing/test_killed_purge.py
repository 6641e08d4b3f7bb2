"""A purge that is cut short leaves everything or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.editing.purge import purge
from data.store.warehouse import Warehouse
from metrics.analyses.listings import publishable_posts
from tests.data.conftest import SEEDS, Killer, cut_short, fell_inside, kills, moments
from tests.support.withdrawn import CONSENT, WORDS, in_bytes, in_tables


@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_purge_leaves_everything_or_nothing(
    full: Warehouse, filled: Path, killer: Killer, tmp_path: Path, seed: int
) -> None:
    before, version = in_bytes(full), full.version
    arguments = ["purge", CONSENT]
    calls = killer.calls(arguments, Warehouse(shutil.copytree(filled, tmp_path / "finished")))
    inside = 0
    for call, later in moments(calls, seed):
        killer.kill(arguments, full, call, later)
        inside += fell_inside(full)
        left = in_bytes(full)
        assert left in (before, set()), (call, later)
        if left:
            assert full.version == version
            assert publishable_posts(search=WORDS, warehouse=full.directory)[1] == 2
        else:
            shutil.rmtree(full.directory)
            shutil.copytree(filled, full.directory)
    assert inside > kills() // 2
    purge(CONSENT, full)
    assert in_bytes(full) == in_tables(full) == set()
    assert not fell_inside(full)


def test_each_step_of_a_purge_leaves_everything_or_nothing(full: Warehouse, tmp_path: Path) -> None:
    before, version = in_bytes(full), full.version
    with cut_short(full, tmp_path) as copies:
        purge(CONSENT, full)
    left = [(in_bytes(copy), copy.version) for copy in copies]
    assert [marks for marks, _ in left if marks not in (before, set())] == []
    assert {number for marks, number in left if marks} == {version}, (
        "what is erased in what readers see is nowhere else"
    )
    assert {bool(marks) for marks, _ in left} == {True, False}
