"""Formats that a team saved: listed, printed, edited and deleted, and what was read with one before an edit."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from cli import main
from data.editing import custom_formats, saved_formats
from data.editing.saved_formats import Outdated
from data.formats import catalogue
from data.formats.format_file import as_toml
from data.formats.model import NotRecognised
from data.importing.pipeline import import_files
from data.importing.undo import undo_all
from data.store.warehouse import Warehouse
from tests.data.editing.test_custom_formats import MAPPING, TABLE

HEADER = TABLE.splitlines()[1].split(";")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "unser_tool.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def once_imported(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with a saved format, and a file that was read with it; tests change copies."""
    folder = tmp_path_factory.mktemp("saved")
    warehouse = Warehouse(folder / "warehouse")
    saved_formats.save(custom_formats.propose("Our tool", HEADER, MAPPING), warehouse)
    (folder / "unser_tool.csv").write_text(TABLE, encoding="utf-8")
    assert import_files([folder / "unser_tool.csv"], warehouse)[0].accepted == 2
    return warehouse


@pytest.fixture
def imported(once_imported: Warehouse, tmp_path: Path) -> Warehouse:
    """The same in a folder of its own."""
    return Warehouse(shutil.copytree(once_imported.directory, tmp_path / "imported"))


def test_a_saved_format_is_listed_printed_and_deleted_and_what_came_in_with_it_stays(
    table: Path, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(warehouse.directory)]
    assert main(["map", str(table), "--save", "Our tool", *at]) == 0
    printed = capsys.readouterr().out.strip()
    assert main(["import", str(table), *at]) == 1
    capsys.readouterr()
    assert main(["formats", "--saved", *at]) == 0
    assert capsys.readouterr().out.split() == ["our_tool", "Our", "tool"]
    assert main(["formats", "--print", "our_tool", *at]) == 0
    assert capsys.readouterr().out.strip() == printed
    assert main(["formats", "--delete", "our_tool", *at]) == 0
    assert saved_formats.saved(warehouse) == {}
    assert warehouse.imports()["accepted"].sum() == 2
    capsys.readouterr()
    assert main(["formats", "--delete", "../our_tool", *at]) == 2
    assert "No saved format is called" in capsys.readouterr().err


@pytest.mark.long
def test_an_edited_format_takes_the_place_of_the_old_one_and_is_used_for_what_is_read_again(
    imported: Warehouse, table: Path
) -> None:
    text = saved_formats.text_of("our_tool", imported)
    assert saved_formats.outdated("our_tool", imported) == []
    saved_formats.load("our_tool", text.replace('"UTC"', '"Europe/Paris"'), imported)
    assert saved_formats.saved(imported)["our_tool"].timezone == "Europe/Paris"
    assert saved_formats.outdated("our_tool", imported) == [Outdated(1, "unser_tool.csv")]
    undo_all([1], imported)
    assert saved_formats.outdated("our_tool", imported) == []
    (receipt,) = import_files([table], imported)
    assert (receipt.accepted, receipt.timezone) == (2, "Europe/Paris")
    assert saved_formats.outdated("our_tool", imported) == []


@pytest.mark.parametrize(
    ("before", "after", "is_outdated"),
    [
        ('label = "Our tool"', 'label = "The tool of our team"', False),
        ('requires = ["Réf", ', 'requires = ["Humeur", "Réf", ', False),
        ("[columns]", "# a remark\n[columns]", False),
        ('thousands = ""', 'thousands = "."', True),
        ("J'aime", "Partages", True),
    ],
)
def test_an_edit_by_hand_is_noticed_if_it_changes_how_rows_are_read(
    imported: Warehouse, before: str, after: str, is_outdated: bool
) -> None:
    file = imported.directory / catalogue.OWN / "our_tool.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    head, heading, columns = text.partition("[columns]")
    changed = f"{head}{heading}{columns.replace(before, after)}" if before in columns else text.replace(before, after)
    file.write_text(changed, encoding="utf-8")
    assert bool(saved_formats.outdated("our_tool", imported)) is is_outdated


@pytest.mark.long
def test_each_way_to_change_a_format_says_what_was_read_with_it_as_it_was(
    imported: Warehouse, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(imported.directory)]
    said = (
        "unser_tool.csv (import 1) was read with the format as it was. "
        "Undo the import with `python cli.py undo 1`, then import the file again."
    )
    assert main(["map", str(table), "--save", "Our tool", "--timezone", "Europe/Paris", *at]) == 0
    assert said in capsys.readouterr().err
    assert main(["formats", "--saved", *at]) == 0
    assert said in capsys.readouterr().err, "also later"
    edited = tmp_path / "our_tool.toml"
    edited.write_text(saved_formats.text_of("our_tool", imported).replace("Europe/Paris", "Africa/Nairobi"), "utf-8")
    import_files([table], imported)
    assert main(["formats", "--load", str(edited), *at]) == 0
    assert (
        "2 files were read with the format as it was: unser_tool.csv (import 1), unser_tool.csv (import 2). "
        "Undo the imports with `python cli.py undo 1 2`, then import the files again."
    ) in capsys.readouterr().err
    assert main(["undo", "1", "2", *at]) == 0
    assert main(["import", str(table), *at]) == 1
    assert main(["formats", "--saved", *at]) == 0
    assert "as it was" not in capsys.readouterr().err


@pytest.mark.long
def test_what_a_trial_says_does_not_speak_of_data_that_were_added(imported: Warehouse, table: Path) -> None:
    tried = custom_formats.preview(table, saved_formats.saved(imported)["our_tool"], imported)
    assert not [str(note) for note in tried.receipt.notes if "new data were added" in note]
    assert "new data were added" in str(import_files([table], imported)[0].notes)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that exchanges words by a list of `before=after` in a file."""
    script, words = tmp_path / "editor.py", tmp_path / "words"
    script.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\ntext = file.read_text('utf-8')\n"
        f"before, after = pathlib.Path({str(words)!r}).read_text('utf-8').split('=')\n"
        "file.write_text(text.replace(before, after), 'utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)
    return words


def test_a_format_is_edited_in_the_editor_of_the_terminal(
    imported: Warehouse, editor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit = ["formats", "--edit", "our_tool", "--warehouse", str(imported.directory)]
    editor.write_text("UTC=Europe/Paris", encoding="utf-8")
    assert main(edit) == 0
    printed = capsys.readouterr()
    assert printed.out == "The format our_tool is saved.\n"
    assert "unser_tool.csv (import 1) was read with the format as it was." in printed.err
    assert saved_formats.saved(imported)["our_tool"].timezone == "Europe/Paris"
    editor.write_text("nowhere=else", encoding="utf-8")
    assert main(edit) == 0
    assert capsys.readouterr().out == "Nothing was changed.\n"
    editor.write_text("posted_at=posted", encoding="utf-8")
    assert main(edit) == 2
    assert "“columns.posted” is not a column of posts." in capsys.readouterr().err
    assert saved_formats.saved(imported)["our_tool"].timezone == "Europe/Paris"
    monkeypatch.delenv("EDITOR")
    assert main(edit) == 2
    assert "Set EDITOR to your text editor, or edit the file " in capsys.readouterr().err
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert main(edit) == 2
    assert "'no-such-editor' cannot be started." in capsys.readouterr().err


def test_a_mistake_is_edited_again_if_somebody_is_there(
    imported: Warehouse, editor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(question: str) -> str:
        assert question == "Edit it again? [Y/n]: "
        editor.write_text("Mars=Africa", encoding="utf-8")
        return ""

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    editor.write_text("UTC=Mars/Nairobi", encoding="utf-8")
    assert main(["formats", "--edit", "our_tool", "--warehouse", str(imported.directory)]) == 0
    assert "“timezone” is “Mars/Nairobi”." in capsys.readouterr().err
    assert saved_formats.saved(imported)["our_tool"].timezone == "Africa/Nairobi"


def test_imports_are_listed_with_the_label_of_their_format(
    imported: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--warehouse", str(imported.directory)]
    assert main(["imports", *at]) == 0
    assert "unser_tool.csv · Our tool (our_tool) · 3 rows read" in capsys.readouterr().out
    (imported.directory / catalogue.OWN / "our_tool.toml").write_text("label = ", encoding="utf-8")
    assert main(["imports", *at]) == 0
    assert "unser_tool.csv · our_tool · 3 rows read" in capsys.readouterr().out


@pytest.mark.long
def test_every_format_is_written_as_it_was_read(warehouse: Warehouse) -> None:
    for name, fmt in catalogue.formats().items():
        (warehouse.directory / f"{name}.toml").write_text(as_toml(fmt), encoding="utf-8")
        assert catalogue.read(warehouse.directory / f"{name}.toml") == fmt, name


@pytest.mark.parametrize("text", ["label = ", "label = 1", "requires = []", "[columns]\nx = { nonsense = 1 }"])
def test_a_text_that_is_no_format_is_refused_and_the_old_one_stays(
    table: Path, warehouse: Warehouse, text: str
) -> None:
    saved_formats.save(custom_formats.propose("Our tool", HEADER, MAPPING), warehouse)
    before = saved_formats.text_of("our_tool", warehouse)
    with pytest.raises(NotRecognised):
        saved_formats.load("our_tool", text, warehouse)
    assert saved_formats.text_of("our_tool", warehouse) == before
    with pytest.raises(NotRecognised, match="cannot be the name of a format"):
        saved_formats.load("x_analytics_tweets", before, warehouse)
