"""An HTML report says what its model says, loads and runs nothing, and every change of it is found."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard.reports.brand import Brand
from dashboard.reports.compose import compose
from dashboard.reports.files import html
from dashboard.reports.files.contents import UnreadableFile
from dashboard.reports.files.html_reading import LARGEST
from dashboard.reports.model import Report, Request, Tiles
from metrics import Selection, measure
from tests.support.reports import HOSTILE, LOGOS, UNSEEN, small_report

RECORD = '{"text": "</script><b>&amp; “é”"}'.encode()
VOID = {"meta", "br", "img", "input", "link", "hr"}


class Page(HTMLParser):
    """A page as a browser takes it apart: its elements with their attributes, and what stands in each."""

    def __init__(self, file: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.unclosed: list[str] = []
        self.feed(file.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.unclosed[-1] if self.unclosed else "", data))

    def of(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def test_a_table_by_itself_has_a_heading() -> None:
    """Captions are for screen readers only: on a phone a long one would scroll away with the table."""
    assert "Hidden values" in Page(html.write(small_report())).of("h3")


@pytest.fixture(scope="module")
def mission(sample) -> Report:
    where = Selection({"campaign": "migrationmeans", "mission": "KEN"})
    return compose(Request("mission", where, language="fr"), sample.directory)


def test_its_numbers_are_those_of_measure(mission: Report, sample) -> None:
    page = Page(html.write(mission))
    measured = measure(["posts"], where={"campaign": "migrationmeans", "mission": "KEN"}, warehouse=sample.directory)
    tile = next(tile for block in mission.sections[0].blocks if isinstance(block, Tiles) for tile in block.tiles)
    assert tile.value == measured["posts"].iloc[0]
    assert tile.shown in page.of("dd")
    cells = [text for figure in mission.figures for row in figure.table.texts for text in row]
    assert [text for text in cells if text not in page.of("td") + page.of("th")] == []
    assert dict(page.elements)["html"] == {"lang": "fr", "dir": "ltr"}


def test_a_report_of_a_mission_is_small(mission: Report) -> None:
    assert len(html.write(mission)) < 1_000_000


@pytest.mark.parametrize("label", HOSTILE)
def test_a_text_from_outside_stays_a_text(label: str) -> None:
    page = Page(html.write(small_report(label, "Kenya")))
    assert {tag for tag, _ in page.elements} & {"script", "img", "link", "iframe", "object", "base"} == set()
    assert page.unclosed == []
    assert label in page.of("h1")
    assert label in page.of("th")


def test_nothing_is_loaded_and_nothing_runs() -> None:
    file = html.with_record(html.write(small_report(*HOSTILE)), RECORD)
    for tag, attributes in Page(file).elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")], tag
        assert (attributes.get("href") or "#").startswith("#")
        assert tag != "script" or attributes["type"] == "application/json"
    assert not re.search(r"@import|url\((?!#)", file.decode())


def test_a_text_at_the_foot_of_printed_pages_stays_a_text() -> None:
    styles = "".join(Page(html.write(small_report('a"; } * { color: red } </style> \\ é'))).of("style"))
    assert "a\\000022; \\00007d \\00002a \\00007b color: red \\00007d \\00003c/style\\00003e \\00005c é" in styles


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert "abcdef" in Page(html.write(small_report(UNSEEN))).of("h1")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html.write(small_report("a")) == html.write(small_report("a"))


def test_a_table_can_be_reached_and_is_described() -> None:
    page = Page(html.write(small_report("a")))
    tables = [attributes for _, attributes in page.elements if attributes.get("class") == "scroll"]
    assert len(tables) == 2
    assert all(each["tabindex"] == "0" and each["role"] == "region" and each["aria-label"] for each in tables)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes.get("href") for tag, attributes in page.elements if tag == "a"} <= {f"#{each}" for each in ids}


def test_the_organisation_is_named_and_its_colour_used() -> None:
    brand = Brand("IOM <Kenya>", "#ABCDEF", "Foot & note", "Disclaimer > all")
    file = html.write(small_report("a", brand=brand))
    page = Page(file)
    assert "--brand: #ABCDEF" in file.decode()
    assert "IOM <Kenya>" in page.of("p")
    assert "Foot & note" in page.of("p")
    assert "Disclaimer > all" in page.of("li")


@pytest.mark.parametrize(("name", "content"), LOGOS.items())
def test_a_logo_stands_in_the_page_and_runs_nothing(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    file = html.write(small_report(brand=Brand("IOM", logo=tmp_path / name)))
    (picture,) = [attributes for tag, attributes in Page(file).elements if tag == "img"]
    assert picture["alt"] == "IOM"
    kind, _, data = (picture["src"] or "").partition(";base64,")
    assert kind == "data:image/png", "drawn anew, so that nothing of its file is left"
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_a_record_changes_nothing_else() -> None:
    file = html.write(small_report(*HOSTILE))
    carrying = html.with_record(file, RECORD)
    said, again = html.read(file), html.read(carrying)
    assert said.record is None
    assert again.record == RECORD
    assert (again.pieces, again.pictures) == (said.pieces, said.pictures)
    assert html.with_record(carrying, RECORD) == carrying


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (">4,437<", ">4,438<"),
        (">1,001</td>", ">9,001</td>"),
        (">19 Aug 2014<", ">20 Aug 2014<"),
        ("Another sentence.", "Another sentence!"),
        (">hidden for privacy<", ">12<"),
        ("4,437 posts:", "5,437 posts:"),
        ("<main ", "<p>More</p><main "),
        ("</style>", "dd::after{content:'9'}</style>"),
        ('<dd class="number">', '<dd hidden class="number">'),
        ("</main>", "<!-->4,438<!-- --></main>"),
        ('aria-label="Hidden values"', 'aria-label="Values"'),
    ],
)
def test_a_change_is_found(before: str, after: str) -> None:
    text = html.with_record(html.write(small_report()), RECORD).decode()
    assert before in text
    changed = html.read(text.replace(before, after, 1).encode())
    assert changed.pieces != html.read(text.encode()).pieces


def test_a_change_of_the_layout_is_told() -> None:
    text = html.write(small_report()).decode()
    changed = html.read(text.replace('class="number"', 'class="wide"', 1).encode())
    assert changed.pictures != html.read(text.encode()).pictures


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"<p>4,437</p>",
        b"<!doctype html><p>cut off",
        b"<!doctype html><script id='campaign-reach-record'>{</script></html>",
        b"<!doctype html><script id='campaign-reach-record'>7</script></html>",
        b"<!doctype html>" + b"<" * LARGEST + b"</html>",
    ],
)
def test_a_file_that_is_none_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[A-Z].*\."):
        html.read(file)


@pytest.mark.parametrize("part", ["<svg>", "<", "<a b='", "<!--", "&#"])
def test_a_file_that_never_closes_what_it_opens_is_read_soon(part: str) -> None:
    """In a time that grows with its length, not with the square of it, which would be minutes here."""
    html.read(f"<!doctype html>{part * 20_000}</html>".encode())


def test_a_report_is_written_without_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert html.write(small_report())
    assert list(tmp_path.iterdir()) == []
