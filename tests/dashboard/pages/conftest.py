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
