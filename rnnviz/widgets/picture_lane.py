"""A lane that shows values which are pictures as pictures, one at every timestep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Unit
from rnnviz.widgets.lane_metrics import line_height, small_font
from rnnviz.widgets.number_text import short
from rnnviz.widgets.reduced_source import KNOWN
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.sources import RowSource, flat_rows, overlap, units_of
from rnnviz.widgets.time_axis import TimeAxis

_LEAST_WIDTH = 14
"""Pixels a column below which a picture could not be made out: then the lane is the map of its numbers."""
_INSET = 2


@dataclass(frozen=True)
class Canvas:
    """How the numbers of a timestep are a picture: row by row, the channels of a pixel (1 or 3) side by side; `low` is
    black and `high` white, or full colour."""

    height: int
    width: int
    channels: int = 1
    low: float = 0.0
    high: float = 1.0

    @property
    def numbers(self) -> int:
        """How many numbers a picture has."""
        return self.height * self.width * self.channels


class PictureLane(HeatLane):
    """Pictures as large as their column has room for; what is not finite is painted in the colour of errors."""

    def __init__(
        self, name: str, title: str, axis: TimeAxis, role: str = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, axis, role, kind=ScaleKind.FIXED, parent=parent)
        self.canvas = Canvas(1, 1)
        self.mark: RowSource | None = None

    def set_canvas(self, canvas: Canvas, mark: RowSource | None = None) -> None:
        """How the numbers are pictures; a picture is framed where `mark`, of its height and width, is above 0."""
        self.canvas, self.signed = canvas, canvas.low < 0
        self.mark = mark if mark is not None and units_of(mark) == canvas.height * canvas.width else None
        self.show_scale()

    @property
    def shows_pictures(self) -> bool:
        """Whether columns are wide enough, and there are as many numbers as a picture has."""
        wide = self.axis.column_width >= _LEAST_WIDTH
        return wide and self.reduced is not None and self.reduced.units == self.canvas.numbers

    def show_scale(self) -> None:
        super().show_scale()
        self.set_note(f"{self.canvas.height}×{self.canvas.width}")

    def frame(self, timestep: int) -> QRectF:
        """Where the picture of a timestep stands, in the body."""
        body = self.body_rect()
        wide, high = self.axis.column_width - 2 * _INSET, body.height() - 2 * _INSET
        side = min(wide / self.canvas.width, high / self.canvas.height)
        if side >= 2:
            side = float(int(side))  # pixels of one size
        frame = QRectF(0, 0, side * self.canvas.width, side * self.canvas.height)
        frame.moveCenter(QPointF(self.axis.x_of(timestep), body.height() / 2))
        return frame

    # -- painting ------------------------------------------------------------------------------------------------

    def legend_kind(self) -> object:
        return self.shows_pictures

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        if not self.shows_pictures or self.reduced is None:
            super().paint_body(painter, part, columns)
            return
        shown = self.reduced.columns(self.axis, self.devicePixelRatioF(), columns)
        if shown is None:
            return
        self._paint_not_yet(painter, part, shown)
        for index in np.flatnonzero(shown.states == KNOWN):
            timestep = shown.first + int(index)
            frame = self.frame(timestep)
            if frame.right() >= part.left() and frame.left() <= part.right() + 1:
                painter.drawImage(frame, self._image(flat_rows(self.reduced.source, timestep, timestep + 1)[0]))
                painter.setPen(self.colours.grid)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame)
                self._paint_mark(painter, timestep, frame)
        self._paint_selected_unit(painter, part)

    def _paint_mark(self, painter: QPainter, timestep: int, frame: QRectF) -> None:
        """The outline of what is marked: an edge wherever a marked pixel has a neighbour that is not."""
        if self.mark is None or timestep not in overlap(self.mark.known, self.mark.span):
            return
        rows = flat_rows(self.mark, timestep, timestep + 1)[0]
        marked = np.pad(rows.reshape(self.canvas.height, self.canvas.width) > 0, 1)
        wide, high = frame.width() / self.canvas.width, frame.height() / self.canvas.height
        edges = []
        for down, across in np.argwhere(marked[1:, :] != marked[:-1, :]):
            left, y = frame.left() + (across - 1) * wide, frame.top() + down * high
            edges.append(QLineF(left, y, left + wide, y))
        for down, across in np.argwhere(marked[:, 1:] != marked[:, :-1]):
            x, top = frame.left() + across * wide, frame.top() + (down - 1) * high
            edges.append(QLineF(x, top, x, top + high))
        painter.setPen(QPen(self.colours.backward, 2))
        painter.drawLines(edges)

    def _image(self, numbers: NDArray[np.floating]) -> QImage:
        canvas = self.canvas
        shares = (numbers - canvas.low) / (canvas.high - canvas.low)
        grey = np.rint(255 * np.clip(np.nan_to_num(shares), 0, 1)).astype(np.uint8)
        pixels = np.broadcast_to(
            grey.reshape(canvas.height, canvas.width, canvas.channels), (canvas.height, canvas.width, 3)
        )
        wild = ~np.isfinite(numbers).reshape(canvas.height, canvas.width, -1).all(-1)
        if wild.any():
            pixels = pixels.copy()
            error = self.colours.error
            pixels[wild] = (error.red(), error.green(), error.blue())
        data = np.ascontiguousarray(pixels)
        image = QImage(data.data, canvas.width, canvas.height, 3 * canvas.width, QImage.Format.Format_RGB888)
        return image.copy()  # the array goes

    def _paint_selected_unit(self, painter: QPainter, part: QRect) -> None:
        if not self.shows_pictures:
            super()._paint_selected_unit(painter, part)
            return
        row = self._row_of(self.selected_unit)
        if row is None or self.selected_timestep is None:
            return
        painter.setPen(QPen(self.colours.cursor, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._pixel(self.selected_timestep, row).adjusted(-1, -1, 1, 1))

    def _pixel(self, timestep: int, row: int) -> QRectF:
        frame, place = self.frame(timestep), row // self.canvas.channels
        wide, high = frame.width() / self.canvas.width, frame.height() / self.canvas.height
        down, across = divmod(place, self.canvas.width)
        return QRectF(frame.left() + across * wide, frame.top() + down * high, wide, high)

    def paint_overridden(self, painter: QPainter, rect: QRect, timestep: int, units: frozenset[Unit]) -> None:
        if not self.shows_pictures:
            super().paint_overridden(painter, rect, timestep, units)
            return
        painter.setPen(QPen(self.colours.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pixel in self._pixels(timestep, units):
            painter.drawRect(pixel)

    def _pixels(self, timestep: int, units: frozenset[Unit]) -> Iterator[QRectF]:
        for row in map(self._row_of, units):
            yield self.frame(timestep) if row is None else self._pixel(timestep, row)

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        if not self.shows_pictures:
            super().paint_legend(painter, rect)
            return
        font = small_font(self)
        bar = QRectF(rect.left(), rect.top() + 2, rect.width(), 6)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        ramp.setColorAt(0, Qt.GlobalColor.black)
        ramp.setColorAt(1, Qt.GlobalColor.white)
        painter.setPen(self.colours.grid)
        painter.setBrush(ramp)
        painter.drawRect(bar)
        painter.setPen(self.colours.faint)
        painter.setFont(font)
        words = QRectF(rect.left(), bar.bottom() + 1, rect.width(), line_height(font))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, short(self.canvas.low))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, short(self.canvas.high))

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        timestep = self.axis.timestep_at(x)
        if timestep is None or not self.shows_pictures or timestep not in self._span():
            return super().hit(x, y) if not self.shows_pictures else (timestep, None)
        frame, canvas = self.frame(timestep), self.canvas
        if not frame.contains(QPointF(x, y)):
            return timestep, None
        down = min(canvas.height - 1, int((y - frame.top()) * canvas.height / frame.height()))
        across = min(canvas.width - 1, int((x - frame.left()) * canvas.width / frame.width()))
        return timestep, self._unit((down * canvas.width + across) * canvas.channels)

    def readout(self, timestep: int, unit: Unit | None) -> str:
        row = self._row_of(unit)
        if row is None or self.reduced is None or not self.shows_pictures or timestep not in self.reduced.live:
            return super().readout(timestep, unit)
        down, across = divmod(row // self.canvas.channels, self.canvas.width)
        first = row - row % self.canvas.channels
        numbers = flat_rows(self.reduced.source, timestep, timestep + 1)[0, first : first + self.canvas.channels]
        words = self.tr("%1, t = %2, pixel in row %3, column %4: %5")
        for place, word in enumerate((self.title, timestep, down, across, ", ".join(map(short, numbers))), 1):
            words = words.replace(f"%{place}", str(word))
        return words
