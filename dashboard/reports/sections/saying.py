"""What may be quoted, and what was published before."""

from __future__ import annotations

from typing import Final

from dashboard.charts import claims as charts
from dashboard.i18n import _, ngettext, number, said
from dashboard.reports.model import Block, Quotation, Quotations
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from data.vocabularies import QUALIFIERS
from metrics.analyses import claims, quotable
from metrics.analyses.claim_wording import State
from metrics.answers import attach, attached

TABLE: Final = ("claim", "value", "derived", "state", "off_by_share", "as_of", "source")


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
    words = {code: _(label) for code, label in QUALIFIERS.items()}
    shown = ledger[[name for name in TABLE if name in ledger.columns]]
    if attached(ledger).definitions:
        attach(shown, attached(ledger), ())
    figure = source.figure(
        "published-figures",
        _("Published figures compared with the data"),
        ledger,
        lambda: charts.claims(ledger, words),
        table=source.table("published-figures", _("Published figures compared with the data"), shown),
    )
    blocks: list[Block] = [figure or source.table("published-figures", _("Published figures"), shown)]
    count = int((ledger["state"] == State.REPRODUCED.value).sum())
    template = ngettext(
        "The data agree with {n} of {all} published figure",
        "The data agree with {n} of {all} published figures",
        len(ledger),
    )
    return template.format(n=number(count), all=number(len(ledger))), blocks
