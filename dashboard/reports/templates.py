"""Which sections there are, and which of them each template has, after the evaluation cycle of communicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.i18n import _
from dashboard.reports.sections import (
    method,
    mission,
    people,
    photos,
    reach,
    responses,
    results,
    saying,
    stories,
    targets,
)
from dashboard.reports.sections.results import Found
from dashboard.reports.source import Source
from metrics.definitions.kinds import AmecStage


@dataclass(frozen=True)
class Part:
    """A section as templates know it.

    Attributes:
        title: Its title in the reader's language.
        build: Returns its finding and its blocks; None if the data have nothing for it.
        stage: Its step in the evaluation cycle; None outside it.
    """

    title: Callable[[], str]
    build: Callable[[Source], Found | None]
    stage: AmecStage | None = None


@dataclass(frozen=True)
class Template:
    """A kind of report.

    Attributes:
        title: What it is called.
        question: What it answers, in one sentence.
        parts: The keys of its sections, in order.
    """

    title: Callable[[], str]
    question: Callable[[], str]
    parts: tuple[str, ...]


PARTS: Final = {
    "headline": Part(lambda: _("Headline numbers"), results.headline),
    "targets": Part(lambda: _("Results against targets"), targets.targets),
    "mission": Part(lambda: _("The mission in numbers"), mission.profile),
    "over-time": Part(lambda: _("What happened when"), results.over_time, AmecStage.ACTIVITIES),
    "missions": Part(lambda: _("Who contributed, and from where"), people.missions, AmecStage.ACTIVITIES),
    "voices": Part(lambda: _("Whose voices"), people.voices, AmecStage.ACTIVITIES),
    "platforms": Part(lambda: _("Platforms and languages"), people.platforms, AmecStage.ACTIVITIES),
    "reach": Part(lambda: _("Reach"), reach.reach, AmecStage.OUTPUTS),
    "thunderclap": Part(lambda: _("Thunderclap"), reach.thunderclap, AmecStage.OUTPUTS),
    "engagement": Part(lambda: _("What worked"), responses.engagement, AmecStage.OUT_TAKES),
    "photos": Part(lambda: _("Photo vote"), photos.photos, AmecStage.OUT_TAKES),
    "stories": Part(lambda: _("Stories"), stories.stories, AmecStage.ACTIVITIES),
    "published": Part(lambda: _("Published figures"), saying.published),
    "quotes": Part(lambda: _("What you may say"), saying.quotes),
    "quality": Part(lambda: _("What to know about the data"), method.quality),
}
"""Every section by its key."""

TEMPLATES: Final = {
    "campaign": Template(
        lambda: _("Campaign report"),
        lambda: _("How did the campaign do, from what was done to how audiences responded?"),
        (
            "headline",
            "over-time",
            "missions",
            "voices",
            "platforms",
            "stories",
            "reach",
            "thunderclap",
            "engagement",
            "photos",
            "published",
            "quotes",
            "quality",
        ),
    ),
    "mission": Template(
        lambda: _("Mission one-pager"), lambda: _("What did one mission do, beside the others?"), ("mission",)
    ),
    "donor": Template(
        lambda: _("Donor table"), lambda: _("What was promised, and what came?"), ("targets", "quotes", "quality")
    ),
    "event": Template(
        lambda: _("Event report"),
        lambda: _("Which days stood out, and what did the Thunderclap bring?"),
        ("over-time", "thunderclap", "engagement", "quotes"),
    ),
    "month": Template(
        lambda: _("Monthly brief"),
        lambda: _("How was the last month, beside the one before?"),
        ("headline", "over-time", "missions", "platforms", "engagement", "quality"),
    ),
}
"""Every template by its name."""
