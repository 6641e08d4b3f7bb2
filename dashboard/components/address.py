"""The state of filters and choices in the address, so that a link opens the same view.

The address has codes (`platform=facebook`), as in the terminal's `--where`, in every language. Streamlit's own binding
would write labels there, and a link sent in French would lose its filters in Spanish.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard import queries
from dashboard.components import scope, which_data
from dashboard.components.choices import chosen, start_of
from dashboard.components.filters import KINDS, NARROWING, known_days, last_day, narrowing, period, span, with_both_ends
from dashboard.components.page import PAGES, starts
from dashboard.i18n import LANGUAGES, speak
from dashboard.remembered import known_on

NO_MORE: Final = "contributor_type"
"""What could be filtered by once: addresses from then name it."""
Params = dict[str, list[str]]


def speak_first() -> None:
    """Set the language before anything is drawn: the reader's choice, or else the address's, or else the browser's."""
    asked = chosen("lang") or st.query_params.get("lang") or _preferred()
    speak(asked)


def restore(path: str) -> None:
    """Take over what the address asks for at first sight and whenever it moved by itself, as Back makes it."""
    state = st.session_state
    here: Params = {key: st.query_params.get_all(key) for key in st.query_params}
    turned = state.get("_path") != path  # turning to another page empties the address; the filters stay
    for key in (*starts(), *(["lang"] if "lang" in state else [])):
        if (
            turned or state.get(key) is None
        ):  # a choice that two pages have is drawn anew, and empty unless it is set again
            state[key] = chosen(key)
    first = not {*NARROWING, KINDS, "campaign", "period", "as_of", "lang"} <= set(state)  # or a run cut short lost them
    # A browser that has not read yet what the last run wrote still sends the address before, with newer filters.
    late = state.get("_wrote") and not first and state["_address"] != of_view(path)
    by_itself = here != state.get("_seen", here) and not first and not late
    moved = not first and (bool(here) if turned else by_itself)
    state["_path"], state["_turned"] = path, turned or moved
    drawn = {name: state[name] for name in (*NARROWING, KINDS, "campaign", "period", "as_of") if not first}
    if first or moved:
        _open(here if moved else state.get("_address", here), path)
    elif turned and drawn == state["_before_move"]:  # the browser has not drawn yet what the move had set
        apply(state["_address"])
    elif state["_span"] != span():  # another campaign or import brought other days: what meant all days still does
        state.period = span() if tuple(state.period) == state["_span"] else state.period
    state[KINDS] = state[KINDS] or queries.options(KINDS)
    if state["as_of"] and not known_days()[0] <= state["as_of"] <= last_day():
        state["as_of"] = None
    state["_before_move"] = drawn if moved else None
    state["_span"], state["_last"] = span(), {key: state[key] for key in (*starts(), "lang")}


def _open(asked: Params, path: str) -> None:
    """Set everything that an address holds."""
    st.session_state.lang = _language(asked)
    for key, start in PAGES[path].keeps.items():
        st.session_state[key] = _in_type_of(start, asked[key][-1]) if key in asked else start
    apply(asked)


def apply(asked: Params) -> None:
    """Set the filters to what an address asks for; values these data do not have are named and left out."""
    state = st.session_state
    ignored: list[str] = []

    def known(name: str, codes: Sequence[str]) -> list[str]:
        ignored.extend(value for value in asked.get(name, []) if value not in codes)
        return [value for value in asked.get(name, []) if value in codes]

    campaigns = known("campaign", [*scope.campaigns(), scope.ALL])
    state["campaign"], state["_others"] = next(iter(campaigns), None), campaigns[1:]
    for name in (*NARROWING, KINDS):
        state[name] = known(name, [*queries.options(name), *(queries.names(name) if name == "mission" else ())])
    state.period = _asked_period(asked, ignored)
    state["as_of"] = _looked_back_to(asked, ignored)
    state["_ignored"], state["_voices"] = ignored, asked.get(NO_MORE, [])


def _asked_period(asked: Params, ignored: list[str]) -> tuple[dt.date, dt.date]:
    """Return the period in an address within the possible days; otherwise all days."""
    first, last = known_days()[0], last_day()
    start, end = with_both_ends(_date(asked, "from", ignored), _date(asked, "to", ignored))
    if start <= min(end, last) and end >= first:
        return max(start, first), min(end, last)
    ignored += [value for key in ("from", "to") for value in asked.get(key, [])[-1:] if value not in ignored]
    return span()


def _looked_back_to(asked: Params, ignored: list[str]) -> dt.date | None:
    """Return the day to look back to, if the address has one on which anything was known."""
    day = _date(asked, "as_of", ignored)
    if day is None or known_days()[0] <= day <= last_day():
        return day
    ignored.append(day.isoformat())
    return None


def of_view(path: str, filters: Params | None = None) -> Params:
    """Return the shortest address that opens this view; values at their start are left out.

    Args:
        path: The path of the page.
        filters: What `of_filters` says, where it is known.
    """
    found = dict(of_filters() if filters is None else filters)
    found |= {
        key: [str(chosen(key))] for key, start in PAGES[path].keeps.items() if chosen(key) not in (start, start_of(key))
    }
    found |= which_data.in_address()
    return found | ({"lang": [chosen("lang")]} if chosen("lang") != _preferred() else {})


def link(path: str, **values: str) -> str:
    """Return the address of a page with the current filters, some of them with other values.

    Args:
        path: The path of the page.
        values: Values by dimension or choice; an empty one leaves it out.
    """
    others = {name: [value] for name, value in values.items()}
    wanted = {name: found for name, found in (_linked(path) | others).items() if any(found)}
    return f"{path}?{urlencode(wanted, doseq=True)}" if wanted else path or "."


def _linked(path: str) -> Params:
    """Return what `of_view` does; for other pages, of which a page can have hundreds of links, once a run."""
    state = st.session_state
    if path == state.get("_path") or "_views" not in state:
        return of_view(path, state.get("_of_filters"))
    views: dict[str, Params] = state["_views"]
    if path not in views:
        views[path] = of_view(path, state["_of_filters"])
    return views[path]


def of_filters() -> Params:
    """Return what the address says of the filters."""
    state = st.session_state
    found: Params = {"campaign": [state["campaign"]]} if state["campaign"] else {}
    found |= narrowing()
    if day := known_on():
        found["as_of"] = [day.isoformat()]
    start, end = period()
    if start != with_both_ends(None, end)[0]:
        found["from"] = [start.isoformat()]
    if end != with_both_ends(start, None)[1]:
        found["to"] = [end.isoformat()]
    return found


def write(path: str) -> None:
    """Write the address if it has changed.

    At first it stays as typed, because changing it would add a step for Back.
    """
    state = st.session_state
    state["_of_filters"], state["_views"] = of_filters(), {}
    wanted = of_view(path, state["_of_filters"])
    here = {key: st.query_params.get_all(key) for key in st.query_params}
    state["_wrote"] = wanted != here and "_address" in state and (wanted != state["_address"] or state["_turned"])
    if state["_wrote"]:
        st.query_params.from_dict({key: values if len(values) > 1 else values[0] for key, values in wanted.items()})
        here = wanted
    state["_address"], state["_seen"] = wanted, here


def _date(asked: Params, key: str, ignored: list[str]) -> dt.date | None:
    text = (asked.get(key) or [""])[-1]
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        ignored.append(text)
        return None


def _in_type_of(start: str | int, text: str) -> str | int:
    """Return a text from the address in the type of its value; the start if it is not a valid number."""
    if isinstance(start, str):
        return text
    return int(text) if re.fullmatch(r"0*[1-9][0-9]{0,6}", text, re.ASCII) else start


def _language(asked: Params) -> str:
    wanted = (asked.get("lang") or [_preferred()])[-1]
    return wanted if wanted in LANGUAGES else _preferred()


def _preferred() -> str:
    """Return the language that the reader's browser asks for, if it is one of ours."""
    asked: Any = st.context.locale
    code = str(asked or "en")[:2]
    return code if code in LANGUAGES else "en"
