"""A stretch of a run, over which the adjoint equations are run again with other losses, without cuts or `stop`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from rnnviz.engine.execution import Progress, execute, no_progress
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Graph, adjoint
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine import Tape


@remembered
def without_stops(graph: Graph, only: tuple[str, int] | None = None) -> Graph:
    """The same equations with every `stop` let through, or `only` one (by its name and segment): the same values, and
    more of the gradients."""
    lines = []
    for line in graph.equations:
        operations = tuple(
            replace(one, kind="copy") if one.kind == "stop" and only in (None, (one.name, one.segment)) else one
            for one in line.operations
        )
        lines.append(replace(line, operations=operations))
    return replace(graph, equations=tuple(lines))


@remembered
def adjoint_without_stops(graph: Graph, only: tuple[str, int] | None = None) -> Graph:
    return adjoint(without_stops(graph, only))


class Excerpt:
    """Timesteps `first` to `last` of a run. What lies beyond them is read as it was in the forward run, and sends no
    gradient.

    Without `cuts` the gradients pass the borders of truncation, else `first` must be the first timestep of a block.
    Without `stops` they pass every `stop`, or the one that is named instead (with its segment).
    """

    def __init__(
        self, tape: Tape, first: int, last: int, cuts: bool = True, stops: bool | tuple[str, int] = True
    ) -> None:  # fmt: skip
        self.tape, self.first, self.last = tape, first, last
        self.forward, self.backward = tape.graph, tape.adjoint
        if stops is not True:
            only = stops if isinstance(stops, tuple) else None
            self.forward = without_stops(tape.graph, only)
            self.backward = adjoint_without_stops(tape.graph, only)
        count = last - first + 1
        ranges = tuple(clipped(start - first + 1, stop - first + 1, count) for start, stop in tape.extent.ranges)
        self.extent = Extent(ranges, tape.truncate if cuts else None)
        if self.extent.truncate and (first - 1) % self.extent.truncate:
            raise ValueError(f"timestep {first} is not the first of a block of {self.extent.truncate}")

    @cached_property
    def values(self) -> Values:
        """The forward run's numbers, and what the adjoint reads that the run has not kept."""
        tape, pad = self.tape, self.tape.values.pad
        values = Values(self.last - self.first + 1, pad, tape.values.dtype)
        for name, array in tape.values.timed.items():
            if name in tape.graph:
                values.timed[name] = array[self.first - 1 : self.last + 2 * pad]
                values.complete.add(name)
        values.constant.update({name: array for name, array in tape.values.constant.items() if name in tape.graph})
        names = {read.name for one in self.backward.operations for read in one.reads}
        unknown = names & set(self.forward.definitions) - values.complete
        missing = {name for name in unknown if self.forward.timed(name)}
        if missing:
            execute(self.forward, missing, values, self.extent)
        return values

    def gradients(self, wanted: Iterable[str], losses: Array, progress: Progress = no_progress) -> dict[str, Array]:
        """The gradients (by their names, `dh`) of a sum of this stretch's losses, each timestep's weighted by `losses`
        (n,), or (n, B) for B sums side by side: (n, …) or (n, B, …). A name that no loss reaches is left out."""
        batch = None if losses.ndim == 1 else losses.shape[1]
        values = self.values.over(batch=batch)
        for loss in self.tape.graph.losses:
            name = gradient_name(loss)
            values.allocate(name, ())
            values.rows(name, 1, values.timesteps)[...] = losses
            values.complete.add(name)
        found = {self.backward.aliases.get(name, name): name for name in wanted}
        reached = {name for name in found if name in self.backward.definitions}
        execute(self.backward, reached - values.complete, values, self.extent, progress)
        return {found[name]: values.rows(name, 1, values.timesteps) for name in reached}


def clipped(start: int, stop: int, count: int) -> tuple[int, int]:
    """What of a segment lies within 1 … count; nothing is an empty range at the nearer end."""
    if start > count:
        return count + 1, count
    return max(1, start), max(0, min(count, stop))
