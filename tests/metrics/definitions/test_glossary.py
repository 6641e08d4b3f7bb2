"""The dictionary of what is measured: complete, true to the catalogue, and the same wherever it is read."""

from __future__ import annotations

import pytest

from metrics import DIMENSIONS, METRICS, Kind
from metrics.definitions import glossary
from metrics.definitions.model import AmecStage


def defined() -> list[str]:
    return [entry.name for chapter in glossary.chapters() for group in chapter.groups for entry in group.entries]


def test_the_page_of_the_docs_is_fresh():
    assert glossary.PAGE.read_text("utf-8") == glossary.document(), "run make renew"


def test_every_metric_and_dimension_is_defined_once():
    assert sorted(defined()) == sorted([*METRICS, *DIMENSIONS])


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_whose_definition_it_is_and_where_it_stands_on_the_ladder(metric):
    assert metric.source
    assert metric.amec_stage


def test_the_ladder_is_complete_and_claims_neither_outcome_nor_impact():
    stages = {chapter.name: chapter for chapter in glossary.ladder()}
    assert list(stages) == ["inputs", "activities", "outputs", "out-takes", "outcomes", "impact"]
    for amec_stage in (AmecStage.INPUTS, AmecStage.OUTCOMES, AmecStage.IMPACT):
        assert not stages[amec_stage].groups
        assert amec_stage.missing in stages[amec_stage].text


def test_what_a_kind_forbids_stands_with_its_metrics():
    groups = [group for chapter in glossary.ladder() for group in chapter.groups]
    for kind in Kind:
        texts = [group.text for group in groups if group.title.lower() == kind.value]
        assert all(kind.advice in text and ("Cannot be added up." in text) is not kind.adds for text in texts)


def test_every_text_of_the_dictionary_is_translated_on_its_way():
    activities = glossary.chapters(lambda text: f"<{text}>")[1]
    posts = activities.groups[0].entries[0]
    assert (activities.title, posts.title) == ("<activities>", "<Posts>")
    for text in (METRICS["posts"].description, METRICS["posts"].is_not, METRICS["posts"].unit, METRICS["posts"].source):
        assert f"<{text}>" in posts.text
