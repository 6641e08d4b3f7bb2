"""How much processor time each page of the dashboard takes.

    python benchmarks/pages.py [--posts 4400 100000 ...] [--data FOLDER] [--pages overview reach ...]

Each size has data of its own, drawn from the sample (`drawn_posts`); `--data` measures what is in a folder instead.
Pages run as the server runs them, from app.py, in one session each, without a browser: `first` is the page in a process
that has read nothing of the data; `new` a filter that nobody has asked for, the median of a mission, a platform and a
period; `worst` the slowest of these; `again` the same view once more. Of `new` it says what was spent on asking for
numbers, on drawing figures, and on all else (elements, texts, tables, the filter bar). Times are milliseconds of
processor time of all threads, so that other work on the machine counts little. Statements are known from other filters
of the same shape, as on any server that has been asked before; `first` contains making them.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
from streamlit.components.v2 import manifest_scanner
from streamlit.navigation.page import calc_hash
from streamlit.testing.v1 import AppTest

from benchmarks import drawn_posts
from dashboard import pages, remembered
from data.store.warehouse import Warehouse

Filter = dict[str, str]
_SHAPES: Final[tuple[Filter, ...]] = (
    {"mission": "GTM"},
    {"platform": "tumblr"},
    {"from": "2014-08-04", "to": "2014-10-05"},
)
"""Filters that are asked first, of the same shapes as those that are measured."""
_NEW: Final[tuple[Filter, ...]] = (
    {"mission": "KEN"},
    {"mission": "COL"},
    {"platform": "facebook"},
    {"from": "2014-09-01", "to": "2014-11-30"},
    {"from": "2014-07-07", "to": "2014-12-07"},
)
_HIDDEN: Final = "steward"
"""The internal view, which is shown on the machine of those who keep the data."""


class Share(NamedTuple):
    """Milliseconds of one view of a page."""

    all: float
    asking: float
    drawing: float

    @property
    def rest(self) -> float:
        """What is neither."""
        return self.all - self.asking - self.drawing


class Clock:
    """Adds up processor time by what it is spent on; what happens inside of something else counts there."""

    def __init__(self) -> None:
        self.spent = {"all": 0.0, "asking": 0.0, "drawing": 0.0}
        self._inside: str = ""

    def timing(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time is added to a part, unless it is called in another part."""

        @wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            if self._inside not in ("", "all"):
                return work(*given, **named)
            outside, self._inside, start = self._inside, part, process_time()
            try:
                return work(*given, **named)
            finally:
                self.spent[part] += process_time() - start
                self._inside = outside

        return timed

    def take(self) -> Share:
        """Return what was spent since the last time."""
        share = Share(*(1000 * seconds for seconds in self.spent.values()))
        self.spent = dict.fromkeys(self.spent, 0.0)
        return share


clock = Clock()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", nargs="+", type=int, default=[4_400, 100_000])
    parser.add_argument("--data", type=Path, help="a folder with data, instead of data that are drawn")
    parser.add_argument("--pages", nargs="+", help="addresses of pages; all without")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)  # Streamlit says that there is no server
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    _time_parts()
    if options.data:
        print_table(options.data, options.pages)
        return
    for posts in options.posts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{posts:,} posts")
            drawn_posts.fill(Warehouse(Path(folder)), posts)
            print_table(Path(folder), options.pages)


def print_table(folder: Path, addresses: list[str] | None) -> None:
    """Print one line for each page."""
    os.environ["REACH_WAREHOUSE"] = str(folder)
    print(f"{'page':<14} {'first':>7} {'new':>7} {'worst':>7} {'again':>7}   {'asking':>7} {'drawing':>7} {'rest':>7}")
    for module in pages.every():
        name = module.PAGE.address or "overview"
        if module.PAGE.address != _HIDDEN and (not addresses or name in addresses):
            print(_line(name, module.PAGE.address), flush=True)


def _line(name: str, path: str) -> str:
    remembered.forget()
    gc.collect()
    app = AppTest.from_function(_script, default_timeout=600)
    app._page_hash = calc_hash(path)
    first = _view(app)
    for each in _SHAPES:
        _filtered(app, each)
    new, again = [], []
    for each in _NEW:
        new.append(_filtered(app, each))
        again.append(_view(app))
    parts = (median(getattr(share, part) for share in new) for part in ("asking", "drawing", "rest"))
    totals = (
        first.all,
        median(share.all for share in new),
        max(share.all for share in new),
        median(share.all for share in again),
    )
    numbers = " ".join(f"{number:>7.0f}" for number in totals)
    return f"{name:<14} {numbers}   {' '.join(f'{number:>7.0f}' for number in parts)}"


def _filtered(app: AppTest, wanted: Filter) -> Share:
    """Return what a view takes to which the address moved by itself, as a link or Back moves it."""
    app.query_params.clear()
    for name, value in wanted.items():
        app.query_params[name] = value
    return _view(app)


def _view(app: AppTest) -> Share:
    clock.take()
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return clock.take()


def _script() -> None:
    """Draw the dashboard. Streamlit runs the text of this function."""
    import app
    from benchmarks.pages import clock

    clock.timing("all", app.show)()


def _time_parts() -> None:
    """Let the clock know when numbers are asked for and when figures are drawn, before pages are imported."""
    keep = remembered.remembered
    remembered.remembered = lambda answers: lambda ask: keep(answers)(clock.timing("asking", ask))  # type: ignore[assignment]
    from dashboard.components import cards

    cards._drawn = clock.timing("drawing", cards._drawn)


if __name__ == "__main__":
    from benchmarks import pages as measured  # the page finds the clock by its module

    measured.main()
