"""A report says what `measure` says, in the reader's words, and leaves out what the data do not have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.i18n import MISSING
from dashboard.reports.compose import compose
from dashboard.reports.model import Figure, Quotations, Report, Request, Table, Text, Tiles, statements
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


def test_the_line_below_the_title_does_not_repeat_it(report: Report, sample) -> None:
    assert (report.title, report.scope) == ("#MigrationMeans", "20 Jun\u2009–\u200918 Dec 2014")
    mission = of("mission", sample.directory, mission="KEN")
    assert (mission.title, mission.scope) == ("Kenya", "#MigrationMeans · 20 Jun\u2009–\u200918 Dec 2014")
    filtered = compose(
        Request("month", Selection(CAMPAIGN | {"platform": "facebook"}, "2014-08-01", "2014-08-31")), sample.directory
    )
    assert (filtered.title, filtered.scope) == ("#MigrationMeans · Facebook", "1–31 Aug 2014")


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_cell_of_a_table_is_a_bare_dash(template: str, sample) -> None:
    made = of(template, sample.directory, **({"mission": "KEN"} if template == "mission" else {}))
    cells = [
        text
        for section in made.sections
        for block in section.blocks
        for table in ([block.table] if isinstance(block, Figure) else [block] if isinstance(block, Table) else [])
        for row in table.texts
        for text in row
    ]
    assert not {MISSING, "-", "nan", "None", "NaT", "<NA>"} & set(cells)


def test_a_table_has_the_order_of_its_chart(report: Report) -> None:
    figures = {figure.key: figure for figure in report.figures}
    assert [row[0] for row in figures["posts-by-platform"].table.texts] == ["Twitter / X", "Facebook", "Tumblr"]
    assert figures["posts-by-contributor-type"].table.texts[-1][0] == "Unknown"
    assert figures["rate-by-language"].table.row_keys[0] == "es"


def test_rates_are_drawn_only_where_some_can_be_compared(report: Report) -> None:
    section = next(section for section in report.sections if section.key == "engagement")
    assert [figure.key for figure in section.figures][:1] == ["rate-by-language"]
    note = next(block for block in section.blocks if block.key == "not-compared")
    assert isinstance(note, Text)
    assert note.sentences[0].startswith("Engagement rate by followers is not compared by media type and platform")


def test_a_native_chart_of_supporters_has_the_goal(report: Report) -> None:
    plot = next(figure.plot for figure in report.figures if figure.key == "supporters-over-time")
    assert plot is not None
    assert [(name, numbers[-1]) for name, numbers in plot.series] == [("Thunderclap supporters", 347), ("Goal", 250)]


def test_a_donor_sees_promises_apart_from_other_results(sample) -> None:
    promised, others = (block for block in of("donor", sample.directory).sections[0].blocks if isinstance(block, Table))
    assert [row[0] for row in promised.texts] == ["Missions taking part", "Posts", "Thunderclap supporters"]
    assert [column.key for column in others.columns] == ["metric", "value"]
    assert "stories" not in others.row_keys


def test_definitions_are_of_what_stands_in_the_report(sample) -> None:
    made = of("donor", sample.directory)
    assert not {"gross_reach", "views", "stories"} & set(made.metrics)
    assert {"posts", "impressions", "photo_votes"} <= set(made.metrics)


def test_automatic_posts_stand_beside_those_of_people(report: Report) -> None:
    days = next(block for section in report.sections for block in section.blocks if block.key == "event-days")
    assert isinstance(days, Table)
    row = next(row for row in days.texts if row[0] == "19 Aug 2014")
    assert row[2:4] == ("174", "347"), "together the 521 of the chart"


def test_published_figures_stand_as_they_were_published_with_the_range_of_the_data(report: Report) -> None:
    table = next(figure.table for figure in report.figures if figure.key == "published-figures")
    rows = {row[0]: row for row in table.texts}
    assert rows["65,896 Facebook users"][1] == "9,963–479,071"
    assert rows["over 4,400 posts"][2:5] == ("Matches the data", "no difference", "before 18 Dec 2014")


def test_each_map_says_that_its_boundaries_are_no_endorsement(report: Report) -> None:
    notes = [figure.notes for figure in report.figures if figure.key == "map"]
    assert notes
    assert all("do not imply official endorsement" in note for note in notes)


def test_a_finding_names_what_has_most_by_each_dimension(report: Report) -> None:
    findings = {section.key: section.finding for section in report.sections}
    assert findings["platforms"] == "Most posts: Twitter / X (68%) by platform, English (61%) by language"


def test_stories_have_their_steps_and_their_countries(sample) -> None:
    made = compose(Request("campaign", Selection({"campaign": "migrantheroes"})), sample.directory)
    section = next(section for section in made.sections if section.key == "stories")
    steps = section.blocks[0]
    assert isinstance(steps, Table)
    counts = {key: row[1] for key, row in zip(steps.row_keys, steps.rows, strict=True)}
    assert counts == {"nominated": 180, "accepted": 129, "publishable": 118, "published": 78}
    assert steps.texts[-1][1] == "78"
    assert "countries with a mission" in section.finding


def test_stories_with_routes_have_them_drawn(warehouse, tmp_path) -> None:
    files = {
        "stories.csv": "Story,Campaign,Nominated,Mission,Country,State,Consent,Origin,Transit,Host\n"
        "s1,h,2015-01-01,KEN,KEN,accepted,k1,SOM,ETH,KEN\ns2,h,2015-01-01,UGA,UGA,accepted,,SDN,,UGA\n",
        "consents.csv": "Consent,Given,Expires,Scope,Risk review\nk1,2014-01-01,,dashboard,passed\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files([tmp_path / name for name in files], warehouse)
    made = compose(Request(sections=("stories",)), warehouse.directory)
    routes = next(figure for figure in made.figures if figure.key == "story-routes")
    assert routes.table.texts == (("Somalia", "Ethiopia", "Kenya", "1"),), "a route without consent is not told"


def test_a_mission_is_told_what_it_can_do_next(sample) -> None:
    made = of("mission", sample.directory, mission="KEN")
    texts = {block.key: block for block in made.sections[0].blocks}
    assert isinstance(texts["next"], Text)
    assert texts["next"].title == "What to do next"
    assert isinstance(texts["next-note"], Text)
    assert "at least 30 posts by 20 authors" in texts["next-note"].sentences[0]


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
