"""Less work in the loops: the same values from operations that are ordered otherwise.

Sums are regrouped so that what does not recur is added before the loop; chains of factors are multiplied before it;
products that share an operand become one. Each rewriting keeps the names that the equations define, and changes a value
by rounding only. Auxiliary operations carry names that no text can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.graph import Input
from rnnviz.equations.operations import TABLE
from rnnviz.equations.order import check_order

MARK = "·"


@dataclass
class Rewriting:
    """Operations of a graph on their way to a schedule. `shape`, `timed` and `index` know every name, `wanted` must
    stay."""

    operations: list[Operation]
    wanted: frozenset[str]
    shape: Callable[[str], Shape]
    timed: Callable[[str], bool]
    index: Callable[[str], bool]
    added: dict[str, Operation] = field(default_factory=dict)
    constants: list[Operation] = field(default_factory=list)
    definitions: dict[str, list[Operation]] = field(default_factory=dict, init=False)
    counts: dict[str, int] = field(default_factory=dict, init=False)
    last: int = field(default=0, init=False)
    places: dict[int, int] = field(default_factory=dict, init=False)
    """The place of an operation (by its identity) among all that there ever were."""
    reading: dict[str, dict[int, Operation]] = field(default_factory=dict, init=False)
    """Who reads a name, by place."""

    def __post_init__(self) -> None:
        for operation in self.operations:
            self.enter(operation)

    def loops(self) -> list[set[str]]:
        """The names that recur together, for each plain scan."""
        found = []
        for component in check_order(self.operations):
            if component.direction and not any(component.shifts):
                found.append({self.operations[node].name for node in component.nodes})
        return found

    # What is known of operations

    def definition(self, name: str) -> Operation | None:
        """The one operation of that name, if there is just one."""
        found = self.definitions.get(name, ())
        return found[0] if len(found) == 1 else None

    def uses(self, name: str) -> int:
        return self.counts.get(name, 0)

    def readers(self, name: str) -> list[Operation]:
        """The operations that read a name, in their order."""
        return [one for _, one in sorted(self.reading.get(name, {}).items(), key=lambda pair: pair[0])]

    def is_private(self, name: str) -> bool:
        return name not in self.wanted and self.uses(name) == 1

    def shape_of(self, one: Input) -> Shape:
        if not isinstance(one, Read):
            return ()
        return self.added[one.name].shape if one.name in self.added else self.shape(one.name)

    def is_timed(self, one: Input) -> bool:
        if not isinstance(one, Read):
            return False
        return self.added[one.name].timed if one.name in self.added else self.timed(one.name)

    def recurs(self, one: Input, loop: set[str]) -> bool:
        return isinstance(one, Read) and one.name in loop

    # Changing them

    def add(self, like: Operation, kind: str, inputs: tuple[Input, ...], attributes: tuple[object, ...] = ()) -> Read:
        """A new operation beside `like`, timed if any input is."""
        shape = TABLE[kind].shape([self.shape_of(one) for one in inputs], attributes)
        timed = any(map(self.is_timed, inputs))
        name = f"{like.name}{MARK}{len(self.added)}"
        operation = replace(
            like,
            name=name,
            kind=kind,
            inputs=inputs,
            attributes=attributes,
            shape=shape,
            timed=timed,
            index=False,
        )
        self.added[name] = operation
        if timed:
            self.operations.append(operation)
            self.enter(operation)
        else:
            self.constants.append(operation)
        return Read(name)

    def put(self, old: Operation, kind: str, inputs: tuple[Input, ...]) -> None:
        attributes = old.attributes if kind == old.kind else ()
        self.exchange(old, replace(old, kind=kind, inputs=inputs, attributes=attributes))

    def exchange(self, old: Operation, new: Operation) -> None:
        place = next(i for i, one in enumerate(self.operations) if one is old)
        self.operations[place] = new
        rank = self.places[id(old)]
        self.leave(old)
        self.enter(new, rank)

    def drop(self, names: Iterable[str]) -> None:
        gone = set(names)
        self.operations = [operation for operation in self.operations if operation.name not in gone]
        for name in gone:
            for operation in tuple(self.definitions.get(name, ())):
                self.leave(operation)

    # Counted as they come and go: to look through all operations for each takes minutes where there are thousands

    def enter(self, operation: Operation, place: int | None = None) -> None:
        """Takes an operation up, at the place of the one that it replaces or after all others."""
        if place is None:
            place = self.last = self.last + 1
        self.places[id(operation)] = place
        self.definitions.setdefault(operation.name, []).append(operation)
        for read in operation.reads:
            self.counts[read.name] = self.counts.get(read.name, 0) + 1
            self.reading.setdefault(read.name, {})[place] = operation

    def leave(self, operation: Operation) -> None:
        place = self.places.pop(id(operation))
        self.definitions[operation.name] = [one for one in self.definitions[operation.name] if one is not operation]
        for read in operation.reads:
            self.counts[read.name] -= 1
            self.reading[read.name].pop(place, None)
