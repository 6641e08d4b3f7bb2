"""The name of a mission, as a link to the page about it."""

from __future__ import annotations

from dashboard import queries
from dashboard.components import address, html
from dashboard.components.html import Html
from metrics import DIMENSIONS


def mission_link(code: str) -> Html:
    """Return the name of a mission as a link to its page; an unknown mission has none."""
    name = queries.names("mission").get(code, code)
    if code == DIMENSIONS["mission"].unknown:
        return html.text(name)
    return html.link(name, address.link("mission", mission=code))
