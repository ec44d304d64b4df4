"""Simpler operations, and sums in which what does not recur is added before the loop."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.engine.rewriting import Rewriting
from rnnviz.equations import Operation, Read
from rnnviz.equations.graph import Input


def drop_ones(work: Rewriting) -> None:
    ones = {Read(one.name) for one in work.operations if one.kind == "copy" and one.inputs == (1.0,)}
    for name in [one.name for one in work.operations if one.kind == "multiply" and ones.intersection(one.inputs)]:
        operation = work.definition(name)
        if operation is None:
            continue
        rest = operation.inputs[0] if operation.inputs[1] in ones else operation.inputs[1]
        readers = work.readers(name)
        plain = all(read.lag == 0 for one in readers for read in one.reads if read.name == name)
        if plain and name not in work.wanted and isinstance(rest, Read) and work.shape_of(rest) == operation.shape:
            for reader in readers:
                inputs = tuple(rest if one == Read(name) else one for one in reader.inputs)
                work.put(reader, reader.kind, inputs)
            work.drop([name])


def join_class_gradients(work: Rewriting) -> None:
    for operation in [one for one in work.operations if one.kind == "where"]:
        condition, nothing, difference = operation.inputs
        less, residual = inner(work, condition, "less"), inner(work, difference, "subtract")
        if nothing != 0 or less is None or residual is None or not work.definition(operation.name):
            continue
        first, second = inner(work, residual.inputs[0], "softmax"), inner(work, residual.inputs[1], "onehot")
        if first is None or second is None or less.inputs != (second.inputs[0], 0.0):
            continue
        classes = second.inputs[0]
        if not isinstance(classes, Read) or not work.index(classes.name):
            continue
        if first.shape == second.shape == operation.shape and len(operation.shape) == 1:
            work.put(operation, "class_residual", (first.inputs[0], classes))
            work.drop(one.name for one in (less, residual, first, second))


def inner(work: Rewriting, one: Input, kind: str) -> Operation | None:
    """The operation of a kind that makes an operand for one reader alone, at the same timestep."""
    if not isinstance(one, Read) or one.lag or not work.is_private(one.name):
        return None
    made = work.definition(one.name)
    return made if made is not None and made.kind == kind else None


def regroup_sums(work: Rewriting, loop: set[str]) -> None:
    for operation in sums(work, loop):
        regroup(work, operation, loop)


def sums(work: Rewriting, loop: set[str]) -> list[Operation]:
    """The additions of a loop that are no terms of another."""
    found = [one for one in work.operations if one.kind == "add" and one.name in loop]
    inner = {read.name for one in found for read in one.reads if is_inner_sum(work, read, one, loop)}
    return [one for one in found if one.name not in inner]


def is_inner_sum(work: Rewriting, one: Input, reader: Operation, loop: set[str]) -> bool:
    if not isinstance(one, Read) or one.lag or one.name not in loop or not work.is_private(one.name):
        return False
    made = work.definition(one.name)
    return made is not None and made.kind == "add" and made.shape == reader.shape


def leaves(work: Rewriting, operation: Operation, loop: set[str], gone: list[str]) -> list[Input]:
    found: list[Input] = []
    for one in operation.inputs:
        if is_inner_sum(work, one, operation, loop):
            assert isinstance(one, Read)
            made = work.definition(one.name)
            assert made is not None
            gone.append(one.name)
            found.extend(leaves(work, made, loop, gone))
        else:
            found.append(one)
    return found


def regroup(work: Rewriting, operation: Operation, loop: set[str]) -> None:
    gone: list[str] = []
    terms = leaves(work, operation, loop, gone)
    free = [one for one in terms if not work.recurs(one, loop)]
    recurring = [one for one in terms if work.recurs(one, loop)]
    if not gone or len(free) < 2 or any(work.shape_of(one) != operation.shape for one in recurring):
        return
    parts = [*recurring, chain(work, operation, free)]
    work.put(operation, "add", (chain(work, operation, parts[:-1]), parts[-1]))
    work.drop(gone)


def chain(work: Rewriting, like: Operation, terms: Sequence[Input]) -> Input:
    total = terms[0]
    for term in terms[1:]:
        total = work.add(like, "add", (total, term))
    return total
