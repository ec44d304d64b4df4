"""Inside a timestep: what the last operation did and what the next one will do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.clauses import when
from rnnviz.debugger.numbers import brief
from rnnviz.debugger.roles import role
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.equations import Read
from rnnviz.equations.added_names import CROSSING, is_added
from rnnviz.equations.text import Printer

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Tape
    from rnnviz.equations import Graph, Operation


def operation_done(tape: Tape, cursor: Cursor) -> Sentence:
    """The operation that has just been done, with its value; `cursor` stands inside a timestep."""
    moment = tape.moment(cursor.position + 1)
    operation = operations(tape, cursor.position)[cursor.inside - 1]
    value = tape.value(operation.name, moment.timestep)
    template = QT_TRANSLATE_NOOP("Narration", "{equation} = {value}")
    if value.ndim > 1:
        template = QT_TRANSLATE_NOOP("Narration", "{equation} {shape}")
    words = {"equation": equation(tape, moment, operation), "value": brief(value), "shape": brief(value)}
    return _told(tape, moment, operation, Sentence(template, words))


def operation_to_come(tape: Tape, cursor: Cursor) -> Sentence:
    """The operation that a step into the timestep will do."""
    moment = tape.moment(cursor.position + 1)
    operation = operations(tape, cursor.position)[cursor.inside]
    return _told(tape, moment, operation, equation(tape, moment, operation))


def equation(tape: Tape, moment: Moment, operation: Operation) -> str:
    """One operation and what it reads, each with its timestep: `h.3[3] = h.1[3] + h.2[3]`."""
    graph, t = tape.graph if moment.pass_.phase == "forward" else tape.adjoint, moment.timestep
    left = f"{operation.name}[{t}]" if operation.timed else operation.name
    values: dict[str, object] = {"left": left, "right": _right_side(graph, operation, t)}
    which = choice(operation)
    if which is None:
        return "{left} = {right}".format(**values)
    values["right"] = _leaf(graph, operation.reads[-1], t)
    chosen = np.asarray(tape.value(which.name, t)) != 0
    if not chosen.any():
        return "{left} = {right}".format(**values)
    if which.name.endswith(CROSSING):
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{left} = 0 (nothing is carried across the cut)"), values)
    if graph is tape.adjoint:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{left} = {right} (0 where it was set by hand)"), values)
    if chosen.all():
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{left} = what was set by hand"), values)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{left} = {right} (in part set by hand)"), values)


def choice(operation: Operation) -> Read | None:
    """What tells an operation whether a value is overridden or a cut crossed; None for one of the text's own."""
    which = operation.inputs[0] if operation.kind == "where" else None
    return which if isinstance(which, Read) and is_added(which.name) else None


def _told(tape: Tape, moment: Moment, operation: Operation, what: object) -> Sentence:
    values: dict[str, object] = {"when": when(moment), "what": what}
    place = role(tape, operation.name)
    if place is not None:
        values["what"] = Sentence(QT_TRANSLATE_NOOP("Narration", "{what}, {role}"), {"what": what, "role": place})
    if operation.forward is None:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}"), values)
    values["forward"] = _forward(tape, operation.forward, moment.timestep)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}, by the rule of {forward}"), values)


def _forward(tape: Tape, name: str, timestep: int) -> str:
    """The forward operation that a backward one belongs to; a parameter or a stream is its own name."""
    found = tape.graph.definitions.get(name, ())
    here = [one for one in found if timestep in range(*_ends(tape, one.segment))] or list(found)
    return f"{name} = {_right_side(tape.graph, here[0], timestep)}" if here else name


def _ends(tape: Tape, segment: int) -> tuple[int, int]:
    first, last = tape.extent.ranges[segment]
    return first, last + 1


def _right_side(graph: Graph, operation: Operation, timestep: int) -> str:
    def leaf(read: Read) -> str:
        return _leaf(graph, read, timestep)

    def inside(read: Read, reader: Operation) -> Operation | None:
        # Every operation stands by itself; but what is made of parameters alone (`W_hh.T`) is no step, and written out.
        found = graph.definitions.get(read.name, ())
        return next((one for one in found if not one.timed and "." in one.name), None)

    return Printer(inside, leaf).operation(operation)[0]


def _leaf(graph: Graph, read: Read, timestep: int) -> str:
    return f"{read.name}[{timestep + read.lag}]" if graph.timed(read.name) else read.name.removesuffix(".total")
