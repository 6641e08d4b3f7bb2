"""Data of their own for pages that the sample does not show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse


@pytest.fixture
def own_posts(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Warehouse]:
    """Looks at data of its own: imports rows of a contribution sheet."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))

    def take(*rows: str) -> Warehouse:
        (tmp_path / "posts.csv").write_text(
            "\n".join(("Platform,Post ID,Posted at,Contributor type,Mission", *rows)), encoding="utf-8"
        )
        (receipt,) = import_files([tmp_path / "posts.csv"], warehouse)
        assert receipt.accepted == len(rows), warehouse.rejects()["reason"].tolist()
        return warehouse

    return take


@pytest.fixture
def own_sheets(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Looks at sheets of its own, each given as name and text."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))

    def take(**sheets: str) -> None:
        for name, text in sheets.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        receipts = import_files([tmp_path / f"{name}.csv" for name in sheets], warehouse)
        assert not [each for each in receipts if each.error or each.rejected]

    return take
