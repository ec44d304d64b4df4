"""The total gradients of a run over sequences side by side: each use of a parameter is one product over all timesteps
and sequences, never a matrix for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

import numpy as np

from rnnviz.engine import factors
from rnnviz.engine.batched_stages import flat_rows
from rnnviz.engine.factor_kinds import Elementwise, Factor, Product, Rows, TableRow
from rnnviz.engine.factors import Use
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Graph, Parameter, Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

Fill = Callable[[Array], None]
"""Writes a gradient into an array of its shape."""

SORTED = 128
"""Classes from which adding what belongs to each beats a product with one-hot rows."""


class Totals:
    """Fills `gradients` from the values of a run, summed over timesteps and sequences."""

    def __init__(
        self,
        backward: Graph,
        values: Values,
        extent: Extent,
        indices: Mapping[str, Array],
        gradients: Mapping[str, Array],
    ) -> None:
        self.backward, self.values, self.extent = backward, values, extent
        self.indices, self.gradients = indices, gradients
        assert backward.forward is not None
        self.forward = backward.forward
        self.tied: list[Callable[[], None]] = []
        self.learned: list[tuple[Array, list[Array]]] = []
        for name, parameter in self.forward.parameters.items():
            if parameter.state is not None:
                self.learned.append((gradients[name], initial_terms(backward, parameter, values, extent)))
            elif parameter.untied:
                self.tied.append(partial(self.untied, name, gradients[name]))
            else:
                self.tied.append(partial(self.sum_of(name), gradients[name]))

    def run(self, begun: bool) -> None:
        """`begun` tells that the sequences began with their initial states, and not with another run's last ones."""
        for step in self.tied:
            step()
        for out, rows in self.learned:
            out[...] = sum((row.sum(0) for row in rows), start=np.zeros_like(out)) if begun else 0

    def sum_of(self, name: str) -> Fill:
        """What fills in the total gradient of a parameter, or of an operation on parameters."""
        fills = [self.use(use) for use in factors.uses(self.backward, name)]
        if len(fills) == 1:
            return fills[0]
        work = np.empty(self.forward.shape(name), self.values.dtype)

        def fill(out: Array) -> None:
            out[...] = 0
            for one in fills:
                one(work)
                np.add(out, work, out)

        return fill

    def use(self, use: Use) -> Fill:
        if use.kind == "derived":
            assert use.source is not None
            inner, rule = self.sum_of(use.source), factors.carried(self.backward, use, self.values)
            work = np.empty(self.forward.shape(use.source), self.values.dtype)

            def derived(out: Array) -> None:
                inner(work)
                out[...] = rule(work)

            return derived
        if use.kind == "outer" and use.reads[1].name in self.indices:
            return self.by_class(use)
        rows = [self.rows(read, use.segment) for read in use.reads]
        if use.kind == "outer":
            return lambda out: product(rows[0](), rows[1](), out)
        if use.kind == "elementwise":
            return lambda out: np.copyto(out, np.add.reduce(rows[0](), 0))
        if use.kind == "scatter":
            return lambda out: add_rows(rows[1](), rows[0](), out)
        return lambda out: np.copyto(out, factor(use, [one() for one in rows]).sum(0, 0))

    def rows(self, read: Read, segment: int) -> Callable[[], Array]:
        """(T·B, …) of what a use reads."""
        first, last = self.extent.ranges[segment]
        count = (last - first + 1) * cast(int, self.values.batch)
        constant = self.values.constant.get(read.name)
        if constant is not None:
            spread = np.broadcast_to(constant, (count, *constant.shape))
            return lambda: spread
        found = flat_rows(self.values, read, first, last)
        if found is not None:
            return lambda: found
        shared = self.values.rows(read.name, first + read.lag, last + read.lag)[:, 0]
        return lambda: np.repeat(shared, cast(int, self.values.batch), 0)

    def by_class(self, use: Use) -> Fill:
        """The use of a matrix by one-hot vectors: each gradient goes to the column of its class."""
        first, last = self.extent.ranges[use.segment]
        given, read = self.rows(use.reads[0], use.segment), use.reads[1]
        pad, size = self.values.pad, self.forward.shape(read.name)[0]
        classes = self.indices[read.name][first + read.lag - 1 + pad : last + read.lag + pad].reshape(-1)
        if size > SORTED:
            return lambda out: add_rows(classes, given(), out.T)
        hot, count = np.zeros((len(classes), size + 1), self.values.dtype), np.arange(len(classes))

        def fill(out: Array) -> None:
            hot.fill(0)
            hot[count, classes] = 1  # -1 is the last
            np.matmul(given().T, hot[:, :size], out)

        return fill

    def untied(self, name: str, out: Array) -> None:
        """The gradient of each timestep, summed over the sequences."""
        out[...] = 0
        batch = cast(int, self.values.batch)
        for use in factors.uses(self.backward, name):
            first, last = self.extent.ranges[use.segment]
            sides = [self.rows(read, use.segment)() for read in use.reads]
            if use.kind == "outer":
                a, b = (side.reshape(-1, batch, side.shape[-1]) for side in sides)
                out[first - 1 : last] += np.matmul(np.swapaxes(a, 1, 2), b)
            else:
                each = factor(use, sides).each(0, 0)
                out[first - 1 : last] += each.reshape(-1, batch, *each.shape[1:]).sum(1)


def product(a: Array, b: Array, out: Array) -> None:
    np.matmul(a.T, b, out)


def factor(use: Use, sides: list[Array]) -> Factor:
    """A use as a factor over rows that are there: what timesteps it is asked for does not matter."""
    a, *rest = (same(side) for side in sides)
    if use.kind == "elementwise":
        return Elementwise(0, 0, a)
    if use.kind == "scatter":
        return TableRow(0, 0, a, rest[0], use.equation.operations[-1].shape)
    if use.kind == "product_left":
        return Product(0, 0, *(same(np.swapaxes(side, 1, 2)) for side in sides))
    return Product(0, 0, a, rest[0])


def same(rows: Array) -> Rows:
    return lambda first, last: rows


def add_rows(classes: Array, rows: Array, out: Array) -> None:
    """The sum of the rows of each class into its row of `out`; those of -1 go nowhere."""
    order = np.argsort(classes, kind="stable")
    ordered = classes[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))  # those of -1 stand before the first
    out[...] = 0
    if len(starts):
        out[ordered[starts]] = np.add.reduceat(rows[order], starts, 0)


def initial_terms(backward: Graph, parameter: Parameter, values: Values, extent: Extent) -> list[Array]:
    """What the timesteps that read a learned initial state send there, (B, …) each."""
    place = border_of(parameter, extent)
    found = []
    for read in terms_of(backward, parameter):
        t = place + read.lag
        crossing = extent.cut(place, place, read.lag) is not None
        if 1 <= t <= extent.timesteps and not crossing and read.name in values.timed:
            found.append(values.rows(read.name, t, t)[0])
    return found


def border_of(parameter: Parameter, extent: Extent) -> int:
    """The timestep at which a learned initial state stands."""
    assert parameter.border is not None
    return parameter.border if parameter.border <= 0 else extent.timesteps + parameter.border


def terms_of(backward: Graph, parameter: Parameter) -> list[Read]:
    """What of the adjoint equation of a learned state reads another timestep."""
    assert backward.forward is not None
    assert parameter.state is not None
    segments = backward.forward.segments
    lines = [line for line in backward.equations if line.name == gradient_name(parameter.state)]
    order = sorted(lines, key=lambda line: segments.index(line.segment))
    line = (order[0] if (parameter.border or 0) <= 0 else order[-1]) if order else None
    return [term for term in (line.terms if line else ()) if isinstance(term, Read) and term.lag]
