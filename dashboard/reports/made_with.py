"""What a report is made with, since sentences, line breaks and looks depend on it: the code, its libraries, the brand."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from dashboard.reports.brand import brand

_ROOT: Final = Path(__file__).resolve().parents[2]
_PACKAGES: Final = ("common", "data", "metrics", "dashboard")
_ENDINGS: Final = frozenset((".py", ".po", ".typ", ".toml", ".sql"))
_LIBRARIES: Final = ("babel", "lxml", "pypdf", "python-docx", "python-pptx", "typst", "xlsxwriter")


@cache
def release_digest() -> str:
    """Return a hash of the project's code and of the libraries that lay files out."""
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*.*")):
            if path.suffix in _ENDINGS:
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def brand_digest() -> str:
    """Return a hash of how reports look, since that stands in files too: texts, colour, slide master and logo.

    Raises:
        BrandError: The file that says how reports look cannot be used.
    """
    parts = (each.read_bytes() if isinstance(each, Path) else each for each in astuple(brand()))
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()[:16]
