"""The order in which a run is told: passes over time, stops between timesteps, entries for single operations.

It follows from what depends on what, not from how the run was scheduled. A pass is a maximal set of equations that
can advance together in one direction. Everything here is arithmetic on ranges, so that a million timesteps cost what
four do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import overload

from rnnviz.engine.values import Extent
from rnnviz.equations import Equation, Graph, Operation
from rnnviz.equations.order import Component, Edge, Unordered, components, topological


@dataclass(frozen=True)
class Pass:
    """Equations that advance together. `number` counts from 1 among the `count` passes of its phase ("forward" or
    "backward"); `timesteps` is in the order of travel."""

    phase: str
    number: int
    count: int
    direction: int
    timesteps: range
    lines: tuple[Equation, ...]

    @cached_property
    def equations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for line in self.lines for name in line.names))


@dataclass(frozen=True, slots=True)
class Moment:
    """One timestep of one pass."""

    pass_: Pass
    timestep: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation at one timestep of one pass."""

    phase: str
    pass_: Pass
    timestep: int
    operation: Operation


def passes(graph: Graph, phase: str, extent: Extent) -> tuple[Pass, ...]:
    """The passes of one phase, in order. What recurs gives the direction; the rest goes with what it reads."""
    usual = 1 if phase == "forward" else -1
    lines = [line for line in graph.equations if line.timed]
    edges = edges_of(graph, lines)
    found: list[tuple[int, list[int]]] = []
    place: dict[int, int] = {}
    inputs: dict[int, list[Edge]] = {}
    for edge in edges:
        inputs.setdefault(edge.reader, []).append(edge)
    for component in ordered(lines, edges, usual):
        direction = component.direction or way_of(component, inputs, place, found) or usual
        earliest = 0
        for node in component.nodes:
            for edge in inputs.get(node, ()):
                if edge.read not in component.nodes:
                    at = place[edge.read]
                    together = found[at][0] == direction and edge.lag * direction <= 0
                    earliest = max(earliest, at if together else at + 1)
        at = next((i for i in range(earliest, len(found)) if found[i][0] == direction), len(found))
        if at == len(found):
            found.append((direction, []))
        found[at][1].extend(component.nodes)
        place.update(dict.fromkeys(component.nodes, at))
    made = []
    for number, (direction, nodes) in enumerate(found, 1):
        members = tuple(lines[node] for node in nodes)
        ranges = [extent.ranges[graph.segments.index(line.segment)] for line in members]
        first, last = min(start for start, _ in ranges), max(stop for _, stop in ranges)
        travel = range(first, last + 1) if direction > 0 else range(last, first - 1, -1)
        made.append(Pass(phase, number, len(found), direction, travel, members))
    return tuple(made)


def way_of(
    component: Component, inputs: dict[int, list[Edge]], place: dict[int, int], found: list[tuple[int, list[int]]]
) -> int:
    """The direction of the one pass that a line without recurrence reads, if it can go along with it; else 0."""
    edges = inputs.get(component.nodes[0], [])
    at = {place[edge.read] for edge in edges}
    if len(at) != 1:
        return 0
    direction = found[at.pop()][0]
    return direction if all(edge.lag * direction <= 0 for edge in edges) else 0


def edges_of(graph: Graph, lines: Sequence[Equation]) -> list[Edge]:
    """Which line reads which, at what lag."""
    makers: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        for operation in line.operations:
            makers.setdefault(operation.name, []).append(number)
    edges = []
    for number, line in enumerate(lines):
        own = graph.segments.index(line.segment)
        for read in line.reads:
            for maker in dict.fromkeys(makers.get(read.name, ())):
                across = graph.segments.index(lines[maker].segment) - own
                if across == 0 or across * read.lag > 0:
                    edges.append(Edge(number, maker, read.lag))
    return edges


def ordered(lines: Sequence[Equation], edges: Sequence[Edge], usual: int) -> list[Component]:
    try:
        return components(len(lines), edges)
    except Unordered:
        # Operation by operation there is an order, but no line can be told at one go: one pass tells them all.
        return [Component(tuple(range(len(lines))), usual, (0,) * len(lines))]


class Narrative:
    """All passes of a run, the stops between their timesteps, and what has appeared at each stop."""

    def __init__(self, forward: Graph, backward: Graph, extent: Extent) -> None:
        self.forward, self.backward, self.extent = forward, backward, extent
        self.passes = (*passes(forward, "forward", extent), *passes(backward, "backward", extent))
        self.starts = [0, *accumulate(len(one.timesteps) for one in self.passes)]

    @property
    def stops(self) -> int:
        return 1 + self.starts[-1]

    def moment(self, position: int) -> Moment:
        """What has just happened at a stop; IndexError at 0, where nothing has, and beyond the last."""
        if not 1 <= position < self.stops:
            raise IndexError(f"nothing has just happened at stop {position} of 0 … {self.stops - 1}")
        number = bisect_right(self.starts, position - 1) - 1
        pass_ = self.passes[number]
        return Moment(pass_, pass_.timesteps[position - 1 - self.starts[number]])

    def position(self, pass_: Pass, timestep: int) -> int:
        """The stop at which `timestep` of a pass has just happened; ValueError if the pass has no such timestep."""
        return self.starts[self.passes.index(pass_)] + pass_.timesteps.index(timestep) + 1

    @cached_property
    def told(self) -> dict[str, list[tuple[int, range]]]:
        """For every name: the numbers of the passes that tell it, and the timesteps that it has there."""
        found: dict[str, list[tuple[int, range]]] = {}
        for number, pass_ in enumerate(self.passes):
            graph = self.forward if pass_.phase == "forward" else self.backward
            for line in pass_.lines:
                first, last = self.extent.ranges[graph.segments.index(line.segment)]
                for operation in line.operations:
                    found.setdefault(operation.name, []).append((number, range(first, last + 1)))
        return found

    def known(self, name: str, position: int) -> range:
        """The timesteps, ascending, at which a value has appeared at a stop; what is given has always appeared."""
        name = self.backward.aliases.get(name, name)
        if name in self.told:
            return self.union([self.seen(number, timesteps, position) for number, timesteps in self.told[name]])
        if name.startswith("d") and name[1:].removesuffix(".total") in self.forward:
            done = position >= self.stops - 1 and bool(self.backward.equations)
            timesteps = [one for _, one in self.told.get(name[1:], [(0, range(1, self.extent.timesteps + 1))])]
            return self.union(timesteps) if done else range(0)
        return range(1, self.extent.timesteps + 1)

    def seen(self, number: int, timesteps: range, position: int) -> range:
        pass_ = self.passes[number]
        count = min(max(0, position - self.starts[number]), len(pass_.timesteps))
        if not count:
            return range(0)
        ends = sorted((pass_.timesteps[0], pass_.timesteps[count - 1]))
        return range(max(ends[0], timesteps.start), min(ends[1] + 1, timesteps.stop))

    def union(self, parts: list[range]) -> range:
        parts = [part for part in parts if len(part)]
        return range(min(part.start for part in parts), max(part.stop for part in parts)) if parts else range(0)

    @cached_property
    def entries(self) -> Entries:
        return Entries(self)


def in_order(operations: list[Operation]) -> tuple[Operation, ...]:
    """The operations of one timestep, each behind those of the timestep that it reads, otherwise as the lines stand."""
    makers: dict[str, list[int]] = {}
    for number, operation in enumerate(operations):
        makers.setdefault(operation.name, []).append(number)
    inputs = {
        number: [maker for read in operation.reads if not read.lag for maker in makers.get(read.name, ())]
        for number, operation in enumerate(operations)
    }
    order = topological(range(len(operations)), inputs)
    return tuple(operations[number] for number in order) if order is not None else tuple(operations)


def as_told(operations: Sequence[Operation], results: frozenset[str]) -> tuple[Operation, ...]:
    """Operations of one timestep from result to result: what a result reads comes right before the first that reads
    it."""
    makers = {one.name: one for one in operations}
    read = {each.name for one in operations for each in one.reads if not each.lag}
    told: dict[str, Operation] = {}
    begun: set[str] = set()
    stack = [one for one in reversed(operations) if one.name in results or one.name not in read]
    while stack:
        one = stack[-1]
        inputs = [makers[each.name] for each in one.reads if not each.lag and each.name in makers]
        missing = [each for each in inputs if each.name not in told and each.name not in begun]
        if one.name in told or not missing:
            told.setdefault(stack.pop().name, one)
        else:
            begun.add(one.name)
            stack.append(missing[0])
    return tuple(told.values())


class Entries(Sequence[Entry]):
    """The entries of a run in narrative order; each is made when it is asked for.

    What is made of parameters alone (`W_hh.T`) is the same at every timestep and is computed once, before the first: it
    is no entry.
    """

    def __init__(self, narrative: Narrative) -> None:
        self.blocks: list[tuple[Pass, range, tuple[Operation, ...]]] = []
        for pass_ in narrative.passes:
            graph = narrative.forward if pass_.phase == "forward" else narrative.backward
            ranges = list(enumerate(narrative.extent.ranges))
            for number, (first, last) in ranges if pass_.direction > 0 else reversed(ranges):
                lines = [line for line in pass_.lines if graph.segments.index(line.segment) == number]
                by_inputs = in_order([operation for line in lines for operation in line.operations])
                operations = as_told([one for one in by_inputs if one.timed], frozenset(pass_.equations))
                if operations:
                    travel = range(first, last + 1) if pass_.direction > 0 else range(last, first - 1, -1)
                    self.blocks.append((pass_, travel, operations))
        self.starts = [0, *accumulate(len(travel) * len(operations) for _, travel, operations in self.blocks)]

    def __len__(self) -> int:
        return self.starts[-1]

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"entry {index} of {len(self)}")
        index %= len(self)
        block = bisect_right(self.starts, index) - 1
        pass_, travel, operations = self.blocks[block]
        turn, which = divmod(index - self.starts[block], len(operations))
        return Entry(pass_.phase, pass_, travel[turn], operations[which])

    def at(self, pass_: Pass, timestep: int) -> tuple[Operation, ...]:
        """The operations of one timestep of a pass, in order; none where its segment has none."""
        blocks = (one for one in self.blocks if one[0] is pass_ and timestep in one[1])
        return next((operations for _, _, operations in blocks), ())

    def __iter__(self) -> Iterator[Entry]:
        for pass_, travel, operations in self.blocks:
            for t in travel:
                for operation in operations:
                    yield Entry(pass_.phase, pass_, t, operation)
