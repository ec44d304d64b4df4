"""The adjoint equations with the losses' own gradients as something given.

In an adjoint's text a loss has the gradient 1. For influence that 1 is a value like any other, the seed, so that each
loss can be asked alone; whatever does not depend on it is the same for all losses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rnnviz.engine.rewriting import MARK
from rnnviz.equations import Equation, Graph, Operation, Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.graph import Stream, remembered
from rnnviz.equations.order import check_order

SEED = f"{MARK}seed"


@remembered
def seeded(backward: Graph) -> Graph:
    """The adjoint graph in which every loss's own gradient reads the seed, a stream."""
    assert backward.forward is not None
    losses = {gradient_name(name) for name in backward.forward.losses}
    equations = tuple(with_seed(one) if one.name in losses else one for one in backward.equations)
    segments = tuple(range(len(backward.segments)))
    return replace(backward, equations=equations, streams={SEED: Stream(SEED, (), False, segments)})


def with_seed(equation: Equation) -> Equation:
    """The equation of a loss's gradient, whose first term is the loss's own 1."""
    begin = equation.terms[:2]
    operations = []
    for one in equation.operations:
        if one.inputs == begin and one.kind in ("copy", "add"):
            one = replace(one, inputs=(Read(SEED), *one.inputs[1:]))
        operations.append(one)
    return replace(equation, operations=tuple(operations))


def depending(operations: Iterable[Operation]) -> list[Operation]:
    """The operations that depend on the seed, in the order given. They are linear in it."""
    operations = list(operations)
    found, size = {SEED}, 0
    while size < len(found):
        size = len(found)
        found |= {one.name for one in operations if one.timed and any(read.name in found for read in one.reads)}
    return [one for one in operations if one.name in found]


def offsets(operations: Sequence[Operation]) -> Mapping[str, int]:
    """Of operations that depend on the seed, those whose value at timestep t depends on one seed alone, that of
    timestep t + offset. A single run computes them for all losses."""
    names = {SEED, *(one.name for one in operations)}
    order = check_order(operations)
    several = {operations[node].name for component in order if component.direction for node in component.nodes}
    while True:
        found, before = {SEED: 0}, len(several)
        for component in order:
            one = operations[component.nodes[0]]
            places = {found[read.name] + read.lag for read in one.reads if read.name in found}
            unplaced = any(read.name in names and read.name not in found for read in one.reads)
            if unplaced or len(places) != 1 or found.setdefault(one.name, *places) not in places:
                several.add(one.name)
            if one.name in several:
                found.pop(one.name, None)
        if len(several) == before:
            return found
