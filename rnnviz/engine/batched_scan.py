"""A recurrence over sequences side by side as generated code: one Python function a scan, whose rows are (B, …)."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.engine.emission import Names, call, compiled, is_matrix_times_row, unpacked
from rnnviz.engine.scan import Known, Rows
from rnnviz.equations import Operation, Read
from rnnviz.equations.kernels import Kernel
from rnnviz.equations.operations import TABLE


@dataclass(frozen=True)
class BatchedScan:
    """A generated function and what it is to be called with.

    `run(rows, constants, turned, scratch)` walks all rows side by side. `rows` follow `sequences`, `constants` the
    given names and numbers, `turned` are transposes of the parameters named; `scratch` holds one buffer for each name
    that is not stored. The first row reads what the buffers of `carried` hold before.
    """

    run: Callable[[Sequence[Rows], Sequence[Any], Sequence[Any], Sequence[Any]], None]
    sequences: tuple[Read, ...]
    constants: tuple[str | float, ...]
    turned: tuple[str, ...]
    scratch: tuple[str, ...]
    carried: tuple[str, ...]
    source: str


def generate(
    operations: Sequence[Operation],
    kept: Container[str],
    carried: Container[str],
    known: Known,
    bind: Callable[[Operation], Kernel],
    shared: Container[str],
) -> BatchedScan:
    """The scan of `operations`, in the order given. The rows of the names in `shared` have one axis of length 1 where
    others have one of all sequences."""
    return _Writer(operations, kept, carried, known, bind, shared).scan()


class _Writer:
    def __init__(
        self,
        operations: Sequence[Operation],
        kept: Container[str],
        carried: Container[str],
        known: Known,
        bind: Callable[[Operation], Kernel],
        shared: Container[str],
    ) -> None:
        self.operations, self.kept, self.carried, self.known = operations, kept, carried, known
        self.bind, self.shared = bind, shared
        self.names = Names(known.timed)
        self.scratch: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self.turned: dict[str, str] = {}
        self.before: dict[str, None] = {}
        self.heads: list[str] = []
        self.unstored_roots = {self.root(one.name) for one in operations if one.name not in kept}

    def root(self, name: str) -> str:
        return self.known.views[name].parent if name in self.known.views else name

    def unstored(self, name: str) -> str:
        view = self.known.views.get(name)
        if view is None:
            return self.scratch.setdefault(name, f"s{len(self.scratch)}")
        if name not in self.parts:
            whole = self.scratch.setdefault(view.parent, f"s{len(self.scratch)}")
            part = self.parts[name] = f"p{len(self.parts)}"
            rank = len(self.known.shape(view.parent))
            shape = "".join(f"{n}, " for n in self.known.shape(name))
            self.heads.append(f"{part} = {whole}[..., {view.start}:{view.stop}{', :' * (rank - 1)}]")
            self.heads.append(f"{part} = {part}.reshape({whole}.shape[:1] + ({shape}))")
        return self.parts[name]

    def operand(self, one: Read | float) -> str:
        if not isinstance(one, Read):
            return self.names.constant(one)
        if not self.known.timed(one.name):
            return self.names.constant(one.name)
        if one.lag == 0 and one.name not in self.kept and self.root(one.name) in self.unstored_roots:
            return self.unstored(one.name)
        if one.name in self.carried:
            self.before[one.name] = None
            return self.unstored(one.name)
        return self.names.sequence(one)

    def lines(self, operation: Operation) -> list[str]:
        kept = operation.name in self.kept
        out = self.names.sequence(Read(operation.name)) if kept else self.unstored(operation.name)
        if is_matrix_times_row(operation, self.known.timed, self.known.shape):
            matrix, row = operation.reads
            turned = self.turned.setdefault(matrix.name, f"t{len(self.turned)}")
            return [f"matmul({self.operand(row)}, {turned}, {out})"]
        arguments = [self.operand(one) for one in operation.inputs]
        if operation.kind == "matmul" and self.is_shared_matrix_times_row(operation):
            return [f"matmul({arguments[1]}, {arguments[0]}[0].T, {out})"]
        ranks = [len(self.known.shape(one.name)) if isinstance(one, Read) else 0 for one in operation.inputs]
        kind = TABLE[operation.kind]
        unit = self.names.constant(1.0) if kind.inplace else ""
        direct = isinstance(kind.ufunc, np.ufunc) or kind.inplace or operation.kind == "copy"
        if kind.broadcasts:
            # numpy broadcasts from the end; a kernel sees to that itself, but for what is spread over neighbours.
            own = ranks if direct else [max(ranks)] * len(ranks)
            arguments = [
                self.with_axes(argument, one, len(operation.shape) - rank)
                for argument, one, rank in zip(arguments, operation.inputs, own, strict=True)
            ]
        if direct:
            return call(operation, arguments, out, unit) or []
        return [f"{out}[...] = {self.names.kernel(self.bind(operation))}({', '.join(arguments)})"]

    def with_axes(self, argument: str, one: Read | float, missing: int) -> str:
        """An operand of the timestep with so many axes more behind that of sequences."""
        if missing <= 0 or not isinstance(one, Read) or not self.known.timed(one.name):
            return argument
        return f"{argument}[:{', None' * missing}]"

    def is_shared_matrix_times_row(self, operation: Operation) -> bool:
        left, right = operation.inputs
        if not isinstance(left, Read) or not isinstance(right, Read) or left.name not in self.shared:
            return False
        ranks = len(self.known.shape(left.name)), len(self.known.shape(right.name))
        return ranks == (2, 1) and right.name not in self.shared and self.known.timed(right.name)

    def scan(self) -> BatchedScan:
        lines = [line for operation in self.operations for line in self.lines(operation)]
        source = "\n".join(
            [
                "def factory(kernels):",
                *unpacked([f"k{i}" for i in range(len(self.names.kernels))], "kernels", "    "),
                "    def run(rows, constants, turned, scratch):",
                *unpacked(list(self.names.constants.values()), "constants", "        "),
                *unpacked(list(self.turned.values()), "turned", "        "),
                *unpacked(list(self.scratch.values()), "scratch", "        "),
                *(f"        {head}" for head in self.heads),
                f"        for {', '.join(self.names.sequences.values())}, in zip(*rows):",
                *(f"            {line}" for line in lines),
                "    return run",
                "",
            ]
        )
        run = compiled(source)(self.names.kernels)
        constants, turned, scratch = tuple(self.names.constants), tuple(self.turned), tuple(self.scratch)
        return BatchedScan(run, tuple(self.names.sequences), constants, turned, scratch, tuple(self.before), source)
