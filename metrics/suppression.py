"""Which cells to hide besides those that must be, so that nobody can work those out. Numbers in, numbers out.

A table has lines and columns. Everybody knows the total of each line, the totals of the columns over each part of the lines, and each
cell that is shown: the sum of one column over a block of lines. What stays open is who in a line belongs to which column. Two lines may
swap some of what they have in two columns, and no total changes; where the cells that do change are all hidden, nobody can tell. A
hidden cell is protected once it could be so much larger or smaller that its range is as wide as the threshold, or as wide as the
totals alone leave it. Swaps prove that: each makes another table that fits everything known. In a small table a linear programme
finds the whole range, which is wider where swaps have to go together.

Cells have a rank: what is hidden to protect a cell is of its own rank or a later one, so a table of first rank never suffers from those
published after it; and of a later table only what is sensitive is protected, against what was not known from earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bars = NDArray[np.int16]
Cell = tuple[int, int]

SMALL: Final = 300
"""Most entries of a table of which linear programmes find the exact ranges: a few milliseconds each."""
_PLENTY: Final = 1 << 40
_TINY: Final = 1e-6
"""What a linear programme may be off."""


@dataclass(frozen=True, eq=False)
class Table:
    """Counts that add up.

    `values[line, column]`, none below zero; `parts[line]` numbers the part a line is in; `homes[line]` is the same for lines that differ
    in nothing but their part (a home has one line a part), -1 for a line alone; `blocks[block, line]` says which lines a block holds.
    """

    values: Whole
    parts: Whole
    homes: Whole
    blocks: Flags

    @cached_property
    def open(self) -> Whole:
        """The width of each cell's range as far as the totals alone tell."""
        width = np.zeros((len(self.blocks), self.values.shape[1]), np.int64)
        for part in np.unique(self.parts):
            inside = self.parts == part
            lines = (self.blocks[:, inside] @ self.values[inside].sum(axis=1))[:, None]
            columns = self.values[inside].sum(axis=0)
            width += np.minimum(lines, columns) - np.maximum(lines + columns - columns.sum(), 0)
        return width


def protect(tables: Sequence[Table], hidden: Flags, sensitive: Flags, loss: Whole, rank: Whole, threshold: int) -> Flags:
    """Which cells (block, column) are hidden in the end: those that are already, and those that protect them in all tables.

    The tables have the same blocks and columns. Protected are the `sensitive` cells, and in blocks of rank 0 whatever is hidden.
    `loss` is what hiding a cell costs, in whole numbers. The same input gives the same answer everywhere.
    """
    plan = _Plan(tables, hidden, loss, threshold)
    waiting: set[Cell] = {(block, column) for block, column in np.argwhere(sensitive | (hidden & (rank == 0)[:, None])).tolist()}
    for level in np.unique(rank).tolist():
        keeps = ~plan.hidden & (rank < level)[:, None]
        while due := sorted((cell for cell in waiting if rank[cell[0]] == level), key=lambda cell: (loss[cell], cell)):
            waiting.difference_update(due)
            # What is protected now stays so, because hiding more takes no swap away.
            for cell, swaps in plan.unprotected(due):
                waiting.update(new for new in plan.mend(cell, swaps, keeps) if rank[new[0]] == 0)
    return plan.hidden


def spread(table: Table, hidden: Flags, cell: Cell) -> float:
    """The exact width of a cell's range, found by two linear programmes over all tables that fit what is known."""
    lines, columns = table.values.shape
    every = sparse.kron(sparse.csr_array(table.blocks.astype(float)), sparse.eye_array(columns), format="csr")
    part = np.unique(table.parts, return_inverse=True)[1]
    of_part = sparse.csr_array((np.ones(lines), (part, np.arange(lines))))
    known = sparse.vstack([
        sparse.kron(sparse.eye_array(lines), np.ones((1, columns))),
        sparse.kron(of_part, sparse.eye_array(columns)),
        every[np.flatnonzero(~hidden)],
    ])  # fmt: skip
    aim = every[[cell[0] * columns + cell[1]]].toarray().ravel()
    totals = LinearConstraint(known, *[known @ table.values.ravel()] * 2)
    least, most = (milp(sign * aim, constraints=totals).fun for sign in (1, -1))
    return float(-most - least)


class _Choice(NamedTuple):
    """A swap that would help, with what it costs for each unit that it moves."""

    price: float
    element: int
    other: int
    column: int


class _Plan:
    """What is hidden so far, and how far swaps can move what is hidden."""

    def __init__(self, tables: Sequence[Table], hidden: Flags, loss: Whole, threshold: int) -> None:
        self.hidden, self.loss = hidden.copy(), loss
        self.swaps = [_Swaps(table, self.hidden, loss, threshold) for table in tables]

    def unprotected(self, cells: Iterable[Cell]) -> list[tuple[Cell, _Swaps]]:
        """Those of the cells that swaps do not protect yet, each with the table in which."""
        return [(cell, swaps) for cell in cells for swaps in self.swaps if swaps.reach(cell, int(swaps.need[cell])) < swaps.need[cell]]

    def mend(self, cell: Cell, swaps: _Swaps, keeps: Flags) -> list[Cell]:
        """Hide what protects a cell, as far as that can be done without hiding the cells to keep; returns what was hidden."""
        need: float = swaps.need[cell]
        done: list[Cell] = []
        if (wide := swaps.width(cell, need, self.hidden)) < need:
            need = swaps.most(cell, need, keeps)
        while wide < need - _TINY:
            choice = swaps.cheapest(cell, need, keeps)
            done += self._hide(swaps.changed(cell, choice) if choice else np.argwhere(~(self.hidden | keeps)))
            wide = swaps.width(cell, need, self.hidden)
        return done

    def _hide(self, cells: Iterable[Sequence[int]]) -> list[Cell]:
        new = [(int(block), int(column)) for block, column in cells if not self.hidden[block, column]]
        for block, column in new:
            self.hidden[block, column] = True
            for swaps in self.swaps:
                swaps.hide(block, column, int(self.loss[block, column]))
        return new


class _Swaps:
    """What can be swapped in one table.

    An element is a line, or a pair of lines of one home that change against each other, so that what the home has in all stays as it is.
    Two elements of a kind can swap: one gets more of a column, and less of another, which the other element gives and takes. `bars` counts,
    for each kind, column and two elements, the shown cells that such a swap would change: none must be left.
    """

    def __init__(self, table: Table, hidden: Flags, loss: Whole, threshold: int) -> None:
        self.table, self.need = table, np.minimum(table.open, threshold)
        lines, self.columns = table.values.shape
        partners = _partners(table)
        paired = np.flatnonzero(partners >= 0)
        self.gives = np.concatenate([np.arange(lines), paired])
        self.takes = np.concatenate([np.full(lines, lines), partners[paired]])  # a line alone takes from plenty, which is stock's last row
        parts = np.append(table.parts, -1)
        self.kinds = np.unique(np.stack([parts[self.gives], parts[self.takes]]), axis=1, return_inverse=True)[1].ravel()
        self.alike = [np.flatnonzero(self.kinds == kind) for kind in range(self.kinds.max(initial=-1) + 1)]
        self.place = np.zeros(len(self.kinds), np.int64)
        for elements in self.alike:
            self.place[elements] = np.arange(len(elements))
        self.effect = np.vstack([table.blocks.T, np.zeros((1, len(table.blocks)), bool)]).astype(np.int8)
        self.effect = self.effect[self.gives] - self.effect[self.takes]
        largest_first = np.lexsort((-np.append(table.values.sum(axis=1), 0)[self.gives], self.takes < lines))
        self.touching = [largest_first[column != 0] for column in self.effect[largest_first].T]
        self.stock = np.vstack([np.minimum(table.values, threshold), np.full((1, self.columns), _PLENTY)])
        self.bars = self._bars(~hidden)
        self.costs = np.where(hidden, 0, loss)
        self.cost = np.abs(self.effect) @ self.costs
        self._kept: tuple[Flags, list[Bars]] | None = None

    def hide(self, block: int, column: int, loss: int) -> None:
        """Take note that a cell is hidden now."""
        touching = self.touching[block]
        self.costs[block, column] = 0
        self.cost[touching, column] -= loss
        for kind in np.unique(self.kinds[touching]):
            elements = touching[self.kinds[touching] == kind]
            places, signs, bars = self.place[elements], self.effect[elements, block].astype(np.int16), self.bars[kind][column]
            bars[places] -= 1
            bars[:, places] -= 1
            bars[np.ix_(places, places)] += 2 * np.outer(signs, signs)

    def width(self, cell: Cell, need: float, hidden: Flags) -> float:
        """How wide the range of a cell is, as far as needed."""
        reached = self.reach(cell, ceil(need))
        return max(reached, spread(self.table, hidden, cell)) if self._small and reached < need else reached

    def most(self, cell: Cell, need: float, keeps: Flags) -> float:
        """How wide the range could get if everything were hidden but the cells to keep, as far as needed."""
        reached = self.reach(cell, ceil(need), self._bars_of(keeps))
        return min(need, max(reached, spread(self.table, ~keeps, cell))) if self._small and reached < need else reached

    @property
    def _small(self) -> bool:
        return self.table.values.size <= SMALL

    def reach(self, cell: Cell, need: int, bars: Sequence[Bars] | None = None) -> int:
        """How far swaps move a cell, up and down together, as far as needed."""
        block, column = cell
        total = 0
        for up in (True, False):
            stock = self.stock.copy()
            for element in self.touching[block].tolist():
                rises = (self.effect[element, block] > 0) == up
                gives, takes = (self.gives, self.takes) if rises else (self.takes, self.gives)
                if not stock[takes[element], column]:
                    continue
                others, free = self._free(element, cell, self.bars if bars is None else bars)
                for other in np.flatnonzero(free.any(axis=1) & (stock[gives[element]] > 0)).tolist():
                    room = min(int(stock[gives[element], other]), int(stock[takes[element], column]), need - total)
                    who = others[free[other]]
                    reached = np.minimum(np.cumsum(np.minimum(stock[gives[who], column], stock[takes[who], other])), room)
                    moved = reached.copy()
                    moved[1:] -= reached[:-1]
                    stock[gives[who], column] -= moved
                    stock[takes[who], other] -= moved
                    stock[gives[element], other] -= reached[-1]
                    stock[takes[element], column] -= reached[-1]
                    stock[-1] = _PLENTY
                    total += int(reached[-1])
                    if total >= need:
                        return total
        return total

    def cheapest(self, cell: Cell, need: float, keeps: Flags) -> _Choice | None:
        """The swap that moves a cell at the least cost a unit, among those that would hide something and keep what is to be kept."""
        block, column = cell
        best = None
        for element in self.touching[block].tolist():
            others = self.alike[self.kinds[element]]
            touched = np.flatnonzero(self.effect[element])
            alike = self.effect[np.ix_(others, touched)] * self.effect[element, touched]
            price = self.cost[element] + self.cost[others] - 2 * (alike @ self.costs[touched])
            price = price + price[:, [column]]
            gain = np.minimum(self._room(element, others, column), need)
            possible = (gain > 0) & (price > 0) & self._free(element, cell, self._bars_of(keeps))[1].T
            score = np.where(possible, price / np.maximum(gain, 1), np.inf)
            row, other = divmod(int(score.argmin()), self.columns)
            if np.isfinite(score[row, other]) and (best is None or score[row, other] < best.price):
                best = _Choice(float(score[row, other]), int(element), int(others[row]), other)
        return best

    def changed(self, cell: Cell, choice: _Choice) -> list[Cell]:
        """The cells that a swap changes."""
        blocks = np.flatnonzero(self.effect[choice.element] != self.effect[choice.other]).tolist()
        return [(block, column) for block in blocks for column in (cell[1], choice.column)]

    def _free(self, element: int, cell: Cell, bars: Sequence[Bars]) -> tuple[Whole, Flags]:
        """The elements that an element can swap with so that the cell changes, and in exchange for which columns."""
        others = self.alike[self.kinds[element]]
        between = bars[self.kinds[element]][:, self.place[element]]
        free = (between == 0) & (between[cell[1]] == 0) & (self.effect[others, cell[0]] == 0)
        free[cell[1]] = False
        return others, free

    def _room(self, element: int, others: Whole, column: int) -> Whole:
        """How much an element can swap with others, up and down together, in exchange for each column."""
        gives, takes, stock = self.gives, self.takes, self.stock
        ups = np.minimum(stock[gives[element]], stock[takes[element], column])
        downs = np.minimum(stock[takes[element]], stock[gives[element], column])
        up = np.minimum(ups, np.minimum(stock[gives[others], column][:, None], stock[takes[others]]))
        down = np.minimum(downs, np.minimum(stock[takes[others], column][:, None], stock[gives[others]]))
        return np.asarray(up + down)

    def _bars_of(self, keeps: Flags) -> list[Bars]:
        if self._kept is None or self._kept[0] is not keeps:
            self._kept = (keeps, self._bars(keeps))
        return self._kept[1]

    def _bars(self, shown: Flags) -> list[Bars]:
        """For each kind and column, how many of the cells that are shown a swap of two elements would change."""
        found = []
        for elements in self.alike:
            effect = sparse.csr_array(self.effect[elements].astype(np.int16))
            other = effect.T.tocsr()
            bars = np.empty((self.columns, len(elements), len(elements)), np.int16)
            for column in range(self.columns):
                seen = effect.copy()
                seen.data = effect.data * shown[effect.indices, column]
                own = np.asarray(abs(seen).sum(axis=1), np.int16)
                bars[column] = own[:, None] + own - 2 * (seen @ other).toarray()
            found.append(bars)
        return found


def _partners(table: Table) -> Whole:
    """For each line, the line of its home in the largest part; -1 where it has none but itself."""
    size = np.bincount(table.parts, weights=table.values.sum(axis=1))
    order = np.lexsort((table.parts, -size[table.parts], table.homes))
    _, first, place = np.unique(table.homes[order], return_index=True, return_inverse=True)
    partners = np.empty(len(order), np.int64)
    partners[order] = order[first[place.ravel()]]
    return np.where((table.homes < 0) | (partners == np.arange(len(order))), -1, partners)
