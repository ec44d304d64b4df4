"""A recurrence as generated code: one Python function a scan, over rows of arrays that are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnviz.engine.emission import Names, call, compiled, is_matrix_times_row, unpacked, vectors
from rnnviz.engine.placing import View
from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.kernels import Array, Kernel

Rows = list[Array]


@dataclass(frozen=True)
class Scan:
    """A generated function and what it is to be called with.

    `run(rows, constants, scratch)` walks all rows side by side. `rows` follow `sequences` (a read at a lag, or an
    operation's own row at lag 0), `constants` the given names and numbers; `scratch` holds one buffer for each name
    that is not stored. The first row reads what the buffers of `carried` hold before.
    """

    run: Callable[[Sequence[Rows], Sequence[Any], Sequence[Array]], None]
    sequences: tuple[Read, ...]
    constants: tuple[str | float, ...]
    scratch: tuple[str, ...]
    carried: tuple[Read, ...]
    source: str


@dataclass(frozen=True)
class Known:
    """What a schedule knows of names."""

    timed: Callable[[str], bool]
    shape: Callable[[str], Shape]
    views: Mapping[str, View]


def generate(
    operations: Sequence[Operation],
    kept: frozenset[str],
    carried: frozenset[str],
    known: Known,
    bind: Callable[[Operation], Kernel],
    single: bool,
) -> Scan:
    """The scan of `operations`, in the order given. `single` tells that a row is one timestep of one sequence, so that
    numpy writes into it what it computes."""
    names = Names(known.timed)
    scratch: dict[str, str] = {}
    parts: dict[str, str] = {}
    before: dict[str, Read] = {}
    heads: list[str] = []
    lines: list[str] = []

    def unstored(name: str) -> str:
        view = known.views.get(name)
        if view is None:
            return scratch.setdefault(name, f"s{len(scratch)}")
        if name not in parts:
            whole = scratch.setdefault(view.parent, f"s{len(scratch)}")
            parts[name] = f"p{len(parts)}"
            rank = len(known.shape(view.parent))
            shape = ", ".join(map(str, known.shape(name)))
            heads.append(f"        {parts[name]} = {whole}[..., {view.start}:{view.stop}{', :' * (rank - 1)}]")
            heads.append(f"        {parts[name]} = {parts[name]}.reshape({whole}.shape[:-{rank}] + ({shape},))")
        return parts[name]

    def root(name: str) -> str:
        return known.views[name].parent if name in known.views else name

    unstored_roots = {root(one.name) for one in operations if one.name not in kept}

    def operand(one: Read | float) -> str:
        if not isinstance(one, Read):
            return names.constant(one)
        if not known.timed(one.name):
            return names.constant(one.name)
        if one.lag == 0 and one.name not in kept and root(one.name) in unstored_roots:
            return unstored(one.name)
        if one.name in carried:
            before[one.name] = one
            return unstored(one.name)
        return names.sequence(one)

    for operation in operations:
        arguments = [operand(one) for one in operation.inputs]
        out = names.sequence(Read(operation.name)) if operation.name in kept else unstored(operation.name)
        plain = single and call(operation, arguments, out, names.constant(1.0) if operation.kind == "sigmoid" else "")
        if plain:
            lines.extend(plain)
        elif single and operation.kind == "split":
            which, length = operation.attributes[0], operation.shape[0]
            assert isinstance(which, int)
            lines.append(f"{out}[...] = {arguments[0]}[{which * length}:{(which + 1) * length}]")
        elif single and operation.kind == "concat" and vectors(operation, known.shape, known.timed):
            lines.append(f"concatenate(({', '.join(arguments)},), 0, {out})")
        elif single and is_matrix_times_row(operation, known.timed, known.shape):
            # The array's own method: numpy's function looks at each argument's type first.
            product = f"{arguments[0]}_dot"
            head = f"        {product} = {arguments[0]}.dot"
            heads.extend([] if head in heads else [head])
            lines.append(f"{product}({arguments[1]}, {out})")
        else:
            lines.append(f"{out}[...] = {names.kernel(bind(operation))}({', '.join(arguments)})")
    source = "\n".join(
        [
            "def factory(kernels):",
            *unpacked([f"k{i}" for i in range(len(names.kernels))], "kernels", "    "),
            "    def run(rows, constants, scratch):",
            *unpacked(list(names.constants.values()), "constants", "        "),
            *unpacked(list(scratch.values()), "scratch", "        "),
            *heads,
            f"        for {', '.join(names.sequences.values())}, in zip(*rows):",
            *(f"            {line}" for line in lines),
            "    return run",
            "",
        ]
    )
    run = compiled(source)(names.kernels)
    return Scan(run, tuple(names.sequences), tuple(names.constants), tuple(scratch), tuple(before.values()), source)
