"""From nomination to publication: how many stories reached each step, and what the others wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import streamlit as st

from dashboard.components import html
from dashboard.components.html import Column
from dashboard.components.markdown import filled
from dashboard.i18n import _, listed, ngettext, number


def contributions() -> dict[str, str]:
    """Return to which country a story says that somebody contributed, by code, in the reader's language."""
    return {
        "home": _("Home country"),
        "transit": _("Transit country"),
        "host": _("Host country"),
        "not_recorded": _("Not recorded"),
    }


def waiting(stages: pd.DataFrame) -> dict[str, int]:
    """Return how many pending nominations wait for what, the most first.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
    """
    return _by_reason(stages, "pending")


def parts(reasons: Mapping[str, int]) -> list[str]:
    """Return what nominations wait for, in words.

    Args:
        reasons: How many wait for each.
    """
    words = {
        "consent": _("{n} for the nominee’s consent"),
        "review": _("{n} for the risk review"),
        "decision": _("{n} for a decision"),
    }
    return [words[reason].format(n=number(count)) for reason, count in reasons.items()]


def card(stages: pd.DataFrame, *, is_narrow: bool) -> None:
    """Draw the steps.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
        is_narrow: Whether the page has filters that the steps do not follow.
    """
    nominated = int(stages["stories"].sum())
    rows = [
        (html.under(title, note), number(count), html.parts([float(count)], float(nominated), number(count)))
        for title, count, note in _steps(stages, nominated)
    ]
    published, linked = html.under(_("Published"), _("Not recorded: no story has a link in the story sheet.")), ""
    if stages["published"].notna().all():
        count = int(stages["published"].sum())
        published = html.under(_("Published"), _("Stories with a link in the story sheet."))
        linked = html.parts([float(count)], float(nominated), number(count))
    with st.container(border=True, key="card_steps", gap="small"):
        st.caption(_("From nomination to publication"))
        waits = sum(waiting(stages).values())
        template = ngettext(
            "{n} of {all} nomination still waits for a decision",
            "{n} of {all} nominations still wait for a decision",
            waits,
        )
        st.header(filled(template, n=number(waits), all=number(nominated)), anchor=False)
        if is_narrow:
            st.caption(
                _("Counted for the whole campaign, because places are shown only for stories that may be published.")
            )
        html.table(
            _("From nomination to publication"),
            [Column(_("Step")), Column(_("Stories"), True), Column("")],
            [*rows, (published, number(count) if linked else _("Unknown"), linked)],
        )


def _steps(stages: pd.DataFrame, nominated: int) -> Iterator[tuple[str, int, str]]:
    accepted = stages[stages["state"] == "accepted"]
    publishable = _of(stages, "publishable")
    yield _("Nominated"), nominated, ""
    left_out = [
        *_counted(_of(stages[stages["state"] != "accepted"], "withdrawn"), "withdrawn"),
        *parts(waiting(stages)),
        *_rejected(stages),
    ]
    yield _("Accepted"), int(accepted["stories"].sum()), _left_out(left_out)
    left_out = [text for standing in ("withdrawn", "expired") for text in _counted(_of(accepted, standing), standing)]
    reasons = _by_reason(accepted, "without consent")
    left_out += parts(reasons)
    yield _("Valid consent: may be published"), publishable, _left_out(left_out)


def _rejected(stages: pd.DataFrame) -> list[str]:
    reasons = _by_reason(stages, "rejected")
    words = {"review": _("{n} rejected by the risk review"), "other": _("{n} rejected, reason not recorded")}
    return [words[reason].format(n=number(count)) for reason, count in reasons.items()]


def _counted(count: int, standing: str) -> list[str]:
    words = {"withdrawn": _("{n} withdrawn"), "expired": _("{n} with expired consent")}
    return [words[standing].format(n=number(count))] if count else []


def _left_out(parts_: list[str]) -> str:
    return _("Left out: {parts}.").format(parts=listed(parts_)) if parts_ else ""


def _of(stages: pd.DataFrame, standing: str) -> int:
    return int(stages.loc[stages["standing"] == standing, "stories"].sum())


def _by_reason(stages: pd.DataFrame, standing: str) -> dict[str, int]:
    counts = stages[stages["standing"] == standing].groupby("reason")["stories"].sum()
    return {str(reason): int(count) for reason, count in counts.sort_values(ascending=False).items()}
