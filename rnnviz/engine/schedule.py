"""In which stages a graph is computed: all timesteps at once where nothing recurs, a scan over time where it does."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, cast

from rnnviz.engine.placing import Placing, View
from rnnviz.engine.rewrites import rewritten
from rnnviz.engine.rewriting import Rewriting
from rnnviz.equations import Graph, Operation, Shape
from rnnviz.equations.graph import remembered
from rnnviz.equations.order import check_order


@dataclass(frozen=True)
class Stage:
    """Operations of one segment that are computed together.

    `direction` is 0 for all timesteps at once, else the way of the scan. `kept` are the names whose rows are stored,
    views of others among them; what else the stage computes is of no use outside it. `carried` are names of a scan
    that it alone reads, and only at the timestep before: one row of them is enough. `shifts` tells how far each
    operation of a scan runs ahead.
    """

    operations: tuple[Operation, ...]
    direction: int
    segment: int
    kept: frozenset[str]
    carried: frozenset[str] = frozenset()
    shifts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An array that a stage needs: its own or, with a `view`, part of another. `bordered` are those of which something
    is read beyond the sequence."""

    name: str
    view: View | None
    shape: Shape
    index: bool
    lasting: bool
    bordered: bool


@dataclass(frozen=True)
class Schedule:
    """`constants` are operations on parameters alone, computed once; `stages` follow in order. `views` are values that
    are columns of others and need no computing, `added` the operations that are none of the graph's own, and `dropped`
    the names that each stage is the last to need: a parent always together with all its views. `memory` keeps what a
    run prepares for the next."""

    graph: Graph
    constants: tuple[Operation, ...]
    stages: tuple[Stage, ...]
    views: Mapping[str, View]
    added: Mapping[str, Operation]
    dropped: tuple[frozenset[str], ...]
    memory: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def width(self) -> int:
        """How many numbers a timestep the arrays of all stages hold together."""
        names = {self.root(name) for stage in self.stages for name in stage.kept}
        return sum(prod(self.shape(name)) for name in names)

    def places(self, lasting: frozenset[str]) -> list[list[Place]]:
        """For each stage the arrays that it needs, a parent before its views. `lasting` are names that outlive the
        run."""
        if ("places", lasting) not in self.memory:
            roots = frozenset(map(self.root, lasting))
            lagged = {
                self.root(read.name) for one in self.stages for op in one.operations for read in op.reads if read.lag
            }
            lagged |= {self.root(name) for name in self.graph.states}
            self.memory["places", lasting] = [
                [self.place(name, roots, lagged) for name in self.with_parents(stage.kept)] for stage in self.stages
            ]
        return cast(list[list[Place]], self.memory["places", lasting])

    def with_parents(self, names: Iterable[str]) -> list[str]:
        views = [name for name in names if name in self.views]
        return [*dict.fromkeys([*(name for name in names if name not in self.views), *map(self.root, views)]), *views]

    def place(self, name: str, lasting: Container[str], lagged: Container[str]) -> Place:
        view, last = self.views.get(name), name in lasting
        return Place(name, view, self.shape(name), self.index(name), last, last or name in lagged)

    def index(self, name: str) -> bool:
        """Whether a value is a class index."""
        return name in self.graph.definitions and self.graph.index(name)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """What the constants are computed of."""
        made = {one.name for one in self.constants}
        return tuple(dict.fromkeys(read.name for one in self.constants for read in one.reads if read.name not in made))

    def root(self, name: str) -> str:
        """The name of the array that a value stands in."""
        return self.views[name].parent if name in self.views else name

    def shape(self, name: str) -> Shape:
        return self.added[name].shape if name in self.added else self.graph.shape(name)

    def timed(self, name: str) -> bool:
        return self.added[name].timed if name in self.added else self.graph.timed(name)


def schedule(
    graph: Graph, wanted: Iterable[str], given: Set[str] = frozenset(), occupied: Set[str] = frozenset()
) -> Schedule:
    """The stages that compute the values `wanted` and all that they need of the graph, but for what is `given`.

    `occupied` are the names that have an array of their own already.
    """
    names = graph.definitions.keys()
    return plan(graph, frozenset(wanted), frozenset(names & given), frozenset(names & occupied))


@remembered
def plan(graph: Graph, wanted: frozenset[str], given: frozenset[str], occupied: frozenset[str]) -> Schedule:
    """The schedule itself; `given` and `occupied` are the graph's own names."""
    needed = required(graph, wanted, given)
    timed = [one for one in graph.operations if one.timed and one.name in needed]
    rewriting = Rewriting(timed, wanted, graph.shape, graph.timed, graph.index)
    operations = rewritten(rewriting)
    constants = [one for one in graph.operations if not one.timed and one.kind != "total" and one.name in needed]

    def shape(name: str) -> Shape:
        return rewriting.added[name].shape if name in rewriting.added else graph.shape(name)

    placing = Placing(operations, occupied, shape)
    drafts: list[tuple[list[Operation], int, tuple[int, ...]]] = []
    for component in check_order(operations):
        members = [operations[node] for node in component.nodes]
        if component.direction or not drafts or not joins(members[0], drafts[-1]):
            drafts.append((members, component.direction, component.shifts))
        else:
            drafts[-1][0].extend(members)
    placed = placing.stages([(members, 0 if any(shifts) else direction) for members, direction, shifts in drafts])
    made = tuple(stages(drafts, placed, wanted, placing))
    constants = in_order([*constants, *rewriting.constants])
    added = {**rewriting.added, **placing.added}
    return Schedule(graph, tuple(constants), made, placing.views, added, last_uses(made, wanted, placing.views))


def last_uses(
    stages: tuple[Stage, ...], wanted: frozenset[str], views: Mapping[str, View]
) -> tuple[frozenset[str], ...]:
    """For each stage the names that nothing reads after it and nobody wants."""
    last: dict[str, int] = {}
    families: dict[str, set[str]] = {}
    for number, stage in enumerate(stages):
        for name in {*stage.kept, *(read.name for one in stage.operations for read in one.reads)}:
            root = views[name].parent if name in views else name
            families.setdefault(root, {root}).add(name)
            last[root] = number
    kept = {name for stage in stages for name in stage.kept}
    gone = {root for root, family in families.items() if family & kept and not family & wanted}
    return tuple(
        frozenset(name for root in gone if last[root] == number for name in families[root])
        for number in range(len(stages))
    )


def in_order(constants: list[Operation]) -> list[Operation]:
    """Operations on parameters, each after those that it reads."""
    return [constants[component.nodes[0]] for component in check_order(constants)]


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


def stages(
    drafts: Sequence[tuple[list[Operation], int, tuple[int, ...]]],
    placed: Sequence[list[Operation]],
    wanted: frozenset[str],
    placing: Placing,
) -> Iterator[Stage]:
    """The stages, with what each of them stores: an array is stored whole, or no value in it."""

    def root(name: str) -> str:
        return placing.views[name].parent if name in placing.views else name

    readers: dict[str, set[int]] = {}
    lagged: dict[str, set[int]] = {}
    for number, (members, _, _) in enumerate(drafts):
        for one in (*members, *placed[number]):
            for read in one.reads:
                readers.setdefault(read.name, set()).add(number)
                if read.lag:
                    lagged.setdefault(read.name, set()).add(read.lag)
    makers: dict[str, set[int]] = {}
    for number, (members, _, _) in enumerate(drafts):
        for one in (*members, *placed[number]):
            makers.setdefault(root(one.name), set()).add(number)
    for number, (members, direction, shifts) in enumerate(drafts):
        shifted = any(shifts)
        rest = members if shifted else placed[number]
        made = {one.name for one in (*members, *rest)}
        made |= {read.name for one in rest for read in one.reads if read.name in placing.added}
        carried = frozenset(
            name for name in made
            if direction and not shifted and lagged.get(name) == {-direction} and name not in wanted
            and name not in placing.views and name not in placing.parents and readers[name] == {number}
            and name in placing.made and read_before_made(name, rest)
        )  # fmt: skip
        stored = {
            root(name) for name in made
            if name in wanted or (name in lagged and name not in carried) or readers.get(name, set()) - {number}
            or makers.get(root(name), {number}) != {number} or (not direction and root(name) != name)
        }  # fmt: skip
        kept = frozenset(name for name in made if root(name) in stored)
        yield Stage(tuple(rest), direction, members[0].segment, kept, carried, shifts if shifted else ())


def read_before_made(name: str, operations: Sequence[Operation]) -> bool:
    """Whether all that read a value of the timestep before come before that which makes this timestep's."""
    numbers = [number for number, one in enumerate(operations) if any(read.name == name for read in one.reads)]
    return max(numbers) < next(number for number, one in enumerate(operations) if one.name == name)
