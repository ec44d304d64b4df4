"""The horizontal axis that every lane shares: which timesteps are seen, and where."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

FIT_COLUMN = 480.0
"""The widest that fitting makes a column, in pixels: two timesteps do not fill a wall."""
LEAST_BETWEEN_CUTS = 5.0
"""Pixels between two cuts of truncation below which none is drawn."""
WIDEST_COLUMN = 640.0
"""The widest that zooming makes a column, in pixels."""


class TimeAxis(QObject):
    """Timesteps 1 … T on a strip of pixels.

    The axis is measured in timesteps: column t reaches from t - 0.5 to t + 0.5 and has its centre at t.  Half a column
    is kept free on either side, for the border at 0 (an initial state) and at T + 1: the whole axis is [0, T + 1].
    x = 0 is the left edge of every lane's body.  What is seen always lies within the axis; where the axis is narrower
    than the lane it stands at the left.  It moves by whole pixels: columns that are seen before and after a pan have
    the same pixels.
    """

    changed = Signal()
    """What is seen, or where, is another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timesteps = 0
        self._width = 600.0
        self._offset = 0
        self._column = self._fit_column()
        self._fitted = True
        self._cut_every: int | None = None
        self._carried = True

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def timesteps(self) -> int:
        """T, the number of timesteps; 0 when there is no run."""
        return self._timesteps

    @property
    def width(self) -> float:
        """The width of the lanes' bodies in pixels."""
        return self._width

    @property
    def column_width(self) -> float:
        """The width of a timestep's column in pixels; far below 1 when a long sequence is seen whole."""
        return self._column

    @property
    def first(self) -> float:
        """The place on the axis, in timesteps, at x = 0."""
        return self._offset / self._column

    @property
    def offset(self) -> int:
        """The pixels from the axis' beginning to x = 0."""
        return self._offset

    @property
    def last(self) -> float:
        """The place on the axis, in timesteps, at x = width; beyond T + 1 when the lane is wider than the axis."""
        return (self._offset + self._width) / self._column

    @property
    def cut(self) -> bool:
        """Whether truncation cuts the sequence anywhere."""
        return self._cut_every is not None

    @property
    def carried(self) -> bool:
        """Whether values cross the cuts, and gradients alone do not."""
        return self._carried

    def set_cuts(self, every: int | None, carried: bool = True) -> None:
        """Where truncation cuts the sequence: after every so many timesteps, or nowhere."""
        if (every, carried) != (self._cut_every, self._carried):
            self._cut_every, self._carried = every, carried
            self.changed.emit()

    def cuts(self, timesteps: range) -> range:
        """The timesteps, of a range, after which there is a cut; none where cuts lie too close to be told apart."""
        every = self._cut_every
        if every is None or every * self._column < LEAST_BETWEEN_CUTS:
            return range(0)
        return range(max(1, -(-timesteps.start // every)) * every, min(timesteps.stop, self._timesteps), every)

    @property
    def fitted(self) -> bool:
        """True while the whole sequence is seen, also after the window is resized."""
        return self._fitted

    @property
    def can_pan(self) -> bool:
        """True when a part of the axis is out of sight."""
        return self._span() < self._timesteps + 1 - 1e-9

    def x_of(self, t: float) -> float:
        """The x of a column's centre in pixels; ``x_of(t - 0.5)`` is its left edge.  Any t, seen or not."""
        return t * self._column - self._offset

    def place_at(self, x: float) -> float:
        """The place on the axis, in timesteps, under a pixel; not limited to the axis."""
        return (self._offset + x) / self._column

    def timestep_at(self, x: float) -> int | None:
        """The timestep whose column is under a pixel, or None beside the columns."""
        t = math.floor(self.place_at(x) + 0.5)
        return t if 1 <= t <= self._timesteps else None

    def visible(self) -> range:
        """The timesteps of which any part is seen, ascending."""
        start = max(1, math.floor(self.first + 0.5))
        stop = min(self._timesteps, math.ceil(self.last - 0.5)) + 1
        return range(start, max(start, stop))

    @contextmanager
    def shifted(self, pixels: int) -> Iterator[None]:
        """Everything so many pixels further to the right, for as long as something is painted there."""
        self._offset -= pixels
        try:
            yield
        finally:
            self._offset += pixels

    # -- what changes it -----------------------------------------------------------------------------------------

    def set_timesteps(self, timesteps: int) -> None:
        """Take another T; another T is shown whole.  Raises ValueError for a negative one."""
        if timesteps < 0:
            raise ValueError(f"an axis cannot have {timesteps} timesteps")
        if timesteps != self._timesteps:
            self._timesteps = timesteps
            self._fitted = True
            self._place(0.0, self._fit_column(), changed=True)

    def set_width(self, width: float) -> None:
        """Take another width in pixels; what was seen whole stays whole, else the left edge and the zoom stay."""
        width = max(1.0, float(width))
        if width != self._width:
            self._width = width
            self._place(self.first, self._fit_column() if self._fitted else self._column, changed=True)

    def zoom(self, factor: float, x: float) -> None:
        """Make columns wider by a factor (narrower below 1); what is under pixel x stays under it if it can."""
        anchor = self.place_at(x)
        column = self._limited(self._column * factor)
        self._look(anchor - x / column, column)

    def pan(self, pixels: float) -> None:
        """Move the contents by so many pixels; above 0 to the right, towards earlier timesteps."""
        self._look(self.first - pixels / self._column, self._column)

    def fit(self) -> None:
        """See the whole sequence."""
        self._fitted = True
        self._place(0.0, self._fit_column())

    def zoom_to(self, t0: int, t1: int) -> None:
        """See the columns t0 … t1 (in either order, both included) as large as they can be."""
        low, high = sorted(min(max(1, t), max(1, self._timesteps)) for t in (t0, t1))
        column = self._limited(self._width / (high - low + 1))
        # Where the columns cannot fill the width they stand in its middle.
        self._look((low + high) / 2 - self._width / column / 2, column)

    def see(self, first: float, last: float) -> None:
        """See the places first … last, as they were once; raises ValueError unless first comes before last."""
        if not first < last:
            raise ValueError(f"{first} does not come before {last}")
        self._look(first, self._limited(self._width / (last - first)))

    def show(self, t: float) -> None:
        """Bring the column t (0 … T + 1) into sight, moving as little as leaves some of what comes next to see."""
        margin = min(1.5, self._span() / 4)
        if t - 0.5 < self.first:
            self._look(t - 0.5 - margin, self._column, math.floor)
        elif t + 0.5 > self.last:
            self._look(t + 0.5 + margin - self._span(), self._column, math.ceil)

    # -- inside --------------------------------------------------------------------------------------------------

    def _span(self) -> float:
        return self._width / self._column

    def _fit_column(self) -> float:
        return _short(min(FIT_COLUMN, self._width / (self._timesteps + 1)))

    def _limited(self, column: float) -> float:
        # Two columns are always in sight: a single one, wider than the lane, would have borders out of reach.
        widest = min(WIDEST_COLUMN, self._width / 2)
        return max(self._fit_column(), _short(min(widest, column)))

    def _look(self, first: float, column: float, rounded: Callable[[float], int] = round) -> None:
        self._fitted = column == self._fit_column()
        self._place(first, column, rounded=rounded)

    def _place(
        self, first: float, column: float, changed: bool = False, rounded: Callable[[float], int] = round
    ) -> None:
        column = self._limited(column)
        # At the right end the last pixel may lie half beyond the axis, but none of the axis is out of reach.
        furthest = max(0, math.ceil((self._timesteps + 1) * column - self._width - 1e-6))
        offset = min(max(0, rounded(first * column)), furthest)
        if changed or offset != self._offset or column != self._column:
            self._offset, self._column = offset, column
            self.changed.emit()


def _short(width: float) -> float:
    """A width of 30 significant bits, no larger: its multiples up to a million are exact, and so a pan rounds nothing
    another way."""
    mantissa, exponent = math.frexp(width)
    return math.ldexp(math.floor(mantissa * 2**30), exponent - 30)
