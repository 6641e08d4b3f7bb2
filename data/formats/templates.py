"""Blank sheets for a team to fill in, and the page about every format, both made from the formats.

`make renew` writes them; a test fails if they are out of date.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from data import schema
from data.formats import fillable
from data.formats.catalogue import WORDS, formats, words_seen
from data.formats.model import Column, Format
from data.networks import COUNTS, NAMES, POST_IDS, SPELLINGS

FOLDER = Path(__file__).parents[1] / "templates"
PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
_TEXT = "@"


def sheets() -> dict[str, Format]:
    """Return the project's own formats, which have a template."""
    return {name: fmt for name, fmt in formats().items() if fmt.sheet}


def csv_template(fmt: Format) -> bytes:
    """Return the header line as UTF-8 with a byte order mark, so that Excel reads accents correctly."""
    out = io.StringIO()
    csv.writer(out).writerow(column.sources[0] for column in fmt.columns.values())
    return out.getvalue().encode("utf-8-sig")


def xlsx_template(fmt: Format) -> bytes:
    """Return a workbook with a sheet to fill in and a sheet that explains each column.

    Its cells are formatted as text, so that IDs and dates stay as typed.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": fmt.label, "created": dt.datetime(2014, 6, 19, tzinfo=dt.UTC)})
        head, text, wrap = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": _TEXT}),
            book.add_format({"text_wrap": True}),
        )
        data, about = book.add_worksheet("Data"), book.add_worksheet("Columns")
        for place, column in enumerate(fmt.columns.values()):
            data.set_column(place, place, max(14, len(column.sources[0]) + 2), text)
            data.write_string(0, place, column.sources[0], head)
        data.freeze_panes(1, 0)
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80, wrap)
        about.set_column(2, 2, 44, text)
        for place, title in enumerate(("Name of the column", "What it contains", "For example")):
            about.write_string(0, place, title, head)
        for row, column in enumerate(fmt.columns.values(), 1):
            for place, cell in enumerate((column.sources[0], column.about, column.example)):
                about.write_string(row, place, cell)
    return out.getvalue()


def page() -> str:
    """Return the text of docs/formats.md."""
    parts = [
        "# Formats",
        "",
        "Which files can be imported, and how each column is used. `make renew` writes this page from the files in "
        "`data/formats/`.",
        "",
        "A file is recognized by its required columns. Their order, their case and further columns do not matter. Columns "
        "without a use are kept with the row. Times without a time zone are read in the format’s time zone unless "
        "`--timezone` names another. Dates such as 05/07/2023 are read in one order for the whole column. If the file does not "
        "show which order, give it with `--dates`.",
        "",
        "No format is written for exports whose header was looked for in public and not found: those of Emplifi (Socialbakers). Map "
        "such a file once (`python cli.py map FILE --save NAME`), and its kind is recognized from then on.",
        "",
        "To add a format, see [writing_a_format.md](writing_a_format.md).",
    ]
    exports = [fmt for fmt in formats().values() if not fmt.sheet]
    for title, group in (("Exports of platforms", exports), ("Sheets of this project", list(sheets().values()))):
        parts += ["", f"## {title}"]
        for fmt in group:
            parts += ["", *_section(fmt)]
        if group is exports:
            parts += ["", *_languages(), "", *_networks()]
    return "\n".join([*parts, "", *_fillable()]) + "\n"


def _fillable() -> list[str]:
    """Return lines on the columns that a format can fill, and their codes."""
    lines = [
        "## Columns that a format can fill",
        "",
        "`[columns]` and `[constants]` of a format take the names of the columns of its table. A constant is written as the code; a cell "
        "may have the code or what people call it, and `values` adds other words.",
        "",
        "| Column | Content | Codes |",
        "|---|---|---|",
    ]
    for table in schema.TABLES:
        for name, kind in fillable.columns(table).items():
            lines.append(f"| `{table}.{name}` | {kind} | {_codes(name)} |")
    return lines


def _codes(column: str) -> str:
    """Return the codes of a column, or the file that has them."""
    if column in fillable.LISTS:
        file = fillable.LISTS[column]
        return (
            f"[{file}](../data/reference/{file}){', or another network as it is named' if column == 'platform' else ''}"
        )
    return ", ".join(f"`{code}`" for code in fillable.codes(column))


def _languages() -> list[str]:
    """Return lines on where the column names in other languages were found."""
    lines = [
        "## Headers in other languages",
        "",
        "Names of columns in other languages are tables in `data/formats/translations/`. Soft hyphens and other characters that "
        "are not shown do not matter.",
    ]
    for path in sorted(WORDS.glob("*.toml")):
        used = ", ".join(f"`{fmt.name}`" for fmt in formats().values() if fmt.words == path.stem)
        lines += ["", f"`{path.name}`, used by {used}:", ""]
        lines += [f"- {text}" for text in words_seen(path.stem).values()]
    return lines


def _networks() -> list[str]:
    """Return lines on what each network calls its counts."""
    lines = [
        "## Networks",
        "",
        "A sheet may name any network. These are known, with their links; another comes in as it is named. `data/reference/platforms.csv` "
        "contains them.",
        "",
        "| Network | Also written | IDs of its posts | What it calls its counts |",
        "|---|---|---|---|",
    ]
    for code, name in NAMES.items():
        spellings = ", ".join(spelling for spelling, meant in SPELLINGS.items() if meant == code)
        counts = "; ".join(f"{local} (`{count}`)" for count, local in COUNTS[code].items())
        shape = f"`{POST_IDS[code]}`".replace("|", r"\|") if POST_IDS[code] else "the address"
        lines.append(f"| {name} | {spellings} | {shape} | {counts} |")
    return lines


def _section(fmt: Format) -> list[str]:
    lines = [
        f"### {fmt.label}",
        "",
        f"`{fmt.name}` · required columns: {', '.join(f'“{name}”' for name in fmt.requires)}",
    ]
    if fmt.seen:
        lines += ["", f"Seen in: {fmt.seen} Not known: {fmt.unknown}"]
    if fmt.refuse:
        return [*lines, "", f"Recognized, but cannot be imported. {fmt.refuse}"]
    if fmt.about:
        lines += ["", fmt.about, "", f"Blank sheet: `data/templates/{fmt.name}.xlsx` or `.csv`."]
    if any(kind == "TIMESTAMP" and name in fmt.columns for name, kind in schema.TABLES[fmt.table].columns.items()):
        lines += ["", f"Time zone of times without one: {fmt.timezone}."]
    if fmt.only:
        lines += ["", f"Some rows are rejected, depending on “{fmt.only['column']}”. {fmt.only['else']}"]
    if fmt.identity:
        names = ", ".join(f"`{name}`" for name in fmt.identity)
        lines += ["", f"Posts without a link are identified by {names} and their place among equal rows."]
    if fmt.elsewhere:
        names = _either(dict.fromkeys(sign.column for sign in fmt.elsewhere.unless))
        lines += [
            "",
            f"Rows are left out if {names} names no platform. The import summary counts them by “{fmt.elsewhere.kind}”.",
        ]
    for unless in fmt.unless:
        counts = ", ".join(f"`{name}`" for name in unless.leave_out)
        ways = list(dict.fromkeys(sign.column for group in unless.signs for sign in group))
        lines += ["", f"Unknown if {_either(ways)} shows that they are not the post’s own counts: {counts}."]
    if fmt.translations:
        lines += ["", f"Other names of its columns: {', '.join(f'“{name}”' for name in fmt.translations)}."]
    lines += ["", "| Column | Stored as | Content |", "|---|---|---|"]
    return lines + [
        f"| {_sources(column)} | `{fmt.table}.{name}` | {_explained(column)} |" for name, column in fmt.columns.items()
    ]


def _either(names: Iterable[str]) -> str:
    return " or else ".join(f"“{name}”" for name in names)


def _sources(column: Column) -> str:
    if column.signs:
        return " or else ".join(" and ".join(dict.fromkeys(sign.column for sign in group)) for group in column.signs)
    return (" and " if column.join or column.sum else " or ").join(column.sources)


def _explained(column: Column) -> str:
    if column.about:
        return column.about + (f" For example `{column.example}`." if column.example else "")
    said = []
    if column.patterns:
        moment = dt.datetime(2014, 8, 19, 14, 5, tzinfo=dt.UTC)
        said.append("written as " + " or ".join(f"`{moment.strftime(pattern)}`" for pattern in column.patterns))
    if column.moment_in:
        said.append(f"to the second from the ID in “{column.moment_in}”, which contains the time of posting")
    if column.id_in_link:
        said.append("the post’s ID in the link, or the link itself if it contains no ID")
    if column.network_in_link:
        said.append("the network whose address the link is at")
    elif column.match or column.signs:
        said.append("derived from the beginning of the value or the whole value")
    return "; ".join(said)


def write() -> None:
    """Write every template and the page."""
    FOLDER.mkdir(exist_ok=True)
    for name, fmt in sheets().items():
        (FOLDER / f"{name}.csv").write_bytes(csv_template(fmt))
        (FOLDER / f"{name}.xlsx").write_bytes(xlsx_template(fmt))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
