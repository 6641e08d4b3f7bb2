"""Reports made by hand, so that tests of files need no data: every kind of block, with the texts that a test gives."""

from __future__ import annotations

import datetime as dt
from typing import Final

from dashboard.charts.base import theme
from dashboard.charts.base.chart import Chart
from dashboard.exports.provenance import Provenance
from dashboard.exports.raster import png
from dashboard.reports.brand import Brand
from dashboard.reports.model import (
    Column,
    Figure,
    Plot,
    Quotation,
    Quotations,
    Report,
    Request,
    Section,
    Style,
    Table,
    Text,
    Tile,
    Tiles,
)

HOSTILE: Final = (
    "=1+1",
    "=HYPERLINK(“http://elsewhere.example”)",
    "+41",
    "-2",
    "@cmd",
    "<script>alert(1)</script>",
    "<img src=http://elsewhere.example/i.png onerror=alert(1)>",
    "</title></style>-->&lt;b&gt; & R&D",
    '#set text(red) #eval("1") $x$ `c` *b* _i_ @ref //x',
    "{{x}} ${x} %s \\ \"q\" 'q'",
    "هيئة الهجرة 2014 عربي",
    "m" * 200,
    "word " * 40 + "end",
)
"""Labels that try to be something else in one of the formats, and such as do not fit."""
UNSEEN: Final = "a\x00b\x07c\u202ed\u2066e\ud800f"
"""A text with characters that no file may hold."""


_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20H0z"/></svg>'
LOGOS: Final = {"logo.svg": _SVG.encode(), "logo.png": png(_SVG)}


def small_report(*labels: str, paper: str = "A4", language: str = "en", brand: Brand | None = None) -> Report:
    """A report with each kind of block; labels stand wherever a text can come from data."""
    labels = labels or ("Kenya", "Somalia")
    first = labels[0]
    provenance = Provenance(
        first,
        first,
        (("posts", first),),
        (("posts", "count"),),
        "everything",
        first,
        None,
        7,
        "yes",
        0,
        (),
        ("SELECT 1",),
    )
    return Report(
        request=Request(language=language, paper="Letter" if paper == "Letter" else "A4", made_on=dt.date(2026, 1, 31)),
        kind="Campaign report",
        title=first,
        scope=f"{first} · 2014",
        sections=(_section(labels, provenance),),
        left_out=("Left out: Stories.",),
        metrics=("posts",),
        definitions=(("Posts", f"Posts published: {first}"),),
        source=f"Source: campaign data, {first} · data version 7",
        made="Made on 31 January 2026 with Campaign reach, not an IOM product",
        warnings=("Synthetic sample data: these numbers do not describe real people.",),
        brand=brand or Brand(),
        data_version=7,
        is_synthetic=True,
    )


def _section(labels: tuple[str, ...], provenance: Provenance) -> Section:
    first, counts = labels[0], tuple(range(1001, 1001 + len(labels)))
    table = Table(
        "posts-by-mission",
        first,
        (
            Column("mission", "Mission"),
            Column("posts", first, "count"),
            Column("share", "Share", "share"),
            Column("day", "Day", "day"),
        ),
        tuple((label, count, 0.125, dt.date(2014, 8, 19)) for label, count in zip(labels, counts, strict=True)),
        tuple((label, f"{count:,}", "13%", "19 Aug 2014") for label, count in zip(labels, counts, strict=True)),
        tuple(map(str, range(len(labels)))),
        (f"A note on {first}",),
        provenance,
    )
    drawn = theme.figure(theme.LIGHT, 200)
    drawn.add_bar(x=list(counts), y=list(labels), orientation="h")
    figure = Figure(
        "chart",
        first,
        Chart(drawn, f"{first} has the most", (f"Counted: {first}.", "A second sentence." * 12)),
        table,
        provenance,
        Plot("bar", labels, ((first, tuple(map(float, counts))),)),
    )
    hidden = Table(
        "hidden",
        "Hidden values",
        (Column("mission", "Mission"), Column("posts", "Posts", "count")),
        ((first, None), ("Peru", 12.5)),
        ((first, "hidden for privacy"), ("Peru", "12.5")),
        ("a", "b"),
    )
    blocks = (
        Tiles("numbers", (Tile("posts", first, "4,437", 4437, first, "▲ 180%"),)),
        Text("findings", (first, "Another sentence."), Style.LIST, first),
        Text("lead", (first,), Style.LEAD),
        Text("note", (first,), Style.NOTE),
        figure,
        hidden,
        Quotations(
            "quotes",
            (
                Quotation("posts", first, f"It counted 4,437 posts: {first}", (first,), f"Do not say {first}"),
                Quotation("reach", "Reach", refusal=f"Nobody knows: {first}"),
            ),
        ),
    )
    return Section("headline", first, "outputs", f"Finding: {first}", blocks)
