"""After an erasure, reports made before are deleted where they lie with the data, and listed elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.editing.purge import purge
from data.importing.pipeline import import_files
from data.store import report_log
from data.store.warehouse import Warehouse
from tests.support.withdrawn import CONSENT, write_exports


@pytest.mark.long
def test_an_erasure_deletes_reports_in_the_folder_and_lists_others(warehouse: Warehouse, tmp_path: Path) -> None:
    import_files([write_exports(tmp_path / "exports")], warehouse)
    inside, outside, gone = warehouse.directory / "inside.html", tmp_path / "outside.html", tmp_path / "gone.html"
    for report in (inside, outside, gone):
        report.write_text("a photo of Kenya")
        report_log.note(warehouse.directory, report)
    gone.unlink()
    assert report_log.made_before_erasure(warehouse.directory) == []
    purge(CONSENT, warehouse)
    assert not inside.exists()
    assert report_log.made_before_erasure(warehouse.directory) == [str(outside)]
    report_log.note(warehouse.directory, outside)
    assert report_log.made_before_erasure(warehouse.directory) == [], "it was made again"


@pytest.mark.long
def test_a_damaged_log_stops_no_erasure(warehouse: Warehouse, tmp_path: Path) -> None:
    import_files([write_exports(tmp_path / "exports")], warehouse)
    (warehouse.directory / report_log.LOG).write_text("{half")
    assert purge(CONSENT, warehouse).version


def test_only_the_owner_reads_the_log(tmp_path: Path) -> None:
    report_log.note(tmp_path, tmp_path / "report.pdf")
    assert (tmp_path / report_log.LOG).stat().st_mode & 0o077 == 0
