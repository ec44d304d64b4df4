"""Running a schedule: stage after stage, in chunks of timesteps, so that a run tells its progress and can be ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from rnnviz.engine.scan import Rows, Scan, generate
from rnnviz.engine.schedule import Schedule, Stage, schedule
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Graph, Operation, Read
from rnnviz.equations.differentiate import signature
from rnnviz.equations.kernels import Array, Kernel
from rnnviz.equations.operations import TABLE

Progress = Callable[[float], None]
CHUNK = 2048


class Cancelled(Exception):
    """A run was ended by its progress function; nothing of it is kept."""


def no_progress(fraction: float) -> None:
    """Nobody watches."""


def bind(operation: Operation, known: Graph | Schedule, dtype: object) -> Kernel:
    """The numpy function of one operation, whose inputs' shapes a graph or a schedule knows."""
    return TABLE[operation.kind].kernel(replace(signature(operation, known.shape, known.timed), dtype=dtype))


@dataclass(frozen=True)
class Altered:
    """Other parameters for what is computed at one timestep: how a change of W at t alone is seen."""

    timestep: int
    constants: Mapping[str, Array]


def execute(
    graph: Graph,
    wanted: Iterable[str],
    values: Values,
    extent: Extent,
    progress: Progress = no_progress,
    altered: Altered | None = None,
) -> None:
    """Computes the values `wanted` of a graph into `values`, from what stands there; what only served is dropped.

    Raises what `progress` raises, and IndexError where a computed class index is beyond its table.
    """
    wanted = set(wanted)
    plan = schedule(graph, wanted, {*values.complete, *values.constant}, values.timed)
    with np.errstate(all="ignore"):
        Execution(graph, plan, values, extent, progress, altered).run(wanted)


class Execution:
    def __init__(
        self, graph: Graph, plan: Schedule, values: Values, extent: Extent, progress: Progress, altered: Altered | None
    ) -> None:
        self.graph, self.plan, self.values, self.extent, self.progress = graph, plan, values, extent, progress
        self.altered_at = altered.timestep if altered else None
        self.altered = dict(altered.constants) if altered else {}
        # In an adjoint graph a cut makes what crosses it zero; in a forward graph it takes the derivative's imaginary
        # part off, which is how a complex step sees the same cut.
        self.cuts = graph.forward is not None or np.issubdtype(values.dtype, np.complexfloating)
        self.total = sum(self.length(stage) for stage in plan.stages) or 1
        self.done = 0
        self.parents = {view.parent for view in plan.views.values()}

    def run(self, wanted: set[str]) -> None:
        for constants in (self.values.constant, self.altered) if self.altered else (self.values.constant,):
            for operation in self.plan.constants:
                inputs = [constants[one.name] if isinstance(one, Read) else one for one in operation.inputs]
                made = self.kernel(operation)(*inputs)
                constants[operation.name] = np.asarray(made, None if operation.index else self.values.dtype)
        for stage, dropped in zip(self.plan.stages, self.plan.dropped, strict=True):
            for name in stage.kept:
                self.make_room(name)
            if stage.shifts:
                self.run_shifted(stage)
            elif stage.direction:
                self.run_scan(stage)
            else:
                self.run_at_once(stage)
            self.values.complete |= stage.kept
            for name in dropped:
                if name in self.parents:
                    del self.values.timed[name]  # its parts live on in it
                    self.values.complete.discard(name)
                else:
                    self.values.drop(name)

    def make_room(self, name: str) -> Array:
        if name in self.values.timed:
            return self.values.timed[name]
        if name not in self.plan.views:
            whole = len(self.graph.segments) == 1
            return self.values.allocate(name, self.plan.shape(name), self.is_index(name), filled=not whole)
        view = self.plan.views[name]
        return self.values.share(name, self.make_room(view.parent), view.start, view.stop, len(self.plan.shape(name)))

    def is_index(self, name: str) -> bool:
        return name in self.graph.definitions and self.graph.index(name)

    def kernel(self, operation: Operation) -> Kernel:
        memory, key = self.plan.memory, (id(operation), self.values.dtype)
        if key not in memory:
            memory[key] = bind(operation, self.plan, self.values.dtype)
        return cast(Kernel, memory[key])

    def length(self, stage: Stage) -> int:
        first, last = self.extent.ranges[stage.segment]
        return last - first + 1

    def tell(self, timesteps: int) -> None:
        self.done += timesteps
        self.progress(min(1.0, self.done / self.total))

    def constants(self, t: int) -> Mapping[str, Array]:
        return self.altered if t == self.altered_at else self.values.constant

    def constant(self, one: str | float, t: int) -> Array:
        return self.constants(t)[one] if isinstance(one, str) else np.array(one, self.values.dtype)

    def chunks(self, stage: Stage, block: int | None = None) -> Iterator[tuple[int, int]]:
        for first, last in chunks(*self.extent.ranges[stage.segment], CHUNK, block):
            if self.altered_at is None or not first <= self.altered_at <= last:
                yield first, last
                continue
            parts = ((first, self.altered_at - 1), (self.altered_at, self.altered_at), (self.altered_at + 1, last))
            yield from (part for part in parts if part[0] <= part[1])

    def is_cut(self, read: Read) -> bool:
        own = read.name in self.graph.definitions or read.name in self.plan.added
        return own and self.cuts and read.lag != 0 and self.extent.truncate is not None

    def cut_off(self, rows: Array, crossing: Array) -> Array:
        rows = rows.copy()
        rows[crossing] = 0 if self.graph.forward is not None else rows[crossing].real
        return rows

    # All timesteps at once

    def run_at_once(self, stage: Stage) -> None:
        kernels = {operation.name: self.kernel(operation) for operation in stage.operations}
        for first, last in self.chunks(stage):
            local: dict[str, Array] = {}
            for operation in stage.operations:
                inputs = [self.input(one, first, last, local) for one in operation.inputs]
                result = kernels[operation.name](*inputs)
                if operation.name in stage.kept:
                    rows = self.values.rows(operation.name, first, last)
                    rows[...] = result
                    local[operation.name] = rows
                else:
                    local[operation.name] = np.asarray(result)
            self.tell(last - first + 1)

    def input(self, one: Read | float, first: int, last: int, local: dict[str, Array]) -> object:
        if not isinstance(one, Read):
            return one
        if not self.plan.timed(one.name):
            return self.constants(first)[one.name]
        if one.lag == 0 and one.name in local:
            return local[one.name]
        rows = self.values.rows(one.name, first + one.lag, last + one.lag)
        if self.is_cut(one):
            crossing = self.extent.cut(first, last, one.lag)
            if crossing is not None:
                rows = self.cut_off(rows, crossing)
        return rows

    # A scan over time

    def run_scan(self, stage: Stage) -> None:
        values = self.values
        scan = self.scan(stage)
        lead = () if values.batch is None else (values.batch,)
        scratch = [
            np.zeros(lead + one.shape, np.int64 if one.index else values.dtype) for one in scan.scratch
        ]  # fmt: skip
        cut = any(self.is_cut(read) for read in scan.sequences)
        parts = list(self.chunks(stage, self.extent.truncate if cut else None))
        for start, stop in parts if stage.direction > 0 else reversed(parts):
            made: dict[tuple[str, int], Rows] = {}
            rows = [self.sequence(read, start, stop, stage.direction, made) for read in scan.sequences]
            scan.run(rows, [self.constant(one, start) for one in scan.constants], scratch)
            self.tell(stop - start + 1)

    def scan(self, stage: Stage) -> Scan:
        """The stage's generated code, made once for a schedule."""
        single = self.values.batch is None
        memory, key = self.plan.memory, (id(stage), self.values.dtype, single)
        if key not in memory:
            memory[key] = generate(stage.operations, stage.kept, self.plan.timed, self.plan.shape, self.kernel, single)
        return cast(Scan, memory[key])

    def sequence(self, read: Read, first: int, last: int, direction: int, made: dict[tuple[str, int], Rows]) -> Rows:
        """The rows that a scan reads or writes, in its direction; `made` shares them between reads at several lags."""
        key = (read.name, read.lag)
        if read.lag and (read.name, 0) in made and not self.is_cut(read):
            # All but the rows at one end are those of lag 0 already.
            rows = made[read.name, 0]
            ends = range(last + 1, last + read.lag + 1) if read.lag > 0 else range(first + read.lag, first)
            extra = [self.values.rows(read.name, t, t)[0, ...] for t in ends]
            own = [*rows, *extra] if read.lag > 0 else [*extra, *rows]
            made[key] = own[read.lag :] if read.lag > 0 else own[: read.lag]
            return made[key] if direction > 0 else made[key][::-1]
        array = self.values.rows(read.name, first + read.lag, last + read.lag)
        rows = list(array) if array.ndim > 1 else [array[i, ...] for i in range(len(array))]
        crossing = self.extent.cut(first, last, read.lag) if self.is_cut(read) else None
        if crossing is not None:
            # A copy is right: what crosses into this block was made before it, by the block itself not at all.
            other = self.cut_off(array, crossing)
            rows = [other[i, ...] if crossing[i] else array[i, ...] for i in range(len(array))]
        made[key] = rows
        return rows if direction > 0 else rows[::-1]

    # A cycle that reads both ways: each operation runs a number of timesteps ahead of the others

    def run_shifted(self, stage: Stage) -> None:
        first, last = self.extent.ranges[stage.segment]
        kernels = [self.kernel(operation) for operation in stage.operations]
        furthest = max(stage.shifts)
        scratch: dict[tuple[str, int], Array] = {}
        turns: Iterable[int] = range(first - furthest, last + furthest + 1)
        for turn in turns if stage.direction > 0 else reversed(list(turns)):
            for operation, kernel, shift in zip(stage.operations, kernels, stage.shifts, strict=True):
                t = turn + shift * stage.direction
                if not first <= t <= last:
                    continue
                result = kernel(*(self.shifted_input(one, t, scratch) for one in operation.inputs))
                if operation.name in stage.kept:
                    self.values.rows(operation.name, t, t)[0] = result
                else:
                    scratch[operation.name, t] = np.asarray(result)
                    scratch.pop((operation.name, t - (2 * furthest + 2) * stage.direction), None)
            if first <= turn <= last:
                self.tell(1)

    def shifted_input(self, one: Read | float, t: int, scratch: dict[tuple[str, int], Array]) -> object:
        if isinstance(one, Read) and (one.name, t) in scratch and one.lag == 0:
            return scratch[one.name, t]
        found = self.input(one, t, t, {})
        return (
            found[0] if isinstance(found, np.ndarray) and isinstance(one, Read) and self.plan.timed(one.name) else found
        )


def chunks(first: int, last: int, size: int, block: int | None = None) -> Iterator[tuple[int, int]]:
    """Consecutive (start, stop) over first … last, none longer than `size` nor across a border after k·block."""
    start = first
    while start <= last:
        stop = min(start + size - 1, last)
        if block is not None:
            stop = min(stop, ((start - 1) // block + 1) * block)
        yield start, stop
        start = stop + 1
