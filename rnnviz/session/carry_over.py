"""What is kept when a new tape takes the old one's place: cursor, selection, and the parameter being summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.debugger.step_levels import Cursor, operations, within
from rnnviz.session.draft import TOTAL_LOSS, Selection

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.models.model import Model


def position(before: Tape | None, after: Tape, cursor: int) -> int:
    """The cursor's position on the new tape: the same end, or the same timestep of the same phase.

    Of several passes of that phase it is the one with the same number if it travels the same way, else the first that
    does, else the last; beyond its timesteps the nearest. A model without that phase leaves the cursor at the end.
    """
    if before is None or cursor <= 0:
        return 0
    if cursor >= before.stops - 1:
        return after.stops - 1
    moment = before.moment(cursor)
    passes = [one for one in after.passes if one.phase == moment.pass_.phase and len(one.timesteps)]
    if not passes:
        return after.stops - 1
    alike = [one for one in passes if one.direction == moment.pass_.direction]
    chosen = next((one for one in alike if one.number == moment.pass_.number), (alike or passes[-1:])[0])
    first, last = sorted((chosen.timesteps[0], chosen.timesteps[-1]))
    return after.position(chosen, min(max(moment.timestep, first), last))


def cursor(before: Tape | None, after: Tape, kept: Cursor) -> Cursor:
    """The cursor on the new tape: as `position` has it, and inside its timestep if that has the same operations."""
    if before is None or not kept.inside:
        return Cursor(position(before, after, kept.position))
    begun = position(before, after, kept.position + 1)
    there = Cursor(begun - 1, kept.inside)
    was, now = operations(before, kept.position), operations(after, begun - 1)
    same = [one.name for one in was] == [one.name for one in now]
    return within(after, there) if same else Cursor(begun - 1)


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
    for name in (selected, _of_gradient(selected), kept):
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


def _of_gradient(name: str) -> str:
    """The parameter whose gradient, `dW`, or whole gradient, `dW.total`, this is the name of."""
    return name.removeprefix("d").removesuffix(".total")


def _shape(model: Model, name: str) -> tuple[int, ...] | None:
    if name == TOTAL_LOSS:
        return () if model.graph.losses else None
    for known in (name, _of_gradient(name)):
        if known in model.graph.parameters:
            return model.graph.parameters[known].shape
    for graph in (model.graph, model.adjoint):
        if name in graph:
            return graph.shape(name)
    return None
