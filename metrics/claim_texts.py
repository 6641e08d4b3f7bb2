"""What a row of the ledger of published figures says, in words. `say` translates a text, `shown` writes a number in a metric's format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from metrics.catalogue import METRICS
from metrics.model import Metric

_PEOPLE: Final = re.compile(r"\b(people|persons?|users?|readers?|viewers?|personnes?|utilisateurs?|personas?|usuarios?)\b", re.I)


class State(StrEnum):
    """What became of a published figure. Conflicting comes on top of one of the others."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> State:
        state = str.__new__(cls, value)
        state._value_ = value
        state.meaning = meaning
        return state

    REPRODUCED = "reproduced", "The data give the number, as precisely as it was published."
    OFF = "off", "The data give another number."
    CONFLICTING = "conflicting", "Another number was published for the same thing."
    UNREPRODUCED = "cannot be reproduced", "Nothing in the data gives the number."


REASONS: Final = {
    "agrees": "The data give {derived}.",
    "too_much": "Published {share} above what the data give: {derived}.",
    "too_little": "Published {share} below what the data give: {derived}.",
    "nothing": "The data give none.",
    "not_beyond": "The data give exactly {derived}, no more and no less.",
    "within": "The data only bound it, between {low} and {high}: it may be right.",
    "beyond": "Published {share} above the most that the data allow: {high}.",
    "beyond_known": "More than the posts that say their reach can have reached, {high}; the others may make up for it.",
    "short_of": "Published {share} below the least that the data allow: {low}.",
    "no_metric": "No metric counts “{detail}”.",
    "no_data": "The data hold nothing of it.",
    "hidden": "The number is hidden, because few people are behind it.",
    "unreadable": "Its question has no answer: {detail}",
}
"""Why a figure has its state."""
CAUTIONS: Final = {
    "slots": "Published as “{published}”, but it is {metric}: {meaning}",
    "accounts": "Published as “{published}”, but platforms count accounts, not people.",
}
"""What is said where a figure was published as something it is not."""
INFLATION: Final = (
    "It is {by_upper} times the most and {by_lower} times the fewest different accounts that the posts with a known reach "
    "({coverage} of all) can have reached: {high} and {low}."
)

Say = Callable[[str], str]
Shown = Callable[[Any, str], str]


def plain(value: Any, form: str) -> str:
    """A number as the terminal writes it."""
    if pd.isna(value):
        return "–"
    return {"share": f"{value:.1%}", "ratio": f"{value:,.2f}"}.get(form, f"{value:,.0f}")


def told(row: Mapping[Any, Any], say: Say = str, shown: Shown = plain) -> str:
    """Why a row of the ledger has its state."""
    template, numbers = REASONS[row["reason"]], {"derived": row["derived"], "low": row["lower"], "high": row["upper"]}
    written = {name: shown(value, row["format"]) for name, value in numbers.items()}
    share = shown(None if pd.isna(row["off_by"]) else abs(row["off_by"]), "share")
    detail: str = row["detail"]
    return say(template).format(**written, share=share, detail=say(detail))


def caution(row: Mapping[Any, Any], say: Say = str) -> str:
    """What a row was published as and is not; nothing where it is what it was called."""
    metric, published = metric_of(row), row["unit_as_published"]
    if metric is None or pd.isna(published) or not _PEOPLE.search(published) or metric.unit == "persons":
        return ""
    meant = CAUTIONS["accounts" if metric.unit == "accounts" else "slots"]
    return say(meant).format(published=published, metric=say(metric.label), meaning=say(metric.kind.meaning))


def inflation(row: Mapping[Any, Any], say: Say = str, shown: Shown = plain) -> str:
    """How a figure of reach compares with the accounts that can have been reached; nothing for any other, or where that is not known."""
    if pd.isna(row["by_upper"]) or pd.isna(row["by_lower"]):
        return ""
    counts = {"low": row["reach_lower"], "high": row["reach_upper"]}
    ratios = {name: shown(row[name], "ratio") for name in ("by_upper", "by_lower")}
    coverage = shown(row["coverage"], "share")
    return say(INFLATION).format(**ratios, **{name: shown(value, "count") for name, value in counts.items()}, coverage=coverage)


def published(row: Mapping[Any, Any], qualifiers: Mapping[str, str], shown: Shown = plain) -> str:
    """A figure as it was published: `over 520,000 people`. `qualifiers` are their words by code; “exactly” goes without saying."""
    qualifier = "" if pd.isna(row["qualifier"]) or row["qualifier"] == "exact" else qualifiers.get(row["qualifier"], row["qualifier"])
    unit = "" if pd.isna(row["unit_as_published"]) else row["unit_as_published"]
    return " ".join(filter(None, (qualifier, shown(row["value"], row["format"]), unit)))


def derived(row: Mapping[Any, Any], shown: Shown = plain) -> str:
    """What the data give: a number, or the two between which it lies."""
    if pd.notna(row["lower"]):
        return f"{shown(row['lower'], row['format'])}–{shown(row['upper'], row['format'])}"
    return shown(row["derived"], row["format"])


def state_text(row: Mapping[Any, Any]) -> str:
    """The states of a row in one text, as the terminal prints them: `off by 11.1%; conflicting`."""
    state = f"off by {abs(row['off_by']):.1%}" if row["state"] == State.OFF and pd.notna(row["off_by"]) else row["state"]
    return f"{state}; {State.CONFLICTING}" if row["conflicting"] else str(state)


def metric_of(row: Mapping[Any, Any]) -> Metric | None:
    """The metric of a figure: where the data only bound it, the upper one; None where no metric counts it."""
    return METRICS.get(str(row["metric"]).rpartition(";")[2].strip())
