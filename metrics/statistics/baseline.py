"""What would have come anyway? Two models of daily counts, fitted on days before an event only: numbers in, numbers
out.

Days are consecutive; a day whose count is not known, or is left out, is NaN. statsmodels is imported where it is used,
because that takes longer than a page may.
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
    """A level that drifts from day to day, with a fixed weekly pattern, on log(1 + count).

    A `control` is a series that the event did not touch: log(1 + its count) explains the level as a regressor.
    """

    def __init__(self, counts: Numbers, control: Numbers | None = None) -> None:
        from statsmodels.tsa.statespace.structural import UnobservedComponents

        model = UnobservedComponents(
            np.log1p(counts), "local level", seasonal=WEEK, stochastic_seasonal=False, exog=_regressor(control)
        )
        self._fitted: Any = model.fit(disp=False)

    def futures(self, days: int, control: Numbers | None, seed: int) -> Numbers:
        """What the days after the last may bring: one row a simulation, each from a state of its own, drawn as
        uncertain as it is."""
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
        """The sum expected over days inside the series, from what was known `gap` days before the first of them.

        The variances are those of the whole series; the state is the one of that day.
        """
        ahead = self._fitted.get_prediction(start=first - gap, end=last, dynamic=True)
        mean, variance = np.asarray(ahead.predicted_mean)[gap:], np.asarray(ahead.var_pred_mean)[gap:]
        return float(np.expm1(mean + variance / 2).sum())


class Rate(NamedTuple):
    """What the readable model expects over a window, and how many times that was observed, with its 95 % interval."""

    expected: float
    uplift: float
    ratio: float
    interval: tuple[float, float]


def rate(counts: Numbers, window: Numbers, control: Numbers | None, seed: int) -> Rate | None:
    """An interrupted time series: negative binomial counts by weekday and trend, carried on into the window.

    `control` covers the days before and the window. None where a weekday never has any: then nothing says how much less
    that is.
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
    """Columns of the readable model: constant, trend, six weekdays, and the control where there is one."""
    day = np.arange(days)
    weekdays = (day[:, None] % WEEK == np.arange(1, WEEK)).astype(float)
    regressors = [] if control is None else [np.log1p(control)]
    return np.column_stack([np.ones(days), day / before, *weekdays.T, *regressors])
