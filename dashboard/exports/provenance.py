"""What a file says about itself: its filters, what its numbers mean, and what was left out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.i18n import _, day, ngettext, number, said
from metrics.answers import attached
from metrics.definitions.model import SeriesBreak


@dataclass(frozen=True)
class Provenance:
    """Where numbers come from, as their answer says."""

    title: str
    summary: str
    definitions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    filters: str
    """The selection in codes, the words of the terminal."""
    selected: str
    """The selection in names, for people."""
    as_of: dt.date | None
    data_version: int | None
    synthetic: str
    """yes, part, no, or none where there are no data; unknown where a frame does not say, which is not no."""
    suppressed: int
    warnings: tuple[str, ...]
    sql: tuple[str, ...]
    since: str = ""
    """What changed since the day looked back to, in a sentence."""
    assumptions: str = ""
    """What a person declared, where numbers rest on it, in codes."""
    assumed: str = ""
    """The same in names, for people."""
    breaks: tuple[SeriesBreak, ...] = ()
    """Days across which the numbers do not continue each other."""
    based_on: tuple[tuple[str, int, float, float | None], ...] = ()
    """Metrics that are not known for all items: how many items each is based on, what share of all these are, and of
    what few items report the share of the largest account, where that may be told."""
    hidden_because: tuple[str, ...] = ()
    """Why values are hidden, as far as that may be said."""
    is_internal: bool = False
    """Whether nothing in it is protected, so that it is for those alone who keep the data."""

    @classmethod
    def of(
        cls, frame: pd.DataFrame, title: str, summary: str = "", selected: str = "", since: str = "", assumed: str = ""
    ) -> Provenance:
        """Return the provenance of a frame from `measure` or a listing; what its answer does not have stays empty.

        Args:
            frame: The frame.
            title: The title of the chart or list.
            summary: Its sentences.
            selected: The filters in words.
            since: What changed since the day looked back to.
            assumed: The assumptions in words.
        """
        metadata = attached(frame)
        return cls(
            title=title,
            summary=summary,
            definitions=tuple(metadata.definitions.items()),
            kinds=tuple((name, kind.value) for name, kind in metadata.kinds.items()),
            filters=metadata.filters,
            selected=selected or metadata.filters,
            as_of=metadata.as_of,
            data_version=metadata.data_version,
            synthetic=metadata.synthetic,
            suppressed=metadata.suppressed,
            warnings=metadata.warnings,
            sql=metadata.sql,
            since=since,
            assumptions=metadata.assumptions,
            assumed=assumed or metadata.assumptions,
            breaks=metadata.breaks,
            is_internal=metadata.is_internal,
            hidden_because=tuple(dict.fromkeys(metadata.hidden_because.values())),
            based_on=tuple(_partly_known(metadata.n, metadata.coverage, metadata.partly_known)),
        )

    @property
    def known(self) -> str:
        """The day of the data: a date, or the latest."""
        return day(self.as_of) if self.as_of else _("latest counts")

    @property
    def is_synthetic(self) -> bool:
        """Whether some of the data are made up."""
        return self.synthetic in ("yes", "part")

    def synthetic_note(self) -> str:
        """Return what to know about made-up data; empty if there are none."""
        if self.synthetic == "yes":
            return _("Synthetic sample data: these numbers do not describe real people.")
        if self.synthetic == "part":
            return _("Partly synthetic: sample data and imported data are mixed.")
        if self.synthetic == "unknown":
            return _("It is unknown whether these data are synthetic.")
        return ""

    def internal_note(self) -> str:
        """Return what to know about numbers that are not protected; empty if they are."""
        return (
            _("Internal: not protected. These data can identify people. Do not publish them or pass them on.")
            if self.is_internal
            else ""
        )

    def hidden_note(self) -> str:
        """Return what to know about hidden values; empty if there are none."""
        if not self.suppressed:
            return ""
        hidden_count = ngettext(
            "{n} value is hidden for privacy.", "{n} values are hidden for privacy.", self.suppressed
        ).format(n=number(self.suppressed))
        return " ".join(
            [hidden_count, *(f"{reason[:1].upper()}{reason[1:]}." for reason in map(said, self.hidden_because))]
        )

    def based_on_note(self) -> str:
        """Return on how many items each metric is based that is not known for all; in codes, as files have it."""
        return "; ".join(
            f"{name}: {count} ({share:.1%})" + ("" if largest is None else f", largest account {largest:.0%}")
            for name, count, share, largest in self.based_on
        )

    def line(self) -> str:
        """Return the line under an image."""
        version = _("data version {n}").format(n=self.data_version) if self.data_version is not None else ""
        known = _("data as of {day}").format(day=self.known) if self.as_of else self.known
        return " · ".join(part for part in (self.selected, known, version) if part)

    def filename(self, slug: str, ending: str) -> str:
        """Return a file name that describes the content and is safe on every system."""
        parts = [
            "internal not protected" if self.is_internal else "",
            "synthetic" if self.is_synthetic else "",
            slug,
            self.filters if self.filters != "everything" else "",
            f"as of {self.as_of}" if self.as_of else "",
            f"v{self.data_version}" if self.data_version is not None else "",
        ]
        return "_".join(filter(None, map(plain, parts)))[:120].rstrip("-_") + f".{ending}"


def _partly_known(
    counts: Mapping[str, int | None], shares: Mapping[str, float | None], known: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, int, float, float | None]]:
    for name, count in counts.items():
        share = shares.get(name)
        if count is not None and share is not None and share < 1:
            yield name, count, share, known.get(name, {}).get("largest_share")


def plain(text: str) -> str:
    """Return only letters, digits and hyphens: `Séjour / août` becomes `sejour-aout`."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_text).strip("-").lower()
