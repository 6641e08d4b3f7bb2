"""Breaks the project's promises one by one, each in a copy of the project, and looks whether its tests see it.

    python tests/mutations/run.py [WORD...]

Runs all mutations of mutations.toml, or those whose description holds a word. Prints each with whether it was seen, and
at the end how many of how many. Exit status 0: all were seen; 1: some were not; 2: a mutation no longer applies, or its
tests fail in an unchanged copy.

All 53 were seen when each was last run. How fast answers come is a promise that benchmarks hold, and none of these.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutations.toml")
PATIENCE = 600
"""Seconds after which the tests of a mutation have hung, on however busy a machine."""
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "warehouse", "notebooks", "benchmarks")
PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "-x",
    "-q",
    "-n0",
    "-p",
    "no:cacheprovider",
    "--override-ini=addopts=--import-mode=importlib",
)


class DoesNotApply(ValueError):
    """The text that a mutation replaces does not stand once in its file; the message says which."""


@dataclass(frozen=True)
class Mutation:
    """A small change that breaks a promise, and the tests that have to fail then."""

    promise: str
    breaks: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def changed(self, text: str) -> str:
        """The text of the file with the change. Raises `DoesNotApply` unless what it replaces stands there once."""
        if text.count(self.old) != 1:
            raise DoesNotApply(
                f"“{self.breaks}”: this stands {text.count(self.old)} times in {self.file}, not once:\n{self.old}"
            )
        return text.replace(self.old, self.new)


def mutations() -> list[Mutation]:
    """All mutations of the list."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**{**entry, "tests": tuple(entry["tests"])}) for entry in listed]


def copy(target: Path) -> Path:
    """A copy of the project, with the data that tests find beside it."""
    shutil.copytree(ROOT, target / "project", ignore=LEFT_OUT)
    for name in (".streamlit", "notebooks"):
        shutil.copytree(ROOT / name, target / "project" / name, dirs_exist_ok=True)
    if (ROOT.parent / "shared").exists():
        (target / "shared").symlink_to((ROOT.parent / "shared").resolve())
    return target / "project"


def tested(project: Path, tests: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy."""
    scratch = project.parent / "scratch"
    command = [*PYTEST, f"--basetemp={scratch}", *tests]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment, timeout=PATIENCE)


def seen(mutation: Mutation) -> bool:
    """Whether the tests of a mutation fail in a copy that has it. Raises `RuntimeError` where they could not run, or
    did not end."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        project = copy(Path(folder))
        file = project / mutation.file
        file.write_text(mutation.changed(file.read_text(encoding="utf-8")), encoding="utf-8")
        try:
            done = tested(project, mutation.tests)
        except subprocess.TimeoutExpired as error:
            raise RuntimeError(f"“{mutation.breaks}”: its tests did not end.") from error
    if done.returncode > 1:
        raise RuntimeError(f"“{mutation.breaks}”: its tests could not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 1


def main(words: Sequence[str]) -> int:
    """Run the mutations whose description holds one of the words, or all; returns the exit status."""
    chosen = [
        each for each in mutations() if not words or any(word in f"{each.promise} {each.breaks}" for word in words)
    ]
    for each in chosen:
        each.changed((ROOT / each.file).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="unchanged-") as folder:
        sound = tested(copy(Path(folder)), sorted({test for each in chosen for test in each.tests}))
    if sound.returncode:
        _say(
            f"In an unchanged copy the tests fail, so that they prove nothing:\n{sound.stdout[-4000:]}{sound.stderr[-2000:]}"
        )
        return 2
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
        results = list(workers.map(_is_detected, chosen))
    _say(f"{results.count(True)} of {len(results)} broken promises seen.")
    return 2 if None in results else 0 if all(results) else 1


def _is_detected(mutation: Mutation) -> bool | None:
    """Whether a mutation was seen, which is printed; None where its tests could not run."""
    try:
        found = seen(mutation)
    except RuntimeError as error:
        _say(str(error))
        return None
    _say(f"{'seen    ' if found else 'NOT SEEN'}  {mutation.promise}: {mutation.breaks}")
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except DoesNotApply as error:
        _say(str(error))
        sys.exit(2)
