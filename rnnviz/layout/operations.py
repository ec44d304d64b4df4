"""A timestep opened to its operations: a small graph in rows, what is read at the one end, results at the other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_ROUNDS = 8
_HALF, _HALF_BEND = 0.5, 0.17
"""Half of the room that a node takes in its row, and that a line takes which passes it."""


@dataclass(frozen=True)
class OperationOutline:
    """One operation: `name` is `kind` of `inputs`, numbers or (name, lag)."""

    name: str
    kind: str
    inputs: tuple[tuple[str, int] | float, ...]


@dataclass(frozen=True)
class OperationNode:
    """One operation, or something that one reads.

    `kind` is "" for what is read: the value `name` at `lag`, or a number, whose `name` is how it is written and whose
    `lag` is None. `x` counts places from 0 across a row, `row` rows from 0 on.
    """

    name: str
    kind: str
    lag: int | None
    x: float
    row: int


@dataclass(frozen=True)
class OperationsLayout:
    """The nodes, and the lines between them.

    A line is (source, target, bends): indices of nodes, and the x at which it passes each row between theirs.
    """

    nodes: tuple[OperationNode, ...]
    lines: tuple[tuple[int, int, tuple[float, ...]], ...]
    width: float
    """The number of places across a row."""
    rows: int


Key = tuple[Hashable, ...]
"""("operation", name), ("read", name, lag, row), ("number", text, reader, place) or ("bend", source, row)."""


@lru_cache(maxsize=64)
def open_operations(steps: tuple[OperationOutline, ...]) -> OperationsLayout:
    """Places operations, given in the order of their evaluation.

    Each stands as near to the first that reads it as what it reads allows; what is read from elsewhere right before
    its reader, and again before another one that is further on: lines are short.
    """
    names = {step.name for step in steps}
    rows = _rows(steps, names)
    inputs: dict[Key, list[Key]] = {}
    for step in steps:
        key: Key = ("operation", step.name)
        row = rows[step.name] - 1
        found = [_key(one, step.name, place, row, names) for place, one in enumerate(step.inputs)]
        inputs[key] = list(dict.fromkeys(found))
    at: dict[Key, int] = {("operation", step.name): rows[step.name] for step in steps}
    for target, found in inputs.items():
        at.update((one, at[target] - 1) for one in found if one[0] != "operation")
    order = _Order(inputs, at)
    x = order.placed()
    keys = sorted(at, key=lambda one: (at[one], x[one]))
    index = {one: number for number, one in enumerate(keys)}
    kinds = {step.name: step.kind for step in steps}
    lines = tuple(
        (index[source], index[target], tuple(x[one] for one in order.bends(source, target)))
        for target, found in inputs.items()
        for source in found
    )
    nodes = tuple(_node(one, kinds, x[one], at[one]) for one in keys)
    return OperationsLayout(nodes, lines, order.width, 1 + max(at.values(), default=0))


def _rows(steps: Sequence[OperationOutline], names: set[str]) -> dict[str, int]:
    """Row 1 for what reads nothing of the others; then each as far on as those that read it allow."""
    rows: dict[str, int] = {}
    readers: dict[str, list[str]] = {}
    for step in steps:
        below = [one[0] for one in step.inputs if isinstance(one, tuple) and one[1] == 0 and one[0] in names]
        rows[step.name] = 1 + max((rows[one] for one in below), default=0)
        for one in below:
            readers.setdefault(one, []).append(step.name)
    for step in reversed(steps):
        if step.name in readers:
            rows[step.name] = min(rows[one] for one in readers[step.name]) - 1
    return rows


def _key(one: tuple[str, int] | float, reader: str, place: int, row: int, names: set[str]) -> Key:
    if not isinstance(one, tuple):
        return "number", f"{one:g}", reader, place
    name, lag = one
    return ("operation", name) if lag == 0 and name in names else ("read", name, lag, row)


def _node(key: Key, kinds: dict[str, str], x: float, row: int) -> OperationNode:
    name = str(key[1])
    if key[0] == "operation":
        return OperationNode(name, kinds[name], 0, x, row)
    return OperationNode(name, "", key[2] if key[0] == "read" and isinstance(key[2], int) else None, x, row)


class _Order:
    """The order within rows, as the equations are written; and places in that order, each near what it is joined to."""

    def __init__(self, inputs: dict[Key, list[Key]], rows: dict[Key, int]) -> None:
        self._inputs, self._at = inputs, rows
        self._in_row: list[list[Key]] = [[] for _ in range(1 + max(rows.values(), default=0))]
        self._joined: dict[Key, list[Key]] = {}
        self.width = 1.0
        used = {one for found in inputs.values() for one in found}
        seen: set[Key] = set()
        for key in inputs:
            if key not in used:
                self._visit(key, seen)

    def bends(self, source: Key, target: Key) -> list[Key]:
        """Where a line passes the rows between; lines from one source run together as far as they go."""
        return [("bend", source, row) for row in range(self._at[source] + 1, self._at[target])]

    def _visit(self, root: Key, seen: set[Key]) -> None:
        """Takes up a result and everything below it that is new, from left to right."""
        stack: list[tuple[Key, int]] = [(root, 0)]
        while stack:
            key, number = stack.pop()
            below = self._inputs.get(key, [])
            if number < len(below):
                stack.append((key, number + 1))
                self._join(below[number], key, seen)
                if below[number] not in seen and all(below[number] != one for one, _ in stack):
                    stack.append((below[number], 0))
            elif key not in seen:
                seen.add(key)
                self._in_row[self._at[key]].append(key)

    def _join(self, source: Key, target: Key, seen: set[Key]) -> None:
        chain = [source, *self.bends(source, target), target]
        for one in chain[1:-1]:
            if one not in seen:
                seen.add(one)
                self._in_row[int(str(one[2]))].append(one)
        for one, other in pairwise(chain):
            if other not in self._joined.setdefault(one, []):
                self._joined[one].append(other)
                self._joined.setdefault(other, []).append(one)

    def placed(self) -> dict[Key, float]:
        """The x of everything."""
        x: dict[Key, float] = {}
        for row in self._in_row:
            x.update(zip(row, _spread([0.0] * len(row), row), strict=True))
        for turn in range(_ROUNDS):
            for row in self._in_row if turn % 2 else reversed(self._in_row):
                wanted = [self._middle(one, x) for one in row]
                x.update(zip(row, _spread(wanted, row), strict=True))
        first = min((place - _half(one) for one, place in x.items()), default=0.0)
        self.width = max((place + _half(one) for one, place in x.items()), default=1.0) - first
        return {one: place - first - _HALF for one, place in x.items()}

    def _middle(self, key: Key, x: dict[Key, float]) -> float:
        joined = self._joined.get(key, [])
        return sum(x[one] for one in joined) / len(joined) if joined else x[key]


def _half(key: Key) -> float:
    return _HALF_BEND if key[0] == "bend" else _HALF


def _spread(wanted: Sequence[float], row: Sequence[Key]) -> list[float]:
    """Places in the order of a row, as near to those wanted as the room of each allows: the least squares of pools of
    adjacent violators (Ayer and others, Annals of Mathematical Statistics 1955)."""
    before = [0.0]
    for one, other in pairwise(row):
        before.append(before[-1] + _half(one) + _half(other))
    pools: list[tuple[float, int]] = []
    for place, room in zip(wanted, before, strict=False):
        pools.append((place - room, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (left, few), (right, more) = pools[-2:]
            pools[-2:] = [((left * few + right * more) / (few + more), few + more)]
    flat = [place for place, count in pools for _ in range(count)]
    return [place + room for place, room in zip(flat, before, strict=False)]
