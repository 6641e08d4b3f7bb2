"""Published figures on their page and in their chart, and numbers frozen from tiles and charts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.charts.base.theme import LIGHT
from dashboard.charts.claims import claims
from dashboard.components import save_figure_popover
from dashboard.i18n import speaking
from dashboard.reports.publish import question_of
from dashboard.wording import figures
from data.editing.published_figures import freeze as kept
from data.store.warehouse import Warehouse
from data.vocabularies import QUALIFIERS
from metrics import Assumptions, Selection, measure
from metrics.analyses.claims import ledger
from tests.support.examples import first
from tests.support.figures import checked
from tests.support.pages import AppTest, opened, run


@pytest.fixture(autouse=True)
def data(sample: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))


@pytest.fixture
def own(sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The sample in a warehouse of its own, to write to."""
    shutil.copytree(sample.directory, tmp_path / "own")
    monkeypatch.setenv("REACH_WAREHOUSE", str(tmp_path / "own"))
    return Warehouse(tmp_path / "own")


def claims_page() -> None:
    from dashboard.components import address, filter_bar, page_frame
    from dashboard.pages import claims

    address.speak_first()
    filter_bar.bar("claims")
    page_frame.without_effect()
    claims.page()


@pytest.mark.parametrize(
    ("language", "reason"),
    first(
        1,
        [
            ("en", "Its saved query gives no result. No dimension is called 'plattform'. Did you mean 'platform'?"),
            (
                "fr",
                "Sa requête enregistrée ne donne aucun résultat. 'plattform' n’existe pas (dimension). Vouliez-vous dire 'platform' ?",
            ),
        ],
    ),
)
def test_a_question_that_has_no_answer_says_why_in_the_readers_language(
    own: Warehouse, language: str, reason: str
) -> None:
    kept({"metric": "impressions", "value": 5, "filters": "plattform=twitter"}, own)
    assert reason in re.sub("[\u202f\u00a0]", " ", said(page(lang=language)))


def page(**address: str) -> AppTest:
    return opened(claims_page, **address)


def said(app: AppTest) -> str:
    """All that is written, without the backslashes that keep Markdown from reading signs in it."""
    written = " ".join(
        str(each.value) for kind in (app.header, app.subheader, app.markdown, app.caption, app.info) for each in kind
    )
    return re.sub(r"\\(.)", r"\1", written)


# -- the page


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Published 11% above the data: 521,840."),
        ("fr", "Chiffre publié supérieur de 11 % aux données : 521 840."),
        ("es", "Cifra publicada un 11 % por encima de los datos: 521.840."),
    ],
)
def test_every_figure_is_held_against_the_data_in_every_language(language: str, sentence: str) -> None:
    assert sentence in re.sub("[\u202f\u00a0]", " ", said(page(lang=language)))


def test_every_campaign_of_the_sample_is_called_by_its_name() -> None:
    captions = " ".join(str(each.value) for each in page().caption)
    assert "It Takes a Community" in captions
    assert not {"iamamigrant", "ittakesacommunity", "globalmigrationfilmfestival"} & set(captions.split())


def test_what_cannot_be_compared_stands_side_by_side_and_says_why() -> None:
    app = page()
    written = said(app)
    assert "520,000 and 580,000: not comparable" in written
    assert "Not comparable with F03: another scope and another date." in written
    assert "published for the same thing" not in written
    assert "The sample was made to agree: 4,437. That confirms nothing." in written
    assert written.index("over 520,000 people") < written.index("over 580,000 people")
    assert "It is Thunderclap social reach" in written
    assert "As different accounts: 56,782 to 521,840." in written


def test_each_figure_says_whether_it_may_be_quoted() -> None:
    """A press officer asks which of them to use, and “Cannot be confirmed” is no answer to it."""
    written = said(page())
    assert written.count("Do not quote it. The data give another number.") == 2
    assert written.count("Quote it only with its source and date. The data cannot confirm it.") == 5
    assert written.count("Quote it only with its source and date. These data are made up and confirm nothing.") == 7
    assert "confirm nothing. Call it Thunderclap social reach, not “people”." in written
    assert "cannot confirm it. Say “accounts”, not “Facebook users”." in written


def test_a_state_shows_its_figures_alone() -> None:
    app = page()
    states = next(each for each in app.get("button_group") if each.key == "claim_states")
    states.set_value(["off"])
    written = said(run(app))
    assert "over 580,000 people" in written
    assert "over 520,000 people" in written, "what it cannot be compared with is never out of sight"
    assert "over 4,400 posts" not in written


def test_the_page_answers_its_question_first() -> None:
    app = page()
    assert app.title[0].value == (
        "The sample was made to agree with 7 of 14 figures · Differs: 2 · Cannot be confirmed: 5"
    )
    assert "Do our published numbers still match the data?" in said(app)
    assert "This dashboard does not count “profiles published”." in said(app)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "before 2014-12-18", "before 18 December 2014"),
        ("fr", "about 2014-08-01", "vers le 1er août 2014"),
        ("es", "2014-12", "diciembre de 2014"),
        ("en", "about 2017", "about 2017"),
        ("en", "after 2014-99-01", "after 2014-99-01"),
        ("en", "some time in 2014", "some time in 2014"),
    ],
)
def test_days_of_figures_are_as_readers_write_them(language: str, text: str, words: str) -> None:
    with speaking(language):
        assert figures.when(text).replace("\u00a0", " ") == words


def test_only_the_campaign_filters_and_the_page_says_so() -> None:
    assert "Not filtered by platform on this page." in said(page(platform="twitter"))
    written = said(page(campaign="migrationmeans"))
    assert "over 4,400 posts" in written
    assert "10 stories" not in written


def test_the_ledger_looks_back() -> None:
    assert "4,437" not in said(page(as_of="2014-08-19"))


def test_without_figures_the_page_says_how_to_add_some(own: Warehouse) -> None:
    with own.draft() as draft:
        draft.con.execute("DELETE FROM landing.claims")
        draft.changed = True
    app = page()
    assert app.title[0].value == "No published figures yet"
    assert "Save figure" in said(app)


# -- the chart


def traces(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "markers" and trace.marker.opacity != 0]


def test_the_chart_draws_how_far_the_data_lie_from_what_was_published() -> None:
    chart = claims(ledger(), QUALIFIERS)
    assert chart.title == "The sample was made to agree with 7 of 14 figures"
    assert "2 figures differ, by up to 50%." in chart.summary
    assert "5 figures cannot be confirmed." in chart.summary
    labels = [label.strip("\u2068\u2069 ") for label in checked(chart).layout.yaxis.ticktext]
    assert labels[:2] == ["over 520,000 people", "over 580,000 people"]
    reproduced, off = traces(checked(chart))[:2]
    assert reproduced.x[0] == pytest.approx(521_840 / 520_000)
    assert off.x[0] == pytest.approx(521_840 / 580_000)
    assert (reproduced.marker.symbol, off.marker.symbol) == ("circle", "diamond")


def test_what_lies_far_off_stands_at_the_edge_with_an_arrow() -> None:
    far = ledger()[lambda frame: frame["claim"] == "F01"].assign(
        derived=44_000.0, state="off", off_by=-0.9, reason="too_little"
    )
    (mark,) = traces(checked(claims(far, QUALIFIERS, look=LIGHT)))
    assert (mark.x[0], mark.marker.symbol) == (2, "triangle-right")
    texts = [note.text for note in checked(claims(far, QUALIFIERS)).layout.annotations]
    assert "<b>44,000</b>" in texts


def test_figures_that_nothing_stands_beside_are_not_drawn() -> None:
    none = ledger()[lambda frame: frame["claim"] == "F14"]
    assert claims(none, QUALIFIERS).empty


# -- freezing


def form(metric: str, by: str) -> None:
    from dashboard import queries
    from dashboard.components import save_figure_popover
    from data.store.warehouse import Warehouse
    from metrics import METRICS, Selection

    where = Selection({"campaign": ("migrationmeans",), "platform": ("twitter", "facebook")})
    frame = queries.ask([metric], [by] if by else [], where)
    save_figure_popover._thanks()
    save_figure_popover._form("test", frame, where, [name for name in frame.columns if name in METRICS], Warehouse())


def frozen(metric: str, by: str = "", part: Any = None) -> AppTest:
    app = opened(form, metric, by)
    if part:
        app.selectbox("frozen_part_test").set_value(part)
        run(app)
    return app


def written(own: Warehouse) -> dict[Any, Any]:
    rows = ledger(warehouse=own.directory)
    (row,) = rows[rows["data_version"].notna()].to_dict("records")
    return row


def test_a_frozen_tile_is_a_figure_that_is_reproduced(own: Warehouse) -> None:
    app = frozen("posts")
    assert "Posts: 4,431** (data as of" in said(app)
    app.text_input("frozen_source_test").set_value("Press release")
    app.button("frozen_save_test").click()
    run(app)
    assert "Saved as import 45" in app.toast[0].value
    row = written(own)
    assert (row["value"], row["state"]) == (4431, "reproduced")
    assert (row["campaign"], row["filters"]) == ("migrationmeans", "platform=facebook, twitter")
    assert (row["source"], row["qualifier"], row["data_version"], row["unit_as_published"]) == (
        "Press release",
        "exact",
        1,
        "posts",
    )
    assert own.imports()["file"][0].startswith("synthetic_frozen posts"), (
        "the numbers are made up, and the figure says so"
    )


@pytest.mark.long
def test_a_bar_of_a_chart_is_frozen_with_its_value_as_a_filter(own: Warehouse) -> None:
    app = frozen("posts", "mission", (("mission", "KEN"),))
    app.selectbox("frozen_qualifier_test").set_value("over")
    next(each for each in app.number_input).set_value(60)
    app.button("frozen_save_test").click()
    run(app)
    row = written(own)
    assert (row["value"], row["qualifier"]) == (60, "over")
    assert row["filters"] == "mission=KEN; platform=facebook, twitter"


@pytest.mark.long
def test_a_day_of_a_chart_is_named_as_a_day(own: Warehouse) -> None:
    app = frozen("posts", "day", (("day", "2014-08-19"),))
    app.button("frozen_save_test").click()
    run(app)
    assert written(own)["state"] == "reproduced"
    assert "day=2014-08-19" in written(own)["filters"]


@pytest.mark.long
def test_a_share_is_frozen_as_it_will_be_published(own: Warehouse) -> None:
    app = frozen("engagement_rate_by_impressions")
    app.button("frozen_save_test").click()
    run(app)
    row = written(own)
    assert row["value"] == pytest.approx(row["derived"], abs=0.00005)
    assert row["state"] == "reproduced"


def test_what_is_never_told_as_of_a_day_cannot_be_frozen() -> None:
    assert not save_figure_popover._parts(measure(["posts"], ["contributor_type"]), "posts")
    assert len(save_figure_popover._parts(measure(["posts"], ["account_type"]), "posts")) == 3


def test_a_modelled_number_keeps_what_it_assumes() -> None:
    assumed = Assumptions({"facebook": 600_000})
    frame = measure(["unique_reach_upper"], (), {"platform": "facebook"}, assumptions=assumed)
    question = question_of("unique_reach_upper", frame, Selection({"platform": ("facebook",)}))
    assert question["universe"] == "facebook=600000"
    assert question["assumptions"].startswith("audience size: facebook 600,000 accounts")  # type: ignore[attr-defined]


def tile() -> None:
    from dashboard import queries
    from dashboard.components import save_figure_popover
    from metrics import Selection

    save_figure_popover.popover("posts", queries.ask(["posts"]), Selection())


@pytest.mark.parametrize("writable", [True, False])
def test_where_data_are_read_only_nothing_can_be_frozen(writable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.components.save_figure_popover.os.access", lambda _path, _mode: writable)
    app = opened(tile)
    (freezing,) = [each for each in app.get("popover") if "Save figure" in each.proto.popover.label]
    assert freezing.proto.popover.disabled is not writable
    assert ("read-only" in freezing.proto.popover.help) is not writable


def test_a_frame_without_a_metric_has_nothing_to_freeze() -> None:
    assert save_figure_popover.popover("none", pd.DataFrame({"rank": [1]}), Selection()) is None
