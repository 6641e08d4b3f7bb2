"""Texts about rows of the ledger of published figures, with numbers in the format of their metric."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from common.messages import Quantity, TranslatableText, Verbatim
from metrics.analyses.comparability import DATE, DEFINITION, SCOPE
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import Metric

_PEOPLE: Final = re.compile(
    r"\b(people|persons?|users?|readers?|viewers?|personnes?|utilisateurs?|personas?|usuarios?)\b", re.I
)


class State(StrEnum):
    """The result of the check of a published figure. Conflicting and not comparable are added to another state."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> State:
        """Make a state with its label and meaning."""
        state = str.__new__(cls, value)
        state._value_ = value
        state.label, state.meaning = label, meaning
        return state

    REPRODUCED = "reproduced", "Matches the data", "The data give the same number, at the precision published."
    OFF = "off", "Differs", "The data give another number."
    CONFLICTING = (
        "conflicting",
        "Conflicting",
        "Another number was published with the same definition, scope and date.",
    )
    NOT_COMPARABLE = (
        "not_comparable",
        "Not comparable",
        "Another number was published with another definition, scope or date, so neither shows that the other is wrong.",
    )
    UNREPRODUCED = "cannot be reproduced", "Cannot be confirmed", "The data cannot confirm or contradict the number."


MADE_TO_AGREE: Final = "the sample was made to agree"
"""What stands for “reproduced” where the rows behind a figure are made up: they prove nothing."""
REASONS: Final = {
    "agrees": "In the data: {derived}.",
    "made_to_agree": "The sample was made to agree: {derived}. That confirms nothing.",
    "too_much": "Published {share} above the data: {derived}.",
    "too_little": "Published {share} below the data: {derived}.",
    "nothing": "In the data: 0.",
    "not_beyond": "In the data: exactly {derived}, no more and no less.",
    "within": "The data allow anything from {low} to {high}, so it may be right.",
    "within_known": "Posts that report reach allow anything from {low} to {high}, so it may be right.",
    "beyond": "{share} above the highest number the data allow ({high}).",
    "beyond_known": "Above the high end for posts that report reach ({high}). Other posts may make up the difference.",
    "short_of": "{share} below the lowest number the data allow ({low}).",
    "no_metric": "This dashboard does not count “{detail}”.",
    "no_data": "The data contain nothing about this.",
    "hidden": "The number is hidden for privacy.",
    "unreadable": "Its saved query gives no result. {detail}",
}
"""Why a figure has its state."""
CAUTIONS: Final = {
    "slots": "Published as “{published}”. It is {metric}: {meaning}",
    "accounts": "Published as “{published}”, but platforms count accounts, not people.",
}
"""What is said where a figure was published as something it is not."""
USAGES: Final = {
    "quotable": "You may quote it, with its date and scope.",
    "made_up": "Quote it only with its source and date. These data are made up and confirm nothing.",
    "unconfirmed": "Quote it only with its source and date. The data cannot confirm it.",
    "differs": "Do not quote it. The data give another number.",
    "conflicting": "Do not quote it until it is clear which number is right.",
}
"""Whether a figure may be quoted."""
NAMES: Final = {"slots": "Call it {metric}, not “{published}”.", "accounts": "Say “accounts”, not “{published}”."}
"""What a figure that may be quoted is called, where it was published as something it is not."""
RANGES: Final = {
    "followers": "As different accounts: {low} to {high}. The figure is {by_upper} × the high end and {by_lower} × the low end.",
    "followers_in_part": "As different accounts: {low} to {high}, as far as followers are known ({coverage}).",
    "reach": "Posts in its scope reached {low} to {high} accounts. The figure is {by_upper} × the high end and {by_lower} × the low end.",
    "reach_in_part": "The posts that report reach ({coverage}) reached {low} to {high} accounts. The others do not report it.",
}
"""How a figure of reach or followers compares with the different accounts there can be behind it."""
NOT_COMPARABLE: Final = "Not comparable with {others}: {differences}."
DIFFERENT: Final = {DEFINITION: "another definition", SCOPE: "another scope", DATE: "another date"}
"""What makes a figure not comparable with another one."""

Shown = Callable[[Any, str], str]


def plain(value: Any, form: str) -> str:
    """Return a number as the terminal prints it."""
    return str(_quantity(value, form))


def made_to_agree(row: Mapping[Any, Any]) -> bool:
    """Return whether a figure matches only because the sample was made to agree with it.

    A figure saved from the sample is not such a figure.
    """
    return bool(
        row["state"] == State.REPRODUCED and row["synthetic"] in ("yes", "part") and pd.isna(row["data_version"])
    )


def reason_text(row: Mapping[Any, Any]) -> TranslatableText:
    """Return the reason for the state of a row."""
    reason = "made_to_agree" if made_to_agree(row) else row["reason"]
    numbers = {"derived": row["derived"], "low": row["lower"], "high": row["upper"]}
    written = {name: _quantity(value, row["format"]) for name, value in numbers.items()}
    share = _quantity(None if pd.isna(row["off_by"]) else abs(row["off_by"]), "share")
    detail = row["detail"]
    if reason == "no_metric":  # the sheet has a name of its own for what it counts, as a code
        detail = Verbatim(str(detail).replace("_", " "))
    return TranslatableText(REASONS[reason], reason, **written, share=share, detail=detail)


def comparison(row: Mapping[Any, Any]) -> TranslatableText | None:
    """Return the figures with which a row cannot be compared, and why; None if it can be compared with all."""
    if not row["not_comparable"]:
        return None
    others, differences = (row[name].split(", ") for name in ("not_comparable_with", "differs_in"))
    named = tuple(map(Verbatim, others))
    return TranslatableText(
        NOT_COMPARABLE, "not_comparable", others=named, differences=tuple(DIFFERENT[each] for each in differences)
    )


def usage(row: Mapping[Any, Any], words: Mapping[str, str] | None = None) -> list[TranslatableText]:
    """Return whether a row may be quoted, and what it is then called, a sentence each.

    Args:
        row: A row of the ledger.
        words: Units in the reader's language.
    """
    if row["state"] == State.OFF:
        verdict = "differs"
    elif row["conflicting"]:
        verdict = "conflicting"
    elif row["state"] == State.UNREPRODUCED:
        verdict = "unconfirmed"
    else:
        verdict = "made_up" if made_to_agree(row) else "quotable"
    said = [TranslatableText(USAGES[verdict], verdict)]
    if (named := caution(row, words)) and verdict not in ("differs", "conflicting"):
        said.append(TranslatableText(NAMES[named.code], named.code, **named.values))
    return said


def caution(row: Mapping[Any, Any], words: Mapping[str, str] | None = None) -> TranslatableText | None:
    """Return what a row was published as and what it really is; None if it was published under its own name.

    Args:
        row: A row of the ledger.
        words: Units in the reader's language.
    """
    metric, published = metric_of(row), row["unit_as_published"]
    if metric is None or pd.isna(published) or not _PEOPLE.search(published):
        return None
    meant = "accounts" if metric.unit == "accounts" else "slots"
    return TranslatableText(
        CAUTIONS[meant],
        meant,
        published=Verbatim((words or {}).get(published, published)),
        metric=metric.label,
        meaning=metric.kind.meaning,
    )


def inflation(row: Mapping[Any, Any]) -> TranslatableText | None:
    """Return how a figure compares with the possible different accounts, and with reach where that is valid."""
    own = "reach" if row["range_of"] == "unique_reach" else "followers"
    sentences = [_range(own, row, ("range_lower", "range_upper"), ("by_lower", "by_upper"))]
    if own == "followers":
        sentences.append(_range("reach", row, ("reach_lower", "reach_upper"), ("by_reach_lower", "by_reach_upper")))
    found = [sentence for sentence in sentences if sentence]
    return TranslatableText.of(found) if found else None


def _range(of: str, row: Mapping[Any, Any], ends: tuple[str, str], ratios: tuple[str, str]) -> TranslatableText | None:
    low, high = (row[name] for name in ends)
    by_lower, by_upper = (row[name] for name in ratios)
    if pd.isna(low) or pd.isna(high):
        return None
    known = {"low": _quantity(low), "high": _quantity(high)}
    if pd.isna(by_lower) or pd.isna(by_upper):
        in_part = f"{of}_in_part"
        return TranslatableText(RANGES[in_part], in_part, **known, coverage=_quantity(row["coverage"], "share"))
    return TranslatableText(
        RANGES[of], of, **known, by_lower=_quantity(by_lower, "ratio"), by_upper=_quantity(by_upper, "ratio")
    )


def _quantity(value: Any, form: str = "count") -> Quantity:
    return Quantity(None if pd.isna(value) else float(value), form)


def published(row: Mapping[Any, Any], words: Mapping[str, str], shown: Shown = plain) -> str:
    """Return a figure as it was published, such as `over 520,000 people`.

    Args:
        row: A row of the ledger.
        words: The word of each qualifier by its code, and units in the reader's language; “exactly” is left out.
        shown: Writes a number in a format.
    """
    qualifier = (
        ""
        if pd.isna(row["qualifier"]) or row["qualifier"] == "exact"
        else words.get(row["qualifier"], row["qualifier"])
    )
    unit = "" if pd.isna(row["unit_as_published"]) else words.get(row["unit_as_published"], row["unit_as_published"])
    return " ".join(filter(None, (qualifier, shown(row["value"], row["format"]), unit)))


def derived(row: Mapping[Any, Any], shown: Shown = plain) -> str:
    """Return the number in the data, or the two ends between which it lies."""
    if pd.notna(row["lower"]):
        return f"{shown(row['lower'], row['format'])}–{shown(row['upper'], row['format'])}"
    return shown(row["derived"], row["format"])


def states(row: Mapping[Any, Any]) -> list[State]:
    """Return the states of a row: the result of its check first, then how it compares with other figures."""
    own = next(state for state in State if state == row["state"])
    beside = {State.CONFLICTING: row["conflicting"], State.NOT_COMPARABLE: row["not_comparable"]}
    return [own, *(state for state, holds in beside.items() if holds)]


def state_codes(row: Mapping[Any, Any]) -> str:
    """Return the states of a row for other programs, such as `off by 11.1%; not_comparable`."""
    own, *others = states(row)
    first = f"off by {abs(row['off_by']):.1%}" if own == State.OFF and pd.notna(row["off_by"]) else own
    return "; ".join([str(first), *map(str, others)])


def state_text(row: Mapping[Any, Any]) -> str:
    """Return the states of a row as the terminal prints them.

    For example `the sample was made to agree; not comparable`.
    """
    text = state_codes(row).replace(State.NOT_COMPARABLE, "not comparable")
    return text.replace(State.REPRODUCED, MADE_TO_AGREE, 1) if made_to_agree(row) else text


def table(ledger: pd.DataFrame, qualifiers: Mapping[str, str]) -> str:
    """Return the ledger as the lines of a table.

    Args:
        ledger: The frame of `claims.ledger`.
        qualifiers: The word of each qualifier by its code.

    Returns:
        One line for each figure: as published, in the data, and its states.
    """
    rows = ledger.to_dict("records")
    columns = {
        "claim": [row["claim"] for row in rows],
        "published": [published(row, qualifiers) for row in rows],
        "derived": [derived(row) for row in rows],
        "state": [state_text(row) for row in rows],
    }
    return pd.DataFrame(columns).to_string(index=False)


def record(row: Mapping[Any, Any], qualifiers: Mapping[str, str]) -> dict[str, object]:
    """Return a row of the ledger for other programs: what was published, what the data give, and why."""
    words = {
        "state": state_codes(row),
        "state_text": state_text(row),
        "reason": reason_text(row),
        "caution": caution(row) or "",
        "comparison": comparison(row) or "",
        "range": inflation(row) or "",
    }
    others = {
        name: row[name].split(", ") if row[name] else []
        for name in ("conflicts_with", "not_comparable_with", "differs_in")
    }
    known = {str(name): None if pd.isna(value) or value == "" else _whole(value) for name, value in row.items()}
    return known | words | others | {"published": published(row, qualifiers)}


def _whole(value: Any) -> Any:
    """Return a count without the decimal point that a column of shares gives it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def metric_of(row: Mapping[Any, Any]) -> Metric | None:
    """Return the metric of a figure, the high end for a range; None if no metric counts it."""
    return METRICS.get(str(row["metric"]).rpartition(";")[2].strip())
