"""Numbers that no aggregate can say: worked out from what queries return, once small cells are hidden.

A metric names its function here in `computed`. A function has an answer of its own, or None, and then the metric's SQL stands.
Accounts reached are computed from the reach of single posts by the formulas of metrics/reach.py; what they assume a person declares.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.assumptions import Assumptions
from metrics.catalogue import DIMENSIONS, METRICS
from metrics.formula import dimension_expression, find_dimension, is_whole
from metrics.model import MeasureError, Metric, Sentence
from metrics.query import Query, Question, queries, single_posts
from metrics.reach import Numbers, Places, independent_each, pools_each

Run = Callable[[Query], pd.DataFrame]


class Answer(NamedTuple):
    """A value for each combination of the breakdown that has one (in the column `value`), and what to know about them."""

    values: pd.DataFrame
    warnings: Sequence[Sentence] = ()


class Asked:
    """A question, the rows of its answer that are shown, and a way to ask more."""

    def __init__(self, question: Question, shown: pd.DataFrame, run: Run) -> None:
        self.question, self.by, self.assumptions = question, list(question.by), question.assumptions
        self.shown, self.run = shown[self.by], run

    @cached_property
    def posts(self) -> pd.DataFrame:
        """The posts behind the rows that are shown, as far as their reach is known."""
        columns = [("platform", "platform"), ("reach", "reach"), ("impressions", "impressions"), ("followers", "followers")]
        columns += [("author", "coalesce(account, 'post ' || post_id)")]  # posts of nobody known are not posts of one author
        if within := self.assumptions.within:
            if find_dimension(within).many:
                raise MeasureError(
                    Sentence(
                        "A post can have several values of {dimension}: assume chance within a dimension of which it has one.",
                        dimension=find_dimension(within),
                    )
                )
            columns += [("stratum", dimension_expression(within).sql("duckdb"))]
        posts = self.run(single_posts(self.question, tuple(columns), "reach is not null"))
        if not self.by:
            return posts if len(self.shown) else posts.head(0)
        return posts.merge(self.shown, on=self.by)


    @cached_property
    def undeclared(self) -> list[str]:
        """The platforms that reported reach and have no universe."""
        reached = self.posts["platform"] if self.assumptions.platforms else self._platforms()
        return sorted(set(reached.unique()) - set(self.assumptions.platforms))

    def _platforms(self) -> pd.Series:
        """The platforms that reported reach, without reading every post."""
        question = Question((METRICS["gross_reach"],), ("platform",), self.question.selection, self.question.as_of)
        reached: pd.Series = self.run(queries(question)[0]).dropna()["platform"]
        return reached if len(self.shown) else reached.head(0)


def complete(frame: pd.DataFrame, question: Question, hidden: dict[int, list[str]], run: Run) -> list[Sentence]:
    """Fill in what is computed, except where it is hidden; returns what a reader must know about it."""
    warnings: list[Sentence] = []
    sharing: dict[tuple[int, ...], Asked] = {}
    for metric in (metric for metric in question.metrics if metric.computed):
        concealed = tuple(place for place, names in hidden.items() if metric.name in names)
        asked = sharing.setdefault(concealed, Asked(question, frame.drop(index=list(concealed)), run))
        answer = _FUNCTIONS[metric.computed](metric, asked)
        if answer:
            values = _aligned(answer.values, asked.shown, asked.by).reindex(frame.index)
            frame[metric.name] = values.round().astype("Int64") if is_whole(metric) else values
            warnings += answer.warnings
    return warnings


def unique_reach_upper(metric: Metric, asked: Asked) -> Answer | None:
    """All reaches added, within the universe of each platform and of all together, and within chance if that is assumed."""
    assumptions = asked.assumptions
    if assumptions == Assumptions():
        return None
    by_chance = assumptions.overlap == "chance" and assumptions.together is None
    warnings = [
        Sentence(
            "{metric}: what chance would make of {platform} is not known, because nobody declared how many accounts there are to be "
            "reached on it. Declare them, as in --universe {platform}=NUMBER.",
            metric=metric.label,
            platform=platform,
        )
        for platform in (asked.undeclared if by_chance else ())
    ]
    return Answer(_most(asked, asked.posts), warnings)


def frequency(_: Metric, asked: Asked) -> Answer | None:
    """Impressions by the most accounts there can have been, over posts that have both."""
    if asked.assumptions == Assumptions():
        return None
    both = asked.posts[asked.posts["impressions"].notna()]
    most = _most(asked, both)
    posts, (cells,) = _segments(both, asked.by)
    impressions = np.add.reduceat(_column(posts, "impressions"), cells)
    accounts = _column(most, "value")
    return Answer(most.assign(value=np.divide(impressions, accounts, out=np.full_like(accounts, np.nan), where=accounts > 0)))


def unique_reach_modelled(metric: Metric, asked: Asked) -> Answer:
    """Posts within the audience of their author, authors within the universe of their platform; nothing across platforms."""
    if not asked.assumptions.platforms:
        return Answer(asked.shown.assign(value=np.nan), _undeclared(metric, asked))
    posts, (cells, platforms, authors) = _segments(asked.posts, asked.by, "platform", "author")
    reaches, universes = _column(posts, "reach"), _universes(asked.assumptions, posts, platforms)
    first_author, first_platform = np.searchsorted(authors, platforms), np.searchsorted(platforms, cells)
    of_author = np.repeat(universes, np.diff(first_author, append=authors.size))
    followers = np.fmax.reduceat(_column(posts, "followers"), authors)
    levels = independent_each(reaches, pools_each(followers, reaches, authors, of_author), authors)
    estimates = independent_each(levels, universes, first_author)
    alone = np.diff(first_platform, append=platforms.size) == 1
    values = np.where(alone, estimates[first_platform], np.nan)
    several = np.diff(authors, append=len(posts)) > 1
    warnings = _undeclared(metric, asked)
    if not alone.all():
        warnings.append(Sentence(
            "{metric}: no value where several platforms are taken together, because nobody knows how many accounts on one belong to "
            "people on another. Ask by platform, or see unique_reach_lower and unique_reach_upper.",
            metric=metric.label,
        ))  # fmt: skip
    if (np.isnan(followers) & several & ~np.isnan(of_author)).any():
        warnings.append(Sentence(
            "{metric}: the followers of some authors are not known. Their audience is taken to be the largest reach they had, so the "
            "estimate leans low.",
            metric=metric.label,
        ))  # fmt: skip
    return Answer(posts.iloc[cells][asked.by].assign(value=values).reset_index(drop=True), warnings)


def share_of_voice(metric: Metric, asked: Asked) -> Answer | None:
    """By campaign, each campaign's posts by all posts of the selection; where only campaigns are selected, nothing is left to compare."""
    chosen, question = asked.question.selection.values("campaign"), asked.question
    if chosen and DIMENSIONS["campaign"].unknown not in chosen:
        reason = Sentence(
            "{metric}: no value where only posts of campaigns are selected, because none are left to compare them with. "
            "Ask by campaign, without choosing one.",
            metric=metric.label,
        )
        return Answer(asked.shown.assign(value=np.nan), [reason])
    if "campaign" not in asked.by:
        return None
    others = [name for name in asked.by if name != "campaign"]
    own, every = (
        asked.run(queries(Question((METRICS["posts"],), tuple(by), question.selection, question.as_of))[0]) for by in (asked.by, others)
    )
    both = own.merge(every, how="left" if others else "cross", on=others or None, suffixes=("", "_of_all"))
    return Answer(both.assign(value=both["posts"] / both["posts_of_all"]))


_FUNCTIONS: Final[dict[str, Callable[[Metric, Asked], Answer | None]]] = {
    function.__name__: function for function in (unique_reach_upper, frequency, unique_reach_modelled, share_of_voice)
}
ASSUMING: Final = ("unique_reach_upper", "frequency", "unique_reach_modelled")
"""The functions whose answers depend on what is assumed."""


def _most(asked: Asked, posts: pd.DataFrame) -> pd.DataFrame:
    """The most accounts that posts can have reached, for each combination of the breakdown."""
    assumptions = asked.assumptions
    finer = ["stratum"] if assumptions.within else []
    posts, (cells, platforms, *strata) = _segments(posts, asked.by, "platform", *finer)
    reaches, together = _column(posts, "reach"), np.nan if assumptions.together is None else assumptions.together
    universes = np.fmin(_universes(assumptions, posts, platforms), together)
    most = np.fmin(np.add.reduceat(reaches, platforms), universes)
    if assumptions.overlap == "chance":
        within = strata[0] if strata else platforms
        first = np.searchsorted(within, platforms)
        by_chance = independent_each(reaches, np.repeat(universes, np.diff(first, append=within.size)), within)
        most = np.fmin(most, np.add.reduceat(by_chance, first))
    _check(np.maximum.reduceat(reaches, cells), np.full(cells.size, together), ["all platforms"] * cells.size)
    most = np.fmin(np.add.reduceat(most, np.searchsorted(platforms, cells)), together)
    return posts.iloc[cells][asked.by].assign(value=most).reset_index(drop=True)


def _universes(assumptions: Assumptions, posts: pd.DataFrame, platforms: Places) -> Numbers:
    """The universe of each platform, NaN where none is declared; raises where it is smaller than a reach on that platform."""
    named = posts["platform"].iloc[platforms]
    universes: Numbers = named.map(assumptions.platforms).to_numpy(float).astype(float)
    _check(np.maximum.reduceat(_column(posts, "reach"), platforms), universes, named)
    return universes


def _check(largest: Numbers, universes: Numbers, names: Sequence[str] | pd.Series) -> None:
    for place in np.flatnonzero(largest > universes)[:1]:
        raise MeasureError(
            Sentence(
                "The universe declared for {name}, {accounts} accounts, is smaller than the largest reach reported there, {reach}. "
                "Declare at least that many.",
                name=list(names)[place],
                accounts=int(universes[place]),
                reach=int(largest[place]),
            )
        )


def _undeclared(metric: Metric, asked: Asked) -> list[Sentence]:
    return [
        Sentence(
            "{metric}: no value for {platform}, because nobody declared how many accounts there are to be reached on it. "
            "Declare them, as in --universe {platform}=NUMBER.",
            metric=metric.label,
            platform=platform,
        )
        for platform in asked.undeclared
    ]


def _segments(posts: pd.DataFrame, by: Sequence[str], *finer: str) -> tuple[pd.DataFrame, list[Places]]:
    """Posts in order, and the places where each combination of the breakdown starts: as it is, and with each finer column added."""
    keys = [*by, *(name for name in finer if name not in by)]
    codes = {name: pd.factorize(posts[name])[0] for name in keys}
    order = np.lexsort([codes[name] for name in reversed(keys)]) if keys else np.arange(len(posts))
    new = np.zeros(len(posts), bool)
    new[:1] = True
    starts = []
    for level in (by, *([name] for name in finer)):
        for name in level:
            code = codes[name][order]
            new[1:] |= code[1:] != code[:-1]
        starts.append(np.flatnonzero(new))
    return posts.iloc[order], starts


def _column(posts: pd.DataFrame, name: str) -> Numbers:
    numbers: Numbers = posts[name].to_numpy(float, na_value=np.nan)
    return numbers


def _aligned(values: pd.DataFrame, shown: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Values in the rows they belong to; NA in the others."""
    found = shown.merge(values, how="left", on=list(by))["value"] if by else values["value"].reindex(range(len(shown)))
    aligned: pd.Series = pd.Series(pd.array(found.to_numpy(float, na_value=np.nan), dtype="Float64"), index=shown.index)
    return aligned
