"""What an expression is worth over a run: at one timestep, or over all, in chunks of timesteps.

A contribution of rank one, outer(a[t], b[t]), stays two vectors for as long as what is asked of it allows: norms,
largest elements, absolute values, elements and slices need no matrix. Everything else forms the matrices of a chunk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_factors import Outer, of_outer, outer_of
from rnnviz.debugger.expression_names import Leaf
from rnnviz.debugger.stretch import stretch
from rnnviz.engine import Contributions, Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError, Operation, Place, Read, Shape
from rnnviz.equations.differentiate import signature
from rnnviz.equations.kernels import Array, Kernel
from rnnviz.equations.operations import TABLE
from rnnviz.equations.sentence import said

LONGEST_CHUNK = 4096
CHUNK_ELEMENTS = 2_000_000


class Evaluation:
    """An expression over one run.

    Several threads may ask it: what is worked out is kept, and at worst worked out twice. EquationError where the run
    has not the timestep that the expression names, or a class index is beyond its table.
    """

    def __init__(self, expression: Expression, tape: Tape) -> None:
        self.expression, self.tape = expression, tape
        self.kernels: dict[str, Kernel] = {}
        self.constants: dict[str, Array] = {}
        self.check_timesteps()

    def check_timesteps(self) -> None:
        least, greatest = 1 - self.tape.values.pad, self.tape.timesteps + self.tape.values.pad
        for leaf in self.expression.leaves.values():
            if leaf.at is not None and not least <= leaf.at <= greatest:
                column = max(0, self.expression.text.find(leaf.name))
                raise EquationError(
                    said("`{key}`: there is no timestep {at}.", key=leaf.key, at=leaf.at),
                    Place(1, column, len(leaf.key)),
                    said("This run has 1 … {timesteps}, and 0 for an initial state.", timesteps=self.tape.timesteps),
                )

    @property
    def span(self) -> range:
        """The timesteps at which the value exists: those at which all that it reads at `t` itself exist."""
        first, stop = 1, self.tape.timesteps + 1
        for leaf in self.expression.outside_totals:
            if not leaf.lag:
                own = self.tape.span(leaf.name)
                first, stop = max(first, own.start), min(stop, own.stop)
        return range(first, max(first, stop))

    def at(self, t: int) -> Array:
        """The value at one timestep, (*shape,); what is read outside the run's timesteps is what an equation reads."""
        with np.errstate(all="ignore"):
            found: dict[str, Any] = {
                key: self.leaf_at(leaf, t) for key, leaf in self.expression.leaves.items() if leaf.timed
            }
            for operation in self.expression.operations:
                if operation.timed:
                    inputs = [
                        one if not isinstance(one, Read) else found[one.name] if one.name in found
                        else self.constant(one.name) for one in operation.inputs
                    ]  # fmt: skip
                    found[operation.name] = self.computed(operation, inputs)
            result = self.expression.result
            if not isinstance(result, Read):
                return np.asarray(result)
            value = found[result.name] if result.name in found else self.constant(result.name)
            return np.broadcast_to(np.asarray(value), self.expression.shape)

    def over(self, first: int = 1, last: int | None = None, progress: Progress = no_progress) -> Array:
        """The values of timesteps `first` to `last` (None: the run's last), (last - first + 1, *shape)."""
        last = self.tape.timesteps if last is None else last
        count = last - first + 1
        made: Array | None = None
        for start, stop, rows in self.chunks(first, last):
            if made is None:
                made = np.empty((count, *self.expression.shape), rows.dtype)
            made[start - first : stop - first + 1] = rows
            progress((stop - first + 1) / count)
        return np.zeros((0, *self.expression.shape)) if made is None else made

    def chunks(self, first: int, last: int) -> Iterator[tuple[int, int, Array]]:
        """(start, stop, values): consecutive stretches of timesteps that fit into memory."""
        size = self.chunk(self.expression)
        for start in range(first, last + 1, size):
            stop = min(start + size - 1, last)
            yield start, stop, self.rows_of(self.expression, start, stop)

    def chunk(self, expression: Expression) -> int:
        widths = [prod(one.shape) for one in expression.operations]
        widths += [prod(leaf.shape) for leaf in expression.leaves.values() if leaf.timed]
        return max(1, min(LONGEST_CHUNK, CHUNK_ELEMENTS // max([1, *widths])))

    def rows_of(self, expression: Expression, first: int, last: int) -> Array:
        """A part of the expression over a stretch of timesteps, (last - first + 1, *shape)."""
        found: dict[str, Any] = {}
        with np.errstate(all="ignore"):
            for operation in expression.operations:
                if operation.timed:
                    found[operation.name] = self.row_of(operation, found, first, last)
            result = expression.result
            shape = (last - first + 1, *expression.shape)
            if not isinstance(result, Read):
                return np.full(shape, result)
            if not expression.timed:
                return np.broadcast_to(self.constant(result.name), shape)
            return np.broadcast_to(formed(self.operand(result.name, found, first, last)), shape)

    def row_of(self, operation: Operation, found: dict[str, Any], first: int, last: int) -> Any:
        whole = self.norms(operation, first, last)
        if whole is not None:
            return whole
        inputs: list[Any] = []
        for one in operation.inputs:
            if not isinstance(one, Read):
                inputs.append(one)
            elif self.is_timed(one.name):
                inputs.append(self.operand(one.name, found, first, last))
            else:
                inputs.append(self.constant(one.name))
        if len(inputs) == 1 and isinstance(inputs[0], Outer):
            short = of_outer(operation, inputs[0])
            if short is not None:
                return short
        return self.computed(operation, [formed(one) for one in inputs])

    def operand(self, name: str, found: dict[str, Any], first: int, last: int) -> Any:
        if name not in found:
            found[name] = self.leaf_rows(self.expression.leaves[name], first, last)
        return found[name]

    def computed(self, operation: Operation, inputs: list[Any]) -> Array:
        if operation.name not in self.kernels:
            known = signature(operation, self.shape, self.is_timed)
            self.kernels[operation.name] = TABLE[operation.kind].kernel(replace(known, dtype=self.tape.values.dtype))
        try:
            made = self.kernels[operation.name](*inputs)
        except IndexError:
            raise EquationError(
                said("A class index is beyond the table that it is looked up in."),
                operation.place,
                said("Take a table with a row for every class."),
            ) from None
        return np.asarray(made, np.int64 if operation.index else self.tape.values.dtype)

    def norms(self, operation: Operation, first: int, last: int) -> Array | None:
        """norm(dW[t]), which the contributions know of all timesteps; None for anything else."""
        read = operation.inputs[0]
        leaf = self.expression.leaves.get(read.name) if operation.kind == "norm" and isinstance(read, Read) else None
        if leaf is None or not leaf.contribution:
            return None
        norms: Array = self.contributions(leaf).norms
        return within(norms, first + leaf.lag, last + leaf.lag)

    def contributions(self, leaf: Leaf) -> Contributions:
        return self.tape.contributions(leaf.name[1:])

    # What is read of the run

    def leaf_at(self, leaf: Leaf, t: int) -> Array:
        at = t + leaf.lag
        if leaf.contribution:
            inside = 1 <= at <= self.tape.timesteps
            return self.contributions(leaf).at(at) if inside else np.zeros(leaf.shape, self.tape.values.dtype)
        pad = self.tape.values.pad
        if not 1 - pad <= at <= self.tape.timesteps + pad:
            return np.asarray(self.nothing(leaf, 1)[0])
        return self.tape.value(leaf.name, at)

    def leaf_rows(self, leaf: Leaf, first: int, last: int) -> Any:
        first, last = first + leaf.lag, last + leaf.lag
        start, stop = max(first, 1), min(last, self.tape.timesteps)
        inside: list[Any] = []
        if start <= stop and leaf.contribution:
            contributions = self.contributions(leaf)
            if (start, stop) == (first, last):
                return outer_of(contributions, first, last) or contributions.each(first, last)
            inside = [contributions.each(start, stop)]
        elif start <= stop:
            inside = [stretch(self.tape, leaf.name, start, stop)]
        before = [self.leaf_at(leaf, t - leaf.lag)[None] for t in self.near(first, min(last, 0))]
        after = [self.leaf_at(leaf, t - leaf.lag)[None] for t in self.near(max(first, self.tape.timesteps + 1), last)]
        missing = last - first + 1 - len(before) - len(after) - sum(map(len, inside))
        if not before and not after and not missing:
            return inside[0]
        far = [self.nothing(leaf, missing)] if missing else []
        early = first < 1 - self.tape.values.pad
        return np.concatenate([*(far if early else []), *before, *inside, *after, *([] if early else far)])

    def near(self, first: int, last: int) -> range:
        """Those of some timesteps outside the run at which something may stand."""
        pad = self.tape.values.pad
        return range(max(first, 1 - pad), min(last, self.tape.timesteps + pad) + 1)

    def nothing(self, leaf: Leaf, count: int) -> Array:
        dtype = np.dtype(np.int64) if leaf.index else self.tape.values.dtype
        return np.full((count, *leaf.shape), -1 if leaf.index else 0, dtype)

    # What is the same at every timestep

    def constant(self, name: str) -> Array:
        """A leaf or an operation that no timestep changes."""
        if name not in self.constants:
            leaf = self.expression.leaves.get(name)
            self.constants[name] = self.constant_operation(name) if leaf is None else self.constant_leaf(leaf)
        return self.constants[name]

    def constant_leaf(self, leaf: Leaf) -> Array:
        if leaf.contribution and leaf.at is None:
            return self.contributions(leaf).total
        return self.leaf_at(leaf, leaf.at) if leaf.at is not None else self.tape[leaf.name]

    def constant_operation(self, name: str) -> Array:
        operation = next(one for one in self.expression.operations if one.name == name)
        if operation.kind == "total":
            return self.total(operation)
        inputs = [self.constant(one.name) if isinstance(one, Read) else one for one in operation.inputs]
        return np.broadcast_to(self.computed(operation, inputs), operation.shape)

    def total(self, operation: Operation) -> Array:
        """The sum of an operand over the timesteps at which it exists."""
        read = operation.inputs[0]
        part = self.expression.part(read)
        leaf = self.expression.leaves.get(read.name) if isinstance(read, Read) else None
        if leaf is not None and leaf.contribution and not leaf.lag:
            return np.asarray(self.contributions(leaf).total)
        inner = Evaluation(part, self.tape)
        span = inner.span
        sums = np.zeros(operation.shape, self.tape.values.dtype)
        if len(span):
            for _, _, rows in inner.chunks(span[0], span[-1]):
                sums = sums + rows.sum(0)
        return np.asarray(sums)

    # For the kernels

    def shape(self, name: str) -> Shape:
        leaf = self.expression.leaves.get(name)
        return leaf.shape if leaf is not None else self.operation(name).shape

    def is_timed(self, name: str) -> bool:
        leaf = self.expression.leaves.get(name)
        return leaf.timed if leaf is not None else self.operation(name).timed

    def operation(self, name: str) -> Operation:
        return next(one for one in self.expression.operations if one.name == name)


def formed(one: Any) -> Any:
    return one.formed() if isinstance(one, Outer) else one


def within(values: Array, first: int, last: int) -> Array:
    """The entries of timesteps `first` to `last`, zero outside 1 … T."""
    out = np.zeros(last - first + 1, values.dtype)
    start, stop = max(first, 1), min(last, len(values))
    if start <= stop:
        out[start - first : stop - first + 1] = values[start - 1 : stop]
    return out
