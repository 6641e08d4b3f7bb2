"""Metrics that no SQL aggregate can express, computed in Python from the results of queries.

A metric names its function here in `computed`. If the function returns None, the metric's SQL is used. Accounts reached
are computed from the reach of single posts with the formulas of metrics/statistics/reach.py and the assumptions that a
person entered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.compiler import reach_limits
from metrics.compiler.expressions import dimension_expression, find_dimension, is_whole
from metrics.compiler.planner import Query, Question, queries, single_posts
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.model import Kind, MeasureError, Metric, TranslatableText
from metrics.statistics.reach import independent_each, pools_each

Run = Callable[[Query], pd.DataFrame]

_OTHERS: Final = (
    Metric("accounts", "", "sum(impressions) filter (where reach is null)", Kind.COUNT, "", ""),
    Metric("endless", "", "count(*) filter (where reach is null and impressions is null)", Kind.COUNT, "", ""),
)


class ComputedValues(NamedTuple):
    """A value for each combination of the breakdown that has one (column `value`), and notes for readers."""

    values: pd.DataFrame
    warnings: Sequence[TranslatableText] = ()


class ComputedQuestion:
    """A question, the rows of its answer, and a way to run further queries."""

    def __init__(self, question: Question, shown: pd.DataFrame, run: Run) -> None:
        self.question, self.by, self.assumptions = question, list(question.by), question.assumptions
        self.shown, self.run = shown[self.by], run

    @cached_property
    def posts(self) -> pd.DataFrame:
        """The posts behind the rows that have a known reach: one row for each post."""
        columns = [
            ("platform", "platform"),
            ("reach", "reach"),
            ("impressions", "impressions"),
            ("followers", "followers"),
        ]
        columns += [
            ("author", "coalesce(account, 'post ' || post_id)")
        ]  # posts of nobody known are not posts of one author
        if within := self.assumptions.within:
            if find_dimension(within).many:
                raise MeasureError(
                    TranslatableText(
                        "A post can have several values of {dimension}. Choose a dimension with one value for each "
                        "post.",
                        dimension=find_dimension(within),
                    )
                )
            columns += [("stratum", dimension_expression(within).sql("duckdb"))]
        posts = self.run(single_posts(self.question, tuple(columns), "reach is not null"))
        if not self.by:
            return posts if len(self.shown) else posts.head(0)
        return posts.merge(self.shown, on=self.by)

    @cached_property
    def others(self) -> pd.DataFrame:
        """Posts without reported reach, by platform.

        Columns: the breakdown, platform, `accounts` (one for each impression) and `endless` (posts without
        impressions).
        """
        return self.by_platform(_OTHERS)

    def by_platform(self, metrics: tuple[Metric, ...]) -> pd.DataFrame:
        """Return metrics of one table for each combination of the breakdown and platform.

        Args:
            metrics: Metrics of the same fact table.

        Returns:
            A frame with the breakdown, platform and one column for each metric.
        """
        by = tuple(dict.fromkeys((*self.by, "platform")))
        found = self.run(queries(Question(metrics, by, self.question.selection, self.question.as_of))[0])
        if not self.by:
            return found if len(self.shown) else found.head(0)
        return found.merge(self.shown, on=self.by)

    @cached_property
    def undeclared(self) -> list[str]:
        """The platforms that report reach and have no audience size."""
        reached = self.posts["platform"] if self.assumptions.platforms else self._platforms()
        return sorted(set(reached.unique()) - set(self.assumptions.platforms))

    def _platforms(self) -> pd.Series:
        """Return the platforms that report reach, without reading every post."""
        question = Question((METRICS["gross_reach"],), ("platform",), self.question.selection, self.question.as_of)
        reached: pd.Series = self.run(queries(question)[0]).dropna()["platform"]
        return reached if len(self.shown) else reached.head(0)


def complete(frame: pd.DataFrame, question: Question, run: Run) -> list[TranslatableText]:
    """Fill in the computed metrics of a frame.

    Args:
        frame: The answer, one row for each combination of the breakdown; it is changed.
        question: What was asked.
        run: Runs a query.

    Returns:
        Notes for readers of these numbers.
    """
    warnings: list[TranslatableText] = []
    metrics = [metric for metric in question.metrics if metric.computed]
    if not metrics:
        return warnings
    asked = ComputedQuestion(question, frame, run)
    for metric in metrics:
        answer = _FUNCTIONS[metric.computed](metric, asked)
        if answer:
            values = _aligned(answer.values, asked.shown, asked.by).reindex(frame.index)
            frame[metric.name] = values.round().astype("Int64") if is_whole(metric) else values
            warnings += answer.warnings
    return warnings


def unique_reach_upper(metric: Metric, asked: ComputedQuestion) -> ComputedValues | None:
    """Return all reaches added up, within the audience sizes and the overlap assumption."""
    assumptions = asked.assumptions
    if assumptions == Assumptions():
        return None
    by_chance = assumptions.overlap == "chance" and assumptions.together is None
    warnings = [
        TranslatableText(
            "{metric}: the overlap assumption has no effect for {platform}, because no audience size was entered. "
            "Enter one, for example --universe {platform}=NUMBER.",
            metric=metric.label,
            platform=platform,
        )
        for platform in (asked.undeclared if by_chance else ())
    ]
    return ComputedValues(reach_limits.most(asked.posts, asked.by, assumptions), warnings)


def unique_reach_upper_all_posts(_: Metric, asked: ComputedQuestion) -> ComputedValues | None:
    """Return the most accounts of all posts: posts that report reach, and one account for each impression of others."""
    if asked.assumptions == Assumptions():
        return None
    reported = reach_limits.by_platform(asked.posts, asked.by, asked.assumptions)
    each = asked.others.merge(reported, how="outer", on=list(reported.columns.drop("value")))
    added = (each["value"].fillna(0) + each["accounts"].fillna(0)).where(each["endless"].fillna(0) == 0)
    return ComputedValues(
        reach_limits.together(
            reach_limits.capped(each.assign(value=added), asked.assumptions), asked.by, asked.assumptions
        )
    )


def within_audience(metric: Metric, asked: ComputedQuestion) -> ComputedValues | None:
    """Return all followers added up, within the audience size of each platform and of all platforms together.

    An audience size that a single account exceeds is ignored.
    """
    if not asked.assumptions.universe:
        return None
    name = metric.name.removesuffix("_upper")
    each = asked.by_platform((METRICS[name], METRICS[f"{name}_lower"]))
    each = each.rename(columns={name: "value", f"{name}_lower": "largest"})
    possible, warnings = asked.assumptions, []
    for platform, accounts in asked.assumptions.universe:
        whole = platform == Assumptions.ALL
        largest = each["largest"].max() if whole else each.loc[each["platform"] == platform, "largest"].max()
        if pd.notna(largest) and accounts < largest:
            possible = possible.without(platform)
            warnings.append(
                TranslatableText(
                    "{metric}: the audience size entered for {platform} ({accounts}) is ignored, because one "
                    "account has {followers} followers. Enter at least that many.",
                    metric=metric.label,
                    platform=TranslatableText("all platforms") if whole else platform,
                    accounts=accounts,
                    followers=int(largest),
                )
            )
    return ComputedValues(reach_limits.together(reach_limits.capped(each, possible), asked.by, possible), warnings)


def frequency(_: Metric, asked: ComputedQuestion) -> ComputedValues | None:
    """Return impressions divided by the most accounts possible, over posts that have both."""
    if asked.assumptions == Assumptions():
        return None
    both = asked.posts[asked.posts["impressions"].notna()]
    most = reach_limits.most(both, asked.by, asked.assumptions)
    posts, (cells,) = reach_limits.segments(both, asked.by)
    impressions = np.add.reduceat(reach_limits.column(posts, "impressions"), cells)
    accounts = reach_limits.column(most, "value")
    return ComputedValues(
        most.assign(value=np.divide(impressions, accounts, out=np.full_like(accounts, np.nan), where=accounts > 0))
    )


def unique_reach_modelled(metric: Metric, asked: ComputedQuestion) -> ComputedValues:
    """Return the estimate for one platform: posts within their author's audience, authors within the audience size.

    There is none across platforms. There is none if the followers of no author are known either: the largest post of
    each author would be used instead, and the estimate would repeat the low end.
    """
    if not asked.assumptions.platforms:
        return ComputedValues(asked.shown.assign(value=np.nan), _undeclared(metric, asked))
    posts, (cells, platforms, authors) = reach_limits.segments(asked.posts, asked.by, "platform", "author")
    reaches, universes = (
        reach_limits.column(posts, "reach"),
        reach_limits.universes(asked.assumptions, posts, platforms),
    )
    first_author, first_platform = np.searchsorted(authors, platforms), np.searchsorted(platforms, cells)
    of_author = np.repeat(universes, np.diff(first_author, append=authors.size))
    followers = np.fmax.reduceat(reach_limits.column(posts, "followers"), authors)
    levels = independent_each(reaches, pools_each(followers, reaches, authors, of_author), authors)
    estimates = independent_each(levels, universes, first_author)
    followed = np.logical_or.reduceat(~np.isnan(followers), first_author)
    estimates = np.where(followed, estimates, np.nan)
    alone = np.diff(first_platform, append=platforms.size) == 1
    values = np.where(alone, estimates[first_platform], np.nan)
    several = np.diff(authors, append=len(posts)) > 1
    warnings = _undeclared(metric, asked)
    if not alone.all():
        warnings.append(
            TranslatableText(
                "{metric}: no estimate across platforms, because it is unknown which accounts belong to the same people. "
                "Break down by platform, or see unique_reach_lower and unique_reach_upper.",
                metric=metric.label,
            )
        )
    without = posts["platform"].iloc[platforms][~followed & ~np.isnan(universes)]
    warnings += [
        TranslatableText(
            "{metric}: no estimate for {platform}, because followers are not reported there.",
            metric=metric.label,
            platform=each,
        )
        for each in sorted(without.unique())
    ]
    if (
        np.isnan(followers)
        & several
        & ~np.isnan(of_author)
        & np.repeat(followed, np.diff(first_author, append=authors.size))
    ).any():
        warnings.append(
            TranslatableText(
                "{metric}: followers of some authors are not reported. Their highest reach is used instead, so the "
                "estimate may be too low.",
                metric=metric.label,
            )
        )
    return ComputedValues(posts.iloc[cells][asked.by].assign(value=values).reset_index(drop=True), warnings)


def share_of_voice(metric: Metric, asked: ComputedQuestion) -> ComputedValues | None:
    """Return, for a breakdown by campaign, the posts of each campaign divided by all posts.

    If the filters leave only campaign posts, there is nothing to compare with and no value.
    """
    chosen, question = asked.question.selection.values("campaign"), asked.question
    if chosen and DIMENSIONS["campaign"].unknown not in chosen:
        reason = TranslatableText(
            "{metric}: no value, because the filters leave only campaign posts. Clear the campaign filter and break "
            "down by campaign.",
            metric=metric.label,
        )
        return ComputedValues(asked.shown.assign(value=np.nan), [reason])
    if "campaign" not in asked.by:
        return None
    others = [name for name in asked.by if name != "campaign"]
    own, every = (
        asked.run(queries(Question((METRICS["posts"],), tuple(by), question.selection, question.as_of))[0])
        for by in (asked.by, others)
    )
    both = own.merge(every, how="left" if others else "cross", on=others or None, suffixes=("", "_of_all"))
    return ComputedValues(both.assign(value=both["posts"] / both["posts_of_all"]))


def returning_contributors(_: Metric, asked: ComputedQuestion) -> ComputedValues:
    """Return the contributors with a post in a later month than their first month, of all posts under the filters."""
    posts = single_posts(asked.question, (("who", "contributor"), ("on_day", "day")), "contributor is not null")
    if (
        not asked.by
    ):  # the first and the last day of each say whether there was a later month, without their posts side by side
        return ComputedValues(
            asked.run(
                Query(
                    "SELECT count(*) FILTER (date_trunc('month', first_day) < date_trunc('month', last_day)) AS value"
                    f" FROM (SELECT min(on_day) AS first_day, max(on_day) AS last_day FROM ({posts.sql}) GROUP BY who)",
                    posts.params,
                )
            )
        )
    by = "".join(f"{name}, " for name in asked.by)
    found = asked.run(
        Query(
            f"SELECT {by}count(DISTINCT who) FILTER (in_month > first_month) AS value"
            " FROM (SELECT *, min(in_month) OVER (PARTITION BY who) AS first_month"
            f" FROM (SELECT *, cast(date_trunc('month', on_day) AS date) AS in_month FROM ({posts.sql}))) GROUP BY ALL",
            posts.params,
        )
    )
    every = asked.shown.merge(found, how="left", on=asked.by)
    return ComputedValues(every.assign(value=every["value"].fillna(0)))


_FUNCTIONS: Final[dict[str, Callable[[Metric, ComputedQuestion], ComputedValues | None]]] = {
    function.__name__: function
    for function in (
        unique_reach_upper,
        unique_reach_upper_all_posts,
        within_audience,
        frequency,
        unique_reach_modelled,
        share_of_voice,
        returning_contributors,
    )
}
ASSUMING: Final = (
    "unique_reach_upper",
    "unique_reach_upper_all_posts",
    "within_audience",
    "frequency",
    "unique_reach_modelled",
)
"""The functions whose answers depend on what is assumed."""


def _undeclared(metric: Metric, asked: ComputedQuestion) -> list[TranslatableText]:
    return [
        TranslatableText(
            "{metric}: no estimate for {platform}, because no audience size was entered. Enter one, for example "
            "--universe {platform}=NUMBER.",
            metric=metric.label,
            platform=platform,
        )
        for platform in asked.undeclared
    ]


def _aligned(values: pd.DataFrame, shown: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Return values in the rows to which they belong, NA in the others."""
    found = shown.merge(values, how="left", on=list(by))["value"] if by else values["value"].reindex(range(len(shown)))
    aligned: pd.Series = pd.Series(pd.array(found.to_numpy(float, na_value=np.nan), dtype="Float64"), index=shown.index)
    return aligned
