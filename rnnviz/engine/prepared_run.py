"""A short run that is made again and again, as in training: what of it is the same each time is done once.

Checks, the places of arrays, their rows and the order of calls take a short run longer than its numbers. Where the
tape of a run is gone, and nobody holds an array of it, the next run of the same length is made in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sys import getrefcount
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnviz.engine.contributions import Contributions
from rnnviz.engine.data import Data, load_initial, load_parameters, load_streams
from rnnviz.engine.execution import Execution, Progress
from rnnviz.engine.factor_kinds import Derived, Factor
from rnnviz.engine.factors import contributions, needed
from rnnviz.engine.values import Extent, Values, lock
from rnnviz.equations import Graph, Shape
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array

LARGEST, LONGEST = 8 << 20, 512
"""Bytes that a prepared run holds on to, and timesteps that it has, at most; what is longer gains nothing by it."""
MOST = 2
"""How many are kept: a run whose tape takes the place of the one before is made while that still stands."""


class PreparedRun:
    """The arrays of a run, and the calls that fill them. `values` are those of the run, forward and backward."""

    def __init__(
        self, backward: Graph, values: Values, extent: Extent, initial: tuple[str, ...], runs: tuple[Execution, ...]
    ) -> None:
        self.extent, self.dtype, self.initial, self.runs = extent, values.dtype, initial, runs
        self.own, self.constant, self.complete = values, values.constant, frozenset(values.complete)
        # A tape sees the memory through arrays that cannot be written, and owners that cannot; the run through its own.
        self.seen = {name: array.view() for name, array in values.timed.items()}
        self.owners = list({id(one.base): one.base for one in self.seen.values() if one.base is not None}.values())
        for array in (*self.seen.values(), *self.owners):
            array.flags.writeable = False
        del array
        self.parameters: Data | None = None
        self.parts = parts_of(backward, self.values(), extent)
        self.held = [*self.seen.values(), *self.owners, *(one for part in self.parts for one in part.held)]
        self.counts = self.references()

    def references(self) -> list[int]:
        """How often each array and factor is referred to: more often than at first, and somebody holds it or a part."""
        return list(map(getrefcount, self.held))

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
        load_streams(forward, self.own, self.extent, data)
        if parameters is not self.parameters:
            self.own.constant, self.parameters = {}, None
            load_parameters(forward, self.own, self.extent, parameters)
        starts = load_initial(forward, self.own, parameters, initial)
        with np.errstate(all="ignore"):
            for run, progress in zip(self.runs, (forwards, backwards), strict=True):
                run.repeat(progress)
        if parameters is not self.parameters:
            self.constant = self.own.constant
            for array in self.constant.values():
                lock(array)
            if isinstance(parameters, MappingProxyType) and not any(map(writeable, parameters.values())):
                self.parameters = parameters
        return starts

    def values(self) -> Values:
        """The numbers as a tape has them."""
        own = self.own
        return Values(own.timesteps, own.pad, own.dtype, dict(self.seen), self.constant, set(self.complete))


@dataclass(frozen=True)
class Part:
    """The factors of a parameter's contributions; the arrays that they read are those of the prepared run."""

    name: str
    shape: Shape
    extent: Extent
    dtype: np.dtype[Any]
    factors: tuple[Factor, ...]

    @property
    def held(self) -> list[object]:
        """What somebody may hold of it: the factors, together and each, and what gives their rows."""
        rows = (value for one in self.factors for value in vars(one).values() if callable(value))
        return [self.factors, *self.factors, *rows]

    def contributions(self) -> Contributions:
        """The contributions, with their total; numpy's warnings are the caller's matter."""
        total = None
        if len(self.factors) == 1:
            total = self.factors[0].sum(self.factors[0].first, self.factors[0].last)
            total.flags.writeable = False
        return Contributions(self.shape, self.extent.timesteps, self.dtype, self.factors, total=total)


def parts_of(backward: Graph, values: Values, extent: Extent) -> tuple[Part, ...]:
    """The parameters whose contributions are made of the run's arrays alone."""
    forward = backward.forward
    assert forward is not None
    found = []
    for name, parameter in forward.parameters.items():
        if parameter.state is None and not parameter.untied and needed(backward, name) <= values.complete:
            made = contributions(backward, name, values, extent)
            if not any(isinstance(one, Derived) for one in made.factors):
                found.append(Part(name, parameter.shape, extent, values.dtype, made.factors))
    return tuple(found)


def writeable(array: Array) -> bool:
    return bool(array.flags.writeable)


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
