"""“What you may say”: sentences to quote in every language, what to say with them, and what not to say."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import analyses
from dashboard.components import opened
from dashboard.components.markdown import as_text, bullets
from dashboard.i18n import LANGUAGES, _, language, said, speaking
from metrics import METRICS, Selection
from metrics.analyses.quotable import QUOTED
from metrics.analyses.quote_wording import Quote
from metrics.answers import attached

_HERE: Final = Path(__file__).parent
_QUOTATION_MARKS: Final = {"en": "“{}”", "fr": "«\u00a0{}\u00a0»", "es": "«{}»"}
_copy = st.components.v2.component(
    "copy_sentence",
    html="<button type='button'></button>\n<span hidden></span>",
    css=(_HERE / "buttons.css").read_text("utf-8"),
    js=(_HERE / "copy_button.js").read_text("utf-8"),
)


def popover(metric: str, where: Selection) -> None:
    """Draw the button that opens what may be said of a number; nothing for a number that is no headline number.

    Args:
        metric: The metric.
        where: The selection.
    """
    if metric not in QUOTED:
        return
    inside = opened.popover(_("What you may say"), ":material/format_quote:", f"say_{metric}")
    if inside is None:
        return
    with inside:
        found = analyses.quote(metric, where)
        if found is None:
            st.info(_("There is no number to quote."))
        else:
            sentences(found)


def sentences(quote: Quote) -> None:
    """Draw what may be said of a number.

    Args:
        quote: The quote.
    """
    if quote.sentence is None:
        st.info(
            as_text(_("May not be quoted. {reason}").format(reason=said(quote.refusal or ""))), icon=":material/block:"
        )
        return
    if quote.frame is not None and attached(quote.frame).synthetic in ("yes", "part"):
        st.badge(_("Sample data: do not publish"), icon=":material/science:", color="orange")
    for code in _languages():
        with speaking(code):
            sentence = said(quote.sentence)
        _sentence(quote.metric, code, sentence)
    if quote.say_with:
        st.caption(as_text(_("Say with it")))
        st.markdown(bullets(map(said, quote.say_with)))
    if quote.do_not_say:
        st.markdown(f":material/block: {as_text(said(quote.do_not_say))}")


def composed(metric: str, sentence: Callable[[], str], say_with: Callable[[], list[str]], frame: pd.DataFrame) -> None:
    """Draw the button that opens a sentence to quote which a page composes.

    Args:
        metric: The metric that the sentence is about.
        sentence: Returns the sentence in the language being spoken.
        say_with: Returns what has to be said with it.
        frame: The measured frame of the number.
    """
    inside = opened.popover(_("What you may say"), ":material/format_quote:", f"say_{metric}_composed")
    if inside is None:
        return
    with inside:
        if attached(frame).synthetic in ("yes", "part"):
            st.badge(_("Sample data: do not publish"), icon=":material/science:", color="orange")
        for code in _languages():
            with speaking(code):
                text = sentence()
            _sentence(metric, code, text)
        st.caption(as_text(_("Say with it")))
        st.markdown(bullets(say_with()))


def _languages() -> list[str]:
    """Return the languages of a sentence, the reader's own first."""
    return sorted(LANGUAGES, key=lambda code: code != language())


def _sentence(metric: str, code: str, sentence: str) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center", gap="small")
    with left:
        st.html(
            f'<blockquote class="quote" lang="{code}">{escape(_QUOTATION_MARKS[code].format(sentence))}</blockquote>'
        )
    with right:
        _copy(
            key=f"copy_{metric}_{code}",
            data={
                "text": sentence,
                "label": _("Copy"),
                "named": _("Copy the sentence about {metric} in {language}").format(
                    metric=_(METRICS[metric].label), language=LANGUAGES[code]
                ),
                "copied": _("Copied"),
                "selected": _("Selected: copy it with the keyboard"),
            },
        )
