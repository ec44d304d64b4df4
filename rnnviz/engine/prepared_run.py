"""A short run that is made again and again, as in training: what of it is the same each time is done once.

Checks, the places of arrays, their rows and the order of calls take a short run longer than its numbers. Where the
tape of a run is gone, and nobody holds an array of it, the next run of the same length is made in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from sys import getrefcount
from typing import Any

import numpy as np

from rnnviz.engine.data import Data, load
from rnnviz.engine.execution import Execution, Progress
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Graph
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array

LARGEST, LONGEST = 8 << 20, 512
"""Bytes that a prepared run holds on to, and timesteps that it has, at most; what is longer gains nothing by it."""
MOST = 2
"""How many are kept: a run whose tape takes the place of the one before is made while that still stands."""


class PreparedRun:
    """The arrays of a run, and the calls that fill them. `values` are those of the run, forward and backward."""

    def __init__(self, values: Values, extent: Extent, initial: tuple[str, ...], runs: tuple[Execution, ...]) -> None:
        self.extent, self.dtype, self.initial, self.runs = extent, values.dtype, initial, runs
        self.own, self.constant, self.complete = values, values.constant, frozenset(values.complete)
        # A tape sees the memory through arrays that cannot be written, and owners that cannot; the run through its own.
        self.seen = {name: array.view() for name, array in values.timed.items()}
        self.owners = list({id(one.base): one.base for one in self.seen.values() if one.base is not None}.values())
        for array in (*self.seen.values(), *self.owners):
            array.flags.writeable = False
        del array
        self.counts = self.references()

    def references(self) -> list[int]:
        """How often each array is referred to: more often than at first, and somebody holds it or a part of it."""
        return [*map(getrefcount, self.seen.values()), *map(getrefcount, self.owners)]

    @property
    def unused(self) -> bool:
        return self.references() == self.counts

    def again(
        self,
        forward: Graph,
        data: Data,
        parameters: Data,
        initial: Data,
        forwards: Progress,
        backwards: Progress,
    ) -> dict[str, Array]:
        """Fills the arrays from other numbers; the initial states as they stand. Raises what a run raises."""
        self.own.constant = {}
        starts = load(forward, self.own, self.extent, data, parameters, initial)
        with np.errstate(all="ignore"):
            for run, progress in zip(self.runs, (forwards, backwards), strict=True):
                run.repeat(progress)
        self.constant = self.own.constant
        return starts

    def values(self) -> Values:
        """The numbers as a tape has them."""
        own = self.own
        for array in self.constant.values():
            array.flags.writeable = False
        return Values(own.timesteps, own.pad, own.dtype, dict(self.seen), self.constant, set(self.complete))


def taken(backward: Graph, extent: Extent, dtype: np.dtype[Any], initial: Mapping[str, Any]) -> PreparedRun | None:
    """The prepared run over such data, if there is one that nobody reads any more. It is the caller's until kept."""
    kept = prepared_runs(backward)
    for prepared in kept[:]:
        same = prepared.extent == extent and prepared.dtype == dtype and prepared.initial == tuple(initial)
        if same and prepared.unused:
            try:
                kept.remove(prepared)
            except ValueError:
                continue  # another thread was faster
            return prepared
    return None


def keep(backward: Graph, prepared: PreparedRun) -> None:
    """Leaves a prepared run to those that come."""
    kept = prepared_runs(backward)
    kept.append(prepared)
    del kept[:-MOST]


@remembered
def prepared_runs(backward: Graph) -> list[PreparedRun]:
    """What is kept, the latest last."""
    return []
