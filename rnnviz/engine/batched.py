"""Forward and backward over B sequences side by side, for training: losses and total gradients, and nothing of a
tape's story.

A run is prepared once for its parameters, lengths and B: every array that it needs is there, and every stage is bound
to them. What one prepares is the schedule's own stages; where nothing recurs, the rows of all timesteps and sequences
are simply more rows of one sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any, cast

import numpy as np

from rnnviz.engine import recording
from rnnviz.engine.batched_stages import Binder
from rnnviz.engine.batched_totals import Totals, border_of, terms_of
from rnnviz.engine.data import allocate_state
from rnnviz.engine.execution import Execution, no_progress
from rnnviz.engine.schedule import required, schedule
from rnnviz.engine.values import Extent, Values, furthest
from rnnviz.equations import Graph
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array


class BatchedRun:
    """One run over B sequences of the same lengths, to be repeated with other data and other parameters' values.

    `parameters` are read where they stand, each time; `gradients` (the same names and shapes) take the total gradients,
    summed over the sequences. The streams in `classes` are one-hot vectors whose classes are given. The sequences' data
    are written into `stream(…)` before each run.
    """

    def __init__(
        self,
        backward: Graph,
        extent: Extent,
        batch: int,
        parameters: Mapping[str, Array],
        gradients: Mapping[str, Array],
        dtype: Any,
        classes: Container[str] = (),
    ) -> None:
        forward = backward.forward
        assert forward is not None
        self.forward, self.backward, self.extent, self.parameters = forward, backward, extent, parameters
        pad = max(1, furthest(forward), furthest(backward))
        self.values = Values(extent.timesteps, pad, np.dtype(dtype), batch=batch)
        self.indices: dict[str, Array] = {}
        self.begun = True
        self.steps: list[Callable[[], None]] = []
        self.lay_out(classes)
        with np.errstate(all="ignore"):
            self.prepare(forward, forward_names(backward))
            self.prepare(backward, backward_names(backward))
        self.totals = Totals(backward, self.values, extent, self.indices, gradients)

    def lay_out(self, classes: Container[str]) -> None:
        """Room for what is given."""
        values, forward = self.values, self.forward
        for name, stream in forward.streams.items():
            values.complete.add(name)
            if name in classes:
                self.indices[name] = np.full((values.timesteps + 2 * values.pad, cast(int, values.batch)), -1)
            else:
                values.allocate(name, stream.shape, stream.index)
        for name, parameter in forward.parameters.items():
            if parameter.untied:
                values.timed[name] = np.zeros((values.timesteps + 2 * values.pad, *parameter.shape), values.dtype)
                values.complete.add(name)
                rows = values.timed[name][values.pad : values.pad + values.timesteps]
                self.steps.append(partial(np.copyto, rows, self.parameters[name]))
            elif parameter.state is not None:
                allocate_state(forward, values, parameter.state)
            else:
                values.constant[name] = self.parameters[name]

    def prepare(self, graph: Graph, names: frozenset[str]) -> None:
        """The steps that compute `names`."""
        values = self.values
        plan = schedule(graph, names, values.complete | values.constant.keys(), values.timed.keys())
        values.lasting = frozenset(name for stage in plan.stages for name in stage.kept)
        execution = Execution(graph, plan, values, self.extent, no_progress, None)
        binder = Binder(execution, self.indices)
        self.steps.extend(binder.constants())
        for stage, places in zip(plan.stages, execution.places, strict=True):
            self.steps.extend(binder.stage(stage, places))
            values.complete |= stage.kept

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return sum(array.nbytes for array in (*self.values.timed.values(), *self.indices.values()))

    # What goes in

    def stream(self, name: str, segment: int = 0) -> Array:
        """Where the data of a stream are to be written, (T, B, *shape) of its segment's T; or (T, B) classes, -1 for
        none, of a stream in `classes`."""
        first, last = self.extent.ranges[segment]
        if name in self.indices:
            return self.indices[name][first - 1 + self.values.pad : last + self.values.pad]
        return self.values.rows(name, first, last)

    def begin(self) -> None:
        """The sequences begin: before their first timestep and after their last stands what the language reads there,
        nothing or a learned state."""
        self.begun = True
        for name, (before, after) in reach(self.forward).items():
            array = self.array(name)
            nothing = -1 if array.dtype.kind == "i" else 0
            if before:
                array[: self.values.pad] = nothing
            if after:
                array[self.values.pad + self.extent.timesteps :] = nothing

    def carried(self) -> dict[str, Array]:
        """What is read before the first timestep of a run that goes on from this one: (k, B, …) of each name that is
        read up to k timesteps back."""
        end = self.values.pad + self.extent.timesteps
        return {
            name: self.array(name)[end - before : end].copy()
            for name, (before, _) in reach(self.forward).items()
            if before
        }

    def go_on(self, carried: Mapping[str, Array]) -> None:
        """The sequences go on from where they were `carried`."""
        self.begun = False
        for name, rows in carried.items():
            self.array(name)[self.values.pad - len(rows) : self.values.pad] = rows

    def array(self, name: str) -> Array:
        return self.indices[name] if name in self.indices else self.values.timed[name]

    # Running

    def run(self) -> Array:
        """Forward and backward; every sequence's loss, summed over timesteps, (B,) float64. The gradients stand in
        `gradients` then. IndexError where a computed class index is beyond its table."""
        for parameter in self.forward.parameters.values() if self.begun else ():
            if parameter.state is not None:
                row = self.values.row(parameter.state, border_of(parameter, self.extent))
                row[...] = self.parameters[parameter.name]
        with np.errstate(all="ignore"):
            for step in self.steps:
                step()
            self.totals.run(self.begun)
        rows = [self.values.rows(name, 1, self.extent.timesteps) for name in self.forward.losses]
        nothing = np.zeros(cast(int, self.values.batch))
        return sum((one.sum(0, np.float64) for one in rows), start=nothing)


@remembered
def reach(forward: Graph) -> Mapping[str, tuple[int, int]]:
    """How many timesteps back and ahead each value and stream is read at most, of those that are."""
    found: dict[str, tuple[int, int]] = {}
    for operation in forward.operations:
        for read in operation.reads:
            if read.lag:
                before, after = found.get(read.name, (0, 0))
                found[read.name] = (max(before, -read.lag), max(after, read.lag))
    return {name: both for name, both in found.items() if forward.timed(name) and name not in forward.parameters}


@remembered
def backward_names(backward: Graph) -> frozenset[str]:
    """What the total gradients are made of."""
    assert backward.forward is not None
    learned = [one for one in backward.forward.parameters.values() if one.state is not None]
    names = {read.name for one in learned for read in terms_of(backward, one)}
    return frozenset((recording.read_by_contributions(backward) | names) & set(backward.definitions))


@remembered
def forward_names(backward: Graph) -> frozenset[str]:
    """What the forward run keeps: the losses, the states, and what of it makes the gradients."""
    forward = backward.forward
    assert forward is not None
    needed = recording.read_by_contributions(backward)
    for name in required(backward, backward_names(backward), ()):
        for operation in backward.definitions[name]:
            needed |= {read.name for read in operation.reads}
    wanted = {*forward.losses, *forward.states, *(needed & set(forward.definitions))}
    return frozenset(name for name in wanted if forward.timed(name))
