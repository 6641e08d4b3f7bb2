"""The internal view: there only at the machine itself, for who says that they keep the data; marked, and noted each
time."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.context import ContextProxy, StreamlitHeaders

from dashboard import exports
from dashboard.charts import heatmap
from dashboard.components import directory_table, filters, internal_access, rejected_panel
from dashboard.components.internal_access import SWITCH
from dashboard.components.page import starts
from dashboard.server import is_asked_directly
from data.editing.contributor_directory import export
from data.importing.pipeline import import_files
from data.store.internal_view_log import LOG
from data.store.warehouse import Warehouse
from metrics import METRICS, answer
from metrics.analyses.internal_view import missions_by_contributor_type
from metrics.answers import attach
from tests.conftest import Imported
from tests.support.pages import AppTest

ROOT = Path(__file__).parents[3]
POSTS = """Platform,Post ID,Posted at,Text,Account,Contributor type,Mission
Twitter,1,2014-08-19 14:05,Migration means work,somebody,Migrant,KEN
Twitter,2,2014-08-19 15:05,Migration means school,iom_nairobi,IOM mission,KEN
Twitter,3,2014-08-20 15:05,Migration means home,another,,JOR
Twitter,4,one quokka day,A text that nobody may see,hidden_handle,Migrant,KEN
"""
DIRECTORY = """Platform,Account,Account type,Contributor type,Mission
Twitter,somebody,Person,Migrant,KEN
"""
HERE = (("Host", "localhost:8501"), ("Origin", "http://localhost:8501"))

Ask = Callable[..., None]


FILES = {"posts.csv": POSTS, "directory.csv": DIRECTORY}


@pytest.fixture(autouse=True)
def data(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts of a migrant, an office and somebody unknown, a row of the directory, and a rejected row."""
    warehouse = imported(FILES, shared=True)
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    monkeypatch.delenv("REACH_STEWARD", raising=False)
    assert len(warehouse.rejects()) == 1


@pytest.fixture
def kept(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The same in a warehouse of its own, of which no visit is noted yet."""
    warehouse = imported(FILES)
    (warehouse.directory / LOG).unlink(missing_ok=True)
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    return warehouse


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Lets pages be asked for with these headers, by a browser at this address."""

    def asked(headers: Iterable[tuple[str, str]] = HERE, ip: str | None = None) -> None:
        monkeypatch.setattr(ContextProxy, "headers", property(lambda _context: StreamlitHeaders(headers)))
        monkeypatch.setattr(ContextProxy, "ip_address", property(lambda _context: ip))

    return asked


def one_page(path: str, name: str) -> None:
    from dashboard import pages
    from dashboard.components import address, filter_bar

    address.speak_first()
    modules = {module.PAGE.address: module for module in pages.every()}
    filter_bar.bar(path)
    modules[name].page()


def look(path: str, name: str, *, switched_on: bool = True) -> AppTest:
    app = AppTest.from_function(one_page, args=(path, name), default_timeout=60)
    app.query_params["lang"] = "en"
    if switched_on:
        app.session_state[SWITCH] = True
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def view(*, switched_on: bool = True) -> AppTest:
    return look("steward", "steward", switched_on=switched_on)


def is_open(app: AppTest) -> bool:
    return bool(app.dataframe or app.get("plotly_chart") or app.get("data_editor"))


def texts_of(app: AppTest) -> str:
    return " ".join(
        each.value
        for kind in (app.markdown, app.caption, app.info, app.warning, app.error, app.header)
        for each in kind
    )


def shown(app: AppTest) -> str:
    """All that stands on a page, tables too."""
    tables = [each.value.to_csv() for kind in (app.dataframe, app.data_editor) for each in kind]
    return texts_of(app) + " ".join(tables)


# -- to whom it is there


def test_it_is_open_at_this_machine_for_who_keeps_the_data_and_marked(ask: Ask) -> None:
    ask()
    app = view()
    assert is_open(app)
    assert "**Internal: not protected.**" in texts_of(app)
    assert "A text that nobody may see" in shown(app)


def test_it_is_closed_until_the_person_switches_it_on(ask: Ask, kept: Warehouse) -> None:
    ask()
    app = view(switched_on=False)
    assert not is_open(app)
    assert "The internal view is closed." in texts_of(app)
    assert not (kept.directory / LOG).exists()


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("Host", "localhost:8501"),),
        (("Origin", "http://localhost:8501"),),
        (("Host", "reach.example.org"), ("Origin", "https://reach.example.org")),
        (("Host", "localhost:8501"), ("Origin", "https://reach.example.org")),
        (("Host", "localhost:8501"), ("Origin", "null")),
        (("Host", "localhost:8501"), ("Origin", "http://localhost:9999")),
        (("Host", "localhost.example.org"), ("Origin", "http://localhost.example.org")),
        (("Host", "localhost:8501@example.org"), ("Origin", "http://localhost:8501@example.org")),
        (("Host", "192.168.1.5:8501"), ("Origin", "http://192.168.1.5:8501")),
        (*HERE, ("Host", "reach.example.org")),
        *(
            (*HERE, (name, value))
            for name, value in (
                ("X-Forwarded-For", "203.0.113.9"),
                ("x-forwarded-host", "reach.example.org"),
                ("X-FORWARDED-PROTO", "https"),
                ("Forwarded", "for=203.0.113.9"),
                ("X-Real-IP", "203.0.113.9"),
                ("Via", "1.1 proxy"),
                ("X-Forwarded-For", ""),
                ("CF-Connecting-IP", "203.0.113.9"),
            )
        ),
    ],
)
def test_it_is_closed_behind_a_proxy_and_under_any_other_name(
    headers: tuple[tuple[str, str], ...], ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_STEWARD", "1")
    ask(headers)
    app = view()
    assert not is_open(app)
    assert "only on the computer that runs the dashboard" in texts_of(app)
    assert not internal_access.are_allowed()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_every_name_of_this_machine_is_this_machine(host: str) -> None:
    assert is_asked_directly([("host", host), ("ORIGIN", f"http://{host}")])


def test_it_is_closed_to_a_browser_elsewhere(ask: Ask) -> None:
    ask(HERE, "203.0.113.9")
    assert not is_open(view())


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "", None, "reach.example.org"])
def test_it_is_closed_on_a_server_that_others_reach(
    address: str | None, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_STEWARD", "1")
    ask()
    option = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: address if name == "server.address" else option(name))
    assert not is_open(view())


@pytest.mark.parametrize(("value", "opens"), [("1", True), ("0", False), ("true", False), ("", False), ("11", False)])
def test_the_environment_opens_it_too(value: str, opens: bool, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACH_STEWARD", value)
    ask()
    assert is_open(view(switched_on=False)) is opens


@pytest.mark.parametrize(
    ("headers", "switched_on", "listed"),
    [
        (HERE, True, True),
        (HERE, False, False),
        ((*HERE, ("X-Forwarded-For", "203.0.113.9")), True, False),
        ((), True, False),
    ],
)
def test_it_is_among_the_pages_only_where_it_is_open(
    headers: tuple[tuple[str, str], ...], switched_on: bool, listed: bool, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(headers)
    paths: list[str] = []
    navigation = st.navigation

    def spy(pages: Any, **named: Any) -> Any:
        paths.extend(page.url_path for group in pages.values() for page in group)
        return navigation(pages, **named)

    monkeypatch.setattr(st, "navigation", spy)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state[SWITCH] = switched_on
    app.run()
    assert ("steward" in paths) is listed
    assert "data" in paths


def test_the_switch_stands_on_the_data_page_where_it_can_be_and_never_in_the_address(ask: Ask) -> None:
    ask()
    app = look("data", "data", switched_on=False)
    (switch,) = [each for each in app.toggle if each.key == SWITCH]
    switch.set_value(True).run()
    assert app.session_state[SWITCH] is True
    assert not set(app.query_params) - {"lang"}
    assert not {SWITCH, "steward"} & {*starts(), *filters.NARROWING}
    ask((*HERE, ("Via", "1.1 proxy")))
    assert not [each for each in look("data", "data").toggle if each.key == SWITCH]


# -- what everybody sees


def test_what_stands_in_rejected_rows_is_not_on_the_data_page(ask: Ask) -> None:
    ask()
    text = shown(look("data", "data"))
    assert "1 rejected row to correct." in text
    assert "Posted at: “…” cannot be read" in text
    assert not [cell for cell in ("quokka", "A text that nobody may see", "hidden_handle") if cell in text]


def test_accounts_are_classified_without_seeing_what_is_recorded_of_others(ask: Ask) -> None:
    ask()
    form = look("contributors", "contributors", switched_on=False)
    (table,) = [each.value for each in form.data_editor]
    assert table["unclassified"].tolist() == [1], "the one account of which nothing is known"
    assert table[list(directory_table.CHOSEN)].isna().all(axis=None)
    assert next(each for each in form.button if each.key == "save_directory")
    (full,) = [each.value for each in view().data_editor]
    assert len(full) == 3
    assert "migrant" in full["contributor_type"].tolist()


def test_an_example_post_stands_beside_each_pseudonym_there_and_nowhere_else(ask: Ask) -> None:
    ask()
    (full,) = [each.value for each in view().data_editor]
    assert set(full["example"]) == {"Migration means work", "Migration means school", "Migration means home"}
    form = look("contributors", "contributors")
    assert "Migration means" not in shown(form), "also for who keeps the data: it is on a page of their own"
    assert not {"example", "own", "public_name"} & set(form.data_editor[0].value)


# -- the table, and what is taken away


def test_the_table_is_whole(kept: Warehouse) -> None:
    frame = missions_by_contributor_type(warehouse=kept.directory)
    with kept.read() as con:
        counted = con.execute(
            "SELECT mission, contributor_type, count(*) FROM posts GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert [tuple(row) for row in frame.itertuples(index=False)] == counted
    assert ("KEN", "migrant", 1) in counted
    assert missions_by_contributor_type({"mission": "JOR"}, warehouse=kept.directory)["posts"].tolist() == [1]


def test_every_file_of_it_says_so_in_its_name_and_within(kept: Warehouse) -> None:
    frame = missions_by_contributor_type(warehouse=kept.directory)
    provenance = exports.Provenance.of(frame, "Title")
    assert provenance.filename("missions", "csv").startswith("internal-not-protected_missions")
    rows = list(csv.DictReader(io.StringIO(exports.to_csv(frame, provenance).decode("utf-8-sig"))))
    assert {row["internal: not protected"] for row in rows} == {"yes"}
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(frame, provenance)))
    assert book["About"]["B1"].value.startswith("Internal: not protected.")
    assert "internal: not protected" in [cell.value for cell in book["Data"][1]]
    chart = heatmap.heatmap(frame, "mission", "contributor_type", METRICS["posts"], {}, {})
    picture = exports.picture(chart, provenance)
    assert ">INTERNAL: NOT PROTECTED" in picture
    assert ">Internal: not protected." in picture


def test_a_protected_answer_says_nothing_of_the_sort() -> None:
    frame = missions_by_contributor_type()
    attach(frame, replace(answer(frame), is_internal=False))
    provenance = exports.Provenance.of(frame, "Title")
    assert "internal" not in provenance.filename("missions", "csv") + exports.to_csv(frame, provenance).decode(
        "utf-8-sig"
    )


@pytest.mark.long
def test_the_sheets_say_so_and_are_imported_again_as_they_are(kept: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "rejects.csv").write_bytes(
        rejected_panel._sheet(kept, 1).replace(b"one quokka day", b"2014-08-20 15:05")
    )
    sheet = (tmp_path / "rejects.csv").read_text("utf-8-sig")
    assert sheet.startswith("Internal: not protected,Reason for rejection,")
    (receipt,) = import_files([tmp_path / "rejects.csv"], kept)
    assert (receipt.accepted, receipt.rejected) == (1, 0)
    assert not [note for note in receipt.notes if "Internal" in note]
    assert kept.rejects().empty
    assert export(kept, tmp_path / "directory again.csv") == 1
    assert (tmp_path / "directory again.csv").read_text("utf-8-sig").startswith("Internal: not protected,Platform,")
    (receipt,) = import_files([tmp_path / "directory again.csv"], kept)
    assert (receipt.accepted, receipt.duplicates, receipt.rejected) == (0, 1, 0)


# -- noted each time


def test_each_visit_is_noted_once_with_no_name_and_for_the_owner_alone(ask: Ask, kept: Warehouse) -> None:
    ask()
    app = view()
    app.run()
    view()
    log = kept.directory / LOG
    lines = log.read_text("utf-8").splitlines()
    assert [line.partition(" ")[2] for line in lines] == ["opened the internal view"] * 2
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    rejected_panel._sheet(kept, 1)
    assert log.read_text("utf-8").splitlines()[-1].endswith("downloaded the rejected rows of import 1")
    assert not [name for name in ("somebody", "hidden_handle", "migrant") if name in log.read_text("utf-8")]


def test_it_stays_closed_where_a_visit_cannot_be_noted(ask: Ask, kept: Warehouse) -> None:
    ask()
    (kept.directory / LOG).mkdir()
    app = view()
    assert not is_open(app)
    assert "so the internal view stays closed" in texts_of(app)


def test_nothing_but_the_internal_view_asks_for_what_is_not_protected() -> None:
    rooms = [path for room in ("common", "data", "metrics", "dashboard") for path in (ROOT / room).rglob("*.py")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (*rooms, *ROOT.glob("*.py"))}
    asking = {name for name, text in texts.items() if "missions_by_contributor_type" in text}
    assert asking == {"metrics/analyses/internal_view.py", "dashboard/analyses.py", "dashboard/pages/steward.py"}
