"""Rows of a linear recurrence kept clear of underflow.

A gradient that vanishes is soon below the smallest normal number, where arithmetic loses digits and is many times
slower. What is carried for one loss is multiplied by a power of two before that, which is exact and undone in the norm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnviz.engine.factor_kinds import flat
from rnnviz.engine.influence_sources import Carried, Span
from rnnviz.equations.kernels import Array


class Exponents:
    """`exponents[i]`: all rows of loss i in `carried` are kept times two to that power."""

    def __init__(self, carried: Sequence[Carried], losses: int, dtype: np.dtype[Any]) -> None:
        self.carried = carried
        self.exponents = np.zeros(losses, np.int64)
        self.step = -int(np.finfo(dtype).minexp) // 2
        self.dtype = dtype
        self.used = False

    def look(self) -> None:
        """Scales up the rows that have become very small, and back those that have grown again."""
        largest = np.zeros(len(self.exponents), self.dtype)
        for one in self.carried:
            for rows, (first, stop) in one.live:
                part = largest[first:stop]
                np.maximum(part, np.abs(flat(rows)).max(1, initial=0), out=part)
        small = (largest > 0) & (largest < np.ldexp(1.0, -self.step))
        grown = (self.exponents > 0) & (largest > np.ldexp(1.0, self.step // 2))
        if small.any() or grown.any():
            self.scale(slice(None), np.where(small, self.step, 0) - np.where(grown, self.step, 0))

    def restore(self, span: Span) -> None:
        """Makes the rows of some losses what they are, before something is added to them."""
        rows = slice(*span)
        if self.exponents[rows].any():
            self.scale(rows, -self.exponents[rows])

    def scale(self, losses: slice, powers: Array) -> None:
        self.exponents[losses] += powers
        self.used = bool(self.exponents.any())
        for one in self.carried:
            for rows in one.places:
                part = rows[losses]
                np.ldexp(part, powers.reshape(-1, *(1,) * (part.ndim - 1)), part)

    def undone(self, norms: Array, span: Span) -> Array:
        """Norms of rows as they are kept, as the rows' own."""
        return np.ldexp(norms, -self.exponents[slice(*span)]) if self.used else norms
