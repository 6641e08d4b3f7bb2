"""Definitions as text, for the Definitions page and for docs/metrics.md, which `make renew` writes.

`say` translates a text; without it everything is in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.model import AmecStage, Dimension, Kind, Metric, Role

PAGE: Final = Path(__file__).parents[2] / "docs" / "metrics.md"
Say = Callable[[str], str]
_SENTENCE_END: Final = re.compile(r"(?<=\w\w[.!?]) (?=[^\W\d_a-zà-ÿ])")
"""A space after a sentence, and none after `e.g.`"""


@dataclass(frozen=True)
class Entry:
    """The definition of one metric or dimension: its name, its title, and its text in Markdown.

    Attributes:
        meaning: What it means, in plain text.
        unit: The unit of a metric; empty for a dimension.
        further: What else is known, as pairs of a heading, which can be empty, and a text; a formula is in backticks.
    """

    name: str
    title: str
    text: str
    meaning: str
    unit: str = ""
    further: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """The first sentence of the meaning, which stands on a line of its own."""
        return _SENTENCE_END.split(self.meaning, maxsplit=1)[0]


@dataclass(frozen=True)
class Group:
    """Metrics of one kind, and what the kind means and allows."""

    title: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """An AMEC stage with its metrics, or the dimensions."""

    name: str
    title: str
    text: str
    groups: tuple[Group, ...]


def chapters(say: Say = str) -> tuple[Chapter, ...]:
    """Return all definitions: the stages from inputs to impact, then the dimensions."""
    dimensions = Group("", "", tuple(_dimension(each, say) for each in DIMENSIONS.values()))
    about = say("Numbers can be broken down and filtered by these dimensions.")
    return (*ladder(say), Chapter("dimensions", say("Dimensions"), about, (dimensions,)))


def ladder(say: Say = str) -> tuple[Chapter, ...]:
    """Return every metric by stage and kind. A stage without metrics says so."""
    return tuple(_stage(amec_stage, say) for amec_stage in AmecStage)


def facts(metric: Metric, say: Say = str) -> tuple[tuple[str, str], ...]:
    """Return what is known about a metric besides its description, as pairs of a heading and a text in Markdown."""
    parts = (
        (say("What it is not"), say(metric.is_not)),
        (say("Formula"), f"`{metric.formula or metric.sql}`"),
        (say("Unit"), say(metric.unit)),
        (say("Type of metric"), f"{say(metric.kind.value)}. {_allowed(metric.kind, say)}"),
        (say("Defined by"), say(metric.source)),
    )
    return tuple((heading, text) for heading, text in parts if text)


def line(heading: str, text: str, say: Say = str) -> str:
    """Return a heading and its text on one line of Markdown."""
    return say("**{heading}:** {text}").format(heading=heading, text=text)


def document() -> str:
    """Return the text of docs/metrics.md."""
    parts = [
        "# Metrics",
        "What each number means, what it is not, and what may be done with it. This page is made from "
        "`metrics/definitions/catalogue.py` by "
        "`make renew`; the Definitions page of the dashboard shows the same in English, French and Spanish.",
        "Metrics are grouped by the stages of AMEC's Integrated Evaluation Framework. "
        "Advertising value equivalents are not among them: they are not the value of communication (Barcelona Principles).",
    ]
    for chapter in chapters():
        parts += [f"## {chapter.title}", chapter.text]
        for group in chapter.groups:
            parts += filter(None, [f"**{group.title}.** {group.text}" if group.title else ""])
            parts += [
                text for entry in group.entries for text in (f'### <a id="{entry.name}"></a>{entry.title}', entry.text)
            ]
    return "\n\n".join(parts) + "\n"


def _stage(amec_stage: AmecStage, say: Say) -> Chapter:
    groups = tuple(_groups([metric for metric in METRICS.values() if metric.amec_stage is amec_stage], say))
    text = say(amec_stage.meaning) if groups else f"{say(amec_stage.meaning)} {say(amec_stage.missing)}"
    return Chapter(amec_stage.value, _capital(say(amec_stage.value)), text, groups)


def _groups(metrics: list[Metric], say: Say) -> Iterator[Group]:
    for kind in Kind:
        if entries := tuple(_metric(metric, say) for metric in metrics if metric.kind is kind):
            yield Group(_capital(say(kind.value)), _allowed(kind, say), entries)


def _metric(metric: Metric, say: Say) -> Entry:
    known = facts(metric, say)
    lines = [line(heading, text, say) for heading, text in known if heading != say("Type of metric")]
    meaning = say(metric.description)
    text = "  \n".join([f"{meaning} (`{metric.name}`)", *lines])
    return Entry(metric.name, say(metric.label), text, meaning, say(metric.unit), known)


def _dimension(dimension: Dimension, say: Say) -> Entry:
    sentences = [f"{say(dimension.description)} (`{dimension.name}`)"]
    if dimension.unknown:
        sentences.append(say("Where it is unknown, the value is “{label}”.").format(label=say(dimension.unknown_label)))
    if dimension.rest:
        sentences.append(say("The row of all others is “{label}”.").format(label=say(dimension.rest_label)))
    if dimension.many:
        sentences.append(say("An item can have several values, so the rows add up to more than the total."))
    if dimension.role is Role.VOICE:
        sentences.append(
            say(
                "Available for all data or one campaign: alone, by month or by platform, so that nobody's posts stand alone."
            )
        )
    further = tuple(("", sentence) for sentence in sentences[1:])
    return Entry(dimension.name, say(dimension.label), " ".join(sentences), say(dimension.description), "", further)


def _allowed(kind: Kind, say: Say) -> str:
    adding = say("Can be added up.") if kind.adds else say("Cannot be added up.")
    return f"{say(kind.meaning)} {adding} {say(kind.advice)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
