"""The panel for assumptions about audiences. Without an entry nothing is assumed; the address keeps each assumption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts.reach_ladder import LOWER, MODELLED, UPPER
from dashboard.components import choices
from dashboard.components.markdown import as_text, bullets, filled
from dashboard.i18n import _, ngettext, number
from metrics import Assumptions, MeasureError, Selection
from metrics.analyses.claim_query import filters_of

START: Final[Mapping[str, str | int]] = {"universe": "", "overlap": "any", "within": ""}
"""What is declared before anything is: the address of a page that has the panel keeps it."""
OVERLAPS: Final = ("any", "chance")
WITHIN: Final = ("", "language", "country")
MOST: Final = Assumptions.MOST
ALL: Final = Assumptions.ALL


def assumed(where: Selection) -> Assumptions:
    """Return the assumptions that are entered and valid."""
    choices.within("overlap", OVERLAPS)
    choices.within("within", WITHIN)
    declared = _declared()
    wrong = _errors(declared, _largest(where))
    universe = {name: accounts for name, accounts in declared.items() if name not in wrong}
    within = choices.chosen("within") if choices.chosen("overlap") == "chance" else ""
    return Assumptions(universe, choices.chosen("overlap"), within)


def panel(where: Selection, assumptions: Assumptions) -> None:
    """Draw what is assumed on one line, which opens: a field for each assumption with its errors and effects.

    Args:
        where: The selection.
        assumptions: What `assumed` returned.
    """
    words = assumptions.text(_, queries.names_in_assumptions(), number)
    said = filled(_("**Assumptions: {assumptions}.**"), assumptions=words)
    hint = _("Add an audience size or an overlap to narrow the range.") if assumptions == Assumptions() else ""
    line = " ".join(filter(None, (said, hint)))
    changed = any(choices.chosen(key) != start for key, start in START.items())
    with st.expander(line, expanded=changed, key="assumptions", icon=":material/tune:"):
        st.caption(
            _(
                "None by default. Each assumption you add is shown on the charts, in downloads and in the link to this page."
            )
        )
        _universe(where)
        choices.one_of(
            "overlap",
            _("Overlap between audiences on one platform"),
            OVERLAPS,
            _overlaps,
            _(
                "People who follow one page often follow similar pages, so audiences usually overlap more than by chance."
            ),
        )
        if choices.chosen("overlap") == "chance":
            choices.one_of(
                "within",
                _("Applies"),
                WITHIN,
                _holds,
                _(
                    "Audiences in different languages or countries overlap less than by chance. Apply the assumption only within each."
                ),
                folded=True,
            )
        st.markdown(_("**Effect on the range**"))
        st.markdown(bullets(effects(where, assumptions)))
        st.button(
            _("Clear assumptions"),
            icon=":material/restart_alt:",
            on_click=_clear,
            key="assume_nothing",
            disabled=not changed,
        )


def effects(where: Selection, assumptions: Assumptions) -> Iterator[str]:
    """Yield what each assumption changes about the range, one sentence each."""
    before = _interval(where, Assumptions())
    if pd.isna(before[UPPER]):
        yield _("Reach is not reported here, so an assumption changes nothing.")
        return
    if assumptions == Assumptions():
        yield ngettext(
            "No assumptions: high end {n} account, as if no account saw two posts.",
            "No assumptions: high end {n} accounts, as if no account saw two posts.",
            int(before[UPPER]),
        ).format(n=number(before[UPPER]))
    for assumption, step in _one_by_one(assumptions):
        after = _interval(where, step)
        template = _("With {assumption}, the high end falls from {before} to {after}.")
        if after[UPPER] == before[UPPER]:
            template = _("With {assumption}, the high end stays at {before}.")
        if not step.universe:
            template = _(
                "With {assumption}, the high end stays at {before}. It needs an audience size to have an effect."
            )
        said = [template.format(assumption=assumption, before=number(before[UPPER]), after=number(after[UPPER]))]
        if pd.isna(before[MODELLED]) and pd.notna(after[MODELLED]):
            said.append(_("An estimate is now possible: {n}.").format(n=number(after[MODELLED])))
        yield " ".join(said)
        before = after


def _interval(where: Selection, assumptions: Assumptions) -> pd.Series:
    return queries.ask([LOWER, UPPER, MODELLED], (), where, assumptions).iloc[0]


def _one_by_one(assumptions: Assumptions) -> Iterator[tuple[str, Assumptions]]:
    """Yield each assumption in words, with all assumptions up to it."""
    made: dict[str, int] = {}
    for name, accounts in (
        *assumptions.platforms.items(),
        *([(ALL, assumptions.together)] if assumptions.together else []),
    ):
        made[name] = accounts
        template = (
            ngettext("{n} account on all platforms together", "{n} accounts on all platforms together", accounts)
            if name == ALL
            else ngettext("{n} account on {platform}", "{n} accounts on {platform}", accounts)
        )
        yield template.format(n=number(accounts), platform=queries.names("platform").get(name, name)), Assumptions(made)
    if assumptions.overlap == "chance":
        yield _("overlap at least as much as by chance {where}").format(where=_holds(assumptions.within)), assumptions


# -- a universe for each platform


def _universe(where: Selection) -> None:
    """Draw the fields for audience sizes, empty until entered, each with what is wrong with its number."""
    declared, asked = _declared(), str(choices.chosen("universe"))
    if len(declared) != asked.count("=") or (asked and not declared):
        st.warning(
            filled(_("The link contains audience sizes that cannot be read: {text}. Enter them here."), text=asked)
        )
    errors = _errors(declared, _largest(where))
    named = queries.names("platform")
    for name in _fields(declared):
        key = f"universe_{name}"
        st.session_state[key] = declared.get(name)
        label = _("Audience size on all platforms together") if name == ALL else _("Audience size on {platform}")
        st.number_input(
            filled(label, platform=named.get(name, name)),
            value=None,
            min_value=1,
            max_value=MOST,
            step=100_000,
            key=key,
            placeholder=_("not entered"),
            on_change=_declare,
            args=(name,),
            help=_(
                "Accounts that could be reached, not people: for example, the estimated audience size that the platform’s advertising tool "
                "gives for your countries."
            ),
        )
        if name in errors:
            st.error(as_text(errors[name]), icon=":material/error:")


def _largest(where: Selection) -> dict[str, int]:
    """Return how many accounts one post of each platform reached at most."""
    reached = queries.ask([LOWER], ["platform"], where).dropna(subset=LOWER)
    return dict(zip(reached["platform"], reached[LOWER].astype(int), strict=True))


def _fields(declared: Mapping[str, int]) -> list[str]:
    """Return the platforms that report reach or have an entry, then all platforms together."""
    reporting = queries.latest(["gross_reach"], ["platform"]).dropna(subset="gross_reach")["platform"]
    return [*sorted({*reporting, *declared} - {ALL}), ALL]


def _declared() -> dict[str, int]:
    """Return the assumptions in the address that can be read; the fields say whether the numbers fit each other."""
    try:
        asked = filters_of(str(choices.chosen("universe")))
    except MeasureError:
        return {}
    known = (*queries.names("platform"), ALL)
    return {name: int(each[-1]) for name, each in asked.items() if name in known and _possible(each[-1])}


def _possible(text: str) -> bool:
    return text.isdecimal() and len(text) <= len(str(MOST)) and 0 < int(text) <= MOST


def _declare(name: str) -> None:
    """Keep what was put into a field."""
    st.session_state["universe"] = _text(_declared() | {name: st.session_state[f"universe_{name}"]})


def _text(declared: Mapping[str, int | None]) -> str:
    """Return audience sizes as the address and sheets have them: `all=9000000; facebook=1000000`."""
    return "; ".join(f"{name}={accounts}" for name, accounts in sorted(declared.items()) if accounts)


def _clear() -> None:
    for key, start in START.items():
        st.session_state[key] = start


def _errors(declared: Mapping[str, int], largest: Mapping[str, int]) -> dict[str, str]:
    """Return what is wrong with the audience sizes, by field."""
    one = _("Too small: one post already reached {n} accounts. Enter at least {n}. Until then it is ignored.")
    every = _("Too small: one platform already has {n} accounts. Enter at least {n}. Until then it is ignored.")
    found = {
        name: one.format(n=number(largest[name]))
        for name, accounts in declared.items()
        if accounts < largest.get(name, 0)
    }
    least = max(
        [*largest.values(), *(accounts for name, accounts in declared.items() if name not in (*found, ALL))], default=0
    )
    if ALL in declared and declared[ALL] < least:
        found[ALL] = every.format(n=number(least))
    return found


# -- words


def _overlaps(code: str) -> str:
    return _("no assumption") if code == "any" else _("at least as much as by chance")


def _holds(dimension: str) -> str:
    return _("within each {dimension}").format(dimension=queries.phrase(dimension)) if dimension else _("everywhere")
