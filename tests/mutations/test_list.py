"""The list of mutations keeps up with the code: each still applies, and names tests that there are."""

from __future__ import annotations

import pytest

from tests.mutations.run import ROOT, Mutation, mutations


@pytest.mark.parametrize("mutation", mutations(), ids=lambda mutation: mutation.breaks)
def test_it_applies_and_its_tests_are_there(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert mutation.changed(text) != text
    for test in mutation.tests:
        file, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text(encoding="utf-8")
