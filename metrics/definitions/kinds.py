"""The few words that everything measured is sorted by: kinds of metrics, rungs of the ladder, roles of dimensions."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of number a metric is. The kind decides what may be done with it."""

    meaning: str
    adds: bool
    advice: str

    def __new__(cls, value: str, meaning: str, adds: bool, advice: str) -> Kind:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.meaning, kind.adds, kind.advice = meaning, adds, advice
        return kind

    COUNT = (
        "count",
        "Things that happened, each counted once.",
        True,
        "Add only counts of the same unit.",
    )
    EXPOSURES = (
        "exposures",
        "Accounts reached, counted again for every post that reached them.",
        True,
        "Gross reach adds exposures; for accounts see unique_reach_lower and unique_reach_upper.",
    )
    UNIQUE = (
        "unique",
        "Different persons, accounts or places, each counted once however often it appears.",
        False,
        "The same one can be behind several of these numbers, so a sum counts it again: "
        "ask once for the whole selection, and for accounts reached see unique_reach_lower and unique_reach_upper.",
    )
    POTENTIAL = (
        "potential",
        "Follower slots: what could have been seen if every follower had looked.",
        False,
        "The same follower sits behind several of these numbers: ask once for the whole selection instead of adding.",
    )
    PLEDGED = (
        "pledged",
        "Connection slots that supporters promised to post to; potential, not de-duplicated.",
        True,
        "It adds to pledges only: for what happened see impressions, for accounts see unique_reach_lower and unique_reach_upper.",
    )
    MODELLED = (
        "modelled",
        "An estimate that rests on stated assumptions.",
        False,
        "Estimates overlap: estimate the whole selection in one go, or see unique_reach_lower and unique_reach_upper.",
    )
    RATIO = (
        "ratio",
        "One sum divided by another over the same posts.",
        False,
        "Ratios do not add or average: ask for the wider selection, so that the sums are divided anew.",
    )


class Rung(StrEnum):
    """A rung of the ladder along which communication is evaluated (AMEC): what went in, what was done, what came of it."""

    meaning: str
    missing: str

    def __new__(cls, value: str, meaning: str, missing: str) -> Rung:
        rung = str.__new__(cls, value)
        rung._value_ = value
        rung.meaning, rung.missing = meaning, missing
        return rung

    INPUTS = "inputs", "Money, time and people that were put in.", "Not measured here: exports of platforms do not hold it."
    ACTIVITIES = "activities", "What was done, and who took part.", ""
    OUTPUTS = "outputs", "What was put before audiences: displays, views and reach.", ""
    OUT_TAKES = "out-takes", "What audiences did with it at once: reactions, comments, shares and clicks.", ""
    OUTCOMES = (
        "outcomes",
        "What changed in what people know, think or do.",
        "Nothing here claims an outcome: counts on platforms cannot show one. Ask people, before and after.",
    )
    IMPACT = (
        "impact",
        "What changed for migrants and for society.",
        "Nothing here claims an impact: it takes an evaluation of its own.",
    )


class Role(StrEnum):
    """What a dimension tells about people; what may be shown of it, and together with what, follows from it."""

    VOICE = "voice"
    """Whose voice it is, which only the records of missions say."""
    PUBLISHER = "publisher"
    """Who published it, which everybody sees on the network."""
    PLACE = "place"
    TIME = "time"
    STORY_PLACE = "place of stories"
    """A place in somebody's story."""
    NEUTRAL = "neutral"
    """It says nothing about who or where."""
