"""The filter bar, whose state is in the address, so that a link opens the same view.

The address has codes (`platform=facebook`), as in the terminal's `--where`, in every language. Streamlit's own binding
would write labels there, and a link sent in French would lose its filters in Spanish.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard import queries
from dashboard.components import scope, which_data
from dashboard.components.markdown import as_text, filled
from dashboard.components.page import PAGES, starts
from dashboard.i18n import LANGUAGES, _, listed, speak
from metrics import Selection
from metrics.statistics.event_effect import LENGTH

NARROWING: Final = ("platform", "region", "mission", "account_type")
NO_MORE: Final = "contributor_type"
"""What could be filtered by once: addresses from then name it."""
KINDS: Final = "post_kind"
BASELINE: Final[Mapping[str, str | int]] = {"length": LENGTH, "counted": "posts", "beside": ""}
"""How an event is held against its baseline: the days of the window, what is counted, and the campaign it is compared
with."""
_watch_page = st.components.v2.component(
    "watch_page", html="<span hidden>\n</span>", js=Path(__file__).with_name("page.js").read_text("utf-8")
)

Params = dict[str, list[str]]


def speak_first() -> None:
    """Set the language before anything is drawn: the reader's choice, or else the address's, or else the browser's."""
    asked = chosen("lang") or st.query_params.get("lang") or _preferred()
    speak(asked)


def bar(path: str) -> None:
    """Draw the filters of a page in the sidebar."""
    state = st.session_state
    _restore(path)
    speak(state.lang)
    with st.sidebar:
        with st.container(key="filters", gap="small"):
            st.header(_("Filters"), anchor=False)
            _widgets()
            if ignored := state.get("_ignored"):
                st.warning(
                    filled(_("Ignored, because the data do not contain them: {values}."), values=", ".join(ignored))
                )
            if voices := state.get("_voices"):
                named = listed(queries.names(NO_MORE).get(code, code) for code in voices)
                st.warning(
                    filled(
                        _("Ignored: {values}. Pages cannot be filtered by contributor type. Use “Published by”."),
                        values=named,
                    )
                )
            if others := state.get("_others"):
                st.warning(
                    filled(_("A page shows one campaign or all posts. Ignored: {values}."), values=", ".join(others))
                )
            st.button(
                _("Clear filters"),
                icon=":material/filter_alt_off:",
                on_click=_apply,
                args=({},),
                disabled=not _filters_to_address(),
            )
            st.caption(_("To share this view, copy the address from your browser."))
        st.segmented_control(
            _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="lang", required=True
        )
    if not PAGES[path].is_filtered:  # hidden rather than left out, which would clear them
        st.html("<style>.st-key-filters { display: none; }</style>")
    with st.sidebar.container(key="watch"):
        _watch_page(key="watch_page")
    _write(path)


def selection() -> Selection:
    """Return the current selection. A period that covers the whole campaign is no filter."""
    state = st.session_state
    where = {"campaign": [code]} if (code := campaign()) else {}
    where |= {name: state[name] for name in NARROWING if state.get(name)}
    if set(state[KINDS]) != set(queries.options(KINDS)):
        where[KINDS] = state[KINDS]
    (start, end), (low, high) = period(), _span()
    return Selection(where, start if start > low else None, end if end < high else None)


def campaign() -> str | None:
    """Return the campaign of the page; None for all posts."""
    chosen: str | None = st.session_state["campaign"]
    if chosen:
        return None if chosen == scope.ALL else chosen
    return None if PAGES[st.session_state["_path"]].is_about_all else scope.of_itself()


def period() -> tuple[dt.date, dt.date]:
    """Return the first and the last day, also while only the first has been chosen."""
    chosen: tuple[dt.date, ...] = st.session_state.period
    return _both(chosen[0], chosen[1] if len(chosen) > 1 else None) if chosen else _span()


def chosen(key: str) -> Any:
    """Return the value of a choice that the address keeps.

    It is the start if Streamlit lost the value, as an interrupted run does.
    """
    value = st.session_state.get(key)
    return st.session_state.get("_last", {}).get(key, _start(key)) if value is None else value


def start_from(key: str, value: str) -> None:
    """Let a choice start from a value in the data; the address does not keep it until another is chosen."""
    st.session_state.setdefault("_starts", {})[key] = st.session_state[key] = value


def untouched(key: str) -> bool:
    """Return whether a choice is as it started."""
    return bool(chosen(key) == _start(key))


def _start(key: str) -> Any:
    return st.session_state.get("_starts", {}).get(key, starts().get(key))


def today() -> None:
    """Stop looking back."""
    st.session_state["as_of"] = None


def one_of(
    key: str,
    label: str,
    options: Sequence[Any],
    named: Callable[[Any], str],
    note: str | None = None,
    *,
    folded: bool = False,
) -> None:
    """Draw a choice that the address keeps, side by side or folded; a value that is not an option becomes the start.

    Args:
        key: The key of the choice.
        label: Its label.
        options: The values.
        named: Returns the name of a value.
        note: A note.
        folded: Whether it is a list to open.
    """
    within(key, options)
    told = as_text(note) if note else None
    if folded:
        st.selectbox(as_text(label), options, key=key, format_func=named, help=told, persist_state="session", width=320)
    else:
        st.segmented_control(
            as_text(label),
            options,
            format_func=lambda each: as_text(named(each)),
            key=key,
            help=told,
            persist_state="session",
            required=True,
        )


def within(key: str, options: Sequence[Any]) -> None:
    """Reset a choice whose value is not among the options, as the address can have it."""
    if st.session_state[key] not in options:
        st.session_state[key] = starts()[key]


def toggle(dimension: str, code: str) -> None:
    """Add a value to a filter or remove it, as selecting a bar does."""
    chosen = list(st.session_state.get(dimension) or [])
    st.session_state[dimension] = [each for each in chosen if each != code] if code in chosen else [*chosen, code]


def _widgets() -> None:
    named = queries.names("campaign") | {scope.ALL: _("All posts")}
    st.selectbox(
        as_text(queries.titled("campaign")),
        [*scope.campaigns(), scope.ALL],
        index=None,
        key="campaign",
        placeholder=named.get(about := campaign() or scope.ALL, about),
        format_func=lambda code: named.get(code, code),
    )
    first, last = _known_days()
    st.date_input(
        _("Period"), min_value=min(first, *period()), max_value=max(last, *period()), format="DD/MM/YYYY", key="period"
    )
    st.date_input(
        _("Data as of"),
        min_value=first,
        max_value=_last_day(),
        format="DD/MM/YYYY",
        key="as_of",
        help=_("Shows posts and counts as they stood at the end of that day. Leave empty for the latest data."),
    )
    st.pills(
        as_text(queries.titled("platform")),
        queries.options("platform", largest_first=True),
        selection_mode="multi",
        key="platform",
        format_func=lambda code: as_text(queries.names("platform").get(code, code)),
    )
    _choice("region", queries.options("region"), _("All regions"))
    _choice("mission", queries.options("mission"), _("All missions"))
    _choice("account_type", queries.options("account_type"), _("All publishers"))
    st.pills(
        _("Post types to include"),
        queries.options(KINDS, largest_first=True),
        selection_mode="multi",
        key=KINDS,
        format_func=lambda code: as_text(queries.names(KINDS).get(code, code)),
        help=_("Choose which post types are counted. Thunderclap supporters are not affected."),
    )


def _choice(dimension: str, codes: list[str], placeholder: str) -> None:
    named = queries.names(dimension)
    st.multiselect(
        as_text(queries.titled(dimension)),
        codes,
        key=dimension,
        placeholder=placeholder,
        format_func=lambda code: named.get(code, code),
        filter_mode="contains",
        select_all=False,  # so that Enter takes the first that is found, not all of them
    )


def _span() -> tuple[dt.date, dt.date]:
    """Return the period from which pages start: all days of the campaign."""
    return scope.days(campaign())


def _known_days() -> tuple[dt.date, dt.date]:
    """Return the first and the last day of all data, of any campaign."""
    return scope.days(None)


def _last_day() -> dt.date:
    """Return the last day that can be chosen; counts are also collected after the last post."""
    return max(dt.date.today(), _known_days()[1])


# -- the address


def _restore(path: str) -> None:
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
    by_itself = here != state.get("_seen", here) and not first and state["_address"] == _to_address(path)
    moved = not first and (bool(here) if turned else by_itself)
    state["_path"], state["_turned"] = path, turned or moved
    if first or moved:
        _open(here if moved else state.get("_address", here), path)
    elif state["_span"] != _span():  # another campaign or import brought other days: what meant all days still does
        state.period = _span() if tuple(state.period) == state["_span"] else state.period
    state[KINDS] = state[KINDS] or queries.options(KINDS)
    if state["as_of"] and not _known_days()[0] <= state["as_of"] <= _last_day():
        state["as_of"] = None
    state["_span"], state["_last"] = _span(), {key: state[key] for key in (*starts(), "lang")}


def _open(asked: Params, path: str) -> None:
    """Set everything that an address holds."""
    st.session_state.lang = _language(asked)
    for key, start in PAGES[path].keeps.items():
        st.session_state[key] = _in_type_of(start, asked[key][-1]) if key in asked else start
    _apply(asked)


def _apply(asked: Params) -> None:
    """Set the filters to what an address asks for; values these data do not have are named and left out."""
    state = st.session_state
    ignored: list[str] = []

    def known(name: str, codes: Sequence[str]) -> list[str]:
        ignored.extend(value for value in asked.get(name, []) if value not in codes)
        return [value for value in asked.get(name, []) if value in codes]

    campaigns = known("campaign", [*scope.campaigns(), scope.ALL])
    state["campaign"], state["_others"] = next(iter(campaigns), None), campaigns[1:]
    for name in (*NARROWING, KINDS):
        state[name] = known(name, queries.options(name))
    state.period = _asked_period(asked, ignored)
    state["as_of"] = _known_on(asked, ignored)
    state["_ignored"], state["_voices"] = ignored, asked.get(NO_MORE, [])


def _asked_period(asked: Params, ignored: list[str]) -> tuple[dt.date, dt.date]:
    """Return the period in an address within the possible days; otherwise all days."""
    first, last = _known_days()[0], _last_day()
    start, end = _both(_date(asked, "from", ignored), _date(asked, "to", ignored))
    if start <= min(end, last) and end >= first:
        return max(start, first), min(end, last)
    ignored += [value for key in ("from", "to") for value in asked.get(key, [])[-1:] if value not in ignored]
    return _span()


def _both(start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return a period with its missing ends: those of the campaign, or of all data if it lies outside the campaign."""
    (low, high), (first, last) = _span(), _known_days()
    start = start or (low if end is None or end >= low else first)
    return start, end or (high if start <= high else last)


def _known_on(asked: Params, ignored: list[str]) -> dt.date | None:
    """Return the day to look back to, if the address has one on which anything was known."""
    day = _date(asked, "as_of", ignored)
    if day is None or _known_days()[0] <= day <= _last_day():
        return day
    ignored.append(day.isoformat())
    return None


def _to_address(path: str) -> Params:
    """Return the shortest address that opens this view; values at their start are left out."""
    found = _filters_to_address()
    found |= {
        key: [str(chosen(key))] for key, start in PAGES[path].keeps.items() if chosen(key) not in (start, _start(key))
    }
    found |= which_data.in_address()
    return found | ({"lang": [chosen("lang")]} if chosen("lang") != _preferred() else {})


def _filters_to_address() -> Params:
    state = st.session_state
    found: Params = {"campaign": [state["campaign"]]} if state["campaign"] else {}
    found |= {name: list(state[name]) for name in NARROWING if state.get(name)}
    if set(state[KINDS] or queries.options(KINDS)) != set(queries.options(KINDS)):
        found[KINDS] = list(state[KINDS])
    if day := queries.known_on():
        found["as_of"] = [day.isoformat()]
    start, end = period()
    if start != _both(None, end)[0]:
        found["from"] = [start.isoformat()]
    if end != _both(start, None)[1]:
        found["to"] = [end.isoformat()]
    return found


def _write(path: str) -> None:
    """Write the address if it has changed.

    At first it stays as typed, because changing it would add a step for Back.
    """
    state, wanted = st.session_state, _to_address(path)
    here = {key: st.query_params.get_all(key) for key in st.query_params}
    if wanted != here and "_address" in state and (wanted != state["_address"] or state["_turned"]):
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
