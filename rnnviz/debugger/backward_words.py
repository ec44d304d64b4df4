"""Where the gradients of a timestep of the backward pass come from, and what joins the sum, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.debugger.clauses import extent_of, few, is_computed, listed, names_at
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Tape
    from rnnviz.equations import Equation


def backward(tape: Tape, position: int, moment: Moment, parameter: str) -> Sentence:
    """Where the gradient of each state came from, and what joined the sum that is watched."""
    t = moment.timestep
    clauses = [_origin(tape, state, t) for state in _states(tape, moment)]
    if not clauses:
        names = [name for name in names_at(tape, moment) if name.removeprefix("d") not in tape.parameters]
        if names:
            template = QT_TRANSLATE_NOOP("Narration", "computed {names}")
            clauses.append(Sentence(template, {"names": few(names, t)}))
    if is_computed(tape, moment, f"d{parameter}") and tape.graph.parameters[parameter].untied:
        template = QT_TRANSLATE_NOOP("Narration", "computed {names}")
        clauses.append(Sentence(template, {"names": f"d{parameter}[{t}]"}))
    elif is_computed(tape, moment, f"d{parameter}"):
        values = {
            "name": f"d{parameter}[{t}]",
            "count": len(tape.known(f"d{parameter}", position)),
            "all": len(tape.span(f"d{parameter}")),
        }
        template = QT_TRANSLATE_NOOP("Narration", "{name} joined the sum: {count} of {all} summed")
        clauses.append(Sentence(template, values))
    return listed(clauses)


def _origin(tape: Tape, state: str, timestep: int) -> Sentence:
    """Who reads a state at this timestep, and so sends gradient back to it."""
    graph = tape.graph
    sources = []
    cut = False
    for user, lag in sorted(graph.users(state), key=lambda use: abs(use[1])):
        at = timestep - lag
        if tape.model.free_running is not None and user == tape.model.free_running.x:
            continue  # a choice sends nothing back
        line = _line_at(tape, user, at)
        if line is None or not any((read.name, read.lag) == (state, lag) for read in line.reads):
            continue
        if user not in graph.losses and f"d{user}" not in tape.adjoint:
            continue
        if lag and tape.truncate and (timestep - 1) // tape.truncate != (at - 1) // tape.truncate:
            cut = True
            continue
        sources += [f"{name}[{at}]" for name in line.names]
    values: dict[str, object] = {"name": f"d{state}[{timestep}]", "sources": ", ".join(sources)}
    if cut and sources:
        return Sentence(
            QT_TRANSLATE_NOOP("Narration", "{name} came from {sources} alone: the pass is cut here"), values
        )
    if cut:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} is zero: the pass is cut here"), values)
    if not sources:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} is zero: nothing reads it"), values)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} came from {sources}"), values)


def _line_at(tape: Tape, name: str, timestep: int) -> Equation | None:
    """The equation that gives a name its value at a timestep; None where none does."""
    lines = (line for line in tape.graph.equations if name in line.names and timestep in extent_of(tape, line))
    return next(lines, None)


def gradients_to_come(tape: Tape, moment: Moment, parameter: str) -> Sentence:
    t = moment.timestep
    names = [f"d{state}" for state in _states(tape, moment)]
    names = names or [name for name in names_at(tape, moment) if name.removeprefix("d") not in tape.parameters]
    clauses = []
    if names:
        template = QT_TRANSLATE_NOOP("Narration", "compute {names}")
        clauses.append(Sentence(template, {"names": few(names, t)}))
    if is_computed(tape, moment, f"d{parameter}") and tape.graph.parameters[parameter].untied:
        template = QT_TRANSLATE_NOOP("Narration", "compute {names}")
        clauses.append(Sentence(template, {"names": f"d{parameter}[{t}]"}))
    elif is_computed(tape, moment, f"d{parameter}"):
        template = QT_TRANSLATE_NOOP("Narration", "add {name} to the sum")
        clauses.append(Sentence(template, {"name": f"d{parameter}[{t}]"}))
    return listed(clauses)


def _states(tape: Tape, moment: Moment) -> list[str]:
    """The states whose gradient this timestep computes, in the order of computing."""
    states = tape.model.as_taught.graph.states
    return [
        name.removeprefix("d")
        for name in moment.pass_.equations
        if name.removeprefix("d") in states and is_computed(tape, moment, name)
    ]
