"""Long runs reduced to what a screen can show, without losing a single extreme.

A bin of timesteps is shown by its value of largest magnitude, with its sign; a value that is not finite outdoes any
that is, and NaN outdoes infinity.  Averages, or every n-th value, would hide the one timestep that a debugger is for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.widgets.sources import Rows

FIRST = 8
"""The smallest bin that is stored; smaller ones are reduced from the rows on every call.  The stored levels take a
quarter of the data's memory."""
MOST_UNITS = 256
"""Of a value with more units neighbours are reduced to so many groups: more than a lane has rows of pixels."""
_CHUNK, _NUMBERS_AT_ONCE = 32_768, 1 << 18
"""Timesteps, and numbers, that are reduced in one go at most: so few stay in the cache."""
_SAMPLE = 200_000


def signed_extremes(rows: Rows, bin_size: int) -> Rows:
    """Each `bin_size` consecutive rows (fewer in the last bin) reduced to the value of largest magnitude.

    (n, units) becomes (ceil(n / bin_size), units).
    """
    if bin_size == 1 or not len(rows):
        return rows
    whole = len(rows) // bin_size
    grouped = rows[: whole * bin_size].reshape(whole, bin_size, rows.shape[1])
    high, low = grouped.max(axis=1), grouped.min(axis=1)
    if whole * bin_size < len(rows):
        rest = rows[whole * bin_size :]
        high = np.concatenate([high, rest.max(axis=0, keepdims=True)])
        low = np.concatenate([low, rest.min(axis=0, keepdims=True)])
    return _larger(high, low)


def extremes_by_unit(rows: Rows, most: int) -> Rows:
    """Neighbouring units reduced in the same way so that at most `most` are left: (n, units) to (n, <= most)."""
    units = rows.shape[1]
    if units <= most:
        return rows
    groups = _neighbours(units, most)
    # Whole rows of the transpose are combined: several times as fast as `reduceat` for these short groups.
    by_unit = np.ascontiguousarray(rows.T)
    high = low = by_unit.take(groups[0], axis=0)
    for number in groups[1:]:
        further = by_unit.take(number, axis=0)
        high, low = np.maximum(high, further), np.minimum(low, further)
    return _larger(high, low).T


@lru_cache(maxsize=64)
def _neighbours(units: int, most: int) -> tuple[NDArray[np.intp], ...]:
    """Groups of neighbouring units: the first of each, the second, and so on; where one has no more its last."""
    edges = np.arange(most + 1) * units // most
    return tuple(np.minimum(edges[:-1] + offset, edges[1:] - 1) for offset in range(int(np.diff(edges).max())))


def _larger(high: Rows, low: Rows) -> Rows:
    # A NaN is in both, and the comparison then chooses the one that is NaN as well.
    return np.where(high >= -low, high, low)


def _not_exceeded(sample: Rows, part: float) -> float:
    """The least number of a sample that a part of it does not exceed; `np.quantile` loads masked arrays first."""
    place = math.ceil(part * len(sample)) - 1
    return float(np.partition(sample, place)[place])


class ExtremesPyramid:
    """Signed extremes of all timesteps in bins of 8, 16, 32, …; knows nothing of Qt and may be built in any thread.

    Of a value of very many units those of each timestep are kept besides, by groups of neighbouring units.
    """

    def __init__(self, timesteps: int, units: int, rows: Callable[[int, int], Rows]) -> None:
        """`rows(t0, t1)` gives timesteps t0 <= t < t1, counted from 1, as (t1 - t0, units)."""
        self.timesteps = timesteps
        self.units = units
        self.groups = min(units, MOST_UNITS)
        """The columns of `bins`: a group holds the units from group * units // groups on, mostly one."""
        self._rows = rows
        self._levels: dict[int, Rows] = {}
        self.ready = False
        """True once `build` has ended: only then may the following and bins of 8 and more be asked for."""
        self.largest_by_unit: Rows = np.zeros(units)
        """The largest finite magnitude of each unit; 0 if there is none."""
        self.smallest = 0.0
        """The smallest magnitude above 0; 0 if there is none."""
        self.negative = False
        """True if any finite value is below 0."""
        self.usual = 0.0
        """The magnitude that 99 % of an even sample of all finite values do not exceed."""

    @property
    def largest(self) -> float:
        """The largest finite magnitude of all; 0 if there is none."""
        return float(self.largest_by_unit.max(initial=0.0))

    def build(self, progress: Callable[[float], None] | None = None) -> None:
        """Reduce all timesteps.  `progress` is told the fraction done and may raise to give up."""
        firsts: list[Rows] = []
        samples: list[Rows] = []
        single: list[Rows] = []
        every = self.timesteps * self.units // _SAMPLE | 1
        largest, smallest = np.zeros(self.units), np.inf
        chunk = min(_CHUNK, max(1, _NUMBERS_AT_ONCE // max(1, self.units) // FIRST) * FIRST)
        for start in range(1, self.timesteps + 1, chunk):
            rows = self._rows(start, min(start + chunk, self.timesteps + 1))
            magnitude = np.abs(rows)
            if not np.isfinite(magnitude.max(initial=0)):
                magnitude = np.where(np.isfinite(magnitude), magnitude, 0)
            largest = np.maximum(largest, magnitude.max(axis=0))
            self.negative = self.negative or bool(np.any(rows < 0, where=np.isfinite(rows)))
            smallest = min(smallest, float(np.min(magnitude, initial=np.inf, where=magnitude > 0)))
            samples.append(magnitude.reshape(-1)[::every].astype(float))
            if self.groups < self.units:
                rows = extremes_by_unit(rows, self.groups)
                single.append(rows)
            firsts.append(signed_extremes(rows, FIRST))
            if progress is not None:
                progress(min(1.0, (start + chunk) / self.timesteps))
        if single:
            self._levels[1] = np.concatenate(single)
        level = np.concatenate(firsts) if firsts else np.zeros((0, self.units))
        size = FIRST
        self._levels[size] = level
        while len(level) > 1:
            size *= 2
            level = signed_extremes(level, 2)
            self._levels[size] = level
        self.largest_by_unit = largest
        self.smallest = smallest if np.isfinite(smallest) else 0.0
        self.usual = _not_exceeded(np.concatenate(samples), 0.99) if self.timesteps * self.units else 0.0
        self.ready = True

    def bins(self, bin_size: int, start: int, stop: int) -> Rows:
        """The bins start <= b < stop, counted from 0; bin b holds timesteps b * bin_size + 1 … (b + 1) * bin_size.

        `bin_size` is a power of two; a size beyond the whole run gives one bin.  Shape (stop - start, groups).
        """
        if bin_size < FIRST:
            return signed_extremes(self.rows(start * bin_size + 1, stop * bin_size + 1), bin_size)
        return self._levels[min(bin_size, max(self._levels))][start:stop]

    def rows(self, t0: int, t1: int) -> Rows:
        """Timesteps t0 <= t < t1, as far as there are, each by its groups: (t1 - t0, groups)."""
        t1 = min(t1, self.timesteps + 1)
        return self._levels[1][t0 - 1 : t1 - 1] if 1 in self._levels else self._rows(t0, t1)
