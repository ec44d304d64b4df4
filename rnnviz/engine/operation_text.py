"""Operations of one timestep as text for LLVM.

A product by a parameter runs over the matrix as `packed` lays it out, a block of rows at a time, whose sums stay in
registers. Numbers differ from numpy's by rounding only: nothing here lets LLVM assume that there is no NaN, no infinity
or no signed zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine.llvm_text import Lines
from rnnviz.engine.placing import View
from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.graph import Input
from rnnviz.equations.kernels import Array
from rnnviz.equations.shape_rules import bounds

LANES, BLOCK = 64, 256
"""Bytes: of a vector in elementwise operations, and of the sums of a product that stay in registers."""

ARITHMETIC = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
FUNCTIONS = {"exp": "exp", "log": "log", "tanh": "tanh", "sqrt": "sqrt", "abs": "fabs"}
COMPARISONS = {
    "less": "olt", "greater": "ogt", "less_equal": "ole", "greater_equal": "oge", "equal": "oeq", "not_equal": "une",
}  # fmt: skip
ELEMENTWISE = {
    *ARITHMETIC, *FUNCTIONS, *COMPARISONS, "negative", "copy", "stop", "spread", "sigmoid", "relu", "where",
}  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """A matrix parameter laid out for a product by it, from the left or, transposed, from the right."""

    name: str
    transposed: bool

    def of(self, matrix: Array, dtype: np.dtype[Any]) -> Array:
        """Blocks of rows, each block by columns; the last block is what is left."""
        turned = matrix.T if self.transposed else matrix
        rows, columns = turned.shape
        block = BLOCK // dtype.itemsize
        whole = rows - rows % block
        blocks = turned[:whole].reshape(-1, block, columns).transpose(0, 2, 1)
        return np.concatenate([blocks.ravel(), turned[whole:].T.ravel()]).astype(dtype)


@dataclass(frozen=True)
class Setting:
    """What is known of the names in a scan, and the type of its numbers."""

    kept: frozenset[str]
    carried: frozenset[str]
    timed: Callable[[str], bool]
    shape: Callable[[str], Shape]
    views: Mapping[str, View]
    cut: Callable[[Read], bool]
    dtype: np.dtype[Any]

    def shape_of(self, one: Input) -> Shape:
        return self.shape(one.name) if isinstance(one, Read) else ()

    def root(self, name: str) -> str:
        """The value whose array holds this one."""
        return self.views[name].parent if name in self.views else name

    def rows(self, operation: Operation) -> set[Shape]:
        """The shapes of operands that are read anew for each row of an elementwise operation."""
        return {self.shape_of(one) for one in operation.inputs} - {(), operation.shape}

    def is_elementwise(self, operation: Operation) -> bool:
        return operation.kind in ELEMENTWISE and self.rows(operation) <= {operation.shape[1:]}

    def factors(self, operation: Operation) -> tuple[Packed, Read] | None:
        """The matrix parameter and the vector of the timestep whose product an operation is."""
        if operation.kind != "matmul" or len(operation.shape) != 1 or len(operation.reads) != 2:
            return None
        for transposed, (matrix, vector) in enumerate((operation.reads, operation.reads[::-1])):
            if not self.timed(matrix.name) and len(self.shape(matrix.name)) == 2 and self.timed(vector.name):
                return (Packed(matrix.name, bool(transposed)), vector) if len(self.shape(vector.name)) == 1 else None
        return None

    def is_sum(self, operation: Operation) -> bool:
        """Of all elements, or of the products of two vectors, or of a vector and each row or column of a matrix."""
        ranks = [len(self.shape_of(one)) for one in operation.inputs]
        if operation.kind in ("sum", "mean"):
            return isinstance(operation.inputs[0], Read) and (operation.attributes or (None,))[0] is None
        return len(operation.reads) == 2 and (
            operation.kind == "dot" or (operation.kind == "matmul" and ranks in ([1, 1], [2, 1], [1, 2]))
        )

    def is_outer(self, operation: Operation) -> bool:
        return operation.kind == "outer" and len(operation.reads) == 2

    def moves(self, operation: Operation) -> list[tuple[Read, int, int, int]] | None:
        """What goes where in an operation that only moves numbers: (from what, from which element, to which, how
        many)."""
        if not all(isinstance(one, Read) for one in operation.inputs):
            return None
        first, *rest = self.shape(operation.reads[0].name) or (1,)
        width = prod(rest)
        match operation.kind, operation.attributes:
            case "concat", _:
                return list(joined(operation.reads, self.shape))
            case "take", (one,):
                start, stop = bounds(one, first)
                return [(operation.reads[0], start * width, 0, (stop - start) * width)]
            case "split", (int(which), int(count)):
                length = first // count * width
                return [(operation.reads[0], which * length, 0, length)]
            case "place", ((int(start), int(stop), _),):
                return [(operation.reads[0], 0, start, stop - start)]
        return None

    def has_text(self, operations: Sequence[Operation]) -> bool:
        """Whether all these operations can be written here."""
        return self.dtype.name in ("float32", "float64") and all(
            not one.index and all(prod(self.shape_of(part)) for part in one.inputs) and (
                self.is_elementwise(one) or self.factors(one) or self.is_sum(one) or self.is_outer(one)
                or self.moves(one)
            )
            for one in operations
        )  # fmt: skip


def joined(reads: Sequence[Read], shape: Callable[[str], Shape]) -> Iterator[tuple[Read, int, int, int]]:
    place = 0
    for read in reads:
        count = prod(shape(read.name))
        yield read, 0, place, count
        place += count


class OperationText(Lines):
    """Writes operations. Where a value is read from and written to, is a scan's affair: `source`, `target`, `laid`."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.dtype)
        self.setting = setting

    def source(self, one: Read) -> str:
        """The address of what is read, for the timestep."""
        raise NotImplementedError

    def target(self, operation: Operation) -> str:
        """The address of an operation's result."""
        raise NotImplementedError

    def laid(self, one: Packed) -> str:
        """The address of a parameter laid out for a product."""
        raise NotImplementedError

    def write(self, operation: Operation) -> None:
        """An operation that is not elementwise."""
        factors, moves = self.setting.factors(operation), self.setting.moves(operation)
        if factors is not None:
            self.product(operation, *factors)
        elif moves is not None:
            self.moved(operation, moves)
        elif self.setting.is_outer(operation):
            self.outer(operation)
        else:
            self.summed(operation)

    # Elementwise

    def elementwise(self, group: Sequence[Operation], stored: set[str]) -> None:
        """Operations of one shape in one loop; those that are not `stored` are read within it only."""
        row = min(prod(shape) for one in group for shape in (one.shape, *self.setting.rows(one)))

        def one_row(index: str) -> None:
            first = self.times(index, row)
            self.spans(row, lambda i, width: self.lanes(group, stored, self.plus(first, i), i, width))

        self.repeat(prod(group[0].shape) // row, one_row)

    def spans(self, elements: int, part: Callable[[str, int], None], most: int = LANES) -> None:
        """`part` for all elements, `most` bytes at a time: it gets the first one's index and how many they are."""
        lanes = most // self.size
        self.repeat(elements // lanes, lambda i: part(self.times(i, lanes), lanes))
        rest = elements % lanes
        if rest:
            part(str(elements - rest), rest)

    def lanes(self, group: Sequence[Operation], stored: set[str], index: str, in_row: str, width: int) -> None:
        """A group for the `width` elements from `index` on, which is `in_row` in their row."""
        made: dict[str, str] = {}
        for operation in group:
            operands = [
                self.operand(one, made, index if self.setting.shape_of(one) == operation.shape else in_row, width)
                for one in operation.inputs
            ]
            value = made[operation.name] = self.value(operation.kind, operands, width)
            if operation.name in stored:
                self.store(value, self.target(operation), index, width)

    def operand(self, one: Input, made: Mapping[str, str], index: str, width: int) -> str:
        if not isinstance(one, Read):
            return self.literal(one, width)
        if one.lag == 0 and one.name in made:
            return made[one.name]
        if not self.setting.shape_of(one):
            return self.spread(self.load(self.source(one), "0", 1), width)
        return self.load(self.source(one), index, width)

    def value(self, kind: str, operands: Sequence[str], width: int) -> str:
        vector, flags, first = self.vector(width), self.flags(width), operands[0]
        if kind in ARITHMETIC:
            return self.new(f"{ARITHMETIC[kind]} {vector} {first}, {operands[1]}")
        if kind in FUNCTIONS:
            return self.call(FUNCTIONS[kind], first, width)
        if kind in COMPARISONS:
            found = self.new(f"fcmp {COMPARISONS[kind]} {vector} {first}, {operands[1]}")
            return self.new(f"uitofp {flags} {found} to {vector}")
        if kind == "negative":
            return self.new(f"fneg {vector} {first}")
        if kind == "sigmoid":
            one = self.literal(1.0, width)
            grown = self.call("exp", self.new(f"fneg {vector} {first}"), width)
            return self.new(f"fdiv {vector} {one}, {self.new(f'fadd {vector} {grown}, {one}')}")
        if kind == "relu":
            zero = self.literal(0.0, width)
            below = self.new(f"fcmp ole {vector} {first}, {zero}")  # false for NaN, which stays
            return self.new(f"select {flags} {below}, {vector} {zero}, {vector} {first}")
        if kind == "where":
            chosen = self.new(f"fcmp une {vector} {first}, {self.literal(0.0, width)}")  # true for NaN, as in numpy
            return self.new(f"select {flags} {chosen}, {vector} {operands[1]}, {vector} {operands[2]}")
        return first  # copy, stop, spread

    # Products, sums, moves

    def product(self, operation: Operation, matrix: Packed, vector: Read) -> None:
        (rows,), (columns,) = operation.shape, self.setting.shape(vector.name)
        base, factors, out = self.laid(matrix), self.source(vector), self.target(operation)

        def block(index: str, width: int) -> None:
            start = self.at(base, self.times(index, columns))
            self.store(self.sum_of_products(factors, start, columns, width, width), out, index, width)

        self.spans(rows, block, BLOCK)

    def summed(self, operation: Operation) -> None:
        first, out = self.source(operation.reads[0]), self.target(operation)
        shape = self.setting.shape(operation.reads[0].name)
        if operation.kind in ("sum", "mean"):
            total = self.sum_of_products(first, None, prod(shape), 1, 1)
            if operation.kind == "mean":
                total = self.new(f"fdiv {self.number} {total}, {self.literal(prod(shape), 1)}")
            self.store(total, out, "0", 1)
            return
        second, columns = self.source(operation.reads[1]), shape[-1]

        def row(index: str) -> None:
            start = self.at(first, self.times(index, columns))
            self.store(self.sum_of_products(second, start, columns, 1, 1), out, index, 1)

        def column(index: str, width: int) -> None:
            start, apart = self.at(second, index), operation.shape[0]
            self.store(self.sum_of_products(first, start, columns, width, apart), out, index, width)

        if len(self.setting.shape(operation.reads[1].name)) == 2:
            self.spans(operation.shape[0], column, BLOCK)
        else:
            self.repeat(prod(operation.shape), row)

    def outer(self, operation: Operation) -> None:
        column, row = (self.source(one) for one in operation.reads)
        out, (rows, columns) = self.target(operation), operation.shape

        def one_row(index: str) -> None:
            there = self.at(out, self.times(index, columns))
            factor = self.load(column, index, 1)

            def part(start: str, width: int) -> None:
                terms = f"{self.spread(factor, width)}, {self.load(row, start, width)}"
                self.store(self.new(f"fmul {self.vector(width)} {terms}"), there, start, width)

            self.spans(columns, part)

        self.repeat(rows, one_row)

    def moved(self, operation: Operation, moves: Sequence[tuple[Read, int, int, int]]) -> None:
        out = self.target(operation)
        if operation.kind == "place":
            self.spans(prod(operation.shape), lambda i, width: self.store(self.literal(0.0, width), out, i, width))
        for read, start, place, count in moves:
            self.move(self.at(self.source(read), str(start)), self.at(out, str(place)), count)

    def move(self, here: str, there: str, count: int) -> None:
        self.spans(count, lambda i, width: self.store(self.load(here, i, width), there, i, width))
