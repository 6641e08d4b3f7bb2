"""What may be quoted, and what was published before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from dashboard.charts import claims as charts
from dashboard.i18n import _, ngettext, number, said, shown
from dashboard.reports.model import Block, Quotation, Quotations, Table
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from dashboard.wording import figures
from data.vocabularies import QUALIFIERS
from metrics.analyses import claim_wording, claims, quotable
from metrics.analyses.claim_wording import State
from metrics.answers import attach, attached

TABLE: Final = ("claim", "derived", "state", "off_by_share", "as_of", "source")


def quotes(source: Source) -> Found | None:
    """Return a sentence for each headline number that can be quoted as it stands."""
    found = quotable.quotes(source.where, source.as_of, warehouse=source.warehouse)
    if not found:
        return None
    quotations = tuple(
        Quotation(
            each.metric,
            said(each.title),
            said(each.sentence) if each.sentence else "",
            tuple(map(said, each.say_with)),
            said(each.do_not_say) if each.do_not_say else "",
            said(each.refusal) if each.refusal else "",
        )
        for each in found
    )
    count = sum(bool(each.sentence) for each in quotations)
    template = ngettext("{n} number may be quoted", "{n} numbers may be quoted", count)
    return template.format(n=number(count)), [Quotations("quotes", quotations)]


def published(source: Source) -> Found | None:
    """Return the published figures and whether the data agree with them."""
    ledger = claims.ledger(source.campaign, as_of=source.as_of, warehouse=source.warehouse)
    if ledger.empty:
        return None
    words = source.texts_of_sheets() | {code: _(label) for code, label in QUALIFIERS.items()}
    title = _("Published figures compared with the data")
    table = _listed(ledger, words, title, source)
    figure = source.figure("published-figures", title, ledger, lambda: charts.claims(ledger, words), table=table)
    blocks: list[Block] = [figure or table]
    return charts.finding(ledger), blocks


def _listed(ledger: pd.DataFrame, words: dict[str, str], title: str, source: Source) -> Table:
    """Return each figure as it was published, with the number or the range in the data."""
    rows = ledger.to_dict("records")
    written = ledger.rename(columns={"off_by": "off_by_share"}).assign(
        claim=[claim_wording.published(row, words, shown) for row in rows], as_of=[_when(row["as_of"]) for row in rows]
    )[list(TABLE)]
    if attached(ledger).definitions:
        attach(written, attached(ledger), ())
    table = source.table("published-figures", title, written)
    texts = tuple(_in_words(cells, row) for cells, row in zip(table.texts, rows, strict=True))
    return replace(table, texts=texts, row_keys=tuple(str(row["claim"]) for row in rows))


def _in_words(cells: Sequence[str], row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    """Return the cells of a figure with a range in place of a number, and what it means that it does not differ."""
    texts = dict(zip(TABLE, cells, strict=True))
    if pd.notna(row["lower"]):
        texts["derived"] = claim_wording.derived(row, shown)
    if row["state"] == State.REPRODUCED:
        texts["off_by_share"] = _("no difference")
    return tuple(texts.values())


def _when(text: object) -> str:
    return _("not recorded") if pd.isna(text) else figures.when(str(text), "d MMM y")  # type: ignore[call-overload]
