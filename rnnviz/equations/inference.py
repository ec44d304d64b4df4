"""The shape of every value, from the sizes that are declared: forwards from operands, backwards from results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from rnnviz.equations.errors import EquationError, Place
from rnnviz.equations.graph import Operation, Read, Shape
from rnnviz.equations.operations import TABLE
from rnnviz.equations.sentence import both, said
from rnnviz.equations.shape_rules import Partial, ShapeClash, say


@dataclass
class Names:
    """What the text uses: parameters with the place of their first use, streams, states in the text's order."""

    parameters: Mapping[str, Place]
    streams: Mapping[str, Place]
    states: Sequence[str]
    index_streams: frozenset[str]


Describe = Callable[[Operation, int | None], str]
"""Prints an operation (or, with a position, one of its operands) for a message."""


class Inference:
    def __init__(
        self,
        operations: Sequence[Operation],
        names: Names,
        sizes: Mapping[str, Shape],
        hidden: int | None,
        classes: Mapping[str, int],
        describe: Describe,
    ) -> None:
        self.operations, self.names, self.hidden, self.classes = operations, names, hidden, classes
        self.describe = describe
        self.declared = dict(sizes)
        self.shapes: dict[str, Shape] = dict(sizes)
        self.waiting = deque(operations)
        self.touching: dict[str, list[Operation]] = {}
        for operation in operations:
            for name in {operation.name, *(read.name for read in operation.reads)}:
                self.touching.setdefault(name, []).append(operation)
        for name in names.index_streams:
            if self.shapes.setdefault(name, ()) != ():
                place = names.streams[name]
                raise EquationError(
                    said(
                        "`{name}` is read as a class index, but is declared {size}.", name=name, size=say(sizes[name])
                    ),
                    place,
                )

    def solve(self) -> dict[str, Shape]:
        """Every name's and operation's shape; raises EquationError at a clash or where a size is missing."""
        self.by_classes()
        self.propagate()
        while self.guess():
            self.propagate()
        self.check()
        return self.shapes

    def known(self, operation: Operation) -> Partial:
        return [self.shapes.get(one.name) if isinstance(one, Read) else () for one in operation.inputs]

    def set(self, name: str, shape: Shape) -> None:
        """A shape that was unknown; whoever reads or makes the name is looked at again."""
        self.shapes[name] = shape
        self.waiting.extend(self.touching.get(name, ()))

    def learn(self, operation: Operation, shapes: Partial, result: Shape | None) -> None:
        for one, shape in zip(operation.inputs, shapes, strict=True):
            if isinstance(one, Read) and shape is not None and len(shape) <= 2 and one.name not in self.shapes:
                self.set(one.name, shape)
        if result is not None and operation.name not in self.shapes:
            self.set(operation.name, result)

    def by_classes(self) -> None:
        for operation in self.operations:
            position = TABLE[operation.kind].index_operand
            index = operation.inputs[position] if position is not None else None
            if not isinstance(index, Read) or index.name not in self.classes:
                continue
            first = operation.inputs[0]
            if operation.kind == "cross_entropy" and isinstance(first, Read):
                self.shapes.setdefault(first.name, (self.classes[index.name],))

    def propagate(self) -> None:
        while self.waiting:
            operation = self.waiting.popleft()
            row = TABLE[operation.kind]
            shapes, result = self.known(operation), self.shapes.get(operation.name)
            if row.infer is not None and (result is None or None in shapes):
                self.learn(operation, *row.infer(list(shapes), result, operation.attributes))
                shapes, result = self.known(operation), self.shapes.get(operation.name)
            if operation.kind == "embed" and shapes[0] is None and result is not None:
                index = operation.inputs[1]
                count = self.classes.get(index.name) if isinstance(index, Read) else None
                if count:
                    self.learn(operation, [(count, *result), ()], None)
            all_known = [shape for shape in shapes if shape is not None]
            if result is None and len(all_known) == len(shapes):
                self.learn(operation, shapes, self.result(operation, all_known))

    def guess(self) -> bool:
        """One assumption where nothing follows any more: an operand of unknown shape has its result's; a state of
        unknown size has the size that states are given."""
        for operation in self.operations:
            result = self.shapes.get(operation.name)
            if result is not None and TABLE[operation.kind].broadcasts:
                for one in operation.inputs:
                    if isinstance(one, Read) and one.name not in self.shapes:
                        self.set(one.name, result)
                        return True
        if self.hidden is not None:
            for name in self.names.states:
                if name not in self.shapes:
                    self.set(name, (self.hidden,))
                    return True
        return False

    def result(self, operation: Operation, shapes: Sequence[Shape]) -> Shape:
        try:
            return TABLE[operation.kind].shape(shapes, operation.attributes)
        except ShapeClash as clash:
            self.clash(operation, shapes, clash)

    def clash(self, operation: Operation, shapes: Sequence[Shape], clash: ShapeClash) -> NoReturn:
        parts = []
        for position, shape in enumerate(shapes):
            if isinstance(operation.inputs[position], Read):
                what = self.describe(operation, position)
                parts.append(said("`{name}` is {shape}", name=what, shape=say(shape)))
        message = said(
            "In the equation of `{equation}`, {sizes}: {clash}.",
            equation=base(operation.name),
            sizes=both(parts),
            clash=clash,
        )
        raise EquationError(message, operation.place, said("Change the size that is declared, or the operand."))

    def check(self) -> None:
        defined = {one.name: one.place for one in self.operations if one.name == base(one.name)}
        states = {name: defined[name] for name in self.names.states if name in defined}
        # Who declares a state's or a value's size has mostly told the parameters' shapes as well.
        places = {**states, **self.names.streams, **defined, **self.names.parameters}
        for name, place in places.items():
            if name not in self.shapes:
                what = said("stream") if name in self.names.streams else said("parameter")
                what = said("state") if name in states else said("value") if name in defined else what
                raise EquationError(
                    said("The size of the {what} `{name}` does not follow from the equations.", what=what, name=name),
                    place,
                    said("Declare it: `{name}` = 3 for a vector, 0 for a scalar, (3, 4) for a matrix.", name=name),
                )
        for operation in self.operations:
            if operation.name not in self.shapes:
                name = base(operation.name)
                raise EquationError(
                    said("The size of `{name}` does not follow from the equations.", name=name),
                    operation.place,
                    said("Declare it: `{name}` = 3 for a vector, 0 for a scalar, (3, 4) for a matrix.", name=name),
                )
            shapes = [shape for shape in self.known(operation) if shape is not None]
            result, expected = self.result(operation, shapes), self.shapes[operation.name]
            if result != expected:
                declared = said("declared") if operation.name in self.declared else said("used as")
                text = self.describe(operation, None)
                raise EquationError(
                    said(
                        "In the equation of `{equation}`, `{text}` is {result}, but `{name}` is {declared} {expected}.",
                        equation=base(operation.name),
                        text=text,
                        result=say(result),
                        name=operation.name,
                        declared=declared,
                        expected=say(expected),
                    ),
                    operation.place,
                    said("Change the size that is declared, or a parameter's."),
                )


def base(name: str) -> str:
    """The equation's name of an operation's: `h` of `h.2`."""
    head, _, last = name.rpartition(".")
    return base(head) if head and last.isdigit() else name


def shaped(operations: Sequence[Operation], shapes: Mapping[str, Shape]) -> tuple[Operation, ...]:
    return tuple(replace(operation, shape=shapes[operation.name]) for operation in operations)
