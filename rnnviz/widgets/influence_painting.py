"""Painting a map of influence: its cells, the marks on it, the numbers beside it and its legend."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPolygonF

from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.cell_painting import (
    NUMBER_HEIGHT,
    NUMBER_WIDTH,
    cell_image,
    column_map,
    draw_image,
    number_that_fits,
    paint_legend,
    paint_numbers,
)
from rnnviz.widgets.colours import Colours, solid, translucent
from rnnviz.widgets.influence_picture import InfluencePicture, InfluenceScale
from rnnviz.widgets.lane_metrics import line_height
from rnnviz.widgets.lettering import Type, type_like
from rnnviz.widgets.marks import Playhead, paint_over
from rnnviz.widgets.time_axis import TimeAxis

_POINTER = 7.0
"""Pixels."""


@dataclass(frozen=True)
class Marks:
    """Where execution stands, the selected timestep, and the loss whose row is framed."""

    playhead: Playhead | None
    selected: int | None
    row: int | None


def bins(axis: TimeAxis, ratio: float) -> tuple[int, range]:
    """How many numbers share a device pixel, a power of two, and the bins that are seen, counted from 0."""
    size = 1 << max(0, math.ceil(math.log2(1.0001 / (axis.column_width * ratio))))
    seen = axis.visible()
    return size, range((seen.start - 1) // size, (seen.stop - 2) // size + 1)


@dataclass(frozen=True)
class InfluencePainting:
    """One painting of a picture in a rect `plot`; the axes count its columns and rows from 1."""

    picture: InfluencePicture
    kind: InfluenceScale
    across: TimeAxis
    down: TimeAxis
    plot: QRect
    font: QFont
    colours: Colours
    ratio: float

    def paint_cells(self, painter: QPainter) -> None:
        """The cells, with their numbers where there is room; the painter's origin is the plot's."""
        (across, columns), (down, rows) = bins(self.across, self.ratio), bins(self.down, self.ratio)
        values = self.picture.maxima(self.kind).bins(rows, columns, (down, across)).T
        entries = self.picture.scale(self.kind).index(values)
        xs, ys = range(round(self.plot.width() * self.ratio)), range(round(self.plot.height() * self.ratio))
        map_x = column_map(self.across, xs, self.ratio, columns.start * across + 1, across, len(columns))
        map_y = column_map(self.down, ys, self.ratio, rows.start * down + 1, down, len(rows))
        there = np.flatnonzero(map_y < len(rows))
        if not len(there):
            return
        image = cell_image(
            entries,
            ~np.isfinite(values),
            np.ones(len(values), dtype=bool),
            map_x,
            map_y[there],
            self.colours.sequential,
            self.colours,
            column=int(self.across.column_width * across * self.ratio),
        )
        painter.save()
        painter.translate(0, there[0] / self.ratio)
        draw_image(painter, image, self.ratio)
        painter.restore()
        if self.across.column_width >= NUMBER_WIDTH and self.down.column_width >= NUMBER_HEIGHT:
            face = type_like(self.font)
            cells = self._numbers(columns, rows, entries, face)
            paint_numbers(painter, cells, self.colours.sequential, face, self.colours)

    def _numbers(
        self, columns: range, rows: range, entries: NDArray[np.uint8], face: Type
    ) -> Iterator[tuple[QRectF, str, bool, int]]:
        width, height = self.across.column_width, self.down.column_width
        for i, column in enumerate(columns):
            for j, row in enumerate(rows):
                value = float(self.picture.values[row, column])
                if value != 0:  # a triangle of zeros would only hide the numbers
                    cell = QRectF(self.across.x_of(column + 0.5), self.down.x_of(row + 0.5), width, height)
                    yield cell, number_that_fits(value, width, face), math.isfinite(value), int(entries[i, j])

    def paint_marks(self, painter: QPainter, marks: Marks) -> None:
        """The playhead, the selected column, the framed row; the painter's origin is the plot's."""
        before = self.picture.timesteps.start - 1
        playhead = marks.playhead and replace(marks.playhead, timestep=marks.playhead.timestep - before)
        selected = None if marks.selected is None else marks.selected - before
        paint_over(painter, self.plot.height(), self.across, self.colours, playhead, selected)
        if marks.row is not None and marks.row in self.picture.losses:
            row = marks.row - self.picture.losses.start + 1
            top, bottom = self.down.x_of(row - 0.5), self.down.x_of(row + 0.5)
            if bottom - top >= 3:
                painter.setPen(solid(translucent(self.colours.cursor, 0.75), 1))
                for y in (top, bottom):
                    painter.drawLine(QPointF(0, round(y) + 0.5), QPointF(self.plot.width(), round(y) + 0.5))
            else:
                self._point_at(painter, (top + bottom) / 2)

    def _point_at(self, painter: QPainter, y: float) -> None:
        """Two triangles that point at a row: a line would hide one that is as thin as itself."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.cursor)
        for edge, tip in ((0.0, _POINTER), (float(self.plot.width()), self.plot.width() - _POINTER)):
            corners = [QPointF(edge, y - _POINTER / 2), QPointF(edge, y + _POINTER / 2), QPointF(tip, y)]
            painter.drawPolygon(QPolygonF(corners))

    def paint_labels(self, painter: QPainter, width: int) -> None:
        """The numbers of timesteps and losses beside the plot, in a widget of this width."""
        plot, line = self.plot, line_height(self.font)
        painter.setFont(self.font)
        painter.setPen(self.colours.text)
        room = QFontMetrics(self.font).horizontalAdvance(str(self.picture.timesteps[-1])) + 10
        for column, t in labelled(self.across, self.picture.timesteps, room):
            x = min(plot.left() + self.across.x_of(column), width - room / 2)
            at = QRectF(x - room, plot.bottom() + 2, 2 * room, line)
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(t))
        for row, s in labelled(self.down, self.picture.losses, line + 2):
            at = QRectF(line + 2, plot.top() + self.down.x_of(row) - line / 2, plot.left() - line - 7, line)
            painter.drawText(at, Qt.AlignmentFlag.AlignRight, str(s))
        painter.setPen(self.colours.faint)
        below = QRectF(plot.left(), plot.bottom() + 2 + line, plot.width(), line)
        reaches = QCoreApplication.translate("influence", "reaches timestep t")
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, reaches)
        painter.save()
        painter.translate(0, plot.bottom())
        painter.rotate(-90)
        losses = QCoreApplication.translate("influence", "loss of timestep s")
        painter.drawText(QRectF(0, 0, plot.height(), line), Qt.AlignmentFlag.AlignCenter, losses)
        painter.restore()

    def paint_legend(self, painter: QPainter, bar: QRect) -> None:
        """The scale in words, over a bar of its colours of the width of `bar`."""
        line = line_height(self.font)
        painter.setFont(self.font)
        painter.setPen(self.colours.text)
        room = self.plot.width()
        words = QFontMetrics(self.font).elidedText(self.picture.legend(self.kind), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(bar.left(), bar.top(), room, line), Qt.AlignmentFlag.AlignLeft, words)
        scale = self.picture.scale(self.kind)
        paint_legend(painter, bar.adjusted(0, line, 0, 0), scale, self.colours.sequential, self.font, self.colours)


def labelled(axis: TimeAxis, timesteps: range, room: float) -> Iterator[tuple[int, int]]:
    """The places on an axis that have room for their number, and the timesteps that stand there."""
    step = tick_step(axis.column_width, room)
    for place in axis.visible():
        t = timesteps[place - 1]
        if t % step == 0 or (t == 1 and step >= 5):
            yield place, t
