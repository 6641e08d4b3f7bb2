"""Office files taken apart, changed, and opened by LibreOffice, for tests of reports."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.reports.files.packages import Package, repacked

FORMATS = {"pptx": "Impress MS PowerPoint 2007 XML", "docx": "MS Word 2007 XML"}


def parts(file: bytes, ending: str = ".xml") -> dict[str, str]:
    """The parts of a file whose names end so, as texts."""
    package = Package(file)
    return {name: package.bytes(name).decode() for name in package.names if name.endswith(ending)}


def changed(file: bytes, part: str, before: str, after: str) -> bytes:
    """The file with a text replaced once in the first part whose name begins so and which has it."""
    name, text = next((name, text) for name, text in parts(file).items() if name.startswith(part) and before in text)
    return repacked(file, {name: text.replace(before, after, 1).encode()})


def with_workbook(file: bytes, part: str, change: Callable[[object], None]) -> bytes:
    """The file with a change in the first sheet of a workbook inside it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(Package(file).bytes(part)))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return repacked(file, {part: out.getvalue()})


def converted(file: bytes, ending: str, to: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it; the test is skipped where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source, target = folder / f"report.{ending}", folder / "out"
    source.write_bytes(file)
    kind = f"{to}:{FORMATS[to]}" if to in FORMATS else to
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", target, source],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return (target / f"report.{to}").read_bytes()
