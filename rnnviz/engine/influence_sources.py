"""Where a loop finds the rows that it reads: those of a value at one timestep, one row for each loss.

The losses of a block are numbered from 0. A value has rows only for those that reach it, a `span` of numbers (first,
behind the last).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from rnnviz.equations import Shape
from rnnviz.equations.kernels import Array

Span = tuple[int, int]
EMPTY: Span = (0, 0)


class Source(Protocol):
    shape: Shape

    def span(self, t: int) -> Span: ...

    def rows(self, t: int, span: Span) -> Array:
        """(losses, *shape), for a span within that of timestep t."""
        ...


class Single:
    """A value that depends on one seed alone, that of timestep t + offset: computed for all timesteps beforehand.
    `numbers` are the losses' by their timesteps."""

    def __init__(self, array: Array, pad: int, offset: int, numbers: Mapping[int, int]) -> None:
        self.array, self.pad, self.offset, self.numbers = array, pad, offset, numbers
        self.shape: Shape = array.shape[1:]

    def span(self, t: int) -> Span:
        number = self.numbers.get(t + self.offset)
        if number is None or not self.pad <= t - 1 + self.pad < len(self.array) - self.pad:
            return EMPTY
        return number, number + 1

    def rows(self, t: int, span: Span) -> Array:
        return self.array[t - 1 + self.pad : t + self.pad]


class Carried:
    """A value of the loop, kept for as many timesteps as it is read; or for all, where another loop reads it.

    A row may be kept times a power of two, the same for all values of a loop: see `Exponents`.
    """

    def __init__(self, depth: int, losses: int, shape: Shape, dtype: np.dtype[Any]) -> None:
        self.depth, self.shape = depth, shape
        self.places = [np.zeros((losses, *shape), dtype) for _ in range(depth)]
        self.times = [0] * depth
        self.spans = [EMPTY] * depth

    def span(self, t: int) -> Span:
        place = t % self.depth
        return self.spans[place] if self.times[place] == t and t > 0 else EMPTY

    def rows(self, t: int, span: Span) -> Array:
        return self.places[t % self.depth][span[0] : span[1]]

    def write(self, t: int, span: Span) -> Array:
        """The rows of a span, to be written; others have none at t."""
        place = t % self.depth
        self.times[place], self.spans[place] = t, span
        return self.places[place][span[0] : span[1]]

    @property
    def live(self) -> Sequence[tuple[Array, Span]]:
        """All rows that are kept, and whose they are."""
        return [(array[a:b], (a, b)) for array, (a, b) in zip(self.places, self.spans, strict=True) if a < b]
