"""What a team downloads to fill in is what the importer takes, and the page that explains it is true."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import openpyxl
import pytest

from data.formats import templates
from data.formats.catalogue import WORDS, formats, words_seen
from data.formats.detect import recognise
from data.formats.model import NotRecognised
from data.importing.pipeline import import_files
from data.networks import ADDRESSES, COUNTS, LINKS, NAMES, POST_IDS
from data.schema import TABLES
from data.store.warehouse import Warehouse
from tests.support.examples import first


def test_templates_and_page_are_fresh() -> None:
    stale = "run make renew"
    assert templates.PAGE.read_text(encoding="utf-8") == templates.page(), stale
    for name, fmt in templates.sheets().items():
        assert (templates.FOLDER / f"{name}.csv").read_bytes() == templates.csv_template(fmt), stale
        written, made = (
            openpyxl.load_workbook(source)
            for source in (templates.FOLDER / f"{name}.xlsx", io.BytesIO(templates.xlsx_template(fmt)))
        )
        for sheet in made.sheetnames:
            assert list(written[sheet].values) == list(made[sheet].values), stale


@pytest.mark.parametrize("name", [name for name, fmt in formats().items() if not fmt.sheet])
def test_every_export_says_what_it_was_seen_in_and_what_is_not_known_of_it(name: str) -> None:
    fmt = formats()[name]
    assert fmt.seen.endswith(".")
    assert fmt.unknown.endswith(".")
    assert f"Seen in: {fmt.seen} Not known: {fmt.unknown}" in templates.page()


@pytest.mark.parametrize("words", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_every_language_of_a_header_says_what_it_was_seen_in(words: str) -> None:
    languages = tomllib.loads((WORDS / f"{words}.toml").read_text(encoding="utf-8"))
    assert {*words_seen(words)} - {"missing"} == {*languages} - {"seen"}
    assert all(text in templates.page() for text in words_seen(words).values())


@pytest.mark.parametrize(
    ("platform", "link"),
    [
        ("twitter", "https://x.com/somebody/status/1790000000000000001"),
        ("instagram", "https://www.instagram.com/reel/DIabcdefg_1/"),
        ("linkedin", "https://www.linkedin.com/feed/update/urn:li:share:7324000000000000001"),
        ("youtube", "https://youtu.be/AbCdEfGhI_1"),
        ("tiktok", "https://www.tiktok.com/@somebody/video/7500000000000000000"),
        ("facebook", "https://www.facebook.com/900/posts/1001"),
        ("threads", "https://www.threads.net/@somebody/post/DIabcdefg_1"),
        ("bluesky", "https://bsky.app/profile/somebody.bsky.social/post/3kabcdefghi2x"),
        ("mastodon", "https://example.social/@somebody/112000000000000001"),
        ("telegram", "https://t.me/somebody/12"),
        ("reddit", "https://www.reddit.com/r/roads/comments/1abcde/a_title/"),
        ("vk", "https://vk.com/wall-1_23"),
        ("vimeo", "https://vimeo.com/123456789"),
    ],
)
def test_the_ids_in_links_of_a_network_look_as_its_ids_do(platform: str, link: str) -> None:
    found = [match.group(1) for pattern in LINKS[platform] if (match := re.search(pattern, link))]
    assert found
    assert re.fullmatch(POST_IDS[platform], found[0])
    assert next(name for name, address in ADDRESSES.items() if re.search(address, link)) == platform


def test_the_counts_of_networks_are_counts_of_posts() -> None:
    assert COUNTS.keys() == NAMES.keys()
    assert {count for counts in COUNTS.values() for count in counts} <= TABLES["posts"].columns.keys()


@pytest.mark.parametrize("name", first(2, templates.sheets()))
def test_a_blank_template_is_recognised_and_holds_nothing(name: str, warehouse: Warehouse) -> None:
    for suffix in ("csv", "xlsx"):
        (receipt,) = import_files([templates.FOLDER / f"{name}.{suffix}"], warehouse)
        assert (receipt.error, receipt.format, receipt.rows_read) == (None, name, 0)


@pytest.mark.parametrize("name", templates.sheets())
def test_every_column_of_a_sheet_is_explained(name: str) -> None:
    assert all(column.about.endswith(".") for column in formats()[name].columns.values())


@pytest.mark.parametrize("name", first(2, templates.sheets()))
def test_the_examples_of_a_sheet_are_accepted(name: str, warehouse: Warehouse, tmp_path: Path) -> None:
    columns = formats()[name].columns.values()
    book = openpyxl.load_workbook(io.BytesIO(templates.xlsx_template(formats()[name])))
    for place, column in enumerate(columns, 1):
        book["Data"].cell(2, place).value = column.example or None
    book.save(tmp_path / "filled.xlsx")
    (receipt,) = import_files([tmp_path / "filled.xlsx"], warehouse)
    assert (receipt.error, receipt.accepted, receipt.rejected) == (None, 1, 0), warehouse.rejects().reason.tolist()


def test_no_two_formats_fit_one_header() -> None:
    for name, fmt in formats().items():
        header = list(
            dict.fromkeys([*fmt.requires, *(source for column in fmt.columns.values() for source in column.sources)])
        )
        if not fmt.refuse:
            assert recognise(name, [header], formats()).format.name == name


def test_a_format_of_a_few_common_names_fits_nothing_that_has_more() -> None:
    header = ["Date", "Views", "Remarks"]
    with pytest.raises(NotRecognised) as said:
        recognise("views.csv", [header], formats())
    assert "youtube_totals" not in str(said.value)
    with pytest.raises(NotRecognised, match=r"YouTube Studio, totals by day.*Remarks"):
        recognise("views.csv", [header], formats(), wanted="youtube_totals")
