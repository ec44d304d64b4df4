"""Which models may read a sequence that is padded at its end, so that sequences of several lengths run side by side."""

from __future__ import annotations

from rnnviz.equations import Graph, Read
from rnnviz.equations.graph import remembered
from rnnviz.equations.operations import TABLE


@remembered
def targets(graph: Graph) -> frozenset[str]:
    """The streams that nothing reads but losses, as what they compare with, at the same timestep."""
    read: set[str] = set()
    otherwise: set[str] = set()
    for operation in graph.operations:
        for position, one in enumerate(operation.inputs):
            if isinstance(one, Read) and one.name in graph.streams:
                is_target = TABLE[operation.kind].is_loss and position == 1 and not one.lag
                (read if is_target else otherwise).add(one.name)
    return frozenset(read - otherwise)


@remembered
def may_be_padded(graph: Graph) -> bool:
    """Whether timesteps behind the last that have no target change nothing: nothing reads a later timestep, and every
    loss is zero where its target is missing. Segments would move, and an untied parameter tells how long a sequence
    is."""
    if len(graph.segments) > 1 or any(one.untied for one in graph.parameters.values()):
        return False
    if any(read.lag > 0 for operation in graph.operations for read in operation.reads):
        return False
    if any((one.border or 0) > 0 for one in graph.parameters.values()):
        return False
    return bool(graph.losses) and all(is_masked(graph, loss) for loss in graph.losses)


def is_masked(graph: Graph, name: str) -> bool:
    """Whether a scalar is zero wherever a target is missing."""
    if name not in graph.definitions:
        return False
    operation = graph.definitions[name][0]
    parts = [isinstance(one, Read) and not one.lag and is_masked(graph, one.name) for one in operation.inputs]
    if TABLE[operation.kind].is_loss:
        target = operation.inputs[1]
        return isinstance(target, Read) and target.name in targets(graph)
    if operation.kind in ("add", "subtract", "negative", "copy"):
        return all(parts)
    if operation.kind == "multiply":
        return any(parts)
    return operation.kind == "divide" and parts[0]
