"""A large picture reduced to what a screen can show, without losing its largest numbers; knows nothing of Qt.

Where several numbers share a pixel the largest is shown; NaN outdoes all.
"""

from __future__ import annotations

import numpy as np

from rnnviz.widgets.sources import Rows

LEAST = 64
"""A picture with fewer rows and columns is not reduced further."""


class Maxima:
    """A picture of magnitudes, (rows, columns), and its maxima in squares of 2, 4, 8, … numbers.

    They take a third of the picture's memory. May be built in any thread.
    """

    def __init__(self, picture: Rows) -> None:
        self.picture = picture
        self._levels = [picture]
        while max(self._levels[-1].shape) > LEAST:
            self._levels.append(largest_by(largest_by(self._levels[-1], 2, 0), 2, 1))
        finite = np.isfinite(picture)
        self.largest = float(np.max(picture, initial=0.0, where=finite))
        smallest = float(np.min(picture, initial=np.inf, where=finite & (picture > 0)))
        self.smallest = smallest if np.isfinite(smallest) else 0.0

    def bins(self, rows: range, columns: range, sizes: tuple[int, int]) -> Rows:
        """The maxima of bins, counted from 0: `sizes` are how many rows and columns a bin holds, powers of two."""
        level = min(min(sizes).bit_length(), len(self._levels)) - 1
        down, across = (size >> level for size in sizes)
        found = self._levels[level][
            rows.start * down : rows.stop * down, columns.start * across : columns.stop * across
        ]
        return largest_by(largest_by(found, down, 0), across, 1)


def by_row(picture: Rows) -> Rows:
    """Each row as parts of its own largest finite number."""
    largest = np.max(picture, axis=1, keepdims=True, initial=0.0, where=np.isfinite(picture))
    return np.asarray(picture / np.where(largest > 0, largest, 1.0))


def largest_by(picture: Rows, size: int, axis: int) -> Rows:
    """Each `size` neighbours along an axis (fewer at its end) reduced to the largest."""
    length = picture.shape[axis]
    if size == 1 or not length:
        return picture
    found: Rows = np.maximum.reduceat(picture, np.arange(0, length, size), axis=axis)
    return found
