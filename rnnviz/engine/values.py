"""The numbers of a run: one array a name, time first, with room before the first timestep and after the last.

What stands in that room is what the language reads there: zero, -1 for a class index, or an initial state. So a read
at a lag is a view, never a special case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine.room import ALONE, Room
from rnnviz.equations import Graph, Shape
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array

_NUMBERS_AT_ONCE = 1_000_000
"""A longer array is looked through in parts, so that no copy of it is made."""


INDEX = np.dtype(np.int64)


@dataclass
class Values:
    """`timed[name]` has the shape (pad + T + pad, *shape), or with sequences side by side (pad + T + pad, B, *shape);
    `constant[name]` is a parameter or an operation on parameters. `complete` are the timed names whose rows are all
    there; a state that has only its initial value is not. `spare` are arrays that nothing needs any more, `passing` the
    memory of names that do not outlive the run; those of `lasting` have the other. If they are `staying`, no name takes
    another's memory, so that the same arrays can be computed into again."""

    timesteps: int
    pad: int
    dtype: np.dtype[Any]
    timed: dict[str, Array] = field(default_factory=dict)
    constant: dict[str, Array] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    spare: list[Array] = field(default_factory=list)
    batch: int | None = None
    batched: set[str] = field(default_factory=set)
    lasting: frozenset[str] = frozenset()
    staying: bool = False
    room: Room = field(default_factory=Room)
    passing: Room = field(default_factory=Room)

    def allocate(
        self,
        name: str,
        shape: Shape,
        index: bool = False,
        filled: bool = True,
        lasting: bool | None = None,
        bordered: bool = True,
    ) -> Array:
        """An array for a name, reading as nothing at every timestep or, not `filled`, outside the sequence only, if it
        is `bordered`. It is `lasting` if the name is, unless told."""
        full = (self.timesteps + 2 * self.pad, *(() if self.batch is None else (self.batch,)), *shape)
        dtype = INDEX if index else self.dtype
        lasts = name in self.lasting if lasting is None else lasting
        array = self.reused(full, dtype, lasts) if self.spare else None
        if array is None:
            array = (self.room if lasts else self.passing).array(full, dtype)
        nothing = -1 if index else 0
        if filled:
            array[...] = nothing
        elif bordered:
            array[: self.pad] = nothing
            array[self.pad + self.timesteps :] = nothing
        self.timed[name] = array
        if self.batch is not None:
            self.batched.add(name)
        return array

    def reused(self, shape: Shape, dtype: np.dtype[Any], lasting: bool) -> Array | None:
        """The memory of a spare array that is large enough and not much too large. What lasts takes only what has a
        block of its own and is filled by it."""
        size = prod(shape) * dtype.itemsize
        most = size if lasting else 2 * size
        fit = [one for one in self.spare if size <= one.nbytes <= most and (not lasting or size >= ALONE)]
        if not fit:
            return None
        chosen = min(fit, key=lambda one: one.nbytes)
        self.spare = [one for one in self.spare if one is not chosen]
        return np.ndarray(shape, dtype, chosen)

    def forget(self, name: str) -> Array:
        """Takes a name out; its array."""
        self.complete.discard(name)
        self.batched.discard(name)
        return self.timed.pop(name)

    def share(self, name: str, parent: Array, start: int, stop: int, shape: Shape) -> Array:
        """Makes a value a part of another's array: `start` to `stop` of its first axis, in the value's own shape."""
        lead = 1 if self.batch is None else 2
        part = parent[..., start:stop] if parent.ndim == lead + 1 else parent[..., start:stop, :]
        self.timed[name] = part if part.shape[lead:] == shape else part.reshape(*part.shape[:lead], *shape)
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
        """No number of these changes any more, nor is there a way to the memory that they stand in."""
        self.room, self.passing = Room(), Room()
        for array in (*self.timed.values(), *self.constant.values()):
            lock(array)

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


def lock(array: Array) -> None:
    """Makes an array read-only, and those that its memory is: no view of it can be made writable by way of them."""
    base: Any = array
    while isinstance(base, np.ndarray) and base.flags.writeable:
        base.flags.writeable = False
        base = base.base


@remembered
def furthest(graph: Graph) -> int:
    """The largest lag, in either direction, that any operation reads at."""
    return max((abs(read.lag) for one in graph.operations for read in one.reads), default=0)


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
    found = 0.0
    for part in in_parts(np.atleast_1d(rows)):
        magnitudes = np.abs(part)
        largest = magnitudes.max(initial=0)
        if not np.isfinite(largest):
            largest = magnitudes.max(initial=0, where=np.isfinite(magnitudes))
        found = max(found, float(largest))
    return found


def first_not_finite(rows: Array) -> int | None:
    """The first row, from 0, in which a number is infinite or none; None where all are finite."""
    start = 0
    for part in in_parts(rows):
        finite = np.isfinite(part).reshape(len(part), -1).all(1)
        if not finite.all():
            return start + int(np.argmin(finite))
        start += len(part)
    return None


def in_parts(rows: Array) -> Iterator[Array]:
    """Consecutive rows of an array, so few at a time that what is computed of them takes no memory to speak of."""
    step = max(1, _NUMBERS_AT_ONCE // max(1, rows[:1].size))
    return (rows[start : start + step] for start in range(0, len(rows), step))
