"""What a user says instead of what a run computes or is given: put into the draft, and taken out of it, undoably."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.debugger.what_ifs import given, lengths
from rnnviz.engine.data import DataError
from rnnviz.models.overrides import Override, Value, check, plain

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.session.session import Session


def can_override(tape: Tape | None, name: str) -> bool:
    """Whether a name is of something that a run computes or is given, and that may be another: no gradient."""
    if tape is None:
        return False
    graph = tape.model.graph
    return name in graph.streams or name in graph.parameters or name in graph.named


def set_override(session: Session, one: Override) -> str:
    """Put an override into the draft, instead of one of the same place; "" if it is there, else what is wrong with it,
    and then everything stays as it was."""
    tape = session.tape
    if tape is None:
        return ""
    try:
        check(tape.model, given(tape), tape.initial, lengths(tape), one)
    except DataError as error:
        return str(error)
    others = tuple(each for each in session.draft.overrides if not covers(one, each))
    session.edit(overrides=(*others, one))
    return ""


def covers(one: Override, other: Override) -> bool:
    """Whether nothing of another override is in force any more where this one is."""
    return (one.name, one.timestep) == (other.name, other.timestep) and one.unit in (None, other.unit)


def remove(session: Session, one: Override) -> None:
    """Take an override out of the draft."""
    session.edit(overrides=tuple(each for each in session.draft.overrides if each != one))


def clear(session: Session) -> None:
    """Take all overrides out of the draft."""
    session.edit(overrides=())


def in_force(tape: Tape | None, one: Override) -> bool:
    """Whether the run has a place for an override: another text may be shorter, other equations have other values."""
    return tape is not None and one in tape.overrides


def at_place(session: Session, name: str, timestep: int | None, unit: tuple[int, ...] | None) -> Override | None:
    """The override of just this place; None where there is none."""
    place = (name, timestep, unit)
    return next((one for one in session.draft.overrides if (one.name, one.timestep, one.unit) == place), None)


def current_value(tape: Tape, name: str, timestep: int, unit: tuple[int, ...] | None) -> Value:
    """The value that a run has at a place, as an override has it."""
    parameter = tape.model.graph.parameters.get(name)
    row = tape.parameters[name] if parameter is not None and not parameter.untied else tape.value(name, timestep)
    return plain((row if unit is None else row[unit]).tolist())


def selected_place(session: Session) -> tuple[str, int, tuple[int, ...] | None] | None:
    """What is selected, at its timestep or the cursor's, if it can be overridden; else None."""
    tape, selection = session.tape, session.selection
    if tape is None or not can_override(tape, selection.name):
        return None
    timestep = selection.timestep
    if timestep is None:
        timestep = tape.moment(max(1, session.cursor.begun)).timestep if tape.stops > 1 else 1
    shape = tape.model.graph.shape(selection.name)
    unit = selection.unit if selection.unit is not None and len(selection.unit) == len(shape) else None
    return selection.name, timestep, unit
