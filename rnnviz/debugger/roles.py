"""What an operation without a name of its own is to the equation that it stands in, in words: the language gives it a
reserved name (`h.4`, its gradient `dh.4`), which nobody has written and which says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations import Read
from rnnviz.equations.added_names import AT, in_force, is_usual
from rnnviz.equations.operations import TABLE

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.equations import Equation, Graph, Operation

_RESERVED = re.compile(r"(?P<name>[^\W\d]\w*(?:\.\d+)+)(?:\[(?P<timestep>\d+)\])?")
_SUMS = ("add", "subtract", "negative")
_PRODUCTS = ("multiply", "divide", "matmul", "dot", "outer")


def role(tape: Tape, name: str, timestep: int | None = None) -> Sentence | None:
    """What `name` is: "the argument of tanh in h[3]", "a term of y[3]", "the gradient at …"; None for a name that the
    text itself has, and for the gradient of one. Without a timestep the brackets are left out."""
    name = tape.adjoint.aliases.get(name, name).removesuffix(".total")
    if "." not in name:
        return None
    if is_usual(name) or AT in name:
        words = QT_TRANSLATE_NOOP("Narration", "what the equation of {name} says, had nothing been set by hand")
        return Sentence(words, {"name": _at(tape.graph, in_force(name), timestep)})
    if name in tape.graph.definitions:
        return _in_graph(tape.graph, name, timestep)
    if name not in tape.adjoint.definitions:
        return None
    if name[1:] in tape.graph.definitions:
        where = _in_graph(tape.graph, name[1:], timestep)
        if _is_argument(where):
            return Sentence(QT_TRANSLATE_NOOP("Narration", "the gradient at {where}"), {"where": where})
        values: dict[str, object] = {"text": written(tape.graph, name[1:], timestep), "where": where}
        return Sentence(QT_TRANSLATE_NOOP("Narration", "the gradient at {text}, {where}"), values)
    owner = tape.adjoint.equation(name).name
    whole = role(tape, owner, timestep) if owner != name else _at(tape.adjoint, name.partition(".")[0], timestep)
    whole = whole or _at(tape.adjoint, owner, timestep)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "a part of {whole}"), {"whole": whole})


def legend(tape: Tape, name: str, timestep: int | None) -> Sentence | None:
    """The same with what it computes: "h.4[3] = W_hh @ h[2] + b_h, the argument of tanh in h[3]"."""
    what = role(tape, name, timestep)
    if what is None:
        return None
    graph = tape.graph if name in tape.graph.definitions else tape.adjoint
    values: dict[str, object] = {"name": _at(graph, name, timestep), "what": what}
    if graph is tape.adjoint and name[1:] in tape.graph.definitions:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{name}: {what}"), values)
    values["text"] = written(graph, name, timestep)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} = {text}, {what}"), values)


def legends(tape: Tape, text: str) -> list[Sentence]:
    """What every name in a text says that nobody has given, each once; with its timestep where it has one."""
    found: dict[str, Sentence] = {}
    for match in _RESERVED.finditer(text):
        name, timestep = match["name"], match["timestep"]
        words = legend(tape, name, int(timestep) if timestep else None)
        if words is not None:
            found.setdefault(match[0], words)
    return list(found.values())


def written(graph: Graph, name: str, timestep: int | None) -> str:
    """The expression of an operation, with this timestep in its brackets."""

    def leaf(read: Read) -> str:
        return _at(graph, read.name, None if timestep is None else timestep + read.lag)

    return graph.expression(name, leaf if timestep is not None else None)


def _is_argument(where: Sentence) -> bool:
    return "function" in where.values


def _in_graph(graph: Graph, name: str, timestep: int | None) -> Sentence:
    equation = graph.equation(name)
    top, reader = _top_of_sum(equation, name)
    values: dict[str, object] = {"whole": ", ".join(_at(graph, one, timestep) for one in equation.names)}
    if reader is None:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "a part of {whole}"), values)
    is_named = reader.name in equation.names
    if reader.kind in _SUMS:  # of the named value itself
        return Sentence(QT_TRANSLATE_NOOP("Narration", "a term of {whole}"), values)
    if reader.kind in _PRODUCTS:
        if is_named and top == name:
            return Sentence(QT_TRANSLATE_NOOP("Narration", "a factor of {whole}"), values)
        return Sentence(QT_TRANSLATE_NOOP("Narration", "a part of {whole}"), values)
    values["function"] = reader.kind
    words = QT_TRANSLATE_NOOP("Narration", "an argument of {function} in {whole}")
    if len(TABLE[reader.kind].operands) == 1 or len(reader.inputs) == 1:
        words = QT_TRANSLATE_NOOP("Narration", "the argument of {function} in {whole}")
    argument = Sentence(words, values)
    if top == name:
        return argument
    return Sentence(QT_TRANSLATE_NOOP("Narration", "a term of {whole}"), {"whole": argument})


def _top_of_sum(equation: Equation, name: str) -> tuple[str, Operation | None]:
    """The outermost unnamed sum of which an operation is a term (or itself), and who reads that; a sum that has the
    equation's own name is the reader."""
    while True:
        reader = next((one for one in equation.operations if any(read.name == name for read in one.reads)), None)
        if reader is None or reader.kind not in _SUMS or reader.name in equation.names:
            return name, reader
        name = reader.name


def _at(graph: Graph, name: str, timestep: int | None) -> str:
    return f"{name}[{timestep}]" if timestep is not None and graph.timed(name) else name
