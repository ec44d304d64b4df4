"""Chains of factors are multiplied before the loop."""

from __future__ import annotations

from rnnviz.engine.rewriting import Rewriting
from rnnviz.equations import Operation, Read
from rnnviz.equations.graph import Input


def compose_factors(work: Rewriting, loop: set[str]) -> None:
    changed = True
    while changed:
        changed = False
        for name in [one.name for one in work.operations if one.name in loop]:
            middle = work.definition(name)
            if middle is not None and (gather(work, middle, loop) or bypass(work, middle, loop)):
                changed = True


def bypass(work: Rewriting, middle: Operation, loop: set[str]) -> bool:
    """Lets the users of u · f read u and f · g themselves, if all that the loop does with u · f is multiply on."""
    if middle.kind != "multiply":
        return False
    source, factor = sides(work, middle, loop)
    if source is None:
        return False
    users = [one for one in work.readers(middle.name) if one.name in loop]
    if not users or not all(multiplies_on(work, one, middle, loop) for one in users):
        return False
    for user in users:
        other = next(one for one in user.inputs if one != Read(middle.name))
        work.put(user, "multiply", (source, work.add(user, "multiply", (factor, other))))
    loop.discard(middle.name)
    return True


def gather(work: Rewriting, operation: Operation, loop: set[str]) -> bool:
    """Makes u · f + u · g one product u · (f + g), and -(u · f) the product u · (-f)."""
    if operation.kind not in ("add", "subtract", "negative"):
        return False
    sources, factors, gone = set(), [], []
    for one in operation.inputs:
        made = work.definition(one.name) if isinstance(one, Read) and not one.lag else None
        if made is None or made.kind != "multiply" or made.name not in loop or not work.is_private(made.name):
            return False
        source, factor = sides(work, made, loop)
        if source is None or made.shape != operation.shape or made.segment != operation.segment:
            return False
        sources.add(source)
        factors.append(factor)
        gone.append(made.name)
    if len(sources) != 1:
        return False
    work.put(operation, "multiply", (sources.pop(), work.add(operation, operation.kind, tuple(factors))))
    work.drop(gone)
    loop.difference_update(gone)
    return True


def sides(work: Rewriting, operation: Operation, loop: set[str]) -> tuple[Read | None, Input]:
    """The recurring operand of a product at this timestep, and the factor that does not recur, of one shape."""
    a, b = operation.inputs
    for source, factor in ((a, b), (b, a)):
        if not isinstance(source, Read) or source.lag or not work.recurs(source, loop) or work.recurs(factor, loop):
            continue
        if work.shape_of(source) == work.shape_of(factor) == operation.shape:
            return source, factor
    return None, 0.0


def multiplies_on(work: Rewriting, user: Operation, middle: Operation, loop: set[str]) -> bool:
    if user.kind != "multiply" or user.segment != middle.segment or work.definition(user.name) is None:
        return False
    source, _ = sides(work, user, loop)
    return source == Read(middle.name) and uses_of(work, user, middle.name) == 1


def uses_of(work: Rewriting, user: Operation, name: str) -> int:
    return sum(read.name == name for read in user.reads)
