"""Baselines: what daily counts would have been without an event, by two models fitted on the days before it.

Days are consecutive. A day whose count is unknown or left out is NaN. statsmodels is imported where it is used, because
loading it takes longer than a page may.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

WEEK: Final = 7
SIMULATIONS: Final = 4000
SURE: Final = (0.025, 0.975)
"""The ends of a 95 % interval."""
_DISPERSION: Final = (np.log(1e-6), np.log(100))
"""Between counts that vary as Poisson's and counts of which nothing can be said."""
_HUGE: Final = 20.0
"""The logarithm of more a day than anybody counts: where an unlucky draw ends."""


class Level:
    """A local level that drifts from day to day, with a fixed weekly pattern, on log(1 + count).

    A `control` is a series that the event did not affect: log(1 + its count) explains the level as a regressor.
    """

    def __init__(self, counts: Numbers, control: Numbers | None = None) -> None:
        from statsmodels.tsa.statespace.structural import UnobservedComponents

        model = UnobservedComponents(
            np.log1p(counts), "local level", seasonal=WEEK, stochastic_seasonal=False, exog=_regressor(control)
        )
        self._fitted: Any = model.fit(disp=False)
        self._control = control

    def futures(self, days: int, control: Numbers | None, seed: int) -> Numbers:
        """Simulate the counts of the days after the last one.

        Args:
            days: How many days to simulate.
            control: Counts of the control series for these days; None without a control.
            seed: Seed of the random numbers.

        Returns:
            Counts, one row for each simulation and one column for each day. Each simulation starts from a level drawn
            with its uncertainty.
        """
        spread, drift, *effect = np.asarray(self._fitted.params)
        seen, moves = (self._fitted.model.ssm[name] for name in ("design", "transition"))
        random = np.random.default_rng(seed)
        state, doubt = self._fitted.predicted_state[:, -1], self._fitted.predicted_state_cov[:, :, -1]
        states = random.multivariate_normal(state, doubt, size=SIMULATIONS, method="svd")
        logs = random.normal(0, np.sqrt(spread), (SIMULATIONS, days))
        if control is not None:
            logs += effect * np.log1p(control)
        for day in range(days):
            logs[:, day] += states @ seen[0]
            states = states @ moves.T
            states[:, 0] += random.normal(0, np.sqrt(drift), SIMULATIONS)
        return np.expm1(logs)

    def expected(self, first: int, last: int, gap: int) -> float:
        """Return the expected sum over days inside the series, as known `gap` days before the first of them.

        The variances are those of the whole series; the level is the one of that day.

        Args:
            first: Index of the first day.
            last: Index of the last day, included.
            gap: How many days before `first` the level is known.

        Returns:
            The expected sum of counts.
        """
        start = first - gap
        spread, drift, *effect = np.asarray(self._fitted.params)
        seen, moves = (self._fitted.model.ssm[name] for name in ("design", "transition"))
        state, doubt = self._fitted.predicted_state[:, start], self._fitted.predicted_state_cov[:, :, start].copy()
        total = 0.0
        for day in range(start, last + 1):
            if day >= first:
                mean = (seen[0] @ state).item() + (
                    0 if self._control is None else effect[0] * np.log1p(self._control[day])
                )
                total += np.expm1(mean + ((seen[0] @ doubt @ seen[0]).item() + spread) / 2)
            state, doubt = moves @ state, moves @ doubt @ moves.T
            doubt[0, 0] += drift  # only the level drifts
        return float(total)


class Rate(NamedTuple):
    """The expected count of a window by the second model, and the ratio of observed to expected with its interval."""

    expected: float
    uplift: float
    ratio: float
    interval: tuple[float, float]


def rate(counts: Numbers, window: Numbers, control: Numbers | None, seed: int) -> Rate | None:
    """Fit an interrupted time series: negative binomial counts by weekday and trend, continued into the window.

    Args:
        counts: Daily counts before the window, NaN where unknown.
        window: Daily counts in the window.
        control: Counts of a series that the event did not affect, for the days before and in the window; or None.
        seed: Seed of the random numbers.

    Returns:
        The expected sum and the ratio with its interval; None if a weekday has a count of 0 throughout, because then
        its level cannot be estimated.
    """
    from scipy.optimize import minimize_scalar
    from statsmodels.genmod.families import NegativeBinomial
    from statsmodels.genmod.generalized_linear_model import GLM

    known = ~np.isnan(counts)
    if np.unique(np.flatnonzero(np.nan_to_num(counts)) % WEEK).size < WEEK:
        return None
    before = counts.size
    design = _design(before + window.size, before, control)

    def fit(dispersion: float) -> Any:
        return GLM(counts[known], design[:before][known], NegativeBinomial(alpha=dispersion)).fit()

    # The likelihood's maximum over the dispersion, by fits that cannot fail; the joint fit fails where counts vary as
    # little as Poisson's.
    best = minimize_scalar(
        lambda log: -fit(np.exp(log)).llf, bounds=_DISPERSION, method="bounded", options={"xatol": 1e-7}
    )
    dispersion = float(np.exp(best.x))
    fitted = fit(dispersion)
    expected, observed = float(np.exp(design[before:] @ fitted.params).sum()), float(window.sum())
    random = np.random.default_rng(seed)
    effects = random.multivariate_normal(fitted.params, fitted.cov_params(), size=SIMULATIONS, method="svd")
    mean = np.exp(np.minimum(effects @ design[before:].T, _HUGE))
    futures = random.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mean)).sum(axis=1)
    low, high = np.quantile(futures, SURE)
    return Rate(expected, observed - expected, observed / expected, (_times(observed, high), _times(observed, low)))


def _times(observed: float, expected: float) -> float:
    return float(observed / expected) if expected else np.inf


def _regressor(control: Numbers | None) -> Numbers | None:
    return None if control is None else np.log1p(control)


def _design(days: int, before: int, control: Numbers | None) -> Numbers:
    """Return the columns of the second model: constant, trend, six weekdays, and the control if there is one."""
    day = np.arange(days)
    weekdays = (day[:, None] % WEEK == np.arange(1, WEEK)).astype(float)
    regressors = [] if control is None else [np.log1p(control)]
    return np.column_stack([np.ones(days), day / before, *weekdays.T, *regressors])
