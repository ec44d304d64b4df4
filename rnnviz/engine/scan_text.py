"""A scan as text for LLVM: one loop over the timesteps, with the rows of all sequences side by side.

The text holds only names and numbers made here; what a user types never reaches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from rnnviz.engine.machine_code import ENTRY
from rnnviz.engine.operation_text import OperationText, Packed, Setting
from rnnviz.engine.room import LINE
from rnnviz.equations import Operation, Read


@dataclass(frozen=True)
class Program:
    """`text` defines the scan; it walks the rows of `sequences` and reads `constants`. For each lag in `crossings` a
    row of bytes follows the sequences: not zero where a read at that lag is cut, which then reads zeros. `scratch` is
    the memory that it needs besides, in bytes, all zero at first."""

    text: str
    sequences: tuple[Read, ...]
    crossings: tuple[int, ...]
    constants: tuple[str | Packed, ...]
    scratch: int


def program(operations: Sequence[Operation], setting: Setting) -> Program:
    """The text of operations that `setting` has a text for, in the order given."""
    return _ScanText(setting).program(operations)


class _ScanText(OperationText):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.sequences: dict[Read, int] = {}
        self.carried: dict[Read, int] = {}
        self.constants: dict[str | Packed, int] = {}
        self.unstored: set[str] = set()
        self.rooms: dict[str, int] = {}
        self.places: set[int] = set()
        self.scratch = 0

    # Where values are

    def source(self, one: Read) -> str:
        if not self.setting.timed(one.name):
            return self.constant(one.name)
        if one.name in self.setting.carried and one.lag:
            # What stands there is of the timestep before, until this one's is made.
            if not self.setting.cut(one):
                return self.place(one.name)
            return f"%z{self.carried.setdefault(one, len(self.carried))}"
        if one.lag == 0 and one.name not in self.setting.kept and self.setting.root(one.name) in self.unstored:
            return self.place(one.name)
        return f"%p{self.sequences.setdefault(one, len(self.sequences))}"

    def target(self, operation: Operation) -> str:
        if operation.name in self.setting.kept:
            return f"%p{self.sequences.setdefault(Read(operation.name), len(self.sequences))}"
        return self.place(operation.name)

    def place(self, name: str) -> str:
        """The address in scratch memory of a value that is not stored."""
        root, view = self.setting.root(name), self.setting.views.get(name)
        if root not in self.rooms:
            self.rooms[root] = self.room(prod(self.setting.shape(root)))
        inside = view.start * prod(self.setting.shape(root)[1:]) * self.size if view else 0
        self.places.add(self.rooms[root] + inside)
        return f"%s{self.rooms[root] + inside}"

    def laid(self, one: Packed) -> str:
        return self.constant(one)

    def constant(self, one: str | Packed) -> str:
        return f"%c{self.constants.setdefault(one, len(self.constants))}"

    def room(self, elements: int) -> int:
        """The place of so many more numbers in scratch memory."""
        place = self.scratch
        self.scratch += -(-elements * self.size // LINE) * LINE
        return place

    # Operations

    def program(self, operations: Sequence[Operation]) -> Program:
        self.label("timestep")
        self.unstored = {self.setting.root(one.name) for one in operations if one.name not in self.setting.kept}
        group: list[Operation] = []
        for place, operation in enumerate(operations):
            if group and not self.joins(operation, group):
                self.flush(group, operations[place:])
                group = []
            if self.setting.is_elementwise(operation):
                group.append(operation)
            else:
                self.write(operation)
        self.flush(group, ())
        return self.assembled()

    def joins(self, operation: Operation, group: Sequence[Operation]) -> bool:
        """Whether an operation may share the loop of a group: it has the shape, and what stands in an array is read and
        written in that loop under one name only, element by element."""
        setting = self.setting
        if not setting.is_elementwise(operation) or operation.shape != group[0].shape:
            return False
        members = [*group, operation]
        written = {one.name for one in members}
        roots = {setting.root(name) for name in written}
        of_now = (
            one.name for member in members for one in member.reads if not one.lag or one.name in setting.carried
        )  # fmt: skip
        return all(name in written or setting.root(name) not in roots for name in of_now)

    def flush(self, group: Sequence[Operation], later: Sequence[Operation]) -> None:
        setting = self.setting
        read = {setting.root(one.name) for operation in later for one in operation.reads}
        stored = {
            one.name for one in group
            if one.name in setting.kept or one.name in setting.carried or setting.root(one.name) in read
        }  # fmt: skip
        if group:
            self.elementwise(group, stored)

    # The whole

    def assembled(self) -> Program:
        body, last, self.lines = self.lines[1:], self.block, []
        cut = [read for read in self.sequences if self.setting.cut(read)]
        lags = list(dict.fromkeys(read.lag for read in (*cut, *self.carried)))
        rows = [f"%whole{place}" if read in cut else f"%p{place}" for read, place in self.sequences.items()]
        rows += [f"%crossing{place}" for place in range(len(lags))]
        zeros = self.room(max((prod(self.setting.shape(read.name)) for read in (*cut, *self.carried)), default=0))
        for place in range(len(rows)):
            self.put(f"%start{place} = load ptr, ptr {self.new(f'getelementptr ptr, ptr %rows, i64 {place}')}")
            self.put(f"%stride{place} = load i64, ptr {self.new(f'getelementptr i64, ptr %strides, i64 {place}')}")
        for place in range(len(self.constants)):
            self.put(f"%c{place} = load ptr, ptr {self.new(f'getelementptr ptr, ptr %constants, i64 {place}')}")
        for read in self.carried:
            self.place(read.name)
        for place in sorted(self.places):
            self.put(f"%s{place} = getelementptr i8, ptr %scratch, i64 {place}")
        self.put(f"%zeros = getelementptr i8, ptr %scratch, i64 {zeros}")
        self.put("br label %timestep")
        self.label("timestep")
        self.put(f"%t = phi i64 [0, %entry], [%next, %{last}]")
        for place, row in enumerate(rows):
            self.put(f"{row} = phi ptr [%start{place}, %entry], [%after{place}, %{last}]")
        for place in range(len(lags)):
            flag = self.new(f"load i8, ptr %crossing{place}")
            self.put(f"%crosses{place} = icmp ne i8 {flag}, 0")
        for read in cut:
            place = self.sequences[read]
            self.put(f"%p{place} = select i1 %crosses{lags.index(read.lag)}, ptr %zeros, ptr %whole{place}")
        for read, place in self.carried.items():
            self.put(f"%z{place} = select i1 %crosses{lags.index(read.lag)}, ptr %zeros, ptr {self.place(read.name)}")
        self.lines += body
        for place, row in enumerate(rows):
            self.put(f"%after{place} = getelementptr i8, ptr {row}, i64 %stride{place}")
        self.put("%next = add i64 %t, 1")
        self.put("%done = icmp eq i64 %next, %count")
        self.put("br i1 %done, label %end, label %timestep")
        head = f"define void @{ENTRY}(i64 %count, ptr %rows, ptr %strides, ptr %constants, ptr %scratch) {{"
        text = "\n".join([*sorted(self.declared), head, "entry:", *self.lines, "end:", "  ret void", "}", ""])
        return Program(text, tuple(self.sequences), tuple(lags), tuple(self.constants), self.scratch)
