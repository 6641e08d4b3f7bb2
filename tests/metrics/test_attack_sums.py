"""Attacks on sums by voice: what can be had by taking told sums from each other, and whether a sum proves whose it is."""

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

from common import store
from data import told, voices
from data.warehouse import Warehouse
from metrics import Kind, Metric, VoicesNotShown, measure
from metrics.bases import BASES
from tests.metrics import other_data
from tests.metrics.attacking import PROTECTED, VOICE
from tests.metrics.conftest import Builder

MEASURES = sorted(name for name in BASES["posts"].relations[-1].measures if name != "items" and not name.endswith("_items"))
LEAST = 10
CONTEXTS = {"sample": ["", "migrationmeans"], "other": ["", "stories", "voices"]}


@pytest.fixture(params=CONTEXTS)
def folder(request: pytest.FixtureRequest, sample: Warehouse, other: Path) -> Path:
    return sample.directory if request.param == "sample" else other


@pytest.fixture
def contexts(request: pytest.FixtureRequest) -> list[str]:
    return CONTEXTS[request.node.callspec.params["folder"]]


def rows(folder: Path) -> pd.DataFrame:
    """What is known of each post: who published it, its campaigns, its counts; and its voice, to see whether an attacker is right."""
    found = store.current(folder)
    assert found
    columns = (
        f"platform, account_type, campaigns, {VOICE} AS voice, coalesce(contributor, account, post_id) AS author, {', '.join(MEASURES)}"
    )
    with duckdb.connect(found.file, read_only=True) as con:
        return con.execute(f"SELECT {columns} FROM post_latest").df()


def inside(posts: pd.DataFrame, campaign: str) -> pd.Series:
    return posts["campaigns"].map(lambda names: not campaign or campaign in names).astype(bool)


def told_sums(folder: Path, contexts: list[str]) -> dict[tuple[str, str, str], float]:
    """Every sum by voice that measure() tells: by campaign, measure and voice."""
    found = {}
    for campaign in contexts:
        try:
            answer = measure([own(name) for name in MEASURES], VOICE, {"campaign": campaign} if campaign else None, warehouse=folder)
        except VoicesNotShown:
            continue
        for row in answer.to_dict("records"):
            found |= {(campaign, name, row[VOICE]): float(row[f"own_{name}"]) for name in MEASURES if pd.notna(row[f"own_{name}"])}
    return found


def differences(posts: pd.DataFrame, contexts: list[str]) -> Iterator[tuple[str, tuple[tuple[str, str], tuple[str, str]], pd.Series]]:
    """Pairs of told sums of which one holds all of the other, and what each post brings to what is left."""
    for name in MEASURES:
        for campaign in contexts[1:]:
            yield name, (("", name), (campaign, name)), posts[name].where(~inside(posts, campaign))
        whole = name.partition("_with_")[0]
        if whole != name:
            for campaign in contexts:
                yield name, ((campaign, whole), (campaign, name)), posts[whole].where(posts[name].isna() & inside(posts, campaign))
    for campaign in contexts:
        left = posts["engagement"].where(inside(posts, campaign))
        for part in ("reactions", "comments", "shares"):
            yield part, ((campaign, "engagement"), (campaign, part)), (left - posts[part].fillna(0)).where(left.notna())


def accounts_behind(posts: pd.DataFrame, voice: str, brought: pd.Series) -> int:
    return posts["author"][(posts["voice"] == voice) & brought.notna()].nunique()


def thin(folder: Path, contexts: list[str]) -> list[tuple[str, str, int]]:
    """Told sums of protected voices, and what told sums leave of each other, with fewer than ten accounts behind them."""
    posts, told_ = rows(folder), told_sums(folder, contexts)
    each = [(name, ((campaign, name),) * 2, posts[name].where(inside(posts, campaign))) for name in MEASURES for campaign in contexts]
    return [
        (name, voice, accounts)
        for name, (one, two), brought in (*each, *differences(posts, contexts)) for voice in PROTECTED
        if (*one, voice) in told_ and (*two, voice) in told_ and 0 < (accounts := accounts_behind(posts, voice, brought)) < LEAST
    ]  # fmt: skip


def exact(folder: Path, contexts: list[str]) -> list[tuple[str, str, str]]:
    """Sums of protected voices that rest on few, are hidden, and follow exactly from the told ones and from those of account types."""
    posts, known = rows(folder), told_sums(folder, contexts)
    spoken = [tuple(pair) for pair in posts[["voice", "account_type"]].drop_duplicates().to_numpy()]
    of = {each: np.array([each in pair for pair in spoken], float) for pair in spoken for each in pair}
    found = []
    for campaign, name in product(contexts, MEASURES):
        here = posts[inside(posts, campaign) & posts[name].notna()]
        behind = here.groupby("voice")["author"].nunique()
        if not (few := [voice for voice in PROTECTED if 0 < behind.get(voice, 0) < LEAST and (campaign, name, voice) not in known]):
            continue
        public = measure(own(name), "account_type", {"campaign": campaign} if campaign else None, warehouse=folder)
        equations = [(of[kind], 0 if pd.isna(total) else float(total)) for kind, total in public.itertuples(index=False)]
        equations += [(of[voice], amount) for (where, measured, voice), amount in known.items() if (where, measured) == (campaign, name)]
        rules, totals = np.array([rule for rule, _ in equations]), [total for _, total in equations]
        for voice in few:
            least, most = (linprog(sign * of[voice], A_eq=rules, b_eq=totals) for sign in (1, -1))
            if least.status == most.status == 0 and most.fun + least.fun > -0.5:
                found.append((campaign, name, voice))
    return found


def own(name: str) -> Metric:
    return Metric(f"own_{name}", name, f"sum({name})", Kind.COUNT, "", "")


def test_no_told_sum_and_no_difference_of_told_sums_rests_on_few(folder: Path, contexts: list[str]) -> None:
    assert told_sums(folder, contexts)
    assert thin(folder, contexts) == []


def test_no_hidden_sum_follows_from_those_that_are_told(folder: Path, contexts: list[str]) -> None:
    assert exact(folder, contexts) == []


def test_without_the_rule_sums_rest_on_few(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "may_tell_sum", lambda spoken, *_: sorted(spoken))
    assert thin(other_data.fill(Builder(tmp_path, template)).publish(), CONTEXTS["other"])


def test_without_what_protects_hidden_sums_they_follow(sample: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of crisis-affected voices only offices report impressions, so that those of offices less those of missions are theirs."""
    monkeypatch.setattr(voices, "may_tell_sum", lambda spoken, least, sound, *_: sorted(spoken.keys() - set(PROTECTED) | sound))
    copy = shutil.copytree(sample.directory, tmp_path / "copy")
    found = store.current(copy)
    assert found
    with duckdb.connect(found.file) as con:
        told.decide(con)
    assert ("", "impressions", "crisis_affected") in exact(copy, [""])


@pytest.mark.parametrize("name", ["followers", "engagement", "reactions", "shares"])
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
        assert all(total <= largest.drop(account).iloc[:accounts].sum() for account in largest.index), "without any one the sum is possible"
        assert all(total >= smallest.drop(account).iloc[-accounts:].sum() for account in smallest.index)
