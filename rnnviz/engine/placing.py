"""Which values live inside others: parts of a split, and what a concat joins, are columns of one array.

So nothing is copied to take it apart or to join it, and functions that numpy applies to two neighbours it applies once
to both.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from rnnviz.engine.rewriting import MARK
from rnnviz.equations import Operation, Read

NEIGHBOURLY = ("sigmoid", "tanh", "relu", "exp")


@dataclass(frozen=True, slots=True)
class View:
    """A value that is the rows `start` to `stop` of the first axis of `parent`, timestep by timestep."""

    parent: str
    start: int
    stop: int


def part_of(operation: Operation) -> View | None:
    """The place of a split's part, or of a slice of a first axis, in what it is taken from."""
    source = operation.inputs[0] if operation.inputs else None
    if not isinstance(source, Read) or source.lag or operation.index:
        return None
    if operation.kind == "split":
        which, length = operation.attributes[0], operation.shape[0]
        assert isinstance(which, int)
        return View(source.name, which * length, (which + 1) * length)
    if operation.kind == "take" and len(operation.attributes) == 1 and isinstance(operation.attributes[0], tuple):
        start, stop = operation.attributes[0]
        if isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop:
            return View(source.name, start, stop)
    return None


class Placing:
    """Decides on the views among the operations of a schedule. `occupied` are names that have an array already;
    `added` are operations that stand for two neighbours."""

    def __init__(self, operations: Sequence[Operation], occupied: Container[str]) -> None:
        counts: dict[str, int] = {}
        for one in operations:
            counts[one.name] = counts.get(one.name, 0) + 1
        self.made = {one.name: one for one in operations if counts[one.name] == 1 and one.name not in occupied}
        self.views: dict[str, View] = {}
        self.added: dict[str, Operation] = {}

    def stage(self, members: Sequence[Operation], scan: bool) -> list[Operation]:
        """The operations of a stage that are left to compute when its views are taken out, fused where they can be."""
        rest = []
        for operation in members:
            if self.takes(operation) or (scan and self.joins(operation, members)):
                continue
            rest.append(operation)
        return self.fused(rest) if scan else rest

    def takes(self, operation: Operation) -> bool:
        place = part_of(operation)
        if place is None or operation.name not in self.made or place.parent not in self.made:
            return False
        parent = self.made[place.parent]
        if operation.name in self.views or parent.segment != operation.segment or not parent.timed:
            return False
        self.views[operation.name] = place
        return True

    def joins(self, operation: Operation, members: Sequence[Operation]) -> bool:
        if operation.kind != "concat" or operation.name not in self.made:
            return False
        names = [one.name for one in operation.inputs if isinstance(one, Read) and not one.lag]
        here = {one.name: one for one in members}
        free = all(
            name in here and name in self.made and name not in self.views and here[name].shape and not here[name].index
            and name not in {view.parent for view in self.views.values()}
            for name in names
        )  # fmt: skip
        if not free or len(set(names)) != len(operation.inputs):
            return False
        start = 0
        for name in names:
            stop = start + here[name].shape[0]
            self.views[name] = View(operation.name, start, stop)
            start = stop
        return True

    def fused(self, members: list[Operation]) -> list[Operation]:
        """Neighbours under one function become one call over both."""
        out = list(members)
        for first in members:
            second = next((one for one in out if self.next_to(first, one)), None)
            if second is None or first not in out:
                continue
            source, other = self.views[first.reads[0].name], self.views[second.reads[0].name]
            both = f"{first.name}{MARK}{second.name}"
            wide = View(source.parent, source.start, other.stop)
            inside = both + MARK
            self.views[inside] = wide
            length = first.shape[0]
            self.views[first.name] = View(both, 0, length)
            self.views[second.name] = View(both, length, length + second.shape[0])
            joined = replace(
                first, name=both, inputs=(Read(inside),), shape=(length + second.shape[0], *first.shape[1:])
            )
            self.added[both] = joined
            self.added[inside] = replace(joined, name=inside)
            out[max(out.index(first), out.index(second))] = joined
            out = [one for one in out if one is not first and one is not second]
        return out

    def next_to(self, first: Operation, second: Operation) -> bool:
        if first.kind not in NEIGHBOURLY or second.kind != first.kind or second is first:
            return False
        if any(one.name in self.views or one.name not in self.made or one.reads[0].lag for one in (first, second)):
            return False
        a, b = (self.views.get(one.reads[0].name) for one in (first, second))
        return a is not None and b is not None and a.parent == b.parent and a.stop == b.start
