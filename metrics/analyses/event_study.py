"""Events: the days around an event compared with its baseline, without automatic posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.analyses import listings
from metrics.answers import attach, attached, with_queries
from metrics.api import as_selection, ask
from metrics.compiler.expressions import find
from metrics.definitions.model import KindError, MeasureError, Selection, TranslatableText, as_day, needed_day
from metrics.statistics import event_effect
from metrics.statistics.baseline import Numbers
from metrics.statistics.event_effect import LENGTH, NotEstimable, Span, Uplift, uplift

AUTOMATIC: Final = "thunderclap"
"""The kind of post that a machine made for people who had signed up: counted, but apart."""
BEFORE, SIGN_UPS, WINDOW, AFTER = "before", "sign-ups", "window", "after"
"""The parts that the days around an event fall into."""
_REMARK: Final = re.compile(r"\s*(?: / |[;(]).*$")
"""What a calendar may say after the name of an event."""
SAME_WEEKDAYS: Final = 4
"""The fewest days of the same weekday of which a typical one is known."""
_WHERE_DATA_ARE: Final = ("campaign", "platform")
"""What exports are made of. Inside the days they cover a day without posts has none; outside them nobody knows."""


@dataclass(frozen=True, eq=False)
class Around:
    """An event and the days around it.

    Attributes:
        days: One row for each day: day, part, the metric without automatic posts, automatic (the metric of automatic
            posts), and expected, lower and upper in the window. The frame has the answer of the metric.
        automatic: The sum of automatic posts over the window.
        where: The selection of the metric.
    """

    event: str
    day: date
    last: date
    metric: str
    where: Selection
    days: pd.DataFrame
    automatic: float
    found: Uplift | NotEstimable


@dataclass(frozen=True, eq=False)
class Series:
    """What every event of a selection is compared with: the days, and what else happened on them.

    Attributes:
        where: The selection.
        organic: The selection without automatic posts.
        days: The metric on every day that the data cover.
        events: All events and Thunderclaps.
        lead_ins: The sign-up days of each Thunderclap.
        control: The metric of the posts that the event did not affect, on the same days; None without them.
    """

    where: Selection
    organic: Selection
    days: pd.DataFrame
    events: pd.DataFrame
    lead_ins: list[Span]
    control: Numbers | None


def series(
    metric: str = "posts",
    where: Selection | None = None,
    as_of: date | None = None,
    control: Selection | None = None,
    *,
    warehouse: Path | None = None,
) -> Series:
    """Return the series with which `above_baseline` compares any event of a selection.

    Args:
        metric: As for `above_baseline`.
        where: As for `above_baseline`.
        as_of: As for `above_baseline`.
        control: As for `above_baseline`.
        warehouse: As for `above_baseline`.

    Returns:
        The daily counts of the metric with the days of events, and those of the control on the same days.

    Raises:
        KindError: The metric cannot be added up over days.
    """
    if not find(metric).kind.adds or find(metric).base != "posts":
        raise KindError(
            TranslatableText(
                "{metric} has no baseline, because it is not a daily count of posts. Choose another metric.",
                metric=find(metric).label,
            )
        )
    where, as_of = as_selection(where, warehouse), as_day(as_of)
    control = None if control is None else as_selection(control, warehouse)
    organic = _organic(where, as_of, warehouse)
    days = _days(metric, where, organic, as_of, warehouse)
    beside = None if control is None else _control(metric, control, as_of, warehouse).reindex(days["day"])
    return Series(
        where,
        organic,
        days,
        _events(where, as_of, warehouse),
        _lead_ins(where, as_of, warehouse),
        None if beside is None else _numbers(beside),
    )


def above_baseline(
    event_day: date,
    metric: str = "posts",
    length: int = LENGTH,
    where: Selection | None = None,
    as_of: date | None = None,
    control: Selection | None = None,
    *,
    known: Series | None = None,
    warehouse: Path | None = None,
) -> Around:
    """Compare an event day and the days after it with their baseline.

    Args:
        event_day: The day of the event.
        metric: A count of posts or on posts. Automatic posts are left out, and sign-up days are not part of the
            baseline.
        length: How many days to count, including the event day.
        where: The selection.
        as_of: Use data as of the end of this day.
        control: The selection of a series that the event did not affect.
        known: The series, if several events of the same query are compared; it is asked for by default.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        The days with the difference, or with the reason why there is no estimate.

    Raises:
        KindError: The metric cannot be added up over days.
    """
    known = known or series(metric, where, as_of, control, warehouse=warehouse)
    window = _window(event_day, length)
    here = known.events[known.events["day"] == pd.Timestamp(window[0])]
    observance = next((_REMARK.sub("", name) for name in here.loc[here["kind"] == "observance", "event"]), "")
    found = uplift(**_asked(known, metric, window), observance=observance)
    metadata = attached(known.days)
    days = attach(
        _in_parts(known.days.copy(), window, known.lead_ins, found),
        replace(metadata, warnings=(*metadata.warnings, *_notes(found, control))),
    )
    inside = days["part"] == WINDOW
    return Around(
        " · ".join(here["event"]),
        *window,
        metric,
        known.organic,
        days,
        float(days.loc[inside, "automatic"].sum()),
        found,
    )


def is_estimable(event_day: date, metric: str, length: int, known: Series) -> bool:
    """Tell whether `above_baseline` estimates a difference, at a small part of its cost.

    Args:
        event_day: The day of the event.
        metric: The metric of the series.
        length: How many days to count, including the event day.
        known: The series.
    """
    return event_effect.is_estimable(**_asked(known, metric, _window(event_day, length)))


def event_days(
    where: Selection | None = None,
    as_of: date | None = None,
    *,
    known: Series | None = None,
    warehouse: Path | None = None,
) -> pd.DataFrame:
    """List the days of events with their posts beside those of a typical day.

    Automatic posts are left out. This is a count beside a median, not an estimate: `above_baseline` gives that.

    Args:
        where: The selection; its period decides which events are listed.
        as_of: Use data as of the end of this day.
        known: The series of posts, if it is known; it is asked for by default.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.

    Returns:
        One row for each day with events, those furthest above a typical day first: day, event (names, joined), posts
        (missing outside the days of the data), automatic (the
        automatic posts of the day, which posts leaves out) and typical (the median of the same day of the week, missing with fewer
        than `SAME_WEEKDAYS` of them). The frame has the answer of the posts.
    """
    known = known or series("posts", where, as_of, warehouse=warehouse)
    where, days = known.where, known.days
    same = days.groupby(days["day"].dt.day_of_week)["posts"]
    medians = same.transform("median").astype("Float64")
    typical = days.assign(typical=medians.mask(same.transform("size") < SAME_WEEKDAYS))[
        ["day", "posts", "automatic", "typical"]
    ]
    listed = listings.events(Selection((), where.start, where.end), as_of, warehouse=warehouse)
    events = listed.assign(day=pd.to_datetime(listed["day"])).groupby("day")["event"].agg(" · ".join).reset_index()
    found = events.merge(typical, how="left", on="day")
    order = (found["posts"] - found["typical"]).astype("Float64")
    found = found.iloc[order.sort_values(ascending=False, na_position="last", kind="stable").index]
    return attach(found.reset_index(drop=True), attached(days))


def _window(event_day: date, length: int) -> Span:
    """Return the first and the last day to count."""
    first = needed_day(event_day)
    return first, date.fromordinal(min(first.toordinal() + length - 1, date.max.toordinal()))


def _asked(known: Series, metric: str, window: Span) -> dict[str, Any]:
    """Return the arguments with which a window is compared with the days before it."""
    others = zip(known.events["day"].dt.date, known.events["event"], strict=True)
    return {
        "days": known.days["day"],
        "counts": _numbers(known.days[metric]),
        "window": window,
        "lead_ins": known.lead_ins,
        "others": [(day, name) for day, name in others if day != window[0]],
        "control": known.control,
    }


def _organic(where: Selection, as_of: date | None, warehouse: Path | None) -> Selection:
    """Return the selection without automatic posts."""
    kinds = set(ask(["posts"], ["post_kind"], where, as_of, warehouse=warehouse)["post_kind"])
    if kinds == {AUTOMATIC}:
        raise MeasureError(TranslatableText("Automatic posts have no baseline. Choose other post types as well."))
    return _of_kinds(where, kinds - {AUTOMATIC}) if AUTOMATIC in kinds else where


def _days(
    metric: str, where: Selection, organic: Selection, as_of: date | None, warehouse: Path | None
) -> pd.DataFrame:
    """Return the metric of people's posts and of automatic posts on every day that the data cover."""
    by_day = ask([metric], ["day"], organic, as_of, warehouse=warehouse)
    automatic = ask([metric], ["day"], _of_kinds(where, {AUTOMATIC}), as_of, warehouse=warehouse)
    covered = _covered(where, as_of, warehouse)
    days = pd.DataFrame(
        {"day": covered, metric: _daily(by_day, metric, covered), "automatic": _daily(automatic, metric, covered)}
    )
    if organic == where:  # a filter leaves them out, or there are none
        days["automatic"] = 0
    return attach(days, with_queries(attached(by_day), attached(automatic)))


def _control(metric: str, control: Selection, as_of: date | None, warehouse: Path | None) -> pd.Series:
    days = _days(metric, control, _organic(control, as_of, warehouse), as_of, warehouse)
    return days.set_index("day")[metric]


def _of_kinds(where: Selection, kinds: set[str]) -> Selection:
    return Selection(dict(where.where) | {"post_kind": tuple(kinds)}, where.start, where.end)


def _covered(where: Selection, as_of: date | None, warehouse: Path | None) -> pd.DatetimeIndex:
    """Return every day from the first to the last post of the campaigns and platforms, within the selected period."""
    whole = Selection({name: where.values(name) for name in _WHERE_DATA_ARE})
    known = ask(["posts"], ["day"], whole, as_of, warehouse=warehouse)["day"].dropna()
    days = pd.date_range(known.min(), known.max()) if len(known) else pd.DatetimeIndex([])
    return days[(days >= pd.Timestamp(where.start or date.min)) & (days <= pd.Timestamp(where.end or date.max))]


def _daily(frame: pd.DataFrame, metric: str, covered: pd.DatetimeIndex) -> pd.Series:
    """Return one value for each day: 0 without posts, NaN with posts whose number is unknown or hidden.

    Args:
        frame: The metric by day.
        metric: Its name.
        covered: The days to return.

    Returns:
        A series of counts, one for each day.
    """
    values = frame.dropna(subset=["day"]).set_index("day")[metric]
    return values.reindex(covered, fill_value=0).reset_index(drop=True)


def _numbers(values: pd.Series) -> Numbers:
    return np.asarray(values.astype("Float64").to_numpy(float, na_value=np.nan), dtype=np.float64)


def _events(where: Selection, as_of: date | None, warehouse: Path | None) -> pd.DataFrame:
    """Return events and Thunderclaps of any period, because one outside the selected period can affect the window."""
    events = listings.events(None, as_of, warehouse=warehouse)[["day", "event", "kind"]]
    launched = listings.thunderclaps(_campaigns(where), as_of, warehouse=warehouse).dropna(subset=["launched_at"])
    thunderclaps = pd.DataFrame(
        {"day": launched["launched_at"].dt.normalize(), "event": launched["title"], "kind": AUTOMATIC}
    )
    return pd.concat([events, thunderclaps[~thunderclaps["day"].isin(events["day"])]], ignore_index=True)


def _campaigns(where: Selection) -> Selection:
    return Selection({"campaign": where.values("campaign")})


def _lead_ins(where: Selection, as_of: date | None, warehouse: Path | None) -> list[Span]:
    """Return for each Thunderclap the days from its first sign-up to the day before its launch."""
    condition, params = listings.filter_of("supporters", _campaigns(where), as_of)
    first = listings.rows_of(
        f"SELECT thunderclap, min(day) AS since FROM supporter_facts WHERE {condition} GROUP BY thunderclap",
        params,
        warehouse,
    )
    launched = (
        listings.thunderclaps(_campaigns(where), warehouse=warehouse)
        .dropna(subset=["launched_at"])
        .merge(first, on="thunderclap")
    )
    spans = (
        (since.date(), at.date() - timedelta(days=1))
        for since, at in zip(launched["since"], launched["launched_at"], strict=True)
    )
    return [(since, until) for since, until in spans if since <= until]


def _notes(found: Uplift | NotEstimable, control: Selection | None) -> Iterator[TranslatableText]:
    """Yield what a reader of the table must know about the expected numbers."""
    if isinstance(found, NotEstimable):
        yield found.reason
        return
    yield TranslatableText(
        "Baseline with low and high end (95% interval): local level with a weekly pattern on log(1 + count), fitted "
        "on {days} days before the event. Above baseline does not mean caused by the event.",
        days=found.days_before,
    )
    if control is not None:
        yield TranslatableText(
            "Compared with {selection}: its change on the same days is expected here too.", selection=control.text()
        )


def _in_parts(days: pd.DataFrame, window: Span, lead_ins: list[Span], found: Uplift | NotEstimable) -> pd.DataFrame:
    """Return the days with the part to which each belongs, and the expected number in the window."""
    dates = days["day"].dt.date
    part = pd.Series(BEFORE, index=days.index).mask(dates >= window[0], WINDOW).mask(dates > window[1], AFTER)
    for since, until in lead_ins:
        part = part.mask((part == BEFORE) & (dates >= since) & (dates <= until), SIGN_UPS)
    days.insert(1, "part", part)
    path = found.path if isinstance(found, Uplift) else ()
    expected = pd.DataFrame(path, columns=["day", "count", "lower", "upper"]).rename(columns={"count": "expected"})
    expected = expected.set_index(pd.DatetimeIndex(expected.pop("day"))).astype("Float64").round(1)
    return days.join(expected, on="day")
