"""A source with its pyramid: the columns that a lane paints at any zoom; long ones are built off the GUI thread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from rnnviz.widgets.background import Background
from rnnviz.widgets.extremes import ExtremesPyramid, signed_extremes
from rnnviz.widgets.sources import Rows, RowSource, changed, flat_rows, overlap, units_of
from rnnviz.widgets.time_axis import TimeAxis

ABSENT, NOT_YET, KNOWN = 0, 1, 2
"""What a column is: outside the value's span, not reached by the cursor, or there to be seen."""
_AT_ONCE = 200_000
"""So many numbers are reduced in a few milliseconds, without a thread."""


@dataclass(frozen=True)
class Columns:
    """What a lane paints: bins of `bin_size` timesteps, from timestep `first` on."""

    bin_size: int
    first: int
    """The first timestep of the first bin."""
    values: Rows
    """(bins, units): the extreme of each bin's known timesteps; meaningless where nothing is known. Of very many units
    neighbours are one."""
    states: NDArray[np.uint8]
    """(bins,): ABSENT, NOT_YET or KNOWN."""

    def timesteps(self, index: int, last: int) -> range:
        """The timesteps of a bin, in a run of `last` timesteps."""
        start = self.first + index * self.bin_size
        return range(start, min(start + self.bin_size, last + 1))


class ReducedSource(QObject):
    """A `RowSource` seen through a time axis."""

    built = Signal()
    """The whole run can now be shown at any zoom."""

    def __init__(self, source: RowSource, parent: QObject | None = None) -> None:
        """Starts building at once; a long source is built by a worker thread, and `built` is emitted at its end."""
        super().__init__(parent)
        self.source = source
        self.units = units_of(source)
        self.pyramid = ExtremesPyramid(source.timesteps, self.units, partial(flat_rows, source))
        self._told = self.live
        self._background = Background(self)
        if source.timesteps * self.units <= _AT_ONCE:
            self.pyramid.build()
        else:
            self._background.done.connect(self.built)
            self._background.start(self.pyramid.build)

    def drop(self) -> None:
        """No longer wanted: a build under way ends soon."""
        self._background.drop()

    @property
    def ready(self) -> bool:
        """False while the worker builds: then nothing can be shown, since the scale is not known either."""
        return self.pyramid.ready

    @property
    def live(self) -> range:
        """The timesteps, ascending, whose values may be shown now."""
        return overlap(self.source.known, self.source.span)

    @property
    def missing(self) -> NDArray[np.bool_] | None:
        """The timesteps that have nothing, (T,), where the source tells of such. It may look through all its numbers
        for that, and has done so once this is ready."""
        missing: NDArray[np.bool_] | None = getattr(self.source, "missing", None)
        return missing

    def bin_size(self, axis: TimeAxis, ratio: float) -> int:
        """The least power of two of timesteps that is at least one device pixel wide."""
        # The margin keeps a bin that is only just a pixel wide from falling between two pixels by rounding.
        return 1 << max(0, math.ceil(math.log2(1.0001 / (axis.column_width * ratio))))

    def stale(self) -> range:
        """The timesteps that became known or unknown since this was last asked, and those between them."""
        before, self._told = self._told, self.live
        return changed(before, self._told)

    def columns(self, axis: TimeAxis, ratio: float, timesteps: range) -> Columns | None:
        """The bins of some timesteps, at `ratio` device pixels a pixel; None while the worker builds them."""
        size = self.bin_size(axis, ratio)
        visible = overlap(timesteps, range(1, self.source.timesteps + 1))
        if not visible or not self.ready:
            return None
        start, stop = (visible.start - 1) // size, (visible.stop - 2) // size + 1
        begin = start * size + 1
        states = np.full(stop - start, ABSENT, dtype=np.uint8)
        live = self.live
        for span, state in ((self.source.span, NOT_YET), (live, KNOWN)):
            bins = _bins_of(span, size)
            states[max(0, bins.start - start) : max(0, bins.stop - start)] = state
        missing = self.missing
        if missing is not None:
            there = ~missing[begin - 1 : min(stop * size, self.source.timesteps)]
            states[~np.logical_or.reduceat(there, np.arange(stop - start) * size)] = ABSENT
        values = self.pyramid.bins(size, start, stop)
        if size > 1:
            values = self._cut_off(values, states, live, size, start)
        return Columns(size, begin, values, states)

    def _cut_off(self, values: Rows, states: NDArray[np.uint8], live: range, size: int, start: int) -> Rows:
        """The values of bins from number `start` on, of the timesteps alone that may be shown now."""
        bins, copied = _bins_of(live, size), False
        for number in {bins.start, bins.stop - 1} if bins else ():
            index, whole = number - start, range(number * size + 1, min((number + 1) * size, self.source.timesteps) + 1)
            there = overlap(live, whole)
            if 0 <= index < len(states) and states[index] == KNOWN and there != whole:
                values, copied = values if copied else values.copy(), True
                values[index] = signed_extremes(self.pyramid.rows(there.start, there.stop), len(there))[0]
        return values

    def units_at(self, y: float, height: float) -> slice:
        """The units that are shown by the row of pixels at `y` in a picture of all of them, of this height."""
        shown = self.pyramid.groups
        first = min(shown - 1, max(0, int(y * shown / height)))
        last = min(shown, max(first + 1, int((y + 1) * shown / height)))
        return slice(first * self.units // shown, last * self.units // shown)

    def extreme_at(self, axis: TimeAxis, ratio: float, timestep: int, units: slice) -> int:
        """The known timestep, in the bin that a timestep is shown in, at which units have the extreme that is shown."""
        size = self.bin_size(axis, ratio)
        start = (timestep - 1) // size * size + 1
        there = overlap(self.live, range(start, start + size))
        if size == 1 or not there:
            return timestep
        rows = np.abs(flat_rows(self.source, there.start, there.stop)[:, units])
        worst = np.where(np.isnan(rows), np.inf, rows).max(axis=1)
        return there[int(np.argmax(worst))]


def _bins_of(timesteps: range, size: int) -> range:
    """The numbers, from 0, of the bins of so many timesteps in which some of these are."""
    return range((timesteps.start - 1) // size, (timesteps.stop - 2) // size + 1) if timesteps else range(0)
