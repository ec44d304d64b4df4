"""Where a lane gets its numbers: rows by timestep, and how much of them may be seen."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[Any]
"""Real numbers of any precision."""


class RowSource(Protocol):
    """One value at every timestep.  What `rows` gives never changes; what is `known` may, between two paintings."""

    @property
    def timesteps(self) -> int:
        """T."""
        ...

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one timestep's value."""
        ...

    @property
    def span(self) -> range:
        """The timesteps, ascending, at which there is a value at all."""
        ...

    @property
    def known(self) -> range:
        """The timesteps, ascending, that the cursor has reached; the others are shown as not yet there."""
        ...

    def rows(self, t0: int, t1: int) -> Rows:
        """The values of t0 <= t < t1, all within 1 … T: shape (t1 - t0, *shape).  Called from any thread."""
        ...


class ArraySource:
    """The rows of an array: row i is timestep i + 1."""

    def __init__(self, array: Rows, known: range | None = None, span: range | None = None) -> None:
        """`known` and `span` default to all timesteps; raises ValueError for a scalar."""
        if array.ndim == 0:
            raise ValueError("an array with one row a timestep is needed, not a scalar")
        self._array = array
        whole = range(1, len(array) + 1)
        self.span = whole if span is None else span
        self.known = whole if known is None else known

    @property
    def timesteps(self) -> int:
        return len(self._array)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._array.shape[1:]

    def rows(self, t0: int, t1: int) -> Rows:
        return self._array[t0 - 1 : t1 - 1]


def same(one: Rows, other: Rows) -> bool:
    """Whether two arrays are the same to the last bit; NaN is itself here."""
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()


def flat_rows(source: RowSource, t0: int, t1: int) -> Rows:
    """Rows with one column for each element of a timestep's value, as floats: shape (t1 - t0, units)."""
    rows = np.asarray(source.rows(t0, t1))
    if rows.dtype.kind != "f":
        rows = rows.astype(np.float64)
    return rows.reshape(len(rows), units_of(source))


def units_of(source: RowSource) -> int:
    """How many numbers one timestep's value has."""
    return int(np.prod(source.shape, dtype=int))


def overlap(one: range, other: range) -> range:
    """The timesteps in both of two ascending ranges."""
    start = max(one.start, other.start)
    return range(start, max(start, min(one.stop, other.stop)))


def changed(before: range, now: range) -> range:
    """The timesteps that are in one of two ascending ranges alone, and those between them."""
    if not before or not now:
        return before or now
    pairs = ((before.start, now.start), (before.stop, now.stop))
    edges = [edge for pair in pairs if pair[0] != pair[1] for edge in pair]
    return range(min(edges), max(edges)) if edges else range(0)
