"""One adjoint equation: a sum of what the users of a value send back, as operations and as a line of text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from rnnviz.equations.graph import Equation, Graph, Input, Operation, Read, Shape
from rnnviz.equations.operations import TABLE
from rnnviz.equations.syntax import Expression, Term
from rnnviz.equations.text import number, printer, read_text


def gradient_name(name: str) -> str:
    """`dh` of `h`, `dh.2` of the unnamed operation `h.2`, `dh[0]` of the learned initial state `h[0]`."""
    return f"d{name}"


@dataclass(frozen=True)
class Contribution:
    """What one user of a value sends back: an expression at the user's own timestep, read at `lag`."""

    value: Expression
    lag: int
    segment: int
    user: Operation


class Derivation(Protocol):
    """What is known of all adjoint equations while one is written: shapes, and how many operations a name has."""

    forward: Graph
    shapes: dict[str, Shape]
    timed: dict[str, bool]
    counts: dict[str, int]

    def shape(self, value: Expression) -> Shape: ...

    def is_timed(self, name: str) -> bool: ...


class AdjointEquation:
    """The equation of the gradient at `name` in one segment. What it would compute twice, it computes once."""

    def __init__(self, whole: Derivation, name: str, received: list[Contribution], segment: int) -> None:
        self.whole, self.name, self.received, self.segment = whole, name, received, segment
        self.gradient = gradient_name(name)
        self.operations: list[Operation] = []
        self.made: dict[object, Read] = {}
        self.apart: list[Equation] = []
        self.named: dict[int, Read] = {}

    def equations(self) -> list[Equation]:
        """The equation itself, behind those of its terms that need a name of their own."""
        whole = self.equation()
        return [*self.apart, whole]

    def equation(self) -> Equation:
        shape = self.whole.forward.shape(self.name)
        terms = [self.term(one) for one in self.received]
        total, taken = terms[0], None
        for term in terms[1:-1]:
            total = self.add("add", (total, term), self.segment, self.name)
        if len(terms) > 1:
            last = self.make("add", (total, terms[-1]), (), self.segment, self.name)
        else:
            taken = self.taken(terms[0])
            last = taken or self.make("copy", (terms[0],), (), self.segment, self.name)
        last = replace(last, name=self.gradient, timed=True, shape=shape, forward=self.name)
        self.whole.shapes[self.gradient] = shape
        self.whole.timed[self.gradient] = True
        operations = (*self.operations, last)
        reads, parameters = self.reads(operations)
        forward = self.whole.forward
        line = forward.equation(self.name).line if self.name in forward.definitions else 0
        return Equation(
            (self.gradient,), operations, reads, parameters, forward.segments[self.segment], line, self.text(),
            terms=(Read(self.gradient),) if len(terms) == 1 and taken else tuple(terms),
        )  # fmt: skip

    def term(self, one: Contribution) -> Input:
        if one.lag and self.needs_its_own_timestep(one.value):
            return self.named_term(one).shifted(one.lag)
        value = self.flatten(one.value, one)
        if not isinstance(value, Read) or not one.lag:
            return value
        if len(self.whole.forward.segments) > 1 and value.name not in {made.name for made in self.operations}:
            # A name that several segments define has one array: each segment's rows come by that segment's own term.
            value = self.add("copy", (value,), one.segment, one.user.name)
        return value.shifted(one.lag)

    def needs_its_own_timestep(self, value: Expression) -> bool:
        """Whether an expression may be undefined where its operands read as zero, outside their timesteps."""
        if not isinstance(value, Term):
            return False
        risky = {"divide": value.operands[1:], "power": value.operands, "log": value.operands, "sqrt": value.operands}
        return any(map(self.reads_time, risky.get(value.kind, ()))) or any(
            map(self.needs_its_own_timestep, value.operands)
        )

    def reads_time(self, value: Expression) -> bool:
        if isinstance(value, Term):
            return any(map(self.reads_time, value.operands))
        return isinstance(value, Read) and self.whole.is_timed(value.name)

    def named_term(self, one: Contribution) -> Read:
        """A term as an equation of its own, evaluated at its user's timestep and only then read at a lag."""
        kept = self.operations, self.made
        self.operations, self.made = [], {}
        value = self.flatten(one.value, one)
        assert isinstance(value, Read)
        operations = tuple(self.operations)
        self.operations, self.made = kept
        self.named[id(one)] = value
        reads, parameters = self.reads(operations)
        segment = self.whole.forward.segments[one.segment]
        text = f"{read_text(value, True)} = {self.term_text(one.value, 0)}"
        self.apart.append(Equation((value.name,), operations, reads, parameters, segment, one.user.line, text))
        return value

    def flatten(self, value: Expression, one: Contribution) -> Input:
        if not isinstance(value, Term):
            return value
        inputs = tuple(self.flatten(operand, one) for operand in value.operands)
        return self.add(value.kind, inputs, one.segment, one.user.name, value.attributes)

    def add(
        self, kind: str, inputs: tuple[Input, ...], segment: int, forward: str, attributes: tuple[object, ...] = ()
    ) -> Read:
        key = (kind, inputs, attributes, segment)
        if key not in self.made:
            count = self.whole.counts.get(self.gradient, 0) + 1
            self.whole.counts[self.gradient] = count
            operation = replace(self.make(kind, inputs, attributes, segment, forward), name=f"{self.gradient}.{count}")
            self.whole.shapes[operation.name] = operation.shape
            self.whole.timed[operation.name] = operation.timed
            self.operations.append(operation)
            self.made[key] = Read(operation.name)
        return self.made[key]

    def make(
        self, kind: str, inputs: tuple[Input, ...], attributes: tuple[object, ...], segment: int, forward: str
    ) -> Operation:
        timed = any(isinstance(one, Read) and self.whole.is_timed(one.name) for one in inputs)
        shape = TABLE[kind].shape([self.whole.shape(one) for one in inputs], attributes)
        return Operation("", kind, inputs, attributes, shape, timed, segment=segment, forward=forward)

    def taken(self, term: Input) -> Operation | None:
        """The operation behind a sole term, taken out to be the named one; None if the term is no operation's here."""
        if not isinstance(term, Read) or term.lag or not self.operations or self.operations[-1].name != term.name:
            return None
        last = self.operations.pop()
        del self.whole.shapes[last.name], self.whole.timed[last.name]
        self.whole.counts[self.gradient] -= 1
        return last

    def reads(self, operations: tuple[Operation, ...]) -> tuple[tuple[Read, ...], tuple[str, ...]]:
        """What the line reads, at the lags at which it reads it, and the parameters."""
        inner = {operation.name for operation in operations[:-1]}
        ahead = dict.fromkeys(inner, 0)
        for operation in reversed(operations):
            for read in operation.reads:
                if read.name in inner:
                    ahead[read.name] = read.lag + ahead.get(operation.name, 0)
        reads: dict[Read, None] = {}
        parameters: dict[str, None] = {}
        for operation in operations:
            for read in operation.reads:
                if read.name in self.whole.forward.parameters:
                    parameters[read.name] = None
                elif read.name not in inner:
                    reads[read.shifted(ahead.get(operation.name, 0))] = None
        return tuple(reads), tuple(parameters)

    def text(self) -> str:
        """The line. Two segments' terms that read alike are one term of the text: a name has one row a timestep,
        whichever segment made it."""
        seen: dict[str, set[int]] = {}
        line = ""
        for one in self.received:
            part = self.term_text(self.named.get(id(one), one.value), one.lag)
            segments = seen.setdefault(part, set())
            if not segments or one.segment in segments:
                line += part if not line else f" - {part[1:]}" if part.startswith("-") else f" + {part}"
            segments.add(one.segment)
        return f"{read_text(Read(self.gradient), True)} = {line}"

    def term_text(self, value: Expression, lag: int) -> str:
        """One term of the sum, with every read `lag` timesteps on."""
        if isinstance(value, Read):
            return read_text(value.shifted(lag), self.whole.is_timed(value.name))
        if not isinstance(value, Term):
            return number(value)
        operations: list[Operation] = []

        def flatten(one: Expression) -> Input:
            if not isinstance(one, Term):
                return one
            inputs = tuple(flatten(operand) for operand in one.operands)
            operations.append(Operation(f"·{len(operations)}", one.kind, inputs, one.attributes))
            return Read(operations[-1].name)

        flatten(value)
        text, strength = printer(operations, self.whole.is_timed, None, ()).operation(operations[-1], lag)
        return f"({text})" if strength < 2 else text
