"""How far tests look: at few examples in a usual run, at more in a long one (`python -m pytest -m long`), at ten times as
many as in a usual one in a run that looks further still (`-m further`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings

USUAL, LONG, FURTHER = "usual", "long", "further"
TIMES: Final = {USUAL: 1, LONG: 3, FURTHER: 10}
"""How many times as many examples as a usual run each of them looks at."""

# How long an example takes depends on who else uses the machine, so that none has a deadline.
for profile, times in TIMES.items():
    settings.register_profile(profile, deadline=None, max_examples=30 * times)


def load(run: str) -> None:
    """Let property tests that are collected from now on look as far as a usual, a long or a further run."""
    settings.load_profile(run if run in TIMES else USUAL)


def looks() -> str:
    """Return which of them this run is."""
    return str(settings.get_current_profile_name())


def examples(usual: int) -> settings:
    """For a property test of which an example takes long: so many in a usual run, more in a longer one."""
    return settings(max_examples=usual * TIMES[looks()], suppress_health_check=list(HealthCheck))


def first(usual: int, values: Iterable[Any], long: int | None = None) -> list[Any]:
    """Values to repeat a test with, or tuples of them for several parameters: the first few in a usual run, the rest in
    a long one, or those behind so many in a further one."""
    cases = [value if isinstance(value, tuple) else (value,) for value in values]
    looks = _marks(usual, len(cases) if long is None else long, len(cases))[
        : len(cases)
    ]  # where files are missing, there are fewer
    return [pytest.param(*case, marks=marks) for case, marks in zip(cases, looks, strict=True)]


def turns(usual: int, long: int, further: int = 0) -> list[Any]:
    """Numbers to repeat a test with: the first few in a usual run, others in a long one, the rest in a further one."""
    return [pytest.param(turn, marks=marks) for turn, marks in enumerate(_marks(usual, long, max(long, further)))]


def _marks(usual: int, long: int, further: int) -> list[list[pytest.MarkDecorator]]:
    return [[]] * usual + [[pytest.mark.long]] * (long - usual) + [[pytest.mark.further]] * (further - long)
