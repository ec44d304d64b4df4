"""What if one value of a run were another: the same run again, with it, and what was in force where.

`what_if(tape, {("h", 7, 3): 0.5})` is the run in which unit 3 of h[7] is 0.5, whatever its equation says. `dh[7]` is
still the gradient at the value in force; nothing of it goes on through an element that was overridden, as in PyTorch
where that element is replaced by a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine.data import stream_keys
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.added_names import computed
from rnnviz.models.overrides import Override, overrides_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.engine import Tape


def what_if(tape: Tape, overrides: Mapping[Any, Any] | Iterable[Override], progress: Progress = no_progress) -> Tape:
    """The run of `tape` with values overridden, beside those that were so already.

    A key is (name, timestep) for all of a value or (name, timestep, unit) for an element, with 0 as the timestep for
    an initial state and None for a weight at all timesteps: see `rnnviz.models.overrides`. Raises DataError for a key
    or a value that the run has no place for, and what `progress` raises.
    """
    return again(tape, progress, overrides=(*tape.overrides, *overrides_of(overrides)))


def again(tape: Tape, progress: Progress = no_progress, **changes: Any) -> Tape:
    """The run of `tape` once more, with some of `truncate`, `carry` and `overrides` changed."""
    settings = {"truncate": tape.truncate, "carry": tape.carry, "overrides": tape.overrides, **changes}
    run: Tape = tape.model.run(given(tape), tape.initial, timesteps=lengths(tape), progress=progress, **settings)
    return run


def given(tape: Tape) -> dict[str, NDArray[Any]]:
    """The data that the model of a tape runs over, as they were run, without what its overrides add."""
    return {key: tape.data[key] for key in stream_keys(tape.model.graph)}


def lengths(tape: Tape) -> dict[str, int]:
    """How many timesteps each segment of a run has."""
    return {name: last - first + 1 for name, (first, last) in zip(tape.graph.segments, tape.extent.ranges, strict=True)}


def overridden_at(tape: Tape, name: str, timestep: int) -> NDArray[np.bool_]:
    """Which elements of a value, a stream or a parameter a person has set at a timestep, in the value's shape."""
    found = np.zeros(tape.graph.shape(name), bool)
    for one in tape.overrides:
        if one.name == name and one.timestep in (timestep, None):
            found[... if one.unit is None else one.unit] = True
    return found


def equation_says(tape: Tape, name: str, timestep: int) -> NDArray[Any] | None:
    """What the equation of a value gives at a timestep, where it is overridden; None where nothing is."""
    for operation in tape.graph.definitions.get(name, ()):
        first, last = tape.extent.ranges[operation.segment]
        there = computed(name, operation.segment)
        if first <= timestep <= last and there in tape.graph and overridden_at(tape, name, timestep).any():
            return tape.value(there, timestep)
    return None
