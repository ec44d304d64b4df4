"""What the graph's lane is told of a run: its columns, its numbers, and how far the cursor has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger.step_levels import operations
from rnnviz.debugger.sums import summed
from rnnviz.engine import Moment, Tape
from rnnviz.layout import ColumnLayout, Feed, arrange, describe
from rnnviz.models.naming import Naming
from rnnviz.models.text import visible
from rnnviz.session.agreement import Agreement
from rnnviz.session.session import Session
from rnnviz.widgets.graph_state import GraphState, Happening


class TapeNumbers:
    """A tape as the graph reads it, one timestep at a time."""

    def __init__(self, tape: Tape, naming: Naming | None) -> None:
        self._tape, self.naming = tape, naming
        self.segments = _segments(tape)

    @property
    def timesteps(self) -> int:
        """T."""
        return self._tape.timesteps

    def value(self, name: str, timestep: int) -> NDArray[np.generic] | None:
        """A value, gradient or contribution at a timestep, None where there is none."""
        parameter = name.removeprefix("d")
        if parameter != name and parameter in self._tape.model.parameters:
            return np.asarray(self._tape.contributions(parameter).at(timestep))
        if name in self._tape.model.parameters:
            return np.asarray(self._tape.model.parameters[name])
        if not 0 <= timestep <= self.timesteps + 1:
            return None
        return np.asarray(self._tape.value(name, timestep))

    def label(self, name: str, timestep: int) -> str:
        """What the class that a stream holds at a timestep is called, "" where it has no name."""
        names = self.naming.named(name) if self.naming is not None else ()
        if not names or not is_read(self._tape, name) or timestep not in self._tape.span(name):
            return ""
        row = np.asarray(self._tape.value(name, timestep))
        if row.ndim and row.shape != (len(names),):
            return ""
        index = int(row) if row.ndim == 0 else int(row.argmax())
        return visible(names[index]) if 0 <= index < len(names) else ""

    def total(self) -> float | None:
        """The sum of all losses, None without a loss."""
        return self._tape.loss if self._tape.graph.losses else None

    def scale(self, name: str) -> float:
        """The largest magnitude of a value over the run."""
        return self._tape.largest(name)


def layout_of(tape: Tape) -> ColumnLayout:
    """The picture of a run's model: of one that runs free the picture as it is taught, and how predictions become
    inputs."""
    free = tape.model.free_running
    if free is None:
        return arrange(describe(tape.model.graph))
    first = tape.span(free.x).start - 1 + free.from_
    return arrange(describe(free.taught.graph, (Feed(free.y, free.x, first),)))


def is_read(tape: Tape, name: str) -> bool:
    """Whether a name is an input's: given, or the model's own prediction."""
    free = tape.model.free_running
    return name in tape.graph.streams or (free is not None and name == free.x)


def _segments(tape: Tape) -> tuple[tuple[str, range], ...]:
    """Every segment with its timesteps; none where the model has none."""
    names = tape.model.graph.segments
    ranges = [range(first, last + 1) for first, last in tape.extent.ranges]
    return tuple(zip(names, ranges, strict=True)) if any(names) else ()


def graph_state(session: Session, agreement: Agreement, tape: Tape) -> GraphState:
    """How far the run has come, for every name in the picture."""
    model = tape.model
    graph, gradients = model.graph, set(model.adjoint.named)
    names = [*graph.named, *graph.streams]
    contributions = {name: session.known(f"d{name}") for name in model.parameters}
    position, begun, whole_run = session.position, session.cursor.begun, session.whole_run
    sums = {name: summed(tape, name, session.cursor, whole_run=whole_run) for name in model.parameters}
    names_there = [one.name for one in operations(tape, position)] if session.inside else []
    done, to_come = names_there[: session.inside], names_there[session.inside :] or None
    selection = session.selection
    return GraphState(
        forward={name: session.known(name) for name in names},
        backward={name: session.known(f"d{name}") for name in names if f"d{name}" in gradients},
        contributions=contributions,
        sums=sums,
        happened=_happening(tape.moment(begun), done if session.inside else None) if begun > 0 else None,
        upcoming=_happening(tape.moment(position + 1), to_come) if position < tape.stops - 1 else None,
        selected=(selection.name, selection.timestep) if selection.name else None,
        parameter=session.parameter,
        agrees=_agrees(session, agreement, tape, sums),
        truncate=tape.truncate,
        overridden=frozenset((one.name, one.timestep) for one in tape.overrides if one.timestep is not None),
    )


def _agrees(session: Session, agreement: Agreement, tape: Tape, sums: Mapping[str, range]) -> dict[str, bool]:
    """The verdict on the parameter that is watched, once its sum is complete and the verdict is there."""
    done = sums.get(session.parameter)
    if done is None or len(done) < len(tape.span(f"d{session.parameter}")):
        return {}
    verdict = agreement.of(tape, session.parameter)
    return {} if verdict is None else {session.parameter: verdict}


def _happening(moment: Moment, operations_there: Iterable[str] | None) -> Happening:
    """What happens at a timestep: all of it, or of some operations those that a name stands for."""
    names = frozenset(moment.pass_.equations)
    return Happening(
        "forward" if moment.pass_.phase == "forward" else "backward",
        moment.timestep,
        names if operations_there is None else names & frozenset(operations_there),
    )
