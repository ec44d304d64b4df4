"""Running a schedule: stage after stage, in chunks of timesteps, so that a run tells its progress and can be ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any, cast

import numpy as np

from rnnviz.engine import at_once, scan
from rnnviz.engine.at_once import AtOnce
from rnnviz.engine.compiled_scan import CompiledScan, compiled_scan
from rnnviz.engine.scan import Known, Rows, Scan
from rnnviz.engine.schedule import Place, Schedule, Stage, schedule
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


@dataclass(frozen=True)
class Call:
    """One call of generated code as a run has made it: over which arrays, with which constants (names, and numbers as
    arrays), which `arguments` are; and the buffers that are zero before it."""

    run: Callable[[Any, Any, Any], None]
    rows: Sequence[Any]
    constants: Sequence[str | Array]
    buffers: Sequence[Array]
    zero: Sequence[Array]
    timesteps: int
    arguments: list[Any] = field(default_factory=list)


def execute(
    graph: Graph,
    wanted: Iterable[str],
    values: Values,
    extent: Extent,
    progress: Progress = no_progress,
    altered: Altered | None = None,
) -> Execution:
    """Computes the values `wanted` of a graph into `values`, from what stands there; what only served is dropped.

    Raises what `progress` raises, and IndexError where a computed class index is beyond its table.
    """
    plan = schedule(graph, wanted, values.complete | values.constant.keys(), values.timed.keys())
    execution = Execution(graph, plan, values, extent, progress, altered)
    with np.errstate(all="ignore"):
        execution.run()
    return execution


class Execution:
    def __init__(
        self, graph: Graph, plan: Schedule, values: Values, extent: Extent, progress: Progress, altered: Altered | None
    ) -> None:
        self.graph, self.plan, self.values, self.extent, self.progress = graph, plan, values, extent, progress
        self.altered_at = altered.timestep if altered else None
        self.altered = dict(altered.constants) if altered else {}
        # In an adjoint graph a cut makes what crosses it zero; in a forward graph it takes the derivative's imaginary
        # part off, which is how a complex step sees the same cut.
        self.cuts = graph.forward is not None or values.dtype.kind == "c"
        self.total = sum(self.length(stage) for stage in plan.stages)
        self.done = 0
        self.places = plan.places(values.lasting)
        self.calls: list[Call] = []

    @property
    def repeatable(self) -> bool:
        """Whether `calls` are all that has happened: the same calls compute the same again from other numbers."""
        return sum(call.timesteps for call in self.calls) == self.total

    def repeat(self, with_others: bool) -> None:
        """Makes the calls of this run once more, over the same arrays; `with_others` than the last time among the
        constants, which `values` has."""
        if with_others:
            self.compute_constants()
            known = self.values.constant
            for call in self.calls:
                call.arguments[:] = [known[one] if one.__class__ is str else one for one in call.constants]
        for call in self.calls:
            for buffer in call.zero:
                buffer.fill(0)
            call.run(call.rows, call.arguments, call.buffers)

    def called(
        self, made: AtOnce | Scan, rows: Sequence[Any], buffers: Sequence[Array], zero: Sequence[Array], timesteps: int
    ) -> None:
        if self.values.staying:
            constants = [one if isinstance(one, str) else self.constant(one, 0) for one in made.constants]
            self.calls.append(Call(made.run, rows, constants, buffers, zero, timesteps))

    def run(self) -> None:
        self.compute_constants()
        for stage, places, dropped in zip(self.plan.stages, self.places, self.plan.dropped, strict=True):
            for place in places:
                self.make_room(place)
            if stage.shifts:
                self.run_shifted(stage)
            elif stage.direction:
                self.run_scan(stage)
            else:
                self.run_at_once(stage)
            self.values.complete |= stage.kept
            for name in dropped:
                # Fresh memory costs more than what is computed into it: what comes after takes this.
                array = self.values.forget(name)
                if name not in self.plan.views and not self.values.staying:
                    self.values.spare.append(array)

    def compute_constants(self) -> None:
        """Operations on parameters alone. Those on arrays that nobody can change are kept for the next run."""
        if not self.plan.constants:
            return
        for constants in (self.values.constant, self.altered) if self.altered else (self.values.constant,):
            sources = [constants[name] for name in self.plan.parameters]
            before, made = self.plan.memory.get(self.values.dtype, (None, {}))
            if before is None or not all(map(is_, before, sources)):
                made = {}
                known = {**constants}
                for operation in self.plan.constants:
                    inputs = [known[one.name] if isinstance(one, Read) else one for one in operation.inputs]
                    result = np.asarray(self.kernel(operation)(*inputs), None if operation.index else self.values.dtype)
                    made[operation.name] = known[operation.name] = result
                if not any(one.flags.writeable for one in sources):
                    self.plan.memory[self.values.dtype] = (sources, made)
            constants.update(made)

    def make_room(self, place: Place) -> None:
        if place.name in self.values.timed:
            return
        if place.view is None:
            whole = len(self.graph.segments) == 1
            self.values.allocate(place.name, place.shape, place.index, not whole, place.lasting, place.bordered)
        else:
            parent = self.values.timed[place.view.parent]
            self.values.share(place.name, parent, place.view.start, place.view.stop, place.shape)

    def is_index(self, name: str) -> bool:
        return self.plan.index(name)

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
        if isinstance(one, str):
            return self.constants(t)[one]
        numbers = self.plan.memory.setdefault(("numbers", self.values.dtype), {})
        if one not in numbers:
            numbers[one] = np.array(one, self.values.dtype)
        return cast(Array, numbers[one])

    def chunks(self, stage: Stage, block: int | None = None, size: int = CHUNK) -> Iterator[tuple[int, int]]:
        for first, last in chunks(*self.extent.ranges[stage.segment], size, block):
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
        rows[crossing] = self.across(rows[crossing])
        return rows

    def across(self, rows: Array) -> Array | float:
        """What of some values crosses a cut: nothing of a gradient, and of a complex step the value alone."""
        return 0.0 if self.graph.forward is not None else rows.real

    # All timesteps at once

    def run_at_once(self, stage: Stage) -> None:
        made = self.made_at_once(stage)
        constants: list[Array] | None = None
        scratch: list[Array] = []
        for first, last in self.chunks(stage, size=made.timesteps(self.values.dtype.itemsize)):
            count = last - first + 1
            if not scratch or len(scratch[0]) < count:
                scratch = at_once.scratch(made, count, self.values.dtype, self.values.batch)
            if constants is None or self.altered_at is not None:
                constants = [self.constant(one, first) for one in made.constants]
            buffers = scratch if not scratch or len(scratch[0]) == count else [one[:count] for one in scratch]
            rows = [self.rows(read, first, last) for read in made.sequences]
            made.run(rows, constants, buffers)
            self.called(made, rows, buffers, (), count)
            self.tell(count)

    def made_at_once(self, stage: Stage) -> AtOnce:
        """The stage's generated code, made once for a schedule."""
        single = self.values.batch is None
        memory, key = self.plan.memory, (id(stage), self.values.dtype, single)
        if key not in memory:
            known = (self.plan.timed, self.plan.shape)
            alike = self.values.dtype.kind != "c"
            memory[key] = at_once.generate(stage.operations, stage.kept, *known, self.kernel, single, alike)
        return cast(AtOnce, memory[key])

    def rows(self, read: Read, first: int, last: int) -> Array:
        """What is read for some timesteps, with what crosses a cut taken off."""
        rows = self.values.rows(read.name, first + read.lag, last + read.lag)
        if read.lag and self.is_cut(read):
            crossing = self.extent.cut(first, last, read.lag)
            if crossing is not None:
                return self.cut_off(rows, crossing)
        return rows

    # A scan over time

    def run_scan(self, stage: Stage) -> None:
        compiled = self.compiled(stage)
        if compiled is not None:
            walk = compiled.over(self.values, self.extent, stage.direction)
            chunks = list(self.chunks(stage))
            for start, stop in chunks if stage.direction > 0 else reversed(chunks):
                walk.run(start, stop)
                self.tell(stop - start + 1)
            return
        made = self.made_scan(stage)
        lead = () if self.values.batch is None else (self.values.batch,)
        scratch = {
            name: np.zeros(lead + self.plan.shape(name), np.int64 if self.is_index(name) else self.values.dtype)
            for name in made.scratch
        }
        reads = () if self.extent.truncate is None else (*made.sequences, *made.carried)
        cut = any(self.is_cut(read) for read in reads)
        parts = list(self.chunks(stage, self.extent.truncate if cut else None))
        buffers = list(scratch.values())
        carried = [scratch[read.name] for read in made.carried]
        for start, stop in parts if stage.direction > 0 else reversed(parts):
            for read in made.carried if cut else ():
                first = start if stage.direction > 0 else stop
                if self.extent.cut(first, first, read.lag) is not None:
                    scratch[read.name][...] = self.across(scratch[read.name])
            lists: dict[tuple[str, int], Rows] = {}
            rows = [self.sequence(read, start, stop, stage.direction, lists) for read in made.sequences]
            made.run(rows, [self.constant(one, start) for one in made.constants], buffers)
            self.called(made, rows, buffers, carried, stop - start + 1)
            carried = []
            self.tell(stop - start + 1)

    def compiled(self, stage: Stage) -> CompiledScan | None:
        """The stage as machine code, where that pays."""
        if self.values.batch is not None or self.altered_at is not None:
            return None
        return compiled_scan(stage, self.plan, self.values.dtype, self.length(stage), self.is_cut)

    def made_scan(self, stage: Stage) -> Scan:
        """The stage's generated code, made once for a schedule."""
        single = self.values.batch is None
        memory, key = self.plan.memory, (id(stage), self.values.dtype, single)
        if key not in memory:
            known = Known(self.plan.timed, self.plan.shape, self.plan.views)
            memory[key] = scan.generate(stage.operations, stage.kept, stage.carried, known, self.kernel, single)
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
                    scratch[operation.name, t] = np.asarray(result, None if operation.index else self.values.dtype)
                    scratch.pop((operation.name, t - (2 * furthest + 2) * stage.direction), None)
            if first <= turn <= last:
                self.tell(1)

    def shifted_input(self, one: Read | float, t: int, scratch: dict[tuple[str, int], Array]) -> object:
        if not isinstance(one, Read):
            return one
        if not self.plan.timed(one.name):
            return self.constants(t)[one.name]
        if one.lag == 0 and (one.name, t) in scratch:
            return scratch[one.name, t]
        return self.rows(one, t, t)[0]


def chunks(first: int, last: int, size: int, block: int | None = None) -> Iterator[tuple[int, int]]:
    """Consecutive (start, stop) over first … last, none longer than `size` nor across a border after k·block."""
    start = first
    while start <= last:
        stop = min(start + size - 1, last)
        if block is not None:
            stop = min(stop, ((start - 1) // block + 1) * block)
        yield start, stop
        start = stop + 1
