"""What comes from data or from the address is shown as it stands: never as Markdown, as HTML, or as a sign of
Streamlit's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

from common.messages import TranslatableText
from dashboard import pages
from dashboard.charts.base.theme import as_drawn, wrapped
from dashboard.components.markdown import as_text, bullets, filled, linked
from data.importing.ledger import Receipt
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse
from tests.support.examples import first
from tests.support.hostile import FILE, HOSTILE, TRICKS, import_hostile
from tests.support.pages import AppTest, look, one_page, unfolded

ROOT = Path(__file__).parents[2]
PAGES = [module.PAGE.address for module in pages.every()]
PLAIN = {
    "Selectbox.options",
    "Selectbox.raw_value",
    "MultiSelect.options",
    "TextInput.default",
    "TextInput.value",
    "TextInput.placeholder",
    "Code.code_text",
    "Text.body",
    "PlotlyChart.alt",
}
"""What Streamlit shows as it stands; the browser test holds that."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("hostile") / "warehouse")
    receipts = import_hostile(warehouse, tmp_path_factory.mktemp("sheets"))
    assert not [receipt.error for receipt in receipts if receipt.error]
    return warehouse


def texts(app: AppTest) -> Iterator[tuple[str, str]]:
    """Every text that is sent to the browser, with the field it is in."""
    stack: list[Any] = [app._tree]
    while stack:
        node = stack.pop()
        stack += list(getattr(node, "children", {}).values())
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield from fields(proto)


def fields(message: Message) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from fields(each)
            elif isinstance(each, str):
                yield f"{message.DESCRIPTOR.name}.{field.name}", each


def unsafe(field: str, text: str) -> list[str]:
    """The tricks that would work where a text is shown."""
    if field in PLAIN or field.endswith((".id", ".element_id", ".user_key")):
        return []
    if field in ("PlotlyChart.spec", "BidiComponent.json", "Html.body"):
        return [trick for trick in TRICKS if trick.startswith("<") and trick in text]
    return [trick for trick in TRICKS if trick in text]


@pytest.mark.parametrize("path", first(2, sorted(PAGES, key=lambda path: path not in ("events", "claims"))))
def test_nothing_in_the_data_is_read_as_markdown(
    path: str, hostile: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(hostile.directory))
    found = list(texts(unfolded(look(path))))
    assert not [(field, tricks) for field, text in found if (tricks := unsafe(field, text))]
    if path in ("", "events", "claims"):
        assert [field for field, text in found if "picture" in text], "no hostile text got here, so nothing was tried"


def test_nothing_in_a_file_or_its_name_is_read_as_markdown(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Receipts of files that came in, that were refused, and the columns of a table to be mapped."""
    monkeypatch.setenv("REACH_WAREHOUSE", str(warehouse.directory))
    receipts = import_hostile(warehouse, tmp_path)
    table = f"{HOSTILE},Posted at,{HOSTILE} 2\n1,{HOSTILE},3\n2,07/08/2014,4\n".encode()
    (tmp_path / FILE).write_bytes(table)
    receipts += import_files([tmp_path / FILE], warehouse)
    assert receipts[-1].can_be_mapped
    app = AppTest.from_function(one_page, args=("data",), default_timeout=120)
    app.session_state["_receipts"] = [*receipts, Receipt(FILE, error=TranslatableText.outside(HOSTILE))]
    app.session_state["_unknown"] = {FILE: table}
    app.run()
    assert not app.exception
    found = list(texts(app))
    assert not [(field, tricks) for field, text in found if (tricks := unsafe(field, text))]
    assert [field for field, text in found if "picture" in text]
    assert not [text for field, text in found if FILE in text and field not in PLAIN and not field.endswith("id")]


@pytest.mark.parametrize("path", first(2, PAGES))
def test_nothing_in_the_address_is_read_as_markdown(
    path: str, sample: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACH_WAREHOUSE", str(sample.directory))
    names = (
        "campaign",
        "platform",
        "region",
        "mission",
        "account_type",
        "contributor_type",
        "post_kind",
        "from",
        "to",
        "as_of",
        "lang",
        "grain",
        "shown",
        "places",
        "universe",
        "overlap",
        "within",
        "rate",
        "rate_by",
        "length",
        "counted",
        "beside",
        "event",
        "search",
        "order",
        "page",
        "find",
    )
    found = list(texts(unfolded(look(path, **dict.fromkeys(names, HOSTILE)))))
    assert not [(field, tricks) for field, text in found if (tricks := unsafe(field, text))]


@pytest.mark.parametrize(
    "trick",
    [*TRICKS, HOSTILE, "12:100:5", "- a", "1. a", "# a", "> a", "---", "===", "a\n\n# b\n    c", "a -> b", "&lt;"],
)
def test_a_text_is_escaped_and_keeps_its_letters(trick: str) -> None:
    made = as_text(trick)
    assert made != trick
    assert re.sub(r"\\(?=[^a-z0-9\s])|\u2060", "", made) == " ".join(trick.split())


@pytest.mark.parametrize(
    "text",
    [
        "#MigrationMeans",
        "1,204 (68%)",
        "1\u202f204",
        "−115",
        "1.5",
        "14:30",
        "2014-08-19",
        "R&D",
        "a - b",
        "Élan",
        "@IOM",
    ],
)
def test_what_needs_no_escaping_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


def test_sentences_lists_and_links_take_texts_as_they_stand() -> None:
    assert filled("**{a}** {b}", a="*x*", b=7) == r"**\*x\*** 7"
    assert bullets(["a", "- b"]) == "- a\n- \\- b"
    assert linked("[a]", "http://a.b/x)![i](http://c.d)") == r"[\[a\]](http://a.b/x%29!%5Bi%5D%28http://c.d%29)"


def test_a_text_in_a_figure_has_no_tags_of_its_own() -> None:
    assert as_drawn("<b>a</b> & b") == "&lt;b&gt;a&lt;/b&gt; &amp; b"
    assert wrapped("<a href='x'> b", 7) == "&lt;a<br>href='x'&gt; b" or "<a" not in wrapped("<a href='x'> b", 7)


# -- what is handed to Streamlit, in the source

READ_AS_MARKDOWN = {
    "title": 1,
    "header": 1,
    "subheader": 1,
    "caption": 1,
    "markdown": 1,
    "write": 1,
    "info": 1,
    "warning": 1,
    "error": 1,
    "success": 1,
    "toast": 1,
    "metric": 2,
    "badge": 1,
    "button": 1,
    "download_button": 1,
    "form_submit_button": 1,
    "toggle": 1,
    "checkbox": 1,
    "radio": 1,
    "pills": 1,
    "segmented_control": 1,
    "selectbox": 1,
    "multiselect": 1,
    "text_input": 1,
    "number_input": 1,
    "date_input": 1,
    "file_uploader": 1,
    "expander": 1,
    "popover": 1,
    "dialog": 1,
    "card": 0,
    "progress": 0,
    "Column": 0,
    "TextColumn": 0,
    "NumberColumn": 0,
    "SelectboxColumn": 0,
}
"""Functions of Streamlit, with how many of their first arguments are read as Markdown."""
NAMED = ("help", "delta", "text", "label", "body", "note", "picking")
OTHERS = (
    "scope",
    "method_popover",
    "download_popover",
    "save_figure_popover",
    "tables",
    "these_posts",
    "filters",
    "directory_table",
    "warehouse",
    "claim_cards",
    "quotes_panel",
)
"""Modules of ours that call what they draw as Streamlit does."""
OURS = {"_", "ngettext", "as_text", "filled", "bullets", "linked", "number", "percent", "boundaries"}
"""What makes such a text: a sentence of our own, or one of the functions that escape."""
KNOWN = {
    "entry.title",
    "entry.text",
    "chapter.title",
    "chapter.text",
    "group.title",
    "group.text",
    "_explained",
    "_circumstances",
    "_about",
    "_details",
    "_source",
    "icon",
    "note",
    "picking",
    "(f'- {sentence}' for sentence in reach_ladder.meanings(frame))",
}
"""Texts of the dictionary of metrics, and what is escaped where it is made: `note` and `picking` where a card is
drawn, which is looked at too."""


Names = dict[str, list[ast.expr]]


def calls() -> Iterator[tuple[str, ast.AST, Names]]:
    """Every text that is handed to Streamlit, where that is, and what the names of its function stand for."""
    for path in [
        ROOT / "app.py",
        *sorted(path for room in ("pages", "components") for path in (ROOT / "dashboard" / room).glob("*.py")),
    ]:
        tree = ast.parse(path.read_text("utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            names: Names = {}
            for node in ast.walk(function):
                for target in node.targets if isinstance(node, ast.Assign) else []:
                    names.setdefault(ast.unparse(target), []).append(node.value)  # type: ignore[attr-defined]
            for call in (
                node
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            ):
                count = READ_AS_MARKDOWN.get(call.func.attr)  # type: ignore[attr-defined]
                if count is not None and ast.unparse(call.func.value) not in OTHERS:  # type: ignore[attr-defined]
                    handed = [*call.args[:count], *(each.value for each in call.keywords if each.arg in NAMED)]
                    yield from ((f"{path.name}:{call.lineno}", each, names) for each in handed)


def ours(node: ast.AST, names: Names) -> bool:
    def each(*nodes: ast.AST) -> bool:
        return all(ours(node, names) for node in nodes)

    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr():
            return each(*(part.value for part in node.values if isinstance(part, ast.FormattedValue)))
        case ast.BinOp():
            return each(node.left, node.right)
        case ast.BoolOp():
            return each(*node.values)
        case ast.IfExp():
            return each(node.body, node.orelse)
        case ast.Call(func=ast.Name(id=name)) if name in OURS | KNOWN:
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join")):
            return each(*node.args)
        case ast.Call(func=ast.Name(id="filter")):
            return each(*node.args[1:])
        case ast.GeneratorExp() | ast.ListComp() if ast.unparse(node) not in KNOWN:
            return each(node.elt)
        case ast.List() | ast.Tuple():
            return each(*node.elts)
        case ast.Starred():
            return each(node.value)
        case ast.Name(id=name) if name in names and name not in KNOWN:
            return each(*names[name])
    return ast.unparse(node) in KNOWN


def test_whatever_is_handed_to_streamlit_is_a_sentence_of_ours_or_escaped() -> None:
    found = list(calls())
    assert len(found) > 150
    assert not [f"{where}: {ast.unparse(node)}" for where, node, names in found if not ours(node, names)]
