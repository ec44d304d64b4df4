"""What stands behind a number of a run: the operation that made it, what that read, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.debugger.explanation import Quantity
from rnnviz.debugger.one_operation import derivatives
from rnnviz.equations import Graph, Operation, Read
from rnnviz.equations.kernels import Array
from rnnviz.equations.operations import TABLE

if TYPE_CHECKING:
    from rnnviz.engine import Tape

PASSING = ("copy", "transpose", "take", "split", "concat", "place")
"""Operations that only pass elements on."""


class RunReading:
    """Forward values and gradients of one run, operation by operation."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def quantity(self, name: str, timestep: int | None, element: tuple[int, ...]) -> Quantity:
        value = np.asarray(self.value(name, timestep))
        if len(element) != value.ndim or any(not 0 <= i < n for i, n in zip(element, value.shape, strict=True)):
            raise IndexError(f"{name} has the shape {value.shape}, and no element {element}")
        return Quantity(name, timestep, tuple(int(i) for i in element), float(value[element]))

    def value(self, name: str, timestep: int | None) -> Array:
        if name.endswith(".total"):
            return self.tape[name.removesuffix(".total")]
        return self.tape.value(name, 1 if timestep is None else timestep)

    def maker(self, name: str, timestep: int | None) -> tuple[Graph, Operation] | None:
        """The operation that made a value; None for what was given, and for what lies beyond the run."""
        for graph in (self.tape.graph, self.tape.adjoint):
            for operation in graph.definitions.get(name, ()):
                first, last = self.tape.extent.ranges[operation.segment]
                if not operation.timed or (timestep is not None and first <= timestep <= last):
                    return graph, operation
        adjoint = self.tape.adjoint
        if name in adjoint.definitions and name[1:] in self.tape.graph.states and timestep is not None:
            # The gradient at an initial state: the same equation, evaluated beyond the end of the run.
            line = sorted(adjoint.definitions[name], key=lambda one: one.segment)
            return adjoint, line[0] if timestep < 1 else line[-1]
        return None

    def read(self, graph: Graph, read: Read, t: int) -> tuple[int | None, bool]:
        """The timestep at which an operation at t reads, and whether a cut is between."""
        if not graph.timed(read.name):
            return None, False
        own = graph is self.tape.adjoint and read.name in graph.definitions
        return t + read.lag, own and self.tape.is_cut(t, read.lag)

    def operand(self, graph: Graph, one: Read | float, t: int) -> Any:
        """The number or the array that an operation reads."""
        if not isinstance(one, Read):
            return float(one)
        at, cut = self.read(graph, one, t)
        value = self.value(one.name, at)
        return np.zeros_like(value) if cut else value

    def timed(self, graph: Graph, operation: Operation) -> list[bool]:
        return [isinstance(one, Read) and graph.timed(one.name) for one in operation.inputs]

    def source(self, graph: Graph, read: Read, t: int, element: tuple[int, ...]) -> Quantity:
        """What an element of an operand is called: an unnamed operation that only passes it on is passed over."""
        at, _ = self.read(graph, read, t)
        name = read.name
        while True:
            place = self.maker(name, at)
            if place is None or is_told(place[0], name) or place[1].kind not in PASSING:
                return self.quantity(name, at, element)
            graph, operation = place
            [*inputs] = operation.inputs
            if operation.kind == "transpose":
                found = [(inputs[0], element[::-1])]
            else:
                found = self.selected(graph, operation, at or 0, element)
            if len(found) != 1 or not isinstance(found[0][0], Read):
                return self.quantity(name, at, element)
            inner, element = found[0]
            assert isinstance(inner, Read)
            at, cut = self.read(graph, inner, at or 0)
            if cut:
                return Quantity(inner.name, at, element, 0.0)
            name = inner.name

    def selected(
        self, graph: Graph, operation: Operation, t: int, element: tuple[int, ...]
    ) -> list[tuple[Read | float, tuple[int, ...]]]:
        """The elements that an operation passes on as they are."""
        inputs = [self.operand(graph, one, t) for one in operation.inputs]
        result = np.asarray(self.value(operation.name, t if operation.timed else None))
        found: list[tuple[Read | float, tuple[int, ...]]] = []
        slopes = derivatives(operation, inputs, self.timed(graph, operation), result, element)
        for one, slope in zip(operation.inputs, slopes, strict=True):
            if slope is not None:
                found.extend((one, tuple(int(i) for i in at)) for at in np.argwhere(slope == 1))
        return found

    def beyond(self, name: str) -> tuple[Graph, Operation] | None:
        """The operation that would make a value beyond its timesteps, where it reads as zero."""
        graphs = (self.tape.graph, self.tape.adjoint)
        return next(((graph, graph.definitions[name][0]) for graph in graphs if name in graph.definitions), None)

    def text(self, of: Quantity) -> str:
        """What an unnamed operation computes, with its timestep in the brackets, and which element; "" for what has
        a name of its own."""
        place = self.maker(of.name, of.timestep) or self.beyond(of.name)
        if place is None or is_told(place[0], of.name):
            return ""
        graph, operation = place
        t = of.timestep or 0

        def leaf(one: Read) -> str:
            return f"{one.name}[{t + one.lag}]" if graph.timed(one.name) else one.name

        text = graph.expression(of.name, leaf, operation.segment)
        if not of.element:
            return text
        inside = f"[{', '.join(map(str, of.element))}]"
        return f"({text}){inside}" if TABLE[operation.kind].infix else text + inside


def is_told(graph: Graph, name: str) -> bool:
    """Whether a name is one of the text's own, and not that of an operation which has none (`h.1`)."""
    return name in graph.named and "." not in name
