"""The adjoint equations: the gradient of the total loss at every value, derived symbolically.

For each value, the sum over its users of that user's rule, read at the opposite lag. Rules are texts of the language
(see `operations`), so that the result is again a graph of the language. A parameter's `dW[t]` is what timestep t
contributes; `dW = total(dW[t])` is its gradient.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import pairwise
from typing import cast

from rnnviz.equations.adjoint_equations import AdjointEquation, Contribution, gradient_name
from rnnviz.equations.errors import Place
from rnnviz.equations.graph import Equation, Graph, Operation, Read, Shape
from rnnviz.equations.kernels import Signature
from rnnviz.equations.operations import TABLE
from rnnviz.equations.syntax import Expression, Reader, Term, parse_python
from rnnviz.equations.text import graph_text


def adjoint(graph: Graph) -> Graph:
    """The adjoint equations of a forward graph; without a loss there are none, and the graph is empty."""
    return Differentiator(graph).graph()


class Differentiator:
    def __init__(self, forward: Graph) -> None:
        self.forward = forward
        self.shapes: dict[str, Shape] = {}
        self.timed: dict[str, bool] = {}
        self.alias: dict[str, Read] = {}
        self.sent: dict[str, list[Contribution]] = {}
        self.equations: list[Equation] = []
        self.counts: dict[str, int] = {}
        for operation in forward.operations:
            base, _, last = operation.name.rpartition(".")
            if base and last.isdigit():
                gradient = gradient_name(base)
                self.counts[gradient] = max(self.counts.get(gradient, 0), int(last))

    def graph(self) -> Graph:
        self.collect()
        forward = self.forward
        order = [operation for one in reversed(forward.equations) for operation in reversed(one.operations)]
        for operation in order:
            self.define(operation)
        for name, stream in forward.streams.items():
            if not stream.index:
                for segment in stream.segments:
                    self.write(name, self.received(name, segment), segment)
        tied = []
        for name, parameter in forward.parameters.items():
            if parameter.state is None and self.write_by_segment(name) and not parameter.untied:
                tied.append(name)
        for name in tied:
            self.write_total(name)
        self.equations.sort(key=lambda one: self.segment_number(one))
        text = graph_text([(one.segment, one.text) for one in self.equations], [])
        aliases = {gradient_name(name): read.name for name, read in self.alias.items()}
        return Graph(tuple(self.equations), {}, {}, (), forward.segments, text, forward=forward, aliases=aliases)

    def segment_number(self, one: Equation) -> int:
        return -self.forward.segments.index(one.segment) if one.timed else 1

    # What every operation sends to its inputs

    def reached(self) -> set[int]:
        """The operations, by identity, from which a loss can be reached through derivatives."""
        found: set[int] = set()
        waiting = [operation for operation in self.forward.operations if operation.name in self.forward.losses]
        while waiting:
            operation = waiting.pop()
            if id(operation) in found:
                continue
            found.add(id(operation))
            for text, one in zip(self.rules(operation), operation.inputs, strict=True):
                if isinstance(one, Read) and text is not None:
                    waiting.extend(self.visible(operation, one))
        return found

    def visible(self, reader: Operation, read: Read) -> list[Operation]:
        """The definitions whose rows `reader` can see through `read`."""
        found = []
        for other in self.forward.definitions.get(read.name, ()):
            across = other.segment - reader.segment
            if not other.timed or across == 0 or across * read.lag > 0:
                found.append(other)
        return found

    def rules(self, operation: Operation) -> tuple[str | None, ...]:
        if operation.index:
            return (None,) * len(operation.inputs)
        return TABLE[operation.kind].adjoint(signature(operation, self.forward.shape, self.forward.timed))

    def collect(self) -> None:
        reached = self.reached()
        backwards = [one for equation in reversed(self.forward.equations) for one in reversed(equation.operations)]
        for operation in self.users_first([one for one in backwards if id(one) in reached]):
            self.send(operation)

    def users_first(self, operations: list[Operation]) -> list[Operation]:
        """The operations in their order, but none on parameters alone before all that read it: what these send back
        tells in which segments it has a gradient, and equations may stand in any order."""
        users: dict[str, list[Operation]] = {}
        for operation in operations:
            for read in operation.reads:
                users.setdefault(read.name, []).append(operation)
        found: dict[int, Operation] = {}

        def early(operation: Operation) -> bool:
            return not operation.timed and any(id(user) not in found for user in users.get(operation.name, ()))

        while operations:
            for one in operations:
                if not early(one):
                    found[id(one)] = one
            operations = [one for one in operations if id(one) not in found]
        return list(found.values())

    def send(self, operation: Operation) -> None:
        self.settle_alias(operation)
        gradient = self.alias.get(operation.name, Read(gradient_name(operation.name)))
        self.shapes[gradient_name(operation.name)] = operation.shape
        self.timed[gradient_name(operation.name)] = True
        segments = [operation.segment]
        if not operation.timed:
            segments = sorted({one.segment for one in self.sent.get(operation.name, ())})
        for text, one in zip(self.rules(operation), operation.inputs, strict=True):
            if not isinstance(one, Read) or text is None or self.forward.index(one.name):
                continue
            if one.name in self.forward.definitions and not self.visible(operation, one):
                continue
            value = self.fit(self.rule(operation, text, gradient), self.forward.shape(one.name))
            for segment in segments:
                self.sent.setdefault(one.name, []).append(Contribution(value, -one.lag, segment, operation))

    def settle_alias(self, operation: Operation) -> None:
        """An unnamed operation whose gradient is just another's needs no name of its own."""
        sent = self.sent.get(operation.name, [])
        if operation.name in self.forward.named or len(sent) != 1:
            return
        value = sent[0].value
        if isinstance(value, Read) and not sent[0].lag and self.shape(value) == operation.shape:
            self.alias[operation.name] = value

    def rule(self, operation: Operation, text: str, gradient: Read) -> Expression:
        operands: dict[str, Expression] = dict(zip("abc", operation.inputs, strict=False))
        operands |= {"y": Read(operation.name), "g": gradient}

        def resolve(name: str, lag: int | None, place: Place) -> Expression:
            return operands[name]

        tree = parse_python(text, "eval")
        assert isinstance(tree, ast.Expression)
        return Reader(text, 0, 0, resolve).expression(tree.body)

    def fit(self, value: Expression, wanted: Shape) -> Expression:
        """The value summed to the operand's shape, where broadcasting had stretched the operand."""
        if self.shape(value) == wanted:
            return value
        if wanted == ():
            return Term("sum", (value,), (), Place())
        return Term("sum_to", (value,), wanted, Place())

    def shape(self, value: Expression) -> Shape:
        if isinstance(value, Read):
            return self.shapes[value.name] if value.name in self.shapes else self.forward.shape(value.name)
        if isinstance(value, Term):
            return TABLE[value.kind].shape([self.shape(one) for one in value.operands], value.attributes)
        return ()

    def is_timed(self, name: str) -> bool:
        return self.timed[name] if name in self.timed else self.forward.timed(name)

    # Equations

    def define(self, operation: Operation) -> None:
        name = operation.name
        if name in self.alias:
            return
        if not operation.timed:
            self.write_by_segment(name)
            return
        received = self.received(name, operation.segment)
        if name in self.forward.losses:
            received = [Contribution(1.0, 0, operation.segment, operation), *received]
        self.write(name, received, operation.segment)

    def write_by_segment(self, name: str) -> bool:
        segments = sorted({one.segment for one in self.sent.get(name, ())})
        for segment in segments:
            self.write(name, [one for one in self.sent[name] if one.segment == segment], segment)
        return bool(segments)

    def received(self, name: str, segment: int) -> list[Contribution]:
        """What reaches the rows of `name` that stand in a segment, the present timestep's first."""
        found = [
            one for one in self.sent.get(name, ()) if one.segment == segment or (one.segment - segment) * one.lag > 0
        ]
        return sorted(found, key=lambda one: abs(one.lag))

    def write(self, name: str, received: list[Contribution], segment: int) -> None:
        if received:
            received = joined(received, self.forward.shape(name))
            self.equations.extend(AdjointEquation(self, name, received, segment).equations())

    def write_total(self, name: str) -> None:
        gradient = gradient_name(name)
        shape = self.forward.shape(name)
        total = Operation(f"{gradient}.total", "total", (Read(gradient),), (), shape, False, forward=name)
        text = f"{gradient} = total({gradient}[t])"
        self.equations.append(Equation((total.name,), (total,), (Read(gradient),), (), "", 0, text, False))


def joined(received: list[Contribution], shape: Shape) -> list[Contribution]:
    """Parts that were placed side by side and fill the whole become one concat."""
    parts: list[tuple[int, int, Contribution, Term]] = []
    for one in received:
        if isinstance(one.value, Term) and one.value.kind == "place" and not one.lag:
            (start, stop, _), *rest = cast(tuple[tuple[int, int, int], ...], one.value.attributes)
            if all(first == 0 and last == size for first, last, size in rest):
                parts.append((start, stop, one, one.value))
    parts.sort(key=lambda part: part[:2])
    if len(parts) < 2 or parts[0][0] != 0 or parts[-1][1] != shape[0]:
        return received
    if any(left[1] != right[0] for left, right in pairwise(parts)):
        return received
    if len({part[2].segment for part in parts}) > 1:
        return received
    value = Term("concat", tuple(part[3].operands[0] for part in parts), (), Place())
    rest_of_them = [one for one in received if not any(one is part[2] for part in parts)]
    return [Contribution(value, 0, parts[0][2].segment, parts[0][2].user), *rest_of_them]


def signature(operation: Operation, shape: Callable[[str], Shape], timed: Callable[[str], bool]) -> Signature:
    """What kernels and rules know of an operation."""
    return Signature(
        tuple(shape(one.name) if isinstance(one, Read) else () for one in operation.inputs),
        tuple(isinstance(one, Read) and timed(one.name) for one in operation.inputs),
        operation.attributes,
        operation.shape,
        tuple(None if isinstance(one, Read) else one for one in operation.inputs),
    )
