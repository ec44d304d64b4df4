"""In which stages a graph is computed: all timesteps at once where nothing recurs, a scan over time where it does."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from rnnviz.equations import Graph, Operation
from rnnviz.equations.order import check_order


@dataclass(frozen=True)
class Stage:
    """Operations of one segment that are computed together.

    `direction` is 0 for all timesteps at once, else the way of the scan. `kept` are the names whose rows are stored;
    what else the stage computes is of no use outside it. `shifts` tells how far each operation of a scan runs ahead.
    """

    operations: tuple[Operation, ...]
    direction: int
    segment: int
    kept: frozenset[str]
    shifts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """`constants` are operations on parameters alone, computed once; `stages` follow in order."""

    constants: tuple[Operation, ...]
    stages: tuple[Stage, ...]


def schedule(graph: Graph, wanted: Iterable[str], given: Container[str] = ()) -> Schedule:
    """The stages that compute the values `wanted` and all that they need of the graph, but for what is `given`."""
    wanted = set(wanted)
    needed = required(graph, wanted, given)
    constants = tuple(one for one in graph.operations if not one.timed and one.kind != "total" and one.name in needed)
    operations = [one for one in graph.operations if one.timed and one.name in needed]
    drafts: list[tuple[list[Operation], int, tuple[int, ...]]] = []
    for component in check_order(operations):
        members = [operations[node] for node in component.nodes]
        if component.direction or not drafts or not joins(members[0], drafts[-1]):
            drafts.append((members, component.direction, component.shifts))
        else:
            drafts[-1][0].extend(members)
    return Schedule(constants, tuple(stages(drafts, wanted)))


def required(graph: Graph, wanted: Iterable[str], given: Container[str]) -> set[str]:
    found: set[str] = set()
    waiting = [name for name in wanted if name in graph.definitions]
    while waiting:
        name = waiting.pop()
        if name in found or name in given:
            continue
        found.add(name)
        for operation in graph.definitions[name]:
            waiting.extend(read.name for read in operation.reads if read.name in graph.definitions)
    return found


def joins(operation: Operation, draft: tuple[list[Operation], int, tuple[int, ...]]) -> bool:
    """Whether an operation without recurrence can be computed in the stage before it, timestep by timestep."""
    members, direction, _ = draft
    if direction or members[0].segment != operation.segment:
        return False
    names = {member.name for member in members}
    return not any(read.lag and read.name in names for read in operation.reads)


def stages(drafts: list[tuple[list[Operation], int, tuple[int, ...]]], wanted: set[str]) -> Iterable[Stage]:
    readers: dict[str, set[int]] = {}
    lagged: set[str] = set()
    for number, (members, _, _) in enumerate(drafts):
        for operation in members:
            for read in operation.reads:
                readers.setdefault(read.name, set()).add(number)
                if read.lag:
                    lagged.add(read.name)
    for number, (members, direction, shifts) in enumerate(drafts):
        kept = {
            one.name for one in members
            if one.name in wanted or one.name in lagged or readers.get(one.name, set()) - {number}
        }  # fmt: skip
        yield Stage(tuple(members), direction, members[0].segment, frozenset(kept), shifts if any(shifts) else ())
