"""What is hidden cannot be worked out: an attacker with linear programmes tries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linprog

from metrics.suppression import SMALL, Table, protect, spread
from tests.support.examples import examples

TEN = 10
patient = examples(30)


def plain(values) -> Table:
    """A table of which each line is a block."""
    lines = len(values)
    return Table(np.array(values), np.zeros(lines, int), np.arange(lines), np.eye(lines, dtype=bool))


def hidden_in(table: Table, threshold: int = TEN) -> np.ndarray:
    """What is hidden where small cells are sensitive and all blocks are of the first rank."""
    cells = table.blocks @ table.values
    small = (cells > 0) & (cells < threshold)
    return protect([table], small, small, cells + 1, np.zeros(len(cells), int), threshold)


def could_be(table: Table, hidden, cell: tuple[int, int]) -> tuple[float, float]:
    """Between what an attacker finds a cell to lie: lines and columns of parts add up, and what is shown is known."""
    lines, columns = table.values.shape
    index = np.arange(lines * columns).reshape(lines, columns)
    known = [np.isin(index, index[line]) for line in range(lines)]
    known += [np.isin(index, index[table.parts == part, column]) for part in set(table.parts) for column in range(columns)]
    known += [np.isin(index, index[table.blocks[block], column]) for block, column in np.argwhere(~hidden)]
    facts = np.array([each.ravel() for each in known], float)
    aim = np.isin(index, index[table.blocks[cell[0]], cell[1]]).ravel().astype(float)
    least, most = (linprog(sign * aim, A_eq=facts, b_eq=facts @ table.values.ravel()) for sign in (1, -1))
    return round(least.fun, 6), round(-most.fun, 6)


def test_the_published_example() -> None:
    table = plain([[34, 12, 4], [28, 9, 15], [17, 21, 2]])  # Kenya, Jordan, Niger by staff, partner, beneficiary
    small = table.values < TEN
    assert [could_be(table, small, cell) for cell in ((0, 2), (1, 1), (2, 2))] == [(4, 4), (9, 9), (2, 2)]
    hidden = hidden_in(table)
    assert hidden.tolist() == [[False, True, True]] * 3
    assert [could_be(table, hidden, cell) for cell in ((0, 2), (1, 1), (2, 2))] == [(0, 16), (3, 24), (0, 21)]
    assert spread(table, hidden, (1, 1)) == pytest.approx(21)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not hidden_in(plain([[34, 12], [28, 19]])).any()


def test_a_combination_that_does_not_occur_is_hidden_where_it_protects() -> None:
    table = plain([[30, 3, 0], [40, 50, 60]])
    hidden = hidden_in(table)
    assert hidden[0, 1]
    assert hidden[0].sum() > 1
    low, high = could_be(table, hidden, (0, 1))
    assert high - low >= TEN


def test_what_totals_tell_is_not_protected_in_vain() -> None:
    table = plain([[3, 0], [0, 50]])
    assert table.open[0, 0] == 3
    assert could_be(table, hidden_in(table), (0, 0)) == (0, 3)
    assert not hidden_in(plain([[3, 40]])).all()  # of a single line the totals are the cells


def test_a_later_table_is_hidden_before_an_earlier_one_suffers() -> None:
    values = np.array([[20, 30], [40, 15], [25, 25], [3, 50]])
    blocks = np.vstack([np.eye(4), [[1, 1, 0, 0], [0, 0, 1, 1]]]).astype(bool)
    table = Table(values, np.zeros(4, int), np.arange(4), blocks)
    cells = blocks @ values
    small = (cells > 0) & (cells < TEN)
    rank = np.array([0, 0, 0, 0, 1, 1])
    hidden = protect([table], small, small, (cells + 1) * 100 ** (1 - rank)[:, None], rank, TEN)
    assert hidden[:4].sum() == hidden_in(plain(values)).sum()
    low, high = could_be(table, hidden, (3, 0))
    assert high - low >= TEN


def test_of_two_campaigns_and_their_sum_one_can_be_shown() -> None:
    values = np.array([[20, 30], [40, 15], [20, 30], [40, 4]])  # two places in campaign a, the same two in b
    blocks = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], bool)
    table = Table(values, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), blocks)
    cells = blocks @ values
    small = (cells > 0) & (cells < TEN)
    rank = np.array([0, 0, 1, 1, 1, 1])
    hidden = protect([table], small, small, cells + 1, rank, TEN)
    assert not hidden[:2].any(), "places in all data are large, and may be shown"
    low, high = could_be(table, hidden, (5, 1))
    assert high - low >= 4


@patient
@given(
    values=arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 30)),
    threshold=st.integers(2, 12),
)
def test_every_hidden_cell_stays_as_open_as_the_threshold_or_the_totals(values, threshold) -> None:
    table = plain(values)
    hidden = hidden_in(table, threshold)
    for cell in map(tuple, np.argwhere(hidden)):
        low, high = could_be(table, hidden, cell)
        assert high - low >= min(threshold, table.open[cell]) - 1e-5


@st.composite
def nested(draw) -> tuple[Table, np.ndarray]:
    """Places in two overlapping divisions and campaigns, as in a warehouse; with the rank of each block."""
    places = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=2, max_size=5, unique=True))
    lines = [(place, campaign) for place in range(len(places)) for campaign in range(draw(st.integers(1, 2)))]
    blocks: dict[tuple[bool, ...], int] = {}
    for rank, (division, campaign) in enumerate([(0, None), (1, None), (0, 0), (0, 1), (1, 0), (1, 1)]):
        for part in {place[division] for place in places}:
            block = tuple(places[place][division] == part and campaign in (None, within) for place, within in lines)
            if any(block):
                blocks.setdefault(block, rank)
    columns = draw(st.integers(2, 4))
    values = draw(arrays.arrays(np.int64, (len(lines), columns), elements=st.integers(0, 12)))
    parts, homes = np.array([within for _, within in lines]), np.array([place for place, _ in lines])
    return Table(values, parts, homes, np.array(list(blocks))), np.array(list(blocks.values()))


@patient
@given(nested(), st.integers(2, 8))
def test_later_tables_take_nothing_away_that_earlier_ones_had_left_open(made, threshold) -> None:
    table, rank = made
    assert table.values.size <= SMALL
    cells = table.blocks @ table.values
    small = (cells > 0) & (cells < threshold)
    hidden = protect([table], small, small, (cells + 1) << (rank.max() - rank)[:, None], rank, threshold)
    assert hidden[small].all()
    for cell in map(tuple, np.argwhere(hidden & (small | (rank == 0)[:, None]))):
        before = hidden | (rank >= rank[cell[0]])[:, None]
        low, high = could_be(table, hidden, cell)
        then_low, then_high = could_be(table, before, cell)
        assert high - low >= min(threshold, then_high - then_low) - 1e-5


def test_swaps_alone_protect_a_table_that_is_too_large_for_exact_ranges() -> None:
    random = np.random.default_rng(4)
    values = random.poisson(6, (40, 8)) * (random.random((40, 8)) < 0.8)
    table = plain(values)
    assert table.values.size > SMALL
    hidden = hidden_in(table)
    assert not hidden.all()
    for cell in map(tuple, random.permutation(np.argwhere(hidden))[:25]):
        low, high = could_be(table, hidden, cell)
        assert high - low >= min(TEN, table.open[cell]) - 1e-5
    assert (hidden_in(table) == hidden).all()
