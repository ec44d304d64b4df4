"""Which values live inside others: parts of a split, what a concat joins, and what numpy computes in one call.

Values that are columns of one array need no copying to be taken apart or joined; and operations of a loop that differ
in their operands alone, such as the gates of an LSTM written one by one, are one call over neighbouring columns.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rnnviz.engine.rewriting import MARK
from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.graph import Input
from rnnviz.equations.operations import TABLE
from rnnviz.equations.order import topological

PACKED = frozenset(
    kind for kind, row in TABLE.items() if row.ufunc is not None or row.inplace or kind in ("relu", "softplus")
)
"""Elementwise operations, that may be computed over neighbours together."""


@dataclass(frozen=True, slots=True)
class View:
    """A value that is the rows `start` to `stop` of the first axis of `parent`, timestep by timestep; it may give them
    another shape."""

    parent: str
    start: int
    stop: int


def part_of(operation: Operation) -> View | None:
    """The place of a split's part, or of a slice of a first axis, in what it is taken from."""
    source = operation.inputs[0] if operation.inputs else None
    if not isinstance(source, Read) or source.lag or operation.index:
        return None
    if operation.kind == "split":
        which, length = operation.attributes[0], operation.shape[0]
        assert isinstance(which, int)
        return View(source.name, which * length, (which + 1) * length)
    if operation.kind == "take" and len(operation.attributes) == 1 and isinstance(operation.attributes[0], tuple):
        start, stop = operation.attributes[0]
        if isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop:
            return View(source.name, start, stop)
    return None


class Placing:
    """Decides on the views among the operations of a schedule. `occupied` are names that have an array already;
    `added` are operations that stand for several neighbours, and names for what they read and make."""

    def __init__(
        self, operations: Sequence[Operation], occupied: Container[str], shape: Callable[[str], Shape]
    ) -> None:
        counts: dict[str, int] = {}
        for one in operations:
            counts[one.name] = counts.get(one.name, 0) + 1
        self.made = {one.name: one for one in operations if counts[one.name] == 1 and one.name not in occupied}
        self.views: dict[str, View] = {}
        self.parents: set[str] = set()
        self.added: dict[str, Operation] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self.taken: dict[str, list[str]] = {}
        self.shape = shape
        self.number: dict[str, int] = {}

    def stages(self, drafts: Sequence[tuple[Sequence[Operation], int]]) -> list[list[Operation]]:
        """What is left to compute of each stage, given as its operations and its direction."""
        self.number = {one.name: number for number, (operations, _) in enumerate(drafts) for one in operations}
        return [self.stage(operations, direction != 0) for operations, direction in drafts]

    def stage(self, operations: Sequence[Operation], scan: bool) -> list[Operation]:
        """The operations of a stage that are left to compute when its views are taken out and neighbours are joined."""
        rest = []
        for operation in operations:
            if self.takes(operation) or (scan and self.joins(operation, operations)):
                continue
            rest.append(operation)
        return self.packed(rest) if scan else rest

    def put(self, name: str, parent: str, start: int, stop: int) -> None:
        """Makes a value a view; what stood in it stands in the parent from now on."""
        if name in self.parents:
            self.parents.remove(name)
            for child, view in self.views.items():
                if view.parent == name:
                    self.views[child] = View(parent, start + view.start, start + view.stop)
        self.views[name] = View(parent, start, stop)
        self.parents.add(parent)

    def takes(self, operation: Operation) -> bool:
        place = part_of(operation)
        if place is None or operation.name not in self.made or place.parent not in self.made:
            return False
        parent = self.made[place.parent]
        if operation.name in self.views or parent.segment != operation.segment or not parent.timed:
            return False
        outer = self.views.get(place.parent, View(place.parent, 0, 0))
        self.put(operation.name, outer.parent, outer.start + place.start, outer.start + place.stop)
        self.taken.setdefault(place.parent, []).append(operation.name)
        return True

    def joins(self, operation: Operation, operations: Sequence[Operation]) -> bool:
        if operation.kind != "concat" or operation.name not in self.made or operation.name in self.views:
            return False
        names = tuple(one.name for one in operation.inputs if isinstance(one, Read) and not one.lag)
        here = {one.name for one in operations}
        if len(set(names)) != len(operation.inputs) or not all(name in here and self.is_free(name) for name in names):
            return False
        self.line_up(names, operation.name)
        self.members[operation.name] = names
        return True

    def is_free(self, name: str) -> bool:
        """Whether a value has no place yet and may get one beside others."""
        one = self.made.get(name)
        return (
            one is not None and bool(one.shape) and one.timed and not one.index
            and name not in self.views and name not in self.parents
        )  # fmt: skip

    def line_up(self, names: Iterable[str], parent: str) -> int:
        """Places values one after the other; how much room they take."""
        start = 0
        for name in names:
            stop = start + self.made[name].shape[0]
            self.put(name, parent, start, stop)
            start = stop
        return start

    # Packs: one operation in place of several of its kind, whose operands are neighbours

    def packed(self, operations: list[Operation]) -> list[Operation]:
        done: set[str] = set()
        for group in self.groups(operations):
            for pack in self.packs([one for one in group.members if one.name not in done], group.shared):
                if not all(map(self.can_stand_together, self.slots(pack, group.shared))):
                    continue  # a pack before this one has placed some of these elsewhere
                whole = self.joined(pack, group.shared)
                slots = {self.name_of(slot, group.shared): slot for slot in self.slots(pack, group.shared)}
                new = slots.keys() - self.members.keys()
                self.members.update(slots)
                ordered = self.in_order([*(one for one in operations if one not in pack), whole])
                if ordered is None:
                    for name in new:
                        del self.members[name]
                    continue
                for name, slot in slots.items():
                    self.settle(name, slot, whole)
                operations = ordered
                done |= {one.name for one in pack}
        return operations

    def groups(self, operations: Sequence[Operation]) -> list[Group]:
        """Operations that might be one; first those that share an operand."""
        found: dict[tuple[object, ...], Group] = {}
        for one in operations:
            if one.kind not in PACKED or not one.shape or one.name not in self.made:
                continue
            for shared in (0, 1, None) if len(one.inputs) == 2 else (None,):
                patterns = [self.pattern(given, place == shared, one) for place, given in enumerate(one.inputs)]
                if None not in patterns:
                    tail = one.shape if shared is not None else one.shape[1:]
                    key = (one.kind, one.attributes, one.segment, tail, shared, *patterns)
                    found.setdefault(key, Group(shared)).members.append(one)
        return sorted((one for one in found.values() if len(one.members) > 1), key=lambda one: one.shared is None)

    def pattern(self, given: Input, shared: bool, reader: Operation) -> object:
        """What of an operand is the same in all members of a pack; None if it cannot be an operand of one."""
        if not isinstance(given, Read):
            return None if shared else given
        shape = self.shape(given.name)
        if shared:
            return given if shape == reader.shape and len(shape) == 1 else None
        if shape != reader.shape:
            return given if shape == () else None
        return ("lag", given.lag) if given.name in self.made else None

    def slots(self, pack: Sequence[Operation], shared: int | None) -> list[tuple[str, ...]]:
        """The names of what the members make, and of what they read in each operand that differs."""
        found = [tuple(one.name for one in pack)]
        for place in range(len(pack[0].inputs)):
            if self.differs(pack[0], place, shared):
                reads = [one.inputs[place] for one in pack]
                found.append(tuple(read.name for read in reads if isinstance(read, Read)))
        return found

    def differs(self, operation: Operation, place: int, shared: int | None) -> bool:
        given = operation.inputs[place]
        return place != shared and isinstance(given, Read) and self.shape(given.name) == operation.shape

    def packs(self, members: Sequence[Operation], shared: int | None) -> Iterator[list[Operation]]:
        """Members whose values, where they have a place, are neighbours in one order, and else can be made so."""
        alike: dict[tuple[str | int, ...], list[Operation]] = {}
        for one in members:
            names = [slot[0] for slot in self.slots([one], shared)]
            if all(name in self.views or self.is_free(name) for name in names) and len(set(names)) == len(names):
                key = tuple(self.views[name].parent if name in self.views else self.number[name] for name in names)
                alike.setdefault(key, []).append(one)
        for key, group in alike.items():
            placed = next((slot for slot, parent in enumerate(key) if isinstance(parent, str)), None)
            if placed is not None:
                starts = {one.name: self.views[self.slots([one], shared)[placed][0]].start for one in group}
                group = sorted(group, key=lambda one: starts[one.name])
            pack: list[Operation] = []
            for one in group:
                if pack and not self.can_follow(one, pack, shared):
                    if len(pack) > 1:
                        yield pack
                    pack = []
                pack.append(one)
            if len(pack) > 1:
                yield pack

    def can_follow(self, one: Operation, pack: Sequence[Operation], shared: int | None) -> bool:
        new = [slot[0] for slot in self.slots([one], shared)]
        old = self.slots(pack, shared)
        taken = {name for slot in old for name in slot}
        for name, slot in zip(new, old, strict=True):
            before, place = self.views.get(slot[-1]), self.views.get(name)
            if name in taken or (before is not None and place is not None and before.stop != place.start):
                return False
        return True

    def can_stand_together(self, names: Sequence[str]) -> bool:
        """Whether values are neighbours in this order, or none of them has a place yet."""
        views = [self.views[name] for name in names if name in self.views]
        if not views:
            return all(map(self.is_free, names))
        return len(views) == len(names) and all(
            one.parent == other.parent and one.stop == other.start for one, other in pairwise(views)
        )

    def joined(self, pack: Sequence[Operation], shared: int | None) -> Operation:
        """The operation over all members. With a shared operand they are the rows of a matrix, under each of which that
        operand is read."""
        length = sum(one.shape[0] for one in pack)
        shape = (length, *pack[0].shape[1:]) if shared is None else (len(pack), *pack[0].shape)
        slots = self.slots(pack, shared)
        names = iter([self.name_of(slot, shared) for slot in slots])
        name = next(names)
        inputs = tuple(
            Read(next(names), given.lag) if isinstance(given, Read) and self.differs(pack[0], place, shared) else given
            for place, given in enumerate(pack[0].inputs)
        )
        return replace(pack[0], name=name, inputs=inputs, shape=shape)

    def name_of(self, slot: Sequence[str], shared: int | None) -> str:
        """A name for neighbours, and another for the same as the rows of a matrix."""
        return MARK.join(slot) + MARK if shared is None else MARK.join(("rows", *slot)) + MARK

    def settle(self, name: str, slot: tuple[str, ...], like: Operation) -> None:
        """Gives the values of a slot their place, if they have none, and the whole of them a name."""
        if slot[0] not in self.views:
            root = name + MARK
            length = self.line_up(slot, root)
            self.added[root] = replace(like, name=root, shape=(length, *self.made[slot[0]].shape[1:]))
        first, last = self.views[slot[0]], self.views[slot[-1]]
        self.views[name] = View(first.parent, first.start, last.stop)
        self.added[name] = replace(like, name=name)

    def in_order(self, operations: Sequence[Operation]) -> list[Operation] | None:
        """Operations of a scan, each after those whose values it reads at the same timestep; None if they form a
        cycle."""
        makers: dict[str, int] = {}
        for number, one in enumerate(operations):
            makers.update(dict.fromkeys(self.written(one.name), number))
        inputs = {
            number: [
                makers[name]
                for read in one.reads if not read.lag
                for name in self.single(read.name) if name in makers
            ]
            for number, one in enumerate(operations)
        }  # fmt: skip
        order = topological(range(len(operations)), inputs)
        return None if order is None else [operations[number] for number in order]

    def written(self, name: str) -> Iterator[str]:
        """The values that are there once `name` is computed: itself, or its members, and what is taken from it."""
        for one in self.single(name):
            yield one
            for part in self.taken.get(one, ()):
                yield from self.written(part)

    def single(self, name: str) -> Iterator[str]:
        """The values that a name stands for."""
        if name not in self.members:
            yield name
        for member in self.members.get(name, ()):
            yield from self.single(member)


@dataclass
class Group:
    """Operations of one kind, with the position of the operand that all of them share, if they do."""

    shared: int | None
    members: list[Operation] = field(default_factory=list)
