"""Where the elements of an array stand when it is painted as cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from rnnviz.widgets.cell_painting import NUMBER_HEIGHT, NUMBER_WIDTH
from rnnviz.widgets.lane import Unit

WIDEST_CELL, HIGHEST_CELL = 76, 28
"""Pixels at the usual font size."""
LOWEST_STRIP = 20
"""How high at least the cells of a vector that lies down are."""
LABEL_WIDTH = 26
"""Pixels left of the cells for the rows' numbers."""
_LONGEST_SIDE = 1.6
"""How much longer than high a cell without a number may be, or higher than long."""


@dataclass(frozen=True)
class MatrixLayout:
    """Rows and columns as painted, and which element each of them is."""

    shape: tuple[int, ...]
    """The array's."""
    turned: bool
    """A vector that lies down: its elements are columns."""
    rows: int
    columns: int
    cells: QRectF
    """All cells, in the widget's pixels."""

    @property
    def cell(self) -> tuple[float, float]:
        """A cell's width and height in pixels."""
        return self.cells.width() / self.columns, self.cells.height() / self.rows

    def rect(self, row: int, column: int) -> QRectF:
        """A cell's place in the widget."""
        width, height = self.cell
        return QRectF(self.cells.left() + column * width, self.cells.top() + row * height, width, height)

    def unit(self, row: int, column: int) -> Unit:
        """The element that stands in a row and column."""
        flat = column * self.rows + row if self.turned else row * self.columns + column
        return tuple(int(index) for index in np.unravel_index(flat, self.shape)) if self.shape else ()

    def place(self, unit: Unit | None) -> tuple[int, int] | None:
        """The row and column of an element; None if there is no such element."""
        if unit is None or len(unit) != len(self.shape):
            return None
        if any(not 0 <= index < size for index, size in zip(unit, self.shape, strict=True)):
            return None
        flat = int(np.ravel_multi_index(unit, self.shape)) if unit else 0
        row, column = divmod(flat, self.rows if self.turned else self.columns)
        return (column, row) if self.turned else (row, column)

    def unit_at(self, position: QPointF) -> Unit | None:
        """The element under a point of the widget."""
        if not self.cells.contains(position):
            return None
        width, height = self.cell
        row = min(self.rows - 1, int((position.y() - self.cells.top()) / height))
        return self.unit(row, min(self.columns - 1, int((position.x() - self.cells.left()) / width)))


def lay_out(shape: tuple[int, ...], turned: bool, corner: QPointF, room: QSizeF, scale: float) -> MatrixLayout | None:
    """Cells for an array of a shape from a corner on, as large as a room and `scale`, the font's, let them be.

    None where there are no elements.
    """
    columns = shape[-1] if len(shape) > 1 else 1
    rows = int(np.prod(shape, dtype=int)) // max(1, columns)
    if turned:
        rows, columns = columns, rows
    if not rows or not columns:
        return None
    width = min(max(1.0, room.width()) / columns, WIDEST_CELL * scale)
    height = min(max(1.0, room.height()) / rows, HIGHEST_CELL * scale)
    if width < NUMBER_WIDTH or height < NUMBER_HEIGHT:
        # Without numbers, cells that are about square read as a matrix does.
        if columns > 1:
            width = min(width, max(height, 1.0) * _LONGEST_SIDE)
        least = LOWEST_STRIP * scale if rows == 1 else 1.0  # a long vector is a strip, to be seen and clicked
        height = min(height, max(least, width * _LONGEST_SIDE))
    # Whole pixels, so that lines and cells agree where one ends.
    size = QSizeF(max(1, round(width * columns)), max(1, round(height * rows)))
    return MatrixLayout(shape, turned, rows, columns, QRectF(QPointF(round(corner.x()), round(corner.y())), size))
