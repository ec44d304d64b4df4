"""A schedule's stages bound to the arrays of sequences side by side: what is left to do for a run is to call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, cast

import numpy as np

from rnnviz.engine import at_once, batched_scan
from rnnviz.engine.at_once import AtOnce
from rnnviz.engine.batched_scan import BatchedScan
from rnnviz.engine.emission import is_matrix_times_row
from rnnviz.engine.execution import Execution
from rnnviz.engine.scan import Known, Rows
from rnnviz.engine.schedule import Place, Stage
from rnnviz.engine.values import Values
from rnnviz.equations import Operation, Read
from rnnviz.equations.kernels import Array

Step = Callable[[], None]

LONGEST = 8192
"""Timesteps of a scan whose rows are held ready as views of their own."""
TURNED = 8
"""Sequences from which a product is faster by a copy of the transposed matrix than by the matrix."""


class Gather(NamedTuple):
    """A product by a one-hot vector, or a row of a table, and the name of a bias that is added to it; `result` is what
    the sum, or the product alone, is called."""

    product: Operation
    bias: str | None
    result: str


def flat_rows(values: Values, read: Read, first: int, last: int) -> Array | None:
    """What is read from `first` to `last`, the sequences of a timestep one after another: (T·B, …), a view; None for
    what all sequences share."""
    if read.name not in values.batched:
        return None
    rows = values.rows(read.name, first + read.lag, last + read.lag)
    made = rows.reshape(-1, *rows.shape[2:])
    assert np.may_share_memory(made, rows)
    return made


class Binder:
    """Makes the steps of a schedule that `execution` is to run. `indices` are the classes of the streams that are given
    by them, (pad + T + pad, B)."""

    def __init__(self, execution: Execution, indices: Mapping[str, Array]) -> None:
        self.execution, self.plan, self.values = execution, execution.plan, execution.values
        self.extent, self.indices = execution.extent, indices
        self.shared = frozenset(self.values.timed) - self.values.batched
        self.tables: dict[str, Array] = {}

    # Operations on parameters alone

    def constants(self) -> list[Step]:
        """What is computed once a run. A part of a parameter, or its transpose, is a view and needs no computing."""
        steps: list[Step] = []
        known = self.values.constant
        for operation in self.plan.constants:
            inputs: list[Any] = [known[one.name] if isinstance(one, Read) else one for one in operation.inputs]
            kernel = self.execution.kernel(operation)
            made = np.asarray(kernel(*inputs), None if operation.index else self.values.dtype)
            if any(isinstance(one, np.ndarray) and np.shares_memory(one, made) for one in inputs):
                known[operation.name] = made
                continue
            known[operation.name] = fixed = np.array(made, order="C")
            if operation.kind == "concat" and all(np.ndim(one) == fixed.ndim for one in inputs):
                steps.append(partial(join, inputs, fixed))
            else:
                steps.append(partial(compute, kernel, inputs, fixed))
        return steps

    def turned(self, name: str, steps: list[Step]) -> Array:
        """A matrix's transpose, as it is best to multiply by."""
        made = self.values.constant[name].T
        assert self.values.batch is not None
        if made.flags.c_contiguous or self.values.batch < TURNED:
            return made
        copy = np.array(made, order="C")
        steps.append(partial(np.copyto, copy, made))
        return copy

    # Stages

    def stage(self, stage: Stage, places: Sequence[Place]) -> list[Step]:
        """The steps of a stage, in order; its arrays are made."""
        for place in places:
            self.execution.make_room(place)
        gathers, rest = self.parted(stage)
        steps = [self.gather(gather, stage) for gather in gathers]
        for operation in rest.operations:
            for read in operation.reads:
                self.make_dense(read.name, steps)
        if not rest.operations:
            return steps
        if rest.shifts:
            return [*steps, partial(self.execution.run_shifted, rest)]
        plain = not any(self.execution.is_cut(read) for one in rest.operations for read in one.reads)
        if rest.direction and plain and self.execution.length(rest) <= LONGEST:
            return [*steps, *self.scan(rest)]
        if rest.direction:
            return [*steps, partial(self.execution.run_scan, rest)]
        flat = plain and not any(read.name in self.shared for one in rest.operations for read in one.reads)
        return [*steps, *self.at_once(rest)] if flat else [*steps, partial(self.execution.run_at_once, rest)]

    def parted(self, stage: Stage) -> tuple[tuple[Gather, ...], Stage]:
        """What a stage looks up in tables, and the stage without that, without transposes of what all sequences share
        (which are views), and without what nobody reads."""
        key = ("parted", id(stage), frozenset(self.indices), self.shared)
        if key not in self.plan.memory:
            gathers = tuple(self.gathers(stage)) if not stage.direction else ()
            taken = {name for gather in gathers for name in (gather.product.name, gather.result)}
            rest = [one for one in stage.operations if one.name not in taken and not self.is_shared_view(one)]
            self.plan.memory[key] = gathers, replace(stage, operations=tuple(self.needed(rest, stage.kept)))
        for operation in stage.operations:
            if self.is_shared_view(operation):
                source = self.values.timed[operation.reads[0].name]
                self.values.timed[operation.name] = np.swapaxes(source, -1, -2)
                self.values.batched.discard(operation.name)
                self.shared |= {operation.name}
        return cast(tuple[tuple[Gather, ...], Stage], self.plan.memory[key])

    def needed(self, operations: Sequence[Operation], kept: frozenset[str]) -> list[Operation]:
        """The operations without those whose results nobody reads: a rewriting may leave what it has made needless."""
        read = {self.plan.root(name) for name in kept}
        while True:
            found = [one for one in operations if self.plan.root(one.name) in read]
            more = {self.plan.root(one.name) for operation in found for one in operation.reads}
            if more <= read:
                return found
            read |= more

    def is_shared_view(self, operation: Operation) -> bool:
        return operation.kind == "transpose" and operation.timed and all(
            read.lag == 0 and read.name in self.shared for read in operation.reads
        )  # fmt: skip

    def gathers(self, stage: Stage) -> Iterator[Gather]:
        """The products by one-hot vectors and the rows of tables that a stage takes, each with the bias that is all
        that is added to it."""
        users: dict[str, list[Operation]] = {}
        for operation in stage.operations:
            for read in operation.reads:
                users.setdefault(read.name, []).append(operation)
        for operation in stage.operations:
            if not self.is_gather(operation):
                continue
            own = users.get(operation.name, [])
            one = own[0] if len(own) == 1 and operation.name not in stage.kept else None
            bias = self.bias(one, operation) if one is not None else None
            if one is not None and bias is not None:
                yield Gather(operation, bias, one.name)
            else:
                yield Gather(operation, None, operation.name)

    def bias(self, addition: Operation, product: Operation) -> str | None:
        """The parameter that an addition adds to a product, if that is what it does."""
        if addition.kind != "add" or addition.shape != product.shape or len(addition.reads) != 2:
            return None
        other = next((read.name for read in addition.reads if read != Read(product.name)), product.name)
        return other if other in self.values.constant and self.plan.shape(other) == product.shape else None

    def is_gather(self, operation: Operation) -> bool:
        if operation.kind == "embed":
            table, row = operation.reads
            streams = self.execution.graph.streams if self.execution.graph.forward is None else {}
            return not self.plan.timed(table.name) and row.name in streams
        if not is_matrix_times_row(operation, self.plan.timed, self.plan.shape):
            return False
        return operation.reads[1].name in self.indices

    def gather(self, given: Gather, stage: Stage) -> Step:
        matrix, row = given.product.reads
        if given.result not in self.values.timed:
            self.values.allocate(given.result, given.product.shape)
        first, last = self.extent.ranges[stage.segment]
        out = flat_rows(self.values, Read(given.result), first, last)
        assert out is not None
        pad = self.values.pad
        indices = self.indices[row.name] if row.name in self.indices else self.values.timed[row.name]
        classes = indices[first + row.lag - 1 + pad : last + row.lag + pad].reshape(-1)
        source = self.values.constant[matrix.name]
        source = source if given.product.kind == "embed" else source.T
        bias = np.zeros((), self.values.dtype) if given.bias is None else self.values.constant[given.bias]
        table = np.empty((len(source) + 1, *source.shape[1:]), self.values.dtype)
        return partial(look_up, source, bias, table, classes, out)

    def make_dense(self, name: str, steps: list[Step]) -> None:
        """Vectors of a stream that is given by classes, for operations that want them."""
        if name in self.indices and name not in self.values.timed:
            array = self.values.allocate(name, self.plan.shape(name))
            steps.append(partial(one_hot, self.indices[name], array))

    def at_once(self, stage: Stage) -> list[Step]:
        memory, key = self.plan.memory, (id(stage), self.values.dtype, True)
        if key not in memory:
            known = (self.plan.timed, self.plan.shape)
            memory[key] = at_once.generate(stage.operations, stage.kept, *known, self.execution.kernel, True, True)
        made = cast(AtOnce, memory[key])
        constants = [self.execution.constant(one, 0) for one in made.constants]
        rows = [flat_rows(self.values, read, *self.extent.ranges[stage.segment]) for read in made.sequences]
        count = self.execution.length(stage) * cast(int, self.values.batch)
        size = min(count, made.timesteps(self.values.dtype.itemsize))
        scratch = [np.empty((size, *shape), self.values.dtype) for shape in made.scratch]
        steps: list[Step] = []
        for start in range(0, count, size):
            stop = min(start + size, count)
            part = [one[start:stop] for one in rows if one is not None]
            steps.append(partial(made.run, part, constants, [one[: stop - start] for one in scratch]))
        return steps

    def scan(self, stage: Stage) -> list[Step]:
        memory, key = self.plan.memory, ("batched", id(stage), self.values.dtype, self.shared)
        if key not in memory:
            known = Known(self.plan.timed, self.plan.shape, self.plan.views)
            arguments = (stage.operations, stage.kept, stage.carried, known, self.execution.kernel, self.shared)
            memory[key] = batched_scan.generate(*arguments)
        made = cast(BatchedScan, memory[key])
        steps: list[Step] = []
        turned = [self.turned(name, steps) for name in made.turned]
        scratch = {name: self.room(name) for name in made.scratch}
        steps += [partial(scratch[name].fill, 0) for name in made.carried]
        rows = [self.row_list(read, stage) for read in made.sequences]
        constants = [self.execution.constant(one, 0) for one in made.constants]
        steps.append(partial(made.run, rows, constants, turned, list(scratch.values())))
        return steps

    def room(self, name: str) -> Array:
        shape = (cast(int, self.values.batch), *self.plan.shape(name))
        return np.zeros(shape, np.int64 if self.plan.index(name) else self.values.dtype)

    def row_list(self, read: Read, stage: Stage) -> Rows:
        first, last = self.extent.ranges[stage.segment]
        rows = list(self.values.rows(read.name, first + read.lag, last + read.lag))
        return rows if stage.direction > 0 else rows[::-1]


def compute(kernel: Callable[..., Any], inputs: Sequence[Any], out: Array) -> None:
    out[...] = kernel(*inputs)


def join(parts: Sequence[Array], out: Array) -> None:
    np.concatenate(parts, -out.ndim, out)


def look_up(source: Array, bias: Array, table: Array, classes: Array, out: Array) -> None:
    """The rows of `source` at some classes, zero for -1, and `bias` added to each."""
    np.add(source, bias, table[:-1])
    table[-1] = bias  # the last is that of -1
    if out.flags.c_contiguous:
        np.take(table, classes, 0, out, "wrap")
    else:
        out[...] = table[classes]


def one_hot(classes: Array, out: Array) -> None:
    """A vector for each class; zero for -1."""
    out.fill(0)
    places = np.nonzero(classes >= 0)
    out[(*places, classes[places])] = 1
