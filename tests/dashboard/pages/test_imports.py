"""The Data page: what became of files and rows, said in the reader's language; what is kept stays English."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from dashboard.i18n import day, speaking
from data.editing import custom_formats, saved_formats
from data.editing.purge import purge
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.pages import AppTest

SHEET = """Platform,Post ID,Posted at,Contributor type,Reactions,Followers
Twitter,1,2014-08-19 10:00,Donor,12,7
Twitter,2,07/08/2014,Boss,few,7
Twitter,,2014-08-19 10:00,Donor,12,7
Twitter,3,2014-08-19 10:00,Donor,"some; many",7
"""
ENGLISH = [
    "Posted at: “07/08/2014” could be two dates. Write it as 2014-08-19 14:05; Contributor type: “Boss” is not allowed. Use one of: "
    "IOM mission, IOM staff, General public, Migrant, Partner agency, Donor, Crisis-affected community, Unknown; "
    "Reactions: “few” is not a whole number",
    "Post ID is missing",
    "Reactions: “some; many” is not a whole number",
]
FRENCH = [
    "Posted at : « 07/08/2014 » peut être deux dates. Écrivez-la comme 2014-08-19 14:05; "
    "Contributor type : « Boss » n’est pas permis. Utilisez l’une de ces valeurs : Mission de l’OIM, Personnel de l’OIM, "
    "Grand public, Migrant, Organisme partenaire, Donateur, Communauté touchée par une crise et Inconnu; "
    "Reactions : « few » n’est pas un nombre entier",
    "Post ID : valeur absente",
    "Reactions : « some; many » n’est pas un nombre entier",
]
SAID = [each.replace(", Unknown", " and Unknown") for each in ENGLISH]
SPANISH = [
    "Posted at: «07/08/2014» puede ser dos fechas. Escríbala como 2014-08-19 14:05; Contributor type: «Boss» no se admite. "
    "Use uno de estos valores: Misión de la OIM, Personal de la OIM, Público general, Migrante, Organismo asociado, Donante, "
    "Comunidad afectada por una crisis y Desconocido; Reactions: «few» no es un número entero",
    "Post ID: falta el valor",
    "Reactions: «some; many» no es un número entero",
]


@pytest.fixture(autouse=True)
def data(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))


def taken(warehouse: Warehouse, tmp_path: Path, **files: str) -> list[Receipt]:
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return import_files([folder], warehouse)


def data_page(language: str) -> None:
    from dashboard.i18n import speak
    from dashboard.pages import data

    speak(language)
    data.page()


def page(language: str, receipts: list[Receipt]) -> AppTest:
    app = AppTest.from_function(data_page, args=(language,), default_timeout=60)
    app.session_state["_receipts"] = receipts
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def plain(text: str) -> str:
    return re.sub("[\u202f\u00a0]", " ", text)


@pytest.mark.parametrize(
    ("language", "reason", "reasons"),
    first(2, [("en", "Reason", SAID), ("fr", "Motif", FRENCH), ("es", "Motivo", SPANISH)]),
)
def test_rejected_rows_say_why_in_the_readers_language(
    warehouse: Warehouse, tmp_path: Path, language: str, reason: str, reasons: list[str]
) -> None:
    def rows_page(language: str) -> None:
        from dashboard.components import rejected_panel
        from dashboard.i18n import speak
        from data.store.warehouse import Warehouse

        speak(language)
        rejected_panel.rows(Warehouse())

    kinds = page(language, taken(warehouse, tmp_path, sheet=SHEET)).dataframe[-1].value
    app = AppTest.from_function(rows_page, args=(language,), default_timeout=60).run()
    assert not app.exception
    assert list(map(plain, app.dataframe[0].value[reason])) == reasons
    assert set(map(plain, kinds[reason])) == {re.sub("([“«] ?)[^”»]*?( ?[”»])", r"\1…\2", each) for each in reasons}, (
        "no cell is quoted"
    )
    assert warehouse.rejects()["reason"].tolist() == ENGLISH, "what is kept does not depend on who reads it"


def test_a_receipt_and_a_refusal_are_said_in_the_readers_language(warehouse: Warehouse, tmp_path: Path) -> None:
    first = "Platform,Post ID,Posted at,Contributor type,Author name\nTwitter,1,2014-08-19 10:00,Donor,Ana\n"
    receipts = taken(
        warehouse,
        tmp_path,
        a_sheet=first,
        empty="",
        days="Date,Impressions,Likes,New follows,Unfollows\n2024-01-01,1,1,1,1\n",
    )
    app = page("fr", receipts)
    (receipt,) = app.success
    assert "Times read as" not in receipt.value
    assert "selon le format" in receipt.value
    assert "Counts as of" not in receipt.value
    assert "selon la publication la plus récente du fichier" in receipt.value
    assert "Non conservées, car elles contiennent des données personnelles : Author name." in plain(receipt.value)
    refused = [plain(error.value) for error in app.error]
    assert "empty.csv est vide. Exportez-le de nouveau." in refused


def test_the_order_of_dates_is_asked_for_where_nothing_in_a_file_tells(warehouse: Warehouse, tmp_path: Path) -> None:
    report = "Date,Time,Network,Link,Post,Impressions,Engagements\n"
    report += "05/07/2023,2:05 pm,Facebook,https://www.facebook.com/page/posts/1,hello,10,1\n"
    app = AppTest.from_function(data_page, args=("en",), default_timeout=60)
    app.session_state["_receipts"] = taken(warehouse, tmp_path, report=report)
    app.session_state["_unknown"] = {"report.csv": report.encode()}
    app.run()
    assert "can be read day first or month first" in app.error[0].value
    (question,) = app.radio
    assert question.label == "How are dates written in report.csv?"
    assert question.options == ["Day first: 05/07 is 5 July", "Month first: 05/07 is 7 May"]
    again = app.button(key="order_import_report.csv")
    assert again.disabled
    question.set_value("day-first").run()
    app.button(key="order_import_report.csv").click().run()
    assert not app.exception, [each.message for each in app.exception]
    assert "1 row = 1 accepted" in app.success[0].value
    assert "dates are read day first, such as 31/12/2014 (chosen at import)" in app.success[0].value
    assert not app.radio


@pytest.mark.parametrize(
    ("language", "sentence"),
    first(
        1,
        [
            ("en", "Erased on {day}: 1 post."),
            ("fr", "Effacé le {day}\u00a0: 1 publication."),
            ("es", "Borrado el {day}: 1 publicación."),
        ],
    ),
)
def test_what_was_erased_is_listed_with_its_day_and_not_its_name(
    warehouse: Warehouse, tmp_path: Path, language: str, sentence: str
) -> None:
    taken(warehouse, tmp_path, posts=SHEET.replace("Twitter,1,", "Twitter,501702184017428480,"))
    purge("twitter/501702184017428480", warehouse)
    app = AppTest.from_function(data_page, args=(language,), default_timeout=60).run()
    with speaking(language):
        day_of = sentence.format(day=day(dt.datetime.now(dt.UTC).date(), "medium"))
    texts = [plain(each.value).replace("\u2060", "").replace("\\", "") for each in app.markdown]
    assert plain(day_of) in texts, texts


@pytest.mark.long
def test_a_saved_format_is_edited_its_imports_undone_and_it_is_deleted(warehouse: Warehouse, tmp_path: Path) -> None:
    table = tmp_path / "our.csv"
    table.write_text("Ref;When;Where\n1;19/08/2014 14:05;Facebook\n2;20/08/2014 08:00;Twitter\n", encoding="utf-8")
    mapping = {"post_id": "Ref", "posted_at": "When", "platform": "Where"}
    saved_formats.save(custom_formats.propose("Our tool", ["Ref", "When", "Where"], mapping), warehouse)
    import_files([table], warehouse)

    def press(app: AppTest, key: str) -> AppTest:
        next(each for each in app.button if each.key == key).click().run()
        assert not app.exception, [each.message for each in app.exception]
        return app

    app = page("en", [])
    assert app.dataframe[0].value["Format"].tolist() == ["Our tool"], "its label, not its name"
    app.selectbox(key="saved_format").set_value("our_tool").run()
    app.toggle(key="as_text_our_tool").set_value(True).run()
    text = app.text_area(key="text_of_our_tool")
    text.set_value("label = ").run()
    assert "This is not a valid format" in press(app, "save_text_of_our_tool").error[0].value
    app.text_area(key="text_of_our_tool").set_value(
        saved_formats.text_of("our_tool", warehouse).replace('"UTC"', '"Europe/Paris"')
    ).run()
    press(app, "save_text_of_our_tool")
    assert saved_formats.saved(warehouse)["our_tool"].timezone == "Europe/Paris"
    assert any("our.csv" in each.value for each in app.info)
    again = tmp_path / "again.csv"
    again.write_text("Ref;When;Where\n3;21/08/2014 08:00;Twitter\n", encoding="utf-8")
    import_files([again], warehouse)
    press(app, "saved_format_undo")
    assert warehouse.imports().set_index("file")["undone_at"].notna().to_dict() == {
        "our.csv": True,
        "again.csv": False,
    }, "what was imported after the edit was read with the format as it is"
    assert not any("our.csv" in each.value for each in app.info)
    assert any("Undone: our.csv. Add the same files" in each.value for each in app.success)
    assert not app.warning, "the summary of what was undone is gone"
    press(app, "saved_format_delete")
    assert saved_formats.saved(warehouse) == {}


def test_a_broken_format_file_is_named_and_can_be_corrected_on_the_page(warehouse: Warehouse, tmp_path: Path) -> None:
    mapping = {"post_id": "Ref", "posted_at": "When", "platform": "Where"}
    file = saved_formats.save(custom_formats.propose("Our tool", ["Ref", "When", "Where"], mapping), warehouse)
    right = file.read_text("utf-8")
    file.write_text(right.replace("posted_at", "posted"), encoding="utf-8")
    app = page("fr", [])
    (warning,) = app.warning
    assert "our\\_tool.toml n’est pas un fichier de format valide." in warning.value
    assert "« columns.posted » n’est pas une colonne de posts. Vouliez-vous dire « posted\\_at » ?" in plain(
        warning.value
    )
    assert app.text_area(key="text_of_our_tool").value == file.read_text("utf-8")
    app.text_area(key="text_of_our_tool").set_value(right).run()
    app.button(key="save_text_of_our_tool").click().run()
    assert not app.exception
    assert not app.warning
    assert file.read_text("utf-8") == right


def test_a_mapping_says_what_it_does_not_read_and_where_numbers_are_ambiguous(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """Likes that were called hearts were left out without a word, and “write it without a point” was no way on."""
    tracker = "When;Network;Permalink;Hearts;Seen by\n"
    tracker += "2025-03-05 09:10;Facebook;https://www.facebook.com/iom/posts/700000000000001;1.204;23.500\n"
    app = AppTest.from_function(data_page, args=("en",), default_timeout=60)
    app.session_state["_receipts"] = taken(warehouse, tmp_path, tracker=tracker)
    app.session_state["_unknown"] = {"tracker.csv": tracker.encode()}
    app.run()
    assert any("Not read: Hearts, Seen by." in each.value for each in app.caption)
    next(each for each in app.selectbox if each.label == "Reactions").set_value("Hearts").run()
    assert any("Not read: Seen by." in each.value for each in app.caption)
    assert any("Choose the thousands separator above" in each.value for each in app.warning)
    next(each for each in app.selectbox if each.label == "Thousands separator").set_value(".").run()
    assert not any("Choose the thousands separator above" in each.value for each in app.warning)
    assert not app.exception
