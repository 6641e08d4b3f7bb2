"""Renew the translation files: every text that people see, extracted, each with the translation it had.

Texts stand in calls of `_`, `ngettext`, `say` and `TranslatableText`, and in what metrics, dimensions, checks and
reference lists declare.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from common.messages import StoreMessage
from data.formats.catalogue import own_messages
from data.messages import Message as DataMessage
from data.vocabularies import CHOICES
from metrics import DIMENSIONS, METRICS, Kind
from metrics.analyses.claim_wording import (
    CAUTIONS,
    DIFFERENT,
    MADE_TO_AGREE,
    NAMES,
    NOT_COMPARABLE,
    RANGES,
    REASONS,
    USAGES,
    State,
)
from metrics.analyses.quality_checks import CHECKS, Severity
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import AmecStage

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "dashboard" / "i18n"
REFERENCE: Final = ROOT / "data" / "reference"
PLACES: Final = [("app.py", "python"), ("dashboard/**.py", "python"), ("metrics/**.py", "python")]
KEYWORDS: Final = {"_": None, "ngettext": (1, 2), "TranslatableText": None, "say": None, "Say": None, "Counted": (2, 3)}
HEADER: Final = (
    "# Translations of the dashboard, renewed by `make renew`. Edit the lines; they are read when the dashboard starts."
)

Text = str | tuple[str, ...]


def texts(root: Path = ROOT) -> list[Text]:
    """Return all that the dashboard says in English.

    Args:
        root: The folder of the project whose calls are read.

    Returns:
        Each text once; a text in singular and plural is a pair. Names of countries are left out: they come from Babel.
    """
    own = [message for _file, _line, message, _comments, _context in extract_from_dir(root, PLACES, keywords=KEYWORDS)]
    return list(dict.fromkeys(filter(None, [*own, *_of_definitions(), *_of_data()])))


def renewed(text: str, language: str, wanted: list[Text]) -> str:
    """Return a translation file that holds exactly the texts that are wanted.

    Args:
        text: The file as it is.
        language: The code of its language, such as `fr`.
        wanted: The texts, as `texts` returns them.

    Returns:
        The file, sorted by text. Translations are kept; a new text has an empty one, and is never given that of a
        similar text.
    """
    known = {_key(message): message for message in read_po(io.StringIO(text), locale=language) if message.id}
    catalogue = Catalog(locale=language, header_comment=HEADER, fuzzy=False, charset="utf-8")
    for each in wanted:
        before = known.get(each)
        string = before.string if before else ("",) * catalogue.num_plurals if isinstance(each, tuple) else ""
        catalogue.add(each, string, flags=Message(each).flags)
    written = io.BytesIO()
    write_po(written, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    head = [HEADER, 'msgid ""', 'msgstr ""', f'"Language: {language}\\n"', f'"Plural-Forms: {plural}\\n"']
    head.append('"Content-Type: text/plain; charset=utf-8\\n"')
    return "\n".join([*head, "", written.getvalue().decode("utf-8").strip("\n")]) + "\n"


def untranslated(text: str, language: str) -> list[str]:
    """Return the texts of a translation file that lack a translation."""
    return [
        str(message.id)
        for message in read_po(io.StringIO(text), locale=language)
        if message.id and not _is_complete(message)
    ]


def write() -> None:
    """Renew the files of all languages, and print what lacks a translation."""
    wanted = texts()
    for path in sorted(FOLDER.glob("*.po")):
        path.write_text(renewed(path.read_text("utf-8"), path.stem, wanted), encoding="utf-8")
        for missing in untranslated(path.read_text("utf-8"), path.stem):
            print(f"{path.relative_to(ROOT)}: translate {missing!r}")


def _of_definitions() -> list[Text]:
    """Return what the definitions of metrics declare."""
    metrics = [text for m in METRICS.values() for text in (m.label, m.description, m.is_not, m.unit, m.source)]
    kinds = [text for kind in Kind for text in (kind.value, kind.meaning, kind.advice)]
    stages = [text for amec_stage in AmecStage for text in (amec_stage.value, amec_stage.meaning, amec_stage.missing)]
    dimensions = [
        text
        for each in DIMENSIONS.values()
        for text in (each.label, each.description, each.unknown_label, each.rest_label, each.phrase)
    ]
    items = [base.noun for base in FACT_TABLES.values() if not base.made_of]
    nouns = [each.noun for each in METRICS.values() if each.noun] + [base.counted for base in FACT_TABLES.values()]
    checks = [
        text
        for check in CHECKS.values()
        for text in (check.label, check.sentence, check.of_one, check.advice, check.effect)
    ]
    claims = [
        *REASONS.values(),
        *CAUTIONS.values(),
        *USAGES.values(),
        *NAMES.values(),
        *RANGES.values(),
        *DIFFERENT.values(),
        NOT_COMPARABLE,
        MADE_TO_AGREE,
    ]
    states = [text for state in State for text in (state.label, state.meaning)]
    severities = [text for each in Severity for text in (each.label, each.meaning)]
    return [*severities, *metrics, *kinds, *stages, *dimensions, *items, *map(tuple, nouns), *checks, *claims, *states]


def _of_data() -> list[str]:
    """Return what imports say, and the labels of codes and reference lists."""
    changes = [row["change"] for row in _reference("platform_changes")]
    codes = [label for labels in CHOICES.values() for label in labels.values()]
    offices = [row["name"] for row in _reference("missions") if row["kind"] != "country"]
    regions = [row["name"] for row in _reference("regions")]
    areas = [row["name"] for row in _reference("thematic_areas")]
    said = [*map(str, DataMessage), *map(str, StoreMessage), *sorted(set(own_messages().values()))]
    return [*changes, *codes, *offices, *regions, *areas, *said]


def _reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(message: Message) -> Text:
    return tuple(message.id) if isinstance(message.id, list | tuple) else str(message.id)


def _is_complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)
