"""The rewritings of a graph's operations, in their order."""

from __future__ import annotations

from rnnviz.engine.rewriting import Rewriting
from rnnviz.engine.rewriting_factors import compose_factors
from rnnviz.engine.rewriting_products import join_products, reorder_parts
from rnnviz.engine.rewriting_sums import drop_ones, join_class_gradients, regroup_sums
from rnnviz.equations import Operation


def rewritten(work: Rewriting) -> list[Operation]:
    """All timed operations after every rewriting; those on parameters alone that came with it are its `constants`."""
    drop_ones(work)
    join_class_gradients(work)
    for rewrite in (reorder_parts, regroup_sums, join_products, compose_factors):
        for loop in work.loops():
            rewrite(work, loop)
    return work.operations
