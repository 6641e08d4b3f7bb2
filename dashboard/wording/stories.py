"""What is said of stories: how many may be published, from where, and which step from nomination on others reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import _, listed, ngettext, number


@dataclass(frozen=True)
class Step:
    """A step from nomination to publication.

    Attributes:
        key: Its code.
        title: What it is called.
        stories: How many stories reached it; None if nobody recorded it.
        note: Which stories were left out at it, or what it was counted by.
    """

    key: str
    title: str
    stories: int | None
    note: str


def answer(found: pd.DataFrame) -> str:
    """Return how many stories may be published, and from how many countries.

    Args:
        found: What `story_coverage.countries` returned.
    """
    count, places = int(found["stories"].sum()), found[found["is_listed"]]
    if not count:
        return _("No story may be published")
    values = {"n": number(count), "countries": number((places["stories"] > 0).sum()), "all": number(len(places))}
    if places.empty:
        return ngettext("{n} story may be published", "{n} stories may be published", count).format(**values)
    return ngettext(
        "{n} story may be published, from {countries} of {all} countries with a mission",
        "{n} stories may be published, from {countries} of {all} countries with a mission",
        count,
    ).format(**values)


def steps(stages: pd.DataFrame) -> Iterator[Step]:
    """Yield the steps from nomination to publication, with the stories that were left out at each.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
    """
    accepted = stages[stages["state"] == "accepted"]
    yield Step("nominated", _("Nominated"), int(stages["stories"].sum()), "")
    left_out = [
        *_counted(_of(stages[stages["state"] != "accepted"], "withdrawn"), "withdrawn"),
        *_delayed(waiting(stages)),
        *_rejected(stages),
    ]
    yield Step("accepted", _("Nomination accepted"), int(accepted["stories"].sum()), _left_out(left_out))
    left_out = [text for standing in ("withdrawn", "expired") for text in _counted(_of(accepted, standing), standing)]
    left_out += _delayed(_by_reason(accepted, "without consent"))
    publishable = _of(stages, "publishable")
    yield Step("publishable", _("Valid consent: may be published"), publishable, _left_out(left_out))
    if stages["published"].notna().all():
        published = int(stages["published"].sum())
        yield Step("published", _("Published"), published, _("Stories with a link in the story sheet."))
    else:
        note = _("Not recorded: no story has a link in the story sheet.")
        yield Step("published", _("Published"), None, note)


def still_waiting(stages: pd.DataFrame) -> str:
    """Return how many nominations wait for a decision.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
    """
    waits = sum(waiting(stages).values())
    template = ngettext(
        "{n} of {all} nomination still waits for a decision",
        "{n} of {all} nominations still wait for a decision",
        waits,
    )
    return template.format(n=number(waits), all=number(stages["stories"].sum()))


def contributions() -> dict[str, str]:
    """Return to which country a story says that somebody contributed, by code, in the reader's language."""
    return {
        "home": _("Home country"),
        "transit": _("Transit country"),
        "host": _("Host country"),
        "not_recorded": _("Not recorded"),
    }


def waiting(stages: pd.DataFrame) -> dict[str, int]:
    """Return how many pending nominations wait for what, the most first.

    Args:
        stages: The frame of `steps` in metrics.analyses.story_coverage.
    """
    return _by_reason(stages, "pending")


def parts(reasons: Mapping[str, int]) -> list[str]:
    """Return what nominations wait for, in words.

    Args:
        reasons: How many wait for each.
    """
    words = {
        "consent": _("{n} for the nominee’s consent"),
        "review": _("{n} for the risk review"),
        "decision": _("{n} for a decision"),
    }
    return [words[reason].format(n=number(count)) for reason, count in reasons.items()]


def _delayed(reasons: Mapping[str, int]) -> list[str]:
    words = {
        "consent": _("{n} waiting for the nominee’s consent"),
        "review": _("{n} waiting for the risk review"),
        "decision": _("{n} waiting for a decision"),
    }
    return [words[reason].format(n=number(count)) for reason, count in reasons.items()]


def _rejected(stages: pd.DataFrame) -> list[str]:
    reasons = _by_reason(stages, "rejected")
    words = {"review": _("{n} rejected by the risk review"), "other": _("{n} rejected, reason not recorded")}
    return [words[reason].format(n=number(count)) for reason, count in reasons.items()]


def _counted(count: int, standing: str) -> list[str]:
    words = {"withdrawn": _("{n} withdrawn"), "expired": _("{n} with expired consent")}
    return [words[standing].format(n=number(count))] if count else []


def _left_out(parts_: list[str]) -> str:
    return _("Left out: {parts}.").format(parts=listed(parts_)) if parts_ else ""


def _of(stages: pd.DataFrame, standing: str) -> int:
    return int(stages.loc[stages["standing"] == standing, "stories"].sum())


def _by_reason(stages: pd.DataFrame, standing: str) -> dict[str, int]:
    counts = stages[stages["standing"] == standing].groupby("reason")["stories"].sum()
    return {str(reason): int(count) for reason, count in counts.sort_values(ascending=False).items()}


def of_whole_campaign() -> str:
    """Return why the steps do not follow every filter."""
    return _("Counted for the whole campaign, because places are shown only for stories that may be published.")
