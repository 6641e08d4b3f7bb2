"""Kinds of metrics, AMEC stages, and roles of dimensions."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kind of number that a metric is. It decides whether values may be added up."""

    meaning: str
    adds: bool
    advice: str

    def __new__(cls, value: str, meaning: str, adds: bool, advice: str) -> Kind:
        """Make a kind with its meaning, whether its values add up, and advice on how to combine them."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.meaning, kind.adds, kind.advice = meaning, adds, advice
        return kind

    COUNT = ("count", "Each item is counted once.", True, "Add only counts of the same unit.")
    EXPOSURES = (
        "exposures",
        "Accounts reached, counted once for each post that reached them.",
        True,
        "The total is gross reach. For different accounts, see unique_reach_lower and unique_reach_upper.",
    )
    UNIQUE = (
        "unique",
        "Different people, accounts or places, each counted once.",
        False,
        "The same one can be in several of these numbers, so a sum counts it twice. Query all the data at once. For "
        "accounts reached, see unique_reach_lower and unique_reach_upper.",
    )
    POTENTIAL = (
        "potential",
        "Followers who could have seen the posts, not those who did.",
        False,
        "The same follower can be in several of these numbers. Query all the data at once instead of adding.",
    )
    PLEDGED = (
        "pledged",
        "Friends and followers who could have seen the message; potential, not de-duplicated.",
        True,
        "Add it only to other numbers of this type. For posts actually shown see impressions; for accounts see "
        "unique_reach_lower and unique_reach_upper.",
    )
    MODELLED = (
        "modelled",
        "A calculated value that depends on stated assumptions.",
        False,
        "Estimates overlap. Query all the data at once, or see unique_reach_lower and unique_reach_upper.",
    )
    RATIO = (
        "ratio",
        "One total divided by another, over the same posts.",
        False,
        "Rates cannot be added or averaged. Query all the data at once, so that the rate is recalculated.",
    )


class AmecStage(StrEnum):
    """A stage of the AMEC framework for evaluating communication, from inputs to impact."""

    meaning: str
    missing: str

    def __new__(cls, value: str, meaning: str, missing: str) -> AmecStage:
        """Make a stage with its meaning, and why nothing is measured there."""
        amec_stage = str.__new__(cls, value)
        amec_stage._value_ = value
        amec_stage.meaning, amec_stage.missing = meaning, missing
        return amec_stage

    INPUTS = (
        "inputs",
        "Money, time and people used.",
        "Not measured here, because platform exports do not contain them.",
    )
    ACTIVITIES = "activities", "What was done, and who took part.", ""
    OUTPUTS = "outputs", "What audiences were shown: impressions, views and reach.", ""
    OUT_TAKES = "out-takes", "How audiences responded: reactions, comments, shares and clicks.", ""
    OUTCOMES = (
        "outcomes",
        "What changed in what people know, think or do.",
        "Not measured here, because platform counts cannot show outcomes. Survey people before and after.",
    )
    IMPACT = (
        "impact",
        "What changed for migrants and for society.",
        "Not measured here. Impact needs a separate evaluation.",
    )


class Role(StrEnum):
    """What a dimension reveals about people, which decides with what it may be shown."""

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
