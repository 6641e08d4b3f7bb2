"""What a person declares about audiences: what makes no sense is refused."""

from __future__ import annotations

import pytest

from metrics import Assumptions, MeasureError


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"universe": {"facebook": 0}}, "whole number of accounts, 1 or more, not 0"),
        ({"universe": {"facebook": 1.5}}, "whole number of accounts"),
        (
            {"universe": {"facebook": 9, "all": 5}},
            "audience size for facebook \\(9\\) is larger than that for all platforms \\(5\\)",
        ),
        ({"overlap": "chnce"}, "Did you mean 'chance'"),
        ({"within": "language"}, "Choose chance, or leave"),
    ],
)
def test_assumptions_that_make_no_sense_are_refused(declared, sentence):
    with pytest.raises(MeasureError, match=sentence):
        Assumptions(**declared)


def test_assumptions_that_mean_the_same_are_the_same():
    one, other = Assumptions({"facebook": 5, "all": 9}), Assumptions([("all", 9), ("facebook", 5)])
    assert (one, hash(one)) == (other, hash(other))
    assert one.text() == "audience size: all platforms 9 accounts, facebook 5 accounts; any overlap between audiences"
    assert Assumptions(9) == Assumptions({"all": 9})
