"""Products that share an operand, or whose sum is taken, become one; gates stand in the order in which one call makes
most of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rnnviz.engine.rewriting import Rewriting
from rnnviz.engine.rewriting_sums import chain, leaves, sums
from rnnviz.equations import Operation, Read
from rnnviz.equations.graph import Input


def reorder_parts(work: Rewriting, loop: set[str]) -> None:
    for whole in sums(work, loop):
        readers = work.readers(whole.name)
        parts = sorted((one for one in readers if one.kind == "split"), key=which)
        lone = whole.name not in work.wanted and work.definition(whole.name) is not None
        if not lone or len(parts) != len(readers) or {part.inputs for part in parts} != {(Read(whole.name),)}:
            continue
        if not all(work.definition(part.name) and part.segment == whole.segment for part in parts):
            continue
        length = parts[0].shape[0]
        ordered = alike_together(parts, [function_after(work, part) for part in parts])
        rows = [(which(part) * length, (which(part) + 1) * length) for part in ordered]
        if ordered == parts or len(whole.shape) != 1 or length * len(parts) != whole.shape[0]:
            continue
        if [which(part) * part.shape[0] for part in parts] != [number * length for number in range(len(parts))]:
            continue  # parts of several splits, each into as many as it likes
        if all(can_be_reordered(work, one, whole) for one in whole.inputs):
            work.put(whole, whole.kind, tuple(reordered(work, one, rows) for one in whole.inputs))
            for number, part in enumerate(ordered):
                where = ((number * length, (number + 1) * length),)
                work.exchange(part, replace(part, kind="take", attributes=where))


def can_be_reordered(work: Rewriting, one: Input, reader: Operation) -> bool:
    """Whether the rows of an operand can be put in another order by way of parameters alone."""
    if not isinstance(one, Read) or work.shape_of(one) != reader.shape:
        return False
    if not work.is_timed(one):
        return True
    made = work.definition(one.name)
    if made is None or one.lag or not work.is_private(one.name):
        return False
    if made.kind == "add":
        return all(can_be_reordered(work, each, made) for each in made.inputs)
    return is_product(work, made)


def reordered(work: Rewriting, one: Input, rows: Sequence[tuple[int, int]]) -> Input:
    assert isinstance(one, Read)
    made = work.definition(one.name)
    if made is None:
        like = next(other for other in work.readers(one.name) if one in other.inputs)
        return work.add(like, "concat", tuple(work.add(like, "take", (one,), (place,)) for place in rows))
    first, second = made.inputs
    if made.kind == "add":
        work.put(made, "add", (reordered(work, first, rows), reordered(work, second, rows)))
    else:
        work.put(made, made.kind, (reordered(work, first, rows), second))
    return one


def join_products(work: Rewriting, loop: set[str]) -> None:
    shared: dict[Read, list[Operation]] = {}
    for operation in work.operations:
        if operation.name in loop and is_product(work, operation) and work.definition(operation.name):
            shared.setdefault(operation.reads[1], []).append(operation)
    for vector, members in shared.items():
        if len(members) > 1 and len({one.segment for one in members}) == 1:
            stack(work, vector, members)
    for operation in sums(work, loop):
        merge_terms(work, operation, loop)


def is_product(work: Rewriting, operation: Operation) -> bool:
    return (
        operation.kind == "matmul" and len(operation.shape) == 1 and not work.is_timed(operation.inputs[0])
        and work.is_timed(operation.inputs[1]) and len(work.shape_of(operation.inputs[0])) == 2
    )  # fmt: skip


def stack(work: Rewriting, vector: Read, members: list[Operation]) -> None:
    """[W; V] @ h in place of W @ h and V @ h, which become its parts. Those that end in the same function stand
    beside each other."""
    members = alike_together(members, [function_after(work, one) for one in members])
    matrix = work.add(members[0], "concat", tuple(one.inputs[0] for one in members))
    whole = work.add(members[0], "matmul", (matrix, vector))
    start = 0
    for one in members:
        stop = start + one.shape[0]
        work.exchange(one, replace(one, kind="take", inputs=(whole,), attributes=((start, stop),)))
        start = stop


def function_after(work: Rewriting, operation: Operation) -> str:
    """The kind of what reads a value, or the sum that it alone goes into."""
    users = work.readers(operation.name)
    if len(users) == 1 and users[0].kind == "add" and users[0].shape == operation.shape:
        return "add " + function_after(work, users[0])
    return users[0].kind if users else ""


def merge_terms(work: Rewriting, operation: Operation, loop: set[str]) -> None:
    """[A B] @ concat(a, b) in place of A @ a + B @ b, where both are read at one lag."""
    gone: list[str] = []
    terms = leaves(work, operation, loop, gone)
    by_lag: dict[int, list[Operation]] = {}
    for one in terms:
        made = work.definition(one.name) if isinstance(one, Read) and one.name in loop else None
        if made is not None and isinstance(one, Read) and is_product(work, made) and work.is_private(made.name):
            vector = made.reads[1]
            if vector.lag == 0 and vector.name in loop and work.definition(vector.name):
                by_lag.setdefault(one.lag, []).append(made)
    for lag, members in by_lag.items():
        vectors = {one.reads[1].name for one in members}
        if len(members) < 2 or len(vectors) < len(members) or len({one.segment for one in members}) > 1:
            continue
        members = alike_together(members, [sources(work, one.reads[1].name, loop) for one in members])
        turned = tuple(work.add(one, "transpose", (one.inputs[0],)) for one in members)
        matrix = work.add(members[0], "transpose", (work.add(members[0], "concat", turned),))
        joined = work.add(members[0], "concat", tuple(one.inputs[1] for one in members))
        product = work.add(members[0], "matmul", (matrix, joined))
        names = {one.name for one in members}
        rest = [one for one in terms if not (isinstance(one, Read) and one.name in names)]
        total = chain(work, operation, [*rest[:-1], product.shifted(lag)])
        work.put(operation, "add", (total, rest[-1])) if rest else work.put(operation, "copy", (total,))
        work.drop([*gone, *names])
        return


def sources(work: Rewriting, name: str, loop: set[str]) -> frozenset[str]:
    """What of a loop a value is made of directly."""
    made = work.definition(name)
    return frozenset(read.name for read in made.reads if read.name in loop) if made else frozenset()


def which(part: Operation) -> int:
    """The number of a split's part."""
    number = part.attributes[0]
    assert isinstance(number, int)
    return number


def alike_together(members: Sequence[Operation], keys: Sequence[object]) -> list[Operation]:
    """The members in the order in which their keys first come."""
    ranks = {key: rank for rank, key in enumerate(dict.fromkeys(keys))}
    pairs = zip(members, keys, strict=True)
    return [member for member, key in sorted(pairs, key=lambda pair: ranks[pair[1]])]
