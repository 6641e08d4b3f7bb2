"""“Download” under a chart: images for slides and posts, vectors, a workbook and a table, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.charts.base.chart import Chart
from dashboard.components import internal_access, opened
from dashboard.components.markdown import as_text
from dashboard.exports import SLIDE, SQUARE, Provenance, as_png, as_svg, picture, record, to_csv, to_xlsx
from dashboard.exports.image import Shape
from dashboard.i18n import _, language, speaking
from metrics import METRICS
from metrics.answers import attached

LONGEST_TITLE: Final = 160
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class File:
    """A file that can be downloaded: its key, what its button says, its name, its type, and what makes it."""

    key: str
    label: str
    name: str
    mime: str
    make: Callable[[], bytes]


def popover(
    slug: str, frame: Callable[[], pd.DataFrame], provenance: Callable[[], Provenance], light: Callable[[], Chart]
) -> None:
    """Draw “Download” under a chart.

    Args:
        slug: The key of the card.
        frame: Returns the frame as it is written to files.
        provenance: Returns where its numbers come from.
        light: Draws the chart in the light look, as images have it.
    """
    inside = opened.popover(_("Download"), ":material/download:", f"get_{slug}")
    if inside is None:
        return
    spoken, origin = language(), provenance()
    with inside:
        title = st.text_input(
            _("Title of the image"),
            origin.title,
            LONGEST_TITLE,
            key=f"title_{slug}_{blake2s(origin.title.encode(), digest_size=6).hexdigest()}",
        )
        for file in _files(slug, frame(), origin, light, title):
            st.download_button(
                as_text(file.label),
                _on_click(file, origin, spoken),
                file.name,
                file.mime,
                key=f"{file.key}_{slug}",
                on_click="ignore",
                width="stretch",
            )


def _files(
    slug: str, frame: pd.DataFrame, provenance: Provenance, light: Callable[[], Chart], title: str
) -> Iterator[File]:
    """Yield the files that can be downloaded, none of them made yet."""
    formats = dict(attached(frame).formats) | {name: METRICS[name].format for name in frame.columns if name in METRICS}

    def drawn(shape: Shape = SLIDE) -> str:
        return picture(light(), provenance, shape=shape, title=title)

    def named(ending: str, what: str = slug) -> str:
        return provenance.filename(what, ending)

    yield File(
        "png",
        _("Image for slides (PNG)"),
        named("png"),
        "image/png",
        lambda: record.noted(as_png(drawn(), SLIDE), frame, record.into_png),
    )
    yield File(
        "square",
        _("Square image for posts (PNG)"),
        named("png", f"{slug}-square"),
        "image/png",
        lambda: record.noted(as_png(drawn(SQUARE), SQUARE), frame, record.into_png),
    )
    yield File(
        "svg",
        _("Vector image (SVG)"),
        named("svg"),
        "image/svg+xml",
        lambda: record.noted(as_svg(drawn()), frame, record.into_svg),
    )
    yield File("xlsx", _("Excel workbook"), named("xlsx"), WORKBOOK, lambda: to_xlsx(frame, provenance, formats))
    yield File("csv", _("Data (CSV)"), named("csv"), "text/csv", lambda: to_csv(frame, provenance))


def _on_click(file: File, provenance: Provenance, spoken: str) -> Callable[[], bytes]:
    """Return what makes a file on a click, in a thread that knows no language, and notes it if it is internal."""

    def made() -> bytes:
        if provenance.is_internal:
            internal_access.note(f"downloaded {file.name}")
        with speaking(spoken):
            return file.make()

    return made
