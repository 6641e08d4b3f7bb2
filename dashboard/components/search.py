"""What can be found from the top of every page: names in all languages, with or without accents and typing errors."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from typing import Final

from dashboard import analyses, queries
from dashboard.components.page import PAGES
from dashboard.i18n import LANGUAGES, _, language, speaking
from dashboard.remembered import Version, remembered, version
from metrics import METRICS, Selection

FOUND: Final = 8
"""The most things that are listed."""
_LIKE: Final = 0.78
"""How like a word has to be to what was typed, from 0 to 1, to be taken for a typing error."""
_SHORTEST: Final = 4
"""Letters below which nothing is taken for a typing error."""


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    Attributes:
        kind: What it is, in the reader's language.
        label: What it is called, in the reader's language.
        path: The page that shows it.
        values: What the page is opened with.
        anchor: The place on the page.
        names: All that it is called, in every language, in plain letters.
    """

    kind: str
    label: str
    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    anchor: str = ""
    names: frozenset[str] = frozenset()


def find(typed: str) -> list[Entry]:
    """Return what is called so, the best matches first.

    Args:
        typed: What somebody typed.
    """
    return matching(typed, _index(language(), version()))


def matching(typed: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that match what was typed, the best first.

    Args:
        typed: What somebody typed.
        entries: All that can be found.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    scored = ((max(_likeness(wanted, name) for name in each.names), each) for each in entries if each.names)
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], len(pair[1].label), pair[1].label))
    return [each for _score, each in best[:FOUND]]


def plain(text: str) -> str:
    """Return a text in lower case, without accents and without the sign of a hashtag."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).strip(" #")


def _likeness(wanted: str, name: str) -> float:
    if name == wanted:
        return 4
    if name.startswith(wanted):
        return 3
    if any(word.startswith(wanted) for word in name.split()):
        return 2
    if wanted in name:
        return 1
    if len(wanted) < _SHORTEST:
        return 0
    ratio = max(SequenceMatcher(None, wanted, each).ratio() for each in (name, *name.split()))
    return ratio if ratio >= _LIKE else 0


@remembered(6)
def _index(_spoken: str, _version: Version) -> tuple[Entry, ...]:
    return (*_pages(), *_definitions(), *_values(), *_events())


def _pages() -> Iterator[Entry]:
    for path, page in PAGES.items():
        if page.is_there:
            yield Entry(_("Page"), page.title(), path, names=_in_every_language(page.title, page.question))


def _definitions() -> Iterator[Entry]:
    for metric in METRICS.values():
        names = _in_every_language(partial(_, metric.label)) | {plain(metric.name)}
        yield Entry(_("Definition"), _(metric.label), "definitions", anchor=metric.name, names=names)


def _values() -> Iterator[Entry]:
    places = {
        "mission": (_("Mission"), "mission" if "mission" in PAGES else "missions"),
        "account": (_("Own account"), "posts"),
    }
    for dimension, (kind, path) in places.items():
        for code, label in queries.names(dimension).items():
            names = _in_every_language(partial(_name_of, dimension, code)) | {plain(code)}
            yield Entry(kind, label, path, {dimension: code}, names=names)
    for tag in queries.latest(["posts"], ["hashtag"])["hashtag"].head(500):
        if tag != "none":
            yield Entry(_("Hashtag"), f"#{tag}", "posts", {"search": f"#{tag}"}, names=frozenset({plain(tag)}))


def _name_of(dimension: str, code: str) -> str:
    return queries.names(dimension).get(code, code)


def _events() -> Iterator[Entry]:
    for event in analyses.events(Selection()).to_dict("records"):
        name = str(event["event"])
        yield Entry(
            _("Event"),
            name,
            "events",
            {"event": f"{event['day']:%Y-%m-%d}"},
            names=frozenset(map(plain, queries.in_every_language(name))),
        )


def _in_every_language(*texts: Callable[[], str]) -> frozenset[str]:
    found = set()
    for code in LANGUAGES:
        with speaking(code):
            found |= {plain(text()) for text in texts}
    return frozenset(found)
