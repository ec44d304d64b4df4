"""Running the loops of an influence for a block of losses; of the result only norms are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from rnnviz.engine.execution import bind
from rnnviz.engine.factor_kinds import flat, length
from rnnviz.engine.influence_exponents import Exponents
from rnnviz.engine.influence_plan import InfluencePlan, Loop, names_read, reads_of
from rnnviz.engine.influence_sources import Carried, Single, Source, Span
from rnnviz.engine.influence_steps import KernelStep, SumStep, Surroundings
from rnnviz.engine.values import Extent, Values
from rnnviz.equations.kernels import Array

LOOK = 16
"""Every so many timesteps a loop looks whether rows have become too small."""

Record = Callable[[int, Span, Array], None]
"""Takes the norms (losses,) of the gradient at a timestep."""


def depths(plan: InfluencePlan, timesteps: int) -> dict[str, int]:
    """How many timesteps of each value of the loops are kept at a time: as many as it is read back, or all."""
    found: dict[str, int] = {}
    for loop in plan.loops:
        shifts: dict[str, int] = {}
        for step in loop.steps:
            shifts[step.operation.name] = max(step.shift, shifts.get(step.operation.name, 0))
        for step in loop.steps:
            found.setdefault(step.operation.name, 1)
            for read in reads_of(step):
                if read.name in shifts:
                    back = shifts[read.name] - step.shift - read.lag * loop.direction
                    found[read.name] = max(found.get(read.name, 1), back + 1)
    return found | dict.fromkeys(plan.stored, timesteps + 1)


def widths(plan: InfluencePlan, timesteps: int) -> tuple[int, int]:
    """How many numbers a loss takes: in the values that a loop keeps at hand, and in those of all timesteps."""
    at_hand = whole = 0
    for name, depth in depths(plan, timesteps).items():
        size = depth * max(1, prod(plan.graph.shape(name)))
        if name in plan.stored:
            whole += size
        else:
            at_hand += size
    return at_hand, whole


def single_sources(plan: InfluencePlan, values: Values, numbers: Mapping[int, int]) -> dict[str, Single]:
    """What the loops read of values that depend on one seed alone."""
    read = {name: offset for name, offset in plan.offsets.items() if name in plan.read}
    return {name: Single(values.timed[name], values.pad, offset, numbers) for name, offset in read.items()}


@dataclass(frozen=True)
class Ready:
    """A step that runs `ahead` of the loop's timestep, from `first` to `last`; what `is_wanted` is recorded."""

    run: Callable[[int], Span]
    out: Carried
    ahead: int
    first: int
    last: int
    is_wanted: bool


class Block:
    """The losses of some timesteps, on their way through the loops."""

    def __init__(
        self, plan: InfluencePlan, gradient: str, values: Values, extent: Extent, losses: Sequence[int]
    ) -> None:
        self.plan, self.gradient, self.values, self.extent, self.losses = plan, gradient, values, extent, losses
        self.sources: dict[str, Source] = {}
        self.sources |= single_sources(plan, values, {s: number for number, s in enumerate(losses)})
        self.depths = depths(plan, extent.timesteps)
        self.carried = {
            name: Carried(depth, len(losses), plan.graph.shape(name), values.dtype)
            for name, depth in self.depths.items()
        }
        self.sources |= self.carried

    def run(self, timesteps: range, record: Record, tell: Callable[[float], None]) -> None:
        """Records the gradient's norms at `timesteps`; `tell` hears how much is done."""
        for number, loop in enumerate(self.plan.loops):
            is_last = number == len(self.plan.loops) - 1

            def told(done: float, number: int = number) -> None:
                tell((number + done) / len(self.plan.loops))

            self.run_loop(loop, timesteps, is_last, record, told)

    def run_loop(
        self, loop: Loop, timesteps: range, is_last: bool, record: Record, tell: Callable[[float], None]
    ) -> None:
        exponents = self.exponents(loop)
        ready = list(self.ready(loop, Surroundings(self.sources, self.values, self.extent, exponents)))
        entries = list(self.entries(loop))
        if not entries:
            return
        first, last = min(a for a, _ in entries), max(b for _, b in entries)
        furthest = max(abs(step.ahead) for step in ready)
        if loop.direction < 0:
            end = max(1, timesteps.start) if is_last else 1
            turns, final = range(min(last, self.extent.timesteps + furthest), end - 1, -1), first
        else:
            end = self.extent.timesteps if not is_last else min(self.extent.timesteps, timesteps.stop - 1)
            turns, final = range(max(first, 1 - furthest), end + 1), last
        reach = furthest + max(self.depths[step.operation.name] for step in loop.steps)
        idle = 0
        for count, turn in enumerate(turns):
            idle += 1
            for step in ready:
                t = turn + step.ahead
                if not step.first <= t <= step.last:
                    continue
                span = step.run(t)
                if span[0] < span[1]:
                    idle = 0
                    if step.is_wanted and t in timesteps:
                        norms = lengths(step.out.rows(t, span))
                        record(t, span, norms if exponents is None else exponents.undone(norms, span))
            if idle > reach and (final - turn) * loop.direction < 0:
                break
            if count % LOOK == LOOK - 1:
                if exponents is not None:
                    exponents.look()
                tell((count + 1) / len(turns))

    def exponents(self, loop: Loop) -> Exponents | None:
        """Not for a loop that reads or makes values of all timesteps, whose rows are as they are."""
        own = {step.operation.name for step in loop.steps}
        carried = {name for step in loop.steps for name in names_read(step) if name in self.carried}
        if (own | carried) & self.plan.stored:
            return None
        return Exponents([self.carried[name] for name in own], len(self.losses), self.values.dtype)

    def ready(self, loop: Loop, around: Surroundings) -> Iterator[Ready]:
        for step in loop.steps:
            operation = step.operation
            out = self.carried[operation.name]
            made: SumStep | KernelStep
            if step.parts:
                made = SumStep(step.parts, out, around, len(self.losses))
            else:
                made = KernelStep(operation, bind(operation, self.plan.graph, self.values.dtype), out, around)
            first, last = self.extent.ranges[operation.segment]
            wanted = operation.name == self.gradient
            yield Ready(made.run, out, step.shift * loop.direction, first, last, wanted)

    def entries(self, loop: Loop) -> Iterator[tuple[int, int]]:
        """The first and last turns at which something comes in from outside the loop."""
        own = {step.operation.name for step in loop.steps}
        for step in loop.steps:
            for read in reads_of(step):
                ahead = read.lag + step.shift * loop.direction
                source = self.sources.get(read.name)
                if isinstance(source, Single):
                    yield self.losses[0] - source.offset - ahead, self.losses[-1] - source.offset - ahead
                elif isinstance(source, Carried) and (read.name not in own or read.name in self.plan.stored):
                    times = [t for t in source.times if t]
                    if times:
                        yield min(times) - ahead, max(times) - ahead


def lengths(rows: Array) -> Array:
    """The Euclidean norms of (losses, *shape), without overflow or underflow on the way."""
    rows = flat(rows)
    squares = np.einsum("ij,ij->i", rows, rows)
    norms = np.sqrt(squares)
    info = np.finfo(rows.dtype)
    safe = (squares > info.tiny / info.eps**2) & (squares < info.max)
    if not safe.all():
        norms[~safe] = length(rows[~safe])
    return np.asarray(norms)
