"""What is known of measured numbers goes with them, and never further than it is true."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.i18n import said, speaking
from data.store.warehouse import Warehouse
from metrics import Answer, MeasureWarning, NoAnswer, Selection, UnknownValue, answer, measure
from metrics.answers import attach, attached
from metrics.api import ask
from metrics.definitions.serialized import from_json

WHERE = Selection({"campaign": "migrationmeans"})
METRICS = ["posts", "impressions", "contributors"]


@pytest.fixture
def by_platform(sample: Warehouse) -> pd.DataFrame:
    return ask(METRICS, "platform", WHERE, "2014-12-01", warehouse=sample.directory)


@pytest.fixture
def by_voice(sample: Warehouse) -> pd.DataFrame:
    """Some of its sums are hidden."""
    frame = ask(["posts", "impressions", "shares"], "contributor_type", WHERE, warehouse=sample.directory)
    assert attached(frame).suppressed_cells
    return frame


# -- the same numbers


def test_numbers_as_they_were_measured_have_all_of_their_answer(by_platform: pd.DataFrame) -> None:
    metadata = answer(by_platform)
    assert metadata == attached(by_platform)
    assert metadata.metrics == tuple(METRICS)
    assert metadata.by == ("platform",)
    assert metadata.coverage["impressions"] is not None
    assert metadata.of_all_rows


def test_another_order_or_another_place_for_the_breakdown_changes_nothing_but_places(by_voice: pd.DataFrame) -> None:
    metadata, turned = answer(by_voice), by_voice.iloc[::-1]
    last = len(by_voice) - 1
    assert answer(turned).coverage == metadata.coverage
    assert answer(turned).warnings == metadata.warnings
    assert answer(turned).suppressed_cells == {
        last - place: names for place, names in metadata.suppressed_cells.items()
    }
    assert answer(by_voice.set_index("contributor_type")) == metadata
    assert answer(by_voice.astype({"posts": "float64"})) == metadata


def test_a_column_of_ones_own_has_no_part_in_it(by_platform: pd.DataFrame) -> None:
    more = by_platform.assign(each=by_platform["posts"] / by_platform["contributors"])
    assert answer(more) == answer(by_platform)


# -- some of them


def test_of_some_rows_only_what_is_true_of_each_is_told(by_platform: pd.DataFrame) -> None:
    whole, some = answer(by_platform), answer(by_platform[by_platform["platform"] != "twitter"])
    assert (some.definitions, some.kinds, some.filters, some.as_of) == (
        whole.definitions,
        whole.kinds,
        whole.filters,
        whole.as_of,
    )
    assert (some.data_version, some.sql, some.synthetic) == (whole.data_version, whole.sql, "yes")
    assert (some.coverage, some.n, some.unknown, some.partly_known) == ({}, {}, {}, {})
    assert not set(some.warnings) & set(whole.of_all_rows)
    codes = by_platform["platform"].tolist()
    assert list(some.contributors) == [
        row for code, row in zip(codes, whole.contributors, strict=True) if code != "twitter"
    ]


def test_hidden_cells_are_found_in_the_rows_that_are_left(by_voice: pd.DataFrame) -> None:
    hidden = answer(by_voice).suppressed_cells
    place, names = next(iter(hidden.items()))
    assert answer(by_voice.iloc[[place]]).suppressed_cells == {0: names}
    assert answer(by_voice.drop(index=list(hidden))).suppressed == 0


def test_of_some_columns_the_others_are_not_spoken_of(by_platform: pd.DataFrame) -> None:
    whole, some = answer(by_platform), answer(by_platform[["platform", "posts"]])
    assert some.metrics == tuple(some.coverage) == tuple(some.n) == ("posts",)
    assert (some.contributors, some.partly_known) == ((), {})
    assert any("Impressions" in text for text in whole.warnings)
    assert not any("Impressions" in text for text in some.warnings)


def test_rows_that_stand_twice_are_not_all_rows_once(by_platform: pd.DataFrame) -> None:
    assert answer(pd.concat([by_platform, by_platform])).coverage == {}


def test_part_of_what_is_partly_made_up_may_be_either(by_platform: pd.DataFrame) -> None:
    mixed = attach(by_platform, replace(attached(by_platform), synthetic="part"))
    assert (answer(mixed).synthetic, answer(mixed.head(1)).synthetic) == ("part", "unknown")


# -- other numbers


def test_a_number_that_changed_has_no_answer(by_platform: pd.DataFrame) -> None:
    changed = by_platform.assign(posts=by_platform["posts"] + 1)
    for other in (
        changed,
        changed.head(1),
        by_platform.assign(posts=by_platform["posts"].to_numpy()[::-1]),
        by_platform.assign(platform="facebook"),
        by_platform.rename(columns={"posts": "contributors", "contributors": "posts"}),
        by_platform.fillna(0),
        by_platform.drop(columns="platform"),
        by_platform[["platform"]],
        by_platform.drop(columns="platform").sum().to_frame().T,
        by_platform.groupby(by_platform["platform"] == "twitter")[METRICS].sum(),
    ):
        with pytest.raises(NoAnswer, match=r"have changed since|Nothing is known"):
            answer(other)


def test_a_number_changed_in_place_has_no_answer(by_platform: pd.DataFrame) -> None:
    by_platform.loc[0, "posts"] = 7
    with pytest.raises(NoAnswer):
        answer(by_platform)


def test_two_answers_put_together_are_no_answer(sample: Warehouse, by_platform: pd.DataFrame) -> None:
    other = ask("shares", "platform", warehouse=sample.directory)
    for joined in (
        by_platform.merge(other, on="platform"),
        pd.concat([by_platform, other]),
        by_platform.merge(by_platform, on="platform"),
        by_platform.assign(shares=other["shares"]),
    ):
        with pytest.raises(NoAnswer):
            answer(joined)


def test_a_join_with_what_was_not_measured_leaves_the_answer_to_the_numbers_measured(by_platform: pd.DataFrame) -> None:
    notes = pd.DataFrame({"platform": by_platform["platform"], "note": "x"})
    joined = by_platform.merge(notes, on="platform")
    joined.attrs = by_platform.attrs
    assert answer(joined) == answer(by_platform)


def test_what_was_never_measured_has_no_answer() -> None:
    with pytest.raises(NoAnswer, match="does not come from measure"):
        answer(pd.DataFrame({"posts": [1]}))


# -- kept


def test_an_answer_goes_through_json_with_its_sentences(by_voice: pd.DataFrame) -> None:
    metadata = answer(by_voice)
    again = Answer.of_dict(json.loads(json.dumps(metadata.as_dict(), allow_nan=False)))
    assert again == metadata
    for code in ("fr", "es"):
        with speaking(code):
            assert [said(text) for text in again.warnings] == [said(text) for text in metadata.warnings]
            assert [said(text) for text in again.hidden_because.values()] == [
                said(text) for text in metadata.hidden_because.values()
            ]


def test_each_sort_of_value_in_a_sentence_comes_back(sample: Warehouse) -> None:
    together = ask("posts", ["contributor_type", "month"], WHERE, warehouse=sample.directory)
    texts = [
        *answer(together).warnings,
        *answer(ask("views", "day", as_of="2014-12-01", warehouse=sample.directory)).warnings,
    ]
    assert [from_json(json.loads(json.dumps(text.as_dict()))).values for text in texts] == [
        text.values for text in texts
    ]


def test_an_answer_is_kept_in_a_file(by_platform: pd.DataFrame, tmp_path: Path) -> None:
    by_platform.to_parquet(tmp_path / "kept.parquet")
    again = pd.read_parquet(tmp_path / "kept.parquet")
    assert answer(again) == answer(by_platform)
    assert answer(again.head(1)).coverage == {}


def test_copies_share_one_answer_and_processes_hand_it_on(by_platform: pd.DataFrame) -> None:
    assert attached(by_platform.copy()) is attached(by_platform)
    assert copy.deepcopy(by_platform.attrs) == by_platform.attrs
    assert answer(pickle.loads(pickle.dumps(by_platform))) == answer(by_platform)


# -- shown


def test_a_notebook_shows_the_numbers_what_they_rest_on_and_what_to_know(by_voice: pd.DataFrame) -> None:
    metadata = answer(by_voice)
    shown = metadata._repr_html_()
    assert ">hidden<" in shown
    assert metadata.definitions["impressions"] in shown
    assert f"Data version: {metadata.data_version}" in shown
    assert all(f"<li>{text}</li>" in shown.replace("&quot;", '"').replace("&#x27;", "'") for text in metadata.warnings)


def test_what_a_notebook_shows_is_text_and_never_markup(sample: Warehouse) -> None:
    with pytest.warns(UnknownValue):
        frame = measure("posts", where={"hashtag": "<img src=x>"}, warehouse=sample.directory)
    shown = answer(frame.assign(note="<script>"))._repr_html_()
    assert "<img" not in shown
    assert "<script" not in shown


def test_each_warning_is_raised_once_by_measure_and_by_nothing_that_shows_it_itself(sample: Warehouse) -> None:
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        frame = measure(["potential_reach", "contributors"], where={"hashtag": "zzz"}, warehouse=sample.directory)
    assert [str(each.message) for each in raised] == list(answer(frame).warnings)
    assert {each.category for each in raised} == {MeasureWarning, UnknownValue}
    assert all(each.filename == __file__ for each in raised)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask(["potential_reach", "contributors"], where={"hashtag": "zzz"}, warehouse=sample.directory)
