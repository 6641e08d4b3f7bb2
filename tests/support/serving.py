"""A dashboard in a process of its own, on a port that nothing else uses."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds after which a server that does not answer has failed, on however busy a machine."""


@contextmanager
def running(streamlit: Sequence[str], script: str, warehouse: Path, log: Path, *flags: str) -> Iterator[int]:
    """Start a script of the project over a warehouse; gives its port. `streamlit` is the command that starts
    Streamlit."""
    environment = os.environ | {"REACH_WAREHOUSE": str(warehouse)}
    for _attempt in range(3):  # a port that was free may be taken by others before the server takes it
        port = _free_port()
        command = [*streamlit, "run", script, f"--server.port={port}", *flags]
        with (
            log.open("w") as out,
            subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env=environment) as process,
        ):
            try:
                if _answers(port, process):
                    yield port
                    return
            finally:
                process.terminate()
    pytest.fail(log.read_text())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the server listens; false where it ended instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
