"""Less work in the loops: the same values from operations that are ordered otherwise.

Sums are regrouped so that what does not recur is added before the loop; chains of factors are multiplied before it;
products that share an operand become one. Each rewriting keeps the names that the equations define, and changes a value
by rounding only. Auxiliary operations carry names that no text can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rnnviz.equations import Operation, Read, Shape
from rnnviz.equations.graph import Input
from rnnviz.equations.operations import TABLE
from rnnviz.equations.order import check_order

MARK = "·"


@dataclass
class Rewriting:
    """Operations of a graph on their way to a schedule. `shape` and `timed` know every name, `wanted` must stay."""

    operations: list[Operation]
    wanted: frozenset[str]
    shape: Callable[[str], Shape]
    timed: Callable[[str], bool]
    added: dict[str, Operation] = field(default_factory=dict)
    constants: list[Operation] = field(default_factory=list)

    def run(self) -> list[Operation]:
        """All timed operations after every rewriting; `constants` are new operations on parameters alone."""
        self.drop_ones()
        for rewrite in (self.regroup_sums, self.join_products, self.compose_factors):
            for loop in self.loops():
                rewrite(loop)
        return self.operations

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
        found = [operation for operation in self.operations if operation.name == name]
        return found[0] if len(found) == 1 else None

    def uses(self, name: str) -> int:
        return sum(read.name == name for operation in self.operations for read in operation.reads)

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

    def add(self, like: Operation, kind: str, inputs: tuple[Input, ...]) -> Read:
        """A new operation beside `like`, timed if any input is."""
        shape = TABLE[kind].shape([self.shape_of(one) for one in inputs], ())
        timed = any(map(self.is_timed, inputs))
        name = f"{like.name}{MARK}{len(self.added)}"
        operation = replace(
            like, name=name, kind=kind, inputs=inputs, attributes=(), shape=shape, timed=timed, index=False
        )
        self.added[name] = operation
        if timed:
            self.operations.append(operation)
        else:
            self.constants.append(operation)
        return Read(name)

    def put(self, old: Operation, kind: str, inputs: tuple[Input, ...]) -> None:
        place = next(i for i, one in enumerate(self.operations) if one is old)
        attributes = old.attributes if kind == old.kind else ()
        self.operations[place] = replace(old, kind=kind, inputs=inputs, attributes=attributes)

    def drop(self, names: Iterable[str]) -> None:
        gone = set(names)
        self.operations = [operation for operation in self.operations if operation.name not in gone]

    # Factors of one, such as the gradient of a loss by itself

    def drop_ones(self) -> None:
        ones = {Read(one.name) for one in self.operations if one.kind == "copy" and one.inputs == (1.0,)}
        for name in [one.name for one in self.operations if one.kind == "multiply" and ones.intersection(one.inputs)]:
            operation = self.definition(name)
            if operation is None:
                continue
            rest = operation.inputs[0] if operation.inputs[1] in ones else operation.inputs[1]
            readers = [one for one in self.operations if any(read.name == name for read in one.reads)]
            plain = all(read.lag == 0 for one in readers for read in one.reads if read.name == name)
            if plain and name not in self.wanted and isinstance(rest, Read) and self.shape_of(rest) == operation.shape:
                for reader in readers:
                    inputs = tuple(rest if one == Read(name) else one for one in reader.inputs)
                    self.put(reader, reader.kind, inputs)
                self.drop([name])

    # Sums: what does not recur is added before the loop

    def regroup_sums(self, loop: set[str]) -> None:
        for operation in self.sums(loop):
            self.regroup(operation, loop)

    def sums(self, loop: set[str]) -> list[Operation]:
        """The additions of a loop that are no terms of another."""
        found = [one for one in self.operations if one.kind == "add" and one.name in loop]
        inner = {read.name for one in found for read in one.reads if self.is_inner_sum(read, one, loop)}
        return [one for one in found if one.name not in inner]

    def is_inner_sum(self, one: Input, reader: Operation, loop: set[str]) -> bool:
        if not isinstance(one, Read) or one.lag or one.name not in loop or not self.is_private(one.name):
            return False
        made = self.definition(one.name)
        return made is not None and made.kind == "add" and made.shape == reader.shape

    def leaves(self, operation: Operation, loop: set[str], gone: list[str]) -> list[Input]:
        found: list[Input] = []
        for one in operation.inputs:
            if self.is_inner_sum(one, operation, loop):
                assert isinstance(one, Read)
                made = self.definition(one.name)
                assert made is not None
                gone.append(one.name)
                found.extend(self.leaves(made, loop, gone))
            else:
                found.append(one)
        return found

    def regroup(self, operation: Operation, loop: set[str]) -> None:
        gone: list[str] = []
        leaves = self.leaves(operation, loop, gone)
        free = [one for one in leaves if not self.recurs(one, loop)]
        recurring = [one for one in leaves if self.recurs(one, loop)]
        if not gone or len(free) < 2 or any(self.shape_of(one) != operation.shape for one in recurring):
            return
        parts = [*recurring, self.chain(operation, free)]
        self.put(operation, "add", (self.chain(operation, parts[:-1]), parts[-1]))
        self.drop(gone)

    def chain(self, like: Operation, terms: Sequence[Input]) -> Input:
        total = terms[0]
        for term in terms[1:]:
            total = self.add(like, "add", (total, term))
        return total

    # Products: those that share an operand, or whose sum is taken, become one

    def join_products(self, loop: set[str]) -> None:
        shared: dict[Read, list[Operation]] = {}
        for operation in self.operations:
            if operation.name in loop and self.is_product(operation) and self.definition(operation.name):
                shared.setdefault(operation.reads[1], []).append(operation)
        for vector, members in shared.items():
            if len(members) > 1 and len({one.segment for one in members}) == 1:
                self.stack(vector, members)
        for operation in self.sums(loop):
            self.merge_terms(operation, loop)

    def is_product(self, operation: Operation) -> bool:
        return (
            operation.kind == "matmul" and len(operation.shape) == 1 and not self.is_timed(operation.inputs[0])
            and self.is_timed(operation.inputs[1]) and len(self.shape_of(operation.inputs[0])) == 2
        )  # fmt: skip

    def stack(self, vector: Read, members: list[Operation]) -> None:
        """[W; V] @ h in place of W @ h and V @ h, which become its parts. Those that end in the same function stand
        beside each other."""
        members = alike_together(members, [self.function_after(one) for one in members])
        matrix = self.add(members[0], "concat", tuple(one.inputs[0] for one in members))
        whole = self.add(members[0], "matmul", (matrix, vector))
        start = 0
        for one in members:
            stop = start + one.shape[0]
            place = next(i for i, other in enumerate(self.operations) if other is one)
            self.operations[place] = replace(one, kind="take", inputs=(whole,), attributes=((start, stop),))
            start = stop

    def function_after(self, operation: Operation) -> str:
        """The kind of what reads a value, or the sum that it alone goes into."""
        users = [one for one in self.operations if any(read.name == operation.name for read in one.reads)]
        if len(users) == 1 and users[0].kind == "add" and users[0].shape == operation.shape:
            return "add " + self.function_after(users[0])
        return users[0].kind if users else ""

    def merge_terms(self, operation: Operation, loop: set[str]) -> None:
        """[A B] @ concat(a, b) in place of A @ a + B @ b, where both are read at one lag."""
        gone: list[str] = []
        leaves = self.leaves(operation, loop, gone)
        by_lag: dict[int, list[Operation]] = {}
        for one in leaves:
            made = self.definition(one.name) if isinstance(one, Read) and one.name in loop else None
            if made is not None and isinstance(one, Read) and self.is_product(made) and self.is_private(made.name):
                vector = made.reads[1]
                if vector.lag == 0 and vector.name in loop and self.definition(vector.name):
                    by_lag.setdefault(one.lag, []).append(made)
        for lag, members in by_lag.items():
            vectors = {one.reads[1].name for one in members}
            if len(members) < 2 or len(vectors) < len(members) or len({one.segment for one in members}) > 1:
                continue
            members = alike_together(members, [self.sources(one.reads[1].name, loop) for one in members])
            turned = tuple(self.add(one, "transpose", (one.inputs[0],)) for one in members)
            matrix = self.add(members[0], "transpose", (self.add(members[0], "concat", turned),))
            joined = self.add(members[0], "concat", tuple(one.inputs[1] for one in members))
            product = self.add(members[0], "matmul", (matrix, joined))
            names = {one.name for one in members}
            rest = [one for one in leaves if not (isinstance(one, Read) and one.name in names)]
            total = self.chain(operation, [*rest[:-1], product.shifted(lag)])
            self.put(operation, "add", (total, rest[-1])) if rest else self.put(operation, "copy", (total,))
            self.drop([*gone, *names])
            return

    def sources(self, name: str, loop: set[str]) -> frozenset[str]:
        """What of a loop a value is made of directly."""
        made = self.definition(name)
        return frozenset(read.name for read in made.reads if read.name in loop) if made else frozenset()

    # Factors: chains of them are multiplied before the loop

    def compose_factors(self, loop: set[str]) -> None:
        changed = True
        while changed:
            changed = False
            for name in [one.name for one in self.operations if one.name in loop]:
                middle = self.definition(name)
                if middle is not None and (self.gather(middle, loop) or self.bypass(middle, loop)):
                    changed = True

    def bypass(self, middle: Operation, loop: set[str]) -> bool:
        """Lets the users of u · f read u and f · g themselves, if all that the loop does with u · f is multiply on."""
        if middle.kind != "multiply":
            return False
        source, factor = self.sides(middle, loop)
        if source is None:
            return False
        users = [one for one in self.operations if one.name in loop and any(r.name == middle.name for r in one.reads)]
        if not users or not all(self.multiplies_on(one, middle, loop) for one in users):
            return False
        for user in users:
            other = next(one for one in user.inputs if one != Read(middle.name))
            self.put(user, "multiply", (source, self.add(user, "multiply", (factor, other))))
        loop.discard(middle.name)
        return True

    def gather(self, operation: Operation, loop: set[str]) -> bool:
        """Makes u · f + u · g one product u · (f + g), and -(u · f) the product u · (-f)."""
        if operation.kind not in ("add", "subtract", "negative"):
            return False
        sources, factors, gone = set(), [], []
        for one in operation.inputs:
            made = self.definition(one.name) if isinstance(one, Read) and not one.lag else None
            if made is None or made.kind != "multiply" or made.name not in loop or not self.is_private(made.name):
                return False
            source, factor = self.sides(made, loop)
            if source is None or made.shape != operation.shape or made.segment != operation.segment:
                return False
            sources.add(source)
            factors.append(factor)
            gone.append(made.name)
        if len(sources) != 1:
            return False
        self.put(operation, "multiply", (sources.pop(), self.add(operation, operation.kind, tuple(factors))))
        self.drop(gone)
        loop.difference_update(gone)
        return True

    def sides(self, operation: Operation, loop: set[str]) -> tuple[Read | None, Input]:
        """The recurring operand of a product at this timestep, and the factor that does not recur, of one shape."""
        a, b = operation.inputs
        for source, factor in ((a, b), (b, a)):
            if not isinstance(source, Read) or source.lag or not self.recurs(source, loop) or self.recurs(factor, loop):
                continue
            if self.shape_of(source) == self.shape_of(factor) == operation.shape:
                return source, factor
        return None, 0.0

    def multiplies_on(self, user: Operation, middle: Operation, loop: set[str]) -> bool:
        if user.kind != "multiply" or user.segment != middle.segment or self.definition(user.name) is None:
            return False
        source, _ = self.sides(user, loop)
        return source == Read(middle.name) and self.uses_of(user, middle.name) == 1

    def uses_of(self, user: Operation, name: str) -> int:
        return sum(read.name == name for read in user.reads)


def alike_together(members: Sequence[Operation], keys: Sequence[object]) -> list[Operation]:
    """The members in the order in which their keys first come."""
    ranks = {key: rank for rank, key in enumerate(dict.fromkeys(keys))}
    pairs = zip(members, keys, strict=True)
    return [member for member, key in sorted(pairs, key=lambda pair: ranks[pair[1]])]
