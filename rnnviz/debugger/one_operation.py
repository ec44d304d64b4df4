"""One operation by itself: the derivative of one element of its result by every element that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from rnnviz.engine.execution import execute
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Equation, Graph, Operation, Parameter, Read, Shape, adjoint
from rnnviz.equations.graph import Stream
from rnnviz.equations.kernels import Array

_RESULT = "y"


def derivatives(
    operation: Operation, inputs: Sequence[Any], timed: Sequence[bool], result: Array, element: tuple[int, ...]
) -> list[Array | None]:  # fmt: skip
    """∂result[element]/∂input for every input, by the operation's own adjoint rule; None for an input that has no
    derivative (a number, an index, the condition of a `where`). `timed` tells what has a row a timestep."""
    if operation.kind in ("embed", "scatter"):
        return [by_row(operation, np.asarray(inputs[0]), int(inputs[1]), element), None]
    arrays = [None if isinstance(one, float) else np.asarray(one) for one in inputs]
    key = tuple(float(one) if array is None else array.shape for one, array in zip(inputs, arrays, strict=True))
    indices = tuple(array is not None and array.dtype.kind in "iu" for array in arrays)
    rows = tuple(timed) if any(timed) else tuple(array is not None for array in arrays)
    backward = alone(operation.kind, operation.attributes, key, indices, rows, result.shape)
    dtype = result.dtype if result.dtype.kind == "f" else np.dtype(np.float64)
    values = Values(1, 0, dtype)
    for number, array in enumerate(arrays):
        if array is not None and rows[number]:
            values.timed[f"s{number}"] = array[None]
            values.complete.add(f"s{number}")
        elif array is not None:
            values.constant[f"s{number}"] = array
    values.timed[_RESULT] = np.asarray(result)[None]
    values.allocate("dout", result.shape)[(0, *element)] = 1
    values.complete |= {_RESULT, "dout"}
    wanted = {f"ds{number}" for number in range(len(arrays))} & set(backward.definitions)
    execute(backward, wanted, values, Extent(((1, 1),)))
    return [values.timed[f"ds{number}"][0] if f"ds{number}" in wanted else None for number in range(len(arrays))]


def by_row(operation: Operation, rows: Array, row: int, element: tuple[int, ...]) -> Array:
    """Of a row that an index takes out of a table or puts into one; nothing for the index −1."""
    slope = np.zeros(rows.shape)
    if row >= 0 and (operation.kind == "embed" or element[0] == row):
        slope[(row, *element) if operation.kind == "embed" else element[1:]] = 1
    return slope


@lru_cache(maxsize=256)
def alone(
    kind: str,
    attributes: tuple[object, ...],
    inputs: tuple[Shape | float, ...],
    indices: tuple[bool, ...],
    timed: tuple[bool, ...],
    shape: Shape,
) -> Graph:
    """The adjoint of a graph of one operation over streams and parameters."""
    reads = tuple(one if isinstance(one, float) else Read(f"s{number}") for number, one in enumerate(inputs))
    streams = {
        f"s{number}": Stream(f"s{number}", one, indices[number], (0,))
        for number, one in enumerate(inputs) if not isinstance(one, float) and timed[number]
    }  # fmt: skip
    parameters = {
        f"s{number}": Parameter(f"s{number}", one)
        for number, one in enumerate(inputs) if not isinstance(one, float) and not timed[number]
    }  # fmt: skip
    operation = Operation(_RESULT, kind, reads, attributes, shape)
    out = Operation("out", "copy", (Read(_RESULT),), (), shape)
    given = tuple(read for read in operation.reads if read.name in streams)
    lines = (
        Equation((_RESULT,), (operation,), given, tuple(parameters), "", 0, ""),
        Equation(("out",), (out,), out.reads, (), "", 0, ""),
    )
    graph = Graph(lines, streams, parameters, ("out",), ("",), "")
    return adjoint(graph)
