"""Every kind of file is made, carries its record, and is told from one in which something was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.reports.compose import compose
from dashboard.reports.make import KINDS, made
from dashboard.reports.model import Report, Request
from dashboard.reports.verify import verify
from data.store.warehouse import Warehouse
from metrics import Selection


@pytest.fixture(scope="module")
def folder(sample: Warehouse) -> Path:
    return sample.directory


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    where = Selection({"campaign": "migrationmeans"})
    return compose(Request("donor", where, sections=("targets", "platforms")), folder)


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_of_every_kind_is_sound_as_it_was_made(ending: str, report: Report, folder: Path) -> None:
    found = verify(made(report, ending, folder), f"report.{ending}", folder)
    assert found.is_sound
    assert len(found.checked) > 30
    assert not found.pictures


@pytest.mark.parametrize("ending", KINDS)
def test_a_finding_that_was_changed_is_found_in_every_kind(ending: str, report: Report, folder: Path) -> None:
    first = replace(report.sections[0], finding="9 of 9 targets are reached")
    forged = replace(report, sections=(first, *report.sections[1:]))
    found = verify(made(forged, ending, folder), f"report.{ending}", folder)
    assert not found.is_sound
    assert any("9 of 9" in each.found for each in found.altered)
