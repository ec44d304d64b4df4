"""An evaluator of a text of equations that shares no line with rnnviz.

It reads a text with Python's `ast` and evaluates each value when it is asked for, timestep by timestep and by
recursion, so it has no schedule, no shapes to infer and no adjoints: only what the design says that a text means.
The array library is a table of functions (`torch_operations`, `step_operations`).
"""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from tests.reference.system import System

LOSSES = {"cross_entropy", "mse", "binary_cross_entropy"}


@dataclasses.dataclass(frozen=True)
class Equation:
    names: tuple[str, ...]
    right: ast.expr


@dataclasses.dataclass(frozen=True)
class Segment:
    name: str
    equations: tuple[Equation, ...]


@dataclasses.dataclass(frozen=True)
class Program:
    """A text, read: its declarations and the equations of its segments (one without a name where there are none)."""

    segments: tuple[Segment, ...]
    untied: frozenset[str]
    learned: frozenset[str]
    declared_losses: tuple[str, ...]

    def equations(self) -> Iterator[Equation]:
        for segment in self.segments:
            yield from segment.equations

    def defined(self) -> list[str]:
        """Names of all values, in the order of the text, each once."""
        return list(dict.fromkeys(name for equation in self.equations() for name in equation.names))

    @functools.cached_property
    def indices(self) -> set[str]:
        """Values that are class indices: those that argmax gives."""
        return {one.names[0] for one in self.equations() if ast.unparse(one.right).startswith("argmax(")}

    def losses(self, system: System) -> tuple[str, ...]:
        """Declared losses, else scalars that hold a loss operation or combine such scalars, and that nothing reads."""
        if self.declared_losses:
            return self.declared_losses
        lossy: set[str] = set()
        grown = True
        while grown:
            grown = False
            for equation in self.equations():
                name = equation.names[0]
                known = name in system.shapes or name in system.sizes
                if name in lossy or (known and system.shape(name)):
                    continue
                if calls(equation.right) & LOSSES or reads(equation.right) & lossy:
                    lossy.add(name)
                    grown = True
        for equation in self.equations():
            lossy -= {name for name in reads(equation.right) if name not in equation.names}
        return tuple(name for name in self.defined() if name in lossy)


@functools.cache
def read_text(text: str) -> Program:
    """Reads a well-formed text; it has no errors to report, so ill-formed texts fail in any way."""
    untied: list[str] = []
    learned: list[str] = []
    losses: list[str] = []
    segments: list[tuple[str, list[Equation]]] = [("", [])]
    for line in text.splitlines():
        content = line.split("#")[0].strip()
        first, _, rest = content.partition(" ")
        if not content:
            continue
        if first in ("untied", "learned", "loss") and not rest.startswith("="):
            names = [name.strip().split("[")[0] for name in rest.split(",")]
            {"untied": untied, "learned": learned, "loss": losses}[first].extend(names)
        elif content.endswith(":"):
            segments.append((content[:-1].strip(), []))
        else:
            (statement,) = ast.parse(content).body
            assert isinstance(statement, ast.Assign)
            (target,) = statement.targets
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            segments[-1][1].append(Equation(tuple(subscripted(part) for part in parts), statement.value))
    filled = tuple(Segment(name, tuple(equations)) for name, equations in segments if equations)
    return Program(filled, frozenset(untied), frozenset(learned), tuple(losses))


def subscripted(node: ast.expr) -> str:
    assert isinstance(node, ast.Subscript)
    assert isinstance(node.value, ast.Name)
    return node.value.id


@functools.cache
def calls(node: ast.expr) -> frozenset[str]:
    found = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    return frozenset(function.id for function in found if isinstance(function, ast.Name))


@functools.cache
def reads(node: ast.expr) -> frozenset[str]:
    """Names of the values and streams that an expression reads, at any lag."""
    return frozenset(part.value.id for part in ast.walk(node) if is_read(part))  # type: ignore[attr-defined]


def is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and lag_of(node.slice) is not None


def lag_of(node: ast.expr) -> int | None:
    """The lag of `t`, `t-2`, `t+1`; None for an element or a slice."""
    if isinstance(node, ast.Name) and node.id == "t":
        return 0
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name) and node.left.id == "t":
        return int(ast.literal_eval(node.right)) * (1 if isinstance(node.op, ast.Add) else -1)
    return None


class Operations(Protocol):
    """An array library as the interpreter needs it."""

    functions: Mapping[str, Any]

    def number(self, value: Any) -> Any: ...

    def zeros(self, shape: tuple[int, ...]) -> Any: ...

    def detach(self, value: Any) -> Any: ...

    def parameter(self, name: str, timestep: int) -> Any:
        """The parameter as the equations of that timestep see it; for an untied one, its row."""
        ...

    def border(self, key: str) -> Any:
        """The initial state of that key, given or learned, or None."""
        ...

    def value(self, name: str, timestep: int, value: Any) -> Any:
        """Called once for every value; what it returns is what users read."""
        ...


class Interpreter:
    """One run of a system."""

    def __init__(self, system: System, operations: Operations) -> None:
        self.system = system
        self.operations = operations
        self.program = read_text(system.text)
        self.indices = {name for name, rows in system.data.items() if rows.dtype.kind in "iu"}
        self.memory: dict[tuple[str, int], Any] = {}
        self.segments: list[tuple[Segment, int, int]] = []
        start = 1
        for segment in self.program.segments:
            length = self.length(segment)
            self.segments.append((segment, start, start + length - 1))
            start += length
        self.owner: dict[tuple[str, int], tuple[Equation, int]] = {}
        for segment, first, last in self.segments:
            for equation in segment.equations:
                for position, name in enumerate(equation.names):
                    self.owner.update({(name, t): (equation, position) for t in range(first, last + 1)})
        self.forwards = self.border_side()

    def length(self, segment: Segment) -> int:
        names = {name for equation in segment.equations for name in reads(equation.right)}
        lengths = {len(self.system.data[name]) for name in names if name in self.system.data}
        if len(self.program.segments) == 1:
            lengths = lengths or {self.system.timesteps}
        (length,) = lengths
        return length

    def border_side(self) -> dict[str, bool]:
        """Whether a name's border is before its first timestep: not, where it is only ever read at t+k."""
        lags: dict[str, set[int]] = {}
        for equation in self.program.equations():
            for node in ast.walk(equation.right):
                if is_read(node):
                    assert isinstance(node, ast.Subscript)
                    lags.setdefault(subscripted(node), set()).add(lag_of(node.slice) or 0)
        return {name: not (max(found) > 0 and min(found) >= 0) for name, found in lags.items()}

    def span(self, name: str) -> list[int]:
        return [t for t in range(1, self.system.timesteps + 1) if (name, t) in self.owner]

    def losses(self) -> tuple[str, ...]:
        return self.program.losses(self.system)

    def total(self) -> Any:
        """The sum of all losses, after everything has been evaluated."""
        for name in self.program.defined():
            for t in self.span(name):
                self.at(name, t)
        result = self.operations.zeros(())
        for name in self.losses():
            for t in self.span(name):
                result = result + self.memory[name, t]
        return result

    def at(self, name: str, t: int) -> Any:
        """The value at that timestep, evaluated now unless it has been."""
        if (name, t) not in self.memory:
            equation, _ = self.owner[name, t]
            result = self.expression(equation.right, t)
            results = [result] if len(equation.names) == 1 else result
            for part, value in zip(equation.names, results, strict=True):
                self.memory[part, t] = self.operations.value(part, t, value)
        return self.memory[name, t]

    def read(self, name: str, t: int, reader: int) -> Any:
        """What the equations of timestep `reader` see of a value or stream at timestep `t`."""
        if name in self.system.data:
            return self.stream(name, t, reader)
        if (name, t) in self.owner:
            value = self.at(name, t)
        elif 1 <= t <= self.system.timesteps or name in self.program.indices:
            value = None
        else:
            value = self.operations.border(self.border_key(name, t))
        if value is None:
            return -1 if name in self.program.indices else self.operations.zeros(self.system.shape(name))
        return self.operations.detach(value) if self.cut(t, reader) else value

    def border_key(self, name: str, t: int) -> str:
        """An initial state's name: `h` is h[0], or h[T+1] where nothing reads back; `h[-1]`, `h[T+2]` lie beyond."""
        if t <= 0:
            return name if t == 0 else f"{name}[{t}]"
        beyond = t - self.system.timesteps
        return name if beyond == 1 and not self.forwards[name] else f"{name}[T+{beyond}]"

    def cut(self, t: int, reader: int) -> bool:
        """Whether truncation lies between the two timesteps: after k, 2k, …, not before the first or after the last."""
        k = self.system.truncate
        return k is not None and (min(max(t, 1), self.system.timesteps) - 1) // k != (reader - 1) // k

    def stream(self, name: str, t: int, reader: int) -> Any:
        rows = self.system.data[name]
        first = next(first for _, first, last in self.segments if first <= reader <= last)
        row = t - first
        inside = 0 <= row < len(rows)
        if name in self.indices:
            return int(rows[row]) if inside else -1
        return self.operations.number(rows[row]) if inside else self.operations.zeros(rows.shape[1:])

    def expression(self, node: ast.expr, t: int) -> Any:
        functions = self.operations.functions
        match node:
            case ast.Constant(value=number):
                return float(number)  # type: ignore[arg-type]
            case ast.Name(id=name):
                return self.operations.parameter(name, t)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.expression(operand, t)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand, t)
            case ast.BinOp(left=left, op=op, right=right):
                return functions[type(op).__name__](self.expression(left, t), self.expression(right, t))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return functions[type(op).__name__](self.expression(left, t), self.expression(right, t))
            case ast.Call(func=ast.Name(id="split"), args=[value, ast.Constant(value=count)]):
                return functions["split"](self.expression(value, t), int(count))  # type: ignore[arg-type]
            case ast.Call(func=ast.Name(id="onehot"), args=[value, ast.Constant(value=count)]):
                return functions["onehot"](self.expression(value, t), int(count))  # type: ignore[arg-type]
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return functions[name](*[self.expression(argument, t) for argument in arguments])
            case ast.Attribute(value=value, attr="T"):
                return functions["transpose"](self.expression(value, t))
            case ast.Subscript(value=ast.Name(id=name), slice=index) if (lag := lag_of(index)) is not None:
                if name in self.program.untied:
                    return self.operations.parameter(name, t)
                return self.read(name, t + lag, t)
            case ast.Subscript(value=value, slice=index):
                return self.expression(value, t)[constant_index(index)]
        raise AssertionError(ast.dump(node))


def constant_index(node: ast.expr) -> Any:
    """`3`, `-1`, `0:2` or `1, 0:2` as Python's own subscript."""
    if isinstance(node, ast.Tuple):
        return tuple(constant_index(part) for part in node.elts)
    if isinstance(node, ast.Slice):
        ends = [None if end is None else ast.literal_eval(end) for end in (node.lower, node.upper, node.step)]
        return slice(*ends)
    return ast.literal_eval(node)
