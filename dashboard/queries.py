"""Answers for pages: measured once for each query and data version, with names in the reader's language.

Every answer here is as of the day that the reader looks back to, so that no page can forget it. What a page needs as of
today, such as the options of a filter, comes from `latest`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard import i18n as languages
from dashboard.i18n import _, language, number, said
from dashboard.i18n import names as naming
from dashboard.i18n.names import sort_key
from dashboard.remembered import Version, as_known, known_on, remembered, version
from metrics import DIMENSIONS, METRICS, Assumptions, Selection, VoicesNotShown, api, labels
from metrics.analyses import listings
from metrics.answers import attached
from metrics.compiler.planner import carried, recorded
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import TranslatableText
from metrics.disclosure import combined_rows

_TOLD_BY: Final = {"missions": "mission", "countries": "country", "contributors": ""}
"""Numbers of different things, and the dimension by which posts say which; every post has a contributor, known or
not."""


def ask(
    metrics: Sequence[str],
    by: Sequence[str] = (),
    where: Selection | None = None,
    assumptions: Assumptions | None = None,
) -> pd.DataFrame:
    """Return a measured frame as of the day looked back to.

    Args:
        metrics: The metrics.
        by: The dimensions.
        where: The selection.
        assumptions: The assumptions.

    Returns:
        The frame of `measure`. It is shared by all who ask the same, so never change it.
    """
    return _measured(
        tuple(metrics), tuple(by), where or Selection(), known_on(), assumptions or Assumptions(), version()
    )


def latest(metrics: Sequence[str], by: Sequence[str] = ()) -> pd.DataFrame:
    """Return a measured frame of all data as of today.

    Args:
        metrics: The metrics.
        by: The dimensions.

    Returns:
        The frame of `measure`. It is shared, so never change it.
    """
    return _measured(tuple(metrics), tuple(by), Selection(), None, Assumptions(), version())


@as_known(500)
def numbers(as_of: dt.date | None, metrics: tuple[str, ...], where: Selection) -> dict[str, int | float | None]:
    """Return numbers alone, for places that show them beside one that comes with its answer.

    Args:
        as_of: The day looked back to.
        metrics: The metrics.
        where: The selection.

    Returns:
        By metric the number of the whole selection; None where there is none.
    """
    return api.numbers(metrics, where, as_of)


def voices_or_publishers(metrics: Sequence[str], rows: Sequence[str], where: Selection) -> tuple[str, str]:
    """Return the dimension that shows who contributed.

    Args:
        metrics: The metrics.
        rows: The further breakdown.
        where: The selection.

    Returns:
        `contributor_type` and no text; or, if contributor types may not be shown or are all hidden, `account_type` and
        the reason.
    """
    why = _untold(tuple(metrics), tuple(rows), where, known_on(), version())
    if why is None:
        return "contributor_type", ""
    if why.is_too_narrow:
        return "account_type", _(
            "Contributor types (migrants, staff, partners …) are counted for the whole campaign, by month and by platform. "
            "For a selection this narrow you see who published instead."
        )
    return "account_type", _("{reason} You see who published instead.").format(reason=said(why.why))


@remembered(1000)
def _untold(
    metrics: tuple[str, ...], rows: tuple[str, ...], where: Selection, as_of: dt.date | None, _version: Version
) -> VoicesNotShown | None:
    try:
        frame = ask(metrics, ["contributor_type", *rows], where)
    except VoicesNotShown as reason:
        return reason.with_traceback(None)
    nothing_shown = attached(frame).suppressed and frame[list(metrics)].isna().all(axis=None)
    return (
        VoicesNotShown(TranslatableText("All values by contributor type are hidden for privacy."))
        if nothing_shown
        else None
    )


@remembered(1000)
def _measured(
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    where: Selection,
    as_of: dt.date | None,
    assumptions: Assumptions,
    _version: Version,
) -> pd.DataFrame:
    return api.ask(metrics, by, where, as_of, assumptions=assumptions)


def narrowed(where: Selection, metric: str) -> tuple[Selection, tuple[str, ...]]:
    """Return the part of a selection that a metric's items record, and the dimensions that they do not."""
    part = recorded(where, METRICS[metric])
    return part, tuple(name for name in where.names if name not in part.names)


def titled(dimension: str) -> str:
    """Return the label of a dimension."""
    return _(DIMENSIONS[dimension].label)


def phrase(dimension: str) -> str:
    """Return the name of a dimension in a sentence."""
    return languages.phrase(DIMENSIONS[dimension])


def assumed(frame: pd.DataFrame) -> str:
    """Return the assumptions behind the numbers of a frame, with names; empty without any.

    Args:
        frame: A measured frame.
    """
    metadata = attached(frame)
    if not metadata.assumptions:
        return ""
    return metadata.assumed.text(_, names_in_assumptions(), number)


def names_in_assumptions() -> dict[str, str]:
    """Return the names of the platforms and dimensions that assumptions can mention."""
    return names("platform") | {name: phrase(name) for name in DIMENSIONS}


def names(dimension: str) -> dict[str, str]:
    """Return the names of a dimension's values by code, in the current language."""
    return _names(dimension, language(), version())


@remembered(200)
def _names(dimension: str, _spoken: str, _version: Version) -> dict[str, str]:
    occurring = latest(["posts"], ["language"])["language"] if dimension == "language" else ()
    return naming.names(dimension, labels(dimension), occurring)


def names_of(frame: pd.DataFrame, dimension: str) -> dict[str, str]:
    """Return the names of a dimension's values in a frame, including those of rows that show several values.

    Args:
        frame: A measured frame.
        dimension: The dimension.
    """
    return names(dimension) | joined(frame).get(dimension, {})


def shown_together(frame: pd.DataFrame) -> list[str]:
    """Return which months or platforms a frame shows in one row, one sentence each.

    Args:
        frame: A measured frame.
    """
    row = naming.several_in_one_row(frame)
    return [said(combined_rows.shown_together(row, values, names(row))) for values in attached(frame).together]


def joined(frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the names of values that rows show together, by dimension and code.

    Args:
        frame: A measured frame.
    """
    return naming.joined(frame, names(naming.several_in_one_row(frame))) if attached(frame).together else {}


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame for a file: rows that show several values are named in words, all others by codes.

    Args:
        frame: A measured frame.

    Returns:
        A frame of the same shape.
    """
    for dimension, named in joined(frame).items():
        several = {code: name for code, name in named.items() if combined_rows.TOGETHER in code}
        frame = frame.assign(**{dimension: frame[dimension].replace(several)})
    return frame


def options(dimension: str, largest_first: bool = False) -> list[str]:
    """Return the values of a dimension that occur in the data, unknown and all others last.

    Args:
        dimension: The dimension.
        largest_first: Whether to sort by the number of posts instead of by name.
    """
    return _options(dimension, largest_first, language(), version())


@remembered(200)
def _options(dimension: str, largest_first: bool, _spoken: str, _version: Version) -> list[str]:
    named, last = names(dimension), (DIMENSIONS[dimension].unknown, DIMENSIONS[dimension].rest)
    codes = latest(["posts"], [dimension]).sort_values("posts", ascending=False)[dimension].tolist()
    if dimension in carried(FACT_TABLES[METRICS["contributions"].base]):
        codes += [code for code in latest(["contributions"], [dimension])[dimension] if code not in codes]
    if largest_first:
        return sorted(codes, key=lambda code: code in last)
    return sorted(codes, key=lambda code: (code in last, sort_key(str(named.get(code, code)))))


def is_unknown(metric: str, frame: pd.DataFrame, where: Selection) -> bool:
    """Return whether a number of different things is 0 only because no post says which they are.

    Such a number is unknown, not zero.

    Args:
        metric: What was counted.
        frame: Its answer, one row.
        where: The selection in which it was counted.
    """
    if (
        metric not in _TOLD_BY
        or frame[metric].isna().any()
        or frame[metric].iloc[0]
        or not ask(["posts"], (), where)["posts"].iloc[0]
    ):
        return False
    dimension = _TOLD_BY[metric]
    return not dimension or set(ask(["posts"], [dimension], where)[dimension]) <= {DIMENSIONS[dimension].unknown}


def in_own_words(text: str) -> str:
    """Return a text of a sheet, such as an event's name, in the reader's language, if the sheet has it in this language.

    Args:
        text: The text, or several of them as analyses join them.
    """
    return naming.in_own_words(text, texts_of_sheets())


def texts_of_sheets() -> dict[str, str]:
    """Return the texts of sheets that the sheets have in the reader's language too, each with its translation."""
    return dict(_translations(language(), version()))


def in_every_language(text: str) -> frozenset[str]:
    """Return a text of a sheet in every language in which a sheet has it, whichever of them is given."""
    return _in_every_language(version()).get(text, frozenset({text}))


@remembered(20)
def _translations(spoken: str, _version: Version) -> dict[str, str]:
    rows = listings.translated_texts()
    rows = rows[rows["language"] == spoken]
    return dict(zip(rows["text"], rows["translation"], strict=True))


@remembered(2)
def _in_every_language(_version: Version) -> dict[str, frozenset[str]]:
    found = {
        str(text): frozenset({str(text), *translations})
        for text, translations in listings.translated_texts().groupby("text")["translation"]
    }
    return {each: texts for texts in found.values() for each in texts}
