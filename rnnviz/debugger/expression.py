"""Expressions of the language over a run: what a watch shows and what a breakpoint's condition asks.

An expression is read with the language's own parser, its shapes follow from the language's own rules, and it is
computed by the same numpy functions as the equations; nothing is ever evaluated by `eval`. It may read any value,
stream, parameter, gradient or contribution (`dW_hh[t]`, a matrix) at a lag (`h[t-1]`) or at one timestep, counted
from 1 (`h[3]`); behind `h[t]`, `h[3]` and a parameter's name, brackets hold elements and slices, from 0. `total(…)` is
the sum over all timesteps. What is true is 1 and what is false 0: a product of comparisons is their *and*.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

from rnnviz.debugger.expression_names import Leaf, Names, Source
from rnnviz.equations import EquationError, Operation, Place, Read, Shape
from rnnviz.equations import syntax as language
from rnnviz.equations.graph import Input
from rnnviz.equations.operations import TABLE
from rnnviz.equations.sentence import both, said
from rnnviz.equations.shape_rules import ShapeClash, say
from rnnviz.equations.text import number

LARGEST = 2**25
"""The most elements that one timestep's value may have: a matrix of 5,792 × 5,792."""
COMPARISONS = {"less": "<", "greater": ">", "less_equal": "<=", "greater_equal": ">=", "equal": "==", "not_equal": "!="}


@dataclass(frozen=True)
class Expression:
    """An expression, checked against the names and shapes of a model.

    `operations` stand each behind those that they read, under names of their own, at places in the text `whole`;
    `leaves` are what is read of the run, by the key under which operations read it. `result` is the operation or leaf
    that is the value (or a number), `shape` that of one timestep, and `timed` tells whether it may differ between
    timesteps.
    """

    text: str
    whole: str
    operations: tuple[Operation, ...]
    leaves: Mapping[str, Leaf]
    result: Input
    shape: Shape
    timed: bool
    index: bool

    @staticmethod
    def parse(text: str, source: Source) -> Expression:
        """The expression `text` over a model or a tape; raises EquationError, with the place, for what is none."""
        bare = text.strip()
        try:
            return Builder(bare, source).expression()
        except EquationError as error:
            column = error.column + len(text) - len(text.lstrip())
            raise EquationError(error.message, Place(1, column, error.length), error.hint) from None

    @cached_property
    def outside_totals(self) -> tuple[Leaf, ...]:
        """The leaves at t that are read at one timestep, not summed over all."""
        made = {one.name: one for one in self.operations}
        found: dict[str, Leaf] = {}
        waiting = [self.result]
        seen: set[str] = set()
        while waiting:
            one = waiting.pop()
            if not isinstance(one, Read) or one.name in seen:
                continue
            seen.add(one.name)
            if one.name in self.leaves:
                if self.leaves[one.name].timed:
                    found[one.name] = self.leaves[one.name]
            elif made[one.name].kind != "total":
                waiting.extend(made[one.name].inputs)
        return tuple(leaf for key, leaf in self.leaves.items() if key in found)

    @cached_property
    def comparison(self) -> tuple[Expression, str, Expression] | None:
        """A condition's two sides and the symbol between them, `norm(dh[t])`, `<`, `1e-6`; None if it compares not."""
        last = self.operations[-1] if self.operations else None
        if last is None or self.result != Read(last.name) or last.kind not in COMPARISONS:
            return None
        left, right = (self.part(one) for one in last.inputs)
        return left, COMPARISONS[last.kind], right

    def part(self, result: Input) -> Expression:
        """The expression of an operand: the same operations, another result."""
        made = {one.name: one for one in self.operations}
        if not isinstance(result, Read):
            return replace(self, text=number(result), operations=(), result=result, shape=(), timed=False, index=False)
        if result.name in self.leaves:
            leaf = self.leaves[result.name]
            return replace(
                self, text=leaf.key, operations=(), result=result, shape=leaf.shape, timed=leaf.timed, index=leaf.index
            )
        last = made[result.name]
        wanted = {last.name}
        for one in reversed(self.operations):
            if one.name in wanted:
                wanted.update(read.name for read in one.reads)
        kept = tuple(one for one in self.operations if one.name in wanted)
        text = self.whole[last.place.column : last.place.column + last.place.length]
        return replace(
            self, text=text, operations=kept, result=result, shape=last.shape, timed=last.timed, index=last.index
        )


def condition(text: str, source: Source) -> Expression:
    """An expression that holds or not: one number, true where it is not 0. EquationError for anything else."""
    found = Expression.parse(text, source)
    if found.shape != ():
        raise EquationError(
            said("A condition is one number at a timestep, and this is {shape}.", shape=say(found.shape)),
            Place(1, 0, len(text)),
            said("Write `any({text})` or `all({text})`.", text=found.text),
        )
    if all(leaf.at is None and not leaf.timed and not leaf.contribution for leaf in found.leaves.values()):
        raise EquationError(
            said("The condition reads nothing that happens in the run: it holds always or never."),
            Place(1, 0, len(text)),
            said("Read a value at a timestep, such as `h[t]` or `dh[t]`."),
        )
    return found


class RunReader(language.Reader):
    """The language's reader, for which `h[3]` is timestep 3 of what has timesteps."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text, 1, 0, self.read)
        self.names = names
        self.leaves: dict[str, Leaf] = {}

    def read(self, name: str, lag: int | None, place: Place) -> Read:
        return self.keep(self.names.leaf(name, lag, place))

    def keep(self, leaf: Leaf) -> Read:
        self.leaves[leaf.key] = leaf
        return Read(leaf.key)

    def subscript(self, node: ast.Subscript) -> language.Expression:
        if isinstance(node.value, ast.Name):
            name = self.name(node.value)
            bare = isinstance(node.slice, ast.Slice | ast.Tuple)
            if self.names.exists(name) and self.names.has_timesteps(name) and (bare or self.lag(node.slice) is None):
                if bare:
                    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                    inner = ", ".join(self.source(one) for one in items if self.source(one) != "t")
                    raise self.error(
                        node,
                        said("`{source}` is no timestep.", source=self.source(node)),
                        said("Elements stand behind a timestep: `{name}[t][{inner}]`.", name=name, inner=inner),
                    )
                at = self.constant(node.slice, said("A timestep"))
                return self.keep(self.names.leaf(name, None, self.place(node), at))
        return super().subscript(node)


class Builder:
    """Makes the operations of an expression's tree; what stands twice is computed once."""

    def __init__(self, text: str, source: Source) -> None:
        self.text = text
        self.names = Names(source)
        self.reader = RunReader(text, self.names)
        self.operations: dict[str, Operation] = {}
        self.made: dict[object, Read] = {}

    def expression(self) -> Expression:
        tree = self.reader.expression(self.tree())
        result = self.flatten(tree)
        shape, timed, index = self.shape(result), self.is_timed(result), self.is_index(result)
        return Expression(
            self.text, self.text, tuple(self.operations.values()), self.reader.leaves, result, shape, timed, index
        )

    def tree(self) -> ast.expr:
        whole = Place(1, 0, max(1, len(self.text)))
        if not self.text:
            raise EquationError(said("There is no expression."), whole, said("Write one, such as `norm(h[t])`."))
        if len(self.text) > language.LONGEST_LINE or any(mark in self.text for mark in "\r\n"):
            raise EquationError(
                said("An expression is one line of at most {most} characters.", most=language.LONGEST_LINE), whole
            )
        try:
            tree = language.parse_python(self.text, "eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise self.syntax_error(error) from None
        assert isinstance(tree, ast.Expression)
        return tree.body

    def syntax_error(self, error: Exception) -> EquationError:
        if isinstance(error, RecursionError | MemoryError):
            return EquationError(said("The expression is nested too deep."), Place(1, 0, len(self.text)))
        offset = min(max(0, (getattr(error, "offset", None) or 1) - 1), len(self.text) - 1)
        message = said("This is not an expression: {why}.", why=language.what_python_says(error))
        single = "=" in self.text.replace("==", "").replace("<=", "").replace(">=", "").replace("!=", "")
        hint = (
            said("Two values are compared by `==`.")
            if single
            else said("An expression is such as `norm(dh[t]) < 1e-6`.")
        )
        return EquationError(message, Place(1, offset, max(1, len(self.text) - offset)), hint)

    def flatten(self, value: language.Expression) -> Input:
        if not isinstance(value, language.Term):
            return value
        if value.kind == "split":
            raise EquationError(
                said("`split` gives several results."), value.place, said("Take one of them by a slice: `h[t][0:3]`.")
            )
        inputs = tuple(self.flatten(operand) for operand in value.operands)
        row = TABLE[value.kind]
        if row.index_operand is not None:
            self.check_index(value, inputs[row.index_operand])
        attributes = value.attributes
        if row.is_loss and isinstance(inputs[1], Read) and self.is_stream(inputs[1]):
            attributes = ("data",)  # its NaN means that there is no target, as in an equation
        key = (value.kind, inputs, attributes)
        if key not in self.made:
            operation = Operation(
                f"·{len(self.operations) + 1}",
                value.kind,
                inputs,
                attributes,
                self.result_shape(value, inputs),
                timed=value.kind != "total" and any(map(self.is_timed, inputs)),
                place=value.place,
                index=row.gives_index or (value.kind == "stop" and self.is_index(inputs[0])),
            )
            if value.kind == "total" and not self.is_timed(inputs[0]):
                raise EquationError(
                    said("`total` sums over all timesteps, and this is the same at each."),
                    value.place,
                    said("Read a value at t, such as `total(L[t])`."),
                )
            self.operations[operation.name] = operation
            self.made[key] = Read(operation.name)
        return self.made[key]

    def result_shape(self, value: language.Term, inputs: tuple[Input, ...]) -> Shape:
        shapes = [self.shape(one) for one in inputs]
        try:
            shape = TABLE[value.kind].shape(shapes, value.attributes)
        except ShapeClash as clash:
            parts = [
                said("`{name}` is {shape}", name=self.source(operand), shape=say(shape))
                for operand, shape in zip(value.operands, shapes, strict=True)
                if not isinstance(operand, float)
            ]
            message = said("{clash}.", clash=clash)
            if parts:
                message = said("{sizes}: {clash}.", sizes=both(parts), clash=clash)
            raise EquationError(message, value.place) from None
        if prod(shape) > LARGEST:
            raise EquationError(said("This is {shape}: too large to compute.", shape=say(shape)), value.place)
        return shape

    def check_index(self, value: language.Term, operand: Input) -> None:
        if not self.is_index(operand) and not (value.kind == "cross_entropy" and self.shape(operand) != ()):
            name = self.source(value.operands[TABLE[value.kind].index_operand or 0])
            raise EquationError(
                said("`{kind}` takes a class index, and `{name}` holds numbers.", kind=value.kind, name=name),
                value.place,
                said("Use `argmax`, or a stream of indices."),
            )

    def source(self, value: language.Expression) -> str:
        if isinstance(value, Read):
            return value.name
        if isinstance(value, float):
            return number(value)
        return self.text[value.place.column : value.place.column + value.place.length]

    def shape(self, one: Input) -> Shape:
        if not isinstance(one, Read):
            return ()
        leaf = self.reader.leaves.get(one.name)
        return self.operations[one.name].shape if leaf is None else leaf.shape

    def is_timed(self, one: Input) -> bool:
        if not isinstance(one, Read):
            return False
        leaf = self.reader.leaves.get(one.name)
        return self.operations[one.name].timed if leaf is None else leaf.timed

    def is_index(self, one: Input) -> bool:
        if not isinstance(one, Read):
            return False
        leaf = self.reader.leaves.get(one.name)
        return self.operations[one.name].index if leaf is None else leaf.index

    def is_stream(self, one: Read) -> bool:
        leaf = self.reader.leaves.get(one.name)
        return leaf is not None and leaf.name in self.names.graph.streams
