"""From the adjoint equation of a parameter to the factors of its contributions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np

from rnnviz.engine.contributions import Contributions
from rnnviz.engine.execution import bind
from rnnviz.engine.factor_kinds import Derived, Elementwise, Factor, Product, RankOne, Rows, TableRow
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Equation, Graph, Operation, Read, Shape
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array


@dataclass(frozen=True)
class Use:
    """One summand of dW[t]: how it is made. `kind` is the factor's, `reads` are the values it is made of, `source` the
    expression of parameters through which W is used."""

    kind: str
    reads: tuple[Read, ...]
    equation: Equation
    segment: int
    source: str | None = None
    term: Read | None = None


@remembered
def uses(adjoint: Graph, name: str) -> tuple[Use, ...]:
    """The uses of a parameter (or of an operation on parameters), in the order of the adjoint's text."""
    return tuple(all_uses(adjoint, name))


def all_uses(adjoint: Graph, name: str) -> Iterator[Use]:
    forward = adjoint.forward
    assert forward is not None
    for equation in adjoint.equations:
        if equation.name != gradient_name(name) or not equation.timed:
            continue
        segment = forward.segments.index(equation.segment)
        operations = {operation.name: operation for operation in equation.operations}
        for term in equation.terms:
            assert isinstance(term, Read)
            operation = operations.get(term.name)
            source = source_of(forward, operations, term)
            if source is not None:
                yield Use("derived", (), equation, segment, source, term)
            elif operation is None or operation.kind == "copy":
                yield Use("elementwise", (term if operation is None else operation.reads[0],), equation, segment)
            else:
                yield factor_of(operation, operations, equation, segment)


def factor_of(operation: Operation, operations: dict[str, Operation], equation: Equation, segment: int) -> Use:
    reads = operation.reads
    if len(reads) == 2 and not any(read.name in operations for read in reads):
        if operation.kind == "outer":
            return Use("outer", reads, equation, segment)
        if operation.kind == "scatter":
            return Use("scatter", reads, equation, segment)
    if operation.kind == "matmul" and len(operation.shape) == 2 and len(reads) == 2:
        left, right = (operations.get(read.name) for read in reads)
        if right is not None and right.kind == "transpose" and left is None and right.timed:
            return Use("product", (reads[0], right.reads[0]), equation, segment)
        if left is not None and left.kind == "transpose" and right is None and left.timed:
            return Use("product_left", (left.reads[0], reads[1]), equation, segment)
    return Use("elementwise", (Read(operation.name),), equation, segment)


def source_of(forward: Graph, operations: dict[str, Operation], term: Read) -> str | None:
    """The operation on parameters alone whose gradient a term carries on, if it does."""
    waiting = [term.name]
    while waiting:
        name = waiting.pop()
        if name in operations:
            waiting.extend(read.name for read in operations[name].reads)
        elif name.startswith("d") and name[1:] in forward.definitions and not forward.timed(name[1:]):
            return name[1:]
    return None


@remembered
def needed(adjoint: Graph, name: str) -> frozenset[str]:
    """The names that the contributions of a parameter read."""
    found: set[str] = set()
    for use in uses(adjoint, name):
        found |= needed(adjoint, use.source) if use.source else {read.name for read in use.reads}
    return frozenset(found)


@remembered
def width(adjoint: Graph, name: str) -> int:
    """How many numbers a timestep the contributions of a parameter are made of."""
    return sum(
        width(adjoint, use.source) if use.source else sum(prod(shape_of(adjoint, read.name)) for read in use.reads)
        for use in uses(adjoint, name)
    )


def shape_of(adjoint: Graph, name: str) -> Shape:
    forward = adjoint.forward
    assert forward is not None
    return forward.shape(name) if name in forward else adjoint.shape(name)


def numbers_of_sums(adjoint: Graph, timesteps: int) -> int:
    """How many numbers the checkpoints of the running sums of all parameters hold together, and the norms."""
    forward = adjoint.forward
    assert forward is not None
    sizes = {name: prod(parameter.shape) for name, parameter in forward.parameters.items()}
    every = {name: Contributions.spacing_of(size, width(adjoint, name)) for name, size in sizes.items()}
    return sum(timesteps + size * (timesteps // every[name] + 2) for name, size in sizes.items())


def contributions(adjoint: Graph, name: str, values: Values, extent: Extent) -> Contributions:
    """The contributions of a parameter, or of an operation on parameters alone, from the values of a run."""
    forward = adjoint.forward
    assert forward is not None
    factors = tuple([factor(adjoint, use, values, extent) for use in uses(adjoint, name)])
    parameter = forward.parameters.get(name)
    shape = forward.shape(name) if parameter is None else parameter.shape
    return Contributions(shape, extent.timesteps, values.dtype, factors, parameter is not None and parameter.untied)


def factor(adjoint: Graph, use: Use, values: Values, extent: Extent) -> Factor:
    first, last = extent.ranges[use.segment]
    reads = [rows_of(values, read) for read in use.reads]
    if use.kind == "outer":
        return RankOne(first, last, *reads)
    if use.kind == "product":
        return Product(first, last, *reads)
    if use.kind == "product_left":
        return Product(first, last, transposed(reads[0]), transposed(reads[1]))
    if use.kind == "scatter":
        return TableRow(first, last, reads[0], reads[1], use.equation.operations[-1].shape)
    if use.kind == "elementwise":
        return Elementwise(first, last, reads[0])
    assert use.source is not None
    return Derived(first, last, contributions(adjoint, use.source, values, extent), carried(adjoint, use, values))


def rows_of(values: Values, read: Read) -> Rows:
    if read.name in values.constant:
        constant = values.constant[read.name]
        return lambda first, last: np.broadcast_to(constant, (last - first + 1, *constant.shape))
    array, start = values.timed[read.name], values.pad - 1 + read.lag
    return lambda first, last: array[first + start : last + start + 1]


def transposed(rows: Rows) -> Rows:
    return lambda first, last: np.swapaxes(rows(first, last), 1, 2)


def carried(adjoint: Graph, use: Use, values: Values) -> Callable[[Array], Array]:
    """The rule that takes a contribution to the expression on to the parameter inside it."""
    term = use.term
    assert term is not None
    return partial(ruled, adjoint, use, values, term.name)


def ruled(adjoint: Graph, use: Use, values: Values, name: str, given: Array) -> Array:
    """What an operation of the rule makes of a contribution to the expression."""
    if name == gradient_name(use.source or ""):
        return given
    operation = next((one for one in use.equation.operations if one.name == name), None)
    if operation is None:
        return values.constant[name]
    inputs = [
        ruled(adjoint, use, values, one.name, given) if isinstance(one, Read) else one for one in operation.inputs
    ]
    return np.asarray(bind(operation, adjoint, values.dtype)(*inputs))
