"""Processor time of reports: composing one, each kind of file, checking it, and one for each mission.

    python benchmarks/reports.py [--warehouse DIR]

The sample is imported into a folder of its own unless one is given. Each figure is the smallest of three runs, in seconds of
processor time; the first run of a process also loads the libraries of a kind.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.reports.compose import compose
from dashboard.reports.make import KINDS, made
from dashboard.reports.model import Request
from dashboard.reports.verify import verify
from data.importing.sample import import_sample
from data.store.warehouse import Warehouse
from metrics import Selection, measure

CAMPAIGN = {"campaign": "migrationmeans"}
RUNS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the smallest processor time of several runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main(folder: Path) -> None:
    """Print the table."""
    request = Request("campaign", Selection(CAMPAIGN))
    report = compose(request, folder)
    print(f"campaign report: {len(report.sections)} sections, {len(report.figures)} charts")
    print(f"{'compose':<20} {seconds(lambda: compose(request, folder)):6.2f} s")
    for ending in KINDS:
        file = made(report, ending, folder)
        writing = seconds(lambda ending=ending: made(report, ending, folder))
        checking = seconds(lambda file=file, ending=ending: verify(file, f"report.{ending}", folder))
        print(f"{ending:<20} {writing:6.2f} s to write, {checking:5.2f} s to check, {len(file) / 1000:7,.0f} kB")
    missions = [
        code for code in measure(["posts"], ["mission"], CAMPAIGN, warehouse=folder)["mission"] if code != "unknown"
    ]
    for ending in ("html", "pdf"):
        start = time.process_time()
        for code in missions:
            one = compose(Request("mission", Selection(CAMPAIGN | {"mission": code})), folder)
            made(one, ending, folder)
        spent = time.process_time() - start
        print(f"{len(missions)} missions, {ending:<8} {spent / len(missions):6.2f} s each, {spent:.0f} s together")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--warehouse", type=Path)
    given = options.parse_args().warehouse
    if given:
        main(given)
    else:
        with tempfile.TemporaryDirectory() as place:
            import_sample(Warehouse(Path(place)), lambda _what, _share: None)
            main(Path(place))
