"""The numbers of a run: one array a name, time first, with room before the first timestep and after the last.

What stands in that room is what the language reads there: zero, -1 for a class index, or an initial state. So a read
at a lag is a view, never a special case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnnviz.equations import Graph, Shape
from rnnviz.equations.kernels import Array

_NUMBERS_AT_ONCE = 1_000_000
"""A longer array is looked through in parts, so that no copy of it is made."""


@dataclass
class Values:
    """`timed[name]` has the shape (pad + T + pad, *shape), or with sequences side by side (pad + T + pad, B, *shape);
    `constant[name]` is a parameter or an operation on parameters. `complete` are the timed names whose rows are all
    there; a state that has only its initial value is not. `spare` are arrays that nothing needs any more."""

    timesteps: int
    pad: int
    dtype: np.dtype[Any]
    timed: dict[str, Array] = field(default_factory=dict)
    constant: dict[str, Array] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    spare: list[Array] = field(default_factory=list)
    batch: int | None = None
    batched: set[str] = field(default_factory=set)

    def allocate(self, name: str, shape: Shape, index: bool = False, filled: bool = True) -> Array:
        """An array for a name, reading as nothing at every timestep or, not `filled`, outside the sequence only."""
        lead = (self.timesteps + 2 * self.pad,) + (() if self.batch is None else (self.batch,))
        dtype = np.dtype(np.int64) if index else self.dtype
        array = next((one for one in self.spare if one.shape == lead + shape and one.dtype == dtype), None)
        if array is None:
            array = np.empty(lead + shape, dtype)
        else:
            self.spare = [one for one in self.spare if one is not array]
        array[slice(None) if filled else slice(0, self.pad)] = -1 if index else 0
        array[self.pad + self.timesteps :] = -1 if index else 0
        self.timed[name] = array
        if self.batch is not None:
            self.batched.add(name)
        return array

    def drop(self, name: str) -> None:
        """Gives a name's array to those that come after it. Fresh memory costs more than what is computed into it."""
        array = self.timed.pop(name)
        self.complete.discard(name)
        self.batched.discard(name)
        if array.base is None:
            self.spare.append(array)

    def share(self, name: str, parent: Array, start: int, stop: int, rank: int) -> Array:
        """Makes a value a part of another's array: `start` to `stop` of its first axis."""
        self.timed[name] = parent[..., start:stop] if rank == 1 else parent[..., start:stop, :]
        if self.batch is not None:
            self.batched.add(name)
        return self.timed[name]

    def rows(self, name: str, first: int, last: int) -> Array:
        """Timesteps `first` to `last`, both included, as a view (last - first + 1, …)."""
        array = self.timed[name][first - 1 + self.pad : last + self.pad]
        if self.batch is not None and name not in self.batched:
            return array[:, None]
        return array

    def row(self, name: str, t: int) -> Array:
        """One timestep, or a constant; a timestep out of reach of any lag reads as what lies beyond."""
        if name in self.constant:
            return self.constant[name]
        position = t - 1 + self.pad
        array = self.timed[name]
        if not 0 <= position < len(array):
            return np.full(array.shape[1:], -1 if array.dtype.kind == "i" else 0, array.dtype)
        return np.asarray(array[position, ...])

    def lock(self) -> None:
        """No number of these changes any more."""
        for array in (*self.timed.values(), *self.constant.values()):
            array.flags.writeable = False

    def over(self, dtype: Any = None, batch: int | None = None) -> Values:
        """The same numbers, seen by a further run that adds its own."""
        return Values(
            self.timesteps,
            self.pad,
            dtype or self.dtype,
            dict(self.timed),
            dict(self.constant),
            set(self.complete),
            batch=batch,
            batched=set(self.batched),
        )


def furthest(*graphs: Graph) -> int:
    """The largest lag, in either direction, that any operation reads at."""
    return max((abs(read.lag) for graph in graphs for one in graph.operations for read in one.reads), default=0)


@dataclass(frozen=True)
class Extent:
    """Where the segments lie on the time axis: first and last timestep of each, and where gradients are cut.

    With `truncate` = k no gradient crosses from one block of k timesteps to another.
    """

    ranges: tuple[tuple[int, int], ...]
    truncate: int | None = None

    @property
    def timesteps(self) -> int:
        return self.ranges[-1][1]

    def block(self, t: Array | int) -> Any:
        """The number of the block that holds t; what lies outside belongs to the first or the last."""
        if self.truncate is None:
            return np.zeros_like(t)
        return (np.clip(t, 1, self.timesteps) - 1) // self.truncate

    def cut(self, first: int, last: int, lag: int) -> Array | None:
        """Which of the reads from `first` to `last` at a lag cross a cut; None if none does."""
        if self.truncate is None or lag == 0:
            return None
        t = np.arange(first, last + 1)
        crossing = self.block(t) != self.block(t + lag)
        return crossing if crossing.any() else None


def segment_extent(lengths: Mapping[str, int], segments: tuple[str, ...], truncate: int | None) -> Extent:
    """Segments laid one behind the other."""
    ranges, start = [], 1
    for name in segments:
        ranges.append((start, start + lengths[name] - 1))
        start += lengths[name]
    return Extent(tuple(ranges), truncate)


def frozen(array: Array) -> Array:
    """The array, read-only."""
    array = np.asarray(array)
    array.flags.writeable = False
    return array

def largest_finite(rows: Array) -> float:
    """The largest finite magnitude in an array, 0 in an empty one."""
    rows = np.atleast_1d(rows)
    step = max(1, _NUMBERS_AT_ONCE // max(1, rows[:1].size))
    found = 0.0
    for start in range(0, len(rows), step):
        magnitudes = np.abs(rows[start : start + step])
        largest = magnitudes.max(initial=0)
        if not np.isfinite(largest):
            largest = magnitudes.max(initial=0, where=np.isfinite(magnitudes))
        found = max(found, float(largest))
    return found
