"""A sum of contributions as data, and its three arrays as squares of coloured cells with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.widgets.cell_painting import NUMBER_HEIGHT, paint_table
from rnnviz.widgets.colours import CHALK, INK, Colours, ink_on
from rnnviz.widgets.lettering import Type
from rnnviz.widgets.number_table import as_table
from rnnviz.widgets.number_text import alike
from rnnviz.widgets.scales import Scale
from rnnviz.widgets.sources import Rows, same

_LEAST_NUMBER = 24
"""The least width of a cell, in pixels, that shows its number."""
_WIDEST_CELL, _HIGHEST_CELL = 64.0, 34.0
_BETWEEN = 15.0
"""The room between two squares, for the sign between them."""


@dataclass(frozen=True, eq=False)
class Addition:
    """How far the sum of a parameter's contributions has come.

    Arrays have the parameter's shape; None is not there yet. `so_far` holds `done` of `count` contributions, that of
    `timestep` among them. `agrees` tells, once the sum is complete, whether it equals the total. `largest` fixes the
    magnitude of the last colour; by default it is the largest of what is shown. `waits` says, while no number is there,
    what the sum waits for.
    """

    parameter: str
    timestep: int | None = None
    contribution: Rows | None = None
    so_far: Rows | None = None
    total: Rows | None = None
    done: int = 0
    count: int = 0
    agrees: bool | None = None
    largest: float | None = None
    waits: str = ""

    def squares(self) -> tuple[Rows | None, Rows | None, Rows | None]:
        """The three arrays, from left to right."""
        return self.contribution, self.so_far, self.total

    def same(self, other: Addition) -> bool:
        """Whether another says the same with the same numbers."""
        mine = self.parameter, self.timestep, self.done, self.count, self.agrees, self.largest, self.waits
        others = other.parameter, other.timestep, other.done, other.count, other.agrees, other.largest, other.waits
        if mine != others:
            return False
        pairs = zip(self.squares(), other.squares(), strict=True)
        return all(one is two or (one is not None and two is not None and same(one, two)) for one, two in pairs)


@dataclass(frozen=True)
class Squares:
    """Where three squares stand side by side: the width for all, top and bottom in pixels, the text's scale."""

    width: float
    top: float
    bottom: float
    scale: float

    def room(self, number: int) -> QRectF:
        """The room of a square."""
        between = _BETWEEN * self.scale
        width = max(10.0, (self.width - 4 - 2 * between) / 3)
        return QRectF(2 + number * (width + between), self.top, width, max(10.0, self.bottom - self.top))

    def cells(self, number: int, array: Rows) -> QRectF:
        """The extent of the cells of an array in its square."""
        room, (rows, columns) = self.room(number), as_table(array).shape
        width = min(room.width() / columns, _WIDEST_CELL * self.scale)
        height = min(room.height() / rows, _HIGHEST_CELL * self.scale)
        if columns > 1:
            # Cells up to twice as wide as high, or the other way about, still read as a matrix; but no flat strips.
            least = min(room.width(), room.height()) * 0.5
            width, height = min(width, max(2 * height, least / columns)), min(height, max(2 * width, least / rows))
        size = max(2.0, width * columns), max(2.0, height * rows)
        return QRectF(round(room.center().x() - size[0] / 2), round(room.top()), round(size[0]), round(size[1]))


class SquarePainter:
    """Draws arrays on one scale."""

    def __init__(self, painter: QPainter, colours: Colours, scale: Scale, face: Type, ratio: float) -> None:
        """`face` is the type of the numbers, `ratio` that of device pixels to pixels."""
        self._painter, self._colours, self._scale = painter, colours, scale
        self._face, self._ratio = face, ratio

    def paint(self, array: Rows, cells: QRectF) -> None:
        """Draw an array; where cells are smaller than pixels each pixel shows the extreme of its elements."""
        painter, colours = self._painter, self._colours
        table = as_table(array)
        entries = paint_table(painter, table, cells, self._scale, colours.diverging, colours, self._ratio)
        rows, columns = table.shape
        cell_width, cell_height = cells.width() / columns, cells.height() / rows
        painter.setPen(QPen(colours.faint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cells)
        if cell_width >= _LEAST_NUMBER and cell_height >= NUMBER_HEIGHT:
            self._paint_numbers(table, entries, cells)

    def _paint_numbers(self, table: Rows, entries: NDArray[np.uint8], cells: QRectF) -> None:
        """Every number with the same digits, as many as the widest has room for; none if they do not fit."""
        rows, columns = table.shape
        width, height = cells.width() / columns, cells.height() / rows
        for part, digits in ((1.0, 3), (1.0, 2), (0.9, 2), (1.0, 1)):
            face = self._face.sized(self._face.size * part)
            texts = alike(table, digits, self._scale.largest)
            if max(map(face.width, texts)) <= width - 1.5:
                break
        else:
            return
        dark = ink_on(self._colours.diverging)
        painter = self._painter
        for r, c in product(range(rows), range(columns)):
            wild = not np.isfinite(table[r, c])
            painter.setPen(self._colours.error if wild else INK if dark[entries[c, r]] else CHALK)
            place = QRectF(cells.left() + c * width, cells.top() + r * height, width, height)
            if wild:
                painter.fillRect(place.adjusted(2, height / 2 - 7, -2, 7 - height / 2), self._colours.background)
            face.draw_in(painter, place, texts[r * columns + c])
