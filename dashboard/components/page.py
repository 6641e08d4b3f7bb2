"""What a page declares about itself: its title, its place in the navigation, and what it keeps in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from dashboard.i18n import _


class Group(IntEnum):
    """Groups of pages, in the order of the navigation."""

    RESULTS = 1
    CONTENT = 2
    REPORTS = 3
    DATA = 4

    def title(self) -> str:
        """Return what the navigation calls the group in the reader's language."""
        titles = {
            Group.RESULTS: _("Results"),
            Group.CONTENT: _("Content"),
            Group.REPORTS: _("Reports"),
            Group.DATA: _("Data"),
        }
        return titles[self]


EVERY_FILTER: Final = (
    "campaign",
    "period",
    "as_of",
    "platform",
    "region",
    "mission",
    "account_type",
    "account",
    "post_kind",
)
"""What a page can be filtered by, in the order of the filter bar."""
OF_PLACES: Final = ("campaign", "period", "as_of", "region", "mission")
"""What photos and stories record of it."""


@dataclass(frozen=True)
class Page:
    """A page, as its module declares it.

    Args:
        address: The path that opens it; empty for the first page.
        title: Returns its title in the reader's language.
        question: Returns the question it answers.
        group: Its group in the navigation.
        place: Its place in the group.
        keeps: What only this page keeps in the address, with the values it starts from.
        filters: Which filters act on it. Others are not shown on it, and keep their values for the pages where they act.
        is_about_all: Whether it is about all posts until a campaign is chosen.
        is_shown: Returns whether it is in the navigation for the person who looks; it is for everybody without it.
    """

    address: str
    title: Callable[[], str]
    question: Callable[[], str]
    group: Group
    place: int
    keeps: Mapping[str, str | int] = field(default_factory=dict)
    filters: tuple[str, ...] = EVERY_FILTER
    is_about_all: bool = False
    is_shown: Callable[[], bool] | None = None

    @property
    def is_as_of_today(self) -> bool:
        """Whether it always shows the latest data, whatever day is looked back to."""
        return "as_of" not in self.filters

    @property
    def is_for_everybody(self) -> bool:
        """Whether it is in the navigation, whoever looks."""
        return self.is_shown is None

    @property
    def is_there(self) -> bool:
        """Whether it is in the navigation for the person who looks."""
        return self.is_shown is None or self.is_shown()

    def __post_init__(self) -> None:
        PAGES[self.address] = self


PAGES: Final[dict[str, Page]] = {}
"""The pages by their addresses, as far as their modules are imported; `dashboard.pages.every` imports them all."""


def starts() -> dict[str, str | int]:
    """Return what pages keep in the address, and what each starts from."""
    return {key: start for page in PAGES.values() for key, start in page.keeps.items()}
