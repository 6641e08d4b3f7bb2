"""The effect of an event: how far its days lie above the baseline, which is never proof that the event caused it.

The baseline is a local level with a weekly pattern on log(1 + count), fitted only on days before the event. Two checks
always accompany it: the same estimate for earlier windows without the event (placebos), and the ratio from a negative
binomial interrupted time series. If the days do not allow an estimate, the result is the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.definitions.model import TranslatableText
from metrics.statistics.baseline import SURE, WEEK, Level, Numbers, Rate, rate

LENGTH: Final = 7
"""Days of a window, unless another length is chosen before looking: the event day and the six after it."""
ENOUGH: Final = 8 * WEEK
"""The fewest known days before an event, and before each placebo window: every day of the week eight times.

The model's intervals hold with fewer, but no placebo window fits beside them, and they are wider than what events do.
"""
SPARSE: Final = WEEK
"""One in this many days before the event must have something: in a sparser series what is called 95 % holds in 85 % of
cases."""
CALIBRATING: Final = 39
"""The fewest placebo windows that have a 2.5th and a 97.5th percentile."""
SEED: Final = 1

Span = tuple[date, date]
"""A first and a last day, both included."""


@dataclass(frozen=True)
class Expected:
    """The expected count of one day in the window, with the ends of its 95% interval."""

    day: date
    count: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Placebos:
    """Earlier windows of the same length, each compared with its own baseline.

    Attributes:
        windows: How many earlier windows there are.
        as_far: How many of them lie at least as far from their baseline as the event's window.
        interval: The ends of the uplift that the errors of these windows allow; None if there are too few windows.
    """

    windows: int
    as_far: int
    interval: tuple[float, float] | None

    @property
    def p(self) -> float:
        """The share of windows, including the event's own, that lie at least as far from their baseline."""
        return (self.as_far + 1) / (self.windows + 1)


@dataclass(frozen=True)
class Uplift:
    """The difference between the observed count in a window and its baseline.

    Attributes:
        interval: The ends of the 95% interval of the difference.
        days_before: How many days the baseline is fitted on.
        observance: The international day on which the event falls; empty if a control series accounts for it.
        placebos: The earlier windows; None if none fits.
        rate: The ratio by the second model; None if a weekday has a count of 0 throughout.
    """

    observed: float
    expected: float
    interval: tuple[float, float]
    path: tuple[Expected, ...]
    days_before: int
    placebos: Placebos | None
    rate: Rate | None
    observance: str = ""

    @property
    def uplift(self) -> float:
        """The observed count minus the expected one."""
        return self.observed - self.expected

    @property
    def stands_out(self) -> bool:
        """Whether the 95% interval excludes zero."""
        return not self.interval[0] <= 0 <= self.interval[1]

    @property
    def disputed(self) -> bool:
        """Whether the two models disagree on whether there is a difference."""
        return self.rate is not None and self.stands_out is (self.rate.interval[0] <= 1 <= self.rate.interval[1])

    @property
    def label(self) -> str:
        """What the difference may be called."""
        return f"above baseline on {self.observance}" if self.observance else "above baseline"


@dataclass(frozen=True)
class NotEstimable:
    """The reason why the days do not allow an estimate, and what to do about it."""

    reason: TranslatableText


def uplift(
    days: ArrayLike,
    counts: ArrayLike,
    window: Span,
    *,
    lead_ins: Sequence[Span] = (),
    others: Iterable[tuple[date, str]] = (),
    control: ArrayLike | None = None,
    observance: str = "",
    seed: int = SEED,
) -> Uplift | NotEstimable:
    """Estimate how far the counts of a window lie above the baseline of the days before it.

    Args:
        days: Consecutive dates, each once.
        counts: The count of each day, NaN where unknown.
        window: The first and the last day to compare.
        lead_ins: Periods in which people were already called to an event; they are left out of the baseline.
        others: Other events with their days, which must not lie in the window.
        control: For each day the count of a series that the event did not affect; log(1 + control) is a regressor of
            both models.
        observance: The international day on which the event falls.
        seed: Seed of the random numbers.

    Returns:
        The difference with its interval and checks, or the reason why there is no estimate.

    Raises:
        ValueError: A day is missing or occurs twice.
    """
    asked = _Asked(days, counts, control, window, lead_ins)
    reason = next(asked.reasons(tuple(others)), None)
    return asked.estimate(observance, seed) if reason is None else NotEstimable(reason)


def is_estimable(
    days: ArrayLike,
    counts: ArrayLike,
    window: Span,
    *,
    lead_ins: Sequence[Span] = (),
    others: Iterable[tuple[date, str]] = (),
    control: ArrayLike | None = None,
) -> bool:
    """Tell whether `uplift` estimates a difference for the same arguments, without estimating it.

    Args:
        days: Consecutive dates, each once.
        counts: The count of each day, NaN where unknown.
        window: The first and the last day to compare.
        lead_ins: Periods in which people were already called to an event.
        others: Other events with their days.
        control: For each day the count of a series that the event did not affect.

    Raises:
        ValueError: A day is missing or occurs twice.
    """
    return not any(_Asked(days, counts, control, window, lead_ins).reasons(tuple(others)))


class _Asked:
    """A question, with its days as places in a series."""

    def __init__(
        self, days: ArrayLike, counts: ArrayLike, control: ArrayLike | None, window: Span, lead_ins: Sequence[Span]
    ) -> None:
        dates = np.asarray(days, dtype="datetime64[D]")
        known = np.asarray(counts, dtype=float)
        if known.shape != dates.shape or (np.diff(dates) != np.timedelta64(1, "D")).any():
            raise ValueError("Give every day once, in order, with its count; a day that is not known has NaN.")
        self.window, self.lead_ins, self.length = window, lead_ins, (window[1] - window[0]).days + 1
        self.end: date | None = dates[-1].item() if dates.size else None
        self.dates = dates[(dates >= np.datetime64(window[0])) & (dates <= np.datetime64(window[1]))]
        earlier = dates < np.datetime64(window[0])
        self.before = known[earlier]
        for since, until in lead_ins:
            self.before[(dates[earlier] >= np.datetime64(since)) & (dates[earlier] <= np.datetime64(until))] = np.nan
        self.inside = known[self.before.size : self.before.size + self.dates.size]
        self.control = (
            None if control is None else np.asarray(control, dtype=float)[: self.before.size + self.dates.size]
        )
        self.usable = int((~np.isnan(self.before)).sum())

    def reasons(self, others: Sequence[tuple[date, str]]) -> Iterator[TranslatableText]:
        """Yield why there is no estimate, first the reason that no newer data can remove."""
        start, end = self.window
        for day, event in others:
            if abs((day - start).days) < self.length:
                yield TranslatableText(
                    "“{event}” on {day} is less than {length} days away, so effects overlap. Count fewer days.",
                    event=event,
                    day=day,
                    length=self.length,
                )
        for since, until in self.lead_ins:
            if since <= end and until >= start:
                yield (
                    TranslatableText("Sign-ups on {day} fall on these days. Count fewer days.", day=since)
                    if since == until
                    else TranslatableText(
                        "Sign-ups from {since} to {until} fall on these days. Count fewer days.",
                        since=since,
                        until=until,
                    )
                )
        if self.usable < ENOUGH:
            yield TranslatableText(
                "A baseline needs {needed} days before the event. The data have {days}, without sign-up days. Import "
                "earlier posts or widen the period.",
                days=self.usable,
                needed=ENOUGH,
            )
        if self.dates.size < self.length:
            yield TranslatableText(
                "The days to count end on {end}, but the data end on {known}. Import newer files or count fewer days.",
                end=end,
                known=self.end,
            )
        if unknown := int(np.isnan(self.inside).sum()):
            yield TranslatableText(
                "Numbers are missing for {days} of the days to count. Import them, or choose another metric.",
                days=unknown,
            )
        if (active := int((self.before > 0).sum())) * SPARSE < self.usable:
            yield _too_sparse(active, self.usable)
        if self.control is not None and np.isnan(self.control).any():
            yield TranslatableText(
                "The comparison campaign has no data on some of these days. Choose another one, or none."
            )

    def estimate(self, observance: str, seed: int) -> Uplift:
        """Return the estimate, if there is no reason against one."""
        past, ahead = (None, None) if self.control is None else np.split(self.control, [self.before.size])
        level = Level(self.before, past)
        futures = level.futures(self.length, ahead, seed)
        sums = futures.sum(axis=1).clip(min=0)  # log(1 + count) can fall below that of nothing
        observed, expected = float(self.inside.sum()), float(sums.mean())
        bands = np.quantile(futures, SURE, axis=0).clip(min=0)
        low, high = np.quantile(observed - sums, SURE)
        return Uplift(
            observed=observed,
            expected=expected,
            interval=(float(low), float(high)),
            path=tuple(map(Expected, self.dates.tolist(), futures.mean(axis=0).tolist(), *bands.tolist())),
            days_before=self.usable,
            placebos=_placebos(level, self.before, self.length, observed, expected),
            rate=rate(self.before, self.inside, self.control, seed),
            observance="" if self.control is not None else observance,
        )


def _too_sparse(active: int, days: int) -> TranslatableText:
    """Return that too few days before the event have anything."""
    if not active:
        return TranslatableText(
            "None of the {days} days before the event has any. A baseline cannot be estimated. Widen the filters.",
            days=days,
        )
    if active == 1:
        return TranslatableText(
            "Only {active} day of {days} before the event has any. That is too few for a baseline. Widen the filters.",
            active=active,
            days=days,
        )
    return TranslatableText(
        "Only {active} of {days} days before the event have any. That is too few for a baseline. Widen the filters.",
        active=active,
        days=days,
    )


def _placebos(level: Level, before: Numbers, length: int, observed: float, expected: float) -> Placebos | None:
    """Compare earlier windows with their baselines; None if none fits.

    Each window is as far from its last known day as the event's window.
    """
    known = ~np.isnan(before)
    gap = int(np.argmax(known[::-1]))
    so_far = np.concatenate([[0], known.cumsum()])
    starts = [
        start
        for start in range(gap, before.size - length + 1)
        if so_far[start - gap] >= ENOUGH and so_far[start + length] - so_far[start] == length
    ]
    if not starts:
        return None
    errors = np.array(
        [
            _error(before[start : start + length].sum(), level.expected(start, start + length - 1, gap))
            for start in starts
        ]
    )
    far = int((np.abs(errors) >= abs(_error(observed, expected))).sum())
    # By rank among the windows and the event's own, as p is: of 109 windows between the second and the third from
    # either end.
    low, high = np.expm1(np.log1p(expected) + np.quantile(errors, SURE, method="weibull"))
    allowed = (float(observed - high), float(observed - low))
    return Placebos(len(starts), far, allowed if len(starts) >= CALIBRATING else None)


def _error(observed: float, expected: float) -> float:
    """Return how far a count lies from its expected value, on the model's scale."""
    return float(np.log1p(observed) - np.log1p(max(expected, 0)))
