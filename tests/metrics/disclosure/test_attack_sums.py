"""Attacks on sums by voice: what can be had by taking told sums from each other, and whether a sum proves whose it
is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from common import pointer
from data.privacy import derivable_sums, sound_sums, told_tables
from data.store.warehouse import Warehouse
from metrics import Kind, Metric, VoicesNotShown, measure
from metrics.definitions.fact_tables import FACT_TABLES
from tests.metrics.conftest import Builder
from tests.support import other_data
from tests.support.attacking import PROTECTED, VOICE
from tests.support.examples import first, turns

MEASURES = sorted(
    name for name in FACT_TABLES["posts"].relations[-1].measures if name != "items" and not name.endswith("_items")
)
LEAST = 10
ADDED_UP = ("reactions", "comments", "shares", "engagement")
BOUND = [
    tuple(name for name in MEASURES if name.partition("_with_")[0] in bound)
    for bound in (ADDED_UP, *((name,) for name in MEASURES if name not in ADDED_UP and "_with_" not in name))
]
"""Measures that tell of each other."""
CONTEXTS = {"sample": ["", "migrationmeans"], "other": ["", "stories", "voices"]}


@pytest.fixture(params=CONTEXTS)
def folder(request: pytest.FixtureRequest, sample: Warehouse, other: Path) -> Path:
    return sample.directory if request.param == "sample" else other


@pytest.fixture
def contexts(request: pytest.FixtureRequest) -> list[str]:
    return CONTEXTS[request.node.callspec.params["folder"]]


def rows(folder: Path) -> pd.DataFrame:
    """What is known of each post: who published it, its campaigns, its counts; and its voice, to see whether an
    attacker is right."""
    found = pointer.current(folder)
    assert found
    columns = f"platform, account_type, mission, day, campaigns, {VOICE} AS voice, "
    columns += f"coalesce(contributor, account, post_id) AS author, {', '.join(MEASURES)}"
    with duckdb.connect(found.file, read_only=True) as con:
        return con.execute(f"SELECT {columns} FROM post_latest").df()


def inside(posts: pd.DataFrame, campaign: str) -> pd.Series:
    return posts["campaigns"].map(lambda names: not campaign or campaign in names).astype(bool)


def told_sums(folder: Path, contexts: list[str]) -> dict[tuple[str, str, str], float]:
    """Every sum by voice that measure() tells: by campaign, measure and voice."""
    found = {}
    for campaign in contexts:
        try:
            answer = measure(
                [own(name) for name in MEASURES], VOICE, {"campaign": campaign} if campaign else None, warehouse=folder
            )
        except VoicesNotShown:
            continue
        for row in answer.to_dict("records"):
            found |= {
                (campaign, name, row[VOICE]): float(row[f"own_{name}"])
                for name in MEASURES
                if pd.notna(row[f"own_{name}"])
            }
    return found


def differences(
    posts: pd.DataFrame, contexts: list[str]
) -> Iterator[tuple[str, tuple[tuple[str, str], tuple[str, str]], pd.Series]]:
    """Pairs of told sums of which one holds all of the other, and what each post brings to what is left."""
    for name in MEASURES:
        for campaign in contexts[1:]:
            yield name, (("", name), (campaign, name)), posts[name].where(~inside(posts, campaign))
        whole = name.partition("_with_")[0]
        if whole != name:
            for campaign in contexts:
                yield (
                    name,
                    ((campaign, whole), (campaign, name)),
                    posts[whole].where(posts[name].isna() & inside(posts, campaign)),
                )
    for campaign in contexts:
        left = posts["engagement"].where(inside(posts, campaign))
        for part in ("reactions", "comments", "shares"):
            yield part, ((campaign, "engagement"), (campaign, part)), (left - posts[part].fillna(0)).where(left.notna())


def accounts_behind(posts: pd.DataFrame, voice: str, brought: pd.Series) -> int:
    return posts["author"][(posts["voice"] == voice) & brought.notna()].nunique()


def thin(folder: Path, contexts: list[str]) -> list[tuple[str, str, int]]:
    """Told sums of protected voices, and what told sums leave of each other, with fewer than ten accounts behind
    them."""
    posts, told_ = rows(folder), told_sums(folder, contexts)
    each = [
        (name, ((campaign, name),) * 2, posts[name].where(inside(posts, campaign)))
        for name in MEASURES
        for campaign in contexts
    ]
    return [
        (name, voice, accounts)
        for name, (one, two), brought in (*each, *differences(posts, contexts))
        for voice in PROTECTED
        if (*one, voice) in told_
        and (*two, voice) in told_
        and 0 < (accounts := accounts_behind(posts, voice, brought)) < LEAST
    ]


def exact(folder: Path, contexts: list[str]) -> tuple[list[tuple[str, str, str, str]], int]:
    """Sums of protected voices that rest on few, are hidden, and follow from all that is told to within a tenth; and how
    many are hidden. Also those of one account type in which one or two posts are known, be the whole told or not.

    Told are sums by voice, and for each account type those of each part of the data that the contexts make.
    """
    posts, known = rows(folder), told_sums(folder, contexts)
    parts, at = np.unique(np.array([inside(posts, campaign) for campaign in contexts]), axis=1, return_inverse=True)
    posts["part"] = at.ravel()
    spoken = [tuple(pair) for pair in posts[["voice", "account_type"]].drop_duplicates().to_numpy()]
    found, hidden = [], 0
    for together in BOUND:
        aims = [aim for aim in few_behind(posts, contexts, together) if aim[3] or aim[:3] not in known]
        hidden += sum(not aim[3] for aim in aims)
        if not aims:
            continue
        rests = {f"without {name}": name for name in together if "_with_" in name}
        for rest, name in rests.items():
            posts[rest] = posts[name.partition("_with_")[0]].where(posts[name].isna())
        names = (*together, *rests)
        might = pd.DataFrame(
            [(name, *pair, part) for name in names for pair in spoken for part in range(parts.shape[1])]
        )
        measured, voice, kind, part = (might[column].to_numpy() for column in might)
        rules, totals = [], []
        for name in names:
            for (of_kind, of_part), total in posts.groupby(["account_type", "part"])[name].sum().items():
                rules.append((measured == name) & (kind == of_kind) & (part == of_part))
                totals.append(float(total))
        for (context, name, of_voice), total in known.items():
            if name in together:
                rules.append((measured == name) & (voice == of_voice) & parts[contexts.index(context)][part])
                totals.append(total)
        one = {name: np.eye(len(might))[measured == name] for name in names}
        sums = [one["engagement"] - sum(one[name] for name in ADDED_UP[:-1])] if ADDED_UP[0] in together else []
        sums += [one[name.partition("_with_")[0]] - one[name] - one[rest] for rest, name in rests.items()]
        matrix = np.vstack([np.array(rules, float), *sums])
        totals += [0.0] * (len(matrix) - len(totals))
        for context, name, each, of_kind in aims:
            aim = (measured == name) & (voice == each) & parts[contexts.index(context)][part]
            aim &= (kind == of_kind) | (not of_kind)
            least, most = (linprog(sign * aim, A_eq=matrix, b_eq=totals, method="highs") for sign in (1.0, -1.0))
            if not least.status == most.status == 0 or -most.fun - least.fun < max(0.5, -most.fun / 10):
                found.append((context, name, each, of_kind))
    return found, hidden


def few_behind(posts: pd.DataFrame, contexts: list[str], names: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    for context, name, voice in product(contexts, names, PROTECTED):
        brought = posts[name].where(inside(posts, context))
        if 0 < accounts_behind(posts, voice, brought) < LEAST:
            yield context, name, voice, ""
        of_kinds = brought[posts["voice"] == voice].groupby(posts["account_type"]).count()
        yield from ((context, name, voice, kind) for kind, number in of_kinds.items() if 0 < number < 3)


def own(name: str) -> Metric:
    return Metric(f"own_{name}", name, f"sum({name})", Kind.COUNT, "", "")


def test_no_told_sum_and_no_difference_of_told_sums_rests_on_few(folder: Path, contexts: list[str]) -> None:
    assert told_sums(folder, contexts)
    assert thin(folder, contexts) == []


def met(folder: Path, contexts: list[str]) -> list[tuple[str, str, str]]:
    """Told sums of protected voices that everybody meets again: as what one post, account or day has, or a mission by who
    publishes; of a thousand or more, so that it is no chance."""
    posts = rows(folder)
    public = [["author"], ["day"], ["mission"], ["mission", "account_type"], ["mission", "account_type", "platform"]]
    return [
        (context, name, voice)
        for (context, name, voice), total in told_sums(folder, contexts).items()
        if voice in PROTECTED and total >= 1000
        for seen in [posts[inside(posts, context)]]
        if (seen[name] == total).any() or any((seen.groupby(by)[name].sum() == total).any() for by in public)
    ]


def test_no_told_sum_is_met_twice(folder: Path, contexts: list[str]) -> None:
    assert met(folder, contexts) == []


@pytest.mark.long
def test_without_the_rule_a_sum_is_met_twice(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One account reports impressions for migrants."""
    monkeypatch.setattr(sound_sums, "may_tell_sum", lambda spoken, *_: sorted(spoken))
    monkeypatch.setattr(derivable_sums, "without_derivable", lambda _sums, allowed: allowed)
    house = other_data.fill(Builder(tmp_path, template))
    one = "(SELECT max(contributor) FROM posts WHERE contributor_type = 'migrant' AND impressions > 1000)"
    house.con.execute(
        f"UPDATE posts SET impressions = NULL WHERE contributor_type = 'migrant' AND contributor <> {one}"
    )
    assert ("", "impressions", "migrant") in met(house.publish(), CONTEXTS["other"])


@pytest.mark.long
def test_no_hidden_sum_follows_from_those_that_are_told(sample: Warehouse) -> None:
    found, hidden = exact(sample.directory, CONTEXTS["sample"])
    assert hidden
    assert found == []


@pytest.mark.parametrize("turn", turns(0, 3, 20))
def test_no_hidden_sum_follows_where_few_report_anything(tmp_path: Path, template: Path, turn: int) -> None:
    found, hidden = exact(few_report(tmp_path, template, turn), CONTEXTS["other"])
    assert hidden
    assert found == []


def few_report(folder: Path, template: Path, turn: int) -> Path:
    rng = np.random.default_rng(turn)
    house = other_data.fill(Builder(folder, template))
    for name, voice in product(
        ("impressions", "reach", "reactions", "shares"), ("migrant", "crisis_affected", "public", "mission", "staff")
    ):
        known = rng.choice([20, 50, 100, 500, 1000])
        test = f"contributor_type = '{voice}' AND hash(post_id, '{name} {turn}') % 1000 > {known}"
        house.con.execute(f"UPDATE posts SET {name} = NULL WHERE {test}")
    return house.publish()


@pytest.mark.long
def test_without_the_rule_sums_rest_on_few(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_sums, "may_tell_sum", lambda spoken, *_: sorted(spoken))
    monkeypatch.setattr(derivable_sums, "without_derivable", lambda _sums, allowed: allowed)
    assert thin(other_data.fill(Builder(tmp_path, template)).publish(), CONTEXTS["other"])


def test_without_what_protects_hidden_sums_they_follow(
    sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of crisis-affected voices only offices report impressions, so that those of offices less those of missions are
    theirs."""
    monkeypatch.setattr(
        sound_sums, "may_tell_sum", lambda spoken, least, sound, *_: sorted(spoken.keys() - set(PROTECTED) | sound)
    )
    monkeypatch.setattr(derivable_sums, "without_derivable", lambda _sums, allowed: allowed)
    copy = shutil.copytree(sample.directory, tmp_path / "copy")
    found = pointer.current(copy)
    assert found
    with duckdb.connect(found.file) as con:
        told_tables.decide(con)
    assert ("", "impressions", "crisis_affected", "") in exact(copy, [""])[0]


@pytest.mark.long
def test_without_all_equations_sums_follow(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivable_sums, "without_derivable", lambda _sums, allowed: allowed)
    found, _ = exact(few_report(tmp_path, template, 15), CONTEXTS["other"])
    assert ("", "impressions_with_engagement", "crisis_affected", "office") in found


@pytest.mark.parametrize("name", first(2, ["followers", "reactions", "engagement", "shares"]))
def test_no_told_sum_proves_that_an_account_is_behind_it(folder: Path, name: str) -> None:
    """By one who knows every single value, how many posts and accounts there are, and that nobody has two voices."""
    posts = rows(folder)
    for voice in PROTECTED:
        if ("", name, voice) not in told_sums(folder, [""]):
            continue
        types = posts["account_type"][posts["voice"] == voice].unique()
        might = posts[posts["account_type"].isin(types) & posts[name].notna()]
        each = might.groupby("author")[name].sum().sort_values(ascending=False)
        ours = might[might["voice"] == voice]
        total, accounts = ours[name].sum(), ours["author"].nunique()
        largest, smallest = each.iloc[: accounts + 1], each.iloc[-accounts - 1 :]
        assert all(total <= largest.drop(account).iloc[:accounts].sum() for account in largest.index), (
            "without any one the sum is possible"
        )
        assert all(total >= smallest.drop(account).iloc[-accounts:].sum() for account in smallest.index)
