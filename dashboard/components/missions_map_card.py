"""The card with the map of missions."""

from __future__ import annotations

import pandas as pd

from dashboard import queries
from dashboard.charts.base.world import boundaries
from dashboard.charts.missions_map import missions_map
from dashboard.components import cards
from dashboard.i18n import _
from metrics import Selection


@cards.show_reason_on_error
def missions_map_card(found: pd.DataFrame, where: Selection) -> None:
    """Draw the map of missions, on which a country selects its mission.

    Args:
        found: The frame of metrics.analyses.participation.missions.
        where: The selection.
    """
    cards.card(
        "missions-map",
        _("Missions taking part"),
        found,
        where,
        lambda look: missions_map(found, queries.names("mission"), look=look),
        pick="mission",
        picking=_("Select a country to filter by its mission."),
        note=boundaries(),
        key=len(found),
    )
