"""Some timesteps of a value, also of one that the run has not kept: that is made of what is kept, and of no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine.execution import bind
from rnnviz.equations import Graph, Operation, Read
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine import Tape

NUMBERS = 1_000_000
"""So many numbers of a value are asked for at a time."""


def stretch(tape: Tape, name: str, first: int, last: int) -> Array:
    """Timesteps `first` to `last` of a named value, an operation or a gradient, of which the run has one at each
    timestep, (last - first + 1, *shape); beyond the sequence what the equations read there. KeyError for another."""
    with np.errstate(all="ignore"):
        return _Stretch(tape).rows(name, first, last)


def stretches(tape: Tape, name: str, first: int = 1, last: int | None = None) -> Iterator[tuple[int, Array]]:
    """(timestep, rows from there on) one after another, few enough to take little memory."""
    last = tape.timesteps if last is None else last
    size = prod(tape.value(name, first).shape) if first <= last else 1
    step = max(1, NUMBERS // max(1, size))
    for start in range(first, last + 1, step):
        yield start, stretch(tape, name, start, min(last, start + step - 1))


@dataclass
class _Stretch:
    """The values that one stretch is made of, each made once."""

    tape: Tape
    made: dict[tuple[str, int, int], Array] = field(default_factory=dict)

    def rows(self, name: str, first: int, last: int) -> Array:
        tape = self.tape
        name = tape.adjoint.aliases.get(name, name)
        if name not in tape.values.complete:
            key = name, first, last
            if key not in self.made:
                self.made[key] = self.computed(name, first, last)
            return self.made[key]
        pad, values = tape.values.pad, tape.values
        start, stop = max(first, 1 - pad), min(last, tape.timesteps + pad)
        if (start, stop) == (first, last):
            return values.rows(name, first, last)
        out = self.nothing(values.timed[name].dtype, last - first + 1, values.timed[name].shape[1:])
        if start <= stop:
            out[start - first : stop - first + 1] = values.rows(name, start, stop)
        return out

    def computed(self, name: str, first: int, last: int) -> Array:
        tape, count = self.tape, last - first + 1
        graph = tape.graph if name in tape.graph.definitions else tape.adjoint
        if name not in graph.definitions:
            if name not in tape:
                raise KeyError(name)
            return np.zeros((count, *tape.graph.shape(name[1:])), tape.values.dtype)  # no loss depends on it
        out = self.nothing(self.dtype(graph.index(name)), count, graph.shape(name))
        for operation in graph.definitions[name]:
            begin, end = tape.extent.ranges[operation.segment]
            start, stop = max(first, begin), min(last, end)
            if start <= stop:
                out[start - first : stop - first + 1] = self.evaluated(graph, operation, start, stop)
        return out

    def evaluated(self, graph: Graph, operation: Operation, first: int, last: int) -> Array:
        inputs: list[Any] = []
        for one in operation.inputs:
            if not isinstance(one, Read):
                inputs.append(one)
            elif not graph.timed(one.name):
                inputs.append(self.tape.value(one.name, first))
            else:
                inputs.append(self.read(graph, one, first, last))
        return np.asarray(bind(operation, graph, self.tape.values.dtype)(*inputs))

    def read(self, graph: Graph, one: Read, first: int, last: int) -> Array:
        """What is read at a lag; a gradient not across a cut."""
        rows = self.rows(one.name, first + one.lag, last + one.lag)
        if graph is not self.tape.adjoint or one.name not in graph.definitions:
            return rows
        crossing = self.tape.extent.cut(first, last, one.lag)
        if crossing is None:
            return rows
        rows = rows.copy()
        rows[crossing] = 0
        return rows

    def dtype(self, index: bool) -> np.dtype[Any]:
        return np.dtype(np.int64) if index else self.tape.values.dtype

    def nothing(self, dtype: np.dtype[Any], count: int, shape: tuple[int, ...]) -> Array:
        return np.full((count, *shape), -1 if dtype.kind == "i" else 0, dtype)
