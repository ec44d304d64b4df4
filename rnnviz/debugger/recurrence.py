"""What a model carries from timestep to timestep: its recurrences, and one timestep of one cut free of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.engine.execution import execute
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Equation, Graph, Operation, Parameter, Read
from rnnviz.equations.graph import Stream, remembered
from rnnviz.equations.kernels import Array
from rnnviz.equations.order import check_order, topological

if TYPE_CHECKING:
    from rnnviz.engine import Tape


@dataclass(frozen=True)
class Recurrence:
    """Operations of one segment that recur together, in the order of computing.

    `direction` is +1 where the state comes from earlier timesteps, −1 from later ones. `carried` are the parts of the
    state that a timestep hands on: (name, age), age 0 the timestep's own value, age 1 the one before, which it keeps
    for those that read further back. An LSTM carries c and h, and they are one state.
    """

    operations: tuple[Operation, ...]
    direction: int
    carried: tuple[tuple[str, int], ...]
    segment: int

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(name for name, age in self.carried if age == 0)

    def timesteps(self, extent: Extent) -> range:
        first, last = extent.ranges[self.segment]
        return range(first, last + 1)


@remembered
def recurrences(graph: Graph) -> tuple[Recurrence, ...]:
    """The recurrences of a forward graph, in the text's order.

    A cycle that reads both ways (`t+1` and `t-2`) has no state that one timestep hands to the next, and is left out.
    """
    timed = [operation for operation in graph.operations if operation.timed]
    found = []
    for component in check_order(timed):
        if not component.direction or any(component.shifts):
            continue
        members = tuple(timed[node] for node in component.nodes)
        carried = carried_by(graph, members)
        if carried:
            found.append(Recurrence(members, component.direction, carried, members[0].segment))
    return tuple(sorted(found, key=lambda one: min(op.place.line for op in one.operations)))


def carried_by(graph: Graph, members: Sequence[Operation]) -> tuple[tuple[str, int], ...]:
    own = {operation.name for operation in members}
    oldest: dict[str, int] = {}
    for operation in members:
        for read in operation.reads:
            if read.lag and read.name in own and not graph.index(read.name):
                oldest[read.name] = max(oldest.get(read.name, 0), abs(read.lag))
    names = [name for name in graph.named if name in oldest]
    return tuple((name, age) for name in names for age in range(oldest[name]))


@dataclass(frozen=True)
class Detached:
    """One timestep as a graph without lags: what it reads from elsewhere is a stream, `h[t-1]` the stream `h@-1`.

    `reads` tells what each stream stands for.
    """

    graph: Graph
    reads: dict[str, Read]

    def values(self, tape: Tape, timesteps: Array) -> Values:
        """The numbers of a run at some timesteps, in any order, as a run of this graph: one row each."""
        values = Values(len(timesteps), 0, tape.values.dtype)
        for stream, read in self.reads.items():
            values.timed[stream] = gathered(tape, read, timesteps)
            values.complete.add(stream)
        for name in self.graph.parameters:
            values.constant[name] = tape.values.constant[name]
        for name in self.graph.definitions:
            if name in tape.values.complete:
                values.timed[name] = gathered(tape, Read(name), timesteps)
                values.complete.add(name)
        return values

    def compute(self, values: Values, names: Iterable[str]) -> None:
        """Makes values of this graph that the run has not kept."""
        execute(self.graph, names, values, Extent(((1, values.timesteps),)))


def gathered(tape: Tape, read: Read, timesteps: Array) -> Array:
    values = tape.values
    return np.asarray(values.timed[read.name][timesteps - 1 + read.lag + values.pad])


def stream_of(read: Read) -> str:
    return f"{read.name}@{read.lag:+d}"


def detached(tape: Tape, operations: Sequence[Operation], outputs: Sequence[str] = ()) -> Detached:
    """The graph of `operations` (of one segment) at one timestep, with everything that they need and the run has not
    kept. For each of `outputs` a loss of its own, `h@out`, takes the gradient at that value."""
    graph = tape.graph
    members = {operation.name for operation in operations}
    order = list(operations)
    reads: dict[str, Read] = {}
    parameters: dict[str, Parameter] = {}
    waiting = list(operations)
    while waiting:
        for read in waiting.pop().reads:
            if read.name in tape.values.constant:
                parameters[read.name] = Parameter(read.name, graph.shape(read.name))
            elif read.name in members and not read.lag:
                continue
            elif read.name in tape.values.timed and (read.lag or read.name in tape.values.complete):
                reads[stream_of(read)] = read
            else:  # an unnamed operation, which is read at its own timestep only
                segment = operations[0].segment
                maker = next(one for one in graph.definitions[read.name] if one.segment == segment)
                members.add(maker.name)
                order.insert(0, maker)
                waiting.append(maker)
    made = [renamed(operation, reads) for operation in in_reading_order(order)]
    made += [Operation(f"{name}@out", "copy", (Read(name),), (), graph.shape(name)) for name in outputs]
    streams = {name: Stream(name, graph.shape(read.name), graph.index(read.name), (0,)) for name, read in reads.items()}
    losses = tuple(f"{name}@out" for name in outputs)
    lines = tuple(
        Equation((one.name,), (one,), tuple(r for r in one.reads if r.name not in parameters),
                 tuple(r.name for r in one.reads if r.name in parameters), "", 0, "")
        for one in made
    )  # fmt: skip
    return Detached(Graph(lines, streams, parameters, losses, ("",), ""), reads)


def renamed(operation: Operation, reads: dict[str, Read]) -> Operation:
    """An operation whose reads from elsewhere are streams."""
    inputs = tuple(
        Read(stream_of(one)) if isinstance(one, Read) and stream_of(one) in reads else one for one in operation.inputs
    )
    return replace(operation, inputs=inputs, segment=0)


def in_reading_order(operations: Sequence[Operation]) -> list[Operation]:
    """Each behind those of the same timestep that it reads."""
    place = {operation.name: number for number, operation in enumerate(operations)}
    inputs = {
        number: [place[read.name] for read in operation.reads if not read.lag and read.name in place]
        for number, operation in enumerate(operations)
    }
    order = topological(range(len(operations)), inputs)
    assert order is not None  # the model's own equations have been ordered
    return [operations[number] for number in order]
