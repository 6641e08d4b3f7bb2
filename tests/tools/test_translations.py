"""Renewing a translation file keeps what people have written, and invents nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.translations import FOLDER, HEADER, renewed, texts, untranslated

KNOWN = """msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Posts"
msgstr "Publications"

#, python-brace-format
msgid "{n} post"
msgid_plural "{n} posts"
msgstr[0] "{n} publication"
msgstr[1] "{n} publications"

msgid "No longer said"
msgstr "Plus dit"
"""
WANTED: list[str | tuple[str, ...]] = [
    "Posts",
    "Post",
    ("{n} post", "{n} posts"),
    "A line " + "that is long " * 20 + "{n}",
]


def test_translations_are_kept_sorted_and_never_guessed() -> None:
    text = renewed(KNOWN, "fr", WANTED)
    assert text.startswith(HEADER)
    texts = [line for line in text.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert texts == sorted(texts)
    assert 'msgid "Posts"\nmsgstr "Publications"\n' in text
    assert 'msgid "Post"\nmsgstr ""\n' in text, "the translation of a similar text is no translation"
    assert 'msgstr[0] "{n} publication"\nmsgstr[1] "{n} publications"\n' in text
    assert "No longer said" not in text
    assert "fuzzy" not in text
    assert "#:" not in text, "places in the code change with every edit"
    assert untranslated(text, "fr") == [WANTED[3], "Post"]


def test_a_renewed_file_stays_as_it_is() -> None:
    text = renewed(KNOWN, "fr", WANTED)
    assert renewed(text, "fr", WANTED) == text


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_translation_files_are_as_they_are_renewed(path: Path) -> None:
    text = path.read_text("utf-8")
    assert renewed(text, path.stem, texts()) == text, "run make renew"
