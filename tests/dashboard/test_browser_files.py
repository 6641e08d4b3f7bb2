"""What browsers load of Streamlit is light, and nothing that a page needs is missing from it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from streamlit import file_util

from dashboard import browser_files
from tools.fonts import FOLDER, SPACES, icons, ligatures

STATIC = Path(file_util.get_static_dir()) / "static"


def test_what_is_left_out_of_plotly_was_found_in_the_installed_streamlit() -> None:
    """After an upgrade: python -m tools.plotly_cuts, and look at the charts."""
    name, known = browser_files.CUTS.read_text("utf-8").splitlines()[0].split()
    assert sha256((STATIC / "js" / name).read_bytes()).hexdigest() == known


def test_what_is_left_out_of_plotly_is_what_no_chart_needs() -> None:
    plotly_cuts = pytest.importorskip("tools.plotly_cuts", reason="needs tree-sitter")
    name, *lines = browser_files.CUTS.read_text("utf-8").splitlines()
    source = (STATIC / "js" / name.split()[0]).read_bytes()
    assert lines == [f"{start} {end}" for start, end in plotly_cuts.unneeded(source)]


def test_other_fonts_stand_for_those_of_the_installed_streamlit() -> None:
    """After an upgrade: new names in INSTEAD, then python -m tools.fonts."""
    assert [name for name in browser_files.INSTEAD if not (STATIC / name).exists()] == []


def test_every_icon_that_a_page_or_streamlit_shows_is_in_the_font() -> None:
    """Else its name would stand there in letters: python -m tools.fonts."""
    assert icons() <= ligatures(TTFont(FOLDER / "icons.woff2")).keys()


def test_the_font_of_empty_letters_has_each() -> None:
    assert TTFont(FOLDER / "spaces.woff2").getBestCmap().keys() == SPACES.keys()


def test_without_what_is_left_out_the_rest_stays_in_order() -> None:
    assert browser_files.without(b"0123456789", [(0, 2), (3, 4), (8, 10)]) == b"24567"
    assert browser_files.without(b"0123", []) == b"0123"


def test_scripts_of_pages_are_named_in_the_installed_streamlit() -> None:
    names = [Path(file).name.partition(".")[0] for file in browser_files.needed_soon()]
    assert set(browser_files.AHEAD) <= set(names)
    assert all((STATIC.parent / file).exists() for file in browser_files.needed_soon())
