"""What a report is, before any writer makes a file of it.

All texts are in the reader's language and all numbers are written as readers write them, so that a writer only lays
out. Each number keeps its value beside its text, and a key that says where it stands; by that key it is found again
when a file is checked against the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from dashboard.charts.base.chart import Chart
from dashboard.exports.provenance import Provenance
from dashboard.reports.brand import Brand
from metrics import Selection

Value = int | float | str | date | None
"""A cell as data have it: shares between 0 and 1, days as dates, None where there is no answer or it is hidden."""
Form = Literal["text", "day", "count", "share", "ratio"]


@dataclass(frozen=True)
class Request:
    """What a report is asked to be about. The same request of the same data gives the same report.

    Attributes:
        template: A name in `templates.TEMPLATES`.
        where: The selection.
        as_of: Use data as of the end of this day; None for the latest.
        language: The code of the language.
        sections: The sections to have, by key; empty for those of the template.
        paper: The size of a page in PDF and Word.
        made_on: The day on which it is made, which is written on it.
    """

    template: str = "campaign"
    where: Selection = field(default_factory=Selection)
    as_of: date | None = None
    language: str = "en"
    sections: tuple[str, ...] = ()
    paper: Literal["A4", "Letter"] = "A4"
    made_on: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Statement:
    """Something that a report says and that can be derived again.

    Attributes:
        key: Where it stands, as `section/block/…`; unique in a report.
        label: What it is, in words.
        shown: What is written.
        value: The number behind it; None for a sentence.
    """

    key: str
    label: str
    shown: str
    value: Value = None


class Style(StrEnum):
    """How a text is meant."""

    LEAD = "lead"
    """The finding; it stands out."""
    BODY = "body"
    LIST = "list"
    """Each sentence is an item."""
    NOTE = "note"
    """How something was counted; smaller."""


@dataclass(frozen=True)
class Text:
    """Sentences."""

    key: str
    sentences: tuple[str, ...]
    style: Style = Style.BODY
    title: str = ""


@dataclass(frozen=True)
class Tile:
    """A headline number.

    Attributes:
        key: The metric.
        label: Its label.
        shown: The number as it is written, such as `9,963 to 479,071`.
        value: The number; None for a range, or if it is not known.
        note: The line below: target, unit or what it rests on.
        change: Its change against the period before; empty without one.
    """

    key: str
    label: str
    shown: str
    value: Value = None
    note: str = ""
    change: str = ""


@dataclass(frozen=True)
class Tiles:
    """Headline numbers, the most important first."""

    key: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    key: str
    title: str
    form: Form = "text"

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers, which stand on the right."""
        return self.form in ("count", "share", "ratio")


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        key: Its name in the section.
        title: Its heading.
        columns: Its columns, what rows are about first.
        rows: For each row its cells as data have them.
        texts: The same cells as they are written; hidden and unknown values say so.
        row_keys: What each row is about, in codes.
        notes: Sentences below it.
        provenance: Where its numbers come from; None if it has none.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    row_keys: tuple[str, ...]
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = None

    def in_order(self, places: Sequence[int]) -> Table:
        """Return the table with its rows in another order.

        Args:
            places: Which row stands first, second and so on; each once.
        """
        return replace(
            self,
            rows=tuple(self.rows[place] for place in places),
            texts=tuple(self.texts[place] for place in places),
            row_keys=tuple(self.row_keys[place] for place in places),
        )

    def first(self, rows: int) -> Table:
        """Return the table with its first rows only."""
        return replace(self, rows=self.rows[:rows], texts=self.texts[:rows], row_keys=self.row_keys[:rows])


@dataclass(frozen=True)
class Plot:
    """The numbers of a chart, for writers that draw charts of their own.

    Attributes:
        kind: bar (horizontal), column or line.
        categories: What stands along the axis, in the order drawn.
        series: For each series its name and one number for each category; None is a gap.
        form: How the numbers are written.
    """

    kind: Literal["bar", "column", "line"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    form: Form = "count"


@dataclass(frozen=True)
class Figure:
    """A chart with its finding, and its table for those who cannot see it.

    Attributes:
        key: Its name in the section.
        topic: What it is about.
        chart: The chart in the light look, with its finding as title and its sentences.
        table: The same numbers as a table.
        provenance: Where the numbers come from.
        plot: Its numbers for a native chart; None for what has none, such as a map, which is drawn as a picture.
    """

    key: str
    topic: str
    chart: Chart
    table: Table
    provenance: Provenance
    plot: Plot | None = None

    @property
    def title(self) -> str:
        """The finding."""
        return self.chart.title

    @property
    def caption(self) -> str:
        """What stands below the title."""
        return self.chart.caption

    @property
    def notes(self) -> str:
        """How it was counted."""
        return self.chart.notes


@dataclass(frozen=True)
class Quotation:
    """What may be quoted of a number.

    Attributes:
        key: The metric.
        title: What it is called.
        sentence: What may be quoted as it stands; empty if the number may not be quoted.
        say_with: What has to be said with it.
        do_not_say: What must not be made of it; empty if nothing is known to be.
        refusal: Why it may not be quoted; empty if it may.
    """

    key: str
    title: str
    sentence: str = ""
    say_with: tuple[str, ...] = ()
    do_not_say: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Quotations:
    """What may be quoted."""

    key: str
    quotations: tuple[Quotation, ...]


Block = Text | Tiles | Table | Figure | Quotations


@dataclass(frozen=True)
class Section:
    """A section.

    Attributes:
        key: Its name in templates.
        title: What it is about.
        stage: The step of the evaluation cycle it belongs to, in words; empty outside it.
        finding: Its answer in one sentence.
        blocks: What stands in it, in reading order.
    """

    key: str
    title: str
    stage: str
    finding: str
    blocks: tuple[Block, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its charts."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes:
        request: What was asked.
        kind: What it is called, such as “Campaign report”.
        title: The campaign, the mission or the event.
        scope: What is counted, in words: campaign, period and filters.
        sections: Its sections, those without data left out.
        left_out: A sentence for each section that has no data.
        metrics: The metrics in it.
        definitions: For each of them its label and what it means.
        source: The line that stands under everything: data version, day and source.
        made: When and by what it was made.
        warnings: What must stand on each page, such as that data are synthetic.
        brand: How the organisation wants it to look.
        data_version: The version of the data.
        is_synthetic: Whether some data are made up.
    """

    request: Request
    kind: str
    title: str
    scope: str
    sections: tuple[Section, ...]
    left_out: tuple[str, ...]
    metrics: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    source: str
    made: str
    warnings: tuple[str, ...]
    brand: Brand
    data_version: int
    is_synthetic: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All headline numbers, in order."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(tile for block in blocks if isinstance(block, Tiles) for tile in block.tiles)


def statements(report: Report) -> tuple[Statement, ...]:
    """Return all that a report says and that can be derived again, in reading order.

    Args:
        report: The report.
    """
    return tuple(_stated(report))


def _stated(report: Report) -> Iterator[Statement]:
    for section in report.sections:
        yield Statement(f"{section.key}/finding", section.title, section.finding)
        for block in section.blocks:
            yield from _of_block(f"{section.key}/{block.key}", block, section)


def _of_block(key: str, block: Block, section: Section) -> Iterator[Statement]:
    if isinstance(block, Text):
        for place, sentence in enumerate(block.sentences, 1):
            yield Statement(f"{key}/{place}", block.title or section.title, sentence)
    elif isinstance(block, Tiles):
        for tile in block.tiles:
            yield Statement(f"{key}/{tile.key}", tile.label, tile.shown, tile.value)
            for part in ("note", "change"):
                if text := getattr(tile, part):
                    yield Statement(f"{key}/{tile.key}/{part}", tile.label, text)
    elif isinstance(block, Quotations):
        for quoted in block.quotations:
            yield Statement(f"{key}/{quoted.key}", quoted.title, quoted.sentence or quoted.refusal)
    elif isinstance(block, Figure):
        yield Statement(f"{key}/title", block.topic, block.title)
        yield Statement(f"{key}/summary", block.topic, block.chart.summary)
        yield from _of_table(key, block.table)
    else:
        yield from _of_table(key, block)


def _of_table(key: str, table: Table) -> Iterator[Statement]:
    for row_key, row, texts in zip(table.row_keys, table.rows, table.texts, strict=True):
        for column, value, text in zip(table.columns, row, texts, strict=True):
            if column.is_number:
                yield Statement(f"{key}/{row_key}/{column.key}", f"{texts[0]}: {column.title}", text, value)
