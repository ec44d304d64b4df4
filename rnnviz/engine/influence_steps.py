"""The steps of a loop over time, made ready for a block of losses: numpy calls on rows that are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.engine.influence_exponents import Exponents
from rnnviz.engine.influence_sources import EMPTY, Carried, Single, Source, Span
from rnnviz.engine.influence_terms import Part, Term
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Operation, Read
from rnnviz.equations.graph import Input
from rnnviz.equations.kernels import Array, Kernel


@dataclass(frozen=True)
class Surroundings:
    """What the steps of a loop read: the sources of what depends on the losses, and all other values of the run."""

    sources: Mapping[str, Source]
    values: Values
    extent: Extent
    exponents: Exponents | None

    def span(self, source: Source, t: int, lag: int) -> Span:
        """For which losses there are rows at t + lag, seen from t: none across a cut."""
        if lag and self.extent.truncate is not None and self.block(t) != self.block(t + lag):
            return EMPTY
        return source.span(t + lag)

    def block(self, t: int) -> int:
        assert self.extent.truncate is not None
        return (min(max(t, 1), self.extent.timesteps) - 1) // self.extent.truncate

    def fixed(self, one: Input) -> Callable[[int], Any]:
        """What does not depend on the losses, by its timestep: an array of the shape of one timestep, or a number."""
        if not isinstance(one, Read):
            return lambda t: one
        if one.name in self.values.constant:
            constant = self.values.constant[one.name]
            return lambda t: constant
        array, place = self.values.timed[one.name], one.lag - 1 + self.values.pad
        return lambda t: array[t + place, ...]


class Summand:
    """A term, ready to be written or added to rows."""

    def __init__(self, term: Term, around: Surroundings) -> None:
        self.source, self.lag, self.around = around.sources[term.read.name], term.read.lag, around
        self.is_new = isinstance(self.source, Single)
        self.columns = slice(*term.columns) if term.columns else None
        self.negative = term.sign < 0
        self.by = around.fixed(term.by)
        self.kind = term.kind
        if term.kind in ("matrix", "transposed"):
            assert isinstance(term.by, Read)
            matrix = around.values.constant[term.by.name]
            self.matrix = matrix.T if term.kind == "transposed" else matrix

    def span(self, t: int) -> Span:
        return self.around.span(self.source, t, self.lag)

    def rows(self, t: int, span: Span) -> Array:
        rows = self.source.rows(t + self.lag, span)
        return rows if self.columns is None else rows[:, self.columns]

    def write(self, t: int, span: Span, out: Array) -> None:
        rows = self.rows(t, span)
        if self.kind == "multiply":
            np.multiply(rows, self.by(t), out)
        elif self.kind == "divide":
            np.divide(rows, self.by(t), out)
        elif self.kind:
            if out.flags.c_contiguous:
                np.dot(rows, self.matrix, out)
            else:
                out[...] = np.dot(rows, self.matrix)
        else:
            (np.negative if self.negative else np.positive)(rows, out)
            return
        if self.negative:
            np.negative(out, out)

    def add(self, t: int, span: Span, out: Array, scratch: Array) -> None:
        if self.kind:
            self.write(t, span, scratch)
            np.add(out, scratch, out)
        else:
            (np.subtract if self.negative else np.add)(out, self.rows(t, span), out)


class SumStep:
    """Writes an operation's rows as sums of terms."""

    def __init__(self, parts: Sequence[Part], out: Carried, around: Surroundings, losses: int) -> None:
        self.out, self.exponents = out, around.exponents
        self.parts = []
        for part in parts:
            columns = None if part.columns is None else slice(*part.columns)
            self.parts.append((columns, [Summand(term, around) for term in part.terms]))
        shape = out.places[0].shape[1:]
        widths = [shape if part.columns is None else (part.columns[1] - part.columns[0],) for part in parts]
        self.scratch = [np.empty((losses, *width), out.places[0].dtype) for width in widths]

    def run(self, t: int) -> Span:
        """The losses for which there are rows now."""
        found = [[(term.span(t), term) for term in terms] for _, terms in self.parts]
        spans = [span for part in found for span, _ in part if span[0] < span[1]]
        if not spans:
            return EMPTY
        whole = (min(a for a, _ in spans), max(b for _, b in spans))
        if self.exponents is not None and self.exponents.used:
            for part in found:
                for span, term in part:
                    if term.is_new:
                        self.exponents.restore(span)
        rows = self.out.write(t, whole)
        for (columns, _), terms, scratch in zip(self.parts, found, self.scratch, strict=True):
            self.sum(t, whole, rows if columns is None else rows[:, columns], terms, scratch)
        return whole

    def sum(self, t: int, whole: Span, out: Array, terms: list[tuple[Span, Summand]], scratch: Array) -> None:
        first = next((term for span, term in terms if span == whole), None)
        if first is None:
            out[...] = 0
        else:
            first.write(t, whole, out)
        for span, term in terms:
            if term is not first and span[0] < span[1]:
                part = out[span[0] - whole[0] : span[1] - whole[0]]
                term.add(t, span, part, scratch[: span[1] - span[0]])


class KernelStep:
    """Writes an operation's rows by its own kernel."""

    def __init__(self, operation: Operation, kernel: Kernel, out: Carried, around: Surroundings) -> None:
        self.out, self.kernel, self.around = out, kernel, around
        self.inputs: list[tuple[Source, int] | Callable[[int], Any]] = []
        for one in operation.inputs:
            if isinstance(one, Read) and one.name in around.sources:
                self.inputs.append((around.sources[one.name], one.lag))
            elif isinstance(one, Read) and one.name not in around.values.constant:
                self.inputs.append(side_by_side(around.fixed(one)))
            else:
                self.inputs.append(around.fixed(one))

    def run(self, t: int) -> Span:
        """The losses for which there are rows now."""
        spans = [self.around.span(one[0], t, one[1]) for one in self.inputs if isinstance(one, tuple)]
        whole = (min((a for a, b in spans if a < b), default=0), max((b for a, b in spans if a < b), default=0))
        if whole[0] == whole[1]:
            return EMPTY
        exponents = self.around.exponents
        given: list[Any] = []
        for one in self.inputs:
            if not isinstance(one, tuple):
                given.append(one(t))
                continue
            source, lag = one
            span = self.around.span(source, t, lag)
            if isinstance(source, Single) and exponents is not None and exponents.used:
                exponents.restore(span)
            given.append((source, lag, span))
        inputs = [self.widened(one, t, whole) if isinstance(one, tuple) else one for one in given]
        self.out.write(t, whole)[...] = self.kernel(*inputs)
        return whole

    def widened(self, one: tuple[Source, int, Span], t: int, whole: Span) -> Array:
        """The rows of a source, zero for losses that do not reach it."""
        source, lag, span = one
        if span == whole:
            return source.rows(t + lag, span)
        shape = source.shape
        out = np.zeros((whole[1] - whole[0], *shape), self.out.places[0].dtype)
        if span[0] < span[1]:
            out[span[0] - whole[0] : span[1] - whole[0]] = source.rows(t + lag, span)
        return out


def side_by_side(row: Callable[[int], Array]) -> Callable[[int], Array]:
    """A value that is the same for all losses, with an axis for them."""
    return lambda t: row(t)[None]
