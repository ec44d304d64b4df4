"""Other equations, in which some values are what a person says they are: how a what-if is run.

A value `h` of which something is overridden becomes `where(h.overridden[t], h.override[t], h.computed[t])`: two streams
more, and what its equation says. `h` is the value in force and `dh` the gradient there, of which nothing goes on into
the equation where an element is overridden, as in PyTorch where it is replaced by a constant. A parameter that is
another at timestep 7 alone is `W.at7`, and what reads it is computed with either and chosen by the stream
`7.overridden`; so every matrix stays one matrix, however long the run is. No name of a text has such a form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from rnnviz.equations.added_names import OVERRIDDEN, OVERRIDE, at_timestep, computed, mask_at, usual_but_at
from rnnviz.equations.graph import Equation, Graph, Input, Operation, Read, Stream
from rnnviz.equations.text import equation_text


@dataclass(frozen=True)
class Element:
    """One element of a parameter, or of a value computed of parameters alone, that is a number instead."""

    name: str
    unit: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Overrides:
    """What is overridden in a graph: of timed `values` (name → segments) whatever the two streams say; `elements` of
    what is computed once, at all timesteps or (timestep and its segment → elements) at one alone."""

    values: Mapping[str, Collection[int]]
    elements: Sequence[Element] = ()
    elements_at: Mapping[tuple[int, int], Sequence[Element]] | None = None


def override(graph: Graph, overrides: Overrides) -> Graph:
    """The graph with what is overridden in it, and with the streams that say where and with what."""
    rewriting = Rewriting(graph)
    rewriting.everywhere(overrides.elements)
    for (timestep, segment), elements in sorted((overrides.elements_at or {}).items()):
        rewriting.at_timestep(timestep, segment, elements)
    for name, segments in overrides.values.items():
        rewriting.value(name, segments)
    return rewriting.graph()


class Rewriting:
    def __init__(self, graph: Graph) -> None:
        self.before = graph
        self.streams = dict(graph.streams)
        self.lines = [list(equation.operations) for equation in graph.equations]
        self.added: list[Equation] = []

    def value(self, name: str, segments: Collection[int]) -> None:
        """A value of the run, in the segments where something of it is overridden."""
        mask, given = Read(name + OVERRIDDEN), Read(name + OVERRIDE)
        shape, index, there = self.before.shape(name), self.before.index(name), tuple(sorted(segments))
        self.streams[mask.name] = Stream(mask.name, shape, False, there)
        self.streams[given.name] = Stream(given.name, shape, index, there)
        for operations in self.lines:
            for operation in [one for one in operations if one.name == name and one.segment in segments]:
                said = replace(operation, name=computed(name, operation.segment))
                self.choose(operations, operation, [said], (mask, given, Read(said.name)))

    def everywhere(self, elements: Sequence[Element]) -> None:
        """Values computed of parameters alone, at all timesteps."""
        for operations in self.lines:
            for operation in list(operations):
                mine = [one for one in elements if one.name == operation.name]
                if mine:
                    said = replace(operation, name=computed(operation.name))
                    place = operations.index(operation)
                    operations[place : place + 1] = [said, *self.replaced(operation.name, mine, said.name)]

    def at_timestep(self, timestep: int, segment: int, elements: Sequence[Element]) -> None:
        """What is computed of parameters, at one timestep alone."""
        names = {one.name for one in elements}
        constant = [one for operations in self.lines for one in operations if not one.timed]
        while more := {one.name for one in constant if any(read.name in names for read in one.reads)} - names:
            names |= more

        def instead(one: Input) -> Input:
            return Read(at(one.name), one.lag) if isinstance(one, Read) and one.name in names else one

        def at(name: str) -> str:
            return at_timestep(name, timestep)

        for name in sorted(names):
            mine = [one for one in elements if one.name == name]
            if mine:
                self.add(self.replaced(at(name), mine, name))
            else:
                usual = next(one for one in constant if one.name == name)
                self.add([replace(usual, name=at(name), inputs=tuple(map(instead, usual.inputs)))])
        mask = Read(mask_at(timestep))
        self.streams[mask.name] = Stream(mask.name, (), False, (segment,))
        for operations in self.lines:
            for operation in list(operations):
                inputs = tuple(map(instead, operation.inputs))
                if operation.timed and operation.segment == segment and inputs != operation.inputs:
                    usual = replace(operation, name=usual_but_at(operation.name, timestep))
                    there = replace(operation, name=at(operation.name), inputs=inputs)
                    self.choose(operations, operation, [usual, there], (mask, Read(there.name), Read(usual.name)))

    def replaced(self, name: str, elements: Sequence[Element], source: str) -> list[Operation]:
        """Operations on parameters alone that put numbers into the places of single elements of `source`."""
        shape = self.before.shape(elements[0].name)
        made: list[Operation] = []
        for number, one in enumerate(elements, 1):
            where: Input = 1.0
            if one.unit:
                place = tuple((i, i + 1, size) for i, size in zip(one.unit, shape, strict=True))
                where = Read(f"{name}.place{number}")
                made.append(Operation(where.name, "place", (1.0,), place, shape, False))
            own = name if number == len(elements) else f"{name}.element{number}"
            made.append(Operation(own, "where", (where, one.value, Read(source)), (), shape, False))
            source = own
        return made

    def choose(
        self, operations: list[Operation], old: Operation, ways: list[Operation], inputs: tuple[Input, ...]
    ) -> None:
        """Puts the choice in the place of an operation, and what it chooses from before all names of the line."""
        place = operations.index(old)
        operations[place] = replace(old, kind="where", inputs=inputs, attributes=())
        first = min([place, *(i for i, one in enumerate(operations) if one.name in self.before.named)])
        operations[first:first] = ways

    def add(self, operations: list[Operation]) -> None:
        name = operations[-1].name
        reads = {read.name for one in operations for read in one.reads} - {one.name for one in operations}
        parameters = tuple(sorted(reads & set(self.before.parameters)))
        others = tuple(Read(one) for one in sorted(reads - set(parameters)))
        text = equation_text(operations, (name,), lambda one: False)
        segment = self.before.segments[0]
        self.added.append(Equation((name,), tuple(operations), others, parameters, segment, 0, text, timed=False))

    def graph(self) -> Graph:
        lines = [self.line(*both) for both in zip(self.before.equations, self.lines, strict=True)]
        return replace(self.before, equations=(*self.added, *lines), streams=self.streams)

    def line(self, before: Equation, operations: list[Operation]) -> Equation:
        own = {operation.name for operation in operations}
        known = {*own, *before.parameters, *(read.name for read in before.reads)}
        more = dict.fromkeys(read for one in operations for read in one.reads if read.name not in known)
        return replace(before, operations=tuple(operations), reads=(*before.reads, *more))
