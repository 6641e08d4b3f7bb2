"""Logs and saved views beside the data: only their owner reads them, and no link leads them elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.store import private_files

WAYS = (private_files.write, private_files.append)


@pytest.mark.parametrize("put", WAYS)
def test_a_file_that_others_could_read_is_its_owners_alone(put: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("before\n")
    path.chmod(0o644)
    put(path, "Kenya é\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8").endswith("Kenya é\n")


def test_what_is_written_replaces_and_what_is_appended_adds(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for line in ("one\n", "two\n"):
        private_files.append(path, line)
    assert path.read_text() == "one\ntwo\n"
    private_files.write(path, "three\n")
    assert path.read_text() == "three\n"
    assert list(tmp_path.iterdir()) == [path], "no draft is left"


@pytest.mark.parametrize(("put", "name"), [(private_files.write, "draft-log"), (private_files.append, "log")])
def test_a_link_leads_nothing_elsewhere(put: Callable[[Path, str], None], name: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("kept")
    (tmp_path / name).symlink_to(other)
    with pytest.raises(OSError, match="log"):
        put(tmp_path / "log", "lost")
    assert other.read_text() == "kept"
