"""What is kept when a new tape takes the old one's place: cursor, selection, and the parameter being summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.session.draft import Selection

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.models.model import Model


def position(before: Tape | None, after: Tape, cursor: int) -> int:
    """The cursor's position on the new tape: the same stop if the passes are the same, else the nearest there is."""
    if before is None:
        return 0
    if cursor == before.stops - 1 and cursor > 0:
        return after.stops - 1
    return min(cursor, after.stops - 1)


def selection(model: Model, timesteps: int, kept: Selection) -> Selection:
    """The selection if its name, timestep and unit still exist; else the first state, or what else comes first."""
    shape = _shape(model, kept.name)
    if shape is None:
        states = model.graph.states
        return Selection("h" if "h" in states else (*states, *model.graph.named)[0])
    timestep = kept.timestep if kept.timestep is not None and kept.timestep <= timesteps else None
    unit = kept.unit
    if unit is not None and (len(unit) != len(shape) or any(i >= n for i, n in zip(unit, shape, strict=True))):
        unit = None
    return Selection(kept.name, timestep, unit)


def parameter(model: Model, selected: str, kept: str) -> str:
    """The parameter that the sum panel shows: the one just selected (or its gradient), the one it shows, a default."""
    for name in (selected, selected.removeprefix("d"), kept):
        if name in model.parameters:
            return name
    return default_parameter(model)


def default_parameter(model: Model) -> str:
    """The first matrix that a state is multiplied by on its way to the next timestep, else the first parameter."""
    for equation in model.graph.equations:
        for operation in equation.operations:
            if operation.kind == "matmul" and any(getattr(read, "lag", 0) for read in operation.inputs):
                for read in operation.inputs:
                    name = getattr(read, "name", "")
                    if name in model.parameters:
                        return name
    return next(iter(model.parameters), "")


def exists(model: Model, name: str) -> bool:
    """Whether a name is a value, a gradient, a parameter, a contribution or a stream of the model."""
    return _shape(model, name) is not None


def _shape(model: Model, name: str) -> tuple[int, ...] | None:
    for known in (name, name.removeprefix("d")):
        if known in model.parameters:
            return model.parameters[known].shape
    for graph in (model.graph, model.adjoint):
        if name in graph:
            return graph.shape(name)
    return None
