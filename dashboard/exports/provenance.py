"""What a file says about itself: the question it answers, what the numbers mean, and what was left out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import series_breaks
from dashboard.i18n import _, day, ngettext, number, said
from metrics.definitions.model import SeriesBreak, as_day


@dataclass(frozen=True)
class Provenance:
    """Where numbers come from. Made from a measured frame, because that is where the answers stand."""

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
    """Metrics that are not known for all items: how many items each is based on, what share of all these are, and of what few items report
    the share of the largest account, where that may be told."""
    hidden_because: tuple[str, ...] = ()
    """Why values are hidden, as far as that may be said."""
    is_internal: bool = False
    """Whether nothing in it is protected, so that it is for those alone who keep the data."""

    @classmethod
    def of(
        cls, frame: pd.DataFrame, title: str, summary: str = "", selected: str = "", since: str = "", assumed: str = ""
    ) -> Provenance:  # fmt: skip
        """The provenance of a frame made by `measure` or by a listing; what a frame does not say stays empty."""
        attrs = frame.attrs
        return cls(
            title=title,
            summary=summary,
            definitions=tuple((name, str(text)) for name, text in attrs.get("definitions", {}).items()),
            kinds=tuple((name, str(kind)) for name, kind in attrs.get("kinds", {}).items()),
            filters=attrs.get("filters", ""),
            selected=selected or attrs.get("filters", ""),
            as_of=as_day(attrs.get("as_of")),
            data_version=attrs.get("data_version"),
            synthetic=attrs.get("synthetic", "unknown"),
            suppressed=int(attrs.get("suppressed", 0)),
            warnings=tuple(attrs.get("warnings", ())),
            sql=tuple(attrs.get("sql", ())),
            since=since,
            assumptions=str(attrs.get("assumptions") or ""),
            assumed=assumed or str(attrs.get("assumptions") or ""),
            breaks=series_breaks.of(frame),
            is_internal=bool(attrs.get("internal")),
            hidden_because=tuple(dict.fromkeys(attrs.get("hidden_because", {}).values())),
            based_on=tuple(_partly_known(attrs.get("n", {}), attrs.get("coverage", {}), attrs.get("partly_known", {}))),
        )

    @property
    def known(self) -> str:
        """As of when: a day, or the latest."""
        return day(self.as_of) if self.as_of else _("latest counts")

    @property
    def is_synthetic(self) -> bool:
        return self.synthetic in ("yes", "part")

    def synthetic_note(self) -> str:
        """What a reader must be told about made-up data; empty where it is known that there are none."""
        if self.synthetic == "yes":
            return _("Synthetic sample data: these numbers do not describe real people.")
        if self.synthetic == "part":
            return _("Partly synthetic: sample data and imported data are mixed.")
        if self.synthetic == "unknown":
            return _("It is unknown whether these data are synthetic.")
        return ""

    def internal_note(self) -> str:
        """What a reader must be told about numbers that are not protected; empty where they are."""
        return _(
            "Internal: not protected. These data can identify people. Do not publish them or pass them on."
        ) if self.is_internal else ""

    def hidden_note(self) -> str:
        """What a reader must be told about hidden cells; empty where there are none."""
        if not self.suppressed:
            return ""
        told = ngettext("{n} value is hidden for privacy.", "{n} values are hidden for privacy.", self.suppressed).format(n=number(self.suppressed))
        return " ".join([told, *(f"{reason[:1].upper()}{reason[1:]}." for reason in map(said, self.hidden_because))])

    def based_on_note(self) -> str:
        """For each metric that is not known for all items, how many it is based on; in codes, as it stands in files."""
        return "; ".join(
            f"{name}: {count} ({share:.1%})" + ("" if largest is None else f", largest account {largest:.0%}")
            for name, count, share, largest in self.based_on
        )

    def line(self) -> str:
        """One line under a picture."""
        version = _("data version {n}").format(n=self.data_version) if self.data_version is not None else ""
        known = _("data as of {day}").format(day=self.known) if self.as_of else self.known
        return " · ".join(part for part in (self.selected, known, version) if part)

    def filename(self, slug: str, ending: str) -> str:
        """A name that says what is inside and is safe on every system."""
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
    """Letters, digits and hyphens only: `Séjour / août` becomes `sejour-aout`."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_text).strip("-").lower()
