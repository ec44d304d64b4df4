"""Operations that are linear in what is carried, as sums of terms: a value as it is, times a factor, through a matrix.

A sum takes in those of its summands that nothing else reads, chains of factors become one that is multiplied
beforehand, and the parts of a concatenation are computed where they stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rnnviz.engine.placing import part_of
from rnnviz.engine.rewriting import MARK
from rnnviz.equations import Graph, Operation, Read, Shape
from rnnviz.equations.graph import Input


@dataclass(frozen=True)
class Term:
    """One summand: `sign` times what is read, or some `columns` of it; `kind` tells what is done to it with `by`:
    nothing "", "multiply", "divide", "matrix" for rows @ by, "transposed" for rows @ by.T."""

    read: Read
    sign: int = 1
    kind: str = ""
    by: Input = 1.0
    columns: tuple[int, int] | None = None

    @property
    def reads(self) -> tuple[Read, ...]:
        return (self.read, self.by) if isinstance(self.by, Read) else (self.read,)

    def inside(self, outer: Term) -> Term:
        """This term where `outer`, a mere read, reads it."""
        by = self.by.shifted(outer.read.lag) if isinstance(self.by, Read) else self.by
        return replace(self, read=self.read.shifted(outer.read.lag), sign=self.sign * outer.sign, by=by)


@dataclass(frozen=True)
class Part:
    """The sum that makes some columns of a result, or all of it."""

    columns: tuple[int, int] | None
    terms: tuple[Term, ...]


class Factors:
    """Chains of products with factors: `added` are the operations that multiply the factors alone."""

    def __init__(self, operations: Sequence[Operation], graph: Graph) -> None:
        self.graph = graph
        self.operations = list(operations)
        self.names = [one.name for one in operations]
        self.added: list[Operation] = []

    def shape(self, one: Input) -> Shape:
        if not isinstance(one, Read):
            return ()
        made = next((other for other in self.added if other.name == one.name), None)
        return made.shape if made else self.graph.shape(one.name)

    def timed(self, one: Input) -> bool:
        if not isinstance(one, Read):
            return False
        made = next((other for other in self.added if other.name == one.name), None)
        return made.timed if made else self.graph.timed(one.name)

    def composed(self) -> list[Operation]:
        """The operations, products of products turned into products with the product of their factors."""
        for place in range(len(self.operations)):
            while (shorter := self.shortened(self.operations[place])) is not None:
                self.operations[place] = shorter
        return self.operations

    def shortened(self, operation: Operation) -> Operation | None:
        read, factor = self.sides(operation)
        if read is None or read.lag or self.names.count(read.name) != 1:
            return None
        middle = self.operations[self.names.index(read.name)]
        source, other = self.sides(middle)
        if source is None or middle.segment != operation.segment:
            return None
        return replace(operation, inputs=(source, self.product(operation, factor, other)))

    def sides(self, operation: Operation) -> tuple[Read | None, Input]:
        """What a product carries on, and its factor, where they go element by element."""
        if operation.kind == "multiply":
            a, b = operation.inputs
            for source, factor in ((a, b), (b, a)):
                if isinstance(source, Read) and source.name in self.names and self.shape(source) == operation.shape:
                    return (source, factor) if self.shape(factor) in ((), operation.shape) else (None, 0.0)
        return None, 0.0

    def product(self, like: Operation, a: Input, b: Input) -> Input:
        if not isinstance(a, Read) and not isinstance(b, Read):
            return a * b
        shape = max(self.shape(a), self.shape(b), key=len)
        name = f"{like.name}{MARK}{len(self.added)}"
        timed = self.timed(a) or self.timed(b)
        self.added.append(replace(like, name=name, kind="multiply", inputs=(a, b), shape=shape, timed=timed))
        return Read(name)


class Terms:
    """The operations of all loops, and which of them are taken into others' sums: `taken`."""

    def __init__(self, operations: Sequence[Operation], gradient: str, graph: Graph, single: Mapping[str, int]) -> None:
        self.graph = graph
        self.carried = {*single, *(one.name for one in operations)}
        self.taken: set[str] = set()
        uses: dict[str, int] = {gradient: 2}
        for one in operations:
            for read in one.reads:
                uses[read.name] = uses.get(read.name, 0) + 1
        made: dict[str, list[Operation]] = {}
        for one in operations:
            made.setdefault(one.name, []).append(one)
        # What one step alone reads, once, need not have rows of its own.
        self.private = {name: ops[0] for name, ops in made.items() if uses.get(name) == 1 and len(ops) == 1}

    def of(self, operation: Operation) -> list[Term] | None:
        """The operation as a sum, its summands as they are read; None where it is none."""
        shape = self.shape
        kind, inputs = operation.kind, operation.inputs
        if kind in ("add", "subtract", "copy", "negative"):
            if any(not self.carries(one) or shape(one) != operation.shape for one in inputs):
                return None
            signs = {"subtract": (1, -1), "negative": (-1,)}.get(kind, (1, 1))
            return [Term(read, sign) for read, sign in zip(operation.reads, signs, strict=False)]
        if kind in ("multiply", "divide"):
            pairs = (inputs, inputs[::-1]) if kind == "multiply" else (inputs,)
            for read, by in pairs:
                if isinstance(read, Read) and self.carries(read) and shape(read) == operation.shape:
                    return [Term(read, 1, kind, by)] if shape(by) in ((), operation.shape) else None
        if kind == "matmul":
            return self.of_matrix(operation)
        place = part_of(operation)
        if place is not None and len(operation.shape) == 1:
            return [Term(operation.reads[0], columns=(place.start, place.stop))]
        return None

    def of_matrix(self, operation: Operation) -> list[Term] | None:
        left, right = operation.inputs
        if len(operation.shape) != 1 or not isinstance(left, Read) or not isinstance(right, Read):
            return None
        for read, by, kind in ((right, left, "transposed"), (left, right, "matrix")):
            if self.carries(read) and len(self.shape(read)) == 1 and not self.graph.timed(by.name):
                return [Term(read, 1, kind, by)]
        return None

    def shape(self, one: Input) -> Shape:
        return self.graph.shape(one.name) if isinstance(one, Read) else ()

    def carries(self, one: Input) -> bool:
        return isinstance(one, Read) and one.name in self.carried


def parts_of(operation: Operation, terms: Terms, loop_of: Mapping[tuple[str, int], int]) -> tuple[Part, ...]:
    """What a step computes, as sums; none where the operation is no sum. `loop_of` tells by name and segment the
    loop of each that does not run ahead of it."""
    if operation.kind == "concat" and len(operation.shape) == 1:
        return joined(operation, terms, loop_of)
    found = terms.of(operation)
    return (Part(None, flattened(found, operation, terms, loop_of)),) if found else ()


def joined(operation: Operation, terms: Terms, loop_of: Mapping[tuple[str, int], int]) -> tuple[Part, ...]:
    parts, start = [], 0
    for one in operation.inputs:
        shape = terms.shape(one)
        if not isinstance(one, Read) or not terms.carries(one) or len(shape) != 1:
            return ()
        stop = start + shape[0]
        parts.append((one, (start, stop)))
        start = stop
    return tuple(Part(place, flattened([Term(one)], operation, terms, loop_of)) for one, place in parts)


def flattened(
    found: Sequence[Term], operation: Operation, terms: Terms, loop_of: Mapping[tuple[str, int], int]
) -> tuple[Term, ...]:
    """The terms, a private sum's own in its place."""
    out: list[Term] = []
    for term in found:
        inner = terms.private.get(term.read.name) if not term.kind and term.columns is None else None
        own = terms.of(inner) if inner is not None and may_enter(inner, term, operation, terms, loop_of) else None
        if inner is None or own is None or (term.read.lag and any(one.read.lag for one in own)):
            out.append(term)
            continue
        terms.taken.add(inner.name)
        out.extend(flattened([one.inside(term) for one in own], operation, terms, loop_of))
    return tuple(out)


def may_enter(
    inner: Operation, term: Term, operation: Operation, terms: Terms, loop_of: Mapping[tuple[str, int], int]
) -> bool:
    """Whether an operation can be evaluated where it is read: in the same loop, and beyond the border of a segment
    never."""
    places = [loop_of.get((one.name, one.segment)) for one in (inner, operation)]
    if places[0] != places[1] or places[0] is None:
        return False
    return inner.segment == operation.segment and (not term.read.lag or len(terms.graph.segments) == 1)
