"""Why a number is what it is: the terms that made it, largest first, and on to theirs.

A sum is told by its terms, a row times a vector by its products, a selection by what was selected; for these the
amounts add up to the number. Of any other function the inputs are told with their local derivatives, from the
operation's own adjoint rule. A gradient's equation is an equation like any other, so that the backward pass is told in
the same way. Every answer is one step; each quantity in it can be asked for in its turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.explanation import Explanation as Explanation
from rnnviz.debugger.explanation import Quantity as Quantity
from rnnviz.debugger.explanation import Term as Term
from rnnviz.debugger.numbers import number
from rnnviz.debugger.one_operation import derivatives
from rnnviz.debugger.run_reading import PASSING, RunReading
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.debugger.weight_histories import weight_history
from rnnviz.equations import Graph, Operation, Read, Shape
from rnnviz.equations.added_names import chooses, is_usual
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine import Tape

MOST = 50
_SUMS = ("add", "subtract", "negative")
_LINEAR = (*PASSING, "sum", "mean", "sum_to", "spread", "embed", "scatter")
# Their inputs share one unit, and times the input the derivative says nothing: its size alone is the share.
_BY_DERIVATIVE = (
    "softmax", "log_softmax", "layer_norm", "standardize", "deviation", "cross_entropy", "mse", "binary_cross_entropy",
)  # fmt: skip


def why(
    tape: Tape, name: str, timestep: int | None, element: tuple[int, ...] = (), most: int = MOST
) -> Explanation:  # fmt: skip
    """What made one element of a value or of a gradient at a timestep (None: of a parameter, or of a total `dW`).

    KeyError for what does not exist, IndexError for an element that it does not have.
    """
    return Asking(tape, most).explain(name, timestep, element)


class Asking(RunReading):
    """Answers questions about one run."""

    def __init__(self, tape: Tape, most: int) -> None:
        super().__init__(tape)
        self.most = most

    def explain(self, name: str, timestep: int | None, element: tuple[int, ...]) -> Explanation:
        name = self.tape.adjoint.aliases.get(name, name)
        if timestep is None and name[:1] == "d" and name[1:] in self.tape.graph.parameters:
            name += ".total"
        of = self.quantity(name, timestep, element)
        if name.endswith(".total"):
            return self.total(of)
        place = self.maker(name, timestep)
        if place is None:
            return Explanation(of, "given", self.given(of))
        return self.made(of, *place, timestep or 0)

    def made(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        """How an operation made a quantity at t."""
        if chooses(operation):
            return self.chosen(of, graph, operation, t)
        if operation.kind in _SUMS:
            return self.summed(of, graph, operation, t)
        if operation.kind in ("multiply", "outer"):
            return self.multiplied(of, graph, operation, t)
        if operation.kind == "matmul" or (operation.kind == "dot" and not operation.shape):
            return self.products(of, graph, operation, t)
        return self.by_rule(of, graph, operation, t)

    def summed(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        terms = []
        for one, sign in addends(graph, operation):
            if not isinstance(one, Read):
                terms.append(Term((), sign * one))
                continue
            at = index_in(of.element, graph.shape(one.name))
            source = self.source(graph, one, t, at)
            cut = self.read(graph, one, t)[1]
            terms.append(Term((source,), 0.0 if cut else sign * source.value, sign, text=self.text(source), cut=cut))
        words = QT_TRANSLATE_NOOP("Why", "{name} is a sum of {count} terms")
        return self.adding_up(of, "sum", words, terms)

    def products(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        left, right = operation.inputs
        assert isinstance(left, Read)
        assert isinstance(right, Read)
        a, b = self.operand(graph, left, t), self.operand(graph, right, t)
        row = (of.element[0],) if a.ndim == 2 else ()
        column = (of.element[-1],) if b.ndim == 2 else ()
        with np.errstate(all="ignore"):
            amounts = np.asarray(a[row] * (b[:, column[0]] if column else b), np.float64)
        cut = self.read(graph, left, t)[1] or self.read(graph, right, t)[1]
        kept = largest(amounts, self.most)
        terms = []
        for k in map(int, kept):
            pair = self.source(graph, left, t, (*row, k)), self.source(graph, right, t, (k, *column))
            terms.append(Term(pair, float(amounts[k]), cut=cut))
        words = QT_TRANSLATE_NOOP("Why", "{name} is a sum of {count} products")
        return self.adding_up(of, "products", words, terms, amounts)

    def chosen(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        """What was set by hand or, where that is something else, what the equation says all the same."""
        which, _, usual = operation.inputs
        assert isinstance(which, Read)
        assert isinstance(usual, Read)
        if np.asarray(self.operand(graph, which, t))[index_in(of.element, graph.shape(which.name))]:
            words = QT_TRANSLATE_NOOP("Why", "{name} was set by hand: {value}")
            if not is_usual(usual.name):
                words = QT_TRANSLATE_NOOP("Why", "{name} is {value}: nothing is carried over the border of a chunk")
            return Explanation(of, "given", Sentence(words, {"name": str(of), "value": number(of.value)}))
        place = self.maker(usual.name, t) if is_usual(usual.name) else None
        return self.by_rule(of, graph, operation, t) if place is None else self.made(of, *place, t)

    def multiplied(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        terms = []
        elements = [of.element, of.element]
        if operation.kind == "outer":
            elements = [of.element[:1], of.element[1:]]
        values: list[float] = []
        for one, element in zip(operation.inputs, elements, strict=True):
            if isinstance(one, Read):
                at = element if operation.kind == "outer" else index_in(element, graph.shape(one.name))
                source = self.source(graph, one, t, at)
                values.append(float(np.asarray(self.operand(graph, one, t))[at]))
                terms.append(Term((source,), text=self.text(source), cut=self.read(graph, one, t)[1]))
            else:
                values.append(float(one))
                terms.append(Term((), amount=float(one)))
        told = tuple(
            Term(term.factors, term.amount, values[1 - number], text=term.text, cut=term.cut)
            for number, term in enumerate(terms)
        )
        words = QT_TRANSLATE_NOOP("Why", "{name} is a product; each factor counts as much as the other is large")
        return Explanation(of, "product", Sentence(words, {"name": str(of)}), told)

    def by_rule(self, of: Quantity, graph: Graph, operation: Operation, t: int) -> Explanation:
        """Any other operation: what it reads, with the derivatives that its adjoint rule gives."""
        inputs = [self.operand(graph, one, t) for one in operation.inputs]
        result = np.asarray(self.value(operation.name, of.timestep))
        slopes = derivatives(operation, inputs, self.timed(graph, operation), result, of.element)
        if operation.kind == "stop":
            passed = np.zeros(result.shape)
            passed[of.element] = 1
            slopes = [passed]
        found: list[tuple[Read, tuple[int, ...], float, float]] = []
        asked: list[Term] = []
        for one, slope, given in zip(operation.inputs, slopes, inputs, strict=True):
            if not isinstance(one, Read):
                asked.append(Term((), amount=float(one)))
            elif slope is None:
                asked.extend(self.condition(graph, one, t, of.element, np.asarray(given)))
            else:
                for at in involved(operation, slope, of.element):
                    found.append((one, at, float(slope[at]), float(given[at])))
        linear = operation.kind in _LINEAR or operation.kind in ("stop", "where", "max")
        pulls = np.array([abs(d) if operation.kind in _BY_DERIVATIVE else abs(d * x) for _, _, d, x in found])
        kept = largest(pulls, self.most)
        terms = [
            Term(
                (source := self.source(graph, read, t, at),),
                slope * given if linear else None,
                slope,
                share_of(pulls, k),
                self.text(source),
                self.read(graph, read, t)[1],
            )
            for k, (read, at, slope, given) in ((int(k), found[int(k)]) for k in kept)
        ]
        how, words = self.telling(operation, len(found), linear)
        left = len(found) - len(kept)
        rest = float(sum(d * x for _, _, d, x in (found[int(k)] for k in np.setdiff1d(np.arange(len(found)), kept))))
        values: dict[str, object] = {"name": str(of), "count": len(found), "function": operation.kind}
        if len(found) == 1:
            values["slope"] = number(found[0][2])
        return Explanation(of, how, Sentence(words, values), (*terms, *asked), left, rest if linear else 0.0)

    def telling(self, operation: Operation, count: int, linear: bool) -> tuple[str, str]:
        if operation.kind == "stop":
            return "stop", QT_TRANSLATE_NOOP("Why", "{name} is the value below, through which no gradient flows back")
        if not count:
            return "function", QT_TRANSLATE_NOOP("Why", "{name} is what {function} says of the values below")
        if linear and count == 1:
            return "selection", QT_TRANSLATE_NOOP("Why", "{name} is the value below, selected by {function}")
        if linear:
            return "sum", QT_TRANSLATE_NOOP("Why", "{name} is a sum of {count} terms")
        if count == 1:
            return "function", QT_TRANSLATE_NOOP("Why", "{name} is {function} of the value below; local slope {slope}")
        return "function", QT_TRANSLATE_NOOP("Why", "{name} is {function} of the values below")

    def condition(
        self, graph: Graph, read: Read, t: int, element: tuple[int, ...], given: Array
    ) -> Iterator[Term]:  # fmt: skip
        """An operand without a derivative: the index that chose a row, the condition that chose a branch."""
        if given.ndim <= len(element):
            at = index_in(element, given.shape)
            source = self.source(graph, read, t, at)
            yield Term((source,), text=self.text(source))

    def total(self, of: Quantity) -> Explanation:
        parameter = of.name[1:].removesuffix(".total")
        history = weight_history(self.tape, parameter, of.element)
        terms = [
            Term((Quantity(of.name.removesuffix(".total"), t, of.element, amount),), amount, 1.0)
            for t, amount in history.largest(room(len(history.amounts), self.most))
        ]
        words = QT_TRANSLATE_NOOP("Why", "{name} is the sum of what {count} timesteps contribute")
        return self.adding_up(of, "total", words, terms, history.amounts)

    def adding_up(
        self, of: Quantity, how: str, words: str, terms: list[Term], amounts: Array | None = None
    ) -> Explanation:
        """Terms with their shares, the largest first; `amounts` are all of them where `terms` are only the largest."""
        every = np.array([term.amount for term in terms], np.float64) if amounts is None else amounts
        sizes = np.abs(every)
        own = np.array([abs(term.amount or 0.0) for term in terms])
        order = largest(own, self.most)
        whole = float(np.sum(sizes))
        told = tuple(
            Term(one.factors, one.amount, one.derivative, part(abs(one.amount or 0.0), whole), one.text, one.cut)
            for one in (terms[int(k)] for k in order)
        )
        left = len(every) - len(told)
        rest = float(np.sum(every)) - sum(one.amount or 0.0 for one in told) if left else 0.0
        return Explanation(of, how, Sentence(words, {"name": str(of), "count": len(every)}), told, left, rest)

    def given(self, of: Quantity) -> Sentence:
        """What nothing computed."""
        graph = self.tape.graph
        values = {"name": str(of), "value": number(of.value)}
        if of.name in graph.parameters:
            return Sentence(QT_TRANSLATE_NOOP("Why", "{name} is a parameter: {value}"), values)
        if of.timestep is not None and not 1 <= of.timestep <= self.tape.timesteps:
            if of.name in graph.states:
                return Sentence(QT_TRANSLATE_NOOP("Why", "{name} is an initial state: {value}"), values)
            return Sentence(QT_TRANSLATE_NOOP("Why", "{name} lies beyond the run: {value}"), values)
        if of.name in graph.streams:
            return Sentence(QT_TRANSLATE_NOOP("Why", "{name} is an input: {value}"), values)
        if of.name in graph or of.name in self.tape.adjoint.definitions:
            return Sentence(QT_TRANSLATE_NOOP("Why", "{name} has no equation at this timestep: {value}"), values)
        return Sentence(QT_TRANSLATE_NOOP("Why", "{name} is zero: no loss depends on it"), values)


def addends(graph: Graph, operation: Operation, sign: float = 1.0) -> Iterator[tuple[Read | float, float]]:
    """The terms of a sum with their signs, those of unnamed sums inside it too."""
    for place, one in enumerate(operation.inputs):
        own = -sign if operation.kind == "negative" or (operation.kind == "subtract" and place == 1) else sign
        inner = None
        if isinstance(one, Read) and not one.lag and one.name not in graph.named:
            inner = next((op for op in graph.definitions.get(one.name, ()) if op.segment == operation.segment), None)
        if inner is not None and inner.kind in _SUMS and inner.shape == operation.shape:
            yield from addends(graph, inner, own)
        else:
            yield one, own


def index_in(element: tuple[int, ...], shape: Shape) -> tuple[int, ...]:
    """The element of an operand of that shape which numpy's broadcasting takes for an element of the result."""
    if not shape:
        return ()
    return tuple(0 if n == 1 else i for i, n in zip(element[-len(shape) :], shape, strict=True))


def involved(operation: Operation, slope: Array, element: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The elements of an operand that matter; of an elementwise function where none does (relu below 0), the one in the
    same place."""
    at = [tuple(int(i) for i in one) for one in np.argwhere(slope != 0)]
    if (
        not at
        and operation.kind not in (*_LINEAR, "where", "max")
        and len(slope.shape) <= len(element)
        and operation.shape == slope.shape
    ):
        at = [index_in(element, slope.shape)]
    return at


def room(count: int, most: int) -> int:
    """How many of `count` terms are told: the last one has as much room as the words that it is left out."""
    return count if count <= most + 1 else most


def largest(amounts: Array, most: int) -> Array:
    """The places of the largest amounts, by size; NaN is larger than any."""
    order = np.argsort(-np.nan_to_num(np.abs(amounts), nan=np.inf), kind="stable")
    return order[: room(len(order), most)]


def part(size: float, whole: float) -> float:
    return size / whole if whole > 0 else 0.0


def share_of(pulls: Array, place: int) -> float:
    return part(float(pulls[place]), float(np.sum(pulls)))
