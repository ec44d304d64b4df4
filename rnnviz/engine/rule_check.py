"""One operation's adjoint rule against the derivative of that operation alone, at the values that a run had.

Nothing of the backward pass takes part: a random gradient is laid on the result, the rule's text from the table is
evaluated, and each element must be what a complex step through the operation's own kernel gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.tape import Tape
from rnnviz.equations import Operation, Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.differentiate import Differentiator, signature
from rnnviz.equations.kernels import Array, Signature
from rnnviz.equations.operations import TABLE
from rnnviz.equations.syntax import Expression, Term

TINY = 1e-30
TOLERANCE = 1e-8
ELEMENTS = 48
"""How many elements of one operand are tried at one timestep."""

Operands = Mapping[Read, tuple[Array, bool]]
"""What is read → its value, and whether it has one a timestep."""


@dataclass(frozen=True)
class RuleFault:
    """An operation whose rule is not its derivative: at `element` of operand number `operand` (from 0), at `timestep`,
    `rule` gives `value` and a complex step `difference`. An operand without a rule has `rule` "0"."""

    operation: str
    kind: str
    operand: int
    rule: str
    timestep: int
    element: tuple[int, ...]
    value: float
    difference: float

    @property
    def error(self) -> float:
        """|value − difference|; inf where the rule alone is not finite."""
        return abs(self.value - self.difference) if np.isfinite(self.value) else float("inf")


def rule_fault(tape: Tape, timesteps: range | list[int], seed: int = 0, progress: Progress = no_progress) -> (
    RuleFault | None
):  # fmt: skip
    """The worst fault among the rules of all operations of a run, tried at some timesteps; None if all agree.
    Raises what `progress` raises."""
    check = RuleCheck(tape, np.random.default_rng(seed))
    found: list[RuleFault] = []
    operations = [one for one in tape.graph.operations if not one.index]
    with np.errstate(all="ignore"):
        for number, operation in enumerate(operations, 1):
            first, last = tape.extent.ranges[operation.segment]
            there = [t for t in timesteps if first <= t <= last] or [first, last]
            for t in dict.fromkeys(there if operation.timed else [first]):
                found.extend(check.faults(operation, t))
            progress(number / len(operations))
    return max(found, key=lambda one: one.error, default=None)


class RuleCheck:
    def __init__(self, tape: Tape, random: np.random.Generator) -> None:
        self.tape, self.random = tape, random
        self.rules = Differentiator(tape.graph)

    def faults(self, operation: Operation, t: int) -> list[RuleFault]:
        """What is wrong at one timestep: at most one fault an operand."""
        graph = self.tape.graph
        known: dict[Read, tuple[Array, bool]] = {}
        for read in operation.reads:
            value = np.asarray(self.tape.value(read.name, t + read.lag))
            known[read] = (value if graph.index(read.name) else value.astype(np.float64), graph.timed(read.name))
        kernel = TABLE[operation.kind].kernel(signature(operation, graph.shape, graph.timed))
        stepping = TABLE[operation.kind].kernel(
            replace(signature(operation, graph.shape, graph.timed), dtype=np.complex128)
        )
        inputs = [known[one][0] if isinstance(one, Read) else one for one in operation.inputs]
        gradient = self.random.normal(size=operation.shape)
        result = np.broadcast_to(np.asarray(kernel(*inputs), np.float64), operation.shape)
        sent = Read(gradient_name(operation.name))
        everything = {**known, Read(operation.name): (result, operation.timed), sent: (gradient, operation.timed)}
        found = []
        for place, (one, text) in enumerate(zip(operation.inputs, self.rules.rules(operation), strict=True)):
            if not isinstance(one, Read) or graph.index(one.name):
                continue
            value = np.zeros(graph.shape(one.name))
            if text is not None:
                value = summed_to(evaluated(self.rules.rule(operation, text, sent), everything)[0], value.shape)
            elements = list(np.ndindex(value.shape))
            if len(elements) > ELEMENTS:
                chosen = sorted(self.random.choice(len(elements), ELEMENTS, replace=False).tolist())
                elements = [elements[i] for i in chosen]
            differences = {}
            for element in elements:
                stepped = np.array(inputs[place], np.complex128)
                stepped[element] += 1j * TINY
                made = stepping(*inputs[:place], stepped, *inputs[place + 1 :])
                made = np.broadcast_to(np.imag(made), operation.shape)
                differences[element] = float((gradient * made).sum() / TINY)
            scale = max([1.0, *(abs(each) for each in differences.values() if np.isfinite(each))])
            rule = "0" if text is None else text
            wrong = [
                RuleFault(operation.name, operation.kind, place, rule, t, element, float(value[element]), difference)
                for element, difference in differences.items()
                if np.isfinite(difference) and not abs(value[element] - difference) <= TOLERANCE * scale
            ]
            found += sorted(wrong, key=lambda fault: -fault.error)[:1]
        return found


def evaluated(value: Expression, known: Operands) -> tuple[Array, bool]:
    """A rule's expression at one timestep, and whether it has a value at each."""
    if isinstance(value, Read):
        return known[value]
    if not isinstance(value, Term):
        return np.asarray(value, np.float64), False
    parts = [evaluated(one, known) for one in value.operands]
    shapes = [part.shape for part, _ in parts]
    shape = TABLE[value.kind].shape(shapes, value.attributes)
    numbers = tuple(
        None if isinstance(one, Read | Term) else float(one) for one in value.operands
    )  # a power's kernel and rule know a constant exponent
    made = Signature(tuple(shapes), tuple(timed for _, timed in parts), value.attributes, shape, numbers)
    result = TABLE[value.kind].kernel(made)(*(part for part, _ in parts))
    return np.broadcast_to(np.asarray(result, np.float64), shape), any(timed for _, timed in parts)


def summed_to(array: Array, shape: tuple[int, ...]) -> Array:
    """The array summed over the axes along which an operand of `shape` had been stretched."""
    array = array.sum(tuple(range(array.ndim - len(shape))))
    stretched = tuple(i for i, size in enumerate(shape) if size == 1 and array.shape[i] != 1)
    return np.asarray(array.sum(stretched, keepdims=True) if stretched else array)
