"""From a graph back to text: the expression of an operation, and the text of its equation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import copysign

from rnnviz.equations.added_names import chooses
from rnnviz.equations.graph import Graph, Input, Leaf, Operation, Read, remembered
from rnnviz.equations.operations import TABLE

ATOM = 6


def number(value: float) -> str:
    whole = value == int(value) and abs(value) < 1e15 and (value or copysign(1, value) > 0)
    return str(int(value)) if whole else repr(value)


def read_text(read: Read, timed: bool) -> str:
    name = read.name.removesuffix(".total")
    if not timed:
        return name
    return f"{name}[t{read.lag:+d}]" if read.lag else f"{name}[t]"


class Printer:
    """Prints operations. `find(read, reader)` gives the unnamed operation to be written out in place of a read, or None
    where the read is a leaf."""

    def __init__(self, find: Callable[[Read, Operation], Operation | None], leaf: Leaf) -> None:
        self.find, self.leaf = find, leaf

    def operand(self, operation: Operation, position: int, lag: int, strength: int) -> str:
        read: Input = operation.inputs[position]
        if not isinstance(read, Read):
            text = number(read)
            own = 4 if text.startswith("-") else ATOM
        else:
            inner = self.find(read, operation)
            if inner is None:
                return self.leaf(read.shifted(lag))
            text, own = self.operation(inner, lag + read.lag)
        return f"({text})" if own < strength else text

    def operation(self, operation: Operation, lag: int = 0) -> tuple[str, int]:
        """The text of an operation, and how strongly its outermost symbol binds."""
        row = TABLE[operation.kind]
        if row.kind == "copy" or chooses(operation):
            read = operation.inputs[-1]
            inner = self.find(read, operation) if isinstance(read, Read) else None
            if inner is not None:
                return self.operation(inner, lag)
            return self.operand(operation, len(operation.inputs) - 1, lag, 0), ATOM
        if row.infix:
            symbol, strength = row.infix
            if row.operands[1] == 1:
                return symbol + self.operand(operation, 0, lag, strength), strength
            if symbol == "**":
                return f"{self.operand(operation, 0, lag, ATOM)} ** {self.operand(operation, 1, lag, 4)}", strength
            left = strength + 1 if strength == 1 else strength
            return (
                f"{self.operand(operation, 0, lag, left)} {symbol} {self.operand(operation, 1, lag, strength + 1)}",
                strength,
            )
        if row.kind == "transpose":
            return self.operand(operation, 0, lag, ATOM) + ".T", ATOM
        if row.kind == "take":
            return f"{self.operand(operation, 0, lag, ATOM)}[{', '.join(map(item, operation.attributes))}]", ATOM
        inputs = [self.operand(operation, i, lag, 0) for i in range(len(operation.inputs))]
        return f"{row.kind}({', '.join(inputs + constants(operation))})", ATOM


def item(one: object) -> str:
    if isinstance(one, tuple):
        return ":".join("" if end is None else str(end) for end in one)
    return str(one)


def constants(operation: Operation) -> list[str]:
    row, attributes = TABLE[operation.kind], operation.attributes
    if row.kind == "split":
        return [str(attributes[1])]
    if row.kind == "spread":
        return [str(size) for size in attributes[1:]] + ([] if attributes[0] is None else [f"axis={attributes[0]}"])
    if row.constants == ("axis", "keep"):
        return [f"axis={attributes[0]}"] + ["keep=1"] * bool(attributes[1]) if attributes else []
    return [str(attribute) for attribute in attributes] if row.constants else []


def printer(
    operations: Sequence[Operation], timed: Callable[[str], bool], leaf: Leaf | None, named: Sequence[str]
) -> Printer:
    """A printer of one equation: what `operations` define and `named` does not list is written out in place."""
    inner: Mapping[str, Operation] = {one.name: one for one in operations if one.name not in named}

    def find(read: Read, reader: Operation) -> Operation | None:
        return inner.get(read.name)

    def default(read: Read) -> str:
        return read_text(read, timed(read.name))

    return Printer(find, leaf or default)


def equation_text(operations: Sequence[Operation], names: Sequence[str], timed: Callable[[str], bool]) -> str:
    """One line: the names on the left, the expression on the right."""
    last = operations[-1]
    left = ", ".join(read_text(Read(name), last.timed) for name in names)
    return f"{left} = {printer(operations, timed, None, names).operation(last)[0]}"


def expression(graph: Graph, name: str, leaf: Leaf | None, segment: int | None) -> str:
    """The right side of the equation of `name`, or of one unnamed operation; KeyError if nothing defines it."""
    pieces, reads = _pieces(graph, name, segment)
    if leaf is None:
        words = [read_text(read, graph.timed(read.name)) for read in reads]
    else:
        words = [leaf(read) for read in reads]
    return pieces[0] + "".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


_GAP = "\0"  # never in an equation


@remembered
def _pieces(graph: Graph, name: str, segment: int | None) -> tuple[tuple[str, ...], tuple[Read, ...]]:
    """An expression in pieces, and what is read between them: it is printed again for every timestep looked at."""
    reads: list[Read] = []

    def gap(read: Read) -> str:
        reads.append(read)
        return _GAP

    equation, operation = graph.places[name, segment]
    text = printer(equation.operations, graph.timed, gap, equation.names).operation(operation)[0]
    return tuple(text.split(_GAP)), tuple(reads)


def graph_text(graph_lines: Sequence[tuple[str, str]], declarations: Sequence[str]) -> str:
    """A whole text from (segment, equation) pairs: declarations lead, headers stand over indented equations."""
    lines = list(declarations)
    current = ""
    for segment, text in graph_lines:
        if segment and segment != current:
            lines.append(f"{segment}:")
            current = segment
        lines.append(f"    {text}" if segment else text)
    return "\n".join(lines)
