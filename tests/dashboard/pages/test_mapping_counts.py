"""The mapping panel: counts of posts that exist, two sheets together; and a saved format is tried on a file."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data.editing import custom_formats, saved_formats
from data.formats.date_order import Order
from data.store.warehouse import Warehouse
from tests.conftest import Imported
from tests.support.pages import AppTest, opened, run, said

POSTS = (
    "Platform,Post ID,Posted at,Contributor type\nTwitter,101,2024-05-01 10:00,Public\nTwitter,102,2024-05-02,Public\n"
)


@pytest.fixture(autouse=True)
def filled(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    warehouse = imported({"posts.csv": POSTS})
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    assert warehouse.imports()["accepted"].tolist() == [2]
    return warehouse


def workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Read me").write_row(0, 0, ["Made by hand"])
        posts = book.add_worksheet("Our posts")
        posts.write_row(0, 0, ["Nummer", "Wann", "Was"])
        numbers = book.add_worksheet("Our numbers")
        numbers.write_row(0, 0, ["Nummer", "Gesehen"])
        for number in (101, 102):
            posts.write_row(number - 100, 0, [str(number), f"2024-05-0{number - 100} 10:00", "words"])
            numbers.write_row(number - 100, 0, [str(number), number * 10])
    return content.getvalue()


def mapping_page(content: bytes, language: str) -> None:
    from dashboard.components import mapping_panel
    from dashboard.i18n import speak
    from data.store.warehouse import Warehouse

    speak(language)
    mapping_panel.offer(content, "report.xlsx", Warehouse())


def saved_page() -> None:
    from dashboard.components import saved_formats_panel
    from dashboard.i18n import speak
    from data.store.warehouse import Warehouse

    speak("en")
    saved_formats_panel.listed(Warehouse())


def choice(app: AppTest, name: str) -> Any:
    return next(
        each
        for kind in (app.selectbox, app.radio, app.date_input)
        for each in kind
        if str(each.key).endswith(f"_{name}")
    )


def chosen(app: AppTest, **values: Any) -> AppTest:
    for name, value in values.items():
        choice(app, name).set_value(value)
        run(app)
    return app


@pytest.mark.long
def test_counts_on_a_sheet_are_mapped_to_posts_that_exist(filled: Warehouse) -> None:
    app = opened(mapping_page, workbook(), "en")
    assert choice(app, "sheet").options == ["Read me", "Our posts", "Our numbers"]
    assert choice(app, "sheet").value == 1, "the widest"
    chosen(app, sheet=2, counts=True, post_id="Nummer", impressions="Gesehen", all="twitter")
    assert "not the date they were collected" in app.warning[0].value
    assert not any(str(each.key).endswith("_posted_at") for each in app.selectbox)
    chosen(app, captured="2024-05-31")
    assert "2 rows are of posts that are imported." in said(app)
    next(each for each in app.button if str(each.key).endswith("_save")).click()
    run(app)
    with filled.read() as con:
        assert con.execute("SELECT post_id, impressions FROM posts ORDER BY post_id").fetchall() == [
            ("101", 1010),
            ("102", 1020),
        ]


@pytest.mark.long
def test_two_sheets_are_chosen_to_be_read_together(filled: Warehouse) -> None:
    app = chosen(opened(mapping_page, workbook(), "en"), sheet=1, beside=0)
    assert "These two sheets have no column in common" in app.warning[0].value
    chosen(app, beside=2)
    assert choice(app, "key").value == "Nummer"
    chosen(app, post_id="Nummer", posted_at="Wann", impressions="Our numbers - Gesehen", all="facebook")
    next(each for each in app.button if str(each.key).endswith("_save")).click()
    run(app)
    with filled.read() as con:
        counts = "SELECT sum(impressions)::BIGINT FROM posts WHERE platform = 'facebook'"
        assert con.execute(counts).fetchall() == [(2030,)]


@pytest.mark.parametrize(
    ("language", "sentence"), [("fr", "Que contient une ligne\u00a0?"), ("es", "¿Qué es una fila?")]
)
def test_what_a_row_is_is_asked_in_every_language(language: str, sentence: str) -> None:
    app = opened(mapping_page, workbook(), language)
    assert choice(app, "counts").label == sentence


def test_a_saved_format_is_tried_on_a_file_and_nothing_is_imported(filled: Warehouse) -> None:
    mapping = {"post_id": "Nummer", "posted_at": "Wann"}
    fmt = custom_formats.propose("Our tool", ["Nummer", "Wann"], mapping, platform="facebook")
    saved_formats.save(fmt, filled)
    before = filled.version
    app = opened(saved_page)
    app.selectbox(key="saved_format").set_value("our_tool")
    run(app)
    rows = b"Nummer,Wann\n1,2024-05-01 10:00\n2,never\n"
    app.file_uploader(key="try_our_tool").set_value(("new.csv", rows, "text/csv"))
    run(app)
    assert "1 accepted" in said(app)
    assert "1 rejected" in said(app)
    assert [len(each.value) for each in app.dataframe][1:] == [1, 1]
    app.file_uploader(key="try_our_tool").set_value(("other.csv", b"A,B\n1,2\n", "text/csv"))
    run(app)
    assert "other.csv is not in a known format" in app.warning[0].value
    assert filled.version == before


@pytest.mark.long
def test_a_saved_format_is_edited_by_its_choices(filled: Warehouse, tmp_path: Path) -> None:
    rows = "Nummer;Wann;Wo;Likes;Kommentare\n7;01/05/2024 10:00;Facebook;1.204;3\n8;02/05/2024 10:00;Facebook;12;1\n"
    header = rows.splitlines()[0].split(";")
    mapping = {"post_id": "Nummer", "posted_at": "Wann", "platform": "Wo", "reactions": "Kommentare"}
    fmt = custom_formats.propose("Our tool", header, mapping, mission="KEN", timezone="Africa/Nairobi", thousands=",")
    saved_formats.save(fmt, filled)
    app = opened(saved_page)
    app.selectbox(key="saved_format").set_value("our_tool")
    run(app)
    assert (choice(app, "zone").value, choice(app, "thousands").value) == ("Africa/Nairobi", ",")
    assert (choice(app, "mission_of_all").value, choice(app, "reactions").value) == ("KEN", "Kommentare")
    assert "Likes" not in choice(app, "reactions").options
    assert app.button(key="saved_format_save").disabled
    app.file_uploader(key="try_our_tool").set_value(("new.csv", rows.encode(), "text/csv"))
    run(app)
    chosen(app, reactions="Likes", comments="Kommentare", thousands=".", order="day-first", mission_of_all="UGA")
    texts = said(app)
    assert "2 accepted" in texts
    assert "dates are read day first" in texts, "as the receipt would say"
    assert "Reactions 1,216" in texts
    app.button(key="saved_format_save").click()
    run(app)
    after = {"post_id": "Nummer", "posted_at": "Wann", "platform": "Wo", "reactions": "Likes", "comments": "Kommentare"}
    assert saved_formats.saved(filled)["our_tool"] == custom_formats.propose(
        "Our tool", header, after, mission="UGA", timezone="Africa/Nairobi", thousands=".", dates=Order.DAY_FIRST
    )
    assert app.button(key="saved_format_save").disabled


def test_a_format_with_rules_of_its_own_is_edited_as_text(filled: Warehouse) -> None:
    mapping = {"post_id": "Nummer", "posted_at": "Wann"}
    fmt = custom_formats.propose("Our tool", ["Nummer", "Wann"], mapping, platform="facebook")
    saved_formats.save(replace(fmt, beside=("A", "B"), beside_key=("Nummer",)), filled)
    app = opened(saved_page)
    app.selectbox(key="saved_format").set_value("our_tool")
    run(app)
    assert "This format has rules that only its text shows." in said(app)
    assert app.text_area(key="text_of_our_tool").value.startswith('label = "Our tool"')
