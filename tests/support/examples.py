"""How far tests look: at few examples in a usual run, at more in a long one (`python -m pytest -m long`).

Of what is drawn by chance a number of times, `-m further` looks at those for which a long run has no time either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

USUAL, LONG = "usual", "long"
FURTHER = 3
"""How many times as many examples a long run looks at."""

# How long an example takes depends on who else uses the machine, so that none has a deadline.
settings.register_profile(USUAL, deadline=None, max_examples=40)
settings.register_profile(LONG, deadline=None, max_examples=FURTHER * settings().max_examples)


def load(profile: str) -> None:
    """Let property tests that are collected from now on look as far as a usual or a long run."""
    settings.load_profile(profile)


def looks_far() -> bool:
    """Whether this is a long run, or one that looks further still."""
    return bool(settings.get_current_profile_name() == LONG)


def examples(usual: int, long: int | None = None) -> settings:
    """For a property test of which an example takes long: so many in a usual run, more in a long one."""
    return settings(
        max_examples=(long or usual * FURTHER) if looks_far() else usual, suppress_health_check=list(HealthCheck)
    )


def first(usual: int, values: Iterable[Any]) -> list[Any]:
    """Values to repeat a test with, or tuples of them for several parameters: the first few in a usual run, the rest in
    a long one."""
    cases = [value if isinstance(value, tuple) else (value,) for value in values]
    return [pytest.param(*case, marks=[pytest.mark.long] * (place >= usual)) for place, case in enumerate(cases)]


def turns(usual: int, long: int, further: int = 0) -> list[Any]:
    """Numbers to repeat a test with: the first few in a usual run, others in a long one, the rest in a further one."""
    looks = [pytest.mark.long] * (long - usual) + [pytest.mark.further] * (further - long)
    return [*range(usual), *(pytest.param(turn, marks=mark) for turn, mark in enumerate(looks, usual))]
