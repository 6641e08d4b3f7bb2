"""Commands of the terminal that are killed while they write."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.store.warehouse import Warehouse
from tests.support.examples import FURTHER, LONG, USUAL, looks, turns


@dataclass(frozen=True)
class Killer:
    """Runs commands in processes of their own, and kills them."""

    server: subprocess.Popen[str]

    def calls(self, arguments: list[str], warehouse: Warehouse) -> int:
        """Let a command end by itself; returns how many calls it made from the first with a draft on."""
        return self._run(arguments, warehouse, 0, 0)

    def kill(self, arguments: list[str], warehouse: Warehouse, call: int, later: float) -> None:
        """Kill a command at one of those calls, or some seconds later, so that a kill falls into the middle of a call
        too."""
        made = self._run(arguments, warehouse, call, later)
        assert not made or later, (
            f"{arguments[0]} ended after {made} calls, before the call at which it was to be killed"
        )

    def _run(self, arguments: list[str], warehouse: Warehouse, call: int, later: float) -> int:
        assert self.server.stdin
        assert self.server.stdout
        print(
            json.dumps([[*arguments, "--warehouse", str(warehouse.directory)], call, later]),
            file=self.server.stdin,
            flush=True,
        )
        return int(self.server.stdout.readline())


@pytest.fixture(scope="session")
def killer() -> Iterator[Killer]:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork processes")
    with subprocess.Popen(
        [sys.executable, Path(__file__).parents[1] / "support" / "killable.py"], stdin=-1, stdout=-1, text=True
    ) as server:
        yield Killer(server)
        assert server.stdin
        server.stdin.close()


def kills() -> int:
    """At how many moments a command is killed."""
    return {USUAL: 3, LONG: 6, FURTHER: 12}[looks()]


def moments(calls: int, seed: int) -> Iterator[tuple[int, float]]:
    """Moments to kill at: one in each stretch of the calls, and every other one a little later."""
    chance = random.Random(seed)
    for number in range(kills()):
        yield (
            chance.randint(1 + number * calls // kills(), (number + 1) * calls // kills()),
            number % 2 * chance.uniform(0.0001, 0.02),
        )


def fell_inside(warehouse: Warehouse) -> bool:
    """Whether a draft is left: the kill fell between its making and its publication."""
    return bool(list(warehouse.directory.glob("draft-*")))


@contextmanager
def cut_short(warehouse: Warehouse, folder: Path) -> Iterator[list[Warehouse]]:
    """Copies of a warehouse as they are before each change of its folder, which is what a kill at that moment would
    leave.

    Moments drawn by chance seldom fall between two of the few changes that publish a version.
    """
    copies: list[Warehouse] = []

    def copied(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(path: Path, *arguments: Any, **named: Any) -> Any:
            if path.parent == warehouse.directory:
                copies.append(Warehouse(shutil.copytree(warehouse.directory, folder / f"cut{len(copies)}")))
            return change(path, *arguments, **named)

        return changed

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "unlink", "write_text"):
            patch.setattr(Path, name, copied(getattr(Path, name)))
        yield copies


SEEDS = turns(1, 2, 6)
"""Which moments are drawn."""
