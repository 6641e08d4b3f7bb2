"""What can be found from the top of every page: names in all languages, with or without accents and typing errors.

Several words find what has most of them, wherever they stand in its names; a day finds the days around it, and a number
the published figures with it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from typing import Final

from dashboard import analyses, queries
from dashboard.components import claim_cards, search_days
from dashboard.components.page import PAGES
from dashboard.components.search_topics import TOPICS
from dashboard.i18n import LANGUAGES, _, day, language, shown, speaking
from dashboard.remembered import Version, remembered, version
from metrics import METRICS, Selection
from metrics.analyses.claim_wording import published

FOUND: Final = 8
"""The most things that are listed."""
_LIKE: Final = 0.78
"""How like a word has to be to what was typed, from 0 to 1, to be taken for a typing error."""
_NAMED: Final = 2
"""What a name counts of which a word begins with what was typed."""
_SHORTEST: Final = 4
"""Letters below which nothing is taken for a typing error."""
_WORD: Final = 3
"""Letters below which a word of several is left out, as “in” and “de”."""
_AROUND: Final = dt.timedelta(days=7)
"""How many days before and after a day are around it."""
_GROUPS: Final = re.compile(r"[\s.,’']")
"""What groups the digits of a number in some language."""


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
    index = _index(language(), version())
    around = search_days.around(typed)
    if around is not None:
        return [_of_day(around), *(each for each in index if each.path == "events" and _is_near(each, around))][:FOUND]
    return matching(_as_number(typed) or typed, index)


def matching(typed: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that match what was typed, the best first.

    Args:
        typed: What somebody typed.
        entries: All that can be found.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    tokens = [each for each in wanted.replace(",", " ").split() if len(each) >= _WORD]
    scored = [(_score(wanted, tokens, each), each) for each in entries if each.names]
    if any(score >= _NAMED for score, _entry in scored):  # what is called so is no typing error of something else
        scored = [(score, entry) for score, entry in scored if score >= 1 or len(tokens) > 1]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], len(pair[1].label), pair[1].label))
    return [each for _score, each in best[:FOUND]]


def _score(wanted: str, tokens: Sequence[str], entry: Entry) -> float:
    likeness = max(_likeness(wanted, name) for name in entry.names)
    if likeness >= 1 or len(tokens) < 2:
        return likeness
    words = {word.strip(",;()") for name in entry.names for word in name.split()}
    found = sum(any(word.startswith(token) for word in words) for token in tokens)
    # One word of several is too little: “posts in Spanish” is not about everything called a post.
    return max(likeness, 0.9 * found / len(tokens) if 2 * found > len(tokens) else 0)


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
    return (*_pages(), *_definitions(), *_values(), *_narrowed(), *_events(), *_figures())


def _pages() -> Iterator[Entry]:
    for path, page in PAGES.items():
        if page.is_there:
            topics = TOPICS.get(path, page.title)
            yield Entry(_("Page"), page.title(), path, names=_in_every_language(page.title, page.question, topics))


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


def _narrowed() -> Iterator[Entry]:
    """Yield what narrows a page: a language its posts, those with most engagement first; a region its missions."""
    for code, label in queries.names("language").items():
        if code != "unknown":
            names = _in_every_language(partial(_name_of, "language", code), partial(_posts_in, code))
            values = {"language": code, "order": "engagement"}
            yield Entry(_("Language"), label, "posts", values, names=names)
    for code, label in queries.names("platform").items():
        if code in queries.options("platform") and code != "unknown":
            names = _in_every_language(partial(_name_of, "platform", code))
            yield Entry(_("Platform"), label, "", {"platform": code}, names=names)
            names = _in_every_language(partial(_missing_from, code))
            yield Entry(_("Data quality"), label, "quality", {"platform": code}, names=names)
    for code, label in queries.names("region").items():
        if code != "unknown":
            names = _in_every_language(partial(_name_of, "region", code), partial(_silent_in, code))
            yield Entry(_("Region"), label, "missions", {"region": code}, names=names)
    for code, label in queries.names("contributor_type").items():
        if code != "unknown":
            names = _in_every_language(partial(_name_of, "contributor_type", code))
            yield Entry(_("Contributor type"), label, "contributions", names=names)


def _posts_in(code: str) -> str:
    return _("posts in {language}, best, most engagement").format(language=_name_of("language", code))


def _missing_from(code: str) -> str:
    return _("what is missing from {platform}").format(platform=_name_of("platform", code))


def _silent_in(code: str) -> str:
    return _("silent missions in {region}").format(region=_name_of("region", code))


def _figures() -> Iterator[Entry]:
    """Yield the published figures, by their number in digits alone."""
    words = claim_cards.words()
    for row in analyses.claims(Selection()).to_dict("records"):
        if row["value"] == int(row["value"]):
            names = frozenset({str(int(row["value"]))})
            yield Entry(_("Published figure"), published(row, words, shown), "claims", names=names)


def _as_number(typed: str) -> str:
    """Return the digits of a number of at least three digits, however it is grouped; empty if it is no number."""
    digits = _GROUPS.sub("", typed.strip())
    return digits if digits.isdecimal() and len(digits) >= 3 else ""


def _of_day(at: dt.date) -> Entry:
    first, last = at - _AROUND, at + _AROUND
    return Entry(_("Days around"), day(at), "", {"from": first.isoformat(), "to": last.isoformat()})


def _is_near(event: Entry, at: dt.date) -> bool:
    return abs(dt.date.fromisoformat(event.values["event"]) - at) <= _AROUND if "event" in event.values else False


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
