"""The dictionary of what is measured: nothing in it lacks its source, its place on the ladder, or its page."""

from __future__ import annotations

import pytest

from metrics import METRICS


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_whose_definition_it_is_and_where_it_stands_on_the_ladder(metric):
    assert metric.source
    assert metric.rung
