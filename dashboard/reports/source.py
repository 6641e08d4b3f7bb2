"""Where the sections of a report get their numbers and names: the same questions that pages ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from dashboard.charts.base.chart import Chart
from dashboard.charts.base.world import boundaries
from dashboard.exports.provenance import Provenance
from dashboard.exports.readable import readable, titled
from dashboard.i18n import MISSING, _, day, listed, number, period, phrase
from dashboard.i18n import names as naming
from dashboard.reports.model import Column, Figure, Form, Plot, Request, Table, Value
from metrics import DIMENSIONS, METRICS, Selection, api, labels
from metrics.analyses import comparison, listings
from metrics.answers import attached
from metrics.compiler.planner import recorded
from metrics.disclosure import voices


@dataclass
class Source:
    """Answers for one report.

    Attributes:
        request: What the report is about.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
        data_version: The data version that the report names; that of the data by default.
        asked: The metrics that were asked for, whose definitions the report gives.
    """

    request: Request
    warehouse: Path | None = None
    data_version: int | None = None
    asked: dict[str, None] = field(default_factory=dict)
    _named: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def where(self) -> Selection:
        """The selection."""
        return self.request.where

    @property
    def as_of(self) -> date | None:
        """The day that the report looks back to."""
        return self.request.as_of

    def ask(self, metrics: Iterable[str], by: Sequence[str] = (), where: Selection | None = None) -> pd.DataFrame:
        """Return a measured frame.

        Args:
            metrics: The metrics.
            by: The dimensions.
            where: The selection; that of the report by default.

        Returns:
            The frame of `metrics.measure`.

        Raises:
            MeasureError: The question has no answer, or none that may be shown.
        """
        names = list(metrics)
        self.asked |= dict.fromkeys(names)
        return self.look_up(names, by, where)

    def look_up(self, metrics: Iterable[str], by: Sequence[str] = (), where: Selection | None = None) -> pd.DataFrame:
        """Return a measured frame whose metrics the report need not define, because it does not show them.

        Args:
            metrics: The metrics.
            by: The dimensions.
            where: The selection; that of the report by default.

        Returns:
            The frame of `metrics.measure`.

        Raises:
            MeasureError: The question has no answer, or none that may be shown.
        """
        chosen = self.where if where is None else where
        return api.ask(list(metrics), by, chosen, self.as_of, warehouse=self.warehouse)

    def names(self, dimension: str) -> dict[str, str]:
        """Return the names of a dimension's values by code."""
        if dimension not in self._named:
            occurring = self.look_up(["posts"], ["language"])["language"] if dimension == "language" else ()
            self._named[dimension] = naming.names(
                dimension, labels(dimension, warehouse=self.warehouse), map(str, occurring)
            )
        return self._named[dimension]

    @staticmethod
    def phrase(dimension: str) -> str:
        """Return the name of a dimension in a sentence."""
        return phrase(DIMENSIONS[dimension])

    def names_of(self, frame: pd.DataFrame, dimension: str) -> dict[str, str]:
        """Return the names of a dimension's values in a frame, including those of rows that show several values.

        Args:
            frame: A measured frame.
            dimension: The dimension.
        """
        if not attached(frame).together:
            return self.names(dimension)
        row = naming.several_in_one_row(frame)
        return self.names(dimension) | naming.joined(frame, self.names(row)).get(dimension, {})

    def in_own_words(self, events: pd.DataFrame) -> pd.DataFrame:
        """Return events with their names in the reader's language, where the sheet has them.

        Args:
            events: A frame with the column event; several names of a day are joined.

        Returns:
            The frame with other names.
        """
        known = self.texts_of_sheets()
        return events.assign(event=[naming.in_own_words(text, known) for text in events["event"]])

    def texts_of_sheets(self) -> dict[str, str]:
        """Return the texts of sheets that the sheets have in the report's language too, each with its translation."""
        rows = listings.translated_texts(warehouse=self.warehouse)
        rows = rows[rows["language"] == self.request.language]
        return dict(zip(rows["text"], rows["translation"], strict=True))

    def narrowed(self, metric: str) -> Selection:
        """Return the part of the selection that a metric's items record."""
        return recorded(self.where, METRICS[metric])

    def is_about(self, *dimensions: str) -> bool:
        """Return whether the selection has no filter but by these dimensions."""
        return set(self.where.names) <= set(dimensions)

    @property
    def campaign(self) -> Selection:
        """The campaign of the selection, without its other filters and its period."""
        return Selection({"campaign": self.where.values("campaign")})

    @property
    def is_whole(self) -> bool:
        """Whether the report is about one whole campaign."""
        return self.is_about("campaign") and len(self.where.values("campaign")) == 1 and not self.has_period

    @property
    def has_period(self) -> bool:
        """Whether the selection has a first or a last day."""
        return bool(self.where.start or self.where.end)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of posts in the selection, of whatever contributor type; None without posts."""
        found = self.look_up(["posts"], ["day"], voices.apart(self.where))["day"].dropna()
        if found.empty:
            return None
        return self.where.start or found.min().date(), self.where.end or found.max().date()

    @property
    def title(self) -> str:
        """The campaign by name, or “All posts”."""
        named = self.names("campaign")
        return " · ".join(named.get(code, code) for code in self.where.values("campaign")) or _("All posts")

    @property
    def scope(self) -> str:
        """What is counted, in words."""
        return self.scope_beside(())

    def scope_beside(self, title: Sequence[str]) -> str:
        """Return what is counted, in words, without what a title above it says already.

        Args:
            title: The names in the title.
        """
        parts = [self.title, *([period(*self.days)] if self.days else [])]
        for name, values in self.where.where:
            if name != "campaign":
                named = self.names(name)
                value = listed(named.get(each, each) for each in values)
                parts.append(
                    value
                    if value in title
                    else _("{name}: {value}").format(name=_(DIMENSIONS[name].label), value=value)
                )
        return " · ".join(part for part in parts if part not in title)

    @cached_property
    def before(self) -> comparison.Before | None:
        """The period and the one before it; None if there is nothing to compare with."""
        found = self.compared
        return found if isinstance(found, comparison.Before) else None

    @cached_property
    def compared(self) -> comparison.Before | str:
        """The period and the one before it, or the reason why there is none."""
        return comparison.period_before(self.where, self.as_of, warehouse=self.warehouse)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets of the campaign, one row each: metric, target, starts, due, note; none for parts of a campaign."""
        found = listings.targets(self.where.values("campaign"), warehouse=self.warehouse)
        return found if self.is_whole else found[:0]

    def target(self, metric: str) -> int | None:
        """Return the target of a metric; None if there is none."""
        rows = self.targets[self.targets["metric"] == metric]
        return int(rows["target"].iloc[0]) if len(rows) == 1 else None

    def provenance(self, frame: pd.DataFrame, title: str, summary: str = "", selected: str = "") -> Provenance:
        """Return where the numbers of a frame come from.

        Args:
            frame: A measured frame.
            title: The title of its chart or table.
            summary: Its sentences.
            selected: The filters in words; those of the frame or of the report by default.
        """
        found = Provenance.of(frame, title, summary, selected or attached(frame).selected or self.scope)
        return replace(found, data_version=self.data_version) if self.data_version is not None else found

    def table(self, key: str, title: str, frame: pd.DataFrame, notes: Sequence[str] = ()) -> Table:
        """Return a frame as a table: names instead of codes, and numbers as they are written.

        Args:
            key: Its name in the section.
            title: Its heading.
            frame: A measured frame or a listing.
            notes: Sentences below it.
        """
        words = readable(frame, lambda dimension: self.names_of(frame, dimension))
        columns = tuple(Column(str(name), titled(str(name)), _form(frame, str(name))) for name in frame.columns)
        cells = [[_cell(value) for value in frame[column.key]] for column in columns]
        texts = [
            [_text(value, text, column.form) for value, text in zip(raw, words[words.columns[place]], strict=True)]
            for place, (column, raw) in enumerate(zip(columns, cells, strict=True))
        ]
        about = [column.key for column in columns if not column.is_number] or [columns[0].key]
        keys = [
            "|".join("" if each is None else str(each) for each in row)
            for row in zip(*(map(_cell, frame[name]) for name in about), strict=True)
        ]
        named = [
            raw if column.is_number or column.form == "day" else texts[place]
            for place, (column, raw) in enumerate(zip(columns, cells, strict=True))
        ]
        return Table(
            key,
            title,
            columns,
            tuple(zip(*named, strict=True)),
            tuple(zip(*texts, strict=True)),
            _told_apart(keys),
            tuple(notes),
            self.provenance(frame, title) if attached(frame).definitions else None,
        )

    def figure(
        self,
        key: str,
        topic: str,
        frame: pd.DataFrame,
        draw: Callable[[], Chart],
        *,
        table: Table | None = None,
        plot: Plot | None = None,
        is_map: bool = False,
    ) -> Figure | None:
        """Return a chart with its table; None if there is nothing to draw.

        Args:
            key: Its name in the section.
            topic: What it is about.
            frame: The measured frame.
            draw: Draws the chart.
            table: Its table; made of the frame by default.
            plot: Its numbers for a native chart.
            is_map: Whether it shows boundaries, which need a note.
        """
        chart = draw()
        if chart.empty:
            return None
        if is_map:
            chart = replace(chart, sentences=[*chart.sentences, boundaries()])
        return Figure(
            key,
            topic,
            chart,
            table or self.table(key, topic, frame),
            self.provenance(frame, chart.title, chart.summary),
            plot,
        )


def _form(frame: pd.DataFrame, name: str) -> Form:
    values = frame[name]
    if name in METRICS:
        return METRICS[name].format
    if pd.api.types.is_datetime64_any_dtype(values):
        return "day"
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        return "text"
    written = attached(frame).formats.get(name)
    return written or ("share" if name.endswith("share") else "count")  # type: ignore[return-value]


def _cell(value: object) -> Value:
    if value is None or value is pd.NaT or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, bool | str | date):
        return value
    plain = float(value)  # type: ignore[arg-type]
    return int(plain) if plain.is_integer() else plain


def _text(value: Value, text: object, form: Form) -> str:
    if form == "day":
        return day(value, "d MMM y") if value is not None else MISSING
    if isinstance(text, str):
        return text
    return number(value) if form != "text" or isinstance(value, int | float) else str(value or MISSING)


def _told_apart(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys of rows with a number behind those that occur before."""
    met: dict[str, int] = {}
    out = []
    for key in keys:
        met[key] = met.get(key, 0) + 1
        out.append(key if met[key] == 1 else f"{key}#{met[key]}")
    return tuple(out)
