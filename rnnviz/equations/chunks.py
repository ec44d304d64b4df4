"""Equations whose chunks of timesteps know nothing of each other: no state is carried over from one to the next.

Every read at a lag that crosses from one chunk to another reads nothing (0, -1 for a class index), as it does outside
the sequence. It becomes `where(-1.crossing[t], 0, h[t-1])`, so that the gradient follows by the ordinary rules.
"""

from __future__ import annotations

from dataclasses import replace

from rnnviz.equations.added_names import crossing
from rnnviz.equations.graph import Equation, Graph, Input, Operation, Read, Stream, remembered


@remembered
def separate(graph: Graph) -> Graph:
    """The graph in which no value is read across the border of a chunk; it has a stream for each lag that says where
    such a border lies between t and t + lag."""
    streams = dict(graph.streams)
    equations = [separate_line(graph, equation, streams) for equation in graph.equations]
    return replace(graph, equations=tuple(equations), streams=streams)


def separate_line(graph: Graph, equation: Equation, streams: dict[str, Stream]) -> Equation:
    made: dict[tuple[Read, int], Operation] = {}

    def within(one: Input, segment: int) -> Input:
        if not isinstance(one, Read) or not one.lag or not graph.timed(one.name) or one.name in graph.streams:
            return one
        if (one, segment) not in made:
            name = crossing(one.lag)
            before = streams.get(name, Stream(name, (), False, ()))
            streams[name] = replace(before, segments=tuple(sorted({*before.segments, segment})))
            index = graph.index(one.name)
            inputs = (Read(name), -1.0 if index else 0.0, one)
            own = f"{equation.name}.carried{len(made) or ''}"
            if len(graph.segments) > 1:
                own = f"{own}_{graph.segments[segment]}"
            made[one, segment] = Operation(own, "where", inputs, (), graph.shape(one.name), True, index, segment)
        return Read(made[one, segment].name)

    operations = [
        replace(one, inputs=tuple(within(each, one.segment) for each in one.inputs)) for one in equation.operations
    ]
    if not made:
        return equation
    more = dict.fromkeys(read for one in made.values() for read in one.reads if not read.lag)
    return replace(equation, operations=(*made.values(), *operations), reads=(*equation.reads, *more))
