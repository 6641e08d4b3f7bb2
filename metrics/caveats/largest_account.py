"""Caveats about numbers that fewer than half of the posts report: who published them, and the largest account.

Such a number describes those posts, not the campaign, and one account can have nearly all of it. Linked accounts count
as one. Nobody is named: the share is shown only for an office or an organization, and for anyone else only whether it
is more than half. Nothing is shown for questions about contributor types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from sqlglot import exp

from common.messages import Counted
from metrics.caveats.coverage import known_items, stand_ins
from metrics.compiler.expressions import expression, zero_without_rows
from metrics.compiler.planner import Query, Question, queries, single_posts
from metrics.definitions.catalogue import INSTITUTIONS
from metrics.definitions.fact_tables import FACT_TABLES
from metrics.definitions.model import Kind, Metric, TranslatableText
from metrics.disclosure import voices

PARTLY: Final = 0.5
"""Where a number is known for less than this share of the posts, it says whose posts they are."""
NAMED: Final = 2
"""The most metrics that a sentence names."""
_PUBLISHERS: Final = {
    "office": (TranslatableText("offices"), TranslatableText("an office")),
    "organisation": (TranslatableText("organizations"), TranslatableText("an organization")),
    "person": (TranslatableText("people"), ""),
    "unknown": (TranslatableText("unknown publishers"), ""),
}
"""Account types: what many are called, and one whose share may be told."""
Run = Callable[[Query], pd.DataFrame]


def partly_known(
    question: Question, counts: Mapping[str, int | None], coverage: Mapping[str, float | None], run: Run
) -> dict[str, Any]:
    """Return who published the posts behind each metric that fewer than half of the posts report.

    Args:
        question: What was asked.
        counts: On how many posts each metric is based.
        coverage: The share of all posts.
        run: Runs a query.

    Returns:
        By name of the metric: `posts` that report it, `of` all posts, `publishers` (posts by account type), `largest`
        (the account type of the account with most of it), `largest_share` (None unless that is an office or
        organization), and `over_half` (whether it has more than half). The last four are missing for questions about
        contributor types.
    """
    found: dict[str, Any] = {}
    answers: dict[str, dict[str, Any]] = {}
    for metric in question.metrics:
        count, share = counts.get(metric.name), coverage.get(metric.name)
        if not count or not share or share >= PARTLY or _items(metric) != "posts" or zero_without_rows(metric):
            continue
        found[metric.name] = {"posts": count, "of": round(count / share)}
        if not voices.tells(question) and (weight := _weight(metric)):
            if (key := f"{metric.base} {weight}") not in answers:
                answers[key] = _holders(question, metric, weight, run)
            found[metric.name] |= answers[key]
    return found


def sentences(metrics: Iterable[Metric], found: Mapping[str, Mapping[str, Any]]) -> list[TranslatableText]:
    """Return what a reader must know about numbers that few posts report.

    Metrics with the same facts share a sentence, which names at most `NAMED` of them.
    """
    labels_by_coverage: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for metric in metrics:
        if known := found.get(metric.name):
            labels_by_coverage.setdefault(repr(known), (known, []))[1].append(metric.label)
    return [_sentence(_named(labels), known) for known, labels in labels_by_coverage.values()]


def _named(labels: list[str]) -> tuple[str, ...]:
    """Return the labels for a sentence; of many the shortest, and how many more there are."""
    if len(labels) <= NAMED:
        return tuple(labels)
    return (
        min(labels, key=len),
        TranslatableText("{more}", more=Counted(len(labels) - 1, "{n} more number", "{n} more numbers")),
    )


def partial_rows(question: Question, coverage: Mapping[str, float | None], run: Run) -> Iterator[TranslatableText]:
    """Yield in how many rows fewer than half of the posts report a metric, if at least half of all posts report it."""
    for metric in question.metrics if question.by else ():
        share, known = coverage.get(metric.name), known_items(metric)
        if share is None or not PARTLY <= share < 1 or not known or _items(metric) != "posts" or voices.tells(question):
            continue
        numbers = (Metric("known", "", known[0], Kind.COUNT, "", ""), Metric("every", "", known[1], Kind.COUNT, "", ""))
        each = [(number.name, queries(replace(question, metrics=(number,)))[0]) for number in numbers]
        rows = pd.concat([run(query)[name] for name, query in each], axis=1)
        partly = int(((rows["known"] > 0) & (rows["known"] < PARTLY * rows["every"])).sum())
        if partly:
            yield TranslatableText(
                "{metric}: in {n} of {all} rows, fewer than half of the posts report it. Filter to one row to see "
                "who published them.",
                metric=metric.label,
                n=partly,
                all=len(rows),
            )


def _items(metric: Metric) -> str:
    base = FACT_TABLES[metric.base]
    return base.made_of or base.name


def _sentence(labels: tuple[str, ...], known: Mapping[str, Any]) -> TranslatableText:
    based = {"metrics": labels, "n": known["posts"], "of": known["of"]}
    if "publishers" not in known:
        return TranslatableText("{metrics}: based on {n} of {of} posts.", **based)
    publishers = tuple(
        TranslatableText("{publishers} ({n})", publishers=_PUBLISHERS[code][0], n=posts)
        for code, posts in known["publishers"].items()
    )
    based_on = TranslatableText(
        "{metrics}: based on {n} of {of} posts, published by {publishers}.", **based, publishers=publishers
    )
    return TranslatableText.of([based_on, *_largest(known)])


def _largest(known: Mapping[str, Any]) -> Iterator[TranslatableText]:
    if known["largest_share"] is not None:
        yield TranslatableText(
            "The largest account belongs to {owner} and has {share}% of the total. Linked accounts count as one.",
            owner=_PUBLISHERS[known["largest"]][1],
            share=max(round(100 * known["largest_share"]), 1),
        )
    elif known["over_half"]:
        yield TranslatableText("One account has more than half of the total. Linked accounts count as one.")


def _weight(metric: Metric) -> str:
    """Return the measure of a post in a metric, the denominator of a rate; empty if there is no single measure."""
    tree = expression(metric)
    part = tree.expression if isinstance(tree, exp.Div) else tree
    measures = FACT_TABLES["posts"].relations[-1].measures
    used = stand_ins(part) or [node.name for node in part.find_all(exp.Column) if node.name in measures]
    return used[0] if len(set(used)) == 1 else ""


def _holders(question: Question, metric: Metric, weight: str, run: Run) -> dict[str, Any]:
    """Return who published the posts with a known measure, and the share of the largest account."""
    count, _ = known_items(metric) or ("count(*)", "")
    numbers = (
        Metric("posts", "", count, Kind.COUNT, "", ""),
        Metric("amount", "", f"sum({weight})", Kind.COUNT, "", ""),
    )
    plain = Question(numbers, ("account_type",), question.selection, question.as_of)
    rows = pd.concat([run(query).set_index("account_type") for query in queries(plain)], axis=1)
    rows = rows[rows["posts"] > 0].sort_values(["posts", "amount"], ascending=False)
    amounts = rows["amount"].astype(float)
    found: dict[str, Any] = {
        "publishers": {str(code): int(posts) for code, posts in rows["posts"].items()},
        "largest": None,
        "largest_share": None,
        "over_half": False,
    }
    whole = float(amounts.sum())
    if whole <= 0 or FACT_TABLES[metric.base].per:  # followers count once an account, not once a post
        return found
    largest = _largest_of(question, weight, run)
    institution, other = largest.get(True, (0.0, None)), largest.get(False, (0.0, None))
    may_be_told = institution[0] >= other[0]
    amount, publisher = institution if may_be_told else other
    share = amount / whole
    return found | {"largest": publisher, "largest_share": share if may_be_told else None, "over_half": share > PARTLY}


def _largest_of(question: Question, weight: str, run: Run) -> dict[bool, tuple[float, str]]:
    """Return the sum of the largest account of institutions, and of the others, each with its account type."""
    plain = Question(question.metrics, (), question.selection, question.as_of)
    each = (
        ("holder", "coalesce(contributor, account, 'post ' || post_id)"),
        ("publisher", "account_type"),
        ("amount", weight),
    )
    posts = single_posts(plain, each, f"{weight} is not null")
    found = run(
        Query(
            f"WITH known AS ({posts.sql}),\n"
            "held AS (\n"
            f"  SELECT publisher IN {INSTITUTIONS} AS is_institution, min(publisher) AS publisher,\n"
            "    cast(sum(amount) as double) AS amount\n"
            "  FROM known GROUP BY holder, is_institution\n"
            ")\n"
            "SELECT is_institution, publisher, amount FROM (\n"
            "  SELECT *, row_number() OVER (PARTITION BY is_institution ORDER BY amount DESC, publisher) AS place FROM held\n"
            ") WHERE place = 1",
            posts.params,
        )
    )
    return {
        bool(is_institution): (float(amount), str(publisher))
        for is_institution, publisher, amount in found.itertuples(index=False)
    }
