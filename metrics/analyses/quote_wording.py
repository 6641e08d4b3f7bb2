"""The sentence of each headline number: what may be quoted, what has to be said with it, and what must not be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from common.messages import Counted, Listed, Quantity, Verbatim
from metrics.analyses.listings import targets, thunderclaps
from metrics.answers import attached
from metrics.api import ask, labels
from metrics.caveats import contributors
from metrics.definitions.catalogue import METRICS
from metrics.definitions.model import Noun, Selection, TranslatableText

Say = TranslatableText


@dataclass(frozen=True)
class Quote:
    """What may be said of one number.

    Attributes:
        metric: The metric.
        sentence: What may be quoted as it stands; None if the number may not be quoted.
        say_with: What has to be said with it.
        do_not_say: What must not be made of it; None if nothing is known to be made of it.
        refusal: Why it may not be quoted; None if it may.
        frame: The measured frame of the number; None if there is none.
    """

    metric: str
    sentence: TranslatableText | None = None
    say_with: tuple[TranslatableText, ...] = ()
    do_not_say: TranslatableText | None = None
    refusal: TranslatableText | None = None
    frame: pd.DataFrame | None = None

    @property
    def title(self) -> TranslatableText:
        """What the number is called; reach by its range, not by one of its ends."""
        if self.metric == "unique_reach_upper":
            return Say("Unique reach of the posts that report reach")
        return Say(METRICS[self.metric].label)


@dataclass(frozen=True)
class Scope:
    """What the numbers of a page are about, as sentences say it."""

    where: Selection
    campaign: str
    start: date
    end: date
    as_of: date | None
    warehouse: Path | None

    @property
    def values(self) -> dict[str, Any]:
        """What every sentence says of the scope."""
        return {"campaign": Verbatim(self.campaign), "period": self._period}

    @property
    def _period(self) -> TranslatableText:
        if self.start == self.end:
            return Say("On {day}", day=self.start)
        return Say("From {start} to {end}", start=self.start, end=self.end)


def _measured(scope: Scope, *metrics: str) -> pd.DataFrame:
    return ask(metrics, (), scope.where, scope.as_of, warehouse=scope.warehouse)


def _posts(scope: Scope) -> Quote | None:
    frame = _measured(scope, "posts")
    count = int(frame["posts"].iloc[0])
    values = {**scope.values, "posts": counted("posts", count), "platforms": _platforms(scope)}
    sentence = (
        Say("{period}, the campaign {campaign} counted {posts} on {platforms}", **values)
        if scope.campaign
        else Say("{period}, {posts} were counted on {platforms}", **values)
    )
    return Quote(
        "posts",
        _against_target("posts", count, sentence, scope),
        tuple(_kinds(scope)),
        Say("Do not say “{people}”. A post is not a person.", people=_people(count)),
        frame=frame,
    )


def _contributors(scope: Scope) -> Quote | None:
    frame = _measured(scope, "contributors")
    count = int(frame["contributors"].iloc[0])
    if not count:
        return Quote("contributors", refusal=Say("It is not known who published these posts."))
    # Of one contributor type it is not told who is an office, so nothing more than their number is.
    row = next(iter(attached(frame).contributors), None)
    low, parts = (row["at_least"], contributors.parts(row)) if row else (None, [])
    # The verb stands with the noun, because both have a form for one.
    took_part = Counted(count, "{n} contributor took part", "at most {n} different contributors took part")
    sentence = (
        Say("{period}, {took_part}: {parts}", **scope.values, took_part=took_part, parts=Listed(parts))
        if parts
        else Say("{period}, {took_part}", **scope.values, took_part=took_part)
    )
    with_it = (
        (Say("At least {low}, if every unlinked account on another network belongs to one of them.", low=low),)
        if low and low < count
        else ()
    )
    return Quote(
        "contributors",
        Say("{sentence}.", sentence=sentence),
        with_it,
        Say("Do not say “{people}”. Offices and organizations are among them.", people=_people(count))
        if len(parts) != 1
        else None,
        frame=frame,
    )


def _missions(scope: Scope) -> Quote | None:
    frame = _measured(scope, "missions")
    count = int(frame["missions"].iloc[0])
    if not count:
        return Quote("missions", refusal=Say("No post says which mission it came from."))
    took_part = Counted(
        count, "{n} mission or regional office took part", "{n} missions and regional offices took part"
    )
    sentence = (
        Say("{period}, {took_part} in {campaign}", **scope.values, took_part=took_part)
        if scope.campaign
        else Say("{period}, {took_part}", **scope.values, took_part=took_part)
    )
    return Quote(
        "missions",
        _against_target("missions", count, sentence, scope),
        (Say("Taking part means at least one post. Headquarters is not counted."),),
        Say(
            "Do not say “{countries}”. A regional office serves several.",
            countries=Counted(count, "{n} country", "{n} countries"),
        ),
        frame=frame,
    )


def _engagement(scope: Scope) -> Quote | None:
    frame = _measured(scope, "engagement")
    value = frame["engagement"].iloc[0]
    if pd.isna(value):
        return Quote("engagement", refusal=Say("No post reports reactions, comments or shares."))
    values = {**scope.values, "n": Quantity(float(value))}
    sentence = (
        Say("{period}, posts of {campaign} received {n} reactions, comments and shares", **values)
        if scope.campaign
        else Say("{period}, posts received {n} reactions, comments and shares", **values)
    )
    return Quote(
        "engagement",
        Say("{sentence}.", sentence=sentence),
        tuple(_based_on(frame, "engagement")),
        Say(
            "Do not say “{people}”. One person can react, comment and share, on many posts.", people=_people(int(value))
        ),
        frame=frame,
    )


def _reach(scope: Scope) -> Quote | None:
    frame = _measured(scope, "posts_that_report_reach", "unique_reach_lower", "unique_reach_upper", "posts")
    row = frame.iloc[0]
    if pd.isna(row["unique_reach_upper"]) or not row["posts_that_report_reach"]:
        return Quote(
            "unique_reach_upper",
            refusal=Say("No post reports reach. Followers added up are not reach, so there is no number to quote."),
        )
    reporting, posts = int(row["posts_that_report_reach"]), int(row["posts"])
    values = {
        **scope.values,
        "posts": counted("posts", reporting),
        "low": int(row["unique_reach_lower"]),
        "accounts": Counted(int(row["unique_reach_upper"]), "{n} account", "{n} accounts"),
    }
    sentence = (
        Say("{period}, the posts of {campaign} that report reach ({posts}) were seen by {low} to {accounts}", **values)
        if scope.campaign
        else Say("{period}, the posts that report reach ({posts}) were seen by {low} to {accounts}", **values)
    )
    with_it = (
        (Say("Posts that do not report reach: {share}.", share=Quantity(1 - reporting / posts, "share")),)
        if reporting < posts
        else ()
    )
    return Quote(
        "unique_reach_upper",
        Say("{sentence}.", sentence=sentence),
        with_it,
        Say(
            "Do not say “{n} people reached”. It is the high end of a range, in accounts, for some of the posts.",
            n=int(row["unique_reach_upper"]),
        ),
        frame=frame,
    )


def _thunderclap(scope: Scope) -> Quote | None:
    if set(scope.where.names) - {"campaign"}:
        return None
    launched = thunderclaps(
        Selection({"campaign": scope.where.values("campaign")}), scope.as_of, warehouse=scope.warehouse
    )
    if launched.empty:
        return None
    frame = _measured(scope, "thunderclap_supporters", "thunderclap_social_reach")
    supporters, reach = (frame[name].iloc[0] for name in ("thunderclap_supporters", "thunderclap_social_reach"))
    if pd.isna(reach) or pd.isna(supporters):
        return Quote(
            "thunderclap_social_reach", refusal=Say("The friends and followers of the supporters are not known.")
        )
    sentence = Say(
        "{supporters} joined the Thunderclap of {day}; their friends and followers add up to {n}",
        supporters=Counted(int(supporters), "{n} account", "{n} accounts"),
        day=pd.Timestamp(launched["launched_at"].max()).date(),
        n=int(reach),
    )
    return Quote(
        "thunderclap_social_reach",
        Say("{sentence}.", sentence=sentence),
        (Say("This is potential, not de-duplicated: an account linked to two supporters counts twice."),),
        Say("Do not say “{n} people reached”. Nobody knows how many saw the message.", n=int(reach)),
        frame=frame,
    )


def _votes(scope: Scope) -> Quote | None:
    if set(scope.where.names) - {"campaign"}:
        return None
    frame = _measured(scope, "photo_votes")
    value = frame["photo_votes"].iloc[0]
    if pd.isna(value) or not value:
        return None
    votes = counted("photo_votes", int(value))
    sentence = (
        Say("The photos of {campaign} received {votes}", campaign=Verbatim(scope.campaign), votes=votes)
        if scope.campaign
        else Say("The photos received {votes}", votes=votes)
    )
    return Quote(
        "photo_votes",
        Say("{sentence}.", sentence=sentence),
        (),
        Say("Do not say “{n} voters”. One person may vote for several photos.", n=int(value)),
        frame=frame,
    )


def _stories(scope: Scope) -> Quote | None:
    if set(scope.where.names) - {"campaign"}:
        return None
    frame = _measured(scope, "stories")
    value = frame["stories"].iloc[0]
    if pd.isna(value) or not value:
        return None
    stories = counted("stories", int(value))
    sentence = (
        Say(
            "{stories} of {campaign} may be published today, with valid consent",
            stories=stories,
            campaign=Verbatim(scope.campaign),
        )
        if scope.campaign
        else Say("{stories} may be published today, with valid consent", stories=stories)
    )
    return Quote(
        "stories",
        Say("{sentence}.", sentence=sentence),
        (),
        Say("Do not say “from every country where IOM works” unless every country has one."),
        frame=frame,
    )


def _people(count: int) -> TranslatableText:
    return Say("{n} person", n=count) if count == 1 else Say("{n} people", n=count)


def counted(metric: str, count: int) -> Counted:
    """Return a number of a metric with its noun, or alone if it has none."""
    return (METRICS[metric].noun or Noun("{n}", "{n}")).counted(count)


def _platforms(scope: Scope) -> Listed:
    posts = ask(["posts"], ["platform"], scope.where, scope.as_of, warehouse=scope.warehouse)
    named = labels("platform", warehouse=scope.warehouse)
    codes = posts.sort_values("posts", ascending=False)["platform"]
    return Listed(named.get(code, code) for code in codes if code != "unknown") or Listed(["Unknown"])


def _against_target(metric: str, count: int, sentence: TranslatableText, scope: Scope) -> TranslatableText:
    """Return a sentence with its target, if it is about one whole campaign."""
    campaign = scope.where.values("campaign")
    if scope.where.names == ("campaign",) and len(campaign) == 1 and not (scope.where.start or scope.where.end):
        rows = targets(campaign, warehouse=scope.warehouse)
        rows = rows[rows["metric"] == metric]
        if len(rows) == 1:
            target = int(rows["target"].iloc[0])
            if count > target:
                return Say("{sentence}, above the target of {target}.", sentence=sentence, target=target)
            if count < target:
                return Say("{sentence}, below the target of {target}.", sentence=sentence, target=target)
            return Say("{sentence}, exactly the target.", sentence=sentence)
    return Say("{sentence}.", sentence=sentence)


def _kinds(scope: Scope) -> list[TranslatableText]:
    """Return which kinds of posts a number of posts includes, besides original ones."""
    if "post_kind" in scope.where.names:
        return []
    rows = ask(["posts"], ["post_kind"], scope.where, scope.as_of, warehouse=scope.warehouse)
    counts = {kind: int(posts) for kind, posts in zip(rows["post_kind"], rows["posts"], strict=True)}
    kinds = (
        Counted(counts.get("share", 0), "{n} shared post", "{n} shared posts"),
        Counted(counts.get("reply", 0), "{n} reply", "{n} replies"),
        Counted(counts.get("thunderclap", 0), "{n} Thunderclap post", "{n} Thunderclap posts"),
    )
    found = [each for each in kinds if each.value]
    return [Say("The number includes {kinds}.", kinds=Listed(found))] if found else []


def _based_on(frame: pd.DataFrame, metric: str) -> list[TranslatableText]:
    answer = attached(frame)
    share, count = answer.coverage.get(metric), answer.n.get(metric)
    if share is None or count is None or share >= 1:
        return []
    return [
        Say(
            "Counted on {posts} ({share} of all), which report it.",
            posts=counted("posts", int(count)),
            share=Quantity(share, "share"),
        )
    ]


WAYS: Final = {
    "posts": _posts,
    "contributors": _contributors,
    "missions": _missions,
    "engagement": _engagement,
    "unique_reach_upper": _reach,
    "thunderclap_social_reach": _thunderclap,
    "photo_votes": _votes,
    "stories": _stories,
}
"""What makes the quote of each headline number, in reading order. Reach is quoted as a range, under the metric of its
high end."""
