"""A mistake in the file of a format is a sentence that names the file, the key and what is allowed."""

from __future__ import annotations

import contextlib
import random
import tomllib
from pathlib import Path

import pytest

from cli import main
from data import schema
from data.editing import saved_formats
from data.formats import catalogue, fillable, format_checks
from data.formats.model import NotRecognised
from data.importing.pipeline import import_files
from data.store.warehouse import Warehouse

RIGHT = """label = "Our tool"
table = "posts"
requires = ["Ref", "When"]

[constants]
platform = "facebook"

[columns]
post_id = { from = ["Ref"] }
posted_at = { from = ["When"] }
"""
COLUMNS = 'posted_at = { from = ["When"] }'
WRONG = {
    "a column that the table does not have": (
        (COLUMNS, f'{COLUMNS}\nimpresions = {{ from = ["Seen"] }}'),
        "“columns.impresions” is not a column of posts. Did you mean “impressions”? Allowed are: platform, post_id, account,",
    ),
    "a key that there is not": (
        ("table =", "tables ="),
        "There is no key “tables”. Did you mean “table”? Allowed are: label,",
    ),
    "a key of a column that there is not": (
        ("{ from", "{ form"),
        "There is no key “columns.post_id.form”. Did you mean “from”? Allowed are: from, patterns,",
    ),
    "a platform with its label": (
        ('"facebook"', '"Face book"'),
        "“constants.platform” is “Face book”. It must be a code in data/reference/platforms.csv, such as facebook.",
    ),
    "a code that is not in a closed list": (
        ("[columns]", 'contributor_type = "boss"\n[columns]'),
        "“constants.contributor_type” is “boss”. Allowed are: mission, staff, public, migrant, partner, donor, crisis_affected, unknown.",
    ),
    "a mission that there is not": (
        ("[columns]", 'mission = "KENYA"\n[columns]'),
        "“constants.mission” is “KENYA”. It must be a code in data/reference/missions.csv, such as KEN, ",
    ),
    "a constant of no column": (
        ("[columns]", 'missions = "KEN"\n[columns]'),
        "“constants.missions” is not a column of posts. Did you mean “mission”?",
    ),
    "a constant that is no number": (
        ("[columns]", 'reach = "many"\n[columns]'),
        "“constants.reach” is “many”. Write it as 1204.",
    ),
    "a constant without quotation marks": (
        ("[columns]", "reach = 12\n[columns]"),
        "“constants.reach” must be a text in quotation marks.",
    ),
    "a table that there is not": (('"posts"', '"post"'), "“table” is “post”. Allowed are: posts, accounts,"),
    "no table": (('table = "posts"\n', ""), "“table” is missing."),
    "no label": (('label = "Our tool"\n', ""), "“label” is missing."),
    "no required column": (('["Ref", "When"]\n', "[]\n"), "“requires” must name at least one column."),
    "a text where a list belongs": (
        ('["Ref"] }', '"Ref" }'),
        '“columns.post_id.from” must be a list of texts, such as ["Link", "When"].',
    ),
    "a column that is no table": (
        ('{ from = ["Ref"] }', '"Ref"'),
        '“columns.post_id” must be a table, such as { from = ["Link"] }.',
    ),
    "a column that comes from nothing": (
        ('{ from = ["Ref"] }', "{ needed = true }"),
        "“columns.post_id.from” is missing.",
    ),
    "a flag that is a text": (
        ('["Ref"] }', '["Ref"], needed = "yes" }'),
        "“columns.post_id.needed” must be true or false.",
    ),
    "a row that nothing identifies": (('post_id = { from = ["Ref"] }\n', ""), "“columns.post_id” is missing."),
    "a zone that there is not": (
        ("[constants]", 'timezone = "Europe/Zürich"\n[constants]'),
        "“timezone” is “Europe/Zürich”. Write it as Europe/Zurich.",
    ),
    "an order of dates that there is not": (
        ("[constants]", 'dates = "american"\n[constants]'),
        "“dates” is “american”. Allowed are: day-first, month-first.",
    ),
    "a sign between thousands that there is not": (
        ("[constants]", 'thousands = "\'"\n[constants]'),
        "“thousands” is “'”. Allowed are: “,”, “.”, “ ”.",
    ),
    "a word that becomes no code": (
        (COLUMNS, f'{COLUMNS}\nmedia_type = {{ from = ["Kind"], values = {{ picture = ["Bild"] }} }}'),
        "There is no code “columns.media_type.values.picture”. Allowed are: photo, album, video, link, text, unknown.",
    ),
    "codes of a column that has none": (
        (COLUMNS, f'{COLUMNS}\ntext = {{ from = ["Words"], match = {{ hello = "a" }} }}'),
        "“columns.text.match” is only for columns with a list of codes: platform, country",
    ),
    "a sign that says no code": (
        (
            COLUMNS,
            f'{COLUMNS}\npost_kind = {{ signs = [[{{ column = "When", like = "a", says = "retweet" }}]], otherwise = "original" }}',
        ),
        "“columns.post_kind.signs.says” is “retweet”. Allowed are: original, share, reply, thunderclap.",
    ),
    "a supposed value that is no code": (
        (COLUMNS, f'{COLUMNS}\nmedia_type = {{ from = ["When"], otherwise = "picture" }}'),
        "“columns.media_type.otherwise” is “picture”. Allowed are: photo,",
    ),
    "a supposed value of another column": (
        (COLUMNS, f'{COLUMNS}\ncontributor_type = {{ from = ["When"], otherwise = "public" }}'),
        "“columns.contributor_type.otherwise” is only for: media_type, post_kind.",
    ),
    "a pattern that cannot be": (
        ('["Ref"] }', '["Ref"], extract = "(" }'),
        "“columns.post_id.extract” is “(”, which is not a regular expression with a group in parentheses.",
    ),
    "a pattern of whole rows that cannot be": (
        ("[constants]", 'only = { column = "When", like = "[", else = "Not a day." }\n[constants]'),
        "“only.like” is “[”, which is not a regular expression.",
    ),
    "a way to write times that cannot be": (
        ('["When"] }', '["When"], patterns = ["%d %Q"] }'),
        "“columns.posted_at.patterns” is “%d %Q”, which is not a way to write times",
    ),
    "counts that there are not": (
        (
            "[constants]",
            '[[unless]]\nsigns = [[{ column = "When", like = "a" }]]\nleave_out = ["retweets"]\n[constants]',
        ),
        "“unless.leave_out” is “retweets”. Allowed are: impressions, views,",
    ),
    "words of no tool": (
        ("[constants]", 'words = "../model"\n[constants]'),
        "“words” is “../model”. Allowed are: linkedin, meta, tiktok, x, youtube.",
    ),
    "no TOML": (("[constants]", "[constants"), "It is not valid TOML"),
    "a rule without its parts": (("[constants]", 'only = { column = "When" }\n[constants]'), "“only.like” is missing."),
}


@pytest.mark.parametrize(("change", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_a_sentence_with_the_key_and_what_is_allowed(
    warehouse: Warehouse, tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    text = RIGHT.replace(*change)
    assert text != RIGHT
    with pytest.raises(NotRecognised) as refused:
        saved_formats.load("our_tool", text, warehouse)
    assert str(refused.value).startswith(f"This is not a valid format. {sentence}"), str(refused.value)
    folder = warehouse.directory / catalogue.OWN
    folder.mkdir(exist_ok=True)
    (folder / "our_tool.toml").write_text(text, encoding="utf-8")
    (tmp_path / "any.csv").write_text("Ref,When\n1,2024-05-01\n", encoding="utf-8")
    with pytest.raises(NotRecognised) as refused:
        import_files([tmp_path / "any.csv"], warehouse)
    assert str(refused.value).startswith(f"{folder / 'our_tool.toml'} is not a valid format file. {sentence}")


def test_the_terminal_says_the_mistake_too(
    warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "our_tool.toml"
    file.write_text(RIGHT.replace("post_id", "postid"), encoding="utf-8")
    assert main(["formats", "--load", str(file), "--warehouse", str(warehouse.directory)]) == 2
    assert f"{file} is not a valid format file. “columns.postid” is not a column of posts." in capsys.readouterr().err


def test_what_is_right_is_taken(warehouse: Warehouse, tmp_path: Path) -> None:
    saved_formats.load("our_tool", RIGHT, warehouse)
    (tmp_path / "any.csv").write_text("Ref,When\n1,2024-05-01\n", encoding="utf-8")
    assert import_files([tmp_path / "any.csv"], warehouse)[0].accepted == 1


@pytest.mark.parametrize("name", catalogue.formats())
def test_formats_of_the_project_are_valid(name: str) -> None:
    raw = tomllib.loads((catalogue.FOLDER / f"{name}.toml").read_text("utf-8"))
    format_checks.check(raw, [file.stem for file in catalogue.WORDS.glob("*.toml")], with_patterns=True)


def test_whatever_a_file_holds_the_mistake_is_a_sentence(tmp_path: Path) -> None:
    """Files of the project in which words are exchanged, dropped or made of another kind."""
    chance = random.Random(2014)
    pieces = [
        '"x"',
        "1",
        "true",
        "[]",
        "{}",
        "[1]",
        "[[]]",
        '{ a = "b" }',
        "[{}]",
        "1979-05-27",
        '""',
        "posted_at",
        "from",
    ]
    for name in sorted(catalogue.formats())[::4]:
        text = (catalogue.FOLDER / f"{name}.toml").read_text("utf-8")
        for _ in range(40):
            words = text.split(" ")
            words[chance.randrange(len(words))] = chance.choice(pieces)
            file = tmp_path / "odd.toml"
            file.write_text(" ".join(words), encoding="utf-8")
            with contextlib.suppress(NotRecognised):
                catalogue.read(file)


def test_the_docs_list_what_a_format_may_fill() -> None:
    page = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
    for table in schema.TABLES:
        for column, kind in fillable.columns(table).items():
            assert f"| `{table}.{column}` | {kind} |" in page
    assert "`mission`, `staff`, `public`, `migrant`, `partner`, `donor`, `crisis_affected`, `unknown`" in page
