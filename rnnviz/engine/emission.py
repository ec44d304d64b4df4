"""Operations as lines of generated Python: calls of numpy that write into arrays which are there already.

The source holds only names and templates made here; what a user types reaches it as positions in a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.kernels import Kernel
from rnnviz.equations.operations import TABLE

NAMES: dict[str, Any] = {
    "matmul": np.matmul, "dot": np.dot, "concatenate": np.concatenate,
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
    "negative": np.negative, "reciprocal": np.reciprocal,
    "tanh": np.tanh, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
}  # fmt: skip
"""What generated lines may call."""


class Names:
    """The names that stand for values in generated lines: r0, r1, … for `sequences` (a read at a lag, or an operation's
    own rows at lag 0), c0, c1, … for `constants` (names of parameters, and numbers), k0, k1, … for `kernels`."""

    def __init__(self, timed: Callable[[str], bool]) -> None:
        self.timed = timed
        self.sequences: dict[Read, str] = {}
        self.constants: dict[str | float, str] = {}
        self.kernels: list[Kernel] = []

    def sequence(self, read: Read) -> str:
        return self.sequences.setdefault(read, f"r{len(self.sequences)}")

    def constant(self, one: str | float) -> str:
        # Numbers too are arrays, of no axes: numpy takes them in half the time of a Python number.
        return self.constants.setdefault(one, f"c{len(self.constants)}")

    def kernel(self, kernel: Kernel) -> str:
        self.kernels.append(kernel)
        return f"k{len(self.kernels) - 1}"


def call(operation: Operation, arguments: Sequence[str], out: str, one: str) -> list[str] | None:
    """The lines that write an elementwise operation into `out`, if numpy has it so; `one` names the number 1."""
    row = TABLE[operation.kind]
    if operation.kind == "copy":
        return [f"{out}[...] = {arguments[0]}"]
    if isinstance(row.ufunc, np.ufunc):
        return [f"{row.ufunc.__name__}({', '.join(arguments)}, {out})"]
    return [line.format(*arguments, out=out, one=one) for line in row.inplace] or None


def is_matrix_times_row(operation: Operation, timed: Callable[[str], bool], shape: Callable[[str], Shape]) -> bool:
    """Whether an operation is W @ a[t] with a parameter W and a vector a[t]."""
    if operation.kind != "matmul" or len(operation.shape) != 1:
        return False
    left, right = operation.inputs
    if not isinstance(left, Read) or not isinstance(right, Read):
        return False
    return not timed(left.name) and timed(right.name) and len(shape(left.name)) == 2


def vectors(operation: Operation, shape: Callable[[str], Shape], timed: Callable[[str], bool]) -> bool:
    """Whether every input is a vector or a matrix of the timestep."""
    return all(isinstance(one, Read) and timed(one.name) and shape(one.name) for one in operation.inputs)


def unpacked(names: Sequence[str], source: str, indent: str) -> list[str]:
    return [f"{indent}{', '.join(names)}, = {source}"] if names else []


@lru_cache(maxsize=512)
def compiled(source: str) -> Callable[[list[Kernel]], Any]:
    """The `factory(kernels)` that a source defines."""
    names = dict(NAMES)
    exec(compile(source, "<generated>", "exec"), names)
    factory: Callable[[list[Kernel]], Any] = names["factory"]
    return factory
