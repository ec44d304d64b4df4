"""In which loops over time the gradients of many losses are computed side by side.

What depends on one seed alone is made for all timesteps in one run beforehand, and so is what depends on none. The rest
is linear in what is carried from timestep to timestep: each value is a sum of others, times factors or through
matrices. Values that advance in one direction share a loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rnnviz.engine.influence_seeds import depending, offsets, seeded
from rnnviz.engine.influence_terms import Factors, Part, Terms, parts_of
from rnnviz.engine.schedule import required
from rnnviz.equations import Equation, Graph, Operation, Read
from rnnviz.equations.graph import remembered
from rnnviz.equations.order import Edge, check_order, edges_between


@dataclass(frozen=True)
class Step:
    """What a loop does for one operation, `shift` timesteps ahead of the loop: sums of terms, each for some columns of
    the result, or where there are none the operation's own kernel."""

    operation: Operation
    shift: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Loop:
    """Steps in order, for each timestep in one direction."""

    direction: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class InfluencePlan:
    """`prepared` are the names of `graph` to compute for all timesteps first, with every seed 1; `offsets` tells of
    those that depend on a seed on which one. The loops follow in order; `stored` are values of one that another reads,
    and `read` is all that they read.
    """

    graph: Graph
    prepared: frozenset[str]
    offsets: Mapping[str, int]
    loops: tuple[Loop, ...]
    stored: frozenset[str]
    read: frozenset[str]


@remembered
def influence_plan(backward: Graph, gradient: str) -> InfluencePlan:
    """How the gradient of that name, which the adjoint graph defines, is computed for each loss."""
    graph = seeded(backward)
    needed = required(graph, {gradient}, ())
    operations = depending(one for one in graph.operations if one.name in needed)
    single = offsets(operations)
    factors = Factors([one for one in operations if one.name not in single], graph)
    looped = reached(factors.composed(), gradient)
    graph = replace(graph, equations=(*graph.equations, *(line(one, graph) for one in factors.added)))
    loops, stored = laid_out(looped, Terms(looped, gradient, graph, single))
    inside = {one.name for one in looped}
    read = frozenset(name for loop in loops for step in loop.steps for name in names_read(step))
    prepared = (read | {gradient}) & set(graph.definitions) - inside
    return InfluencePlan(graph, frozenset(prepared), single, loops, stored, read)


def line(operation: Operation, graph: Graph) -> Equation:
    segment = graph.segments[operation.segment]
    return Equation((operation.name,), (operation,), operation.reads, (), segment, 0, "", operation.timed)


def reached(operations: Sequence[Operation], gradient: str) -> list[Operation]:
    """The operations that `gradient` needs."""
    found, size = {gradient}, 0
    while size < len(found):
        size = len(found)
        found |= {read.name for one in operations if one.name in found for read in one.reads}
    return [one for one in operations if one.name in found]


def reads_of(step: Step) -> list[Read]:
    """What a step reads, at the lags at which it reads it."""
    if not step.parts:
        return list(step.operation.reads)
    return [read for part in step.parts for term in part.terms for read in term.reads]


def names_read(step: Step) -> set[str]:
    return {read.name for read in reads_of(step)}


class Draft:
    """A loop while components are added to it; `ways` are the directions that all of them can go."""

    def __init__(self) -> None:
        self.ways = {-1, 1}
        self.nodes: list[int] = []


def laid_out(operations: Sequence[Operation], terms: Terms) -> tuple[tuple[Loop, ...], frozenset[str]]:
    """The loops, each component in the first that can hold it behind what it reads."""
    edges = edges_between(operations)
    shifts: dict[int, int] = {}
    place: dict[int, int] = {}
    drafts: list[Draft] = []
    for component in check_order(operations):
        own = set(component.nodes)
        shifts |= dict(zip(component.nodes, component.shifts, strict=True))
        reads = [edge for edge in edges if edge.reader in own and edge.read not in own]
        number = max((place[edge.read] for edge in reads), default=0)
        while not (ways := possible(drafts, number, component.direction, reads, place, shifts)):
            number += 1
        if number == len(drafts):
            drafts.append(Draft())
        drafts[number].ways = ways
        drafts[number].nodes += component.nodes
        place |= dict.fromkeys(component.nodes, number)
    loop_of = {(operations[n].name, operations[n].segment): number for n, number in place.items() if not shifts[n]}
    loops = []
    for draft in drafts:
        steps = [Step(operations[n], shifts[n], parts_of(operations[n], terms, loop_of)) for n in draft.nodes]
        loops.append(Loop(min(draft.ways), without_unread(steps, terms)))
    stored = {operations[e.read].name for e in edges if place[e.read] != place[e.reader]}
    return tuple(loops), frozenset(stored)


def possible(
    drafts: Sequence[Draft], number: int, direction: int, reads: Sequence[Edge], place: Mapping[int, int],
    shifts: Mapping[int, int],
) -> set[int]:  # fmt: skip
    """The directions in which a loop can go when it takes in a component that reads so."""
    ways = {direction} if direction else {-1, 1}
    if number == len(drafts):
        return ways
    inner = [edge for edge in reads if place[edge.read] == number]
    return {
        way for way in ways & drafts[number].ways
        if all(edge.lag * way - shifts[edge.read] + shifts[edge.reader] <= 0 for edge in inner)
    }  # fmt: skip


def without_unread(steps: Sequence[Step], terms: Terms) -> tuple[Step, ...]:
    """The steps but for those that others have taken into their own sums."""
    return tuple(step for step in steps if step.operation.name not in terms.taken)
