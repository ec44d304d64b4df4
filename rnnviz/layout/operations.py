"""An equation opened to its operations: a small graph in rows, what is read at the bottom, the result on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.layout.description import OperationOutline


@dataclass(frozen=True)
class OperationNode:
    """One operation, or something that one reads.

    `kind` is "" for what is read: the value `name` at `lag`, or a number, whose `name` is how it is written and whose
    `lag` is None. `x` counts places from 0 at the left, `row` rows from 0 at the bottom.
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
    """The number of places from left to right."""
    rows: int


Key = tuple[str, str, object]


def open_operations(steps: Sequence[OperationOutline]) -> OperationsLayout:
    """Places the operations of an equation, given in the order of their evaluation."""
    by_name = {step.name: step for step in steps}
    inputs = {
        step.name: [_key(one, step.name, place, by_name) for place, one in enumerate(step.inputs)] for step in steps
    }
    rows: dict[Key, int] = {}
    for step in steps:
        below = [rows[key] for key in inputs[step.name] if key[0] == "operation"]
        rows["operation", step.name, 0] = 1 + max(below, default=0)
    for step in steps:
        for key in inputs[step.name]:
            if key[0] != "operation":
                # What is read stands right below its first reader, not at the far end of a long line.
                row = rows["operation", step.name, 0] - 1
                rows[key] = min(rows.get(key, row), row)
    count = 1 + max(rows.values(), default=0)
    order = _Order(inputs, rows, count)
    used = {key for keys in inputs.values() for key in keys}
    for step in steps:
        if ("operation", step.name, 0) not in used:
            order.visit(("operation", step.name, 0))
    at = order.placed()
    keys = sorted(rows, key=lambda key: (rows[key], at[key]))
    index = {key: number for number, key in enumerate(keys)}
    nodes = tuple(_node(key, by_name, at[key], rows[key]) for key in keys)
    lines = tuple(
        (
            index[source],
            index["operation", step.name, 0],
            tuple(
                at["bend", step.name, (source, row)] for row in range(rows[source] + 1, rows["operation", step.name, 0])
            ),
        )
        for step in steps
        for source in dict.fromkeys(inputs[step.name])
    )
    return OperationsLayout(nodes, lines, 1 + max(at.values(), default=0.0), count)


def _key(one: tuple[str, int] | float, reader: str, place: int, own: dict[str, OperationOutline]) -> Key:
    if not isinstance(one, tuple):
        return "number", f"{one:g}", (reader, place)
    name, lag = one
    return ("operation", name, 0) if lag == 0 and name in own else ("read", name, lag)


def _node(key: Key, by_name: dict[str, OperationOutline], x: float, row: int) -> OperationNode:
    what, name, lag = key
    if what == "operation":
        return OperationNode(name, by_name[name].kind, 0, x, row)
    return OperationNode(name, "", lag if isinstance(lag, int) else None, x, row)


class _Order:
    """From left to right as the equation is written, each operation above the middle of what it reads."""

    def __init__(self, inputs: dict[str, list[Key]], rows: dict[Key, int], count: int) -> None:
        self._inputs, self._rows = inputs, rows
        self._in_row: list[list[Key]] = [[] for _ in range(count)]
        self._wanted: dict[Key, float] = {}
        self._leaves = 0

    def visit(self, root: Key) -> None:
        """Takes up a result and everything below it that is new, from left to right."""
        stack: list[tuple[Key, int]] = [(root, 0)]
        while stack:
            key, next_input = stack.pop()
            below = self._inputs.get(key[1], []) if key[0] == "operation" else []
            if next_input:
                self._bend(below[next_input - 1], key)
            if next_input < len(below):
                stack.append((key, next_input + 1))
                if below[next_input] not in self._wanted and all(below[next_input] != one for one, _ in stack):
                    stack.append((below[next_input], 0))
                continue
            if below:
                self._wanted[key] = sum(self._wanted[one] for one in below) / len(below)
            else:
                self._wanted[key] = float(self._leaves)
                self._leaves += 1
            self._in_row[self._rows[key]].append(key)

    def _bend(self, source: Key, reader: Key) -> None:
        for row in range(self._rows[source] + 1, self._rows[reader]):
            bend: Key = ("bend", reader[1], (source, row))
            if bend not in self._wanted:
                self._wanted[bend] = self._wanted[source]
                self._in_row[row].append(bend)

    def placed(self) -> dict[Key, float]:
        """The x of everything: as wanted, but at least one place from its neighbour at the left."""
        at: dict[Key, float] = {}
        for row in self._in_row:
            least = float("-inf")
            for key in row:
                at[key] = least = max(self._wanted[key], least + 1)
        left = min(at.values(), default=0.0)
        return {key: x - left for key, x in at.items()}
