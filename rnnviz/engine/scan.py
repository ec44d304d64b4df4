"""A recurrence as generated code: one Python function a scan, over rows of arrays that are there already.

The source holds only names and templates made here; what a user types reaches it as positions in a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.kernels import Array, Kernel
from rnnviz.equations.operations import TABLE

Rows = list[Array]


@dataclass(frozen=True)
class Scan:
    """A generated function and what it is to be called with.

    `run(rows, constants, scratch)` walks all rows side by side. `rows` follow `sequences` (a read at a lag, or an
    operation's own row at lag 0), `constants` the given names and numbers; `scratch` holds one buffer for each
    operation that is not kept.
    """

    run: Callable[[Sequence[Rows], Sequence[Any], Sequence[Array]], None]
    sequences: tuple[Read, ...]
    constants: tuple[str | float, ...]
    scratch: tuple[Operation, ...]
    source: str


def generate(
    operations: Sequence[Operation],
    kept: frozenset[str],
    timed: Callable[[str], bool],
    shape: Callable[[str], Shape],
    bind: Callable[[Operation], Kernel],
    single: bool,
) -> Scan:
    """The scan of `operations`, in the order given. `single` tells that a row is one timestep of one sequence, so that
    a matrix product may be written into its row."""
    sequences: dict[Read, str] = {}
    constants: dict[str | float, str] = {}
    scratch: dict[str, str] = {}
    kernels: list[Kernel] = []
    lines: list[str] = []
    unkept = [operation for operation in operations if operation.name not in kept]

    def operand(one: Read | float) -> str:
        if not isinstance(one, Read):
            # An array of no axes: numpy takes it in half the time of a Python number.
            return constants.setdefault(one, f"c{len(constants)}")
        if not timed(one.name):
            return constants.setdefault(one.name, f"c{len(constants)}")
        if one.lag == 0 and one.name in scratch:
            return scratch[one.name]
        return sequences.setdefault(one, f"r{len(sequences)}")

    for operation in operations:
        arguments = [operand(one) for one in operation.inputs]
        if operation.name in kept:
            out = sequences.setdefault(Read(operation.name), f"r{len(sequences)}")
        else:
            out = scratch.setdefault(operation.name, f"s{len(scratch)}")
        row = TABLE[operation.kind]
        product = single and operation.kind == "matmul" and is_matrix_times_row(operation, timed)
        if operation.kind == "copy":
            lines.append(f"{out}[...] = {arguments[0]}")
        elif isinstance(row.ufunc, np.ufunc) and single:
            lines.append(f"{row.ufunc.__name__}({', '.join(arguments)}, {out})")
        elif row.inplace and single:
            lines.extend(line.format(*arguments, out=out, one=operand(1.0)) for line in row.inplace)
        elif operation.kind == "split" and single:
            which, length = operation.attributes[0], operation.shape[0]
            assert isinstance(which, int)
            lines.append(f"{out}[...] = {arguments[0]}[{which * length}:{(which + 1) * length}]")
        elif operation.kind == "concat" and single and all_rows(operation, shape, timed):
            lines.append(f"concatenate(({', '.join(arguments)},), 0, {out})")
        elif product:
            lines.append(f"dot({', '.join(arguments)}, {out})")
        else:
            kernels.append(bind(operation))
            lines.append(f"{out}[...] = k{len(kernels) - 1}({', '.join(arguments)})")
    source = assemble(list(sequences.values()), list(constants.values()), list(scratch.values()), len(kernels), lines)
    factory = compiled(source)
    return Scan(factory(kernels), tuple(sequences), tuple(constants), tuple(unkept), source)


def is_matrix_times_row(operation: Operation, timed: Callable[[str], bool]) -> bool:
    left, right = operation.inputs
    return (
        isinstance(left, Read) and isinstance(right, Read) and not timed(left.name) and timed(right.name)
        and len(operation.shape) == 1
    )  # fmt: skip


def all_rows(operation: Operation, shape: Callable[[str], Shape], timed: Callable[[str], bool]) -> bool:
    """Whether every part of a concat is a vector or matrix of the timestep, so that numpy joins them as they are."""
    return all(isinstance(one, Read) and timed(one.name) and shape(one.name) for one in operation.inputs)


def assemble(sequences: list[str], constants: list[str], scratch: list[str], kernels: int, lines: list[str]) -> str:
    names = ", ".join(sequences)
    body = [f"            {line}" for line in lines]
    head = ["def factory(kernels):"]
    if kernels:
        head.append(f"    {', '.join(f'k{i}' for i in range(kernels))}, = kernels")
    head.append("    def run(rows, constants, scratch):")
    if constants:
        head.append(f"        {', '.join(constants)}, = constants")
    if scratch:
        head.append(f"        {', '.join(scratch)}, = scratch")
    head.append(f"        for {names}, in zip(*rows):")
    return "\n".join([*head, *body, "    return run", ""])


@lru_cache(maxsize=512)
def compiled(source: str) -> Callable[[list[Kernel]], Any]:
    names: dict[str, Any] = {
        "dot": np.dot, "concatenate": np.concatenate,
        "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
        "negative": np.negative, "reciprocal": np.reciprocal,
        "tanh": np.tanh, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
    }  # fmt: skip
    exec(compile(source, "<scan>", "exec"), names)
    factory: Callable[[list[Kernel]], Any] = names["factory"]
    return factory
