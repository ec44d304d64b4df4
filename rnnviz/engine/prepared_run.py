"""A short run that is made again and again, as in training: what of it is the same each time is done once.

Checks, the places of arrays, their rows and the order of calls take a short run longer than its numbers. Where the
tape of a run is gone, and nobody holds an array of it, the next run of the same length is made in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from sys import getrefcount
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnviz.engine.contributions import Contributions
from rnnviz.engine.data import Data, lay, load_initial, load_parameters, stream_rows, write
from rnnviz.engine.execution import Execution, Progress
from rnnviz.engine.factor_kinds import Derived, Elementwise, Factor, RankOne
from rnnviz.engine.factors import contributions, needed
from rnnviz.engine.one_hot import OneHot
from rnnviz.engine.values import Extent, Values, lock
from rnnviz.equations import Graph, Shape
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array

LARGEST, LONGEST = 8 << 20, 512
"""Bytes that a prepared run holds on to, and timesteps that it has, at most; what is longer gains nothing by it."""
MOST = 2
"""How many are kept: a run whose tape takes the place of the one before is made while that still stands."""


@dataclass(frozen=True)
class Form:
    """What is given to a run, but for its numbers: of each stream its shape and type, the number of timesteps asked
    for, the type that is calculated in, the names of the initial states."""

    streams: Mapping[str, object]
    timesteps: Any
    dtype: np.dtype[Any]
    initial: tuple[str, ...]

    @classmethod
    def of(cls, data: Data, timesteps: Any, dtype: np.dtype[Any], initial: Data) -> Form:
        asked = dict(timesteps) if isinstance(timesteps, Mapping) else timesteps  # which its owner may change
        return cls({key: stream_form(one) for key, one in data.items()}, asked, dtype, tuple(initial))

    def fits(self, data: Data, timesteps: Any, dtype: np.dtype[Any], initial: Data) -> bool:
        """Whether all that is checked of these, but for numbers, has been checked already. Without streams, parameters
        may tell how many timesteps there are, and they may be others."""
        if not data or len(data) != len(self.streams) or dtype != self.dtype or timesteps != self.timesteps:
            return False
        for key, form in self.streams.items():
            if form is None or stream_form(data.get(key)) != form:
                return False
        return self.initial == tuple(initial)


def stream_form(given: Any) -> object:
    """The shape and the type of a stream's data; None where they would have to be looked for."""
    kind = given.__class__
    return (given.shape, given.dtype if kind is np.ndarray else kind) if kind in FORMED else None


FORMED = {np.ndarray, OneHot}


class PreparedRun:
    """The arrays of a run, and the calls that fill them. `values` are those of the run, forward and backward."""

    def __init__(
        self, backward: Graph, values: Values, extent: Extent, form: Form, runs: tuple[Execution, ...]
    ) -> None:
        self.extent, self.dtype, self.form, self.runs = extent, values.dtype, form, runs
        self.own, self.constant, self.complete = values, values.constant, frozenset(values.complete)
        # A tape sees the memory through arrays that cannot be written, and owners that cannot; the run through its own.
        self.seen = {name: array.view() for name, array in values.timed.items()}
        self.owners = list({id(one.base): one.base for one in self.seen.values() if one.base is not None}.values())
        forbid_writing(self.seen.values())
        forbid_writing(self.owners)
        assert backward.forward is not None
        self.streams = stream_rows(backward.forward, values, extent)
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
        progress: Progress,
    ) -> dict[str, Array]:
        """Fills the arrays from other numbers; the initial states as they stand. Raises what a run raises."""
        for key, rows, index, classes in self.streams:
            one = data[key]
            (write if one.__class__ is np.ndarray else lay)(key, one, rows, index, classes)
        others = parameters is not self.parameters
        if others:
            self.own.constant, self.parameters = {}, None
            load_parameters(forward, self.own, self.extent, parameters)
        starts = load_initial(forward, self.own, parameters, initial)
        with np.errstate(all="ignore"):
            for run in self.runs:
                run.repeat(others)
                progress(1.0 if run is self.runs[-1] else 0.4)
        if others:
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
    sum: Callable[[], Any] | None

    @property
    def held(self) -> list[object]:
        """What somebody may hold of it: the factors, together and each, and what gives their rows."""
        rows = (value for one in self.factors for value in vars(one).values() if callable(value))
        return [self.factors, *self.factors, *rows]

    def contributions(self) -> Contributions:
        """The contributions, with their total; numpy's warnings are the caller's matter."""
        total = None if self.sum is None else np.asarray(self.sum())
        if total is not None:
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
                sums = whole_sum(made.factors[0]) if len(made.factors) == 1 else None
                found.append(Part(name, parameter.shape, extent, values.dtype, made.factors, sums))
    return tuple(found)


def whole_sum(factor: Factor) -> Callable[[], Any]:
    """What makes the sum over all timesteps, of rows that are looked up only once."""
    first, last = factor.first, factor.last
    if isinstance(factor, RankOne):
        a, b = factor.a(first, last), factor.b(first, last)
        # numpy's dot has less to look at than matmul, but copies what does not lie side by side.
        return partial(np.dot if a.flags.c_contiguous and b.flags.c_contiguous else np.matmul, a.T, b)
    if isinstance(factor, Elementwise):
        return partial(np.add.reduce, factor.value(first, last), 0)
    return partial(factor.sum, first, last)


def forbid_writing(arrays: Iterable[Array]) -> None:
    for array in arrays:
        array.flags.writeable = False


def writeable(array: Array) -> bool:
    return bool(array.flags.writeable)


def taken(backward: Graph, data: Data, timesteps: Any, dtype: np.dtype[Any], initial: Data) -> PreparedRun | None:
    """The prepared run over such data, if there is one that nobody reads any more. It is the caller's until kept."""
    kept = prepared_runs(backward)
    for prepared in kept[:]:
        if prepared.form.fits(data, timesteps, dtype, initial) and prepared.unused:
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
