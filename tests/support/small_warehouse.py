"""A small warehouse, what is in it, and what the terminal says of it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from cli import main
from data.store.warehouse import Warehouse
from metrics import measure
from metrics.compiler.engine import StoreWarning

READING = ("measure posts", "check", "claims", "imports", "rejects")
"""The commands that read a warehouse and change nothing."""
HEADER = "Platform,Post ID,Posted at,Text,Account,Contributor type,Reactions\n"


def sheet(folder: Path, name: str, posts: range) -> Path:
    """Write a contribution sheet with the posts of a range; return its path."""
    path = folder / f"{name}.csv"
    path.write_text(
        HEADER + "".join(f"Twitter,{n},2014-08-19 10:00,words {n},someone {n},Public,1\n" for n in posts),
        encoding="utf-8",
    )
    return path


def posts(warehouse: Warehouse) -> int:
    """Return how many posts a warehouse has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StoreWarning)
        return int(measure("posts", warehouse=warehouse.directory)["posts"][0])


def names(warehouse: Warehouse) -> set[str]:
    """Return the names of the files of a warehouse."""
    return {path.name for path in warehouse.directory.iterdir()}


def status_and_error(capsys: pytest.CaptureFixture[str], command: str, warehouse: Warehouse) -> tuple[int, str]:
    """Return the exit status of a command and its standard error, which is a sentence and no traceback."""
    try:
        status = main([*command.split(), "--warehouse", str(warehouse.directory)])
    except SystemExit as end:
        status = int(end.code or 0)
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) <= 1, error
    return status, error
