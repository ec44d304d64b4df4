"""An equation with the numbers of one timestep in the places of its names, and its operations one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.numbers import brief
from rnnviz.equations import Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.engine import Tape
    from rnnviz.equations.graph import Equation, Graph, Leaf


@dataclass(frozen=True)
class Part:
    """One operation of an equation at one timestep: its name, its text with names, and its value."""

    name: str
    text: str
    value: NDArray[np.generic]


def graph_of(tape: Tape, name: str) -> Graph:
    """The graph whose equation defines `name`: the model's or its adjoint. KeyError if neither does."""
    for graph in (tape.graph, tape.adjoint):
        if name in graph.definitions:
            return graph
    raise KeyError(name)


def symbols(tape: Tape, name: str, timestep: int) -> str:
    """The equation of `name` with this timestep in its brackets: `h[3] = tanh(W_hh @ h[2] + …)`."""
    graph = graph_of(tape, name)

    def leaf(read: Read) -> str:
        return f"{read.name}[{timestep + read.lag}]" if graph.timed(read.name) else read.name

    expression = graph.expression(name, leaf, segment_of(tape, graph, name, timestep))
    return f"{_left(graph, name, timestep)} = {expression}"


def substitute(tape: Tape, name: str, timestep: int) -> str:
    """The equation of `name` with this timestep's numbers: `h[3] = tanh(W_hh (3×3) @ [0.12, −0.30, 0.88] + …)`."""
    graph = graph_of(tape, name)
    segment = segment_of(tape, graph, name, timestep)
    expression = graph.expression(name, _numbers(tape, graph, timestep), segment)
    return f"{_left(graph, name, timestep)} = {expression}"


def parts(tape: Tape, name: str, timestep: int) -> tuple[Part, ...]:
    """Every operation of the equation of `name`, in the order of computing, the named one last."""
    graph = graph_of(tape, name)
    line = line_of(tape, name, timestep)
    return tuple(
        Part(
            operation.name,
            graph.expression(operation.name, None, operation.segment),
            tape.value(operation.name, timestep),
        )
        for operation in line.operations
    )


def line_of(tape: Tape, name: str, timestep: int) -> Equation:
    """The equation that gives `name` its value at this timestep, which with segments depends on where it lies."""
    graph = graph_of(tape, name)
    segment = segment_of(tape, graph, name, timestep)
    return next(
        line
        for line in graph.equations
        if any(operation.name == name and operation.segment == segment for operation in line.operations)
    )


def _left(graph: Graph, name: str, timestep: int) -> str:
    return f"{name}[{timestep}]" if graph.timed(name) else name


def segment_of(tape: Tape, graph: Graph, name: str, timestep: int) -> int:
    """The segment whose equation gives `name` its value at this timestep; the first one where none does."""
    for operation in graph.definitions[name]:
        first, last = tape.extent.ranges[operation.segment]
        if first <= timestep <= last:
            return operation.segment
    return graph.definitions[name][0].segment


def _numbers(tape: Tape, graph: Graph, timestep: int) -> Leaf:
    def leaf(read: Read) -> str:
        value = tape.value(read.name, timestep + read.lag)
        if graph is tape.adjoint and read.name in graph.definitions and tape.is_cut(timestep, read.lag):
            value = np.zeros_like(value)  # what lies beyond a cut is not read
        return brief(value, read.name)

    return leaf
