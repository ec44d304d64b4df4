"""Recording a run: forward, backward, and what of them is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine import factors, prepared_run
from rnnviz.engine.data import Data, extent_of, load
from rnnviz.engine.execution import Progress, execute, no_progress
from rnnviz.engine.prepared_run import PreparedRun
from rnnviz.engine.room import Room, Workroom
from rnnviz.engine.schedule import schedule
from rnnviz.engine.tape import Tape
from rnnviz.engine.values import Values, furthest
from rnnviz.equations import Graph
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array


def record(
    forward: Graph,
    backward: Graph,
    parameters: Mapping[str, Array],
    data: Data,
    dtype: Any = np.float64,
    initial: Data | None = None,
    truncate: int | None = None,
    timesteps: int | Mapping[str, int] | None = None,
    progress: Progress = no_progress,
    model: Any = None,
    overrides: Sequence[Any] = (),
    carry: bool = True,
) -> Tape:
    """Runs the equations forward and back over `data` and records what happened.

    Raises DataError where the data do not fit the equations, and whatever `progress` raises, to end a run early.
    """
    kind, initial = np.dtype(dtype), initial or {}
    if truncate is None:
        prepared = prepared_run.taken(backward, data, timesteps, kind, initial)
        if prepared is not None:
            starts = prepared.again(forward, data, parameters, initial, progress)
            values, extent = prepared.values(), prepared.extent
            prepared_run.keep(backward, prepared)
            return Tape(
                forward, backward, values, extent, parameters, starts, truncate, model, overrides, carry, prepared.parts
            )
    extent = extent_of(forward, data, timesteps, parameters, truncate)
    share = 0.4 if backward.equations else 1.0
    parts = (lambda done: progress(share * done)), (lambda done: progress(share + (1 - share) * done))
    pad = max(1, furthest(forward), furthest(backward))
    row = kind.itemsize * (extent.timesteps + 2 * pad)
    kept, passing = widths(backward)
    small = row * (kept + passing) <= prepared_run.LARGEST and extent.timesteps <= prepared_run.LONGEST
    small = small and truncate is None
    values = Values(extent.timesteps, pad, kind, lasting=lasting(backward), staying=small)
    workroom = Room(row * passing) if small else Workroom(row * passing)
    values.room, values.passing = Room(row * kept), workroom
    starts = load(forward, values, extent, data, parameters, initial)
    runs = (
        execute(forward, forward_names(backward), values, extent, parts[0]),
        execute(backward, backward_names(backward), values, extent, parts[1]),
    )
    for name in values.timed.keys() - values.lasting:
        values.forget(name)
    values.spare.clear()
    if isinstance(workroom, Workroom):
        workroom.leave()
    if small and all(run.repeatable for run in runs):
        form = prepared_run.Form.of(data, timesteps, kind, initial)
        prepared = PreparedRun(backward, values, extent, form, runs)
        values = prepared.values()
        prepared_run.keep(backward, prepared)
    else:
        values.lock()
    return Tape(forward, backward, values, extent, parameters, starts, truncate, model, overrides, carry)


@remembered
def lasting(backward: Graph) -> frozenset[str]:
    """The names whose rows the tape keeps."""
    forward = backward.forward
    assert forward is not None
    timed = {*forward.named, *forward.streams, *(one.name for one in forward.parameters.values() if one.untied)}
    return frozenset(timed | backward_names(backward) | read_by_contributions(backward))


@remembered
def widths(backward: Graph) -> tuple[int, int]:
    """How many numbers a timestep the tape keeps, and how many more a run makes on its way; about."""
    forward = backward.forward
    assert forward is not None
    plans = schedule(forward, forward_names(backward)), schedule(backward, backward_names(backward))
    whole = sum(plan.width for plan in plans)
    shapes = [forward.shape(name) if name in forward else backward.shape(name) for name in lasting(backward)]
    kept = sum(map(prod, shapes))
    return kept, max(0, whole - kept)


@remembered
def forward_names(backward: Graph) -> frozenset[str]:
    """What the forward run keeps: every named value, and every operation that the backward run reads."""
    forward = backward.forward
    assert forward is not None
    wanted = {name for name in forward.named if forward.timed(name)}
    needed = {one.name for equation in backward.equations for op in equation.operations for one in op.reads}
    return frozenset(wanted | {name for name in needed & set(forward.definitions) if forward.timed(name)})


@remembered
def backward_names(backward: Graph) -> frozenset[str]:
    """What the backward run keeps: the gradient at every named value, and what contributions are made of."""
    forward = backward.forward
    assert forward is not None
    gradients = {gradient_name(name) for name in forward.named if forward.timed(name)} & set(backward.definitions)
    return frozenset(gradients | (read_by_contributions(backward) & set(backward.definitions)))


@remembered
def read_by_contributions(backward: Graph) -> frozenset[str]:
    forward = backward.forward
    assert forward is not None
    return frozenset(name for parameter in forward.parameters for name in factors.needed(backward, parameter))
