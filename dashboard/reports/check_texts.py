"""The result of checking a report as sentences, for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dashboard.i18n import _, listed, ngettext, number, said
from dashboard.reports.checked import Outcome, Verification

_NAMED: Final = 10
"""Pictures that are named."""


def verdict(found: Verification) -> str:
    """Return the result in one sentence.

    Args:
        found: The result.
    """
    if found.altered:
        return ngettext(
            "{n} place in the file is not what was written when it was made.",
            "{n} places in the file are not what was written when it was made.",
            len(found.altered),
        ).format(n=number(len(found.altered)))
    if not found.is_same:
        others = len(found.checked) - found.counts[Outcome.SAME] + len(found.others)
        return ngettext(
            "The file says what it said when it was made, but the data give something else today for {n} number or text.",
            "The file says what it said when it was made, but the data give something else today for {n} numbers or texts.",
            others,
        ).format(n=number(others))
    if found.pictures or found.columns:
        return _("What could be checked is as the data give it today, but not everything could be checked.")
    return _("The file was not changed, and the data give the same today.")


def counts(found: Verification) -> str:
    """Return how many numbers and sentences have which outcome.

    Args:
        found: The result.
    """
    n = {outcome: number(count) for outcome, count in found.counts.items()}
    return _(
        "Numbers and sentences checked: {all}. Same: {same}. Changed since: {changed}. Not derivable: {lost}."
    ).format(
        all=number(len(found.checked)), same=n[Outcome.SAME], changed=n[Outcome.CHANGED], lost=n[Outcome.NOT_DERIVABLE]
    )


def alterations(found: Verification) -> Iterator[str]:
    """Yield what was changed in the file, place by place.

    Args:
        found: The result.
    """
    for each in found.altered:
        if not each.found:
            yield _("{place}: “{written}” was removed.").format(place=each.place, written=_short(each.written))
        elif not each.written:
            yield _("{place}: “{found}” was added.").format(place=each.place, found=_short(each.found))
        else:
            yield _("{place}: “{found}” stands there; “{written}” was written.").format(
                place=each.place, found=_short(each.found), written=_short(each.written)
            )


def changes(found: Verification) -> Iterator[str]:
    """Yield what the data give differently today, and why.

    Args:
        found: The result.
    """
    yield from map(said, found.reasons)
    for each in found.checked:
        if each.outcome is Outcome.CHANGED:
            yield _("{label}: “{then}” in the file, “{today}” today.").format(
                label=each.statement.label, then=_short(each.statement.shown), today=_short(each.today)
            )
        elif each.outcome is Outcome.NOT_DERIVABLE:
            yield _("{label}: “{then}” in the file; today’s data have nothing for it.").format(
                label=each.statement.label, then=_short(each.statement.shown)
            )
    for other in found.others:
        yield _("{label}: “{then}” in the file, “{today}” today.").format(
            label=other.place, then=_short(other.found), today=_short(other.written)
        )


def columns(found: Verification) -> str:
    """Return which columns were not derived again; empty if all were.

    Args:
        found: The result.
    """
    if not found.columns:
        return ""
    return _("No query gives these columns, so their numbers were not derived again: {columns}.").format(
        columns=listed(map(_short, found.columns))
    )


def pictures(found: Verification) -> str:
    """Return which pictures were not checked; empty if all are as they were.

    Args:
        found: The result.
    """
    if not found.pictures:
        return ""
    places = ", ".join(map(_short, found.pictures[:_NAMED]))
    return ngettext(
        "{n} picture was changed, removed or saved again, so it was not checked: {places}.",
        "{n} pictures were changed, removed or saved again, so they were not checked: {places}.",
        len(found.pictures),
    ).format(n=number(len(found.pictures)), places=places if len(found.pictures) <= _NAMED else f"{places} …")


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
