"""A report says what `measure` says, in the reader's words, and leaves out what the data do not have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.reports.compose import compose
from dashboard.reports.model import Figure, Quotations, Report, Request, Table, Tiles, statements
from dashboard.reports.templates import TEMPLATES
from data.importing.pipeline import import_files
from metrics import Selection, UnknownName, measure

CAMPAIGN = {"campaign": "migrationmeans"}


def of(template: str, warehouse: Path, language: str = "en", **where: str) -> Report:
    return compose(Request(template, Selection(CAMPAIGN | where), language=language), warehouse)


@pytest.fixture(scope="module")
def report(sample) -> Report:
    return of("campaign", sample.directory)


def test_the_headline_numbers_are_those_of_measure(report: Report, sample) -> None:
    tiles = next(block for block in report.sections[0].blocks if isinstance(block, Tiles))
    names = ["posts", "contributors", "missions", "engagement", "thunderclap_social_reach"]
    measured = measure(names, where=CAMPAIGN, warehouse=sample.directory).iloc[0]
    assert {tile.key: tile.value for tile in tiles.tiles if tile.key in names} == dict(measured)
    assert report.sections[0].finding == "#MigrationMeans passed its target: 4,437 posts against 4,000"


def test_each_number_of_a_table_is_the_one_of_measure(report: Report, sample) -> None:
    figure = next(figure for figure in report.figures if figure.key == "posts-by-platform")
    measured = measure(["posts"], ["platform"], CAMPAIGN, warehouse=sample.directory).set_index("platform")["posts"]
    assert dict(zip(figure.table.row_keys, (row[1] for row in figure.table.rows), strict=True)) == dict(measured)
    assert figure.plot is not None
    assert sum(figure.plot.series[0][1]) == 4437


def test_a_section_without_data_is_left_out_and_said(report: Report) -> None:
    assert "stories" not in {section.key for section in report.sections}
    assert report.left_out == ("Left out, because these data have nothing for it: Stories.",)


def test_what_stands_in_a_report_can_be_found_again_by_its_key(report: Report) -> None:
    said = statements(report)
    assert len({each.key for each in said}) == len(said) > 300
    assert next(each for each in said if each.key == "headline/numbers/posts").value == 4437


def test_a_report_says_that_its_data_are_made_up(report: Report) -> None:
    assert report.warnings == ("Synthetic sample data: these numbers do not describe real people.",)


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "campaign"])
@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_template_has_a_finding_for_each_section(template: str, language: str, sample) -> None:
    about = {"mission": "KEN"} if template == "mission" else {}
    made = of(template, sample.directory, language, **about)
    assert made.sections
    assert all(section.finding for section in made.sections)


def test_contributor_types_of_one_mission_stand_nowhere(sample) -> None:
    made = compose(Request("mission", Selection(CAMPAIGN | {"mission": "KEN"}), sections=("voices",)), sample.directory)
    assert [figure.key for figure in made.figures] == ["posts-by-account-type"]


def test_a_report_of_one_contributor_type_says_their_number_and_no_more(sample) -> None:
    made = compose(Request("donor", Selection({"contributor_type": "migrant"})), sample.directory)
    assert made.title == "All posts · Migrant"
    quotes = {
        each.key: each
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Quotations)
        for each in block.quotations
    }
    assert quotes["contributors"].sentence.endswith("different contributors took part.")


def test_a_monthly_brief_is_of_the_last_full_month(sample) -> None:
    where = of("month", sample.directory).request.where
    assert (where.start, where.end) == (dt.date(2014, 11, 1), dt.date(2014, 11, 30))


def test_what_may_be_quoted_names_what_must_be_said_with_it(report: Report) -> None:
    quotes = next(block for section in report.sections for block in section.blocks if isinstance(block, Quotations))
    reach = next(each for each in quotes.quotations if each.key == "unique_reach_upper")
    assert "9,963 to 479,071 accounts" in reach.sentence
    assert reach.say_with


@pytest.mark.parametrize("request_", [Request("nothing"), Request(sections=("nothing",))])
def test_a_template_or_section_that_does_not_exist_is_refused(request_: Request, sample) -> None:
    with pytest.raises(UnknownName, match="nothing"):
        compose(request_, sample.directory)


def test_every_chart_of_a_report_has_its_numbers_as_a_table(report: Report) -> None:
    assert all(isinstance(figure, Figure) and figure.table.rows and figure.chart.summary for figure in report.figures)


def test_events_are_named_in_the_language_of_the_report(warehouse, tmp_path) -> None:
    posts = [
        f"Twitter,{n},2024-05-{n % 28 + 1:02} 10:00,Donor,KEN" for n in range(501702184017428480, 501702184017428540)
    ]
    (tmp_path / "posts.csv").write_text("\n".join(("Platform,Post ID,Posted at,Contributor type,Mission", *posts)))
    (tmp_path / "events.csv").write_text(
        "Day,Event,Event (fr),Kind,Source\n2024-05-08,Red Cross Day,Journée de la Croix-Rouge,observance,\n"
    )
    receipts = import_files([tmp_path / "posts.csv", tmp_path / "events.csv"], warehouse)
    assert not [receipt for receipt in receipts if receipt.error or receipt.rejected]
    made = compose(Request("event", language="fr", sections=("over-time",)), warehouse.directory)
    tables = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    assert tables[0].texts[0][1] == "Journée de la Croix-Rouge"
