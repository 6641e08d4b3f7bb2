"""Blank sheets that a team fills in, and the page that documents every format: both made from the formats themselves.

`make renew` writes them anew; a test fails when they are stale.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from data import schema
from data.formats.detect import Column, Format, formats

FOLDER = Path(__file__).parents[1] / "templates"
PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
_TEXT = "@"


def sheets() -> dict[str, Format]:
    """The formats of our own, which have a template."""
    return {name: fmt for name, fmt in formats().items() if fmt.sheet}


def csv_template(fmt: Format) -> bytes:
    """The header line alone, as UTF-8 with a byte order mark so that Excel reads accents right."""
    out = io.StringIO()
    csv.writer(out).writerow(column.sources[0] for column in fmt.columns.values())
    return out.getvalue().encode("utf-8-sig")


def xlsx_template(fmt: Format) -> bytes:
    """A sheet to fill in, its columns formatted as text so that ids and dates stay as typed, and a sheet that explains
    each column."""
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
        for place, title in enumerate(("Name of the column", "What stands in it", "For example")):
            about.write_string(0, place, title, head)
        for row, column in enumerate(fmt.columns.values(), 1):
            for place, cell in enumerate((column.sources[0], column.about, column.example)):
                about.write_string(row, place, cell)
    return out.getvalue()


def page() -> str:
    """docs/formats.md: every format, its header, and what becomes of each column."""
    parts = [
        "# Formats",
        "",
        "What can be imported, and what becomes of each column. This page is made from the files in `data/formats/` by "
        "`make renew`.",
        "",
        "A file is recognised by the columns it needs; their order, case and further columns do not matter. Columns that no "
        "canonical column takes are kept with the row. Times without a zone are read in the format's zone unless "
        "`--timezone` names another. Dates such as 05/07/2023 are read in one order for the whole column; where nothing in the file "
        "tells which, `--dates` does.",
        "",
        "How to write a format of your own: [writing_a_format.md](writing_a_format.md).",
    ]
    exports = [fmt for fmt in formats().values() if not fmt.sheet]
    for title, group in (("Exports of platforms", exports), ("Sheets of our own", list(sheets().values()))):
        parts += ["", f"## {title}"]
        for fmt in group:
            parts += ["", *_section(fmt)]
    return "\n".join(parts) + "\n"


def _section(fmt: Format) -> list[str]:
    lines = [f"### {fmt.label}", "", f"`{fmt.name}` · needs {', '.join(f'“{name}”' for name in fmt.requires)}"]
    if fmt.refuse:
        return [*lines, "", f"Recognised and refused. {fmt.refuse}"]
    if fmt.about:
        lines += ["", fmt.about, "", f"Blank sheet: `data/templates/{fmt.name}.xlsx` or `.csv`."]
    if any(kind == "TIMESTAMP" and name in fmt.columns for name, kind in schema.TABLES[fmt.table].columns.items()):
        lines += ["", f"Times without a zone: {fmt.timezone}."]
    if fmt.only:
        lines += ["", f"Rows are rejected where “{fmt.only['column']}” does not say so: {fmt.only['else']}"]
    if fmt.identity:
        told = ", ".join(f"`{name}`" for name in fmt.identity)
        lines += ["", f"Posts without a link are identified by {told} and their place among equal rows."]
    if fmt.elsewhere:
        told = _either(dict.fromkeys(sign.column for sign in fmt.elsewhere.unless))
        lines += [
            "",
            f"Rows are left out where {told} names no platform; the receipt counts them by “{fmt.elsewhere.kind}”.",
        ]
    for unless in fmt.unless:
        counts = ", ".join(f"`{name}`" for name in unless.leave_out)
        ways = list(dict.fromkeys(sign.column for group in unless.signs for sign in group))
        lines += ["", f"Unknown where {_either(ways)} tells that they are not the post's own counts: {counts}."]
    if fmt.translations:
        lines += ["", f"Known under other names too: {', '.join(f'“{name}”' for name in fmt.translations)}."]
    lines += ["", "| column | becomes | what it holds |", "|---|---|---|"]
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
        said.append(f"to the second from the id in “{column.moment_in}”, which holds the moment the post was made")
    if column.id_in_link:
        said.append("the post's id in the link; where there is none, the address itself")
    if column.match or column.signs:
        said.append("told by its beginning or value")
    return "; ".join(said)


def write() -> None:
    """Write every template and the page."""
    FOLDER.mkdir(exist_ok=True)
    for name, fmt in sheets().items():
        (FOLDER / f"{name}.csv").write_bytes(csv_template(fmt))
        (FOLDER / f"{name}.xlsx").write_bytes(xlsx_template(fmt))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
