"""From nomination to publication: how many stories reached each step, and what the others wait for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components import html
from dashboard.components.html import Column, Html
from dashboard.components.markdown import as_text
from dashboard.i18n import _, number
from dashboard.wording import stories as wording
from dashboard.wording.stories import Step


def card(stages: pd.DataFrame, *, is_narrow: bool) -> None:
    """Draw the steps.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
        is_narrow: Whether the page has filters that the steps do not follow.
    """
    nominated = float(stages["stories"].sum())
    with st.container(border=True, key="card_steps", gap="small"):
        st.caption(_("From nomination to publication"))
        st.header(as_text(wording.still_waiting(stages)), anchor=False)
        if wording.waiting(stages):
            st.caption(
                _(
                    "Stories without valid consent are counted, never listed. The story sheet says which ones still wait."
                )
            )
        if is_narrow:
            st.caption(as_text(wording.of_whole_campaign()))
        html.table(
            _("From nomination to publication"),
            [Column(_("Step")), Column(_("Stories"), True), Column("")],
            [_row(step, nominated) for step in wording.steps(stages)],
        )


def _row(step: Step, nominated: float) -> tuple[Html, str, Html | str]:
    title = html.under(step.title, step.note)
    if step.stories is None:
        return title, _("Unknown"), ""
    shown = number(step.stories)
    return title, shown, html.parts([float(step.stories)], nominated, shown)
