"""In which order operations can be computed: the strongly connected components of what reads what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rnnviz.equations.errors import EquationError
from rnnviz.equations.graph import Operation
from rnnviz.equations.sentence import said


@dataclass(frozen=True, slots=True)
class Edge:
    """The operation at `reader` reads the one at `read`, `lag` timesteps away; positions in the list of nodes."""

    reader: int
    read: int
    lag: int


@dataclass(frozen=True, slots=True)
class Component:
    """Operations that can only be computed together.

    `direction` is 0 where nothing recurs: all timesteps at once; else the operations are a scan over time, +1 from
    left to right, -1 from right to left, in the order given. `shifts[i]` is how many timesteps operation i runs ahead,
    all zero but for cycles that read both ways.
    """

    nodes: tuple[int, ...]
    direction: int
    shifts: tuple[int, ...]


def edges_between(operations: Sequence[Operation]) -> list[Edge]:
    """Who can read whose rows: within a segment at any lag, across segments by the lag's sign."""
    by_name: dict[str, list[int]] = {}
    for position, operation in enumerate(operations):
        by_name.setdefault(operation.name, []).append(position)
    edges = []
    for reader, operation in enumerate(operations):
        for read in operation.reads:
            for other in by_name.get(read.name, ()):
                across = operations[other].segment - operation.segment
                timed = operations[other].timed
                if not timed or across == 0 or across * read.lag > 0:
                    edges.append(Edge(reader, other, read.lag if timed else 0))
    return edges


def components(count: int, edges: Sequence[Edge]) -> list[Component]:
    """The components, each after those that it reads. Raises Unordered where no order of timesteps exists."""
    inputs: list[list[int]] = [[] for _ in range(count)]
    for edge in edges:
        inputs[edge.reader].append(edge.read)
    groups = list(strongly_connected(inputs))
    owner = {node: number for number, nodes in enumerate(groups) for node in nodes}
    inner: list[list[Edge]] = [[] for _ in groups]
    for edge in edges:
        if owner[edge.reader] == owner[edge.read]:
            inner[owner[edge.reader]].append(edge)
    return [
        scan(sorted(nodes), own) if own else Component((nodes[0],), 0, (0,))
        for nodes, own in zip(groups, inner, strict=True)
    ]


class Unordered(Exception):
    """A cycle that no order of timesteps can compute: the edges of its component."""

    def __init__(self, edges: Sequence[Edge], same_timestep: bool) -> None:
        super().__init__("no order of timesteps")
        self.edges, self.same_timestep = edges, same_timestep


def scan(nodes: Sequence[int], inner: Sequence[Edge]) -> Component:
    for direction in (1, -1):
        shifts = ahead(nodes, inner, direction)
        if shifts is None:
            continue
        order = topological(nodes, by_reader(nodes, [e for e in inner if lead(e, shifts, direction) == 0]))
        if order is not None:
            return Component(tuple(order), direction, tuple(shifts[node] for node in order))
    raise Unordered(inner, topological(nodes, by_reader(nodes, [e for e in inner if e.lag == 0])) is None)


def by_reader(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, list[int]]:
    """What each node reads by these edges."""
    found: dict[int, list[int]] = {node: [] for node in nodes}
    for edge in edges:
        found[edge.reader].append(edge.read)
    return found


def lead(edge: Edge, shifts: dict[int, int], direction: int) -> int:
    """At most 0: how many turns of the loop before the reader's the value read was made."""
    return edge.lag * direction - shifts[edge.read] + shifts[edge.reader]


def ahead(nodes: Sequence[int], inner: Sequence[Edge], direction: int) -> dict[int, int] | None:
    """The least turns that each node must run ahead so that every read looks back; None if a cycle forbids it.
    `inner` are the edges of one component, so that each lies in a cycle."""
    shifts = dict.fromkeys(nodes, 0)
    ways = {(edge.lag * direction > 0) - (edge.lag * direction < 0) for edge in inner}
    if ways <= {0, 1} and 1 in ways:
        return None
    for _ in range(len(nodes) + 1):
        changed = False
        for edge in inner:
            needed = shifts[edge.reader] + edge.lag * direction
            if needed > shifts[edge.read]:
                shifts[edge.read] = needed
                changed = True
        if not changed:
            return shifts
    return None


def topological(nodes: Sequence[int], inputs: dict[int, list[int]]) -> list[int] | None:
    """The nodes, each after its inputs and otherwise as given; None if they form a cycle."""
    readers: dict[int, list[int]] = {node: [] for node in nodes}
    waits = dict.fromkeys(nodes, 0)
    for node in nodes:
        for one in {one for one in inputs[node] if one in inputs}:
            readers[one].append(node)
            waits[node] += 1
    given = {node: place for place, node in enumerate(nodes)}
    ready = [node for node in nodes if not waits[node]]
    order: list[int] = []
    while ready:
        order.extend(ready)
        freed = []
        for node in ready:
            for reader in readers[node]:
                waits[reader] -= 1
                if not waits[reader]:
                    freed.append(reader)
        ready = sorted(freed, key=lambda node: given[node])
    return order if len(order) == len(given) else None


def strongly_connected(inputs: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Tarjan's components (SIAM J. Comput. 1972), inputs first, without recursion."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in range(len(inputs)):
        if root in number:
            continue
        work = [(root, iter(inputs[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in number:
                    number[other] = low[other] = len(number)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(inputs[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], number[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    component = []
                    while True:
                        other = stack.pop()
                        on_stack.discard(other)
                        component.append(other)
                        if other == node:
                            break
                    yield component


def check_order(operations: Sequence[Operation]) -> list[Component]:
    """The components of the operations; raises EquationError where no order of timesteps can compute them."""
    edges = edges_between(operations)
    try:
        found = components(len(operations), edges)
    except Unordered as error:
        raise unordered(operations, error) from None
    for component in found:
        segments = {operations[node].segment for node in component.nodes}
        if len(segments) > 1:
            first = operations[component.nodes[0]]
            raise EquationError(
                said(
                    "`{name}` waits for another segment that waits for it: no order of timesteps can compute it.",
                    name=first.name,
                ),
                first.place,
                said("Let segments read each other in one direction only."),
            )
    return found


def unordered(operations: Sequence[Operation], error: Unordered) -> EquationError:
    reads = [(operations[edge.read], operations[edge.reader], edge.lag) for edge in error.edges]
    if error.same_timestep:
        read, reader, _ = next(one for one in reads if one[2] == 0 and "." not in one[0].name)
        return EquationError(
            said(
                "`{name}[t]` is needed to compute itself within one timestep: no order can compute it.", name=read.name
            ),
            reader.place,
            said("Read an earlier timestep, `{name}[t-1]`.", name=read.name),
        )
    lagged = {(read.name, lag): reader for read, reader, lag in reads if lag}
    back = next(((name, lag) for name, lag in lagged if lag < 0), None)
    forth = next(((name, lag) for name, lag in lagged if lag > 0), None)
    texts = [f"`{name}[t{lag:+d}]`" for name, lag in (forth, back) if name] if forth and back else []
    where = lagged[forth] if forth else next(iter(lagged.values()))
    if texts:
        message = said(
            "{first} and {second} are both read in one cycle: no order of timesteps can compute it.",
            first=texts[0],
            second=texts[1],
        )
    else:
        message = said("These equations wait for one another: no order of timesteps can compute them.")
    return EquationError(message, where.place, said("Let every cycle read only earlier timesteps, or only later ones."))
