"""Compare: this against another campaign, period, mission or region, by the same definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts.aligned_curves import LETTERS, aligned_curves
from dashboard.components import cards, compared, filters, html, quotes_panel, scope
from dashboard.components.heading import heading
from dashboard.components.html import Column, Html
from dashboard.components.markdown import as_text
from dashboard.components.page import Group, Page
from dashboard.i18n import _, counted, listed, ngettext, number, percent, period, said, shown
from dashboard.wording import compare as wording
from metrics import METRICS, Selection
from metrics.analyses import comparison
from metrics.analyses.comparison import Difference, State
from metrics.analyses.participation import PUBLISHERS

PAGE: Final = Page(
    "compare",
    lambda: _("Compare"),
    lambda: _("This against another campaign, period or mission"),
    Group.REPORTS,
    2,
    keeps=compared.START,
)
_MANY: Final = 2
"""From how many times as many on a number is a multiple, not a percentage."""


def page() -> None:
    """Draw the page."""
    where = filters.selection()
    head = st.container()
    kind, chosen = compared.panel(where)
    sides = compared.sides(kind, chosen, where)
    if len(sides) < _MANY:
        with head:
            heading(_("Choose two to compare"), where, _("Two of them need posts on these days."))
        return
    names = [compared.name_of(kind, each) for each in sides]
    values, differences = compared.numbers(sides), compared.differences(sides)
    with head:
        heading(_answer(names, values), where, _lead(sides, differences))
        if values["posts"].notna().all():
            quotes_panel.composed(
                "posts",
                lambda: wording.quoted(
                    _scope(kind, sides, where),
                    [compared.name_of(kind, each) for each in sides],
                    values["posts"].tolist(),
                ),
                wording.say_with,
                queries.ask(["posts"], (), sides[0]),
            )
    _curves(sides, names)
    _side_by_side(kind, sides, names, values, differences)
    _published_by(sides, names)
    st.caption(
        _(
            "Contributor types (migrants, staff, partners …) are counted for the whole campaign, by month and by platform. "
            "For a selection this narrow you see who published instead."
        )
    )


def _scope(kind: str, sides: tuple[Selection, ...], where: Selection) -> str:
    """Return what all that is compared is part of."""
    if kind == "periods":
        return scope.title(where)
    first, last = sides[0].start, sides[0].end
    if kind == "campaigns" and first and last:
        days = (last - first).days + 1
        return ngettext("First day of each", "First {n} days of each", days).format(n=number(days))
    return f"{scope.title(where)}, {period(*filters.period())}"


def _answer(names: list[str], values: pd.DataFrame) -> str:
    """Return how many posts the first has, and how that compares with the second."""
    one, other = values["posts"].iloc[0], values["posts"].iloc[1]
    filled = {"a": names[0], "posts": counted(one, _noun()), "b": names[1], "other": number(other)}
    if one == other:
        return _("{a} and {b}: {posts} each").format(**filled)
    if not other or not one:
        return _("{a}: {posts}; {b}: {other}").format(**filled)
    if one >= _MANY * other:
        return _("{a}: {posts}, {times} times as many as {b} ({other})").format(**filled, times=number(one / other, 1))
    if one > other:
        return _("{a}: {posts}, {share} more than {b} ({other})").format(**filled, share=percent(one / other - 1))
    return _("{a}: {posts}, {share} fewer than {b} ({other})").format(**filled, share=percent(1 - one / other))


def _noun() -> Any:
    return METRICS["posts"].noun


def _lead(sides: tuple[Selection, ...], differences: dict[str, list[Difference]]) -> str:
    rates = {
        State.MORE: _("Engagement per post is higher in the first."),
        State.FEWER: _("Engagement per post is lower in the first."),
        State.UNCLEAR: _("Engagement per post shows no clear difference."),
    }
    days = (sides[0].end - sides[0].start).days + 1 if sides[0].start and sides[0].end else 1
    length = ngettext("{n} day each, by the same definitions.", "{n} days each, by the same definitions.", days)
    return " ".join(
        filter(None, [rates.get(differences["engagement_per_post"][0].state, ""), length.format(n=number(days))])
    )


@cards.show_reason_on_error
def _curves(sides: tuple[Selection, ...], names: list[str]) -> None:
    frame, labels = compared.curves(sides), {str(place): name for place, name in enumerate(names)}
    cards.card(
        "compared-curves",
        _("Posts added up, aligned by day"),
        frame,
        sides[0],
        lambda look: aligned_curves(frame, labels, look=look),
        note=as_text(
            " · ".join(_("{name}: {value}").format(name=LETTERS[place], value=name) for place, name in enumerate(names))
        ),
        key=tuple(names),
    )


@cards.show_reason_on_error
def _side_by_side(
    kind: str,
    sides: tuple[Selection, ...],
    names: list[str],
    values: pd.DataFrame,
    differences: dict[str, list[Difference]],
) -> None:
    others = range(1, len(sides))
    with st.container(border=True, key="card_sides", gap="small"):
        st.caption(_("Side by side"))
        st.header(as_text(_title(differences)), anchor=False)
        st.caption(_("Each change compares A with the other. A change within chance is no change."))
        html.table(
            _("Side by side"),
            [
                Column(_("Metric")),
                *(
                    Column(_("{name}: {value}").format(name=LETTERS[place], value=name), True)
                    for place, name in enumerate(names)
                ),
                *(Column(_("A against {letter}").format(letter=LETTERS[place]), True) for place in others),
            ],
            [*_counts(kind, values, differences, sides), _reach(values, differences["reach"]), *_social_reach(sides)],
        )


def _title(differences: dict[str, list[Difference]]) -> str:
    """Return which metrics rose, which fell, and which show no difference, against the second."""
    found: dict[State, list[str]] = {}
    for name, each in differences.items():
        if name in METRICS:
            found.setdefault(each[0].state, []).append(_(METRICS[name].label))
    if not found.get(State.MORE) and not found.get(State.FEWER):
        return _("No clear difference")
    words = {State.MORE: _("Higher in A: {metrics}."), State.FEWER: _("Lower in A: {metrics}.")}
    texts = [words[state].format(metrics=listed(found[state])) for state in words if found.get(state)]
    return " ".join(texts)


def _counts(
    kind: str, values: pd.DataFrame, differences: dict[str, list[Difference]], sides: tuple[Selection, ...]
) -> Iterator[tuple[str | Html, ...]]:
    for name in comparison.METRICS:
        if name == "missions" and kind == "missions":
            continue  # each of them is one
        metric = METRICS[name]
        label = _("{metric}, at most").format(metric=_(metric.label)) if name == "contributors" else _(metric.label)
        cells = [shown(value, metric.format) if pd.notna(value) else _("not reported") for value in values[name]]
        if name == "missions":  # so few that a percentage says less
            unknown = [queries.is_unknown(name, values.iloc[[place]], side) for place, side in enumerate(sides)]
            first, *others = values[name]
            yield (
                label,
                *(_("Unknown") if is_unknown else cell for cell, is_unknown in zip(cells, unknown, strict=True)),
                *(
                    _("not compared") if unknown[0] or is_unknown else _signed_number(first - other)
                    for other, is_unknown in zip(others, unknown[1:], strict=True)
                ),
            )
            continue
        yield label, *cells, *map(_change, differences[name])


def _reach(values: pd.DataFrame, differences: list[Difference]) -> tuple[str | Html, ...]:
    cells = []
    for low, high, n, posts in values[[*comparison.REACH, "posts"]].itertuples(index=False):
        if pd.isna(low):
            cells.append(Html(html.text(_("not reported"))))
            continue
        report = ngettext("{n} of {all} post reports it", "{n} of {all} posts report it", int(posts))
        cells.append(
            html.under(
                _("{low} to {high}").format(low=number(low), high=number(high)),
                report.format(n=number(n), all=number(posts)),
            )
        )
    return _("Reach (a range)"), *cells, *map(_change, differences)


def _social_reach(sides: tuple[Selection, ...]) -> Iterator[tuple[str | Html, ...]]:
    """Yield the row of the social reach, which is refused where sign-ups do not record what is compared."""
    name = "thunderclap_social_reach"
    narrowed = [queries.narrowed(each, name) for each in sides]
    missing = sorted({dimension for _each, names in narrowed for dimension in names if dimension != filters.KINDS})
    label = _(METRICS[name].label)
    if missing:
        why = _("not available by {dimensions}").format(dimensions=listed(map(queries.phrase, missing)))
        empty = [_("not compared")] * len(sides)
        yield label, *empty, *([html.under(_("not compared"), why)] * (len(sides) - 1))
        return
    values = [queries.ask([name], (), each)[name].iloc[0] for each, _missing in narrowed]
    if any(pd.notna(value) for value in values):
        cells = [number(value) if pd.notna(value) else _("no sign-up") for value in values]
        yield label, *cells, *(_change(comparison.of_counts(values[0], each)) for each in values[1:])


def _change(found: Difference) -> Html:
    """Return a difference in a cell: how large it is, and how to read it."""
    words = {
        State.EQUAL: _("equal"),
        State.UNCLEAR: _("no clear difference"),
        State.OVERLAP: _("ranges overlap"),
        State.UNKNOWN: _("not reported"),
        State.REFUSED: _("not compared"),
    }
    if found.state in words:
        text = words[found.state]
    elif found.share is None:
        text = _("higher") if found.state is State.MORE else _("lower")
    else:
        text = _signed(found.share)
    if found.reason is not None:
        return html.under(text, said(found.reason))
    if found.low is not None and found.high is not None:
        return html.under(
            text,
            _("{low} to {high} times (about 90%, by author)").format(
                low=number(found.low, 2), high=number(found.high, 2)
            ),
        )
    return html.text(text)


def _signed_number(difference: Any) -> str:
    if pd.isna(difference) or not difference:
        return _("not reported") if pd.isna(difference) else _("equal")
    return f"+{number(difference)}" if difference > 0 else f"−{number(-difference)}"


def _signed(share: float) -> str:
    return f"+{percent(share)}" if share > 0 else f"−{percent(-share)}"


@cards.show_reason_on_error
def _published_by(sides: tuple[Selection, ...], names: list[str]) -> None:
    kinds = queries.names("account_type")
    by_side = [
        queries.ask(["posts"], ["account_type"], each).set_index("account_type")["posts"].reindex(PUBLISHERS).fillna(0)
        for each in sides
    ]
    with st.container(border=True, key="card_compared_publishers", gap="small"):
        st.caption(_("Published by"))
        used = [name for name in PUBLISHERS if any(posts[name] for posts in by_side)]
        st.header(_("Who published the posts of each"), anchor=False)
        html.table(
            _("Published by"),
            [Column(_("Compared")), Column(_("Published by")), *(Column(kinds[name], True) for name in used)],
            [
                (
                    _("{name}: {value}").format(name=LETTERS[place], value=name),
                    html.parts(
                        [float(posts[each]) for each in PUBLISHERS],
                        float(posts.sum()),
                        listed(
                            _("{name}: {value}").format(name=kinds[each], value=number(posts[each])) for each in used
                        ),
                    ),
                    *(html.under(number(posts[each]), _share(posts[each], posts.sum())) for each in used),
                )
                for place, (name, posts) in enumerate(zip(names, by_side, strict=True))
            ],
        )


def _share(part: float, whole: float) -> str:
    return percent(part / whole) if whole else ""
