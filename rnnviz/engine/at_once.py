"""What does not recur, as generated code: one Python function a stage, over the rows of many timesteps at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine.emission import Names, call, compiled, is_matrix_times_row, unpacked
from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.kernels import Array, Kernel
from rnnviz.equations.operations import TABLE

CACHE = 1 << 18
"""Bytes of a value's rows that are computed in one go: what is made stays in the cache until it is read."""

CHOOSING = {"where", "any", "all"}
"""Kinds that ask of a number only whether it is zero."""


@dataclass(frozen=True)
class AtOnce:
    """A generated function and what it is to be called with.

    `run(rows, constants, scratch)` computes all operations over the rows. `rows` follow `sequences` (a read at a lag,
    or an operation's own rows at lag 0), `constants` the given names and numbers; `scratch` holds buffers of as many
    rows, each of the shape given. `width` is the number of elements in a timestep of the widest value.
    """

    run: Callable[[Sequence[Array], Sequence[Any], Sequence[Array]], None]
    sequences: tuple[Read, ...]
    constants: tuple[str | float, ...]
    scratch: tuple[Shape, ...]
    width: int
    source: str

    def timesteps(self, itemsize: int) -> int:
        """How many timesteps to compute in one go."""
        return max(64, CACHE // (itemsize * self.width))


def generate(
    operations: Sequence[Operation],
    kept: frozenset[str],
    timed: Callable[[str], bool],
    shape: Callable[[str], Shape],
    bind: Callable[[Operation], Kernel],
    single: bool,
    alike: bool,
) -> AtOnce:
    """The stage of `operations`, in the order given. `single` tells that there is one sequence: rows have one axis
    before a timestep's own; `alike` that all numbers have one type: among complex ones some are real."""
    names = Names(timed)
    local: dict[str, str] = {}
    buffers: list[Shape] = []
    idle: list[int] = []
    lines: list[str] = []
    last = {read.name: number for number, one in enumerate(operations) for read in one.reads if not read.lag}
    held: dict[str, int] = {}
    users: dict[str, set[str]] = {}
    for one in operations:
        for read in one.reads:
            users.setdefault(read.name, set()).add(one.kind)

    def operand(one: Read | float) -> str:
        if not isinstance(one, Read):
            return names.constant(one)
        if not timed(one.name):
            return names.constant(one.name)
        if one.lag == 0 and one.name in local:
            return local[one.name]
        return names.sequence(one)

    def buffer(operation: Operation) -> str:
        number = next((one for one in idle if buffers[one] == operation.shape), None)
        if number is None:
            number = len(buffers)
            buffers.append(operation.shape)
        else:
            idle.remove(number)
        held[operation.name] = number
        return f"s{number}"

    for number, operation in enumerate(operations):
        arguments = [operand(one) for one in operation.inputs]
        stored = names.sequence(Read(operation.name)) if operation.name in kept else None
        product = single and is_matrix_times_row(operation, timed, shape)
        kernel = bind(operation)
        direct = single and not operation.index and any(timed(read.name) for read in operation.reads)
        row = TABLE[operation.kind]
        if product or (direct and (kernel is row.ufunc or row.inplace)):
            out = stored or buffer(operation)
            if product:
                # numpy's dot has less to look at. It wants a result of the factors' type whose rows lie side by side,
                # as a buffer's do.
                lines.append(f"{'dot' if alike and not stored else 'matmul'}({arguments[1]}, {arguments[0]}.T, {out})")
            else:
                lines.extend(call(operation, arguments, out, names.constant(1.0) if row.inplace else "") or ())
        elif stored:
            out = stored
            lines.append(f"{out}[...] = {names.kernel(kernel)}({', '.join(arguments)})")
        else:
            out = f"v{number}"
            # A comparison's truths are numbers to whoever calculates with them.
            number_of = " * 1.0" if row.gives_truth and users.get(operation.name, set()) - CHOOSING else ""
            lines.append(f"{out} = {names.kernel(kernel)}({', '.join(arguments)}){number_of}")
            for read in operation.reads:
                held.pop(read.name, None)  # what the kernel gives may be a view of it
        local[operation.name] = out
        idle.extend(held.pop(name) for name in [one for one in held if last.get(one, number) <= number])
    source = "\n".join(
        [
            "def factory(kernels):",
            *unpacked([f"k{i}" for i in range(len(names.kernels))], "kernels", "    "),
            "    def run(rows, constants, scratch):",
            *unpacked(list(names.sequences.values()), "rows", "        "),
            *unpacked(list(names.constants.values()), "constants", "        "),
            *unpacked([f"s{i}" for i in range(len(buffers))], "scratch", "        "),
            *(f"        {line}" for line in lines or ["pass"]),
            "    return run",
            "",
        ]
    )
    width = max((prod(one.shape) for one in operations), default=1)
    run = compiled(source)(names.kernels)
    return AtOnce(run, tuple(names.sequences), tuple(names.constants), tuple(buffers), width, source)


def scratch(made: AtOnce, timesteps: int, dtype: np.dtype[Any], batch: int | None) -> list[Array]:
    """Buffers for so many timesteps."""
    lead = (timesteps,) if batch is None else (timesteps, batch)
    return [np.empty(lead + shape, dtype) for shape in made.scratch]
